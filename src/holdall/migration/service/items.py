"""The items of jobs as administrators look for them: by job, folder, status, reason and name, a page at a time.

A page is found by ids alone, in an index, before its rows are read: so the thousandth page costs little more than the first.
"""

from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any

import msgspec
import sqlalchemy as sa

from holdall.base.db import contains, query, rows_of
from holdall.base.db.database import Reader
from holdall.base.errors import InvalidParameter, NotFound
from holdall.migration.engine.reasons import Reason
from holdall.migration.engine.rows import Item
from holdall.migration.engine.statements import BY_IDS
from holdall.migration.tables import NOTICED, items

from .scope import Scope

STATUSES = ("none", "pending", "success", "processed", "skipped", "retry", "remediation")
PROCESSING = ("none", "renamed", "verified")
"""What can have been done to an item on its way, beside moving it."""

_SORTABLE: Mapping[str, sa.ColumnElement[Any]] = {
    "id": items.c.id,
    "name": items.c.name,
    "path": items.c.path,
    "status": items.c.status,
    "bytes": items.c.size,
    "transferred_on": items.c.transferred_at,
}
_ROWS = sa.select(*rows_of(Item, items))
_EACH = 1000


class Chosen(msgspec.Struct, frozen=True, kw_only=True):
    """What a list of items is narrowed to; what is empty or None is no matter.

    `condition` is what a category of one's own asks for; `after` is the id of the last item of the page before.
    """

    ids: Sequence[int] = ()
    parents: Sequence[int] = ()
    types: Sequence[str] = ()
    statuses: Sequence[str] = ()
    processing: Sequence[str] = ()
    reasons: Sequence[str] = ()
    condition: Any = None
    q: str | None = None
    after: int | None = None

    def check(self) -> None:
        """Raise InvalidParameter for a word that is not known."""
        for name, words, known in (
            ("item_status", self.statuses, STATUSES),
            ("processing_status", self.processing, PROCESSING),
            ("category", self.reasons, tuple(reason.value for reason in Reason)),
        ):
            unknown = [word for word in words if word not in known]
            if unknown:
                raise InvalidParameter(name, f"is one of {', '.join(known)}, not {unknown[0]!r}")


class Found(msgspec.Struct, frozen=True):
    """A page of items, and how many there are in all."""

    items: list[Item]
    total: int


async def list_items(
    reader: Reader,
    scope: Scope,
    chosen: Chosen,
    *,
    offset: int = 0,
    limit: int = 100,
    sort: Sequence[tuple[str, bool]] = (),
) -> Found:
    """A page of items in the order of `sort`, of their ids without; raises InvalidParameter."""
    chosen.check()
    ids, parameters = _ids(scope, chosen)
    counted = msgspec.structs.replace(chosen, after=None)
    total = await reader.value(
        query(sa.select(sa.func.count()).select_from(_ids(scope, counted)[0].subquery())), **parameters
    )
    if chosen.after is not None and not sort:
        offset = 0
    page = _ROWS.where(items.c.id.in_(ids.order_by(*_order(sort)).limit(limit).offset(offset).scalar_subquery()))
    return Found(await reader.all(query(page.order_by(*_order(sort)), Item), **parameters), total)


async def every_item(reader: Reader, scope: Scope, chosen: Chosen) -> AsyncIterator[list[Item]]:
    """All items of a list by id, a page after the other, however many there are."""
    chosen.check()
    after = 0
    while True:
        ids, parameters = _ids(scope, msgspec.structs.replace(chosen, after=after))
        page = _ROWS.where(items.c.id.in_(ids.order_by(items.c.id).limit(_EACH).scalar_subquery()))
        found = await reader.all(query(page.order_by(items.c.id), Item), **parameters)
        if not found:
            return
        yield found
        after = found[-1].id


