"""holdall fsck and holdall storage, run as commands: what they print and with which status they end."""

import asyncio
import json
import os
import re
from pathlib import Path

import pytest

from holdall.base.clock import Clock
from holdall.base.db import open_database
from holdall.base.db.revision import bring_up_to_date
from holdall.cli.app import app
from holdall.storage import LocalStore, StoredBlob, record_blob


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder with a database and an empty store."""
    bring_up_to_date(f"sqlite:///{tmp_path / 'holdall.db'}")
    LocalStore(tmp_path / "blobs")
    return tmp_path


def run(capsys: pytest.CaptureFixture[str], *words: str | Path) -> tuple[int, str, str]:
    """The command's exit status, output and errors."""
    status = 0
    try:
        app([str(word) for word in words], exit_on_error=False)
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else 1
    captured = capsys.readouterr()
    return status, captured.out, captured.err


def stored(data: Path, content: bytes, *, recorded: bool) -> StoredBlob:
    """A blob in the data folder's store; one without a row is made old."""

    async def work() -> StoredBlob:
        store = LocalStore(data / "blobs", name="main")
        blob = await store.put(content)
        if recorded:
            db = await open_database(f"sqlite:///{data / 'holdall.db'}", Clock())
            await db.write(record_blob, blob, store="main", enterprise_id=1)
            await db.close()
        await store.close()
        return blob

    blob = asyncio.run(work())
    if not recorded:
        os.utime(data / "blobs" / blob.key[:3] / blob.key, (1, 1))
    return blob


class TestFsck:
    """holdall fsck."""

    def test_says_that_nothing_is_wrong_with_status_0(self, data: Path, capsys):
        stored(data, b"hello", recorded=True)

        assert run(capsys, "fsck", "--hash", "--data", data) == (
            0,
            "looked at 1 blobs, 5 bytes: 0 findings, 0 repaired\n",
            "",
        )

    def test_says_what_is_wrong_and_what_to_do_with_status_1(self, data: Path, capsys):
        orphan = stored(data, b"orphan", recorded=False)

        assert run(capsys, "fsck", "--data", data) == (
            1,
            f"blobs: blob {orphan.key}: 6 bytes are in store main, but no row names them\n"
            "    to do: `holdall storage collect` or `holdall fsck --repair` removes them\n"
            "looked at nothing: 1 findings, 0 repaired\n",
            "",
        )

    def test_repairs_what_is_safe_and_is_then_clean(self, data: Path, capsys):
        orphan = stored(data, b"orphan", recorded=False)

        first = run(capsys, "fsck", "--repair", "--data", data)
        second = run(capsys, "fsck", "--data", data)

        assert first == (
            0,
            f"blobs: blob {orphan.key}: 6 bytes are in store main, but no row names them\n"
            "    repaired\n"
            "looked at nothing: 1 findings, 1 repaired\n",
            "",
        )
        assert second == (0, "looked at nothing: 0 findings, 0 repaired\n", "")

    def test_json_says_the_same_for_scripts(self, data: Path, capsys):
        blob = stored(data, b"hello", recorded=True)
        (data / "blobs" / blob.key[:3] / blob.key).unlink()

        status, out, errors = run(capsys, "fsck", "--json", "--data", data)

        assert (status, errors) == (1, "")
        assert json.loads(out) == {
            "clean": False,
            "counts": {"blobs": 1},
            "findings": [
                {
                    "check": "blobs",
                    "subject": f"blob {blob.key}",
                    "problem": "Its bytes are not in store main. Nothing refers to it, so the collector will remove it",
                    "remedy": f"Restore {blob.key[:3]}/{blob.key} in the store from a backup; without one, whoever owns "
                    "the file must upload it again",
                    "repaired": False,
                }
            ],
            "notes": [],
        }

    def test_cannot_run_without_a_database_a_current_one_or_a_store(self, tmp_path: Path, data: Path, capsys):
        nothing, old = tmp_path / "nothing", tmp_path / "old"
        old.mkdir()
        (old / "holdall.db").touch()
        missing_store = run(capsys, "fsck", "--data", data, "--blobs", tmp_path / "unmounted")

        assert missing_store == (2, "", f"holdall: there is no blob store at {tmp_path / 'unmounted'}\n")
        for folder in (nothing, old):
            assert run(capsys, "fsck", "--data", folder) == (
                2,
                "",
                "holdall: there is no database of Holdall's at the address in the settings; --data names its folder\n",
            )
        assert nothing.exists() is False

    def test_a_damaged_database_is_a_finding_or_cannot_be_read(self, data: Path, capsys):
        (data / "holdall.db").write_bytes(b"not a database" * 1000)

        assert run(capsys, "fsck", "--data", data) == (
            2,
            "",
            "holdall: the database cannot be used: file is not a database\n",
        )


