"""`holdall migrate` as a person or a script runs it: a process, words in, status and both outputs out."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from holdall.base.db.migrate import upgrade
from tests.migration.engine.trees import read_tree, write_tree
from tests.support.live import Live

TREE = {"report.txt": "report", "Folder": {"a.txt": "a", "b.tmp": "b"}}


class Ended(NamedTuple):
    status: int
    out: str
    err: str


class Shell:
    """Runs the command with settings and a working folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.environment = {**os.environ, "XDG_CONFIG_HOME": str(folder / "settings")}

    def __call__(self, *words: str) -> Ended:
        command = [sys.executable, "-m", "holdall", "migrate", *words]
        ended = subprocess.run(
            command, cwd=self.folder, env=self.environment, capture_output=True, text=True, check=False
        )
        assert "Traceback" not in ended.stderr
        return Ended(ended.returncode, ended.stdout, ended.stderr)


@pytest.fixture(scope="session")
def empty_ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of a ledger without jobs: making one takes longer than most of what is done with it."""
    file = tmp_path_factory.mktemp("ledger") / "migrations.db"
    upgrade(f"sqlite:///{file}")
    return file


@pytest.fixture
def shell(tmp_path: Path, empty_ledger: Path) -> Shell:
    write_tree(tmp_path / "source", TREE)
    settings = tmp_path / "settings/holdall"
    settings.mkdir(parents=True)
    shutil.copy(empty_ledger, settings)
    return Shell(tmp_path)


def test_a_ledger_is_made_where_there_is_none(tmp_path: Path):
    write_tree(tmp_path / "source", TREE)

    ended = Shell(tmp_path)("source", "destination", "--ledger", "books/ledger.db")

    assert (ended.status, (tmp_path / "books/ledger.db").exists()) == (0, True)


def test_a_folder_moves_and_the_second_run_moves_nothing(shell: Shell):
    first = shell("source", "destination", "--output", "json")
    second = shell("source", "destination", "--output", "json")

    moved = [
        {name: json.loads(run.out)[name] for name in ("status", "files_moved", "bytes_moved")}
        for run in (first, second)
    ]
    assert moved == [
        {"status": "completed", "files_moved": 3, "bytes_moved": 8},
        {"status": "no_changes", "files_moved": 0, "bytes_moved": 0},
    ]
    assert (first.status, second.status) == (0, 0)
    assert read_tree(shell.folder / "destination") == TREE


def test_the_summary_says_what_happened(shell: Shell):
    ended = shell("source", "destination", "--job", "team")

    assert ended.out.splitlines()[0].startswith("completed: job team, ")
    assert ended.out.splitlines()[1:] == [
        "  in this run: 3 files (8 B) and 1 folders",
        "  in all: 4 success",
    ]


def test_a_simulation_says_what_would_happen_and_writes_nothing(shell: Shell):
    ended = shell("source", "not/there/yet", "--simulate")

    assert (ended.status, ended.out.splitlines()[1]) == (0, "  in this run: 3 files (8 B) and 1 folders")
    assert not (shell.folder / "not").exists()


def test_a_simulation_beside_a_real_job_leaves_its_ledger_alone(shell: Shell):
    shell("source", "destination")
    (shell.folder / "source/new.txt").write_text("new")

    simulated = json.loads(shell("source", "destination", "--simulate", "--output", "json").out)
    real = json.loads(shell("source", "destination", "--output", "json").out)

    assert (simulated["status"], real["files_moved"]) == ("completed", 1)


def test_items_are_left_out_by_name(shell: Shell):
    shell("source", "destination", "--exclude", "*.tmp")

    assert read_tree(shell.folder / "destination") == {"report.txt": "report", "Folder": {"a.txt": "a"}}


def test_a_manifest_proves_what_arrived_until_something_changes(shell: Shell):
    shell("source", "destination", "--manifest", "manifest.jsonl")
    good = shell("verify", "manifest.jsonl")
    at_source = shell("verify", "manifest.jsonl", "--side", "source")
    (shell.folder / "destination/report.txt").write_text("REPORT")
    (shell.folder / "destination/Folder/a.txt").unlink()

    bad = shell("verify", "manifest.jsonl")

    assert (good.status, good.out, at_source.status) == (0, "", 0)
    assert good.err.startswith("4 of 4 items are as the manifest says (signed by the key ")
    assert bad.status == 1
    assert sorted(line.split(":")[0] for line in bad.out.splitlines()) == ["Folder/a.txt", "report.txt"]


def test_a_manifest_that_was_changed_is_refused(shell: Shell):
    shell("source", "destination", "--manifest", "manifest.jsonl")
    manifest = shell.folder / "manifest.jsonl"
    manifest.write_text(manifest.read_text().replace('"size":6', '"size":7'))

    ended = shell("verify", "manifest.jsonl")

    assert (ended.status, ended.err) == (
        2,
        "holdall: the signature does not hold: the manifest was changed after it was signed\n",
    )


@pytest.mark.parametrize("cut", [0, 100, -2, -100])
def test_a_manifest_that_was_cut_short_is_refused(shell: Shell, cut: int):
    shell("source", "destination", "--manifest", "manifest.jsonl")
    manifest = shell.folder / "manifest.jsonl"
    manifest.write_bytes(manifest.read_bytes()[:cut])

    ended = shell("verify", "manifest.jsonl")

    assert (ended.status, ended.err.startswith("holdall: this is no manifest")) == (2, True)


def test_the_key_of_a_manifest_is_its_owner_s_alone_and_another_key_is_refused(shell: Shell):
    shell("source", "destination", "--manifest", "manifest.jsonl")

    key = shell.folder / "settings/holdall/migration-manifest.key"
    ended = shell("verify", "manifest.jsonl", "--key", "0123456789abcdef")

    assert oct(key.stat().st_mode)[-3:] == "600"
    assert (ended.status, "not by 0123456789abcdef" in ended.err) == (2, True)


def test_a_report_has_a_row_for_every_item(shell: Shell):
    shell("source", "destination", "--report", "report.csv", "--exclude", "*.tmp", "--job", "team")

    from_ledger = shell("report", "team", "--status", "skipped").out.splitlines()

    written = (shell.folder / "report.csv").read_text().splitlines()
    assert len(written) == 5
    assert from_ledger[1].startswith("Folder/b.tmp,file,skipped,none,is left out by the filter filter_pattern,1,")
    assert len(from_ledger) == 2


def test_a_report_may_be_a_page_that_stands_alone(shell: Shell):
    write_tree(shell.folder / "source", {"<script>alert(1).txt": "x", "large.bin": "x" * 20_000})
    write_tree(shell.folder / "destination", {"report.txt": "theirs", "<script>alert(1).txt": "theirs"})

    shell("source", "destination", "--report", "report.html", "--item-overwrite", "fail")

    page = (shell.folder / "report.html").read_text()
    assert "<script>" not in page
    assert "&lt;script&gt;alert(1).txt" in page
    assert "http" not in page.replace("http-equiv", "")
    said = ["up to 100 kB", "the destination has another file of this name", "warn", "Files by extension", "report.txt"]
    assert [text for text in said if text not in page] == []


def test_what_is_flagged_is_named_and_the_status_says_so(shell: Shell):
    write_tree(shell.folder / "destination", {"report.txt": "theirs"})

    ended = shell("source", "destination", "--item-overwrite", "fail")

    assert ended.status == 1
    assert ended.out.splitlines()[-1] == "  flagged: report.txt: the destination has another file of this name"
    assert read_tree(shell.folder / "destination")["report.txt"] == "theirs"


def test_deleting_too_much_waits_for_a_word(shell: Shell):
    shell("source", "destination")
    (shell.folder / "source/report.txt").unlink()

    asked = shell("source", "destination", "--mirror")
    kept = (shell.folder / "destination/report.txt").exists()
    confirmed = shell("source", "destination", "--mirror", "--confirm-delete")

    assert (asked.status, asked.out.splitlines()[0].partition(":")[0], kept) == (5, "awaiting-user", True)
    assert confirmed.status == 0
    assert not (shell.folder / "destination/report.txt").exists()


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (["nowhere", "destination"], "nowhere is no folder; make it, or name another"),
        (["source", "source/inside"], "lie within each other; name two folders apart"),
        (["source", "nobody:/Team"], "no connection is called nobody"),
        (["s3:///prefix", "destination"], "s3:///prefix names no bucket; write s3://bucket/prefix"),
        (["report", "unknown"], "has no job unknown; see holdall migrate jobs"),
        (["verify", "none.jsonl"], "none.jsonl: No such file or directory"),
    ],
)
def test_a_wrong_place_is_told_in_one_line(shell: Shell, words: list[str], reason: str):
    ended = shell(*words)

    assert ended.status in (2, 3)
    assert reason in ended.err.splitlines()[0]


def test_jobs_are_listed_with_their_last_runs(shell: Shell):
    shell("source", "one", "--job", "first")
    shell("source", "two", "--job", "second")

    listed = [json.loads(line) for line in shell("jobs").out.splitlines()]

    assert [(job["job"], job["status"]) for job in listed] == [("second", "completed"), ("first", "completed")]


def test_an_account_is_a_place_and_comes_back_whole(shell: Shell, live: Live):
    shell.environment |= {"HOLDALL_URL": live.url, "HOLDALL_TOKEN": live.token}

    up = shell("source", "box:/From a shell/deeper", "--manifest", "up.jsonl")
    down = shell("box:/From a shell", "back")
    proved = shell("verify", "up.jsonl")

    assert (up.status, down.status, proved.status) == (0, 0, 0)
    assert read_tree(shell.folder / "back") == {"deeper": TREE}
    assert live.token not in (shell.folder / "up.jsonl").read_text()


def test_a_run_is_taken_back_except_for_what_somebody_changed(shell: Shell):
    shell("source", "destination")
    (shell.folder / "destination/report.txt").write_text("edited by somebody")

    undone = shell("undo", "source", "destination")
    nothing = shell("undo", "source", "destination")

    assert undone.status == 1
    assert "left as it is: report.txt: was changed since" in undone.out
    assert read_tree(shell.folder / "destination") == {"report.txt": "edited by somebody"}
    assert (nothing.status, "no run to undo" in nothing.err) == (2, True)


def test_a_check_tells_what_would_happen_and_moves_nothing(shell: Shell):
    (shell.folder / "source/link").symlink_to("report.txt")

    good = shell("check", "source", "destination", "--exclude", "*.tmp")
    found = shell("check", "source", "s3://bucket/prefix?endpoint=http://127.0.0.1:1", "--output", "json")

    assert (good.status, "nothing is in the way" in good.out) == (0, True)
    assert "compatible" in good.out
    assert not (shell.folder / "destination").exists()
    told = json.loads(found.out)
    assert (found.status, told["counts"]) == (1, {"link_not_kept": 1})
