"""Jobs that go both ways: what happens on either side happens on the other, and no content is lost to a conflict."""

import random
import shutil
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from holdall.migration.platforms.errors import Kind, PlatformError
from holdall.migration.platforms.local import LocalPlatform
from tests.migration.engine.test_random import Crash, Crashing, change, folders_of, statuses_but_good
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


async def test_of_a_conflict_both_contents_are_kept_where_one_of_them_left_a_folder_that_is_gone(
    database, source, destination
):
    await sync(database, source, destination)
    (destination / "Projects/deep/c.txt").write_text("theirs")
    (source / "Projects/deep/c.txt").rename(source / "c.txt")
    (source / "c.txt").write_text("ours, and later")
    (source / "Projects/deep").rmdir()

    await until_nothing_changes(database, source, destination)

    assert read_tree(source) == read_tree(destination)
    assert contents(source) >= {"ours, and later", "theirs"}


async def test_what_is_new_in_a_folder_whose_name_a_file_has_taken_goes_into_a_numbered_folder(
    database, source, destination
):
    await sync(database, source, destination)
    (destination / "Projects/new.txt").write_text("new there")
    (destination / "Projects/b.txt").rename(destination / "Projects/moved.txt")
    (destination / "Projects/moved.txt").write_text("edited there")
    (source / "Projects/b.txt").rename(source / "b.txt")
    shutil.rmtree(source / "Projects")
    (source / "Projects").write_text("a file by now")

    await until_nothing_changes(database, source, destination)

    wanted = {"report.txt": "report", "empty": {}, "Projects": "a file by now", "b.txt": "edited there"}
    assert read_tree(source) == {**wanted, "Projects (2)": {"new.txt": "new there"}}
    assert read_tree(destination) == read_tree(source)


async def test_a_folder_made_anew_at_the_source_has_what_is_new_in_the_one_of_its_name(database, source, destination):
    await sync(database, source, destination)
    write_tree(destination / "Projects", {"new.txt": "new there", "a.txt": "edited there", "both.txt": "there"})
    write_tree(source / "made", {"mine.txt": "new here"})
    shutil.rmtree(source / "Projects")
    (source / "made").rename(source / "Projects")

    await until_nothing_changes(database, source, destination)

    wanted = {"new.txt": "new there", "a.txt": "edited there", "both.txt": "there", "mine.txt": "new here"}
    assert read_tree(source) == {"report.txt": "report", "empty": {}, "Projects": wanted}
    assert read_tree(destination) == read_tree(source)


async def test_a_file_saved_anew_in_a_folder_that_the_destination_lost_is_there_after_every_run(
    database, source, destination
):
    await sync(database, source, destination)
    (source / "Projects/saving").write_text("saved anew")
    (source / "Projects/saving").replace(source / "Projects/a.txt")
    shutil.rmtree(destination / "Projects")

    for _ in range(2):
        await sync(database, source, destination, **MIRROR)

        assert read_tree(source)["Projects"]["a.txt"] == "saved anew"
        assert read_tree(destination)["Projects"]["a.txt"] == "saved anew"


async def test_a_name_that_a_run_gave_before_it_was_cut_short_is_given_on_both_sides(database, source, destination):
    await sync(database, source, destination)
    (destination / "Projects/a.txt").rename(destination / "a.txt")
    (source / "a.txt").write_text("new here")
    crashing = Crashing(destination)
    crashing.dice, crashing.calls_left = random.Random(1), 1  # ends before it renames there what it renamed here
    with suppress(BaseExceptionGroup, Crash):
        await migrate(database, Counting(source), crashing, transfer_type="sync", **MIRROR)

    await until_nothing_changes(database, source, destination)

    assert read_tree(source) == read_tree(destination)
    assert contents(source) == {"a", "b", "c", "report", "new here"}


class Refusing(LocalPlatform):
    """A folder to which nothing can be written now."""

    async def create_folder(self, *arguments: Any) -> Any:
        raise PlatformError(Kind.UNAVAILABLE, "not now")

    async def create_file(self, *arguments: Any) -> Any:
        raise PlatformError(Kind.UNAVAILABLE, "not now")