class TestStorage:
    """holdall storage."""

    def test_collect_removes_garbage_and_says_how_much(self, data: Path, capsys):
        stored(data, b"orphan", recorded=False)
        stored(data, b"garbage", recorded=True)

        first = run(capsys, "storage", "collect", "--data", data)
        second = run(capsys, "storage", "collect", "--grace", "0", "--json", "--data", data)

        assert first == (0, "removed 0 blobs and 1 orphans, 6 bytes\n", "")
        assert (second[0], json.loads(second[1])) == (
            0,
            {"blobs": 1, "orphans": 0, "bytes": 7, "unnamed": 0, "foreign": []},
        )

    def test_a_store_of_another_database_must_be_claimed_first(self, data: Path, capsys):
        stored(data, b"orphan", recorded=False)
        (data / "blobs" / "holdall-owner").write_text("another\n")

        refused = run(capsys, "storage", "collect", "--data", data)
        claimed = run(capsys, "storage", "claim", "main", "--data", data)
        done = run(capsys, "storage", "collect", "--data", data)

        assert refused == (
            0,
            "removed 0 blobs and 0 orphans, 0 bytes\n"
            "left the orphans in store main alone: it belongs to another database (see holdall storage claim)\n",
            "",
        )
        assert claimed == (0, "store main belongs to this database\n", "")
        assert done == (0, "removed 0 blobs and 1 orphans, 6 bytes\n", "")

    def test_claim_of_an_unknown_store_is_refused(self, data: Path, capsys):
        status, out, errors = run(capsys, "storage", "claim", "archive", "--data", data)

        assert (status, out) == (2, "")
        assert re.fullmatch(r"holdall: the settings name no store 'archive'.*\n", errors)

    def test_a_store_url_that_means_nothing_is_refused(self, data: Path, capsys):
        assert run(capsys, "storage", "collect", "--data", data, "--blobs", "gopher://hole") == (
            2,
            "",
            "holdall: a blob store is a folder or one of s3, s3a, gs, az, abfs, abfss, https, memory, not gopher:\n",
        )


class TestList:
    def test_it_tells_what_is_in_each_store_of_the_settings_and_in_others(
        self, data: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("HOLDALL_STORAGE_POLICIES", f"cold={data / 'cold'}")
        stored(data, b"hello", recorded=True)
        LocalStore(data / "cold")
        status, out, _ = run(capsys, "storage", "list", "--data", data)
        assert (status, out.splitlines()) == (
            0,
            [
                f"main: 1 blobs, 5 bytes ({data / 'blobs'})",
                "database: 0 blobs, 0 bytes (the database (small files))",
                f"cold: 0 blobs, 0 bytes ({data / 'cold'})",
            ],
        )

    def test_a_policy_without_a_name_of_its_own_is_refused(
        self, data: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("HOLDALL_STORAGE_POLICIES", "main=/elsewhere")
        status, _, err = run(capsys, "storage", "list", "--data", data)
        assert (status, "storage_policies" in err, "name of its own" in err) == (2, True, True)
