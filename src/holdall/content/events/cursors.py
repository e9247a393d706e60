"""Where each consumer of the events is: the last event that it has done with, and how it fails."""

from collections.abc import Sequence

import msgspec
import sqlalchemy as sa

from holdall.base.db import Transaction, query, rows_of
from holdall.base.db.database import Reader
from holdall.content.events.cursor_tables import event_cursors


class Cursor(msgspec.Struct, frozen=True):
    """How far a consumer has come: `sequence` is the last event that it has done with.

    After `failures` failures in a row it is left alone until `retry_at`.
    """

    consumer: str
    sequence: int
    failures: int
    retry_at: int
    last_error: str | None


_CURSORS = query(sa.select(*rows_of(Cursor, event_cursors)).order_by(event_cursors.c.consumer), into=Cursor)
_CURSOR = query(
    sa.select(*rows_of(Cursor, event_cursors)).where(event_cursors.c.consumer == sa.bindparam("consumer")), into=Cursor
)
_START = query(
    sa.text(
        "INSERT INTO event_cursors (consumer, sequence, failures, retry_at) VALUES (:consumer, 0, 0, 0) "
        "ON CONFLICT (consumer) DO NOTHING"
    ).bindparams(sa.bindparam("consumer", type_=sa.Text))
)


async def list_cursors(reader: Reader) -> Sequence[Cursor]:
    """Where every consumer is, by name."""
    return await reader.all(_CURSORS)


async def find_cursor(reader: Reader, consumer: str) -> Cursor | None:
    """Where a consumer is; None for one that has never begun."""
    return await reader.one(_CURSOR, consumer=consumer)


async def start_cursor(tx: Transaction, consumer: str) -> Cursor:
    """Where a consumer is; a new one stands before the first event."""
    await tx.run(_START, consumer=consumer)
    cursor = await find_cursor(tx, consumer)
    assert cursor is not None
    return cursor


async def move_cursor(tx: Transaction, cursor: Cursor, sequence: int) -> bool:
    """Note that everything up to `sequence` is done with; False where another process, or a reset, has moved it."""
    key = {"consumer": cursor.consumer, "sequence": cursor.sequence}
    return await tx.update(event_cursors, key, sequence=sequence, failures=0, retry_at=0, last_error=None) == 1


async def note_failure(tx: Transaction, cursor: Cursor, error: str, wait: int) -> None:
    """Note that the consumer failed behind this cursor, and leave it alone for `wait` microseconds."""
    key = {"consumer": cursor.consumer, "sequence": cursor.sequence}
    await tx.update(event_cursors, key, failures=cursor.failures + 1, retry_at=tx.now + wait, last_error=error)
