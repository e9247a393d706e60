"""Folders: making one."""

from typing import Any

from holdall.base.db import Transaction
from holdall.content.access import Access, Action, reach_to_change
from holdall.content.identity.subject import Subject
from holdall.content.items.making import insert_item, new_item
from holdall.content.items.names import check_name
from holdall.content.items.news import announce
from holdall.content.items.siblings import require_free_name
from holdall.content.items.space import change_children
from holdall.content.items.tables import ItemType


async def create_folder(
    tx: Transaction, subject: Subject, *, parent_id: int, name: str, options: dict[str, Any] | None = None
) -> Access:
    """Make an empty folder; `options` are the rarely set fields of a folder, such as sync_state.

    Raises NotFound or Forbidden for the parent, InvalidParameter for the name, Conflict where it is taken.
    """
    check_name(name)
    parent = await reach_to_change(tx, subject, parent_id, ItemType.FOLDER, Action.UPLOAD)
    await require_free_name(tx, parent.item.id, name, ItemType.FOLDER)
    folder = new_item(tx, parent, ItemType.FOLDER, name, options=options or {})
    await insert_item(tx, folder)
    access = parent.child(folder)
    await change_children(tx, subject, access.folder_ids, size=0, count=1)
    await announce(tx, access, "ITEM_CREATE")
    return access
