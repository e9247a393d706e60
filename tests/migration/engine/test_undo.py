"""Undoing a run: the destination is as it was before, except for what somebody changed since."""

import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from functools import partial
from pathlib import Path
from typing import Any, cast

import pytest
import sqlalchemy as sa

from holdall.base.db import Database, query
from holdall.connector import Box
from holdall.migration.engine.undo_ledger import NotUndoable
from holdall.migration.engine.undoing import Undone, undo
from holdall.migration.platforms.box import BoxPlatform
from holdall.migration.platforms.content import BytesContent
from holdall.migration.platforms.local import LocalPlatform
from holdall.migration.platforms.platform import Details, Platform, Side
from holdall.migration.tables import audit, runs
from tests.migration.engine.test_between import new_account_folder, tree_of
from tests.migration.engine.trees import JOB, Counting, migrate, read_tree, rows, write_tree
from tests.support.live import Live

TREE = {"report.txt": "report", "Projects": {"a.txt": "a", "deep": {"b.txt": "b"}}, "empty": {}}


@pytest.fixture
def source(tmp_path: Path) -> Counting:
    write_tree(tmp_path / "source", TREE)
    return Counting(tmp_path / "source")


@pytest.fixture
def destination(tmp_path: Path) -> Counting:
    (tmp_path / "destination").mkdir()
    return Counting(tmp_path / "destination")


async def undone(database: Database, source: Platform, destination: Platform, **options: Any) -> Undone:
    done = await undo(
        database, JOB, Side(source, await source.root()), Side(destination, await destination.root()), **options
    )
    assert done is not None
    return done


async def test_what_a_run_made_is_removed_and_the_next_run_makes_it_again(
    database, source, destination, tmp_path: Path
):
    write_tree(tmp_path / "destination", {"theirs.txt": "theirs", "empty": {}})
    run = await migrate(database, source, destination)

    done = await undone(database, source, destination)
    left = read_tree(tmp_path / "destination")
    again = await migrate(database, source, destination)

    assert (done.run, done.removed, done.kept) == (run.id, 5, [])
    assert left == {"theirs.txt": "theirs", "empty": {}}
    assert again.status == "completed"
    assert read_tree(tmp_path / "destination") == {**TREE, "theirs.txt": "theirs"}


async def test_what_somebody_changed_added_or_renamed_since_is_left_and_told(
    database, source, destination, tmp_path: Path
):
    root = tmp_path / "destination"
    await migrate(database, source, destination)
    (root / "report.txt").write_text("edited by somebody")
    (root / "Projects/new.txt").write_text("new")
    (root / "empty").rename(root / "not so empty")

    done = await undone(database, source, destination)

    assert read_tree(root) == {
        "report.txt": "edited by somebody",
        "Projects": {"new.txt": "new"},
        "not so empty": {},
    }
    assert sorted(done.kept) == [
        ("Projects", "holds what the run did not make, or what was changed since"),
        ("report.txt", "was changed since"),
    ]


async def test_only_the_last_run_is_undone_then_the_one_before(database, source, destination, tmp_path: Path):
    await migrate(database, source, destination)
    (tmp_path / "source/new.txt").write_text("new")
    await migrate(database, source, destination)
    await migrate(database, source, destination)  # with nothing to do

    first = await undone(database, source, destination)
    between = read_tree(tmp_path / "destination")
    second = await undone(database, source, destination)
    nothing = await undo(database, JOB, Side(source, await source.root()), Side(destination, await destination.root()))

    assert (first.removed, between) == (1, TREE)
    assert (second.removed, read_tree(tmp_path / "destination"), nothing) == (6, {}, None)


async def test_what_was_moved_moves_back_and_moves_again_with_the_next_run(
    database, source, destination, tmp_path: Path
):
    root = tmp_path / "source"
    await migrate(database, source, destination)
    (root / "report.txt").rename(root / "Projects/deep/report.txt")
    (root / "Projects").rename(root / "Old projects")
    for name, other in (("one", "two"), ("two", "one")):
        (root / name).write_text(other)
    await migrate(database, source, destination)
    (root / "one").rename(root / "three")
    (root / "two").rename(root / "one")
    (root / "three").rename(root / "two")
    before = read_tree(tmp_path / "destination")
    await migrate(database, source, destination)

    done = await undone(database, source, destination)
    after = read_tree(tmp_path / "destination")
    await undone(database, source, destination)
    first = read_tree(tmp_path / "destination")
    await migrate(database, source, destination)

    assert (done.kept, after) == ([], before)
    assert first == TREE
    assert read_tree(tmp_path / "destination") == read_tree(root)


