"""holdall search, run as a command: it builds the index and tells how far it is."""

import asyncio
from pathlib import Path

import pytest

from holdall.base.clock import Clock
from holdall.base.db import Transaction, open_database
from holdall.base.db.revision import bring_up_to_date
from holdall.content.identity import provision
from holdall.content.items.tables import ItemType, items
from tests.cli.test_storage import run


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder with a database in which a user has three folders."""
    url = f"sqlite:///{tmp_path / 'holdall.db'}"
    bring_up_to_date(url)

    async def unit(tx: Transaction) -> None:
        enterprise_id = await provision.create_enterprise(tx, name="Acme")
        user_id = await provision.create_user(tx, enterprise_id=enterprise_id, login="uma@example.com", name="Uma")
        for number in range(3):
            await tx.insert(
                items,
                id=tx.new_id(),
                enterprise_id=enterprise_id,
                type=ItemType.FOLDER,
                parent_id=user_id + 1,
                name=f"Folder {number}",
                name_key=f"folder {number}",
                description="",
                sequence=0,
                size=0,
                item_count=0,
                created_at=tx.now,
                modified_at=tx.now,
                tags=[],
                options={},
            )

    async def work() -> None:
        db = await open_database(url, Clock())
        await db.write(unit)
        await db.close()

    asyncio.run(work())
    return tmp_path


def test_an_index_is_built_once_and_anew(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = run(capsys, "search", "status", "--data", data)
    assert before == (0, "the index is to be built from nothing, it holds 0 items\n", "")
    for _ in range(2):
        assert run(capsys, "search", "rebuild", "--data", data) == (0, "the index holds 3 items\n", "")
    after = run(capsys, "search", "status", "--data", data)
    assert after == (0, "the index is built and has followed what happened up to event 0, it holds 3 items\n", "")
    assert run(capsys, "search", "rebuild", "--resume", "--data", data) == (0, "the index holds 3 items\n", "")


def test_without_a_database_it_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, _, errors = run(capsys, "search", "rebuild", "--data", tmp_path)
    assert (status, "there is no database" in errors) == (2, True)
