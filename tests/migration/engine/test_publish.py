"""Publishing: the destination is what the source is, and nothing else."""

import random
import shutil
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from holdall.migration.platforms.local import LocalPlatform
from tests.migration.engine.test_random import Crash, Crashing, change, statuses_but_good
from tests.migration.engine.trees import Counting, migrate, read_tree, write_tree

TREE = {"report.txt": "report", "Projects": {"a.txt": "a", "deep": {"c.txt": "c"}}, "empty": {}}


@pytest.fixture
def source(tmp_path: Path) -> Path:
    write_tree(tmp_path / "source", TREE)
    return tmp_path / "source"


@pytest.fixture
def destination(tmp_path: Path) -> Path:
    (tmp_path / "destination").mkdir()
    return tmp_path / "destination"


async def publish(database, source: Path, destination: Path, **options: Any):
    options = {"delete_confirmed": True, "conflict_resolution": "source", **options}
    return await migrate(database, Counting(source), LocalPlatform(destination), transfer_type="publish", **options)


async def test_what_is_at_the_destination_alone_goes(database, source, destination):
    write_tree(destination, {"Projects": {"old.txt": "old"}, "other": {"x": {"y": "y"}}, "report.txt": "theirs"})

    run = await publish(database, source, destination)

    assert (run.status, read_tree(destination), read_tree(source)) == ("completed", TREE, TREE)


async def test_the_brake_counts_all_that_would_go(database, source, destination):
    write_tree(destination, {"other": {"x": {"y": "y"}}})

    run = await publish(database, source, destination, delete_confirmed=False)

    assert run.status == "awaiting-user"
    assert "lacks 3 of 9 items" in (run.reason or "")
    assert read_tree(destination) == {**TREE, "other": {"x": {"y": "y"}}}
    await publish(database, source, destination)
    assert read_tree(destination) == TREE


async def test_what_was_changed_at_the_destination_is_the_source_s_again(database, source, destination):
    await publish(database, source, destination)
    (destination / "report.txt").write_text("edited there")
    (destination / "Projects/a.txt").unlink()
    (destination / "Projects/deep").rename(destination / "empty/moved")

    await publish(database, source, destination)

    assert (read_tree(destination), read_tree(source)) == (TREE, TREE)


async def test_what_the_filter_leaves_out_is_left_alone_at_the_destination_too(database, source, destination):
    write_tree(destination, {"keep.tmp": "keep"})

    await publish(
        database,
        source,
        destination,
        filters=[{"action": "exclude", "rules": [{"type": "filter_pattern", "text": "*.tmp"}]}],
    )

    assert read_tree(destination) == {**TREE, "keep.tmp": "keep"}


async def test_a_file_saved_anew_in_a_folder_that_the_destination_lost_is_there_after_every_run(
    database, source, destination
):
    await publish(database, source, destination)
    (source / "Projects/saving").write_text("saved anew")
    (source / "Projects/saving").replace(source / "Projects/a.txt")
    shutil.rmtree(destination / "Projects")

    for _ in range(2):
        await publish(database, source, destination)

        assert read_tree(destination) == read_tree(source)


@pytest.mark.parametrize("seed", range(12))
async def test_random_histories_of_both_sides_end_as_the_source(database, tmp_path: Path, seed: int):
    dice = random.Random(5000 + seed)
    source, destination = tmp_path / "source", tmp_path / "destination"
    for folder in (source, destination):
        folder.mkdir()

    for _ in range(4):
        for _ in range(10):
            change(dice.choice([source, destination]), dice)
        before = read_tree(source)
        for _ in range(2):
            await publish(database, source, destination)

        assert read_tree(source) == before
        assert await statuses_but_good(database) == {}
        assert read_tree(destination) == before


@pytest.mark.parametrize("seed", range(8))
async def test_random_histories_with_runs_that_end_anywhere_end_as_the_source(database, tmp_path: Path, seed: int):
    dice = random.Random(8000 + seed)
    source, destination = tmp_path / "source", tmp_path / "destination"
    for folder in (source, destination):
        folder.mkdir()

    for _ in range(4):
        for _ in range(10):
            change(dice.choice([source, destination]), dice)
        before = read_tree(source)
        for _ in range(4):
            crashing = Crashing(destination)
            crashing.dice = dice
            crashing.calls_left = dice.randrange(1, 12)
            with suppress(BaseExceptionGroup, Crash):
                await migrate(
                    database,
                    Counting(source),
                    crashing,
                    transfer_type="publish",
                    delete_confirmed=True,
                    conflict_resolution="source",
                )
        for _ in range(2):
            await publish(database, source, destination)

        assert read_tree(source) == before
        assert await statuses_but_good(database) == {}
        assert read_tree(destination) == before
