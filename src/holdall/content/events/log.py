"""The enterprise's log: every event of an enterprise, by type and time, for its administrators."""

from collections.abc import Iterable, Sequence

import msgspec
import sqlalchemy as sa

from holdall.base.db import query
from holdall.base.db.database import Reader
from holdall.content.events.feed import EVENT_COLUMNS, Event
from holdall.content.events.tables import events
from holdall.content.events.times import DISORDER, find_position

_NEAR = 500

_ENTERPRISE = events.c.enterprise_id == sa.bindparam("enterprise_id", type_=sa.BigInteger)
_AFTER, _UNTIL, _SINCE, _BEFORE, _LIMIT = (
    sa.bindparam(name, type_=sa.BigInteger) for name in ("after", "until", "since", "before", "limit")
)
_SOME = sa.select(*EVENT_COLUMNS).where(_ENTERPRISE, events.c.created_at >= _SINCE, events.c.created_at <= _BEFORE)
_ALL_TYPES = query(
    _SOME.where(events.c.sequence > _AFTER, events.c.sequence <= _UNTIL, events.c.log_type.is_not(None))
    .order_by(events.c.sequence)
    .limit(_LIMIT),
    into=Event,
)
# Pairs, and not a type and a range: PostgreSQL would read all types in the order of the numbers and leave out the others.
_place = sa.tuple_(events.c.log_type, events.c.sequence)
_type = sa.bindparam("log_type", type_=sa.Text)
_ONE_TYPE = query(
    _SOME.where(_place > sa.tuple_(_type, _AFTER), _place <= sa.tuple_(_type, _UNTIL))
    .order_by(events.c.log_type, events.c.sequence)
    .limit(_LIMIT),
    into=Event,
)
_NEXT_TIME = query(
    sa.select(events.c.created_at).where(_ENTERPRISE, events.c.sequence > _AFTER).order_by(events.c.sequence).limit(1)
)


class LogPage(msgspec.Struct, frozen=True):
    """Events in order, and the position behind the last event that was looked at."""

    entries: Sequence[Event]
    position: int


async def read_log(
    reader: Reader,
    enterprise_id: int,
    *,
    after: int,
    until: int,
    limit: int,
    types: Iterable[str] = (),
    since: int = 0,
    before: int | None = None,
) -> LogPage:
    """The next events of an enterprise behind position `after`, up to `until`, between two instants.

    `types` are names of the log, none for all of them. Each page is read along an index from where it begins, by type
    where types are asked for, so that it costs the same wherever it is and however rare a type.
    """
    start = await _find_position(reader, enterprise_id, since - DISORDER, low=after, high=until)
    end = until
    if before is not None:
        end = await _find_position(reader, enterprise_id, before + DISORDER + 1, low=start, high=until, is_end=True)
    bounds = {"enterprise_id": enterprise_id, "after": start, "until": end, "limit": limit, "since": since}
    bounds["before"] = 2**62 if before is None else before
    wanted = sorted(set(types))
    if not wanted:
        found = await reader.all(_ALL_TYPES, **bounds)
    else:
        found = [event for name in wanted for event in await reader.all(_ONE_TYPE, log_type=name, **bounds)]
        found = sorted(found, key=lambda event: event.sequence)[:limit]
    return LogPage(found, found[-1].sequence if len(found) == limit else max(after, until))


async def _find_position(
    reader: Reader, enterprise_id: int, instant: int, *, low: int, high: int, is_end: bool = False
) -> int:
    if instant <= 0:
        return low

    async def time_after(position: int) -> int | None:
        at: int | None = await reader.value(_NEXT_TIME, enterprise_id=enterprise_id, after=position)
        return at

    return await find_position(time_after, instant, low=low, high=high, near=_NEAR, is_end=is_end)
