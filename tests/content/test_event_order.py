"""Whoever follows the events by their numbers misses none, in whatever order their transactions end."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import asyncpg
import pytest

from holdall.base.clock import Clock
from holdall.base.db import Database, Transaction, open_database
from holdall.base.ids import IdBlock
from holdall.content.events.feed import read_batch
from holdall.content.events.horizon import Horizon
from holdall.content.events.outbox import emit_for_system
from holdall.content.identity.provision import create_enterprise


class Late:
    """A transaction that writes an event and ends when it is told to."""

    def __init__(self, connection: Any, enterprise_id: int) -> None:
        self._connection = connection
        self._enterprise_id = enterprise_id

    async def write(self, event_type: str) -> None:
        await self._connection.execute(
            "INSERT INTO events (enterprise_id, event_id, event_type, created_at, details)"
            " VALUES ($1, $2, $2, 1, '{}')",
            self._enterprise_id,
            event_type,
        )

    async def end(self, word: str) -> None:
        await self._connection.execute(word)


@pytest.fixture
async def db(ready_database_url: str) -> AsyncIterator[Database]:
    database = await open_database(ready_database_url, Clock(), IdBlock())
    yield database
    await database.close()


@pytest.fixture
async def enterprise_id(db: Database) -> int:
    return await db.write(lambda tx: create_enterprise(tx, name="Acme"))


async def write(db: Database, enterprise_id: int, *event_types: str) -> None:
    async def unit(tx: Transaction) -> None:
        for event_type in event_types:
            await emit_for_system(tx, enterprise_id, event_type)

    await db.write(unit)


async def seen(db: Database, horizon: Horizon, after: int = 0) -> list[str]:
    until = await horizon.advance(db)
    return [event.event_type for event in await read_batch(db, after=after, until=until, limit=100)]


async def test_what_was_committed_is_seen_at_once_in_order(db: Database, enterprise_id: int) -> None:
    horizon = Horizon()
    assert await seen(db, horizon) == []
    await write(db, enterprise_id, "A", "B")
    assert await seen(db, horizon) == ["A", "B"]
    await write(db, enterprise_id, "C")
    assert await seen(db, horizon, after=2) == ["C"]
    assert await seen(db, Horizon()) == ["A", "B", "C"]


async def test_callers_at_the_same_moment_share_an_answer(db: Database, enterprise_id: int) -> None:
    horizon = Horizon()
    await write(db, enterprise_id, "A")
    assert await asyncio.gather(*(horizon.advance(db) for _ in range(20))) == [1] * 20


async def test_a_gap_that_a_rollback_left_holds_nobody_up(db: Database, enterprise_id: int) -> None:
    horizon = Horizon()
    await write(db, enterprise_id, "A")
    await horizon.advance(db)

    async def refused(tx: Transaction) -> None:
        await emit_for_system(tx, enterprise_id, "NEVER")
        raise LookupError("refused")

    with pytest.raises(LookupError, match="refused"):
        await db.write(refused)
    await write(db, enterprise_id, "B")
    assert await seen(db, horizon) == ["A", "B"]


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
class TestTransactionsSideBySide:
    """PostgreSQL alone has two writers at once."""

    @pytest.fixture
    async def late(self, db: Database, ready_database_url: str, enterprise_id: int) -> AsyncIterator[Late]:
        connection = await asyncpg.connect(ready_database_url)
        await connection.execute("BEGIN")
        yield Late(connection, enterprise_id)
        await connection.close()

    async def test_what_comes_behind_an_open_transaction_waits_for_its_end(
        self, db: Database, enterprise_id: int, late: Late
    ) -> None:
        horizon = Horizon()
        await write(db, enterprise_id, "A")
        await horizon.advance(db)
        await late.write("LATE")
        await write(db, enterprise_id, "B")
        assert (await seen(db, horizon), horizon.is_waiting) == (["A"], True)
        await write(db, enterprise_id, "C")
        assert await seen(db, horizon) == ["A"]
        await late.end("COMMIT")
        assert (await seen(db, horizon), horizon.is_waiting) == (["A", "LATE", "B", "C"], False)

    async def test_what_comes_before_an_open_transaction_does_not_wait(
        self, db: Database, enterprise_id: int, late: Late
    ) -> None:
        horizon = Horizon()
        await horizon.advance(db)
        await write(db, enterprise_id, "A")
        await late.write("LATE")
        await write(db, enterprise_id, "B")
        assert await seen(db, horizon) == ["A"]
        await late.end("ROLLBACK")
        assert await seen(db, horizon) == ["A", "B"]

    async def test_a_new_reader_waits_for_those_who_write_when_it_begins(
        self, db: Database, enterprise_id: int, late: Late
    ) -> None:
        await late.write("LATE")
        await write(db, enterprise_id, "B")
        first = asyncio.create_task(seen(db, Horizon()))
        await asyncio.sleep(0.02)
        assert not first.done()
        await late.end("COMMIT")
        assert await first == ["LATE", "B"]

    async def test_many_writers_and_a_reader_that_never_looks_back(self, db: Database, enterprise_id: int) -> None:
        horizon, position, found = Horizon(), 0, list[str]()
        writers = [asyncio.create_task(write(db, enterprise_id, f"{n}a", f"{n}b", f"{n}c")) for n in range(150)]
        while len(found) < 450:
            until = await horizon.advance(db)
            batch = await read_batch(db, after=position, until=until, limit=1000)
            found += [event.event_type for event in batch]
            position = max(position, until)
            if all(writer.done() for writer in writers) and not batch and not horizon.is_waiting:
                break
        await asyncio.gather(*writers)
        assert sorted(found) == sorted(f"{n}{letter}" for n in range(150) for letter in "abc")
