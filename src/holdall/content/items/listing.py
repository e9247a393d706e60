"""Pages of a folder and of the trash, in each order that Box offers.

The type comes first (folders, files, web links), then the chosen order, then the id. A page starts by key or at a
bounded offset, along an index, so it costs the same wherever it is and however many items there are.
"""

from functools import cache
from typing import Annotated, Literal

import msgspec
import sqlalchemy as sa

from holdall.base.db import Query, query
from holdall.base.db.database import Reader
from holdall.base.errors import InvalidParameter
from holdall.base.paging import check_limit, decode_marker, encode_marker
from holdall.content.items.rows import ITEM_COLUMNS, Item
from holdall.content.items.tables import ItemType, items

By = Literal["id", "name", "date", "size"]
Direction = Literal["ASC", "DESC"]
Place = Literal["folder", "trash"]

DEFAULT_LIMIT = 100
MAX_LIMIT = 1000
LARGEST = 2**63 - 1
MAX_OFFSET = 10_000
"""Box refuses a larger offset and points to markers."""

_COLUMNS: dict[Place, dict[By, sa.Column[object]]] = {
    "folder": {"id": items.c.id, "name": items.c.name_key, "date": items.c.modified_at, "size": items.c.size},
    "trash": {"id": items.c.id, "name": items.c.name_key, "date": items.c.trashed_at, "size": items.c.size},
}


class Order(msgspec.Struct, frozen=True):
    """The order of a list after the type."""

    by: By = "name"
    direction: Direction = "ASC"


class Page(msgspec.Struct, frozen=True):
    """Items in their order, and the marker of the page after them; None at the end."""

    entries: list[Item]
    next_marker: str | None


class Where(msgspec.Struct, frozen=True):
    """The list to read: the active items of a folder, or what is in a user's trash by itself."""

    place: Place
    id: int


class Key(msgspec.Struct, frozen=True, array_like=True):
    """What a marker holds: the order it belongs to, and the last item's place in it."""

    by: By
    direction: Direction
    type: Literal[0, 1, 2]
    value: Annotated[int, msgspec.Meta(ge=-LARGEST, le=LARGEST)] | Annotated[str, msgspec.Meta(pattern="^[^\\x00]*$")]
    id: Annotated[int, msgspec.Meta(ge=0, le=LARGEST)]


_COUNT_TRASH = query(
    sa.select(sa.func.count()).where(items.c.trash_owner_id == sa.bindparam("place_id", type_=sa.BigInteger))
)


async def page_at(reader: Reader, where: Where, order: Order, *, offset: int, limit: int) -> list[Item]:
    """At most `limit` items from the one at `offset`; raises InvalidParameter beyond MAX_OFFSET."""
    check_offset(offset)
    if order.direction == "ASC":
        statement = _page(where.place, order, after=False)
        return await reader.all(statement, place_id=where.id, limit=limit, offset=offset)
    found: list[Item] = []
    for kind in ItemType:
        statement = _page(where.place, order, after=False)
        rows = await reader.all(statement, place_id=where.id, kind=kind.value, limit=limit - len(found), offset=offset)
        found += rows
        if len(found) == limit:
            break
        if rows:
            offset = 0
        elif offset:
            offset -= await reader.value(_count(where.place), place_id=where.id, kind=kind.value, limit=offset)
    return found


async def page_after(reader: Reader, where: Where, order: Order, *, marker: str | None, limit: int) -> Page:
    """At most `limit` items after the marker, or the first ones; raises InvalidParameter for a foreign marker."""
    key = None if marker is None else read_marker(marker, order)
    found: list[Item] = []
    if order.direction == "ASC":
        parameters = {} if key is None else {"after_type": key.type, "after_value": key.value, "after_id": key.id}
        statement = _page(where.place, order, after=key is not None)
        found = await reader.all(statement, place_id=where.id, limit=limit + 1, offset=0, **parameters)
    else:
        for kind in ItemType:
            if key is not None and kind < key.type:
                continue
            after = key is not None and kind == key.type
            parameters = {"after_value": key.value, "after_id": key.id} if key is not None and after else {}
            found += await reader.all(
                _page(where.place, order, after=after),
                place_id=where.id,
                kind=kind.value,
                limit=limit + 1 - len(found),
                offset=0,
                **parameters,
            )
            if len(found) > limit:
                break
    entries = found[:limit]
    more = len(found) > limit
    return Page(entries, marker_of(entries[-1], where.place, order) if more else None)


