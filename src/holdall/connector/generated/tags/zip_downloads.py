"""The methods of the tag `zip_downloads`.

Generated from the contract by `python -m holdall.connector.generate`; never edited.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, Required, TYPE_CHECKING, TypedDict

from msgspec import UNSET, UnsetType

from holdall.connector.tag import BlockingTag, Tag

if TYPE_CHECKING:
    from holdall.connector.content import BlockingContent, Content
    from holdall.connector.generated.records import v2024_0


class ZipDownloadsCreateItem(TypedDict, total=False):
    type: Required[Literal["file", "folder"]]
    id: Required[str]


class ZipDownloads(Tag):
    """The operations of the tag `zip_downloads`."""

    async def create(
        self,
        *,
        items: Sequence[ZipDownloadsCreateItem],
        download_file_name: str | UnsetType = UNSET,
    ) -> v2024_0.ZipDownload:
        """Zip Downloads: Create zip download (POST /zip_downloads)."""
        return await self._call(
            "post_zip_downloads",
            items=items,
            download_file_name=download_file_name,
        )

    async def get_content(
        self,
        zip_download_id: str,
    ) -> Content:
        """Zip Downloads: Download zip archive (GET /zip_downloads/{zip_download_id}/content)."""
        return await self._call(
            "get_zip_downloads_id_content",
            zip_download_id=zip_download_id,
        )

    async def get_status(
        self,
        zip_download_id: str,
    ) -> v2024_0.ZipDownloadStatus:
        """Zip Downloads: Get zip download status (GET /zip_downloads/{zip_download_id}/status)."""
        return await self._call(
            "get_zip_downloads_id_status",
            zip_download_id=zip_download_id,
        )


class BlockingZipDownloads(BlockingTag):
    """The operations of the tag `zip_downloads`, each waited for."""

    def create(
        self,
        *,
        items: Sequence[ZipDownloadsCreateItem],
        download_file_name: str | UnsetType = UNSET,
    ) -> v2024_0.ZipDownload:
        """Zip Downloads: Create zip download (POST /zip_downloads)."""
        return self._call(
            "post_zip_downloads",
            items=items,
            download_file_name=download_file_name,
        )

    def get_content(
        self,
        zip_download_id: str,
    ) -> BlockingContent:
        """Zip Downloads: Download zip archive (GET /zip_downloads/{zip_download_id}/content)."""
        return self._call(
            "get_zip_downloads_id_content",
            zip_download_id=zip_download_id,
        )

    def get_status(
        self,
        zip_download_id: str,
    ) -> v2024_0.ZipDownloadStatus:
        """Zip Downloads: Get zip download status (GET /zip_downloads/{zip_download_id}/status)."""
        return self._call(
            "get_zip_downloads_id_status",
            zip_download_id=zip_download_id,
        )
