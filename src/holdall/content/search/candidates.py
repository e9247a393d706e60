"""Those of the items that match which the filters let through by their own rows: one statement, whoever asks.

Whether somebody may see them is weighed afterwards, in `seen`.
"""

from functools import cache
from typing import Any

import msgspec
import sqlalchemy as sa

from holdall.base.db import Query, contains, json_rows, query
from holdall.content.access.place import item_of
from holdall.content.items.rows import PLAIN_COLUMNS, Item
from holdall.content.items.tables import items
from holdall.content.search.engine import hits
from holdall.content.search.filters import of_items

EVERYTHING = 2**63 - 1
"""Above every id."""


class Shape(msgspec.Struct, frozen=True, kw_only=True):
    """What a statement asks, its parameters aside."""

    dialect: str
    tiers: int
    """How many queries besides the widest tell the tiers; their parameters are tier_0, tier_1 and so on."""
    is_among: bool
    """Whether some items are asked about (`among`), or the newest `most` matches before an id (`before`)."""
    walks: bool = False
    """Whether PostgreSQL looks for them among the newest `walk` documents alone."""
    is_given: bool = False
    """Whether it is known that all of these match."""
    is_whole: bool = False
    """Whether to read whole rows: cheaper than to look the items of a page up again, where few more are found."""
    only_if_fewer: bool = False
    """Whether to answer nothing where there are `most` matches or more."""
    filters: frozenset[str]


class Candidate(msgspec.Struct, frozen=True, array_like=True):
    """An item that matches, as far as its own row says where it is; `tier` counts from the best, 0."""

    id: int
    tier: int
    parent_id: int | None
    owner_id: int | None
    enterprise_id: int
    modified_at: int
    trashed_at: int | None
    trashed_by: int | None
    trash_owner_id: int | None
    item: Item | None = None
    """The whole row, where it was read."""


class Candidates(msgspec.Struct, frozen=True):
    """What a statement found, how many matches it looked at, and the id of the oldest of those."""

    items: list[Candidate]
    looked_at: int
    oldest: int


_decode = msgspec.json.Decoder(list[Candidate]).decode
_decode_rows = msgspec.json.Decoder(list[list[Any]]).decode
OWN_COLUMNS = [name for name in Candidate.__struct_fields__ if name not in {"id", "tier", "item"}]
"""The columns of a candidate besides its id."""


@cache
def statement(shape: Shape) -> Query[Candidates]:
    """The statement of a shape: it answers one row.

    Parameters: `words` (the widest query), `tier_0` and so on, `among` or else `before` and `most`, `walk`, those of the
    filters.
    """
    matches = _matches(shape).cte("matches")
    found = _found(shape, matches).cte("found")
    counts = [sa.select(one).select_from(matches) for one in (sa.func.count(), sa.func.min(matches.c.id))]
    listed = sa.select(json_rows(*found.c))
    into = _whole_answer if shape.is_whole else _answer
    return query(sa.select(listed.scalar_subquery(), *(one.scalar_subquery() for one in counts)), into=into)


def _answer(found: str | None, looked_at: int, oldest: int | None) -> Candidates:
    return Candidates(_decode(found) if found else [], looked_at, oldest or 0)


def _whole_answer(found: str | None, looked_at: int, oldest: int | None) -> Candidates:
    rows = _decode_rows(found) if found else []
    return Candidates([_whole(item_of(row), tier) for tier, *row in rows], looked_at, oldest or 0)


def _whole(item: Item, tier: int) -> Candidate:
    return Candidate(
        item.id,
        tier,
        item.parent_id,
        item.owner_id,
        item.enterprise_id,
        item.modified_at,
        item.trashed_at,
        item.trashed_by,
        item.trash_owner_id,
        item,
    )


def _matches(shape: Shape) -> sa.Select[int]:
    if shape.is_given:
        return sa.select(items.c.id).where(contains(items.c.id, "among"))
    return hits(shape.dialect, "words", is_among=shape.is_among, walks=shape.walks)


def _found(shape: Shape, matches: sa.CTE) -> sa.Select[tuple[int, ...]]:
    """The columns of a candidate."""
    tiers = [hits(shape.dialect, f"tier_{place}", is_among=shape.is_among).subquery() for place in range(shape.tiers)]
    is_in = [(matches.c.id.in_(sa.select(tier.c.id)), place) for place, tier in enumerate(tiers)]
    tier = sa.case(*is_in, else_=shape.tiers) if is_in else sa.literal(0)
    if shape.is_whole:
        columns = [tier.label("tier"), *PLAIN_COLUMNS]
    else:
        columns = [items.c.id, tier.label("tier"), *(items.c[name] for name in OWN_COLUMNS)]
    found = sa.select(*columns).join_from(matches, items, items.c.id == matches.c.id).where(*of_items(shape.filters))
    if shape.only_if_fewer:
        count = sa.select(sa.func.count()).select_from(matches).scalar_subquery()
        found = found.where(count < sa.bindparam("most", type_=sa.BigInteger))
    return found
