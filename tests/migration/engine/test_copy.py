"""A folder copied to another, again and again: what arrives, what moves along, what is left alone."""

import os
import shutil
from pathlib import Path
from typing import Any

import msgspec
import pytest

from holdall.migration.platforms.platform import Entry
from tests.migration.engine.trees import Counting, migrate, read_tree, rows, statuses, write_tree

TREE = {
    "report.txt": "report",
    "empty": {},
    "Projects": {"a.txt": "a", "deep": {"deeper": {"b.txt": "b", "c.txt": "c"}}},
    "emoji 😀": {"nfd e\u0301.txt": "é", "trailing dot.": "dot"},
}


@pytest.fixture
def source(tmp_path: Path) -> Counting:
    write_tree(tmp_path / "source", TREE)
    return Counting(tmp_path / "source")


@pytest.fixture
def destination(tmp_path: Path) -> Counting:
    (tmp_path / "destination").mkdir()
    return Counting(tmp_path / "destination")


async def test_everything_arrives_with_its_time_and_is_verified(database, source, destination, tmp_path: Path):
    os.utime(tmp_path / "source/report.txt", ns=(0, 1_500_000_000_123_456_000))

    run = await migrate(database, source, destination)

    assert (run.status, run.phase) == ("completed", "complete")
    assert read_tree(tmp_path / "destination") == TREE
    assert (tmp_path / "destination/report.txt").stat().st_mtime_ns == 1_500_000_000_123_456_000
    ledger = await rows(database)
    assert {item.status for item in ledger.values()} == {"success"}
    assert {path for path, item in ledger.items() if item.verified_run == run.id} == {
        path for path, item in ledger.items() if item.type == "file"
    }


async def test_what_went_wrong_on_the_way_is_found_in_folders_of_many_pages_and_moved_again(
    database, source, tmp_path: Path
):
    (tmp_path / "destination").mkdir()
    destination = Faulty(tmp_path / "destination")

    run = await migrate(database, source, destination)

    assert run.status == "completed"
    assert read_tree(tmp_path / "destination") == TREE
    assert destination.faults == []
    assert {item.verified_run for item in (await rows(database)).values() if item.type == "file"} == {run.id}


class Faulty(Counting):
    """A folder that tells an entry at a time, and once keeps other bytes of a file, and once nothing of another."""

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self.place = root
        self.faults = ["b.txt", "c.txt"]

    async def children(self, folder: Entry) -> Any:
        async for page in super().children(folder):
            for entry in page:
                yield [entry]

    def written(self, folder: Entry, name: str, *arguments: Any) -> Any:
        made = super().written(folder, name, *arguments)
        if name in self.faults:
            self.faults.remove(name)
            written = self.place / made.address
            written.write_text("?") if name == "b.txt" else written.unlink()
        return made


async def test_a_second_run_moves_nothing(database, source, destination):
    await migrate(database, source, destination)
    destination.calls.clear()

    run = await migrate(database, source, destination)

    assert (run.status, destination.calls) == ("no_changes", {})


async def test_renames_and_moves_are_renames_and_moves_at_the_destination(
    database, source, destination, tmp_path: Path
):
    await migrate(database, source, destination)
    destination.calls.clear()
    root = tmp_path / "source"
    (root / "report.txt").rename(root / "Report 2026.txt")
    (root / "Projects/deep").rename(root / "empty/moved deep")
    (root / "empty/moved deep/deeper/b.txt").rename(root / "b.txt")

    run = await migrate(database, source, destination)

    assert (run.status, destination.calls) == ("completed", {"move": 3})
    assert read_tree(tmp_path / "destination") == read_tree(root)


async def test_names_that_change_places_are_changed_at_the_destination(database, source, destination, tmp_path: Path):
    root = tmp_path / "source"
    write_tree(root, {"one": "1", "two": "2", "x": {"f": "x"}, "y": {"f": "y"}})
    await migrate(database, source, destination)
    for first, second in (("one", "two"), ("x", "y")):
        (root / first).rename(root / "aside")
        (root / second).rename(root / first)
        (root / "aside").rename(root / second)

    run = await migrate(database, source, destination)

    assert run.status == "completed"
    assert read_tree(tmp_path / "destination") == read_tree(root)


