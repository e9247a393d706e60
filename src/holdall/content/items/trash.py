"""The trash: putting an item there, taking it out, and removing it for good.

Trashing marks one row. Removal takes a tree out of everybody's reach at once and its rows away later, in batches.
"""

from typing import Any

import msgspec
import sqlalchemy as sa

from holdall.base.clock import LATEST, SECOND
from holdall.base.db import Transaction, query
from holdall.base.db.database import Reader
from holdall.base.errors import BadRequest, Forbidden, NotFound
from holdall.content.access import Access, Action, lock_trees, reach, reach_to_change
from holdall.content.governance.carrying import carry_along
from holdall.content.governance.keeping import find_kept, require_removable
from holdall.content.identity.subject import Subject
from holdall.content.items.folder_locks import require_unlocked
from holdall.content.items.making import check_etag
from holdall.content.items.moves import change_owner, reach_destination
from holdall.content.items.names import check_name, name_key
from holdall.content.items.news import announce
from holdall.content.items.rows import TYPE_NAMES
from holdall.content.items.siblings import require_free_name
from holdall.content.items.space import change_children
from holdall.content.items.tables import ItemType, items
from holdall.content.items.watermarks import keep_watermark

_NOT_IN_TRASH: dict[str, Any] = {"trashed_at": None, "trashed_by": None, "trash_owner_id": None, "purge_at": None}
ORPHANS = sa.and_(items.c.trash_owner_id == sa.bindparam("user_id", type_=sa.BigInteger), items.c.parent_id.is_(None))
"""What was in a user's trash longer than the folder it had been in."""
_FIND_ORPHANS = query(sa.select(items.c.id).where(ORPHANS))
_DISCARD_ORPHANS = query(sa.update(items).where(ORPHANS).values(owner_id=None, trash_owner_id=None, purge_at=0))


async def trash_item(
    tx: Transaction,
    subject: Subject,
    item_id: int,
    kind: ItemType,
    *,
    retention: int,
    recursive: bool = True,
    if_match: str | None = None,
) -> Access:
    """Put an item into its owner's trash, where it is kept for `retention` seconds; what is in an archive goes for good.

    Raises NotFound, Forbidden (forbidden_by_policy for what is kept in an archive), PreconditionFailed, and BadRequest
    with the code folder_not_empty for a folder that has items where `recursive` is false.
    """
    access = await reach_to_change(tx, subject, item_id, kind, Action.DELETE)
    if access.is_root:
        raise Forbidden("A root folder cannot be deleted", code="access_denied_insufficient_permissions")
    item = access.item
    check_etag(item, if_match)
    if item.item_count and not recursive:
        raise BadRequest("Cannot delete - folder not empty", code="folder_not_empty")
    await require_unlocked(tx, access, "delete")
    if access.in_archive:
        return await _remove_at_once(tx, access)
    values = {
        "sequence": item.sequence + 1,
        "trashed_at": tx.now,
        "trashed_by": subject.user_id,
        "trash_owner_id": access.owner_id,
        "purge_at": min(tx.now + retention * SECOND, LATEST),
    }
    await tx.update(items, {"id": item.id}, **values)
    await change_children(tx, subject, access.folder_ids, size=-item.size, count=-1)
    await announce(tx, access, "ITEM_TRASH")
    return access.with_item(msgspec.structs.replace(item, **values))


async def _remove_at_once(tx: Transaction, access: Access) -> Access:
    """Remove an item for good that was in no trash; people are told as if it had been put there first."""
    item = access.item
    await require_removable(tx, item.id, f"remove the {TYPE_NAMES[item.type]} {item.id} for good")
    await change_children(tx, access.subject, access.folder_ids, size=-item.size, count=-1)
    await announce(tx, access, "ITEM_TRASH")
    await discard(tx, item.id, access.owner_id)
    await announce(tx, access, "DELETE", is_permanent=True)
    return access


