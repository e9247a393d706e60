"""What every unit of work on items does: fill a new row, check an etag."""

from typing import Any

import msgspec

from holdall.base.db import Transaction
from holdall.base.errors import PreconditionFailed
from holdall.content.access import Access
from holdall.content.items.names import name_key
from holdall.content.items.rows import Item
from holdall.content.items.tables import ItemType, items

_fields = {
    "owner_id": None,
    "description": "",
    "sequence": 0,
    "size": 0,
    "item_count": 0,
    "version_id": None,
    "sha1": None,
    "url": None,
    "content_created_at": None,
    "content_modified_at": None,
    "trashed_at": None,
    "trashed_by": None,
    "trash_owner_id": None,
    "purge_at": None,
    "lock": None,
}


def new_item(tx: Transaction, folder: Access, kind: ItemType, name: str, **values: Any) -> Item:
    """A new item of the subject's in a folder, not written yet; `values` are further columns."""
    user_id = folder.subject.user_id
    return Item(
        **{
            **_fields,
            "id": tx.new_id(),
            "enterprise_id": folder.item.enterprise_id,
            "type": kind,
            "parent_id": folder.item.id,
            "name": name,
            "name_key": name_key(name),
            "created_by": user_id,
            "created_at": tx.now,
            "modified_by": user_id,
            "modified_at": tx.now,
            "tags": [],
            "options": {},
            **values,
        }
    )


async def insert_item(tx: Transaction, item: Item) -> None:
    """Write a new item."""
    await tx.insert(items, **msgspec.structs.asdict(item))


def check_etag(item: Item, if_match: str | None) -> None:
    """Raise PreconditionFailed where `if_match` is given and is not the item's etag."""
    if if_match is not None and if_match.strip().strip('"') not in {item.etag, "*"}:
        message = f"The resource has been modified: its etag is {item.etag}. Retrieve it again and retry"
        raise PreconditionFailed(message)


def is_current(item: Item, if_none_match: str | None) -> bool:
    """Whether `if_none_match` is the item's etag, so that the client has what it asks for. A root folder has none."""
    return if_none_match is not None and item.parent_id is not None and if_none_match.strip().strip('"') == item.etag
