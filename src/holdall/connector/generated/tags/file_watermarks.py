"""The methods of the tag `file_watermarks`.

Generated from the contract by `python -m holdall.connector.generate`; never edited.
"""

from __future__ import annotations

from typing import Literal, Required, TYPE_CHECKING, TypedDict

from holdall.connector.tag import BlockingTag, Tag

if TYPE_CHECKING:
    from holdall.connector.generated.records import v2024_0


class FileWatermarksUpdateWatermark(TypedDict, total=False):
    imprint: Required[Literal["default"]]


class FileWatermarks(Tag):
    """The operations of the tag `file_watermarks`."""

    async def get(
        self,
        file_id: str,
    ) -> v2024_0.Watermark:
        """Watermarks (Files): Get watermark on file (GET /files/{file_id}/watermark)."""
        return await self._call(
            "get_files_id_watermark",
            file_id=file_id,
        )

    async def update(
        self,
        file_id: str,
        *,
        watermark: FileWatermarksUpdateWatermark,
    ) -> v2024_0.Watermark:
        """Watermarks (Files): Apply watermark to file (PUT /files/{file_id}/watermark)."""
        return await self._call(
            "put_files_id_watermark",
            file_id=file_id,
            watermark=watermark,
        )

    async def delete(
        self,
        file_id: str,
    ) -> None:
        """Watermarks (Files): Remove watermark from file (DELETE /files/{file_id}/watermark)."""
        await self._call(
            "delete_files_id_watermark",
            file_id=file_id,
        )


class BlockingFileWatermarks(BlockingTag):
    """The operations of the tag `file_watermarks`, each waited for."""

    def get(
        self,
        file_id: str,
    ) -> v2024_0.Watermark:
        """Watermarks (Files): Get watermark on file (GET /files/{file_id}/watermark)."""
        return self._call(
            "get_files_id_watermark",
            file_id=file_id,
        )

    def update(
        self,
        file_id: str,
        *,
        watermark: FileWatermarksUpdateWatermark,
    ) -> v2024_0.Watermark:
        """Watermarks (Files): Apply watermark to file (PUT /files/{file_id}/watermark)."""
        return self._call(
            "put_files_id_watermark",
            file_id=file_id,
            watermark=watermark,
        )

    def delete(
        self,
        file_id: str,
    ) -> None:
        """Watermarks (Files): Remove watermark from file (DELETE /files/{file_id}/watermark)."""
        self._call(
            "delete_files_id_watermark",
            file_id=file_id,
        )
