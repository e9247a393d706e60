"""Consumers get every event at least once, in order, each at its own pace; orders become workflows."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from holdall.base.clock import MINUTE
from holdall.box.platform import Platform
from holdall.content.events.cursors import find_cursor
from holdall.content.events.feed import Event
from holdall.content.orders import Order, due_orders, place_order, take_orders
from holdall.work.follower import Follower
from holdall.work.registry import Consumer
from holdall.work.site import Site
from tests.work.conftest import emit


async def refuse_orders(_orders: Sequence[Order]) -> None:
    raise AssertionError("there are no orders")


class Recorder:
    """A consumer that keeps the types of what it gets; it raises at those in `refused`."""

    def __init__(self, *refused: str) -> None:
        self.seen: list[str] = []
        self.batches: list[int] = []
        self.refused = set(refused)
        self._changed = asyncio.Event()

    async def __call__(self, site: Site, events: Sequence[Event]) -> None:
        self._changed.set()
        if self.refused & {event.event_type for event in events}:
            raise ValueError("cannot take it")
        self.batches.append(len(events))
        self.seen += [event.event_type for event in events]

    async def wait_for(self, count: int) -> list[str]:
        """What was seen once there are so many."""
        async with asyncio.timeout(30):
            while len(self.seen) < count:
                self._changed.clear()
                await self._changed.wait()
        return self.seen


@asynccontextmanager
async def following(site: Platform, forwarded: list[Order] | None = None, **handlers: Recorder) -> AsyncIterator[None]:
    """A follower for the length of a block, with one consumer for each recorder."""

    async def forward(orders: Sequence[Order]) -> None:
        assert forwarded is not None
        forwarded.extend(orders)
        await site.db.write(take_orders, [order.id for order in orders])

    consumers = [Consumer(name, handler, 100) for name, handler in handlers.items()]
    task = asyncio.create_task(Follower(site, consumers, forward).run())
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def failures_of(site: Platform, consumer: str) -> int:
    cursor = await find_cursor(site.db, consumer)
    return cursor.failures if cursor else 0


async def until_failed(site: Platform, consumer: str, times: int) -> None:
    async with asyncio.timeout(30):
        while await failures_of(site, consumer) < times:
            await asyncio.sleep(0.01)


class TestConsumers:
    async def test_every_consumer_gets_what_happened_before_and_while_it_follows(self, site, enterprise_id):
        first, second = Recorder(), Recorder()
        await emit(site.db, enterprise_id, "A", "B")

        async with following(site, first=first, second=second):
            await first.wait_for(2)
            await emit(site.db, enterprise_id, "C")

            assert await first.wait_for(3) == ["A", "B", "C"]
            assert await second.wait_for(3) == ["A", "B", "C"]

    async def test_a_follower_goes_on_where_the_last_one_ended(self, site, enterprise_id):
        before, after = Recorder(), Recorder()
        await emit(site.db, enterprise_id, "A", "B")
        async with following(site, search=before):
            await before.wait_for(2)
            async with asyncio.timeout(30):
                while (cursor := await find_cursor(site.db, "search")) is None or cursor.sequence < 2:
                    await asyncio.sleep(0.01)
        await emit(site.db, enterprise_id, "C")

        async with following(site, search=after):
            assert await after.wait_for(1) == ["C"]

    async def test_a_batch_whose_place_was_not_noted_comes_again(self, site, enterprise_id):
        """A follower that dies after the consumer's work, and before its place was noted."""
        first, second = Recorder(), Recorder()
        await emit(site.db, enterprise_id, "A")

        async def work_and_die(_site: Site, events: Sequence[Event]) -> None:
            await first(_site, events)
            await asyncio.Event().wait()

        task = asyncio.create_task(Follower(site, [Consumer("search", work_and_die, 10)], refuse_orders).run())
        await first.wait_for(1)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

        async with following(site, search=second):
            assert await second.wait_for(1) == ["A"]

    async def test_many_events_come_in_batches(self, site, enterprise_id):
        recorder = Recorder()
        await emit(site.db, enterprise_id, *(f"E{number}" for number in range(250)))

        async with following(site, search=recorder):
            await recorder.wait_for(250)

        assert recorder.batches == [100, 100, 50]

    async def test_a_consumer_that_fails_holds_up_no_other(self, site, enterprise_id):
        failing, working = Recorder("B"), Recorder()
        await emit(site.db, enterprise_id, "A", "B", "C")

        async with following(site, failing=failing, working=working):
            assert await working.wait_for(3) == ["A", "B", "C"]

    async def test_what_comes_before_the_event_that_cannot_be_taken_goes_through(self, site, enterprise_id):
        failing = Recorder("C")
        await emit(site.db, enterprise_id, "A", "B", "C", "D")

        async with following(site, failing=failing):
            await until_failed(site, "failing", 1)

        cursor = await find_cursor(site.db, "failing")
        assert cursor is not None
        assert (failing.seen, cursor.sequence, cursor.last_error) == (["A", "B"], 2, "ValueError: cannot take it")

    async def test_a_consumer_that_failed_is_asked_again_after_a_while(self, site, enterprise_id):
        failing = Recorder("A")
        await emit(site.db, enterprise_id, "A", "B")

        async with following(site, failing=failing):
            await until_failed(site, "failing", 1)
            failing.refused.clear()
            site.clock.advance(MINUTE)

            assert await failing.wait_for(2) == ["A", "B"]
            async with asyncio.timeout(30):
                while await failures_of(site, "failing"):
                    await asyncio.sleep(0.01)


class TestOrders:
    async def test_an_order_of_a_unit_that_committed_is_forwarded_once(self, site):
        forwarded: list[Order] = []

        async with following(site, forwarded):
            run_id = await site.db.write(place_order, "cascade", 5, {"force": True})
            async with asyncio.timeout(30):
                while await due_orders(site.db, 1):
                    await asyncio.sleep(0.01)
        async with following(site, forwarded):
            await asyncio.sleep(0.05)

        assert [(f"order-{order.id}", order.workflow, order.arguments) for order in forwarded] == [
            (run_id, "cascade", [5, {"force": True}])
        ]

    async def test_an_order_of_a_unit_that_failed_never_was(self, site):
        forwarded: list[Order] = []

        async def unit(tx):
            await place_order(tx, "cascade")
            raise ValueError("no")

        async with following(site, forwarded):
            await asyncio.gather(site.db.write(unit), return_exceptions=True)
            await site.db.write(place_order, "another")
            async with asyncio.timeout(30):
                while not forwarded:
                    await asyncio.sleep(0.01)

        assert [order.workflow for order in forwarded] == ["another"]

    async def test_an_order_for_later_waits_until_then(self, site):
        forwarded: list[Order] = []

        async with following(site, forwarded):
            await site.db.write(place_order, "remind", after=MINUTE)
            await site.db.write(place_order, "at once")
            async with asyncio.timeout(30):
                while not forwarded:
                    await asyncio.sleep(0.01)
                site.clock.advance(MINUTE)
                while len(forwarded) < 2:
                    await asyncio.sleep(0.01)

        assert [order.workflow for order in forwarded] == ["at once", "remind"]
