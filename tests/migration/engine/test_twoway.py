"""Jobs that go both ways: what happens on either side happens on the other, and no content is lost to a conflict."""

import random
from pathlib import Path
from typing import Any

import pytest

from holdall.migration.platforms.local import LocalPlatform
from tests.migration.engine.test_random import change, statuses_but_good
from tests.migration.engine.trees import Counting, migrate, read_tree, rows, write_tree

TREE: dict[str, Any] = {
    "report.txt": "report",
    "Projects": {"a.txt": "a", "b.txt": "b", "deep": {"c.txt": "c"}},
    "empty": {},
}
MIRROR: dict[str, Any] = {"delete_propagation": "mirror", "delete_confirmed": True}


@pytest.fixture
def source(tmp_path: Path) -> Path:
    write_tree(tmp_path / "source", TREE)
    return tmp_path / "source"


@pytest.fixture
def destination(tmp_path: Path) -> Path:
    (tmp_path / "destination").mkdir()
    return tmp_path / "destination"


async def sync(database, source: Path, destination: Path, **options: Any):
    return await migrate(database, LocalPlatform(source), LocalPlatform(destination), transfer_type="sync", **options)


async def test_the_first_run_makes_both_sides_hold_all(database, source, destination):
    write_tree(destination, {"Projects": {"mine.txt": "mine", "a.txt": "a"}, "theirs": {"x": "x"}})

    run = await sync(database, source, destination)

    wanted = {**TREE, "Projects": {**TREE["Projects"], "mine.txt": "mine"}, "theirs": {"x": "x"}}
    assert run.status == "completed"
    assert read_tree(source) == wanted
    assert read_tree(destination) == wanted


async def test_a_run_without_changes_does_nothing(database, source, destination):
    await sync(database, source, destination)
    ends = Counting(source), Counting(destination)

    run = await migrate(database, *ends, transfer_type="sync")

    assert (run.status, [end.calls for end in ends]) == ("no_changes", [{}, {}])


async def test_what_happens_at_the_destination_happens_at_the_source(database, source, destination):
    await sync(database, source, destination)
    (destination / "report.txt").write_text("edited there")
    (destination / "Projects/deep").rename(destination / "empty/deeper")
    write_tree(destination / "new", {"inside.txt": "new"})
    (destination / "Projects/b.txt").unlink()
    ends = Counting(source), Counting(destination)

    run = await migrate(database, *ends, transfer_type="sync", **MIRROR)

    assert run.status == "completed"
    assert read_tree(source) == read_tree(destination)
    assert read_tree(source)["report.txt"] == "edited there"
    assert ends[0].calls == {"replace": 1, "move": 1, "create_folder": 1, "create_file": 1, "delete": 1}
    assert ends[1].calls == {}


async def test_deletions_stay_on_their_side_unless_they_are_mirrored(database, source, destination):
    await sync(database, source, destination)
    (destination / "report.txt").unlink()

    await sync(database, source, destination)

    assert "report.txt" in read_tree(source)
    assert "report.txt" not in read_tree(destination)
    assert (await rows(database))["report.txt"].category == "deleted_there"


async def test_more_deletions_than_the_brake_allows_wait_for_a_person(database, source, destination):
    await sync(database, source, destination)
    for name in ("a.txt", "b.txt", "deep/c.txt"):
        (destination / "Projects" / name).unlink()

    run = await sync(database, source, destination, delete_propagation="mirror")

    assert (run.status, read_tree(source)) == ("awaiting-user", TREE)
    assert "the destination lacks 3 of 7 items" in (run.reason or "")


async def test_a_change_is_stronger_than_a_deletion(database, source, destination):
    await sync(database, source, destination)
    (source / "report.txt").write_text("edited here")
    (destination / "report.txt").unlink()
    (source / "Projects/a.txt").unlink()
    (destination / "Projects/a.txt").write_text("edited there")

    await sync(database, source, destination, **MIRROR)

    assert read_tree(source) == read_tree(destination)
    assert read_tree(source)["report.txt"] == "edited here"
    assert read_tree(source)["Projects"]["a.txt"] == "edited there"


@pytest.mark.parametrize(
    ("policy", "wins"),
    [("source", "from the source"), ("destination", "from the destination"), ("latest", "from the destination")],
)
async def test_a_conflict_is_decided_as_the_job_says(database, source, destination, policy: str, wins: str):
    await sync(database, source, destination)
    (source / "report.txt").write_text("from the source")
    (destination / "report.txt").write_text("from the destination")

    await sync(database, source, destination, conflict_resolution=policy)

    assert [(end / "report.txt").read_text() for end in (source, destination)] == [wins, wins]


async def test_a_conflict_can_wait_for_a_person(database, source, destination):
    await sync(database, source, destination)
    (source / "report.txt").write_text("from the source")
    (destination / "report.txt").write_text("from the destination")

    run = await sync(database, source, destination, conflict_resolution="failure")

    assert (run.status, (await rows(database))["report.txt"].status) == ("warn", "remediation")
    assert [(end / "report.txt").read_text() for end in (source, destination)] == [
        "from the source",
        "from the destination",
    ]


async def test_of_a_conflict_both_contents_are_kept(database, source, destination):
    await sync(database, source, destination)
    (source / "report.txt").write_text("from the source")
    (destination / "report.txt").write_text("from the destination")

    for _ in range(2):
        await sync(database, source, destination)

    assert read_tree(source) == read_tree(destination)
    assert sorted(path.read_text() for path in source.glob("report*")) == ["from the destination", "from the source"]


def contents(root: Path) -> set[str]:
    return {path.read_text() for path in root.rglob("*") if path.is_file()}


@pytest.mark.parametrize("seed", range(15))
async def test_random_histories_of_both_sides_end_equal(database, tmp_path: Path, seed: int):
    dice = random.Random(3000 + seed)
    ends = tmp_path / "source", tmp_path / "destination"
    for end in ends:
        end.mkdir()

    for _ in range(4):
        for _ in range(10):
            change(dice.choice(ends), dice)
        await until_nothing_changes(database, *ends)

        assert await statuses_but_good(database) == {}
        assert read_tree(ends[1]) == read_tree(ends[0])


@pytest.mark.parametrize("seed", range(6))
async def test_without_deletions_no_content_is_lost(database, tmp_path: Path, seed: int):
    dice = random.Random(4000 + seed)
    ends = tmp_path / "source", tmp_path / "destination"
    for end in ends:
        end.mkdir()
    common: set[str] = set()
    for number in range(60):
        name = dice.choice(["a", "b", "c", "d"])
        (dice.choice(ends) / name).write_text(f"{number}")
        if number % 6 == 5:
            new = (contents(ends[0]) | contents(ends[1])) - common
            await until_nothing_changes(database, *ends)
            common = contents(ends[0])

            assert contents(ends[1]) == common
            assert common >= new


async def until_nothing_changes(database, source: Path, destination: Path) -> None:
    for _ in range(6):
        run = await sync(database, source, destination, **MIRROR)
        if run.status == "no_changes":
            return
    raise AssertionError(f"six runs did not come to an end: {run}")
