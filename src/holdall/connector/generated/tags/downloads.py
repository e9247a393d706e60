"""The methods of the tag `downloads`.

Generated from the contract by `python -m holdall.connector.generate`; never edited.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import UNSET, UnsetType

from holdall.connector.tag import BlockingTag, Tag

if TYPE_CHECKING:
    from holdall.connector.content import BlockingContent, Content


class Downloads(Tag):
    """The operations of the tag `downloads`."""

    async def get(
        self,
        file_id: str,
        *,
        range: str | UnsetType = UNSET,
        boxapi: str | UnsetType = UNSET,
        version: str | UnsetType = UNSET,
        access_token: str | UnsetType = UNSET,
    ) -> Content:
        """Downloads: Download file (GET /files/{file_id}/content)."""
        return await self._call(
            "get_files_id_content",
            file_id=file_id,
            range=range,
            boxapi=boxapi,
            version=version,
            access_token=access_token,
        )


class BlockingDownloads(BlockingTag):
    """The operations of the tag `downloads`, each waited for."""

    def get(
        self,
        file_id: str,
        *,
        range: str | UnsetType = UNSET,
        boxapi: str | UnsetType = UNSET,
        version: str | UnsetType = UNSET,
        access_token: str | UnsetType = UNSET,
    ) -> BlockingContent:
        """Downloads: Download file (GET /files/{file_id}/content)."""
        return self._call(
            "get_files_id_content",
            file_id=file_id,
            range=range,
            boxapi=boxapi,
            version=version,
            access_token=access_token,
        )
