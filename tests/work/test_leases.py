"""A lease is held by one at a time, and ends with who holds it."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import asyncpg
import pytest

from holdall.work.leases import FileLeases, Leases, open_leases


@pytest.fixture
async def pair(empty_database_url: str) -> AsyncIterator[tuple[Leases, Leases]]:
    """The leases of two processes."""
    first, second = await open_leases(empty_database_url), await open_leases(empty_database_url)
    yield first, second
    await first.close()
    await second.close()


class TestLeases:
    async def test_one_process_holds_a_name(self, pair):
        first, second = pair

        assert await first.take("leader")
        assert await first.take("leader")
        assert not await second.take("leader")
        assert await second.take("another")

    async def test_a_lease_that_is_given_back_can_be_taken(self, pair):
        first, second = pair
        await first.take("leader")

        await first.release("leader")

        assert await second.take("leader")
        assert not await first.take("leader")

    async def test_leases_end_with_their_process(self, pair, empty_database_url):
        gone = await open_leases(empty_database_url)
        await gone.take("leader")
        await gone.close()

        async with asyncio.timeout(30):  # the server notices a moment later that the connection is gone
            while not await pair[0].take("leader"):
                await asyncio.sleep(0.01)
        assert await pair[0].are_held()

    async def test_a_connection_that_the_server_has_ended_holds_nothing(self, postgres_url):
        leases, other = await open_leases(postgres_url), await open_leases(postgres_url)
        await leases.take("lost")
        connection = await asyncpg.connect(postgres_url)
        await connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND granted "
            "AND database = (SELECT oid FROM pg_database WHERE datname = 'postgres') AND pid <> pg_backend_pid()"
        )
        await connection.close()

        assert not await leases.are_held()
        assert await other.take("lost")
        for one in (leases, other):
            await one.close()

    async def test_what_the_dead_have_left_is_removed_and_what_is_held_stays(self, tmp_path: Path):
        held, dead = FileLeases(tmp_path / "holdall.db"), tmp_path / "holdall.db.dead.lease"
        await held.take("engine")
        dead.touch()

        held.tidy()

        assert [path.name for path in tmp_path.iterdir()] == ["holdall.db.engine.lease"]
        assert not await FileLeases(tmp_path / "holdall.db").take("engine")
        await held.close()
