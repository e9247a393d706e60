"""The methods of the tag `terms_of_service_user_statuses`.

Generated from the contract by `python -m holdall.connector.generate`; never edited.
"""

from __future__ import annotations

from typing import Literal, Required, TYPE_CHECKING, TypedDict

from msgspec import UNSET, UnsetType

from holdall.connector.tag import BlockingTag, Tag

if TYPE_CHECKING:
    from holdall.connector.generated.records import v2024_0


class TermsOfServiceUserStatusesCreateTos(TypedDict, total=False):
    type: Required[Literal["terms_of_service"]]
    id: Required[str]


class TermsOfServiceUserStatusesCreateUser(TypedDict, total=False):
    type: Required[Literal["user"]]
    id: Required[str]


class TermsOfServiceUserStatuses(Tag):
    """The operations of the tag `terms_of_service_user_statuses`."""

    async def list(
        self,
        *,
        tos_id: str,
        user_id: str | UnsetType = UNSET,
    ) -> v2024_0.TermsOfServiceUserStatuses:
        """Terms of service user statuses: List terms of service user statuses (GET /terms_of_service_user_statuses)."""
        return await self._call(
            "get_terms_of_service_user_statuses",
            tos_id=tos_id,
            user_id=user_id,
        )

    async def create(
        self,
        *,
        tos: TermsOfServiceUserStatusesCreateTos,
        user: TermsOfServiceUserStatusesCreateUser,
        is_accepted: bool,
    ) -> v2024_0.TermsOfServiceUserStatus:
        """Terms of service user statuses: Create terms of service status for new user (POST /terms_of_service_user_statuses)."""
        return await self._call(
            "post_terms_of_service_user_statuses",
            tos=tos,
            user=user,
            is_accepted=is_accepted,
        )

    async def update(
        self,
        terms_of_service_user_status_id: str,
        *,
        is_accepted: bool,
    ) -> v2024_0.TermsOfServiceUserStatus:
        """Terms of service user statuses: Update terms of service status for existing user (PUT /terms_of_service_user_statuses/{terms_of_service_user_status_id})."""
        return await self._call(
            "put_terms_of_service_user_statuses_id",
            terms_of_service_user_status_id=terms_of_service_user_status_id,
            is_accepted=is_accepted,
        )


class BlockingTermsOfServiceUserStatuses(BlockingTag):
    """The operations of the tag `terms_of_service_user_statuses`, each waited for."""

    def list(
        self,
        *,
        tos_id: str,
        user_id: str | UnsetType = UNSET,
    ) -> v2024_0.TermsOfServiceUserStatuses:
        """Terms of service user statuses: List terms of service user statuses (GET /terms_of_service_user_statuses)."""
        return self._call(
            "get_terms_of_service_user_statuses",
            tos_id=tos_id,
            user_id=user_id,
        )

    def create(
        self,
        *,
        tos: TermsOfServiceUserStatusesCreateTos,
        user: TermsOfServiceUserStatusesCreateUser,
        is_accepted: bool,
    ) -> v2024_0.TermsOfServiceUserStatus:
        """Terms of service user statuses: Create terms of service status for new user (POST /terms_of_service_user_statuses)."""
        return self._call(
            "post_terms_of_service_user_statuses",
            tos=tos,
            user=user,
            is_accepted=is_accepted,
        )

    def update(
        self,
        terms_of_service_user_status_id: str,
        *,
        is_accepted: bool,
    ) -> v2024_0.TermsOfServiceUserStatus:
        """Terms of service user statuses: Update terms of service status for existing user (PUT /terms_of_service_user_statuses/{terms_of_service_user_status_id})."""
        return self._call(
            "put_terms_of_service_user_statuses_id",
            terms_of_service_user_status_id=terms_of_service_user_status_id,
            is_accepted=is_accepted,
        )
