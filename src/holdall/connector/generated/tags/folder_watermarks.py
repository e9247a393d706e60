"""The methods of the tag `folder_watermarks`.

Generated from the contract by `python -m holdall.connector.generate`; never edited.
"""

from __future__ import annotations

from typing import Literal, Required, TYPE_CHECKING, TypedDict

from holdall.connector.tag import BlockingTag, Tag

if TYPE_CHECKING:
    from holdall.connector.generated.records import v2024_0


class FolderWatermarksUpdateWatermark(TypedDict, total=False):
    imprint: Required[Literal["default"]]


class FolderWatermarks(Tag):
    """The operations of the tag `folder_watermarks`."""

    async def get(
        self,
        folder_id: str,
    ) -> v2024_0.Watermark:
        """Watermarks (Folders): Get watermark for folder (GET /folders/{folder_id}/watermark)."""
        return await self._call(
            "get_folders_id_watermark",
            folder_id=folder_id,
        )

    async def update(
        self,
        folder_id: str,
        *,
        watermark: FolderWatermarksUpdateWatermark,
    ) -> v2024_0.Watermark:
        """Watermarks (Folders): Apply watermark to folder (PUT /folders/{folder_id}/watermark)."""
        return await self._call(
            "put_folders_id_watermark",
            folder_id=folder_id,
            watermark=watermark,
        )

    async def delete(
        self,
        folder_id: str,
    ) -> None:
        """Watermarks (Folders): Remove watermark from folder (DELETE /folders/{folder_id}/watermark)."""
        await self._call(
            "delete_folders_id_watermark",
            folder_id=folder_id,
        )


class BlockingFolderWatermarks(BlockingTag):
    """The operations of the tag `folder_watermarks`, each waited for."""

    def get(
        self,
        folder_id: str,
    ) -> v2024_0.Watermark:
        """Watermarks (Folders): Get watermark for folder (GET /folders/{folder_id}/watermark)."""
        return self._call(
            "get_folders_id_watermark",
            folder_id=folder_id,
        )

    def update(
        self,
        folder_id: str,
        *,
        watermark: FolderWatermarksUpdateWatermark,
    ) -> v2024_0.Watermark:
        """Watermarks (Folders): Apply watermark to folder (PUT /folders/{folder_id}/watermark)."""
        return self._call(
            "put_folders_id_watermark",
            folder_id=folder_id,
            watermark=watermark,
        )

    def delete(
        self,
        folder_id: str,
    ) -> None:
        """Watermarks (Folders): Remove watermark from folder (DELETE /folders/{folder_id}/watermark)."""
        self._call(
            "delete_folders_id_watermark",
            folder_id=folder_id,
        )
