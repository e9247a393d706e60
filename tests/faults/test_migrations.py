"""The workers of a migration are killed again and again in the middle of their work: in the end all has arrived, and once."""

import os
import shutil
import time
from pathlib import Path
from typing import Any

import pytest

from tests.faults.migrating import Lives, forget_partials, ledger_of
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


class Migration(Lives):
    """One job between two folders."""

    def __init__(self, url: str, folder: Path, seed: int) -> None:
        self.source, self.destination = folder / "source", folder / "destination"
        self.destination.mkdir()
        super().__init__(url, self.source, self.destination, seed)

    async def kill_at(self, files: int, **options: Any) -> bool:
        """Kill the workers once so many files have arrived."""

        async def have_arrived() -> bool:
            return files_below(self.destination) >= files

        return await self.kill_when(have_arrived, **options)

    async def kill_after(self, seconds: float, **options: Any) -> bool:
        """Kill the workers when a time has gone by."""
        until = time.monotonic() + seconds

        async def is_over() -> bool:
            return time.monotonic() >= until

        return await self.kill_when(is_over, **options)


@pytest.mark.timeout(1200)
async def test_every_file_arrives_once_whenever_workers_are_killed(ready_database_url: str, tmp_path: Path, kills: int):
    migration = Migration(ready_database_url, tmp_path, seed=7)
    folders = FILES_FOR_A_KILL * kills // 20
    tree = {f"folder {number}": {f"{name}.txt": f"{number} {name}" for name in range(20)} for number in range(folders)}
    write_tree(migration.source, tree)
    moments = sorted(migration.dice.sample(range(1, folders * 20 - 40), kills))

    killed = sum([await migration.kill_at(moment) for moment in moments])
    await migration.finish()

    status, files = await ledger_of(ready_database_url)
    forget_partials(migration.destination)
    assert killed >= kills // 2
    assert read_tree(migration.destination) == tree
    assert (status, {(status, verified) for _, status, _, verified in files}) == ("completed", {("success", True)})
    assert {path for path, _, _, _ in files} == {address for _, _, address, _ in files}
    await migration.finish()
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
    await migration.finish()
    for number in range(0, 20, 2):
        one, other = migration.source / f"folder {number}", migration.source / f"folder {number + 1}"
        one.rename(tmp_path / "aside")
        other.rename(one)
        (tmp_path / "aside").rename(other)
    shutil.rmtree(migration.source / "folder 19")
    write_tree(migration.source, {"new": {f"{name}": f"new {name}" for name in range(100)}})

    for _ in range(kills):
        await migration.kill_after(migration.dice.uniform(0.02, 0.3), **MIRROR)
    await migration.finish(**MIRROR)

    forget_partials(migration.destination)
    assert read_tree(migration.destination) == read_tree(migration.source)
