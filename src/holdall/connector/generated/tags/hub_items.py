"""The methods of the tag `hub_items`.

Generated from the contract by `python -m holdall.connector.generate`; never edited.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from msgspec import UNSET, UnsetType

from holdall.connector.tag import BlockingTag, Tag

if TYPE_CHECKING:
    from holdall.connector.generated.records import v2025_0


class HubItems(Tag):
    """The operations of the tag `hub_items`."""

    async def list(
        self,
        *,
        hub_id: str,
        parent_id: str | UnsetType = UNSET,
        marker: str | UnsetType = UNSET,
        limit: int | UnsetType = UNSET,
    ) -> v2025_0.HubItems:
        """Get Box Hub items (GET /hub_items, version 2025.0)."""
        return await self._call(
            "get_hub_items_v2025.0",
            hub_id=hub_id,
            parent_id=parent_id,
            marker=marker,
            limit=limit,
        )

    async def manage_items(
        self,
        hub_id: str,
        *,
        operations: Sequence[v2025_0.HubItemOperation] | UnsetType = UNSET,
    ) -> v2025_0.HubItemsManageResponse:
        """Manage Box Hub items (POST /hubs/{hub_id}/manage_items, version 2025.0)."""
        return await self._call(
            "post_hubs_id_manage_items_v2025.0",
            hub_id=hub_id,
            operations=operations,
        )


class BlockingHubItems(BlockingTag):
    """The operations of the tag `hub_items`, each waited for."""

    def list(
        self,
        *,
        hub_id: str,
        parent_id: str | UnsetType = UNSET,
        marker: str | UnsetType = UNSET,
        limit: int | UnsetType = UNSET,
    ) -> v2025_0.HubItems:
        """Get Box Hub items (GET /hub_items, version 2025.0)."""
        return self._call(
            "get_hub_items_v2025.0",
            hub_id=hub_id,
            parent_id=parent_id,
            marker=marker,
            limit=limit,
        )

    def manage_items(
        self,
        hub_id: str,
        *,
        operations: Sequence[v2025_0.HubItemOperation] | UnsetType = UNSET,
    ) -> v2025_0.HubItemsManageResponse:
        """Manage Box Hub items (POST /hubs/{hub_id}/manage_items, version 2025.0)."""
        return self._call(
            "post_hubs_id_manage_items_v2025.0",
            hub_id=hub_id,
            operations=operations,
        )
