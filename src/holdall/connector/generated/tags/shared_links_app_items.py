"""The methods of the tag `shared_links_app_items`.

Generated from the contract by `python -m holdall.connector.generate`; never edited.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdall.connector.tag import BlockingTag, Tag

if TYPE_CHECKING:
    from holdall.connector.generated.records import v2024_0


class SharedLinksAppItems(Tag):
    """The operations of the tag `shared_links_app_items`."""

    async def get(
        self,
        *,
        boxapi: str,
    ) -> v2024_0.AppItem:
        """Find app item for shared link (GET /shared_items)."""
        return await self._call(
            "get_shared_items#app_items",
            boxapi=boxapi,
        )


class BlockingSharedLinksAppItems(BlockingTag):
    """The operations of the tag `shared_links_app_items`, each waited for."""

    def get(
        self,
        *,
        boxapi: str,
    ) -> v2024_0.AppItem:
        """Find app item for shared link (GET /shared_items)."""
        return self._call(
            "get_shared_items#app_items",
            boxapi=boxapi,
        )
