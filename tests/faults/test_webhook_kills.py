"""Webhooks while the server is killed at random moments and their receiver dies and comes back: nothing is lost.

Every event arrives at least once, signed, and what happened to one item arrives in the order in which it happened.
"""

import asyncio
import contextlib
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from box_sdk_gen.managers.webhooks import WebhooksManager

from holdall.base.db import query
from holdall.base.keys import load_server_key
from holdall.content.events.tables import events
from holdall.content.identity.tables import applications
from holdall.content.webhooks.signing import SignatureKeys, rotate_key
from holdall.content.webhooks.tables import webhook_deliveries
from tests.faults.killable import Dice, Killable, Nursery, attempt, make_killable
from tests.faults.tree import Tree
from tests.support.databases import ready_database
from tests.support.receiver import Receiver, receiving

pytestmark = [pytest.mark.faults, pytest.mark.timeout(900)]

FILES = 4
CHANGES = 5  # of each file, between two kills
LONGEST = 0.3  # seconds until a kill, from a start or from the first delivery after it
ENGINE_SECONDS = 15.0
PATIENCE = 60.0

_APPLICATION = query(sa.select(applications.c.id))
_EVENTS = query(
    sa.select(events.c.source_id, events.c.event_id)
    .where(sa.or_(events.c.event_type == "ITEM_UPLOAD", events.c.event_type == "ITEM_RENAME"))
    .order_by(events.c.sequence)
)
_STATUSES = query(sa.select(webhook_deliveries.c.status, sa.func.count()).group_by(webhook_deliveries.c.status))


@pytest.fixture
async def server(nursery: Nursery, ready_database_url: str, tmp_path: Path) -> AsyncIterator[Killable]:
    """A running server that delivers webhooks, to this machine too."""
    server = await make_killable(
        nursery, tmp_path / "data", ready_database_url, work="embedded", webhook_targets="anywhere", webhook_timeout=5
    )
    await server.start()
    yield server
    await server.close()
    shutil.rmtree(tmp_path)


@pytest.fixture
def kills(kills: int) -> int:
    """Each of them comes with deliveries, which take their time."""
    return kills // 2


async def make_keys(server: Killable) -> SignatureKeys:
    key = load_server_key(server.settings.data / "server.key")
    async with server.database() as db:
        application_id = await db.value(_APPLICATION)
        await db.write(rotate_key, key, application_id, "primary")
        return await db.write(rotate_key, key, application_id, "secondary")


async def watch_folder(server: Killable, receiver: Receiver) -> str:
    """A folder with a webhook on it."""
    folder = await Tree(server).create_folder("watched")
    body = {
        "target": {"id": folder, "type": "folder"},
        "address": receiver.address,
        "triggers": ["FILE.UPLOADED", "FILE.RENAMED"],
    }
    made = await server.http.post("/2.0/webhooks", json=body)
    assert made.status_code == 201, made.text
    return folder


async def change(server: Killable, file_id: str, round_number: int) -> None:
    """Rename a file again and again, as long as the server is there."""
    for number in range(CHANGES):
        body = {"name": f"{file_id} {round_number} {number}"}
        if await attempt(server.http.put(f"/2.0/files/{file_id}", json=body)) is None:
            return


async def until_more(receiver: Receiver, count: int) -> None:
    """Wait until the engine is up and something more has been told; not for ever, since the receiver may be dead."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(ENGINE_SECONDS if receiver.is_alive else LONGEST):
            while len(receiver.received) <= count:
                await asyncio.sleep(0.005)


async def until_told(server: Killable, receiver: Receiver) -> dict[str, list[str]]:
    """Wait until the receiver has everything; the ids of the events of each item, in their order."""
    async with server.database() as db:
        async with asyncio.timeout(PATIENCE):
            while True:
                expected: dict[str, list[str]] = {}
                for item_id, event_id in await db.all(_EVENTS):
                    expected.setdefault(str(item_id), []).append(event_id)
                known = {one.body["id"] for one in receiver.received}
                if known >= {event_id for those in expected.values() for event_id in those}:
                    return expected
                await asyncio.sleep(0.1)


async def test_every_event_arrives_signed_and_in_order_whatever_dies(server: Killable, kills: int, dice: Dice) -> None:
    keys = await make_keys(server)
    assert keys.primary is not None
    async with receiving() as receiver:
        tree = Tree(server)
        folder = await watch_folder(server, receiver)
        files = [file["id"] for number in range(FILES) if (file := await tree.upload(f"{number}", folder, b"x"))]
        told_between = 0
        for round_number in range(kills):
            at_start = len(receiver.received)
            if round_number % 3 == 1:
                await receiver.stop()
            work = asyncio.gather(*(change(server, file_id, round_number) for file_id in files))
            if round_number % 3 == 0:
                await until_more(receiver, at_start)
            await asyncio.sleep(dice.moment(LONGEST))
            told_between += len(receiver.received) > at_start
            await server.kill()
            await work
            await server.start()
            if round_number % 3 == 2 or dice.random.random() < 0.5:
                await receiver.start_again()
        assert told_between * 5 > kills, f"only in {told_between} of {kills} rounds anything was told before the kill"
        await receiver.start_again()
        expected = await until_told(server, receiver)
        check(receiver, expected, keys)
        await until_settled(server)


async def test_when_one_of_two_servers_dies_the_other_goes_on(
    nursery: Nursery, postgres_url: str, tmp_path: Path, dice: Dice
) -> None:
    url = await ready_database(postgres_url, tmp_path)
    first = await make_killable(nursery, tmp_path / "data", url, work="embedded", webhook_targets="anywhere")
    pair = [first, first.twin()]
    try:
        for one in pair:
            await one.start()
        keys = await make_keys(first)
        async with receiving() as receiver:
            folder = await watch_folder(first, receiver)
            files = [
                file["id"] for number in range(FILES) if (file := await Tree(first).upload(f"{number}", folder, b"x"))
            ]
            for round_number in range(8):
                victim, other = pair if round_number % 2 else pair[::-1]
                work = asyncio.gather(*(change(other, file_id, round_number) for file_id in files))
                await asyncio.sleep(dice.moment(LONGEST))
                await victim.kill()
                await work
                await until_told(other, receiver)
                await victim.start()
            check(receiver, await until_told(first, receiver), keys)
            await until_settled(first)
    finally:
        for one in pair:
            await one.close()


def check(receiver: Receiver, expected: dict[str, list[str]], keys: SignatureKeys) -> None:
    assert keys.primary is not None
    told: dict[str, list[str]] = {}
    for one in receiver.received:
        assert WebhooksManager.validate_message(one.text, one.headers, keys.primary, max_age=1000)
        told.setdefault(one.body["source"]["id"], []).append(one.body["id"])
    assert told.keys() == expected.keys()
    for item_id, ids in told.items():
        places = [expected[item_id].index(event_id) for event_id in ids]
        assert places == sorted(places), f"what happened to {item_id} was told in another order"
        assert set(ids) == set(expected[item_id])


async def until_settled(server: Killable) -> None:
    """Wait until the ledger says that everything was delivered."""
    async with server.database() as db, asyncio.timeout(PATIENCE):
        while {status for status, _ in await db.all(_STATUSES)} != {"delivered"}:
            await asyncio.sleep(0.1)
