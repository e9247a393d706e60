"""The methods of the tag `trashed_files`.

Generated from the contract by `python -m holdall.connector.generate`; never edited.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, TypedDict

from msgspec import UNSET, UnsetType

from holdall.connector.tag import BlockingTag, Tag

if TYPE_CHECKING:
    from holdall.connector.generated.records import v2024_0


class TrashedFilesRestoreParent(TypedDict, total=False):
    id: str


class TrashedFiles(Tag):
    """The operations of the tag `trashed_files`."""

    async def restore(
        self,
        file_id: str,
        *,
        fields: Sequence[str] | UnsetType = UNSET,
        name: str | UnsetType = UNSET,
        parent: TrashedFilesRestoreParent | UnsetType = UNSET,
    ) -> v2024_0.TrashFileRestored:
        """Trashed files: Restore file (POST /files/{file_id})."""
        return await self._call(
            "post_files_id",
            file_id=file_id,
            fields=fields,
            name=name,
            parent=parent,
        )

    async def get(
        self,
        file_id: str,
        *,
        fields: Sequence[str] | UnsetType = UNSET,
    ) -> v2024_0.TrashFile:
        """Trashed files: Get trashed file (GET /files/{file_id}/trash)."""
        return await self._call(
            "get_files_id_trash",
            file_id=file_id,
            fields=fields,
        )

    async def delete(
        self,
        file_id: str,
    ) -> None:
        """Trashed files: Permanently remove file (DELETE /files/{file_id}/trash)."""
        await self._call(
            "delete_files_id_trash",
            file_id=file_id,
        )


class BlockingTrashedFiles(BlockingTag):
    """The operations of the tag `trashed_files`, each waited for."""

    def restore(
        self,
        file_id: str,
        *,
        fields: Sequence[str] | UnsetType = UNSET,
        name: str | UnsetType = UNSET,
        parent: TrashedFilesRestoreParent | UnsetType = UNSET,
    ) -> v2024_0.TrashFileRestored:
        """Trashed files: Restore file (POST /files/{file_id})."""
        return self._call(
            "post_files_id",
            file_id=file_id,
            fields=fields,
            name=name,
            parent=parent,
        )

    def get(
        self,
        file_id: str,
        *,
        fields: Sequence[str] | UnsetType = UNSET,
    ) -> v2024_0.TrashFile:
        """Trashed files: Get trashed file (GET /files/{file_id}/trash)."""
        return self._call(
            "get_files_id_trash",
            file_id=file_id,
            fields=fields,
        )

    def delete(
        self,
        file_id: str,
    ) -> None:
        """Trashed files: Permanently remove file (DELETE /files/{file_id}/trash)."""
        self._call(
            "delete_files_id_trash",
            file_id=file_id,
        )
