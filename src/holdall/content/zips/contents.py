"""What is in an archive: the names of what was asked for, and the files below a folder with their paths."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from itertools import count

import msgspec

from holdall.base.db.database import Reader
from holdall.content.items.listing import MAX_LIMIT, Order, Where, page_after
from holdall.content.items.names import extension_of, name_key
from holdall.content.items.rows import Item
from holdall.content.items.tables import ItemType


class Root(msgspec.Struct, frozen=True):
    """A file or folder that was asked for, by its id, and its name in the archive."""

    id: int
    is_folder: bool
    name: str


class Conflict(msgspec.Struct, frozen=True):
    """An item that others of the archive share the name with, and the name that it gets instead."""

    id: int
    is_folder: bool
    original_name: str
    download_name: str


class Found(msgspec.Struct, frozen=True):
    """A file, and its path in the archive; or an empty folder, whose path ends in a slash."""

    path: str
    file: Item | None


def name_roots(found: Sequence[Item]) -> tuple[list[Root], list[list[Conflict]]]:
    """What an archive is made of, each under a name of its own; and those that had to be renamed, by their common name.

    Names that differ in case alone are the same: not every system could unpack both.
    """
    same: dict[str, list[Item]] = {}
    for item in found:
        same.setdefault(name_key(item.name), []).append(item)
    taken = {key for key, sharers in same.items() if len(sharers) == 1}
    names: dict[int, str] = {}
    conflicts = []
    for sharers in same.values():
        for item in sharers if len(sharers) > 1 else ():
            names[item.id] = _other_name(item, taken)
            taken.add(name_key(names[item.id]))
        if len(sharers) > 1:
            conflicts.append(
                [Conflict(one.id, one.type == ItemType.FOLDER, one.name, names[one.id]) for one in sharers]
            )
    return [Root(one.id, one.type == ItemType.FOLDER, names.get(one.id, one.name)) for one in found], conflicts


async def files_below(reader: Reader, folder_id: int, path: str) -> AsyncIterator[Found]:
    """Every active file below a folder, and every folder without any; `path` is the folder's, with a slash at its end.

    A page is read at a time, so memory stays flat; web links are left out.
    """
    waiting = [(folder_id, path)]
    while waiting:
        place, prefix = waiting.pop()
        is_empty, marker = True, None
        while True:
            page = await page_after(reader, Where("folder", place), Order(), marker=marker, limit=MAX_LIMIT)
            await asyncio.sleep(0)  # a query of SQLite gives nobody else a turn
            for item in page.entries:
                if item.type == ItemType.WEB_LINK:
                    continue
                is_empty = False
                if item.type == ItemType.FOLDER:
                    waiting.append((item.id, f"{prefix}{item.name}/"))
                else:
                    yield Found(prefix + item.name, item)
            marker = page.next_marker
            if marker is None:
                break
        if is_empty:
            yield Found(prefix, None)


def _other_name(item: Item, taken: set[str]) -> str:
    """The name with the item's id in it, which nothing else in the archive has."""
    extension = "" if item.type == ItemType.FOLDER else extension_of(item.name)
    ending = f".{extension}" if extension else ""
    stem = item.name.removesuffix(ending)
    for number in count():
        name = f"{stem} ({item.id}{f'-{number}' if number else ''}){ending}"
        if name_key(name) not in taken:
            return name
    raise AssertionError("there are more numbers than names")
