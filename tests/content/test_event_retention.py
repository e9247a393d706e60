"""Old events are taken away: from users' streams, later from the log; positions stay what they are."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from holdall.base.clock import DAY, SECOND, Clock
from holdall.base.db import Database, Transaction, open_database
from holdall.base.ids import IdBlock
from holdall.content.events import retention
from holdall.content.events.feed import read_batch
from holdall.content.events.log import read_log
from holdall.content.events.outbox import Audience, emit_for_system
from holdall.content.events.retention import Removed, remove_old, remove_old_in_turn
from holdall.content.events.streams import has_more
from holdall.content.identity.provision import create_enterprise, create_user

WEEK = 7 * DAY // SECOND


@pytest.fixture
async def db(ready_database_url: str) -> AsyncIterator[Database]:
    database = await open_database(ready_database_url, Clock(), IdBlock())
    yield database
    await database.close()


@pytest.fixture
async def people(db: Database) -> tuple[int, list[int]]:
    """An enterprise and three of its users."""

    async def unit(tx: Transaction) -> tuple[int, list[int]]:
        enterprise_id = await create_enterprise(tx, name="Acme")
        logins = [f"{name}@example.com" for name in "abc"]
        ids = [await create_user(tx, enterprise_id=enterprise_id, login=login, name=login) for login in logins]
        return enterprise_id, ids

    return await db.write(unit)


async def happen(db: Database, people: tuple[int, list[int]], event_type: str, times: int = 1) -> None:
    """Something that each user is told of."""
    enterprise_id, users = people

    async def unit(tx: Transaction) -> None:
        for _ in range(times):
            for user_id in users:
                await emit_for_system(tx, enterprise_id, event_type, audience=Audience(owner_id=user_id))

    await db.write(unit)


async def kept(db: Database) -> list[str]:
    return [event.event_type for event in await read_batch(db, after=0, until=10**9, limit=1000)]


async def hears(db: Database, people: tuple[int, list[int]]) -> list[bool]:
    return [await has_more(db, [user * 2, user * 2 + 1], after=0, until=10**9) for user in people[1]]


async def test_users_forget_before_the_log_does(db: Database, people: tuple[int, list[int]]) -> None:
    await happen(db, people, "ITEM_CREATE")
    db.clock.advance(8 * DAY)
    await happen(db, people, "ITEM_MOVE")
    assert await remove_old(db, users=WEEK, log=52 * WEEK) == Removed(entries=3, events=0)
    assert await kept(db) == ["ITEM_CREATE"] * 3 + ["ITEM_MOVE"] * 3
    assert await hears(db, people) == [True] * 3
    assert await remove_old(db, users=WEEK, log=WEEK) == Removed(entries=0, events=3)
    assert await kept(db) == ["ITEM_MOVE"] * 3


async def test_the_last_event_of_all_stays_so_that_positions_go_on(db: Database, people: tuple[int, list[int]]) -> None:
    await happen(db, people, "ITEM_CREATE", times=3)
    db.clock.advance(8 * DAY)
    assert await remove_old(db, users=WEEK, log=WEEK) == Removed(entries=8, events=8)
    await happen(db, people, "ITEM_MOVE")
    assert [event.sequence for event in await read_batch(db, after=0, until=10**9, limit=10)] == [9, 10, 11, 12]


async def test_any_number_is_removed_in_batches(
    db: Database, people: tuple[int, list[int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retention, "CHANNELS", 2)
    await happen(db, people, "ITEM_CREATE", times=700)
    db.clock.advance(8 * DAY)
    await happen(db, people, "ITEM_MOVE")
    assert await remove_old(db, users=WEEK, log=WEEK) == Removed(entries=2100, events=2100)


async def test_nothing_happens_to_an_empty_database_or_out_of_turn(db: Database, people: tuple[int, list[int]]) -> None:
    assert await remove_old(db, users=1, log=1) == Removed()
    assert await remove_old_in_turn(db, users=WEEK, log=WEEK) == Removed()
    await happen(db, people, "ITEM_CREATE")
    db.clock.advance(8 * DAY)
    assert await remove_old_in_turn(db, users=WEEK, log=WEEK) == Removed(entries=2, events=2)
    await happen(db, people, "ITEM_CREATE")
    assert await remove_old_in_turn(db, users=1, log=1) == Removed()


async def test_the_log_finds_a_time_among_thousands_of_events(db: Database, people: tuple[int, list[int]]) -> None:
    enterprise_id, _ = people
    start = db.now
    for number in range(6):
        await happen(db, people, f"STEP_{number}", times=300)
        db.clock.advance(DAY)
    times: dict[str, Any] = {"since": start + 2 * DAY, "before": start + 3 * DAY + DAY // 2}
    found = await read_log(db, enterprise_id, after=0, until=5400, limit=1000, **times)
    rest = await read_log(db, enterprise_id, after=found.position, until=5400, limit=1000, **times)
    assert (len(found.entries), len(rest.entries)) == (1000, 800)
    assert {event.event_type for event in (*found.entries, *rest.entries)} == {"STEP_2", "STEP_3"}
