"""Pages of a folder that shows the subject more or less than its rows.

In a user's root folder there is also what others have shared with the user; in a folder on the way to what was shared
with its path, there is nothing but that. The shared ones are few and read at once; the own ones are read by page, and
both are merged in the order of the list.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from holdall.base.db.database import Reader
from holdall.content.access import Access, Role, on_way_in, shared_with
from holdall.content.items.listing import Order, Page, Where, marker_of, page_after, page_at, read_marker, sort_value
from holdall.content.items.rows import Item


async def shared_in(reader: Reader, folder: Access) -> dict[int, Access] | None:
    """What the subject sees in a folder besides its rows, or instead of them, by id; None where the rows are all."""
    if folder.role is Role.PATH_VIEWER:
        return await on_way_in(reader, folder.subject, folder)
    if folder.is_root and folder.is_owner:
        return await shared_with(reader, folder.subject) or None
    return None


async def home_page_at(
    reader: Reader, root: Access, shared: Mapping[int, Access], order: Order, *, offset: int, limit: int
) -> list[Item]:
    """At most `limit` items from the one at `offset`; raises InvalidParameter where `page_at` does.

    An own item stands at its own offset or later, by at most as many places as there are shared items. So the window of
    own items begins that many places earlier, and an item of the window is as far behind its beginning as in the list.
    """
    others = [access.item for access in shared.values()]
    if not _lists_own(root):
        return merge(order, others)[offset : offset + limit]
    where = Where("folder", root.item.id)
    first = max(offset - len(others), 0)
    own = await page_at(reader, where, order, offset=first, limit=limit + len(others))
    if first > 0 and not own:
        return []
    return merge(order, own, others)[offset - first : offset - first + limit]


async def home_page_after(
    reader: Reader, root: Access, shared: Mapping[int, Access], order: Order, *, marker: str | None, limit: int
) -> Page:
    """At most `limit` items after the marker, or the first ones; raises InvalidParameter for a foreign marker."""
    where = Where("folder", root.item.id)
    own = Page([], None)
    if _lists_own(root):
        own = await page_after(reader, where, order, marker=marker, limit=limit)
    others = [access.item for access in shared.values()]
    if marker is not None:
        key = read_marker(marker, order)
        others = [item for item in others if _is_after(order, item, key.type, (key.value, key.id))]
    merged = merge(order, own.entries, others)
    entries = merged[:limit]
    if len(merged) <= limit and own.next_marker is None:
        return Page(entries, None)
    return Page(entries, marker_of(entries[-1], "folder", order))


def _lists_own(folder: Access) -> bool:
    """Whether the subject sees all that is in the folder, and not only what leads to something shared."""
    return folder.role is not Role.PATH_VIEWER


def merge(order: Order, *lists: Iterable[Item]) -> list[Item]:
    """The items of several lists in the order of one."""
    merged = [item for one in lists for item in one]
    merged.sort(key=lambda item: _key(order, item), reverse=order.direction == "DESC")
    merged.sort(key=lambda item: item.type)
    return merged


def _key(order: Order, item: Item) -> tuple[Any, int]:
    return sort_value(item, "folder", order), item.id


def _is_after(order: Order, item: Item, kind: int, key: tuple[Any, int]) -> bool:
    if item.type != kind:
        return item.type > kind
    return _key(order, item) > key if order.direction == "ASC" else _key(order, item) < key