async def test_where_nothing_earlier_is_kept_what_was_replaced_or_deleted_stays_and_is_told(
    database, source, destination, tmp_path: Path
):
    await migrate(database, source, destination)
    (tmp_path / "source/report.txt").write_text("edited")
    shutil.rmtree(tmp_path / "source/Projects/deep")
    await migrate(database, source, destination, delete_propagation="mirror", delete_brake=90)

    done = await undone(database, source, destination)

    assert {path for path, _ in done.kept} == {"report.txt", "Projects/deep"}
    assert read_tree(tmp_path / "destination") == {"report.txt": "edited", "Projects": {"a.txt": "a"}, "empty": {}}


async def test_a_move_whose_source_cannot_have_it_back_keeps_the_only_copy(
    database, source, destination, tmp_path: Path
):
    await migrate(database, source, destination, transfer_type="move")

    done = await undone(database, source, destination)

    assert {path for path, _ in done.kept} >= {"report.txt", "Projects/a.txt", "Projects/deep/b.txt"}
    assert read_tree(tmp_path / "destination") == {name: value for name, value in TREE.items() if name != "empty"}


async def test_the_log_tells_what_was_undone_and_what_was_left(database, source, destination, tmp_path: Path):
    run = await migrate(database, source, destination, audit_level="none")
    (tmp_path / "destination/report.txt").write_text("edited by somebody")

    await undone(database, source, destination)

    found = await database.all(
        query(sa.select(audit.c.event, audit.c.path, audit.c.run_id).where(audit.c.job_id == JOB))
    )
    events = {(event, path) for event, path, _ in found}
    assert events >= {("undone", "Projects/a.txt"), ("kept", "report.txt"), ("run_finished", None)}
    assert {identifier for _, _, identifier in found} == {run.id}


async def test_a_run_that_was_cut_short_can_be_undone(database, source, destination, tmp_path: Path):
    asked = iter([None] * 6)
    await migrate(database, source, destination, stop=lambda: next(asked, "paused"))

    await undone(database, source, destination)

    assert read_tree(tmp_path / "destination") == {}
    assert (await migrate(database, source, destination)).status == "completed"


@pytest.fixture
async def box(live: Live) -> AsyncIterator[Box]:
    async with Box(live.token, base_url=live.url) as client:
        yield client


async def test_an_account_gets_its_earlier_versions_and_what_was_deleted_back(database, source, box, tmp_path: Path):
    account = await new_account_folder(box)
    await migrate(database, source, account)
    (tmp_path / "source/report.txt").write_text("edited")
    (tmp_path / "source/new.txt").write_text("new")
    shutil.rmtree(tmp_path / "source/Projects/deep")
    await migrate(database, source, account, delete_propagation="mirror", delete_brake=90)
    changed = await tree_of(account)

    done = await undone(database, source, account)

    assert changed == {"report.txt": "edited", "new.txt": "new", "Projects": {"a.txt": "a"}, "empty": {}}
    assert (done.removed, done.reverted, done.restored, done.kept) == (1, 1, 1, [])
    assert await tree_of(account) == TREE


async def test_the_next_run_brings_an_account_what_was_undone(database, source, box, tmp_path: Path):
    account = await new_account_folder(box)
    await migrate(database, source, account)
    (tmp_path / "source/report.txt").write_text("edited")
    await migrate(database, source, account)
    await undone(database, source, account)

    await migrate(database, source, account)

    assert await tree_of(account) == {**TREE, "report.txt": "edited"}


async def test_a_version_that_somebody_added_since_stays(database, source, box, tmp_path: Path):
    account = await new_account_folder(box)
    await migrate(database, source, account)
    (tmp_path / "source/report.txt").write_text("edited")
    await migrate(database, source, account)
    file = await account.child(await account.root(), "report.txt")
    assert file is not None
    await account.replace(file, BytesContent(b"by somebody"), Details())

    done = await undone(database, source, account)

    assert done.kept == [("report.txt", "was changed since")]
    assert await tree_of(account) == {**TREE, "report.txt": "by somebody"}


async def test_what_a_move_took_from_an_account_comes_back_to_it(database, box, tmp_path: Path):
    account, folder = await new_account_folder(box), tmp_path / "folder"
    folder.mkdir()
    for name in ("one.txt", "two.txt"):
        await account.create_file(await account.root(), name, BytesContent(name.encode()), Details())
    await migrate(database, account, LocalPlatform(folder), transfer_type="move")
    taken = await tree_of(account)

    done = await undone(database, account, LocalPlatform(folder))

    assert (taken, read_tree(folder)) == ({}, {})
    assert (done.restored, done.removed, done.kept) == (2, 2, [])
    assert await tree_of(account) == {"one.txt": "one.txt", "two.txt": "two.txt"}


