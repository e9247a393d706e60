"""Locks on folders, against moving and deleting them."""

import msgspec

from holdall.base.clock import format_instant
from holdall.base.errors import InvalidParameter, MethodNotAllowed
from holdall.box.binding import Id
from holdall.box.bodies import Reference
from holdall.box.context import Context
from holdall.box.operations import operation
from holdall.box.views.plain import Document
from holdall.content.access import Access
from holdall.content.items import folder_locks
from holdall.content.items.folder_locks import FolderLock
from holdall.content.items.siblings import mini_of


class LockedOperations(msgspec.Struct):
    """What a lock forbids."""

    move: bool
    delete: bool


class FolderToLock(Reference):
    """The folder to lock."""

    type: str = "folder"


class NewFolderLock(msgspec.Struct):
    """A lock to put on a folder; without more it forbids both to move and to delete it."""

    folder: FolderToLock
    locked_operations: LockedOperations = msgspec.field(default_factory=lambda: LockedOperations(True, True))


@operation("get_folder_locks")
async def list_folder_locks(ctx: Context, folder_id: str) -> Document:
    """The locks on a folder, for its owners."""
    if not folder_id.isascii() or not folder_id.isdigit():
        raise MethodNotAllowed(f"folder_id: {folder_id!r} is not an id: ids are numbers")
    folder, locks = await folder_locks.list_folder_locks(ctx.db, ctx.subject, int(folder_id))
    return {"entries": [_render(folder, one) for one in locks], "limit": "1000", "next_marker": None}


@operation("post_folder_locks")
async def lock_folder(ctx: Context, body: NewFolderLock) -> Document:
    """Lock a folder, so that nobody moves or deletes it. Its owners may."""
    if body.folder.type != "folder":
        raise InvalidParameter("folder.type", "must be folder", code="schema_validation_failed")
    folder, lock = await ctx.db.write(
        folder_locks.lock_folder,
        ctx.subject,
        body.folder.id,
        prevents_move=body.locked_operations.move,
        prevents_delete=body.locked_operations.delete,
    )
    return _render(folder, lock)


@operation("delete_folder_locks_id")
async def unlock_folder(ctx: Context, folder_lock_id: Id) -> None:
    """Take the lock off a folder. Its owners may."""
    await ctx.db.write(folder_locks.unlock_folder, ctx.subject, folder_lock_id)


def _render(folder: Access, lock: FolderLock) -> Document:
    return {
        "type": "folder_lock",
        "id": str(lock.id),
        "folder": mini_of(folder.item),
        "created_by": {"type": "user", "id": str(lock.created_by)},
        "created_at": format_instant(lock.created_at),
        "locked_operations": {"move": lock.prevents_move, "delete": lock.prevents_delete},
        "lock_type": "freeze",
    }
