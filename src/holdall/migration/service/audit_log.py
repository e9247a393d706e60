"""The audit log of jobs, read: by run, level, event, reason, item and words, a page at a time."""

from collections.abc import AsyncIterator, Sequence
from typing import Any

import msgspec
import sqlalchemy as sa

from holdall.base.db import contains, query, rows_of
from holdall.base.db.database import Reader
from holdall.base.errors import InvalidParameter
from holdall.base.ids import number_in
from holdall.migration.engine.audit import Event
from holdall.migration.engine.reasons import LEVELS, Reason
from holdall.migration.engine.rows import Run
from holdall.migration.engine.statements import LAST_RUN
from holdall.migration.tables import audit

from .scope import Scope

_EACH = 1000


class Row(msgspec.Struct, frozen=True):
    """A note of the log."""

    id: int
    job_id: str
    run_id: int | None
    item_id: int | None
    level: str
    event: str
    reason: str | None
    message: str | None
    path: str | None
    bytes: int | None
    recorded_on: int


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """What the log is narrowed to; `level` is the least important one, `execution` a run, or its number.

    `after` is the id of the last row of the page before.
    """

    execution: str | None = None
    level: str | None = None
    events: Sequence[str] = ()
    reasons: Sequence[str] = ()
    items: Sequence[int] = ()
    q: str | None = None
    after: int | None = None


_ROWS = sa.select(*rows_of(Row, audit))


async def list_notes(
    reader: Reader, scope: Scope, wanted: Wanted, *, offset: int, limit: int, latest_first: bool
) -> tuple[list[Row], int]:
    """A page of the log and how many notes there are in all; raises InvalidParameter."""
    statement, parameters = await _statement(reader, scope, wanted)
    counted = sa.select(sa.func.count()).select_from(statement.with_only_columns(audit.c.id).subquery())
    total = await reader.value(query(counted), **parameters)
    ids = statement.with_only_columns(audit.c.id)
    order = audit.c.id.desc() if latest_first else audit.c.id
    page = ids.order_by(order).limit(limit).offset(offset).scalar_subquery()
    return await reader.all(query(_ROWS.where(audit.c.id.in_(page)).order_by(order), Row), **parameters), total


async def every_note(reader: Reader, scope: Scope, wanted: Wanted) -> AsyncIterator[list[Row]]:
    """All notes in the order of their writing, a page after the other."""
    after = 0
    while True:
        statement, parameters = await _statement(reader, scope, msgspec.structs.replace(wanted, after=after))
        found = await reader.all(query(statement.order_by(audit.c.id).limit(_EACH), Row), **parameters)
        if not found:
            return
        yield found
        after = found[-1].id


async def _statement(reader: Reader, scope: Scope, wanted: Wanted) -> tuple[sa.Select[Any], dict[str, Any]]:
    if len(scope.ledgers) == 1:
        statement = _ROWS.where(audit.c.job_id == sa.literal(scope.ledgers[0]))
        parameters: dict[str, Any] = {}
    else:
        statement, parameters = _ROWS.where(contains(audit.c.job_id, "ledgers")), {"ledgers": scope.ledgers}
    levels = LEVELS[LEVELS.index(wanted.level) :] if wanted.level in LEVELS else ()
    for name, values, known, column in (
        ("level", levels, LEVELS, audit.c.level),
        ("event", wanted.events, tuple(event.value for event in Event), audit.c.event),
        ("reason", wanted.reasons, tuple(reason.value for reason in Reason), audit.c.reason),
        ("item", wanted.items, wanted.items, audit.c.item_id),
    ):
        unknown = [value for value in values if value not in known]
        if unknown:
            raise InvalidParameter(name, f"is one of {', '.join(map(str, known))}, not {unknown[0]!r}")
        if values:
            statement = statement.where(contains(column, name))
            parameters[name] = list(values)
    if wanted.execution is not None:
        runs = await _runs(reader, scope, wanted.execution)
        statement = statement.where(contains(audit.c.run_id, "runs"))
        parameters["runs"] = runs
    if wanted.q:
        words = sa.func.coalesce(audit.c.path, "").icontains(wanted.q, autoescape=True)
        statement = statement.where(sa.or_(words, sa.func.coalesce(audit.c.message, "").icontains(wanted.q)))
    if wanted.after is not None:
        statement = statement.where(audit.c.id > sa.literal(wanted.after, sa.BigInteger))
    return statement, parameters


async def _runs(reader: Reader, scope: Scope, execution: str) -> list[int]:
    """The runs that `execution` means: `last` and `current` are the last one of each job."""
    number = number_in(execution)
    if number is not None:
        return [number]
    if execution.lower() not in ("last", "current"):
        raise InvalidParameter("execution", f"is the number of a run, last or current, not {execution!r}")
    found: list[Run] = []
    for ledger in scope.ledgers:
        found += await reader.all(LAST_RUN, job=ledger)
    return [run.id for run in found if run.finished_at is None or execution.lower() == "last"]
