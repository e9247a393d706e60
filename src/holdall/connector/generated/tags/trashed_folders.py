"""The methods of the tag `trashed_folders`.

Generated from the contract by `python -m holdall.connector.generate`; never edited.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, TypedDict

from msgspec import UNSET, UnsetType

from holdall.connector.tag import BlockingTag, Tag

if TYPE_CHECKING:
    from holdall.connector.generated.records import v2024_0


class TrashedFoldersRestoreParent(TypedDict, total=False):
    id: str


class TrashedFolders(Tag):
    """The operations of the tag `trashed_folders`."""

    async def restore(
        self,
        folder_id: str,
        *,
        fields: Sequence[str] | UnsetType = UNSET,
        name: str | UnsetType = UNSET,
        parent: TrashedFoldersRestoreParent | UnsetType = UNSET,
    ) -> v2024_0.TrashFolderRestored:
        """Trashed folders: Restore folder (POST /folders/{folder_id})."""
        return await self._call(
            "post_folders_id",
            folder_id=folder_id,
            fields=fields,
            name=name,
            parent=parent,
        )

    async def get(
        self,
        folder_id: str,
        *,
        fields: Sequence[str] | UnsetType = UNSET,
    ) -> v2024_0.TrashFolder:
        """Trashed folders: Get trashed folder (GET /folders/{folder_id}/trash)."""
        return await self._call(
            "get_folders_id_trash",
            folder_id=folder_id,
            fields=fields,
        )

    async def delete(
        self,
        folder_id: str,
    ) -> None:
        """Trashed folders: Permanently remove folder (DELETE /folders/{folder_id}/trash)."""
        await self._call(
            "delete_folders_id_trash",
            folder_id=folder_id,
        )


class BlockingTrashedFolders(BlockingTag):
    """The operations of the tag `trashed_folders`, each waited for."""

    def restore(
        self,
        folder_id: str,
        *,
        fields: Sequence[str] | UnsetType = UNSET,
        name: str | UnsetType = UNSET,
        parent: TrashedFoldersRestoreParent | UnsetType = UNSET,
    ) -> v2024_0.TrashFolderRestored:
        """Trashed folders: Restore folder (POST /folders/{folder_id})."""
        return self._call(
            "post_folders_id",
            folder_id=folder_id,
            fields=fields,
            name=name,
            parent=parent,
        )

    def get(
        self,
        folder_id: str,
        *,
        fields: Sequence[str] | UnsetType = UNSET,
    ) -> v2024_0.TrashFolder:
        """Trashed folders: Get trashed folder (GET /folders/{folder_id}/trash)."""
        return self._call(
            "get_folders_id_trash",
            folder_id=folder_id,
            fields=fields,
        )

    def delete(
        self,
        folder_id: str,
    ) -> None:
        """Trashed folders: Permanently remove folder (DELETE /folders/{folder_id}/trash)."""
        self._call(
            "delete_folders_id_trash",
            folder_id=folder_id,
        )
