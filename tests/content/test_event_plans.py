"""Pages of events are read along an index from where they begin: the plans of the queries say so.

A million events would only make a plan that reads them all slow; that it reads them is seen with a few thousand.
"""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from holdall.base.clock import Clock
from holdall.base.db import Database, Transaction, open_database
from holdall.base.ids import IdBlock
from holdall.content.events.log import read_log
from holdall.content.events.streams import has_more, list_channels
from holdall.content.events.tables import event_audience, events
from holdall.content.identity.provision import create_enterprise, create_user
from tests.support.client import counted_queries

EVENTS = 4000


@pytest.fixture
async def db(ready_database_url: str) -> AsyncIterator[Database]:
    database = await open_database(ready_database_url, Clock(), IdBlock())
    yield database
    await database.close()


@pytest.fixture
async def people(db: Database) -> tuple[int, int]:
    """An enterprise with many events, and its one user."""

    async def unit(tx: Transaction) -> tuple[int, int]:
        enterprise_id = await create_enterprise(tx, name="Acme")
        user_id = await create_user(tx, enterprise_id=enterprise_id, login="a@example.com", name="A")
        event = {"enterprise_id": enterprise_id, "created_at": tx.now, "details": {}}
        kinds = ["ITEM_CREATE" if number % 1000 else "GROUP_ADD_USER" for number in range(EVENTS)]
        rows = [
            {**event, "event_id": str(place), "event_type": kind, "log_type": kind} for place, kind in enumerate(kinds)
        ]
        await tx.insert_many(events, rows)
        entries = [{"channel": user_id * 2 + 1, "sequence": number} for number in range(1, EVENTS + 1)]
        await tx.insert_many(event_audience, entries)
        return enterprise_id, user_id

    people = await db.write(unit)
    if db.dialect == "postgresql":
        for table in (events, event_audience):
            await run(db, f"ANALYZE {table.name}")
    return people


async def run(db: Database, sql: str, arguments: Any = ()) -> list[Any]:
    """The rows of a statement in plain SQL."""
    if db.dialect == "sqlite":
        return list(db._reader.execute(sql, arguments).fetchall())  # type: ignore[attr-defined]
    return list(await db._pool.fetch(sql, *arguments))  # type: ignore[attr-defined]


async def plan_of(db: Database, sql: str, arguments: list[Any]) -> str:
    """How the database would answer, as text."""
    words = "EXPLAIN QUERY PLAN" if db.dialect == "sqlite" else "EXPLAIN"
    return "\n".join(str(tuple(row)[-1]) for row in await run(db, f"{words} {sql}", arguments))


async def plans(db: Database, reading: Any) -> list[str]:
    """The plans of the queries that a reader asks."""
    asked: list[tuple[str, list[Any]]] = []
    original = db.fetch

    async def fetch(compiled: Any, arguments: list[Any]) -> list[Any]:
        asked.append((compiled.sql, arguments))
        return await original(compiled, arguments)

    db.fetch = fetch  # type: ignore[method-assign]
    try:
        await reading
    finally:
        del db.fetch
    return [await plan_of(db, sql, arguments) for sql, arguments in asked]


def scans(plan: str, table: str) -> bool:
    """Whether a plan reads a whole table, or sorts what it has read."""
    return f"Seq Scan on {table}" in plan or f"SCAN {table}" in plan.replace(f"SCAN {table} USING", "")


async def test_a_page_of_the_log_is_a_range_of_an_index(db: Database, people: tuple[int, int]) -> None:
    span: dict[str, Any] = {"after": EVENTS // 2, "until": EVENTS, "limit": 10}
    (plan,) = await plans(db, read_log(db, people[0], **span))
    assert (scans(plan, "events"), "Sort" in plan or "B-TREE" in plan) == (False, False), plan


async def test_a_page_of_a_rare_type_is_a_range_of_an_index_of_types(db: Database, people: tuple[int, int]) -> None:
    span: dict[str, Any] = {"after": 10, "until": EVENTS, "limit": 10}
    (plan,) = await plans(db, read_log(db, people[0], **span, types=["GROUP_ADD_USER"]))
    assert "ix_events_enterprise_id_log_type_sequence" in plan, plan


async def test_a_page_takes_as_many_queries_wherever_it_is(db: Database, people: tuple[int, int]) -> None:
    counts = []
    for after in (0, EVENTS // 2, EVENTS - 20):
        with counted_queries(db) as seen:
            await read_log(db, people[0], after=after, until=EVENTS, limit=10)
        counts.append(len(seen))
    assert counts == [1, 1, 1]


async def test_whether_there_is_news_is_asked_of_the_key_of_channels(db: Database, people: tuple[int, int]) -> None:
    channels = await list_channels(db, people[1], "all")
    assert channels == [people[1] * 2 + 1, people[1] * 2]
    (plan,) = await plans(db, has_more(db, channels, after=EVENTS - 5, until=EVENTS))
    assert not scans(plan, "event_audience"), plan