def _ids(scope: Scope, chosen: Chosen) -> tuple[sa.Select[Any], dict[str, Any]]:
    """The ids of all that is asked for, and the parameters of that."""
    statement = sa.select(items.c.id).where(items.c.depth > 0, _of_jobs(scope))
    parameters: dict[str, Any] = {"ledgers": scope.ledgers} if len(scope.ledgers) != 1 else {"ledger": scope.ledgers[0]}
    for name, values, column in (
        ("ids", chosen.ids, items.c.id),
        ("parents", chosen.parents, items.c.parent_id),
        ("types", chosen.types, items.c.type),
        ("reasons", chosen.reasons, items.c.category),
    ):
        if values:
            statement = statement.where(contains(column, name))
            parameters[name] = list(values)
    if chosen.statuses:
        statement = statement.where(_of_status(chosen.statuses))
    if chosen.processing:
        statement = statement.where(sa.or_(*(_PROCESSED[name] for name in chosen.processing)))
    if chosen.condition is not None:
        statement = statement.where(chosen.condition)
    if chosen.q:
        statement = statement.where(sa.or_(items.c.path.icontains(chosen.q, autoescape=True)))
    if chosen.after is not None:
        statement = statement.where(items.c.id > sa.bindparam("after", type_=sa.BigInteger))
        parameters["after"] = chosen.after
    return statement, parameters


def _of_jobs(scope: Scope) -> sa.ColumnElement[bool]:
    if len(scope.ledgers) == 1:
        return items.c.job_id == sa.bindparam("ledger", type_=sa.Text)
    return contains(items.c.job_id, "ledgers")


def _of_status(statuses: Sequence[str]) -> sa.ColumnElement[bool]:
    """The words stand in the statement, so that the index of the statuses that people ask for is used."""
    named = sa.or_(*(items.c.status == sa.literal_column(f"'{one}'") for one in statuses))
    return sa.and_(named, sa.text(f"({NOTICED})")) if all(f"'{one}'" in NOTICED for one in statuses) else named


_PROCESSED: Mapping[str, sa.ColumnElement[bool]] = {
    "renamed": items.c.category == sa.literal_column(f"'{Reason.NAME_CHANGED.value}'"),
    "verified": items.c.verified_run.is_not(None),
    "none": sa.and_(
        items.c.verified_run.is_(None),
        sa.func.coalesce(items.c.category, "") != sa.literal_column(f"'{Reason.NAME_CHANGED.value}'"),
    ),
}


def _order(sort: Sequence[tuple[str, bool]]) -> list[sa.ColumnElement[Any]]:
    unknown = [name for name, _ in sort if name not in _SORTABLE]
    if unknown:
        raise InvalidParameter("sort", f"this list is sorted by {', '.join(_SORTABLE)}, not by {unknown[0]}")
    return [*(_SORTABLE[name].desc() if down else _SORTABLE[name] for name, down in sort), items.c.id]


_PLACES = (
    sa.select(items.c.id, items.c.destination_parent_id, items.c.destination_name, items.c.depth)
    .where(contains(items.c.id, "ids"))
    .cte("places", recursive=True)
)
_ABOVE = _PLACES.union(
    sa.select(items.c.id, items.c.destination_parent_id, items.c.destination_name, items.c.depth).join_from(
        items, _PLACES, items.c.id == _PLACES.c.destination_parent_id
    )
)
_PLACES_OF = query(sa.select(_ABOVE))


async def find_item(reader: Reader, scope: Scope, item_id: int) -> Item:
    """An item of some jobs by its id; raises NotFound."""
    found: Item | None = await reader.one(BY_IDS, ids=[item_id])
    if found is None or not found.depth or found.job_id not in scope.subjects:
        raise NotFound(f"There is no item {item_id}; GET /v1/transfers/items lists them")
    return found


async def destination_paths(reader: Reader, found: Sequence[Item]) -> dict[int, str]:
    """Where the counterparts of these items are, from the job's root on; two queries, however deep they lie."""
    wanted = [item.id for item in found if item.destination_address is not None]
    rows = {row[0]: row for row in await reader.all(_PLACES_OF, ids=wanted)} if wanted else {}
    paths: dict[int, str] = {}
    for identifier in wanted:
        names: list[str] = []
        place = rows.get(identifier)
        while place is not None and place[3] > 0 and place[1] is not None:
            names.append(place[2] or "")
            place = rows.get(place[1])
        paths[identifier] = "/".join(reversed(names))
    return paths
