"""Takes events away that are older than they are kept: from users' streams first, later from the log.

Box keeps users' events for two weeks to two months, and the log for a year:
https://developer.box.com/guides/events/user-events/for-user/.
"""

import msgspec
import sqlalchemy as sa

from holdall.base.clock import DAY, SECOND
from holdall.base.db import Database, Transaction, query
from holdall.base.turns import take_turn
from holdall.content.events.tables import event_audience, events
from holdall.content.events.times import find_position

TURN = DAY
BATCH = 2_000
CHANNELS = 200

_UNTIL = sa.bindparam("until", type_=sa.BigInteger)
_CHANNEL = sa.bindparam("channel", type_=sa.BigInteger)
_ENDS = query(sa.select(sa.func.min(events.c.sequence), sa.func.max(events.c.sequence)))
_TIME_AFTER = query(
    sa.select(events.c.created_at)
    .where(events.c.sequence > sa.bindparam("after", type_=sa.BigInteger))
    .order_by(events.c.sequence)
    .limit(1)
)
_NEXT_CHANNEL = query(sa.select(sa.func.min(event_audience.c.channel)).where(event_audience.c.channel > _CHANNEL))
_old = (
    sa.select(event_audience.c.sequence)
    .where(event_audience.c.channel == _CHANNEL, event_audience.c.sequence <= _UNTIL)
    .order_by(event_audience.c.sequence)
    .limit(BATCH)
)
_FORGET = query(
    sa.delete(event_audience).where(event_audience.c.channel == _CHANNEL, event_audience.c.sequence.in_(_old))
)
_REMOVE = query(
    sa.delete(events).where(
        events.c.sequence.in_(
            sa.select(events.c.sequence).where(events.c.sequence <= _UNTIL).order_by(events.c.sequence).limit(BATCH)
        )
    )
)


class Removed(msgspec.Struct, frozen=True):
    """How many entries of users' streams, and how many events, were taken away."""

    entries: int = 0
    events: int = 0


class _Batch(msgspec.Struct, frozen=True):
    forgotten: int
    channel: int | None
    """Where to go on; None at the end."""


async def remove_old_in_turn(db: Database, *, users: int, log: int) -> Removed:
    """`remove_old`, once a day in one process of all."""
    return await remove_old(db, users=users, log=log) if await db.write(take_turn, "events", TURN) else Removed()


async def remove_old(db: Database, *, users: int, log: int) -> Removed:
    """Take from users' streams what is older than `users` seconds, and from the log what is older than `log`.

    What the log has lost no stream can show, so users' streams end where the log does. Safe to run in several
    processes and to stop at any moment. The last event of all stays: positions go on from it.
    """
    kept_by_users, kept_by_log = await _position(db, min(users, log)), await _position(db, log)
    entries = 0
    channel: int | None = -1
    while channel is not None:
        batch = await db.write(_forget_batch, channel, kept_by_users)
        entries, channel = entries + batch.forgotten, batch.channel
    count = 0
    while removed := await db.write(_remove_batch, kept_by_log):
        count += removed
    return Removed(entries, count)


async def _position(db: Database, seconds: int) -> int:
    """The position behind everything that is older than so many seconds, but before the last event of all."""
    first, last = await db.one(_ENDS) or (None, None)
    if first is None:
        return 0

    async def time_after(position: int) -> int | None:
        at: int | None = await db.value(_TIME_AFTER, after=position)
        return at

    instant = db.now - seconds * SECOND
    return await find_position(time_after, instant, low=first - 2, high=last - 1, is_end=True)


async def _forget_batch(tx: Transaction, channel: int, until: int) -> _Batch:
    """Shorten the streams behind `channel`, at most so many."""
    forgotten = 0
    for _ in range(CHANNELS):
        following: int | None = await tx.value(_NEXT_CHANNEL, channel=channel)
        if following is None:
            return _Batch(forgotten, None)
        count = await tx.run(_FORGET, channel=following, until=until)
        forgotten += count
        if count == BATCH:
            return _Batch(forgotten, channel)  # there is more of it
        channel = following
    return _Batch(forgotten, channel)


async def _remove_batch(tx: Transaction, until: int) -> int:
    return await tx.run(_REMOVE, until=until)
