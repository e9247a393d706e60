"""Several workers on one run: each file arrives once, whoever brings it, and whoever dies."""

import asyncio
from pathlib import Path
from typing import Any

import msgspec
import pytest

from holdall.base.db import Database
from holdall.migration.engine.claims import LEASE
from holdall.migration.engine.execution import assist
from holdall.migration.engine.ledger import Ledger
from holdall.migration.engine.rows import Run
from holdall.migration.engine.working import MAKES
from holdall.migration.platforms.errors import Kind, PlatformError
from holdall.migration.platforms.local import LocalPlatform
from holdall.migration.platforms.platform import Entry, Side
from tests.migration.engine.trees import JOB, Afar, Counting, migrate, no_wait, read_tree, rows, write_tree


class Colonless(LocalPlatform):
    """A folder that takes no colons, so that names become others' names."""

    rules = msgspec.structs.replace(LocalPlatform.rules, invalid_characters=frozenset("/:"))


class Slow(LocalPlatform):
    """A folder that takes no file before it may."""

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self.is_asked, self.may_go_on = asyncio.Event(), asyncio.Event()

    async def create_file(self, *arguments: Any) -> Entry:
        self.is_asked.set()
        await self.may_go_on.wait()
        return await super().create_file(*arguments)


async def help_until(leader: "asyncio.Task[Run]", database: Database, source: Path, destination: LocalPlatform) -> int:
    """Assist again and again while a run goes on; how many files that brought over."""
    platform = Afar(LocalPlatform(source))
    moved = 0
    while not leader.done():
        ends = Side(platform, await platform.root()), Side(destination, await destination.root())
        moved += await assist(database, JOB, *ends, sleep=no_wait)
        await asyncio.sleep(0)
    return moved


def contents(folder: Path) -> list[str]:
    return sorted(path.read_text() for path in folder.rglob("*") if path.is_file())


@pytest.fixture
def places(tmp_path: Path) -> tuple[Path, Path]:
    source, destination = tmp_path / "source", tmp_path / "destination"
    source.mkdir()
    destination.mkdir()
    return source, destination


async def test_helpers_bring_files_over_and_none_twice(database, places):
    source, destination = places
    write_tree(source, {f"folder {number}": {f"{n}.txt": f"{number} {n}" for n in range(60)} for number in range(10)})
    ends = [Counting(destination) for _ in range(3)]

    leader = asyncio.create_task(migrate(database, Afar(LocalPlatform(source)), ends[0]))
    helped = await asyncio.gather(*(help_until(leader, database, source, end) for end in ends[1:]))

    assert (await leader).status == "completed"
    assert read_tree(destination) == read_tree(source)
    assert sum(helped) > 0
    assert [end.calls.get("create_file", 0) for end in ends[1:]] == helped
    assert sum(end.calls["create_file"] for end in ends) == 600
    assert {item.verified_run for item in (await rows(database)).values() if item.type == "file"} == {
        leader.result().id
    }


async def test_a_small_job_whose_files_take_long_has_some_for_workers_that_come_later(database, places):
    source, destination = places
    write_tree(source, {f"{number}.txt": f"{number}" for number in range(40)})
    end = Slow(destination)

    leader = asyncio.create_task(migrate(database, Afar(LocalPlatform(source)), end))
    await end.is_asked.wait()
    taken = await Ledger(database, JOB, worker=7).to_do(["file"], MAKES, 40)
    await Ledger(database, JOB, worker=7).give_back(item.id for item in taken)
    end.may_go_on.set()

    assert (len(taken), (await leader).status) == (24, "completed")
    assert read_tree(destination) == read_tree(source)


async def test_names_that_become_the_same_are_kept_apart_across_workers(database, places):
    source, destination = places
    for number in range(120):
        for name in (f"{number}:a", f"{number}_a"):
            (source / name).write_text(name)

    leader = asyncio.create_task(migrate(database, Afar(LocalPlatform(source)), Colonless(destination)))
    await asyncio.gather(*(help_until(leader, database, source, Colonless(destination)) for _ in range(2)))

    assert (await leader).status == "completed"
    assert contents(destination) == contents(source)


async def test_what_a_dead_helper_had_taken_is_done_when_its_time_is_over(database, places):
    source, destination = places
    write_tree(source, {f"{number}.txt": f"{number}" for number in range(30)})
    await lead_to_the_files(database, source, destination)
    dead = Ledger(database, JOB, worker=7)
    taken = await dead.to_do(["file"], MAKES, 10)

    leader = asyncio.create_task(migrate(database, LocalPlatform(source), LocalPlatform(destination)))
    while len(contents(destination)) < 30 - len(taken):
        await asyncio.sleep(0.01)
    waits = not leader.done()
    database.clock.advance(2 * LEASE)

    assert (len(taken) > 0, waits, (await leader).status) == (True, True, "completed")
    assert read_tree(destination) == read_tree(source)


async def test_nobody_helps_where_nobody_leads(database, places):
    source, destination = places
    write_tree(source, {"one.txt": "1"})
    await lead_to_the_files(database, source, destination)

    there = LocalPlatform(destination)
    ends = Side(LocalPlatform(source), await LocalPlatform(source).root()), Side(there, await there.root())
    moved = await assist(database, JOB, *ends)

    assert (moved, contents(destination)) == (0, [])


async def lead_to_the_files(database: Database, source: Path, destination: Path) -> None:
    """A run that is paused when the first file is about to be brought over."""

    class Pausing(Counting):
        def writing(self, *arguments):
            raise PlatformError(Kind.UNAVAILABLE, "not now")

        async def create_file(self, *arguments):
            self._count("asked")
            raise PlatformError(Kind.UNAVAILABLE, "not now")

    end = Pausing(destination)
    run = await migrate(database, LocalPlatform(source), end, stop=lambda: "paused" if end.calls else None)
    assert run.finished_at is None