async def test_a_folder_and_the_one_inside_it_change_places(database, source, destination, tmp_path: Path):
    root = tmp_path / "source"
    await migrate(database, source, destination)
    (root / "Projects/deep").rename(root / "deep")
    (root / "Projects").rename(root / "deep/Projects")

    await migrate(database, source, destination)

    assert read_tree(tmp_path / "destination") == read_tree(root)


async def test_edits_replace_files_and_nothing_else(database, source, destination, tmp_path: Path):
    await migrate(database, source, destination)
    destination.calls.clear()
    (tmp_path / "source/report.txt").write_text("edited report")
    (tmp_path / "source/Projects/new.txt").write_text("new")

    await migrate(database, source, destination)

    assert destination.calls == {"replace": 1, "create_file": 1}
    assert read_tree(tmp_path / "destination") == read_tree(tmp_path / "source")


async def test_a_file_that_is_renamed_and_edited_is_moved_and_replaced(database, source, destination, tmp_path: Path):
    await migrate(database, source, destination)
    destination.calls.clear()
    (tmp_path / "source/report.txt").rename(tmp_path / "source/final.txt")
    (tmp_path / "source/final.txt").write_text("edited report")

    await migrate(database, source, destination)

    assert destination.calls == {"move": 1, "replace": 1}
    assert read_tree(tmp_path / "destination") == read_tree(tmp_path / "source")


async def test_a_new_folder_takes_the_name_of_one_that_was_renamed(database, source, destination, tmp_path: Path):
    await migrate(database, source, destination)
    (tmp_path / "source/Projects").rename(tmp_path / "source/Old projects")
    write_tree(tmp_path / "source/Projects", {"fresh.txt": "fresh"})

    await migrate(database, source, destination)

    assert read_tree(tmp_path / "destination") == read_tree(tmp_path / "source")


async def test_what_is_gone_from_the_source_stays_unless_deletions_are_mirrored(
    database, source, destination, tmp_path: Path
):
    await migrate(database, source, destination)
    (tmp_path / "source/report.txt").unlink()

    await migrate(database, source, destination)
    kept = (tmp_path / "destination/report.txt").exists()
    await migrate(database, source, destination, delete_propagation="mirror", delete_brake=50)

    assert (kept, (tmp_path / "destination/report.txt").exists()) == (True, False)
    assert "report.txt" not in await rows(database)


async def test_a_run_that_would_delete_too_much_asks_first(database, source, destination, tmp_path: Path):
    await migrate(database, source, destination)
    shutil.rmtree(tmp_path / "source/Projects")

    asked = await migrate(database, source, destination, delete_propagation="mirror", delete_brake=10)
    kept = (tmp_path / "destination/Projects").exists()
    confirmed = await migrate(database, source, destination, delete_propagation="mirror", delete_confirmed=True)

    assert (asked.status, kept) == ("awaiting-user", True)
    assert "confirm" in str(asked.reason)
    assert confirmed.status in ("completed", "no_changes")
    assert read_tree(tmp_path / "destination") == read_tree(tmp_path / "source")


async def test_a_file_that_is_already_there_is_taken_over_and_not_sent_again(
    database, source, destination, tmp_path: Path
):
    write_tree(tmp_path / "destination", {"report.txt": "report", "Projects": {"a.txt": "another"}})

    await migrate(database, source, destination)

    assert destination.calls["replace"] == 1
    assert read_tree(tmp_path / "destination") == TREE
    assert (await rows(database))["report.txt"].bytes == 0


