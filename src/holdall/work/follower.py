"""The one reader of the outbox: hands events to consumers in batches, each at its own pace, and orders to the engine.

At least once: a consumer's place is noted after it has done with a batch. One process of all runs a follower.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import nullcontext

import structlog

from holdall.base.clock import MINUTE, SECOND
from holdall.base.pace import BackgroundPiece
from holdall.content.events.bell import Listener, listening
from holdall.content.events.cursors import find_cursor, move_cursor, note_failure, start_cursor
from holdall.content.events.feed import Event, read_batch
from holdall.content.events.horizon import Horizon
from holdall.content.orders import Order, due_orders
from holdall.work.registry import Consumer
from holdall.work.site import Site

POLL_SECONDS = 1.0
"""Between looks where no bell rings: for what other processes commit, and for what is due later."""
UNSETTLED_SECONDS = 0.02
"""Between looks while transactions that began earlier may still add events."""
BACK_OFF = (SECOND, 2 * SECOND, 5 * SECOND, 15 * SECOND, MINUTE, 5 * MINUTE)
"""Waits of a consumer that fails; the last one again and again."""

ORDERS = 200

log = structlog.get_logger()

Forward = Callable[[Sequence[Order]], Awaitable[None]]

_NOTHING: tuple[int, int, int, Sequence[Event]] = (0, 0, 0, ())
"""Behind which event was read, up to which, how many at most, and what it was."""


class Follower:
    """Reads for these consumers, and forwards orders, until `run` is cancelled."""

    def __init__(self, site: Site, consumers: Sequence[Consumer], forward: Forward) -> None:
        self._site = site
        self._consumers = consumers
        self._forward = forward
        self._horizon = Horizon()
        self._news = {consumer.name: asyncio.Event() for consumer in consumers}
        self._alone_until = {consumer.name: 0 for consumer in consumers}
        self._last_read = _NOTHING

    async def run(self) -> None:
        """Follow until cancelled. What goes wrong is logged and tried again."""
        async with asyncio.TaskGroup() as group:
            for consumer in self._consumers:
                group.create_task(self._serve(consumer))
            with listening() as listener:
                while True:
                    try:
                        is_settled = await self._look()
                    except Exception:
                        log.exception("events cannot be read")
                        is_settled = True
                    await self._rest(listener, is_settled=is_settled)

    async def _rest(self, listener: Listener, *, is_settled: bool) -> None:
        if not is_settled:
            await asyncio.sleep(UNSETTLED_SECONDS)
        else:
            await listener.wait_and_gather(POLL_SECONDS)

    async def _look(self) -> bool:
        """Find out how far the events are settled, wake the consumers and forward orders; whether all is settled."""
        await self._horizon.advance(self._site.db)
        self._last_read = _NOTHING  # after a reset other events have the same numbers
        for news in self._news.values():
            news.set()
        while orders := await due_orders(self._site.db, ORDERS):
            await self._forward(orders)
        return not self._horizon.is_waiting

    async def _serve(self, consumer: Consumer) -> None:
        news = self._news[consumer.name]
        while True:
            await news.wait()
            news.clear()
            try:
                while await self._hand_over(consumer):
                    pass
            except Exception:
                log.exception("events cannot be handed over", consumer=consumer.name)

    async def _hand_over(self, consumer: Consumer) -> bool:
        """Give a consumer its next batch; whether there may be more."""
        db = self._site.db
        cursor = await find_cursor(db, consumer.name)
        if cursor is None:
            cursor = await db.write(start_cursor, consumer.name)
        if cursor.retry_at > db.now:
            return False
        limit = 1 if cursor.sequence < self._alone_until[consumer.name] else consumer.batch
        batch = await self._read(cursor.sequence, self._horizon.settled, limit)
        if not batch:
            return False
        try:
            async with nullcontext() if consumer.rests else BackgroundPiece():
                await consumer.handler(self._site, batch)
        except Exception as error:
            if len(batch) > 1:
                # One by one, so that those before the one it cannot take go through, and that one is known.
                self._alone_until[consumer.name] = batch[-1].sequence
                return True
            wait = BACK_OFF[min(cursor.failures, len(BACK_OFF) - 1)]
            log.exception("consumer of events failed", consumer=consumer.name, sequence=batch[0].sequence)
            await db.write(note_failure, cursor, f"{type(error).__name__}: {error}", wait)
            return False
        return await db.write(move_cursor, cursor, batch[-1].sequence)

    async def _read(self, after: int, until: int, limit: int) -> Sequence[Event]:
        """The next events behind a number. Consumers mostly stand at the same, and read the same."""
        *place, most, events = self._last_read
        if place != [after, until] or (limit > most and len(events) == most):
            events = await read_batch(self._site.db, after=after, until=until, limit=limit)
            self._last_read = (after, until, limit, events)
        return events[:limit]
