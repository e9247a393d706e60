"""Locks on folders: what is locked may not be moved, or not deleted, by anybody until the lock is taken away.

https://developer.box.com/reference/resources/folder-lock/
"""

from collections.abc import Sequence
from typing import Literal

import msgspec
import sqlalchemy as sa

from holdall.base.db import Transaction, query, rows_of
from holdall.base.db.database import Reader
from holdall.base.errors import BadRequest, Forbidden, InsufficientPermissions, NotFound
from holdall.content.access import Access, reach_active
from holdall.content.access.actions import OWNERS
from holdall.content.identity.subject import Subject
from holdall.content.items.news import announce
from holdall.content.items.tables import ItemType, folder_locks, items


class FolderLock(msgspec.Struct, frozen=True):
    """A lock on a folder. Instants in microseconds UTC."""

    id: int
    folder_id: int
    created_by: int
    created_at: int
    prevents_move: bool
    prevents_delete: bool


_ROW = rows_of(FolderLock, folder_locks)
_OF_FOLDER = query(
    sa.select(*_ROW).where(folder_locks.c.folder_id == sa.bindparam("folder_id")).order_by(folder_locks.c.id),
    into=FolderLock,
)
_FIND = query(sa.select(*_ROW).where(folder_locks.c.id == sa.bindparam("lock_id")), into=FolderLock)

_above = (
    sa.select(items.c.id, items.c.parent_id, folder_locks.c.prevents_move, folder_locks.c.prevents_delete)
    .join_from(folder_locks, items, items.c.id == folder_locks.c.folder_id)
    .where(folder_locks.c.enterprise_id == sa.bindparam("enterprise_id", type_=sa.BigInteger))
    .cte("above", recursive=True)
)
_above = _above.union(
    sa.select(items.c.id, items.c.parent_id, _above.c.prevents_move, _above.c.prevents_delete).join_from(
        _above, items, items.c.id == _above.c.parent_id
    )
)
_LOCKS_WITHIN = query(
    sa.select(_above.c.prevents_move, _above.c.prevents_delete).where(
        _above.c.id == sa.bindparam("folder_id", type_=sa.BigInteger)
    )
)
"""The locks on a folder and on those below it, found from the few locked folders upwards."""


async def require_unlocked(tx: Transaction, access: Access, doing: Literal["move", "delete"]) -> None:
    """Part of a unit: raise Forbidden where a lock on the folder, or on one inside it, forbids this."""
    if access.item.type != ItemType.FOLDER:
        return
    locks = await tx.all(_LOCKS_WITHIN, enterprise_id=access.item.enterprise_id, folder_id=access.item.id)
    if any(moves if doing == "move" else deletes for moves, deletes in locks):
        raise Forbidden(
            f"The folder {access.item.id}, or one inside it, has a lock that forbids to {doing} it",
            code="access_denied_item_locked",
        )


async def list_folder_locks(reader: Reader, subject: Subject, folder_id: int) -> tuple[Access, Sequence[FolderLock]]:
    """The folder and its locks; raises NotFound, or InsufficientPermissions for all but owners and co-owners."""
    folder = await _reach_own(reader, subject, folder_id)
    return folder, await reader.all(_OF_FOLDER, folder_id=folder.item.id)


async def lock_folder(
    tx: Transaction, subject: Subject, folder_id: int, *, prevents_move: bool, prevents_delete: bool
) -> tuple[Access, FolderLock]:
    """A unit: lock a folder; raises NotFound, Forbidden, or BadRequest where the lock forbids nothing or is there."""
    folder = await _reach_own(tx, subject, folder_id)
    if folder.is_root:
        raise BadRequest("A root folder can neither be moved nor deleted, so it needs no lock")
    if not prevents_move and not prevents_delete:
        raise BadRequest("A lock must forbid to move or to delete", code="schema_validation_failed")
    if await tx.all(_OF_FOLDER, folder_id=folder.item.id):
        raise BadRequest(f"The folder {folder_id} is locked already; remove that lock first", code="already_locked")
    lock = FolderLock(tx.new_id(), folder.item.id, subject.user_id, tx.now, prevents_move, prevents_delete)
    await tx.insert(folder_locks, enterprise_id=folder.item.enterprise_id, **msgspec.structs.asdict(lock))
    await announce(tx, folder, "LOCK_CREATE", prevents_move=prevents_move, prevents_delete=prevents_delete)
    return folder, lock


async def unlock_folder(tx: Transaction, subject: Subject, lock_id: int) -> None:
    """A unit: take a lock away; raises NotFound, or InsufficientPermissions for all but owners and co-owners."""
    lock = await tx.one(_FIND, lock_id=lock_id)
    if lock is None:
        raise NotFound(f"There is no folder lock with id {lock_id}")
    folder = await _reach_own(tx, subject, lock.folder_id)
    await tx.delete(folder_locks, id=lock_id)
    await announce(tx, folder, "LOCK_DESTROY")


async def _reach_own(reader: Reader, subject: Subject, folder_id: int) -> Access:
    folder = await reach_active(reader, subject, folder_id, ItemType.FOLDER)
    if folder.role not in OWNERS:
        raise InsufficientPermissions(f"Only owners and co-owners of the folder {folder_id} see or change its locks")
    return folder
