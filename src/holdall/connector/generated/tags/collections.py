"""The methods of the tag `collections`.

Generated from the contract by `python -m holdall.connector.generate`; never edited.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from msgspec import UNSET, UnsetType

from holdall.connector.tag import BlockingTag, Tag

if TYPE_CHECKING:
    from holdall.connector.generated.records import v2024_0


class Collections(Tag):
    """The operations of the tag `collections`."""

    async def list(
        self,
        *,
        fields: Sequence[str] | UnsetType = UNSET,
        offset: int | UnsetType = UNSET,
        limit: int | UnsetType = UNSET,
    ) -> v2024_0.Collections:
        """Collections: List all collections (GET /collections)."""
        return await self._call(
            "get_collections",
            fields=fields,
            offset=offset,
            limit=limit,
        )

    async def list_items(
        self,
        collection_id: str,
        *,
        fields: Sequence[str] | UnsetType = UNSET,
        offset: int | UnsetType = UNSET,
        limit: int | UnsetType = UNSET,
    ) -> v2024_0.ItemsOffsetPaginated:
        """Collections: List collection items (GET /collections/{collection_id}/items)."""
        return await self._call(
            "get_collections_id_items",
            collection_id=collection_id,
            fields=fields,
            offset=offset,
            limit=limit,
        )

    async def get(
        self,
        collection_id: str,
    ) -> v2024_0.Collection:
        """Get collection by ID (GET /collections/{collection_id})."""
        return await self._call(
            "get_collections_id",
            collection_id=collection_id,
        )


class BlockingCollections(BlockingTag):
    """The operations of the tag `collections`, each waited for."""

    def list(
        self,
        *,
        fields: Sequence[str] | UnsetType = UNSET,
        offset: int | UnsetType = UNSET,
        limit: int | UnsetType = UNSET,
    ) -> v2024_0.Collections:
        """Collections: List all collections (GET /collections)."""
        return self._call(
            "get_collections",
            fields=fields,
            offset=offset,
            limit=limit,
        )

    def list_items(
        self,
        collection_id: str,
        *,
        fields: Sequence[str] | UnsetType = UNSET,
        offset: int | UnsetType = UNSET,
        limit: int | UnsetType = UNSET,
    ) -> v2024_0.ItemsOffsetPaginated:
        """Collections: List collection items (GET /collections/{collection_id}/items)."""
        return self._call(
            "get_collections_id_items",
            collection_id=collection_id,
            fields=fields,
            offset=offset,
            limit=limit,
        )

    def get(
        self,
        collection_id: str,
    ) -> v2024_0.Collection:
        """Get collection by ID (GET /collections/{collection_id})."""
        return self._call(
            "get_collections_id",
            collection_id=collection_id,
        )
