"""Giving an item to one of its collaborators: it moves to the new owner's root folder, who pays for it from then on."""

from typing import Any

import msgspec
import sqlalchemy as sa

from holdall.base.db import Transaction, query
from holdall.base.errors import InsufficientPermissions
from holdall.content.access import Access, lock_trees, reach
from holdall.content.barriers.errors import blocked
from holdall.content.barriers.walls import are_apart
from holdall.content.governance.carrying import carry_along
from holdall.content.identity.subject import Subject
from holdall.content.identity.tables import users
from holdall.content.items.moves import change_owner
from holdall.content.items.names import name_key
from holdall.content.items.news import announce
from holdall.content.items.siblings import free_name
from holdall.content.items.space import change_children
from holdall.content.items.tables import ItemType, items
from holdall.content.items.watermarks import keep_watermark
from holdall.content.sharing.collaboration_tables import collaborations

_FIND_OWNER = query(
    sa.select(users.c.root_id, users.c.enterprise_id).where(
        users.c.id == sa.bindparam("user_id", type_=sa.BigInteger),
        users.c.deleted_at.is_(None),
        users.c.status != "inactive",
    )
)


async def hand_over(tx: Transaction, access: Access, collaboration_id: int, user_id: int) -> None:
    """Part of a unit: make a collaborator the owner of an item, and the subject, its owner, a collaborator.

    The name is changed where the new owner has it already: the old owner must not learn what the other one has.
    Raises Forbidden where the new owner has no room, cannot own anything now, or is behind an information barrier.
    """
    new_owner = await tx.one(_FIND_OWNER, user_id=user_id)
    if new_owner is None:
        raise InsufficientPermissions("An inactive user cannot become the owner of anything")
    root_id, enterprise_id = new_owner
    if await are_apart(tx, access.owner_id, user_id):
        restricted = {"type": "user", "id": str(user_id)}
        message = f"it stands between user {user_id} and user {access.owner_id}, who owns item {access.item.id}"
        told: dict[str, Any] = {"item": access.item, "owner_id": access.owner_id, "restricted_user": restricted}
        raise blocked(access.subject, "ITEM_OWNER_TRANSFER", message, **told)
    await lock_trees(tx, access.item.id, root_id)
    root = await reach(tx, _owner_of(access.subject, user_id, root_id, enterprise_id), root_id)
    await tx.delete(collaborations, id=collaboration_id)
    await _move(tx, access, root)
    await tx.insert(
        collaborations,
        id=tx.new_id(),
        enterprise_id=enterprise_id,
        item_id=access.item.id,
        user_id=access.owner_id,
        role="co-owner" if access.item.type == ItemType.FOLDER else "editor",
        status="accepted",
        can_view_path=False,
        is_access_only=False,
        created_by=user_id,
        created_at=tx.now,
        modified_at=tx.now,
        acknowledged_at=tx.now,
    )


async def _move(tx: Transaction, access: Access, root: Access) -> None:
    item, subject = access.item, access.subject
    name = await free_name(tx, root.item.id, item.name)
    values = {
        "parent_id": root.item.id,
        "enterprise_id": root.item.enterprise_id,
        "name": name,
        "name_key": name_key(name),
        "sequence": item.sequence + 1,
        "modified_by": subject.user_id,
        "modified_at": tx.now,
    }
    await carry_along(tx, access, root)
    await change_owner(tx, access, root)
    await tx.update(items, {"id": item.id}, **values)
    moved = root.child(msgspec.structs.replace(item, **values))
    await change_children(tx, subject, access.folder_ids, size=-item.size, count=-1)
    await change_children(tx, subject, moved.folder_ids, size=item.size, count=1)
    told = msgspec.structs.replace(moved, subject=subject)
    came_from: dict[str, Any] = {"old_parent_id": item.parent_id, "old_path_ids": access.folder_ids}
    await announce(tx, told, "ITEM_MOVE", **came_from, old_name=item.name)
    await keep_watermark(tx, access, told)


def _owner_of(subject: Subject, user_id: int, root_id: int, enterprise_id: int) -> Subject:
    """The new owner, as who the destination is looked at."""
    return msgspec.structs.replace(
        subject, user_id=user_id, root_id=root_id, enterprise_id=enterprise_id, restriction=None
    )
