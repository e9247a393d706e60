"""A consumer's place moves from where it was, and failures are noted beside it."""

from collections.abc import AsyncIterator

import pytest

from holdall.base.db import Database, open_database
from holdall.content.events.cursors import find_cursor, list_cursors, move_cursor, note_failure, start_cursor


@pytest.fixture
async def db(ready_database_url: str) -> AsyncIterator[Database]:
    database = await open_database(ready_database_url)
    yield database
    await database.close()


class TestCursors:
    async def test_a_new_consumer_stands_before_the_first_event(self, db):
        cursor = await db.write(start_cursor, "search")

        assert (cursor.consumer, cursor.sequence, cursor.failures) == ("search", 0, 0)
        assert await list_cursors(db) == [cursor]

    async def test_a_cursor_moves_once_from_one_place(self, db):
        cursor = await db.write(start_cursor, "search")

        assert await db.write(move_cursor, cursor, 5)
        assert not await db.write(move_cursor, cursor, 6)
        moved = await find_cursor(db, "search")
        assert moved is not None
        assert moved.sequence == 5

    async def test_a_failure_is_noted_and_forgotten_when_the_cursor_moves(self, db):
        cursor = await db.write(start_cursor, "search")

        await db.write(note_failure, cursor, "ValueError: no", 1_000_000)
        failed = await find_cursor(db, "search")
        assert failed is not None
        await db.write(move_cursor, failed, 1)

        assert (failed.failures, failed.last_error, failed.retry_at > 0) == (1, "ValueError: no", True)
        moved = await find_cursor(db, "search")
        assert moved is not None
        assert (moved.failures, moved.last_error, moved.retry_at) == (0, None, 0)
