"""Names inside a folder: which item has one, and the error for one that is taken."""

from itertools import count
from typing import Any

import sqlalchemy as sa

from holdall.base.db import query
from holdall.base.db.database import Reader
from holdall.base.errors import Conflict
from holdall.content.items.names import MAX_NAME_LENGTH, extension_of, name_key
from holdall.content.items.rows import ITEM_COLUMNS, TYPE_NAMES, Item, version_mini
from holdall.content.items.tables import ItemType, items

_FIND_BY_NAME = query(
    sa.select(*ITEM_COLUMNS).where(
        items.c.parent_id == sa.bindparam("folder_id", type_=sa.BigInteger),
        items.c.name_key == sa.bindparam("key", type_=sa.Text),
        items.c.trashed_at.is_(None),
    ),
    into=Item,
)


async def find_by_name(reader: Reader, folder_id: int, name: str) -> Item | None:
    """The active item of the folder that has this name, without regard to case; None where there is none."""
    return await reader.one(_FIND_BY_NAME, folder_id=folder_id, key=name_key(name))


async def require_free_name(
    reader: Reader, folder_id: int, name: str, kind: int, *, except_id: int | None = None
) -> None:
    """Raise Conflict with the code item_name_in_use where another active item of the folder has this name.

    `kind` is the type of the item that wants the name.
    """
    other = await find_by_name(reader, folder_id, name)
    if other is not None and other.id != except_id:
        raise name_in_use(other, kind)


async def free_name(reader: Reader, folder_id: int, name: str) -> str:
    """The name, or where it is taken the name with the first number in brackets that makes it free."""
    if await find_by_name(reader, folder_id, name) is None:
        return name
    extension = extension_of(name)
    ending = f".{extension}" if extension else ""
    stem = name.removesuffix(ending)
    for number in count(1):
        mark = f" ({number}){ending}"
        free = stem[: MAX_NAME_LENGTH - len(mark)] + mark
        if await find_by_name(reader, folder_id, free) is None:
            return free
    raise AssertionError("there are more numbers than names")


def name_in_use(other: Item, kind: int) -> Conflict:
    """The error for a name that `other` has: for a file that is wanted Box names the other item, else it lists it."""
    conflict = mini_of(other)
    return Conflict(
        "Item with the same name already exists",
        code="item_name_in_use",
        context_info={"conflicts": conflict if kind == ItemType.FILE else [conflict]},
    )


def mini_of(item: Item) -> dict[str, Any]:
    """The mini form of an item on the wire."""
    mini: dict[str, Any] = {
        "type": TYPE_NAMES[item.type],
        "id": str(item.id),
        "sequence_id": item.etag,
        "etag": item.etag,
        "name": item.name,
    }
    if item.type == ItemType.FILE:
        mini["sha1"] = item.sha1
        mini["file_version"] = version_mini(item.version_id, item.sha1)
    if item.type == ItemType.WEB_LINK:
        mini["url"] = item.url
    return mini
