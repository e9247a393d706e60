"""Pages of rows as every list of the service has them: searched, sorted, counted, a part at a time."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, TypeVar

import msgspec
import sqlalchemy as sa

from holdall.base.db import query
from holdall.base.db.database import Reader
from holdall.base.errors import InvalidParameter

Row = TypeVar("Row")
_AT_ONCE = 1000


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """The part of a list that is asked for: rows from `offset` on, at most `limit`, in the order of `sort` (name, descending),
    with `q` in what is searched.
    """

    offset: int = 0
    limit: int = 100
    sort: tuple[tuple[str, bool], ...] = ()
    q: str | None = None


async def list_page(
    reader: Reader,
    statement: sa.Select[Any],
    page: Page,
    *,
    into: Callable[..., Row],
    sortable: Mapping[str, sa.ColumnElement[Any]],
    searched: Sequence[sa.ColumnElement[str]] = (),
    **parameters: Any,
) -> tuple[list[Row], int]:
    """The rows of a page and how many there are in all; two queries, whatever the list.

    `sortable` says by name what it can be sorted by, the first as it is sorted by itself; `parameters` are those of the
    statement. Raises InvalidParameter for another order.
    """
    order = _order(page.sort, sortable)
    if page.q and searched:
        statement = statement.where(sa.or_(*(column.icontains(page.q, autoescape=True) for column in searched)))
    total = await reader.value(query(sa.select(sa.func.count()).select_from(statement.subquery())), **parameters)
    if page.limit == 0 or page.offset >= total:
        return [], total
    ordered = statement.order_by(*order).limit(page.limit).offset(page.offset)
    return await reader.all(query(ordered, into), **parameters), total


async def every_row(listed: Callable[[Page], Awaitable[tuple[Sequence[Row], int]]], **page: Any) -> list[Row]:
    """The rows of all pages of a list; `page` is what else a page says."""
    found: list[Row] = []
    while True:
        rows, total = await listed(Page(offset=len(found), limit=_AT_ONCE, **page))
        found += rows
        if not rows or len(found) >= total:
            return found


def _order(
    sort: tuple[tuple[str, bool], ...], sortable: Mapping[str, sa.ColumnElement[Any]]
) -> list[sa.ColumnElement[Any]]:
    unknown = [name for name, _ in sort if name not in sortable]
    if unknown:
        raise InvalidParameter("sort", f"this list is sorted by {', '.join(sortable)}, not by {unknown[0]}")
    chosen = [sortable[name].desc() if descending else sortable[name] for name, descending in sort]
    return [*chosen, *(column for name, column in sortable.items() if name not in dict(sort))]


def sort_rows(rows: Sequence[Row], page: Page, sortable: Mapping[str, Callable[[Row], Any]]) -> tuple[list[Row], int]:
    """The same for rows that are no table: those of the page in its order, and how many there are in all.

    The rows are searched already. Raises InvalidParameter for an order that `sortable` does not have.
    """
    unknown = [name for name, _ in page.sort if name not in sortable]
    if unknown:
        raise InvalidParameter("sort", f"this list is sorted by {', '.join(sortable)}, not by {unknown[0]}")
    ordered = list(rows)
    for name, descending in reversed(page.sort):
        ordered.sort(key=sortable[name], reverse=descending)
    return ordered[page.offset : page.offset + page.limit], len(ordered)
