"""The methods of the tag `collaboration_allowlist_entries`.

Generated from the contract by `python -m holdall.connector.generate`; never edited.
"""

from __future__ import annotations

from typing import Literal, TYPE_CHECKING

from msgspec import UNSET, UnsetType

from holdall.connector.tag import BlockingTag, Tag

if TYPE_CHECKING:
    from holdall.connector.generated.records import v2024_0


class CollaborationAllowlistEntries(Tag):
    """The operations of the tag `collaboration_allowlist_entries`."""

    async def list(
        self,
        *,
        marker: str | UnsetType = UNSET,
        limit: int | UnsetType = UNSET,
    ) -> v2024_0.CollaborationAllowlistEntries:
        """Domain restrictions for collaborations: List allowed collaboration domains (GET /collaboration_whitelist_entries)."""
        return await self._call(
            "get_collaboration_whitelist_entries",
            marker=marker,
            limit=limit,
        )

    async def create(
        self,
        *,
        domain: str,
        direction: Literal["inbound", "outbound", "both"],
    ) -> v2024_0.CollaborationAllowlistEntry:
        """Domain restrictions for collaborations: Add domain to list of allowed collaboration domains (POST /collaboration_whitelist_entries)."""
        return await self._call(
            "post_collaboration_whitelist_entries",
            domain=domain,
            direction=direction,
        )

    async def get(
        self,
        collaboration_whitelist_entry_id: str,
    ) -> v2024_0.CollaborationAllowlistEntry:
        """Domain restrictions for collaborations: Get allowed collaboration domain (GET /collaboration_whitelist_entries/{collaboration_whitelist_entry_id})."""
        return await self._call(
            "get_collaboration_whitelist_entries_id",
            collaboration_whitelist_entry_id=collaboration_whitelist_entry_id,
        )

    async def delete(
        self,
        collaboration_whitelist_entry_id: str,
    ) -> None:
        """Domain restrictions for collaborations: Remove domain from list of allowed collaboration domains (DELETE /collaboration_whitelist_entries/{collaboration_whitelist_entry_id})."""
        await self._call(
            "delete_collaboration_whitelist_entries_id",
            collaboration_whitelist_entry_id=collaboration_whitelist_entry_id,
        )


class BlockingCollaborationAllowlistEntries(BlockingTag):
    """The operations of the tag `collaboration_allowlist_entries`, each waited for."""

    def list(
        self,
        *,
        marker: str | UnsetType = UNSET,
        limit: int | UnsetType = UNSET,
    ) -> v2024_0.CollaborationAllowlistEntries:
        """Domain restrictions for collaborations: List allowed collaboration domains (GET /collaboration_whitelist_entries)."""
        return self._call(
            "get_collaboration_whitelist_entries",
            marker=marker,
            limit=limit,
        )

    def create(
        self,
        *,
        domain: str,
        direction: Literal["inbound", "outbound", "both"],
    ) -> v2024_0.CollaborationAllowlistEntry:
        """Domain restrictions for collaborations: Add domain to list of allowed collaboration domains (POST /collaboration_whitelist_entries)."""
        return self._call(
            "post_collaboration_whitelist_entries",
            domain=domain,
            direction=direction,
        )

    def get(
        self,
        collaboration_whitelist_entry_id: str,
    ) -> v2024_0.CollaborationAllowlistEntry:
        """Domain restrictions for collaborations: Get allowed collaboration domain (GET /collaboration_whitelist_entries/{collaboration_whitelist_entry_id})."""
        return self._call(
            "get_collaboration_whitelist_entries_id",
            collaboration_whitelist_entry_id=collaboration_whitelist_entry_id,
        )

    def delete(
        self,
        collaboration_whitelist_entry_id: str,
    ) -> None:
        """Domain restrictions for collaborations: Remove domain from list of allowed collaboration domains (DELETE /collaboration_whitelist_entries/{collaboration_whitelist_entry_id})."""
        self._call(
            "delete_collaboration_whitelist_entries_id",
            collaboration_whitelist_entry_id=collaboration_whitelist_entry_id,
        )
