"""Random histories of a folder, mirrored after each chapter, with runs that end anywhere: both sides are equal after all."""

import random
import shutil
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from holdall.base.db import Database
from holdall.migration.platforms.errors import Kind, PlatformError
from holdall.migration.platforms.platform import Platform
from tests.migration.engine.trees import Afar, Counting, migrate, read_tree, rows

MIRROR: dict[str, Any] = {"delete_propagation": "mirror", "delete_confirmed": True}


class Crash(BaseException):
    """The process ends here."""


class Crashing(Counting):
    """A folder whose process ends after so many calls, before or after the call was carried out."""

    calls_left = 10**9
    dice = random.Random(0)

    def _before(self) -> None:
        self.calls_left -= 1
        if self.calls_left == 0 and self.dice.random() < 0.5:
            raise Crash

    def _after(self) -> None:
        if self.calls_left <= 0:
            raise Crash

    async def _call(self, verb: Callable[..., Awaitable[Any]], *arguments: Any) -> Any:
        self._before()
        answer = await verb(*arguments)
        self._after()
        return answer

    def writing(self, *arguments):
        self._before()
        return super().writing(*arguments)

    def written(self, *arguments):
        self._after()
        return super().written(*arguments)

    async def create_file(self, *arguments):
        return await self._call(super().create_file, *arguments)

    async def create_folder(self, *arguments):
        return await self._call(super().create_folder, *arguments)

    async def replace(self, *arguments):
        return await self._call(super().replace, *arguments)

    async def move(self, *arguments):
        return await self._call(super().move, *arguments)

    async def delete(self, *arguments):
        return await self._call(super().delete, *arguments)


class Failing(Counting):
    """A folder that fails now and then, and always passes in the end."""

    dice = random.Random(0)

    async def create_file(self, *arguments):
        self._fail()
        return await super().create_file(*arguments)

    async def open(self, file):
        self._fail()
        return await super().open(file)

    def writing(self, *arguments):
        self._fail()
        return super().writing(*arguments)

    def reading(self, file):
        self._fail()
        return super().reading(file)

    def _fail(self) -> None:
        if self.dice.random() < 0.2:
            raise PlatformError(self.dice.choice([Kind.UNAVAILABLE, Kind.RATE_LIMITED]), "not now")


def folders_of(root: Path) -> list[Path]:
    return [root, *(path for path in sorted(root.rglob("*")) if path.is_dir())]


def change(root: Path, dice: random.Random) -> None:
    """One thing that happens to a folder: something is made, edited, renamed, moved or removed."""
    folders = folders_of(root)
    everything = sorted(root.rglob("*"))
    name = dice.choice(["a", "b", "c", "d", "é", "two words"])
    target = dice.choice(folders) / name
    what = dice.choice(["file", "file", "folder", "edit", "move", "move", "remove"])
    if what == "file" and not target.exists():
        target.write_text(f"{name} {dice.random()}")
    elif what == "folder" and not target.exists():
        target.mkdir()
    elif everything:
        chosen = dice.choice(everything)
        if what == "edit" and chosen.is_file():
            chosen.write_text(chosen.read_text() + " more")
        elif what == "move" and not target.exists() and chosen not in target.parents:
            chosen.rename(target)
        elif what == "remove":
            shutil.rmtree(chosen) if chosen.is_dir() else chosen.unlink()


@pytest.mark.parametrize("seed", range(15))
async def test_both_sides_are_equal_after_every_run(database: Database, tmp_path: Path, seed: int):
    dice = random.Random(seed)
    source, destination = tmp_path / "source", tmp_path / "destination"
    for folder in (source, destination):
        folder.mkdir()

    for _ in range(4):
        for _ in range(15):
            change(source, dice)
        run = await migrate(database, seen_from(source, seed), Counting(destination), **MIRROR)

        assert (run.status, await statuses_but_good(database)) in (("completed", {}), ("no_changes", {}))
        assert read_tree(destination) == read_tree(source)


@pytest.mark.parametrize("seed", range(15))
async def test_runs_that_end_anywhere_are_gone_on_with(database: Database, tmp_path: Path, seed: int):
    dice = random.Random(1000 + seed)
    source, destination = tmp_path / "source", tmp_path / "destination"
    for folder in (source, destination):
        folder.mkdir()

    for _ in range(4):
        for _ in range(15):
            change(source, dice)
        await run_to_the_end(database, seen_from(source, seed), destination, dice)

        assert await statuses_but_good(database) == {}
        assert read_tree(destination) == read_tree(source)


@pytest.mark.parametrize("seed", range(4))
async def test_failures_that_pass_are_tried_again(database: Database, tmp_path: Path, seed: int):
    dice = random.Random(2000 + seed)
    source, destination = tmp_path / "source", tmp_path / "destination"
    for folder in (source, destination):
        folder.mkdir()
    for _ in range(40):
        change(source, dice)
    for _ in range(20):  # an item may be flagged, and goes on when a person says so or the source changes
        run = await migrate(database, Failing(source), Failing(destination), **MIRROR, retry_flagged=True)
        if run.status != "warn":
            break

    assert read_tree(destination) == read_tree(source)


def seen_from(folder: Path, seed: int) -> Platform:
    """The folder as one of this machine, or as one of another."""
    return Afar(Counting(folder)) if seed % 2 else Counting(folder)


async def run_to_the_end(database: Database, source: Platform, destination: Path, dice: random.Random) -> None:
    while True:
        crashing = Crashing(destination)
        crashing.dice = dice
        crashing.calls_left = dice.randrange(1, 12)
        try:
            await migrate(database, source, crashing, **MIRROR)
        except* Crash:
            pass
        else:
            return


async def statuses_but_good(database: Database) -> dict[str, Any]:
    """What is not at the destination, with the reason."""
    good = ("success", "processed")
    return {
        path: (item.action, item.status, item.reason)
        for path, item in (await rows(database)).items()
        if item.status not in good
    }
