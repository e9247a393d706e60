"""holdall explain and access-report on the data of a server, as commands."""

import asyncio
import csv
import io
import json
from pathlib import Path

import pytest

from holdall.base.db import Database, Transaction, open_database
from holdall.base.db.revision import bring_up_to_date
from holdall.cli.app import app
from holdall.content.access.explain import subject_for
from holdall.content.identity import provision
from holdall.content.identity.inventory import find_user
from holdall.content.items.folders import create_folder


def call(capsys: pytest.CaptureFixture[str], data: Path, *words: str) -> tuple[int, str, str]:
    """The command's exit status, output and errors."""
    with pytest.raises(SystemExit) as end:
        app([*words, "--data", str(data)], exit_on_error=False)
    captured = capsys.readouterr()
    return int(end.value.code or 0), captured.out, captured.err


async def _make(db: Database) -> int:
    async def unit(tx: Transaction) -> None:
        enterprise_id = await provision.create_enterprise(tx, name="Acme")
        for login in ("ada@example.com", "bob@example.com"):
            await provision.create_user(tx, enterprise_id=enterprise_id, login=login, name=login)

    await db.write(unit)
    ada = await find_user(db, "ada@example.com")
    assert ada is not None
    made = await db.write(create_folder, subject_for(ada), parent_id=0, name="=Plans")
    await db.close()
    return made.item.id


@pytest.fixture
def folder_id(tmp_path: Path) -> int:
    """A folder of Ada's in a data folder of its own."""
    url = f"sqlite:///{tmp_path / 'holdall.db'}"
    bring_up_to_date(url)

    async def make() -> int:
        return await _make(await open_database(url))

    return asyncio.run(make())


def test_explain_says_whether_and_why(capsys: pytest.CaptureFixture[str], tmp_path: Path, folder_id: int) -> None:
    allowed = call(capsys, tmp_path, "explain", "ada@example.com", "rename", str(folder_id))
    refused = call(capsys, tmp_path, "explain", "bob@example.com", "view", str(folder_id), "--json")
    unknown = call(capsys, tmp_path, "explain", "ada@example.com", "fly", str(folder_id))
    assert allowed[0] == 0
    assert allowed[1].splitlines()[0].endswith(f"may rename item {folder_id}")
    assert allowed[1].splitlines()[1].endswith(f"is the owner of item {folder_id}")
    assert (refused[0], json.loads(refused[1])["allowed"]) == (1, False)
    assert (unknown[0], unknown[2].startswith("holdall: 'fly' is no action")) == (2, True)


def test_the_report_is_csv_that_no_spreadsheet_runs(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, folder_id: int
) -> None:
    status, printed, _ = call(capsys, tmp_path, "access-report", str(folder_id))
    (row,) = csv.DictReader(io.StringIO(printed))
    missing = call(capsys, tmp_path, "access-report", "1")
    assert (status, row["path"], row["login"], row["by"]) == (0, "All Files/=Plans", "ada@example.com", "owner")
    assert (missing[0], missing[2]) == (2, "holdall: There is no item with id 1\n")
