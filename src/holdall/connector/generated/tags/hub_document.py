"""The methods of the tag `hub_document`.

Generated from the contract by `python -m holdall.connector.generate`; never edited.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import UNSET, UnsetType

from holdall.connector.tag import BlockingTag, Tag

if TYPE_CHECKING:
    from holdall.connector.generated.records import v2025_0


class HubDocument(Tag):
    """The operations of the tag `hub_document`."""

    async def list_pages(
        self,
        *,
        hub_id: str,
        marker: str | UnsetType = UNSET,
        limit: int | UnsetType = UNSET,
    ) -> v2025_0.HubDocumentPages:
        """List Hub Document Pages (GET /hub_document_pages, version 2025.0)."""
        return await self._call(
            "get_hub_document_pages_v2025.0",
            hub_id=hub_id,
            marker=marker,
            limit=limit,
        )

    async def list_blocks(
        self,
        *,
        hub_id: str,
        page_id: str,
        marker: str | UnsetType = UNSET,
        limit: int | UnsetType = UNSET,
    ) -> v2025_0.HubDocumentBlocks:
        """List Hub Document blocks for page (GET /hub_document_blocks, version 2025.0)."""
        return await self._call(
            "get_hub_document_blocks_v2025.0",
            hub_id=hub_id,
            page_id=page_id,
            marker=marker,
            limit=limit,
        )


class BlockingHubDocument(BlockingTag):
    """The operations of the tag `hub_document`, each waited for."""

    def list_pages(
        self,
        *,
        hub_id: str,
        marker: str | UnsetType = UNSET,
        limit: int | UnsetType = UNSET,
    ) -> v2025_0.HubDocumentPages:
        """List Hub Document Pages (GET /hub_document_pages, version 2025.0)."""
        return self._call(
            "get_hub_document_pages_v2025.0",
            hub_id=hub_id,
            marker=marker,
            limit=limit,
        )

    def list_blocks(
        self,
        *,
        hub_id: str,
        page_id: str,
        marker: str | UnsetType = UNSET,
        limit: int | UnsetType = UNSET,
    ) -> v2025_0.HubDocumentBlocks:
        """List Hub Document blocks for page (GET /hub_document_blocks, version 2025.0)."""
        return self._call(
            "get_hub_document_blocks_v2025.0",
            hub_id=hub_id,
            page_id=page_id,
            marker=marker,
            limit=limit,
        )
