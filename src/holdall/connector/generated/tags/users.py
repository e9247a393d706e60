"""The methods of the tag `users`.

Generated from the contract by `python -m holdall.connector.generate`; never edited.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, TYPE_CHECKING, TypedDict

from msgspec import UNSET, UnsetType

from holdall.connector.tag import BlockingTag, Tag

if TYPE_CHECKING:
    from holdall.connector.generated.records import v2024_0


class UsersUpdateNotificationEmail(TypedDict, total=False):
    email: str


class Users(Tag):
    """The operations of the tag `users`."""

    async def list(
        self,
        *,
        filter_term: str | UnsetType = UNSET,
        user_type: Literal["all", "managed", "external"] | UnsetType = UNSET,
        external_app_user_id: str | UnsetType = UNSET,
        fields: Sequence[str] | UnsetType = UNSET,
        offset: int | UnsetType = UNSET,
        limit: int | UnsetType = UNSET,
        usemarker: bool | UnsetType = UNSET,
        marker: str | UnsetType = UNSET,
    ) -> v2024_0.Users:
        """Users: List enterprise users (GET /users)."""
        return await self._call(
            "get_users",
            filter_term=filter_term,
            user_type=user_type,
            external_app_user_id=external_app_user_id,
            fields=fields,
            offset=offset,
            limit=limit,
            usemarker=usemarker,
            marker=marker,
        )

    async def create(
        self,
        *,
        name: str,
        fields: Sequence[str] | UnsetType = UNSET,
        login: str | UnsetType = UNSET,
        is_platform_access_only: bool | UnsetType = UNSET,
        role: Literal["coadmin", "user"] | UnsetType = UNSET,
        language: str | UnsetType = UNSET,
        is_sync_enabled: bool | UnsetType = UNSET,
        job_title: str | UnsetType = UNSET,
        phone: str | UnsetType = UNSET,
        address: str | UnsetType = UNSET,
        space_amount: int | UnsetType = UNSET,
        tracking_codes: Sequence[v2024_0.TrackingCode] | UnsetType = UNSET,
        can_see_managed_users: bool | UnsetType = UNSET,
        timezone: str | UnsetType = UNSET,
        is_external_collab_restricted: bool | UnsetType = UNSET,
        is_exempt_from_device_limits: bool | UnsetType = UNSET,
        is_exempt_from_login_verification: bool | UnsetType = UNSET,
        status: Literal["active", "inactive", "cannot_delete_edit", "cannot_delete_edit_upload"] | UnsetType = UNSET,
        external_app_user_id: str | UnsetType = UNSET,
    ) -> v2024_0.UserFull:
        """Users: Create user (POST /users)."""
        return await self._call(
            "post_users",
            name=name,
            fields=fields,
            login=login,
            is_platform_access_only=is_platform_access_only,
            role=role,
            language=language,
            is_sync_enabled=is_sync_enabled,
            job_title=job_title,
            phone=phone,
            address=address,
            space_amount=space_amount,
            tracking_codes=tracking_codes,
            can_see_managed_users=can_see_managed_users,
            timezone=timezone,
            is_external_collab_restricted=is_external_collab_restricted,
            is_exempt_from_device_limits=is_exempt_from_device_limits,
            is_exempt_from_login_verification=is_exempt_from_login_verification,
            status=status,
            external_app_user_id=external_app_user_id,
        )

    async def get_me(
        self,
        *,
        fields: Sequence[str] | UnsetType = UNSET,
    ) -> v2024_0.UserFull:
        """Users: Get current user (GET /users/me)."""
        return await self._call(
            "get_users_me",
            fields=fields,
        )

    async def get(
        self,
        user_id: str,
        *,
        fields: Sequence[str] | UnsetType = UNSET,
    ) -> v2024_0.UserFull:
        """Users: Get user (GET /users/{user_id})."""
        return await self._call(
            "get_users_id",
            user_id=user_id,
            fields=fields,
        )

    async def update(
        self,
        user_id: str,
        *,
        fields: Sequence[str] | UnsetType = UNSET,
        enterprise: str | None | UnsetType = UNSET,
        notify: bool | UnsetType = UNSET,
        name: str | UnsetType = UNSET,
        login: str | UnsetType = UNSET,
        role: Literal["coadmin", "user"] | UnsetType = UNSET,
        language: str | UnsetType = UNSET,
        is_sync_enabled: bool | UnsetType = UNSET,
        job_title: str | UnsetType = UNSET,
        phone: str | UnsetType = UNSET,
        address: str | UnsetType = UNSET,
        tracking_codes: Sequence[v2024_0.TrackingCode] | UnsetType = UNSET,
        can_see_managed_users: bool | UnsetType = UNSET,
        timezone: str | UnsetType = UNSET,
        is_external_collab_restricted: bool | UnsetType = UNSET,
        is_exempt_from_device_limits: bool | UnsetType = UNSET,
        is_exempt_from_login_verification: bool | UnsetType = UNSET,
        is_password_reset_required: bool | UnsetType = UNSET,
        status: Literal["active", "inactive", "cannot_delete_edit", "cannot_delete_edit_upload"] | UnsetType = UNSET,
        space_amount: int | UnsetType = UNSET,
        notification_email: UsersUpdateNotificationEmail | None | UnsetType = UNSET,
        external_app_user_id: str | UnsetType = UNSET,
    ) -> v2024_0.UserFull:
        """Users: Update user (PUT /users/{user_id})."""
        return await self._call(
            "put_users_id",
            user_id=user_id,
            fields=fields,
            enterprise=enterprise,
            notify=notify,
            name=name,
            login=login,
            role=role,
            language=language,
            is_sync_enabled=is_sync_enabled,
            job_title=job_title,
            phone=phone,
            address=address,
            tracking_codes=tracking_codes,
            can_see_managed_users=can_see_managed_users,
            timezone=timezone,
            is_external_collab_restricted=is_external_collab_restricted,
            is_exempt_from_device_limits=is_exempt_from_device_limits,
            is_exempt_from_login_verification=is_exempt_from_login_verification,
            is_password_reset_required=is_password_reset_required,
            status=status,
            space_amount=space_amount,
            notification_email=notification_email,
            external_app_user_id=external_app_user_id,
        )

    async def delete(
        self,
        user_id: str,
        *,
        notify: bool | UnsetType = UNSET,
        force: bool | UnsetType = UNSET,
    ) -> None:
        """Users: Delete user (DELETE /users/{user_id})."""
        await self._call(
            "delete_users_id",
            user_id=user_id,
            notify=notify,
            force=force,
        )


class BlockingUsers(BlockingTag):
    """The operations of the tag `users`, each waited for."""

    def list(
        self,
        *,
        filter_term: str | UnsetType = UNSET,
        user_type: Literal["all", "managed", "external"] | UnsetType = UNSET,
        external_app_user_id: str | UnsetType = UNSET,
        fields: Sequence[str] | UnsetType = UNSET,
        offset: int | UnsetType = UNSET,
        limit: int | UnsetType = UNSET,
        usemarker: bool | UnsetType = UNSET,
        marker: str | UnsetType = UNSET,
    ) -> v2024_0.Users:
        """Users: List enterprise users (GET /users)."""
        return self._call(
            "get_users",
            filter_term=filter_term,
            user_type=user_type,
            external_app_user_id=external_app_user_id,
            fields=fields,
            offset=offset,
            limit=limit,
            usemarker=usemarker,
            marker=marker,
        )

    def create(
        self,
        *,
        name: str,
        fields: Sequence[str] | UnsetType = UNSET,
        login: str | UnsetType = UNSET,
        is_platform_access_only: bool | UnsetType = UNSET,
        role: Literal["coadmin", "user"] | UnsetType = UNSET,
        language: str | UnsetType = UNSET,
        is_sync_enabled: bool | UnsetType = UNSET,
        job_title: str | UnsetType = UNSET,
        phone: str | UnsetType = UNSET,
        address: str | UnsetType = UNSET,
        space_amount: int | UnsetType = UNSET,
        tracking_codes: Sequence[v2024_0.TrackingCode] | UnsetType = UNSET,
        can_see_managed_users: bool | UnsetType = UNSET,
        timezone: str | UnsetType = UNSET,
        is_external_collab_restricted: bool | UnsetType = UNSET,
        is_exempt_from_device_limits: bool | UnsetType = UNSET,
        is_exempt_from_login_verification: bool | UnsetType = UNSET,
        status: Literal["active", "inactive", "cannot_delete_edit", "cannot_delete_edit_upload"] | UnsetType = UNSET,
        external_app_user_id: str | UnsetType = UNSET,
    ) -> v2024_0.UserFull:
        """Users: Create user (POST /users)."""
        return self._call(
            "post_users",
            name=name,
            fields=fields,
            login=login,
            is_platform_access_only=is_platform_access_only,
            role=role,
            language=language,
            is_sync_enabled=is_sync_enabled,
            job_title=job_title,
            phone=phone,
            address=address,
            space_amount=space_amount,
            tracking_codes=tracking_codes,
            can_see_managed_users=can_see_managed_users,
            timezone=timezone,
            is_external_collab_restricted=is_external_collab_restricted,
            is_exempt_from_device_limits=is_exempt_from_device_limits,
            is_exempt_from_login_verification=is_exempt_from_login_verification,
            status=status,
            external_app_user_id=external_app_user_id,
        )

    def get_me(
        self,
        *,
        fields: Sequence[str] | UnsetType = UNSET,
    ) -> v2024_0.UserFull:
        """Users: Get current user (GET /users/me)."""
        return self._call(
            "get_users_me",
            fields=fields,
        )

    def get(
        self,
        user_id: str,
        *,
        fields: Sequence[str] | UnsetType = UNSET,
    ) -> v2024_0.UserFull:
        """Users: Get user (GET /users/{user_id})."""
        return self._call(
            "get_users_id",
            user_id=user_id,
            fields=fields,
        )

    def update(
        self,
        user_id: str,
        *,
        fields: Sequence[str] | UnsetType = UNSET,
        enterprise: str | None | UnsetType = UNSET,
        notify: bool | UnsetType = UNSET,
        name: str | UnsetType = UNSET,
        login: str | UnsetType = UNSET,
        role: Literal["coadmin", "user"] | UnsetType = UNSET,
        language: str | UnsetType = UNSET,
        is_sync_enabled: bool | UnsetType = UNSET,
        job_title: str | UnsetType = UNSET,
        phone: str | UnsetType = UNSET,
        address: str | UnsetType = UNSET,
        tracking_codes: Sequence[v2024_0.TrackingCode] | UnsetType = UNSET,
        can_see_managed_users: bool | UnsetType = UNSET,
        timezone: str | UnsetType = UNSET,
        is_external_collab_restricted: bool | UnsetType = UNSET,
        is_exempt_from_device_limits: bool | UnsetType = UNSET,
        is_exempt_from_login_verification: bool | UnsetType = UNSET,
        is_password_reset_required: bool | UnsetType = UNSET,
        status: Literal["active", "inactive", "cannot_delete_edit", "cannot_delete_edit_upload"] | UnsetType = UNSET,
        space_amount: int | UnsetType = UNSET,
        notification_email: UsersUpdateNotificationEmail | None | UnsetType = UNSET,
        external_app_user_id: str | UnsetType = UNSET,
    ) -> v2024_0.UserFull:
        """Users: Update user (PUT /users/{user_id})."""
        return self._call(
            "put_users_id",
            user_id=user_id,
            fields=fields,
            enterprise=enterprise,
            notify=notify,
            name=name,
            login=login,
            role=role,
            language=language,
            is_sync_enabled=is_sync_enabled,
            job_title=job_title,
            phone=phone,
            address=address,
            tracking_codes=tracking_codes,
            can_see_managed_users=can_see_managed_users,
            timezone=timezone,
            is_external_collab_restricted=is_external_collab_restricted,
            is_exempt_from_device_limits=is_exempt_from_device_limits,
            is_exempt_from_login_verification=is_exempt_from_login_verification,
            is_password_reset_required=is_password_reset_required,
            status=status,
            space_amount=space_amount,
            notification_email=notification_email,
            external_app_user_id=external_app_user_id,
        )

    def delete(
        self,
        user_id: str,
        *,
        notify: bool | UnsetType = UNSET,
        force: bool | UnsetType = UNSET,
    ) -> None:
        """Users: Delete user (DELETE /users/{user_id})."""
        self._call(
            "delete_users_id",
            user_id=user_id,
            notify=notify,
            force=force,
        )