async def count_trash(reader: Reader, user_id: int) -> int:
    """How many items are in a user's trash by themselves."""
    return int(await reader.value(_COUNT_TRASH, place_id=user_id))


def page_size(limit: int | None) -> int:
    """The number of items on a page: 100 unless told, 1,000 at most."""
    return check_limit(limit, default=DEFAULT_LIMIT, maximum=MAX_LIMIT)


def check_offset(offset: int) -> None:
    """Raise InvalidParameter for an offset that is negative or beyond MAX_OFFSET."""
    if offset < 0:
        raise InvalidParameter("offset", "must not be negative")
    if offset > MAX_OFFSET:
        raise InvalidParameter("offset", f"must not exceed {MAX_OFFSET}; use usemarker=true and markers beyond that")


def read_marker(marker: str, order: Order) -> Key:
    """The place that a marker stands for; raises InvalidParameter for one of a list in another order."""
    found = decode_marker(marker, Key)
    if (found.by, found.direction) != (order.by, order.direction) or isinstance(found.value, str) != (
        order.by == "name"
    ):
        raise InvalidParameter("marker", "belongs to a list in another order", code="invalid_marker")
    return found


def marker_of(item: Item, place: Place, order: Order) -> str:
    """The marker of the page that follows an item."""
    return encode_marker((order.by, order.direction, item.type, sort_value(item, place, order), item.id))


def sort_value(item: Item, place: Place, order: Order) -> int | str:
    """What an item is ordered by, after its type and before its id."""
    value: int | str = getattr(item, _COLUMNS[place][order.by].name)
    return value


def _scope(place: Place) -> list[sa.ColumnElement[bool]]:
    place_id = sa.bindparam("place_id", type_=sa.BigInteger)
    if place == "trash":
        return [items.c.trash_owner_id == place_id]
    return [items.c.parent_id == place_id, items.c.trashed_at.is_(None)]


@cache
def _page(place: Place, order: Order, *, after: bool) -> Query[Item]:
    """A page in ascending order, over all types; in descending order, of one type."""
    value = _COLUMNS[place][order.by]
    after_value = sa.bindparam("after_value", type_=value.type)
    after_id = sa.bindparam("after_id", type_=sa.BigInteger)
    statement = sa.select(*ITEM_COLUMNS).where(*_scope(place))
    if order.direction == "ASC":
        after_type = sa.bindparam("after_type", type_=sa.BigInteger)
        statement = statement.order_by(items.c.type, value, items.c.id)
        start: sa.ColumnElement[bool] = sa.tuple_(items.c.type, value, items.c.id) > sa.tuple_(
            after_type, after_value, after_id
        )
    else:
        statement = statement.where(items.c.type == sa.bindparam("kind", type_=sa.SmallInteger))
        statement = statement.order_by(value.desc(), items.c.id.desc())
        start = sa.tuple_(value, items.c.id) < sa.tuple_(after_value, after_id)
    if after:
        statement = statement.where(start)
    limit, offset = sa.bindparam("limit", type_=sa.BigInteger), sa.bindparam("offset", type_=sa.BigInteger)
    return query(statement.limit(limit).offset(offset), into=Item)


@cache
def _count(place: Place) -> Query[tuple[int]]:
    """How many items of one type there are, counted up to a limit."""
    kind = items.c.type == sa.bindparam("kind", type_=sa.SmallInteger)
    some = sa.select(items.c.id).where(*_scope(place), kind).limit(sa.bindparam("limit", type_=sa.BigInteger))
    return query(sa.select(sa.func.count()).select_from(some.subquery()))