async def test_a_run_that_wrote_to_both_sides_is_not_undone(database, source, destination, tmp_path: Path):
    run = await migrate(database, source, destination)

    async def unit(tx: Any) -> None:
        await tx.update(runs, {"id": run.id}, options={**run.options, "transfer_type": "sync"})

    await database.write(unit)

    with pytest.raises(NotUndoable, match="both sides"):
        await undone(database, source, destination)
    assert read_tree(tmp_path / "destination") == TREE


class Killed(BaseException):
    """The process ends here."""


class Mortal:
    """A platform whose process is killed after so many changes, each made and not yet written down."""

    def __init__(self, real: Platform, changes: int) -> None:
        self._real = real
        self._left = changes

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._real, name)
        return partial(self._until_killed, found) if name in {"delete", "move", "restore", "revert"} else found

    async def _until_killed(self, change: Callable[..., Awaitable[Any]], *arguments: Any) -> Any:
        result = await change(*arguments)
        self._left -= 1
        if not self._left:
            raise Killed
        return result


def mortal(real: Platform, changes: int) -> Platform:
    return cast(Platform, Mortal(real, changes))


async def test_undoing_goes_on_where_it_was_killed(database, source, tmp_path: Path):
    root, target = tmp_path / "source", tmp_path / "destination"
    target.mkdir()
    await migrate(database, source, LocalPlatform(target))
    before = read_tree(target)
    (root / "Projects").rename(root / "Renamed")
    (root / "report.txt").rename(root / "empty/report.txt")
    write_tree(root / "new", {"c.txt": "c", "d": {"e.txt": "e"}})
    for changes in range(1, 7):
        await migrate(database, source, LocalPlatform(target))
        assert read_tree(target) == read_tree(root)

        with pytest.raises(Killed):
            await undone(database, source, mortal(LocalPlatform(target), changes))
        await undone(database, source, LocalPlatform(target))

        assert read_tree(target) == before, f"killed after {changes} changes"
    assert {item.status for item in (await rows(database)).values()} <= {"success", "pending"}


PUBLISH: dict[str, Any] = {"transfer_type": "publish", "delete_confirmed": True, "conflict_resolution": "source"}


async def changed_there(account: BoxPlatform) -> dict[str, Any]:
    """What somebody does at the destination between two runs: an edit, a move, a deletion, new things."""
    root = await account.root()
    report, projects, empty = [await account.child(root, name) for name in ("report.txt", "Projects", "empty")]
    assert report is not None
    assert projects is not None
    assert empty is not None
    await account.replace(report, BytesContent(b"edited there"), Details())
    deep = await account.child(projects, "deep")
    assert deep is not None
    await account.move(deep, empty, "deeper")
    theirs = await account.create_folder(root, "theirs", Details())
    await account.create_file(theirs, "inside.txt", BytesContent(b"theirs"), Details())
    await account.create_file(projects, "mine.txt", BytesContent(b"mine"), Details())
    return await tree_of(account)


async def test_what_publishing_deleted_in_a_folder_is_told(database, source, destination, tmp_path: Path):
    write_tree(tmp_path / "destination", {"theirs": {"inside.txt": "theirs"}})
    await migrate(database, source, destination, **PUBLISH)

    done = await undone(database, source, destination)

    assert (read_tree(tmp_path / "destination"), done.removed) == ({}, 6)
    assert [path for path, _ in done.kept] == ["theirs"]


async def test_what_publishing_overwrote_moved_and_deleted_at_an_account_is_as_it_was(database, source, box):
    account = await new_account_folder(box)
    await migrate(database, source, account, **PUBLISH)
    before = await changed_there(account)
    await migrate(database, source, account, **PUBLISH)
    published = await tree_of(account)

    done = await undone(database, source, account)

    assert published == TREE
    assert (await tree_of(account), done.kept) == (before, [])
    await migrate(database, source, account, **PUBLISH)
    assert await tree_of(account) == TREE


async def test_undoing_what_was_published_goes_on_where_it_was_killed(database, source, box):
    account = await new_account_folder(box)
    await migrate(database, source, account, **PUBLISH)
    before = await changed_there(account)
    kills, goes_on = 0, True
    while goes_on:
        await migrate(database, source, account, **PUBLISH)
        assert await tree_of(account) == TREE
        kills += 1
        try:
            await undone(database, source, mortal(account, kills))
            goes_on = False
        except Killed:
            await undone(database, source, account)
        assert await tree_of(account) == before, f"killed after {kills} changes"
    assert kills > 4
