"""A server that does its background work itself: what is started over HTTP runs, and what is due runs when time has come."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from holdall.base.settings import Settings
from holdall.cli.server import Application
from holdall.work.verbs import State
from tests.migration.jobs.world import World, make_world
from tests.support.databases import ready_database


@pytest.fixture(scope="module")
async def working(
    database_url: str, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[tuple[Application, Path]]:
    """A server with an engine in it."""
    folder = tmp_path_factory.mktemp("working")
    settings = Settings(
        data=folder / "data",
        database=await ready_database(database_url, folder),
        dev=True,
        log_format="none",
        control="anywhere",
        migration_roots=str(folder),
    )
    settings.data.mkdir()
    application = Application(settings)
    await application.start()
    yield application, folder
    await application.stop()


@pytest.fixture
async def world(working: tuple[Application, Path]) -> AsyncIterator[World]:
    """As for other tests of jobs, but runs begin and end by themselves."""
    async with await make_world(*working) as made:
        yield made


async def until_runs(world: World, job_id: str, count: int) -> None:
    """Wait until a job has so many runs behind it."""
    async with asyncio.timeout(60):
        while len([run for run in await world.runs(job_id) if run["end_time"] is not None]) < count:
            await asyncio.sleep(0.05)
        while (await world.job(job_id))["status"] == "running":
            await asyncio.sleep(0.05)


async def test_what_is_started_runs_as_one_piece_of_work(world: World, working: tuple[Application, Path]):
    world.write("one.txt")
    job_id = await world.create()

    await world.patch(job_id, "start=1")
    await until_runs(world, job_id, 1)

    assert ((await world.job(job_id))["status"], world.arrived()) == ("idle", {"one.txt": "content"})
    assert working[0].gateway is not None
    work = working[0].gateway.platform.background.work
    async with asyncio.timeout(20):
        while (run := (await work.list_runs(name="run a job"))[0]).state is not State.DONE:
            await asyncio.sleep(0.05)
    assert run.arguments == [job_id]


async def test_what_is_due_runs_when_the_control_plane_moves_the_clock(world: World):
    world.write("one.txt")
    job_id = await world.create(schedule={"mode": "auto"})
    await until_runs(world, job_id, 1)
    world.write("two.txt")

    await world.client.post("/_control/clock/advance", json={"minutes": 16})
    await until_runs(world, job_id, 2)

    assert world.arrived() == {"one.txt": "content", "two.txt": "content"}


async def test_a_run_stops_within_seconds_and_goes_on(world: World):
    for number in range(60):
        world.write(f"{number}.txt", "x" * 2000)
    job_id = await world.create(transfer={"performance": {"upload": {"bytes_per_second": 40_000}}}, status="start")
    async with asyncio.timeout(30):
        while "execution" not in await world.job(job_id):
            await asyncio.sleep(0.05)

    await world.patch(job_id, "pause=1")
    async with asyncio.timeout(10):
        while (await world.job(job_id))["status"] != "paused":
            await asyncio.sleep(0.05)
    arrived = len(world.arrived())
    await world.patch(job_id, "resume=1")
    await until_runs(world, job_id, 1)

    assert arrived < 60
    assert len(world.arrived()) == 60
