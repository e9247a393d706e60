"""Putting an item somewhere else: the destination, the cycle it must not make, and the space that goes with it."""

from typing import Any, Literal

import sqlalchemy as sa

from holdall.base.db import Transaction, query
from holdall.base.errors import BadRequest
from holdall.content.access import Access, Action, Barred, reach_active
from holdall.content.barriers.errors import blocked, mark_of
from holdall.content.barriers.walls import is_barred
from holdall.content.hubs.tables import hub_items
from holdall.content.identity.subject import Subject
from holdall.content.items.rows import TYPE_NAMES, Item
from holdall.content.items.space import free_space, take_space
from holdall.content.items.tables import ItemType, items, versions
from holdall.content.sharing.link_tables import shared_links

_top = sa.bindparam("item_id", type_=sa.BigInteger)
_tree = sa.select(items.c.id).where(items.c.id == _top).cte("tree", recursive=True)
_tree = _tree.union_all(sa.select(items.c.id).join_from(_tree, items, items.c.parent_id == _tree.c.id))
_in_tree = sa.select(_tree.c.id)

_SPACE_OF_TREE = query(
    sa.select(
        sa.func.coalesce(sa.func.sum(versions.c.size), 0), sa.func.coalesce(sa.func.max(versions.c.size), 0)
    ).select_from(_tree.join(versions, versions.c.item_id == _tree.c.id))
)
_GIVE_TRASH = query(
    sa.update(items)
    .where(items.c.id.in_(_in_tree), items.c.trash_owner_id.is_not(None))
    .values(trash_owner_id=sa.bindparam("owner_id", type_=sa.BigInteger))
)
_GIVE_ITEMS = query(
    sa.update(items)
    .where(items.c.id.in_(_in_tree))
    .values(enterprise_id=sa.bindparam("new_enterprise_id", type_=sa.BigInteger))
)
_CLOSE_LINKS = query(sa.update(shared_links).where(shared_links.c.item_id.in_(_in_tree)).values(access="collaborators"))
_LEAVE_HUBS = query(sa.delete(hub_items).where(hub_items.c.item_id.in_(_in_tree)))
_GIVE_VERSIONS = query(
    sa.update(versions)
    .where(versions.c.item_id.in_(_in_tree))
    .values(enterprise_id=sa.bindparam("new_enterprise_id", type_=sa.BigInteger))
)


async def reach_destination(
    tx: Transaction, subject: Subject, access: Access, folder_id: int, doing: Literal["ITEM_MOVE", "ITEM_COPY"]
) -> Access:
    """The folder that an item, or a copy of it, shall be put into.

    Raises NotFound or Forbidden for the folder, BadRequest with the code cyclical_folder_structure where it is the item
    itself or below it, and BarrierBlocks where an information barrier keeps the folder's owner from what the item's has.
    """
    item = access.item
    told: dict[str, Any] = {"item": item, "owner_id": access.owner_id}
    # What was archived goes back to whoever's folder an administrator says.
    is_restored = access.in_archive and doing == "ITEM_MOVE"
    try:
        destination = await reach_active(
            tx, subject, folder_id, ItemType.FOLDER, Action.ARCHIVE if is_restored else Action.UPLOAD
        )
    except Barred as hidden:
        hidden.mark = mark_of(subject, doing, **told, destination_folder=_named(hidden.place.item))
        raise
    if destination.owner_id != access.owner_id and await is_barred(tx, destination.owner_id, access.owner_id):
        message = f"the owner of folder {destination.item.id} is kept from what belongs to user {access.owner_id}"
        raise blocked(subject, doing, message, **told, destination_folder=_named(destination.item))
    if item.id in {destination.item.id, *destination.folder_ids}:
        raise BadRequest("A folder cannot be put into itself or a folder below it", code="cyclical_folder_structure")
    return destination


def _named(folder: Item) -> dict[str, str]:
    """A folder as events of barriers tell of it."""
    return {"item_type": TYPE_NAMES[folder.type], "item_id": str(folder.id), "item_name": folder.name}


async def change_owner(tx: Transaction, access: Access, destination: Access) -> None:
    """Let the destination's owner pay for an item and all below it, where that is another than the present one.

    Every version counts, in the trash too. This reads the whole tree, but only when it changes hands. What is archived
    leaves its hubs, and its shared links lead nowhere there, and from then on collaborators alone to what may come back.
    """
    if access.owner_id == destination.owner_id:
        return
    item_id = access.item.id
    if destination.in_archive:
        await tx.run(_CLOSE_LINKS, item_id=item_id)
        await tx.run(_LEAVE_HUBS, item_id=item_id)
    size, largest = await tx.one(_SPACE_OF_TREE, item_id=item_id) or (0, 0)
    await take_space(tx, destination.owner_id, size, file_size=largest)
    await free_space(tx, access.owner_id, size)
    await tx.run(_GIVE_TRASH, item_id=item_id, owner_id=destination.owner_id)
    if access.item.enterprise_id != destination.item.enterprise_id:
        await tx.run(_GIVE_ITEMS, item_id=item_id, new_enterprise_id=destination.item.enterprise_id)
        await tx.run(_GIVE_VERSIONS, item_id=item_id, new_enterprise_id=destination.item.enterprise_id)
