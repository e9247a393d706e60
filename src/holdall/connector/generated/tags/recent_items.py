"""The methods of the tag `recent_items`.

Generated from the contract by `python -m holdall.connector.generate`; never edited.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from msgspec import UNSET, UnsetType

from holdall.connector.tag import BlockingTag, Tag

if TYPE_CHECKING:
    from holdall.connector.generated.records import v2024_0


class RecentItems(Tag):
    """The operations of the tag `recent_items`."""

    async def list(
        self,
        *,
        fields: Sequence[str] | UnsetType = UNSET,
        limit: int | UnsetType = UNSET,
        marker: str | UnsetType = UNSET,
    ) -> v2024_0.RecentItems:
        """Recent items: List recently accessed items (GET /recent_items)."""
        return await self._call(
            "get_recent_items",
            fields=fields,
            limit=limit,
            marker=marker,
        )


class BlockingRecentItems(BlockingTag):
    """The operations of the tag `recent_items`, each waited for."""

    def list(
        self,
        *,
        fields: Sequence[str] | UnsetType = UNSET,
        limit: int | UnsetType = UNSET,
        marker: str | UnsetType = UNSET,
    ) -> v2024_0.RecentItems:
        """Recent items: List recently accessed items (GET /recent_items)."""
        return self._call(
            "get_recent_items",
            fields=fields,
            limit=limit,
            marker=marker,
        )
