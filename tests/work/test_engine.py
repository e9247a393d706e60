"""What an engine leaves another one finishes; what breaks a rule is refused; what is reset is forgotten."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
import sqlalchemy as sa
from prometheus_client import REGISTRY

from holdall.base.db import query
from holdall.box.platform import Platform
from holdall.content import snapshots
from holdall.content.events.cursors import note_failure, start_cursor
from holdall.content.orders import place_order
from holdall.content.orders.tables import work_orders
from holdall.work.health import measure
from holdall.work.host import Role, WorkHost
from holdall.work.registry import SHAPE
from holdall.work.verbs import State, WorkFailed
from tests.work import flows
from tests.work.conftest import emit

_ORDERS = query(sa.select(sa.func.count()).select_from(work_orders))


@pytest.fixture
def test(request: pytest.FixtureRequest) -> str:
    """A name that tells apart what the workflows of one test leave behind."""
    return str(request.node.name)


@asynccontextmanager
async def working(site: Platform, shape: str = SHAPE) -> AsyncIterator[WorkHost]:
    """Background work for the length of a block, as a process of its own would do it."""
    host = WorkHost(site)
    host.start(Role.WORKER, shape)
    try:
        await until(lambda: host.is_leader)
        yield host
    finally:
        await host.stop()


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(30):
        while not condition():
            await asyncio.sleep(0.01)


async def reach(host: WorkHost, run_id: str, state: State) -> None:
    async with asyncio.timeout(30):
        while (await host.work.find(run_id)).state is not state:
            await asyncio.sleep(0.02)


async def until_no_orders(site: Platform) -> None:
    async with asyncio.timeout(30):
        while await site.db.value(_ORDERS):
            await asyncio.sleep(0.05)


class TestLives:
    async def test_what_one_engine_was_doing_another_one_goes_on_with(self, site, test):
        async with working(site) as first:
            run_id = await first.work.enqueue("test three steps", test)
            await until(lambda: f"{test} two" in flows.waiting)

        flows.gates[f"{test} two"].set()
        async with working(site) as second:
            await reach(second, run_id, State.DONE)

        assert flows.done[test] == ["one", "two", "three"]

    async def test_one_engine_runs_for_the_processes_of_a_server_and_another_takes_over(self, site):
        first, second = WorkHost(site), WorkHost(site)
        first.start()
        await until(lambda: first.is_leader)
        second.start()
        await asyncio.sleep(0.1)
        before = (first.part, second.part)

        await first.stop()
        await until(lambda: second.is_leader)
        after = (first.part, second.part)
        await second.stop()

        assert before == ("leads", "waits")
        assert after == ("elsewhere", "leads")

    async def test_work_of_another_shape_is_begun_anew(self, site, test):
        """Steps are told apart by their order, so what was begun by other code must not go on in the middle."""
        async with working(site, "1") as old:
            running = await old.work.enqueue("test three steps", test)
            await until(lambda: f"{test} two" in flows.waiting)

        flows.gates[f"{test} two"].set()
        async with working(site, "2") as new:
            await reach(new, running, State.DONE)

        assert flows.done[test] == ["one", "one", "two", "three"]

    async def test_work_that_loses_its_process_again_and_again_is_given_up_and_can_be_retried(self, site, test):
        for life in (1, 2):
            async with working(site) as host:
                run_id = await host.work.enqueue("test fragile", test, key=test)
                await until(partial(flows.has_done, test, life))
        flows.gates[f"{test} done"].set()
        async with working(site) as host:
            await reach(host, run_id, State.GIVEN_UP)
            await host.work.retry(run_id)
            await reach(host, run_id, State.DONE)

        assert flows.done[test] == ["began", "began", "began", "done"]

    async def test_what_the_books_have_lost_is_begun_anew_from_its_order(self, site, test):
        async with working(site):
            run_id = await site.db.write(place_order, "test three steps", test)
            await until(lambda: f"{test} two" in flows.waiting)
        lost = WorkHost(site)
        await lost.work.books.forget_all()
        await lost.stop()

        flows.gates[f"{test} two"].set()
        async with working(site) as host:
            await until(lambda: flows.done[test][-1] == "three")
            await reach(host, run_id, State.DONE)
            await until_no_orders(site)

        assert flows.done[test] == ["one", "one", "two", "three"]

    async def test_an_order_for_unknown_work_holds_up_nothing(self, site, test):
        flows.gates[f"{test} two"].set()
        async with working(site) as host:
            await site.db.write(place_order, "nobody knows this")
            known = await site.db.write(place_order, "test three steps", test)
            await until(lambda: len(flows.done[test]) == 3)
            await reach(host, known, State.DONE)

        assert await site.db.value(_ORDERS) >= 1

    async def test_a_service_runs_while_its_process_leads_and_again_when_it_raises(self, site):
        before = len(flows.looks)
        async with working(site):
            await until(lambda: len(flows.looks) >= before + 3)
        after = len(flows.looks)
        await asyncio.sleep(0.1)

        assert len(flows.looks) == after


class TestHealth:
    async def test_metrics_tell_what_waits_and_how_far_behind_consumers_are(self, site, enterprise_id, test):
        await emit(site.db, enterprise_id, "A", "B", "C")
        cursor = await site.db.write(start_cursor, "test health")
        await site.db.write(note_failure, cursor, "ValueError: no", 0)
        async with working(site) as host:
            waiting = await host.work.enqueue("test sleeper", test, delay=3600)
            await host.work.enqueue("test three steps", test)
            await until(lambda: f"{test} two" in flows.waiting)
            await measure(host)
            await host.work.cancel(waiting)

        def value(name: str, **labels: str) -> float | None:
            return REGISTRY.get_sample_value(name, labels)

        assert value("holdall_consumer_behind", consumer="test health") == 3
        assert value("holdall_consumer_failures", consumer="test health") == 1
        assert value("holdall_workflows", state="waiting") == 1
        assert value("holdall_workflows", state="running") == 1

    async def test_a_process_tells_its_part(self, site):
        before = site.background.part
        async with working(site) as host:
            during = host.part

        assert (before, during, host.part) == ("elsewhere", "leads", "elsewhere")


class TestRules:
    async def test_a_parent_and_its_children_do_not_share_a_queue(self, site, test):
        async with working(site) as host:
            with pytest.raises(WorkFailed, match="test bad parent and test three steps share the queue quick"):
                await host.work.run("test bad parent", test)

    async def test_steps_do_not_run_side_by_side(self, site, test):
        async with working(site) as host:
            with pytest.raises(WorkFailed, match="step note was begun beside another one"):
                await host.work.run("test side by side", test)

    async def test_what_is_kept_is_json(self, site, test):
        async with working(site) as host:
            run_id = await host.work.enqueue("test sleeper", test)
            await reach(host, run_id, State.DONE)
            books = (await host.work.books.client())._sys_db.engine
            schema = "" if site.db.dialect == "sqlite" else "holdall_work."
            with books.connect() as connection:
                rows = connection.execute(
                    sa.text(f"SELECT output FROM {schema}operation_outputs WHERE workflow_uuid = :id"), {"id": run_id}
                )
                kept = [row[0] for row in rows]
            with pytest.raises(WorkFailed, match="not portable JSON"):
                await host.work.run("test no json", test)

        assert '"awake"' in kept

    async def test_a_long_step_can_ask_whether_it_should_stop(self, site, test):
        async with working(site) as host:
            run_id = await host.work.enqueue("test endless", test)
            await until(lambda: flows.done[test] == ["began"])
            await host.work.cancel(run_id)
            await until(lambda: flows.done[test] == ["began", "stopped"])

            assert (await host.work.find(run_id)).state is State.CANCELLED


class TestForgetting:
    async def test_after_a_reset_nothing_of_before_goes_on(self, site, test):
        async with working(site) as host:
            run_id = await site.db.write(place_order, "test three steps", test)
            await until(lambda: f"{test} two" in flows.waiting)

            async with host.forgetting():
                await site.db.write(snapshots.empty_tables)
                flows.gates[f"{test} two"].set()
            after = await site.db.write(place_order, "test sleeper", test)
            await until(lambda: flows.done[test][-1] == "awake")
            known = {run.id for run in await host.work.list_runs()}

        assert flows.done[test] == ["one", "awake"]
        assert (run_id in known, after in known) == (False, True)

    async def test_a_restored_snapshot_begins_anew_what_was_not_over_when_it_was_taken(self, site, test):
        async with working(site) as host:
            run_id = await site.db.write(place_order, "test three steps", test)
            await until(lambda: f"{test} two" in flows.waiting)
            await site.db.write(snapshots.take_snapshot, "in the middle")
            flows.gates[f"{test} two"].set()
            await reach(host, run_id, State.DONE)
            await until_no_orders(site)

            async with host.forgetting():
                await site.db.write(snapshots.restore_snapshot, "in the middle")
            await until(lambda: len(flows.done[test]) == 6)
            await reach(host, run_id, State.DONE)

        assert flows.done[test] == ["one", "two", "three", "one", "two", "three"]

    async def test_a_reset_that_fails_lets_everything_go_on(self, site, test):
        async with working(site) as host:
            run_id = await host.work.enqueue("test three steps", test)
            await until(lambda: f"{test} two" in flows.waiting)

            with pytest.raises(ValueError, match="no"):
                async with host.forgetting():
                    raise ValueError("no")
            flows.gates[f"{test} two"].set()
            await reach(host, run_id, State.DONE)

        assert flows.done[test] == ["one", "two", "three"]

    async def test_what_was_over_long_ago_is_forgotten(self, site, test):
        flows.gates[f"{test} two"].set()
        async with working(site) as host:
            await host.work.run("test sleeper", test)
            flows.broken.add(f"{test} one")
            failed = await host.work.enqueue("test three steps", test)
            await reach(host, failed, State.FAILED)
            later = datetime.now(UTC) + timedelta(minutes=1)

            early = await host.work.books.forget_before(datetime.now(UTC) - timedelta(minutes=1), is_done=True)
            done = await host.work.books.forget_before(later, is_done=True)
            left = [run.id for run in await host.work.list_runs()]
            ended = await host.work.books.forget_before(later, is_done=False)

        assert (early, done >= 1, left, ended) == (0, True, [failed], 1)
