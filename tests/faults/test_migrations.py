"""The workers of a migration are killed again and again in the middle of their work: in the end all has arrived, and once."""

import asyncio
import os
import random
import shutil
import time
from pathlib import Path
from typing import Any

import pytest

from tests.faults.migrating import ledger_of, start_helper, start_leader
from tests.migration.engine.trees import read_tree, write_tree

pytestmark = pytest.mark.faults

FILES_FOR_A_KILL = 60
MIRROR = {"delete_propagation": "mirror", "delete_brake": 50}


@pytest.fixture
def kills() -> int:
    """How often a life of the workers ends: HOLDALL_FAULTS_KILLS=50 ./dev test tests/faults/test_migrations.py finds more."""
    return int(os.environ.get("HOLDALL_FAULTS_KILLS") or 5)


def files_below(folder: Path) -> int:
    return sum(len([name for name in names if not name.startswith(".")]) for _, _, names in os.walk(folder))


def forget_partials(folder: Path) -> None:
    """Remove what killed processes were writing; by itself it goes after a day."""
    for path in list(folder.rglob(".holdall-partial-*")):
        path.unlink()


class Migration:
    """One job between two folders: with a ledger on PostgreSQL two workers share it."""

    def __init__(self, url: str, folder: Path, seed: int) -> None:
        self.url, self.folder = url, folder
        self.source, self.destination = folder / "source", folder / "destination"
        self.destination.mkdir()
        self.dice = random.Random(seed)
        self.lives = 0

    def start(self, options: dict[str, Any]) -> list[Any]:
        self.lives += 1
        workers = [start_leader(self.url, self.folder, self.lives, options)]
        if not self.url.startswith("sqlite"):
            workers.append(start_helper(self.url, self.folder, self.lives))
        return workers

    def kill_at(self, files: int, **options: Any) -> bool:
        """Kill the workers one after the other once so many files have arrived; whether the run was not over by then."""
        workers = self.start(options)
        while workers[0].is_alive() and files_below(self.destination) < files:
            time.sleep(0.001)
        return self._kill(workers)

    def kill_after(self, seconds: float, **options: Any) -> bool:
        """Kill the workers one after the other when a time has gone by; whether the run was not over by then."""
        workers = self.start(options)
        workers[0].join(seconds)
        return self._kill(workers)

    def finish(self, **options: Any) -> None:
        workers = self.start(options)
        workers[0].join()
        for worker in workers:
            worker.kill()
            worker.join()

    def _kill(self, workers: list[Any]) -> bool:
        was_running: bool = workers[0].is_alive()
        self.dice.shuffle(workers)
        for worker in workers:
            worker.kill()
            worker.join()
            time.sleep(self.dice.choice([0, 0.02]))
        return was_running


@pytest.mark.timeout(1200)
async def test_every_file_arrives_once_whenever_workers_are_killed(ready_database_url: str, tmp_path: Path, kills: int):
    migration = Migration(ready_database_url, tmp_path, seed=7)
    folders = FILES_FOR_A_KILL * kills // 20
    tree = {f"folder {number}": {f"{name}.txt": f"{number} {name}" for name in range(20)} for number in range(folders)}
    write_tree(migration.source, tree)
    moments = sorted(migration.dice.sample(range(1, folders * 20 - 40), kills))

    killed = sum([await asyncio.to_thread(migration.kill_at, moment) for moment in moments])
    await asyncio.to_thread(migration.finish)

    status, files = await ledger_of(ready_database_url)
    forget_partials(migration.destination)
    assert killed >= kills // 2
    assert read_tree(migration.destination) == tree
    assert (status, {(status, verified) for _, status, _, verified in files}) == ("completed", {("success", True)})
    assert {path for path, _, _, _ in files} == {address for _, _, address, _ in files}
    await asyncio.to_thread(migration.finish)
    assert (await ledger_of(ready_database_url))[0] == "no_changes"


@pytest.mark.timeout(1200)
async def test_renames_and_deletions_that_are_cut_short_end_as_at_the_source(
    ready_database_url: str, tmp_path: Path, kills: int
):
    migration = Migration(ready_database_url, tmp_path, seed=8)
    write_tree(
        migration.source,
        {f"folder {number}": {f"{name}": f"{number} {name}" for name in range(10)} for number in range(20)},
    )
    await asyncio.to_thread(migration.finish)
    for number in range(0, 20, 2):
        one, other = migration.source / f"folder {number}", migration.source / f"folder {number + 1}"
        one.rename(tmp_path / "aside")
        other.rename(one)
        (tmp_path / "aside").rename(other)
    shutil.rmtree(migration.source / "folder 19")
    write_tree(migration.source, {"new": {f"{name}": f"new {name}" for name in range(100)}})

    for _ in range(kills):
        await asyncio.to_thread(migration.kill_after, migration.dice.uniform(0.02, 0.3), **MIRROR)
    await asyncio.to_thread(migration.finish, **MIRROR)

    forget_partials(migration.destination)
    assert read_tree(migration.destination) == read_tree(migration.source)
