"""The methods of the tag `trashed_web_links`.

Generated from the contract by `python -m holdall.connector.generate`; never edited.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, TypedDict

from msgspec import UNSET, UnsetType

from holdall.connector.tag import BlockingTag, Tag

if TYPE_CHECKING:
    from holdall.connector.generated.records import v2024_0


class TrashedWebLinksRestoreParent(TypedDict, total=False):
    id: str


class TrashedWebLinks(Tag):
    """The operations of the tag `trashed_web_links`."""

    async def restore(
        self,
        web_link_id: str,
        *,
        fields: Sequence[str] | UnsetType = UNSET,
        name: str | UnsetType = UNSET,
        parent: TrashedWebLinksRestoreParent | UnsetType = UNSET,
    ) -> v2024_0.TrashWebLinkRestored:
        """Restores a web link that has been moved to the trash (POST /web_links/{web_link_id})."""
        return await self._call(
            "post_web_links_id",
            web_link_id=web_link_id,
            fields=fields,
            name=name,
            parent=parent,
        )

    async def get(
        self,
        web_link_id: str,
        *,
        fields: Sequence[str] | UnsetType = UNSET,
    ) -> v2024_0.TrashWebLink:
        """Retrieves a web link that has been moved to the trash (GET /web_links/{web_link_id}/trash)."""
        return await self._call(
            "get_web_links_id_trash",
            web_link_id=web_link_id,
            fields=fields,
        )

    async def delete(
        self,
        web_link_id: str,
    ) -> None:
        """Permanently deletes a web link that is in the trash. This action cannot be undone (DELETE /web_links/{web_link_id}/trash)."""
        await self._call(
            "delete_web_links_id_trash",
            web_link_id=web_link_id,
        )


class BlockingTrashedWebLinks(BlockingTag):
    """The operations of the tag `trashed_web_links`, each waited for."""

    def restore(
        self,
        web_link_id: str,
        *,
        fields: Sequence[str] | UnsetType = UNSET,
        name: str | UnsetType = UNSET,
        parent: TrashedWebLinksRestoreParent | UnsetType = UNSET,
    ) -> v2024_0.TrashWebLinkRestored:
        """Restores a web link that has been moved to the trash (POST /web_links/{web_link_id})."""
        return self._call(
            "post_web_links_id",
            web_link_id=web_link_id,
            fields=fields,
            name=name,
            parent=parent,
        )

    def get(
        self,
        web_link_id: str,
        *,
        fields: Sequence[str] | UnsetType = UNSET,
    ) -> v2024_0.TrashWebLink:
        """Retrieves a web link that has been moved to the trash (GET /web_links/{web_link_id}/trash)."""
        return self._call(
            "get_web_links_id_trash",
            web_link_id=web_link_id,
            fields=fields,
        )

    def delete(
        self,
        web_link_id: str,
    ) -> None:
        """Permanently deletes a web link that is in the trash. This action cannot be undone (DELETE /web_links/{web_link_id}/trash)."""
        self._call(
            "delete_web_links_id_trash",
            web_link_id=web_link_id,
        )
