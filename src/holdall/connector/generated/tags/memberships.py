"""The methods of the tag `memberships`.

Generated from the contract by `python -m holdall.connector.generate`; never edited.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, Required, TYPE_CHECKING, TypedDict

from msgspec import UNSET, UnsetType

from holdall.connector.tag import BlockingTag, Tag

if TYPE_CHECKING:
    from holdall.connector.generated.records import v2024_0


class MembershipsCreateUser(TypedDict, total=False):
    id: Required[str]


class MembershipsCreateGroup(TypedDict, total=False):
    id: Required[str]


class Memberships(Tag):
    """The operations of the tag `memberships`."""

    async def list_for_user(
        self,
        user_id: str,
        *,
        limit: int | UnsetType = UNSET,
        offset: int | UnsetType = UNSET,
    ) -> v2024_0.GroupMemberships:
        """Group memberships: List user's groups (GET /users/{user_id}/memberships)."""
        return await self._call(
            "get_users_id_memberships",
            user_id=user_id,
            limit=limit,
            offset=offset,
        )

    async def list_for_group(
        self,
        group_id: str,
        *,
        limit: int | UnsetType = UNSET,
        offset: int | UnsetType = UNSET,
    ) -> v2024_0.GroupMemberships:
        """Group memberships: List members of group (GET /groups/{group_id}/memberships)."""
        return await self._call(
            "get_groups_id_memberships",
            group_id=group_id,
            limit=limit,
            offset=offset,
        )

    async def create(
        self,
        *,
        user: MembershipsCreateUser,
        group: MembershipsCreateGroup,
        fields: Sequence[str] | UnsetType = UNSET,
        role: Literal["member", "admin"] | UnsetType = UNSET,
        configurable_permissions: Mapping[str, bool] | None | UnsetType = UNSET,
    ) -> v2024_0.GroupMembership:
        """Group memberships: Add user to group (POST /group_memberships)."""
        return await self._call(
            "post_group_memberships",
            user=user,
            group=group,
            fields=fields,
            role=role,
            configurable_permissions=configurable_permissions,
        )

    async def get(
        self,
        group_membership_id: str,
        *,
        fields: Sequence[str] | UnsetType = UNSET,
    ) -> v2024_0.GroupMembership:
        """Group memberships: Get group membership (GET /group_memberships/{group_membership_id})."""
        return await self._call(
            "get_group_memberships_id",
            group_membership_id=group_membership_id,
            fields=fields,
        )

    async def update(
        self,
        group_membership_id: str,
        *,
        fields: Sequence[str] | UnsetType = UNSET,
        role: Literal["member", "admin"] | UnsetType = UNSET,
        configurable_permissions: Mapping[str, bool] | None | UnsetType = UNSET,
    ) -> v2024_0.GroupMembership:
        """Group memberships: Update group membership (PUT /group_memberships/{group_membership_id})."""
        return await self._call(
            "put_group_memberships_id",
            group_membership_id=group_membership_id,
            fields=fields,
            role=role,
            configurable_permissions=configurable_permissions,
        )

    async def delete(
        self,
        group_membership_id: str,
    ) -> None:
        """Group memberships: Remove user from group (DELETE /group_memberships/{group_membership_id})."""
        await self._call(
            "delete_group_memberships_id",
            group_membership_id=group_membership_id,
        )


class BlockingMemberships(BlockingTag):
    """The operations of the tag `memberships`, each waited for."""

    def list_for_user(
        self,
        user_id: str,
        *,
        limit: int | UnsetType = UNSET,
        offset: int | UnsetType = UNSET,
    ) -> v2024_0.GroupMemberships:
        """Group memberships: List user's groups (GET /users/{user_id}/memberships)."""
        return self._call(
            "get_users_id_memberships",
            user_id=user_id,
            limit=limit,
            offset=offset,
        )

    def list_for_group(
        self,
        group_id: str,
        *,
        limit: int | UnsetType = UNSET,
        offset: int | UnsetType = UNSET,
    ) -> v2024_0.GroupMemberships:
        """Group memberships: List members of group (GET /groups/{group_id}/memberships)."""
        return self._call(
            "get_groups_id_memberships",
            group_id=group_id,
            limit=limit,
            offset=offset,
        )

    def create(
        self,
        *,
        user: MembershipsCreateUser,
        group: MembershipsCreateGroup,
        fields: Sequence[str] | UnsetType = UNSET,
        role: Literal["member", "admin"] | UnsetType = UNSET,
        configurable_permissions: Mapping[str, bool] | None | UnsetType = UNSET,
    ) -> v2024_0.GroupMembership:
        """Group memberships: Add user to group (POST /group_memberships)."""
        return self._call(
            "post_group_memberships",
            user=user,
            group=group,
            fields=fields,
            role=role,
            configurable_permissions=configurable_permissions,
        )

    def get(
        self,
        group_membership_id: str,
        *,
        fields: Sequence[str] | UnsetType = UNSET,
    ) -> v2024_0.GroupMembership:
        """Group memberships: Get group membership (GET /group_memberships/{group_membership_id})."""
        return self._call(
            "get_group_memberships_id",
            group_membership_id=group_membership_id,
            fields=fields,
        )

    def update(
        self,
        group_membership_id: str,
        *,
        fields: Sequence[str] | UnsetType = UNSET,
        role: Literal["member", "admin"] | UnsetType = UNSET,
        configurable_permissions: Mapping[str, bool] | None | UnsetType = UNSET,
    ) -> v2024_0.GroupMembership:
        """Group memberships: Update group membership (PUT /group_memberships/{group_membership_id})."""
        return self._call(
            "put_group_memberships_id",
            group_membership_id=group_membership_id,
            fields=fields,
            role=role,
            configurable_permissions=configurable_permissions,
        )

    def delete(
        self,
        group_membership_id: str,
    ) -> None:
        """Group memberships: Remove user from group (DELETE /group_memberships/{group_membership_id})."""
        self._call(
            "delete_group_memberships_id",
            group_membership_id=group_membership_id,
        )
