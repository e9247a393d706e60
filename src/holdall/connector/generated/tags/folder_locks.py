"""The methods of the tag `folder_locks`.

Generated from the contract by `python -m holdall.connector.generate`; never edited.
"""

from __future__ import annotations

from typing import Required, TYPE_CHECKING, TypedDict

from msgspec import UNSET, UnsetType

from holdall.connector.tag import BlockingTag, Tag

if TYPE_CHECKING:
    from holdall.connector.generated.records import v2024_0


class FolderLocksCreateFolder(TypedDict, total=False):
    type: Required[str]
    id: Required[str]


class FolderLocksCreateLockedOperations(TypedDict, total=False):
    move: Required[bool]
    delete: Required[bool]


class FolderLocks(Tag):
    """The operations of the tag `folder_locks`."""

    async def list(
        self,
        *,
        folder_id: str,
    ) -> v2024_0.FolderLocks:
        """Folder Locks: List folder locks (GET /folder_locks)."""
        return await self._call(
            "get_folder_locks",
            folder_id=folder_id,
        )

    async def create(
        self,
        *,
        folder: FolderLocksCreateFolder,
        locked_operations: FolderLocksCreateLockedOperations | UnsetType = UNSET,
    ) -> v2024_0.FolderLock:
        """Folder Locks: Create folder lock (POST /folder_locks)."""
        return await self._call(
            "post_folder_locks",
            folder=folder,
            locked_operations=locked_operations,
        )

    async def delete(
        self,
        folder_lock_id: str,
    ) -> None:
        """Folder Locks: Delete folder lock (DELETE /folder_locks/{folder_lock_id})."""
        await self._call(
            "delete_folder_locks_id",
            folder_lock_id=folder_lock_id,
        )


class BlockingFolderLocks(BlockingTag):
    """The operations of the tag `folder_locks`, each waited for."""

    def list(
        self,
        *,
        folder_id: str,
    ) -> v2024_0.FolderLocks:
        """Folder Locks: List folder locks (GET /folder_locks)."""
        return self._call(
            "get_folder_locks",
            folder_id=folder_id,
        )

    def create(
        self,
        *,
        folder: FolderLocksCreateFolder,
        locked_operations: FolderLocksCreateLockedOperations | UnsetType = UNSET,
    ) -> v2024_0.FolderLock:
        """Folder Locks: Create folder lock (POST /folder_locks)."""
        return self._call(
            "post_folder_locks",
            folder=folder,
            locked_operations=locked_operations,
        )

    def delete(
        self,
        folder_lock_id: str,
    ) -> None:
        """Folder Locks: Delete folder lock (DELETE /folder_locks/{folder_lock_id})."""
        self._call(
            "delete_folder_locks_id",
            folder_lock_id=folder_lock_id,
        )
