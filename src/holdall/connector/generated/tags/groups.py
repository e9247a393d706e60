"""The methods of the tag `groups`.

Generated from the contract by `python -m holdall.connector.generate`; never edited.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, TYPE_CHECKING

from msgspec import UNSET, UnsetType

from holdall.connector.tag import BlockingTag, Tag

if TYPE_CHECKING:
    from holdall.connector.generated.records import v2024_0


class Groups(Tag):
    """The operations of the tag `groups`."""

    async def list(
        self,
        *,
        filter_term: str | UnsetType = UNSET,
        fields: Sequence[str] | UnsetType = UNSET,
        limit: int | UnsetType = UNSET,
        offset: int | UnsetType = UNSET,
    ) -> v2024_0.Groups:
        """Groups: List groups for enterprise (GET /groups)."""
        return await self._call(
            "get_groups",
            filter_term=filter_term,
            fields=fields,
            limit=limit,
            offset=offset,
        )

    async def create(
        self,
        *,
        name: str,
        fields: Sequence[str] | UnsetType = UNSET,
        provenance: str | UnsetType = UNSET,
        external_sync_identifier: str | UnsetType = UNSET,
        description: str | UnsetType = UNSET,
        invitability_level: Literal["admins_only", "admins_and_members", "all_managed_users"] | UnsetType = UNSET,
        member_viewability_level: Literal["admins_only", "admins_and_members", "all_managed_users"] | UnsetType = UNSET,
    ) -> v2024_0.GroupFull:
        """Groups: Create group (POST /groups)."""
        return await self._call(
            "post_groups",
            name=name,
            fields=fields,
            provenance=provenance,
            external_sync_identifier=external_sync_identifier,
            description=description,
            invitability_level=invitability_level,
            member_viewability_level=member_viewability_level,
        )

    async def get(
        self,
        group_id: str,
        *,
        fields: Sequence[str] | UnsetType = UNSET,
    ) -> v2024_0.GroupFull:
        """Groups: Get group (GET /groups/{group_id})."""
        return await self._call(
            "get_groups_id",
            group_id=group_id,
            fields=fields,
        )

    async def update(
        self,
        group_id: str,
        *,
        fields: Sequence[str] | UnsetType = UNSET,
        name: str | UnsetType = UNSET,
        provenance: str | UnsetType = UNSET,
        external_sync_identifier: str | UnsetType = UNSET,
        description: str | UnsetType = UNSET,
        invitability_level: Literal["admins_only", "admins_and_members", "all_managed_users"] | UnsetType = UNSET,
        member_viewability_level: Literal["admins_only", "admins_and_members", "all_managed_users"] | UnsetType = UNSET,
    ) -> v2024_0.GroupFull:
        """Groups: Update group (PUT /groups/{group_id})."""
        return await self._call(
            "put_groups_id",
            group_id=group_id,
            fields=fields,
            name=name,
            provenance=provenance,
            external_sync_identifier=external_sync_identifier,
            description=description,
            invitability_level=invitability_level,
            member_viewability_level=member_viewability_level,
        )

    async def delete(
        self,
        group_id: str,
    ) -> None:
        """Groups: Remove group (DELETE /groups/{group_id})."""
        await self._call(
            "delete_groups_id",
            group_id=group_id,
        )


class BlockingGroups(BlockingTag):
    """The operations of the tag `groups`, each waited for."""

    def list(
        self,
        *,
        filter_term: str | UnsetType = UNSET,
        fields: Sequence[str] | UnsetType = UNSET,
        limit: int | UnsetType = UNSET,
        offset: int | UnsetType = UNSET,
    ) -> v2024_0.Groups:
        """Groups: List groups for enterprise (GET /groups)."""
        return self._call(
            "get_groups",
            filter_term=filter_term,
            fields=fields,
            limit=limit,
            offset=offset,
        )

    def create(
        self,
        *,
        name: str,
        fields: Sequence[str] | UnsetType = UNSET,
        provenance: str | UnsetType = UNSET,
        external_sync_identifier: str | UnsetType = UNSET,
        description: str | UnsetType = UNSET,
        invitability_level: Literal["admins_only", "admins_and_members", "all_managed_users"] | UnsetType = UNSET,
        member_viewability_level: Literal["admins_only", "admins_and_members", "all_managed_users"] | UnsetType = UNSET,
    ) -> v2024_0.GroupFull:
        """Groups: Create group (POST /groups)."""
        return self._call(
            "post_groups",
            name=name,
            fields=fields,
            provenance=provenance,
            external_sync_identifier=external_sync_identifier,
            description=description,
            invitability_level=invitability_level,
            member_viewability_level=member_viewability_level,
        )

    def get(
        self,
        group_id: str,
        *,
        fields: Sequence[str] | UnsetType = UNSET,
    ) -> v2024_0.GroupFull:
        """Groups: Get group (GET /groups/{group_id})."""
        return self._call(
            "get_groups_id",
            group_id=group_id,
            fields=fields,
        )

    def update(
        self,
        group_id: str,
        *,
        fields: Sequence[str] | UnsetType = UNSET,
        name: str | UnsetType = UNSET,
        provenance: str | UnsetType = UNSET,
        external_sync_identifier: str | UnsetType = UNSET,
        description: str | UnsetType = UNSET,
        invitability_level: Literal["admins_only", "admins_and_members", "all_managed_users"] | UnsetType = UNSET,
        member_viewability_level: Literal["admins_only", "admins_and_members", "all_managed_users"] | UnsetType = UNSET,
    ) -> v2024_0.GroupFull:
        """Groups: Update group (PUT /groups/{group_id})."""
        return self._call(
            "put_groups_id",
            group_id=group_id,
            fields=fields,
            name=name,
            provenance=provenance,
            external_sync_identifier=external_sync_identifier,
            description=description,
            invitability_level=invitability_level,
            member_viewability_level=member_viewability_level,
        )

    def delete(
        self,
        group_id: str,
    ) -> None:
        """Groups: Remove group (DELETE /groups/{group_id})."""
        self._call(
            "delete_groups_id",
            group_id=group_id,
        )
