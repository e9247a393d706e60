"""The methods of the tag `trashed_items`.

Generated from the contract by `python -m holdall.connector.generate`; never edited.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, TYPE_CHECKING

from msgspec import UNSET, UnsetType

from holdall.connector.tag import BlockingTag, Tag

if TYPE_CHECKING:
    from holdall.connector.generated.records import v2024_0


class TrashedItems(Tag):
    """The operations of the tag `trashed_items`."""

    async def list(
        self,
        *,
        fields: Sequence[str] | UnsetType = UNSET,
        limit: int | UnsetType = UNSET,
        offset: int | UnsetType = UNSET,
        usemarker: bool | UnsetType = UNSET,
        marker: str | UnsetType = UNSET,
        direction: Literal["ASC", "DESC"] | UnsetType = UNSET,
        sort: Literal["name", "date", "size"] | UnsetType = UNSET,
    ) -> v2024_0.Items:
        """Trashed items: List trashed items (GET /folders/trash/items)."""
        return await self._call(
            "get_folders_trash_items",
            fields=fields,
            limit=limit,
            offset=offset,
            usemarker=usemarker,
            marker=marker,
            direction=direction,
            sort=sort,
        )


class BlockingTrashedItems(BlockingTag):
    """The operations of the tag `trashed_items`, each waited for."""

    def list(
        self,
        *,
        fields: Sequence[str] | UnsetType = UNSET,
        limit: int | UnsetType = UNSET,
        offset: int | UnsetType = UNSET,
        usemarker: bool | UnsetType = UNSET,
        marker: str | UnsetType = UNSET,
        direction: Literal["ASC", "DESC"] | UnsetType = UNSET,
        sort: Literal["name", "date", "size"] | UnsetType = UNSET,
    ) -> v2024_0.Items:
        """Trashed items: List trashed items (GET /folders/trash/items)."""
        return self._call(
            "get_folders_trash_items",
            fields=fields,
            limit=limit,
            offset=offset,
            usemarker=usemarker,
            marker=marker,
            direction=direction,
            sort=sort,
        )
