"""How far the events are settled: no event with a lower number can still appear.

SQLite commits events in the order of their numbers. On PostgreSQL a transaction takes its number when it inserts and
may commit after one with a higher number, so a reader that went by numbers alone would step over it.
"""

import asyncio

import sqlalchemy as sa

from holdall.base.db import Database, query
from holdall.content.events.tables import events

LOOK_AHEAD = 10_000
_PATIENCE_SECONDS = 0.005

_LAST = query(sa.select(sa.func.max(events.c.sequence)))
_ahead = (
    sa.select(events.c.sequence, sa.func.row_number().over(order_by=events.c.sequence).label("place"))
    .where(events.c.sequence > sa.bindparam("after"))
    .order_by(events.c.sequence)
    .limit(LOOK_AHEAD)
    .subquery()
)
_AHEAD = query(
    sa.select(
        sa.func.max(_ahead.c.sequence),
        sa.func.max(_ahead.c.sequence).filter(_ahead.c.sequence == sa.bindparam("after") + _ahead.c.place),
    )
)
"""The last number that is to be seen behind `after`, and the last before which none is missing."""
_WRITERS = query(
    # A transaction holds this lock from before it takes a number until it has ended.
    sa.text(
        "SELECT DISTINCT virtualtransaction FROM pg_catalog.pg_locks WHERE locktype = 'relation' "
        "AND relation = CAST('events' AS regclass) AND mode = 'RowExclusiveLock' AND granted AND database = "
        "(SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database())"
    ),
    lambda transaction: transaction,
)


class Horizon:
    """Remembers how far the events were settled, so that it need not be found out anew; any number may share one."""

    def __init__(self) -> None:
        self.settled = 0
        self._is_placed = False
        self._seen = 0
        self._writers: frozenset[str] = frozenset()
        self._looking = asyncio.Lock()
        self._looks = 0

    @property
    def is_waiting(self) -> bool:
        """Whether events were seen that may not be read yet, because a transaction beside them has not ended."""
        return bool(self._writers)

    async def advance(self, db: Database) -> int:
        """The highest number up to which every event has appeared that ever will. It falls only after a reset.

        What was committed before the call counts, unless an older transaction is still at work. Callers who wait for
        the same answer get one.
        """
        needed = self._looks + 1
        async with self._looking:
            if self._looks < needed:
                self._looks += 1
                await self._look(db)
        return self.settled

    async def _look(self, db: Database) -> None:
        if db.dialect == "sqlite":
            self.settled = await db.value(_LAST) or 0
            return
        if not self._is_placed:
            await self._place(db)
        await self._go_on(db)

    async def _place(self, db: Database) -> None:
        """Begin at the end: what is there once all who are writing now have ended needs no second look."""
        self._seen = await db.value(_LAST) or 0
        self._writers = await _list_writers(db)
        while self._writers:
            await asyncio.sleep(_PATIENCE_SECONDS)
            self._writers &= await _list_writers(db)
        self.settled, self._is_placed = self._seen, True

    async def _go_on(self, db: Database) -> None:
        """Numbers without a gap are settled. Beyond a gap they are once all who were writing then have ended.

        A gap's owner took its number before the number behind the gap was committed, so it is either among those
        who hold the lock now, or it has ended, and what it wrote is seen by the next read.
        """
        if self._writers:
            self._writers &= await _list_writers(db)
            if not self._writers:
                self.settled = max(self.settled, self._seen)
        last, whole = await db.one(_AHEAD, after=self.settled) or (None, None)
        if last is None:
            await self._look_back(db)
            return
        self.settled = whole or self.settled
        if self.settled >= last:
            self._writers = frozenset()
        elif not self._writers:
            self._seen, self._writers = last, await _list_writers(db)
            if not self._writers:
                self.settled = last

    async def _look_back(self, db: Database) -> None:
        """Nothing is ahead: either all is settled, or the events were reset and begin again further back."""
        last = await db.value(_LAST) or 0
        if last < self.settled:
            self.settled, self._seen, self._writers, self._is_placed = last, 0, frozenset(), False


async def _list_writers(db: Database) -> frozenset[str]:
    return frozenset(await db.all(_WRITERS))