@pytest.mark.parametrize(
    ("policy", "status", "content"),
    [("overwrite", "success", "report"), ("skip", "skipped", "theirs"), ("fail", "remediation", "theirs")],
)
async def test_item_overwrite_decides_about_files_that_were_there_before(
    database, source, destination, tmp_path: Path, policy: str, status: str, content: str
):
    write_tree(tmp_path / "destination", {"report.txt": "theirs"})

    await migrate(database, source, destination, item_overwrite=policy)

    assert (await statuses(database))["report.txt"] == status
    assert (tmp_path / "destination/report.txt").read_text() == content


@pytest.mark.parametrize(
    ("policy", "expected"),
    [
        ("source", {"report.txt": "ours"}),
        ("destination", {"report.txt": "theirs"}),
        ("latest", {"report.txt": "ours"}),
        ("failure", {"report.txt": "theirs"}),
        ("copy", {"report.txt": "ours", "report (2).txt": "theirs"}),
    ],
)
async def test_conflict_resolution_decides_when_both_sides_have_changed(
    database, source, destination, tmp_path: Path, policy: str, expected: dict[str, str]
):
    await migrate(database, source, destination)
    (tmp_path / "destination/report.txt").write_text("theirs")
    (tmp_path / "source/report.txt").write_text("ours")

    await migrate(database, source, destination, conflict_resolution=policy)

    found = {name: value for name, value in read_tree(tmp_path / "destination").items() if name.startswith("report")}
    assert found == expected


async def test_filters_choose_what_travels(database, source, destination, tmp_path: Path):
    write_tree(tmp_path / "source", {"big.bin": "x" * 5000, "~$lock.docx": "l", "song.MP3": "m"})
    filters = [
        {"type": "filter_rule", "action": "exclude", "rules": [{"type": "filter_size", "max": 1000}]},
        {"type": "filter_rule", "rules": [{"type": "group", "groups": ["Audio", "Temporary"]}]},
        {"type": "filter_rule", "action": "exclude", "rules": [{"type": "filter_path", "text": "/Projects/deep"}]},
    ]

    await migrate(database, source, destination, filters=filters)

    expected = {**TREE, "Projects": {"a.txt": "a"}}
    assert read_tree(tmp_path / "destination") == expected
    skipped = {path: item.reason for path, item in (await rows(database)).items() if item.status == "skipped"}
    assert skipped == {
        "big.bin": "is left out by the filter filter_size",
        "~$lock.docx": "is left out by the filter group",
        "song.MP3": "is left out by the filter group",
        "Projects/deep": "is left out by the filter filter_path",
    }


async def test_a_move_empties_the_source_of_what_was_verified(database, source, destination, tmp_path: Path):
    await migrate(database, source, destination, transfer_type="move")

    assert read_tree(tmp_path / "destination") == TREE
    assert read_tree(tmp_path / "source") == {"empty": {}, "Projects": {"deep": {"deeper": {}}}, "emoji 😀": {}}


async def test_empty_folders_may_be_left_out(database, source, destination, tmp_path: Path):
    write_tree(tmp_path / "source", {"hollow": {"hollow": {"hollow": {}}}})

    await migrate(database, source, destination, empty_containers="skip")

    assert read_tree(tmp_path / "destination") == {name: value for name, value in TREE.items() if name != "empty"}


async def test_a_taxonomy_is_folders_alone(database, source, destination, tmp_path: Path):
    await migrate(database, source, destination, transfer_type="taxonomy")

    assert read_tree(tmp_path / "destination") == {
        "empty": {},
        "Projects": {"deep": {"deeper": {}}},
        "emoji 😀": {},
    }


async def test_a_path_that_is_too_long_for_the_destination_waits_for_a_person(database, source, destination):
    destination.rules = msgspec.structs.replace(destination.rules, total_max=len("Projects/deep/deeper"))

    await migrate(database, source, destination)

    flagged = {path for path, status in (await statuses(database)).items() if status == "remediation"}
    lengths = {path: len(path.encode()) for path in await rows(database)}
    assert flagged == {path for path, length in lengths.items() if length > len("Projects/deep/deeper")}
    assert "Projects/deep/deeper/b.txt" in flagged