async def restore_item(
    tx: Transaction,
    subject: Subject,
    item_id: int,
    kind: ItemType,
    *,
    name: str | None = None,
    parent_id: int | None = None,
) -> Access:
    """Take an item out of the trash: to where it was, or to another folder, and under another name where one is given.

    Raises NotFound where it is not in the trash itself, or its folder is gone or in the trash and no other is given;
    Forbidden, InvalidParameter and Conflict as for a new item.
    """
    await lock_trees(tx, item_id, *([] if parent_id is None else [parent_id or subject.root_id]))
    access = await reach_trashed(tx, subject, item_id, kind)
    access.require(Action.RESTORE)
    item = access.item
    folder_id = item.parent_id if parent_id is None else parent_id
    if folder_id is None:
        raise NotFound("The folder that the item was in is gone; name another one as parent")
    destination = await reach_destination(tx, subject, access, folder_id, "ITEM_MOVE")
    new_name = item.name if name is None else check_name(name)
    await require_free_name(tx, destination.item.id, new_name, item.type)
    await carry_along(tx, access, destination)
    await change_owner(tx, access, destination)
    values = {
        **_NOT_IN_TRASH,
        "parent_id": destination.item.id,
        "owner_id": None,
        "enterprise_id": destination.item.enterprise_id,
        "name": new_name,
        "name_key": name_key(new_name),
        "sequence": item.sequence + 1,
    }
    await tx.update(items, {"id": item.id}, **values)
    restored = destination.child(msgspec.structs.replace(item, **values))
    await change_children(tx, subject, restored.folder_ids, size=item.size, count=1)
    await announce(tx, restored, "ITEM_UNDELETE_VIA_TRASH", old_name=item.name)
    return await keep_watermark(tx, access, restored)


async def purge_item(tx: Transaction, subject: Subject, item_id: int, kind: ItemType) -> Access:
    """Remove an item from the trash for good: from now on nobody can reach it or what is below it.

    `removal.remove_discarded` then takes the rows away. Raises NotFound (not_trashed) and Forbidden
    (forbidden_by_policy for what a hold or a retention keeps).
    """
    await lock_trees(tx, item_id)
    access = await reach_trashed(tx, subject, item_id, kind)
    access.require(Action.PURGE)
    await require_removable(tx, access.item.id, f"remove the {TYPE_NAMES[kind]} {access.item.id} for good")
    await discard(tx, access.item.id, access.owner_id)
    await announce(tx, access, "DELETE", is_permanent=True)
    return access


async def reach_trashed(reader: Reader, subject: Subject, item_id: int, kind: ItemType) -> Access:
    """An item that was put in the trash itself; raises NotFound with the code not_trashed for any other."""
    access = await reach(reader, subject, item_id, kind)
    if access.item.trashed_at is None:
        thing = f"The {TYPE_NAMES[kind]} {item_id}"
        raise NotFound(f"{thing} is not in the trash", code="not_found" if access.is_trashed else "not_trashed")
    return access


async def discard(tx: Transaction, item_id: int, owner_id: int | None) -> None:
    """Cut a tree off: it is nobody's any more, and its space will be given back to `owner_id` as its rows go."""
    await tx.update(
        items, {"id": item_id}, parent_id=None, owner_id=owner_id, trashed_at=tx.now, trash_owner_id=None, purge_at=0
    )


async def discard_everything_of(tx: Transaction, user_id: int, root_id: int) -> None:
    """Cut off all that a user owns, in the trash or not, because the user is deleted.

    Raises Forbidden where a hold or a retention keeps something of it.
    """
    orphans = [item_id for (item_id,) in await tx.all(_FIND_ORPHANS, user_id=user_id)]
    kept = await find_kept(tx, [root_id, *orphans])
    if kept is not None:
        raise Forbidden(
            f"User {user_id} cannot be deleted with what it owns, since {kept.reason}: transfer the content first"
        )
    await discard(tx, root_id, None)
    await tx.run(_DISCARD_ORPHANS, user_id=user_id)
