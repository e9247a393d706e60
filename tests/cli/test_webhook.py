"""holdall webhook on the data of a server, as commands."""

import asyncio
import json
from pathlib import Path

import pytest

from holdall.base.db import Transaction, open_database
from holdall.base.db.revision import bring_up_to_date
from holdall.base.keys import load_server_key
from holdall.cli.app import app
from holdall.content.identity.app_settings import make_application
from holdall.content.identity.provision import create_enterprise, create_user
from holdall.content.items.tables import ItemType
from holdall.content.webhooks.tables import webhook_deliveries, webhooks


def call(capsys: pytest.CaptureFixture[str], data: Path, *words: str) -> tuple[int, str, str]:
    """The command's exit status, output and errors."""
    with pytest.raises(SystemExit) as end:
        app(["webhook", *words, "--data", str(data)], exit_on_error=False)
    captured = capsys.readouterr()
    return int(end.value.code or 0), captured.out, captured.err


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Data with an application, its webhook 7, and four deliveries to it: 1 and 3 dead, 2 delivered, 4 pending."""
    url = f"sqlite:///{tmp_path / 'holdall.db'}"
    bring_up_to_date(url)
    key = load_server_key(tmp_path / "server.key")

    async def unit(tx: Transaction) -> None:
        enterprise_id = await create_enterprise(tx, name="Acme")
        user_id = await create_user(tx, enterprise_id=enterprise_id, login="ada@example.com", name="Ada")
        application = await make_application(tx, key, enterprise_id=enterprise_id, name="App", key=None)
        await tx.insert(
            webhooks,
            id=7,
            enterprise_id=enterprise_id,
            application_id=application.id,
            user_id=user_id,
            target_type=ItemType.FOLDER,
            target_id=11,
            address="https://example.com/",
            triggers=["FILE.UPLOADED"],
            scopes=[],
            created_at=0,
            after_sequence=0,
        )
        for number, status in enumerate(("dead", "delivered", "dead", "pending"), 1):
            await tx.insert(
                webhook_deliveries,
                id=number,
                enterprise_id=enterprise_id,
                webhook_id=7,
                event_sequence=number,
                event_id=f"event-{number}",
                trigger="FILE.UPLOADED",
                item_id=100 + number,
                body=f'{{"id":"event-{number}"}}',
                status=status,
                attempts=13 if status == "dead" else 1,
                created_at=number * 1_000_000,
                next_attempt_at=0 if status == "pending" else None,
                error="refused" if status == "dead" else None,
            )

    async def make() -> None:
        db = await open_database(url)
        await db.write(unit)
        await db.close()

    asyncio.run(make())
    return tmp_path


def test_webhooks_are_listed_with_what_they_wait_for(capsys: pytest.CaptureFixture[str], data: Path) -> None:
    _, printed, _ = call(capsys, data, "list", "--json")
    (one,) = json.loads(printed)
    _, table, _ = call(capsys, data, "list")
    assert (one["id"], one["target"], one["waiting"], one["dead"]) == ("7", "folder 11", 1, 2)
    assert "https://example.com/" in table.splitlines()[1]


def test_deliveries_are_chosen_by_status_webhook_and_time(capsys: pytest.CaptureFixture[str], data: Path) -> None:
    def ids(*words: str) -> list[str]:
        return [one["id"] for one in json.loads(call(capsys, data, "deliveries", "--json", *words)[1])]

    assert ids() == ["4", "3", "2", "1"]
    assert ids("--limit", "1") == ["4"]
    assert ids("--status", "dead") == ["3", "1"]
    assert ids("--webhook", "8") == []
    assert ids("--since", "1970-01-01T00:00:03Z") == ["4", "3"]


def test_a_delivery_is_told_with_its_body(capsys: pytest.CaptureFixture[str], data: Path) -> None:
    (one, _) = json.loads(call(capsys, data, "deliveries", "--json", "--status", "dead")[1])
    _, table, _ = call(capsys, data, "deliveries")
    assert (one["body"], one["created_at"], one["error"], one["address"]) == (
        {"id": "event-3"},
        "1970-01-01T00:00:03+00:00",
        "refused",
        "https://example.com/",
    )
    assert [line.split()[5] for line in table.splitlines()[1:]] == ["pending", "dead", "delivered", "dead"]


def test_dead_letters_are_replayed_all_or_by_id(capsys: pytest.CaptureFixture[str], data: Path) -> None:
    unknown = call(capsys, data, "replay", "1", "99")
    one = call(capsys, data, "replay", "2")
    rest = call(capsys, data, "replay", "--webhook", "7")
    assert unknown == (2, "", "holdall: there is no delivery with id 99; none was made again\n")
    assert (one[1], rest[1]) == ("1 delivery will be made again\n", "2 deliveries will be made again\n")
    listed = json.loads(call(capsys, data, "deliveries", "--json")[1])
    assert [(one["status"], one["attempts"], one["error"]) for one in listed] == [
        ("pending", 1, None),
        *[("pending", 0, None)] * 3,
    ]


def test_a_time_that_is_none_is_refused(capsys: pytest.CaptureFixture[str], data: Path) -> None:
    status, _, error = call(capsys, data, "deliveries", "--since", "yesterday")
    assert (status, error.startswith("holdall: --since: 'yesterday'")) == (2, True)


def test_keys_are_shown_and_rotated_one_at_a_time(capsys: pytest.CaptureFixture[str], data: Path) -> None:
    before = json.loads(call(capsys, data, "keys", "--json")[1])
    rotated = json.loads(call(capsys, data, "rotate-key", "secondary", "--json")[1])
    _, shown, _ = call(capsys, data, "keys")
    assert (rotated["primary"], rotated["secondary"] == before["secondary"]) == (before["primary"], False)
    assert shown == f"primary    {rotated['primary']}\nsecondary  {rotated['secondary']}\n"


def test_keys_are_kept_sealed(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    keys = json.loads(call(capsys, data, "rotate-key", "primary", "--json")[1])
    kept = b"".join(path.read_bytes() for path in data.glob("holdall.db*"))
    assert [one.encode() in kept for one in keys.values()] == [False, False]