@pytest.mark.parametrize("path", ["Projects/deep/new.txt", "Projects/deep/c.txt", "Projects/new/new.txt"])
async def test_what_cannot_be_brought_back_is_not_deleted_with_its_folder(database, source, destination, path: str):
    await sync(database, source, destination)
    (destination / path).parent.mkdir(exist_ok=True)
    (destination / path).write_text("the only copy")
    shutil.rmtree(source / "Projects")

    await migrate(database, Refusing(source), LocalPlatform(destination), transfer_type="sync", **MIRROR)

    assert (destination / path).read_text() == "the only copy"
    await until_nothing_changes(database, source, destination)
    assert (source / path).read_text() == "the only copy"


class Unreadable(LocalPlatform):
    """A folder whose files cannot be read now."""

    async def sha1(self, *arguments: Any) -> Any:
        raise PlatformError(Kind.UNAVAILABLE, "not now")


async def test_two_new_files_of_one_name_are_kept_where_they_cannot_be_compared_yet(database, source, destination):
    (source / "new.txt").write_text("from here!")
    (destination / "new.txt").write_text("from there")

    run = await migrate(database, LocalPlatform(source), Unreadable(destination), transfer_type="sync", **MIRROR)

    assert run.status == "warn"
    assert (source / "new.txt").read_text() == "from here!"
    assert (destination / "new.txt").read_text() == "from there"
    await until_nothing_changes(database, source, destination)
    assert contents(source) == contents(destination) == {"a", "b", "c", "report", "from here!", "from there"}


async def test_two_new_files_of_one_name_can_wait_for_a_person(database, source, destination):
    (source / "new.txt").write_text("from here!")
    (destination / "new.txt").write_text("from there")

    for _ in range(2):
        run = await sync(database, source, destination, conflict_resolution="failure")

        assert run.status == "warn"
        assert (source / "new.txt").read_text() == "from here!"
        assert (destination / "new.txt").read_text() == "from there"


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


@pytest.mark.parametrize("seed", range(10))
async def test_random_histories_with_runs_that_end_anywhere_end_equal(database, tmp_path: Path, seed: int):
    dice = random.Random(6000 + seed)
    ends = tmp_path / "source", tmp_path / "destination"
    for end in ends:
        end.mkdir()

    for _ in range(4):
        for _ in range(10):
            change(dice.choice(ends), dice)
        for _ in range(5):
            await cut_short(database, *ends, dice)
        await until_nothing_changes(database, *ends)

        assert await statuses_but_good(database) == {}
        assert read_tree(ends[1]) == read_tree(ends[0])


@pytest.mark.parametrize("seed", range(6))
async def test_no_edit_is_lost_to_what_the_other_side_does_nor_to_runs_that_end_anywhere(
    database, tmp_path: Path, seed: int
):
    dice = random.Random(7000 + seed)
    ends = tmp_path / "source", tmp_path / "destination"
    for end in ends:
        end.mkdir()

    for _ in range(6):
        edited, common = dice.choice(ends), contents(ends[0])
        for number in range(8):
            change(ends[0] if edited is ends[1] else ends[1], dice)
            files = [path for path in sorted(edited.rglob("*")) if path.is_file()]
            place = dice.choice([*files, *(folder / f"new {number}" for folder in folders_of(edited))])
            place.write_text(f"edit {dice.random()}")
        new = contents(edited) - common
        for _ in range(3):
            await cut_short(database, *ends, dice)
        await until_nothing_changes(database, *ends)

        assert read_tree(ends[1]) == read_tree(ends[0])
        assert contents(ends[0]) >= new


async def cut_short(database, source: Path, destination: Path, dice: random.Random) -> None:
    """A run whose process ends after some of the calls to one of the sides, unless it has come to its end by then."""
    sides = [Counting(source), Counting(destination)]
    which = dice.randrange(2)
    sides[which] = crashing = Crashing([source, destination][which])
    crashing.dice = dice
    crashing.calls_left = dice.randrange(1, 12)
    with suppress(BaseExceptionGroup, Crash):
        await migrate(database, *sides, transfer_type="sync", **MIRROR)


async def until_nothing_changes(database, source: Path, destination: Path) -> None:
    for _ in range(6):
        run = await sync(database, source, destination, **MIRROR)
        if run.status == "no_changes":
            return
    raise AssertionError(f"six runs did not come to an end: {run}")
