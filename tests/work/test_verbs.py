"""The verbs over background work, on an engine that runs inside a server."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest

from holdall.base.errors import Conflict, NotFound
from holdall.base.settings import Settings
from holdall.cli.server import Application
from holdall.content.orders import place_order
from holdall.work.host import WorkHost
from holdall.work.verbs import State, Work, WorkFailed
from tests.support.databases import ready_database
from tests.work import flows


@pytest.fixture(scope="module")
async def host(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[WorkHost]:
    """The background work of a server that runs an engine, for all tests of this module."""
    data = tmp_path_factory.mktemp("engine")
    application = Application(Settings(data=data, database=await ready_database(database_url, data), log_format="none"))
    background = (await application.start()).platform.background
    await until(lambda: background.is_leader)
    yield background
    await application.stop()


@pytest.fixture
def work(host: WorkHost) -> Work:
    return host.work


@pytest.fixture
def test(request: pytest.FixtureRequest) -> str:
    """A name that tells apart what the workflows of one test leave behind."""
    return str(request.node.name)


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(30):
        while not condition():
            await asyncio.sleep(0.01)


async def reach(work: Work, run_id: str, state: State) -> None:
    """Wait until a workflow is in a state."""
    async with asyncio.timeout(30):
        while (await work.find(run_id)).state is not state:
            await asyncio.sleep(0.02)


async def stop_behind_step_one(work: Work, test: str, stop: Callable[[str], Awaitable[None]]) -> str:
    """A workflow that was stopped while its second step was under way, which has ended by now."""
    run_id = await work.enqueue("test three steps", test)
    await until(lambda: f"{test} two" in flows.waiting)
    await stop(run_id)
    flows.gates[f"{test} two"].set()
    await until(lambda: flows.done[test] == ["one", "two"])
    return run_id


class TestEnqueue:
    async def test_a_workflow_does_its_steps_in_order_and_answers(self, work, test):
        flows.gates[f"{test} two"].set()

        assert await work.run("test three steps", test) == ["one", "two", "three"]
        assert flows.done[test] == ["one", "two", "three"]

    async def test_with_a_key_it_is_started_once(self, work, test):
        flows.gates[f"{test} two"].set()
        first = await work.enqueue("test three steps", test, key=test)
        second = await work.enqueue("test three steps", test, key=test)
        await work.run("test three steps", test, key=test)

        assert first == second
        assert flows.done[test] == ["one", "two", "three"]

    async def test_it_waits_as_long_as_it_is_told_to(self, work, test):
        run_id = await work.enqueue("test three steps", test, delay=3600)

        assert (await work.find(run_id)).state is State.WAITING
        await work.cancel(run_id)

    async def test_a_sleep_is_a_step_of_its_own(self, work, test):
        assert await work.run("test sleeper", test) == "awake"

    async def test_a_parent_waits_for_children_of_another_queue(self, work, test):
        for number in range(3):
            flows.gates[f"{test} child {number}"].set()

        assert await work.run("test parent", test, 3) == 3
        assert sorted(flows.done[test]) == ["child 0", "child 1", "child 2"]

    async def test_an_order_of_a_unit_of_work_is_carried_out(self, host, work, test):
        flows.gates[f"{test} two"].set()

        run_id = await host.site.db.write(place_order, "test three steps", test)
        await until(lambda: len(flows.done[test]) == 3)
        await reach(work, run_id, State.DONE)

        assert (await work.find(run_id)).answer == ["one", "two", "three"]


class TestFailures:
    async def test_what_a_step_raises_is_told_to_who_waits(self, work, test):
        flows.broken.add(f"{test} one")

        with pytest.raises(WorkFailed, match="is failed: one is broken"):
            await work.run("test three steps", test, key=test)

        run = await work.find(f"test three steps/{test}")
        assert (run.state, run.error, run.arguments) == (State.FAILED, "one is broken", [test])

    async def test_retry_goes_on_with_the_step_that_failed(self, work, test):
        flows.broken.add(f"{test} three")
        flows.gates[f"{test} two"].set()
        run_id = await work.enqueue("test three steps", test)
        await reach(work, run_id, State.FAILED)
        flows.broken.clear()

        await work.retry(run_id)
        await reach(work, run_id, State.DONE)

        assert flows.done[test] == ["one", "two", "three", "three"]

    async def test_there_is_no_work_of_an_unknown_id(self, work):
        with pytest.raises(NotFound):
            await work.find("nobody")
        with pytest.raises(NotFound):
            await work.cancel("nobody")


async def until_two_steps(test: str) -> None:
    """Wait until the step that was under way has ended, and then as long as another one would need to begin."""
    async with asyncio.timeout(30):
        while len(flows.done[test]) < 2:
            await asyncio.sleep(0.02)
    await asyncio.sleep(0.3)


class TestStopping:
    async def test_cancel_ends_a_workflow_at_the_end_of_its_step(self, work, test):
        run_id = await stop_behind_step_one(work, test, work.cancel)
        await until_two_steps(test)

        assert flows.done[test] == ["one", "two"]
        assert (await work.find(run_id)).state is State.CANCELLED

    async def test_cancel_ends_the_children_too(self, work, test):
        run_id = await work.enqueue("test parent", test, 2)
        children = [f"{run_id}/test child/{number}" for number in range(2)]
        async with asyncio.timeout(30):
            while not set(children) <= {run.id for run in await work.list_runs(name="test child")}:
                await asyncio.sleep(0.02)

        await work.cancel(run_id)

        states = [(await work.find(one)).state for one in (run_id, *children)]
        assert states == [State.CANCELLED] * 3

    async def test_a_paused_workflow_goes_on_with_the_step_that_was_under_way_when_it_is_resumed(self, work, test):
        run_id = await stop_behind_step_one(work, test, work.pause)
        await until_two_steps(test)
        paused = await work.find(run_id)

        await work.resume(run_id)
        await reach(work, run_id, State.DONE)

        assert paused.state is State.PAUSED
        assert flows.done[test] == ["one", "two", "two", "three"]

    async def test_what_is_over_is_neither_paused_nor_resumed(self, work, test):
        flows.gates[f"{test} two"].set()
        await work.run("test three steps", test, key=test)

        with pytest.raises(Conflict):
            await work.pause(f"test three steps/{test}")
        with pytest.raises(Conflict):
            await work.resume(f"test three steps/{test}")


class TestLooking:
    async def test_watching_tells_every_change_until_the_end(self, work, test):
        run_id = await work.enqueue("test three steps", test, delay=0.5)
        states = []
        async for run in work.watch(run_id):
            states.append(run.state)
            if run.state is State.RUNNING:
                flows.gates[f"{test} two"].set()

        assert states == [State.WAITING, State.RUNNING, State.DONE]

    async def test_a_list_has_the_latest_first_of_a_name_and_of_some_states(self, work, test):
        waiting = [await work.enqueue("test sleeper", test, delay=3600) for _ in range(3)]

        found = await work.list_runs(name="test sleeper", states=[State.WAITING])
        page = await work.list_runs(name="test sleeper", states=[State.WAITING], limit=1, offset=1)
        for run_id in waiting:
            await work.cancel(run_id)

        assert [run.id for run in found] == list(reversed(waiting))
        assert [run.id for run in page] == [waiting[1]]
        assert await work.list_runs(name="test sleeper", states=[State.WAITING]) == []


class TestService:
    async def test_it_goes_on_after_it_has_raised(self, host):
        *_, this_server = flows.served
        await until(lambda: flows.served[this_server] == 2)
