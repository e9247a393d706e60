"""Reads events in the order of their numbers: batches for those who follow everything."""

from collections.abc import Sequence
from typing import Any

import msgspec
import sqlalchemy as sa

from holdall.base.db import query, rows_of
from holdall.base.db.database import Reader
from holdall.content.events.tables import events


class Event(msgspec.Struct, frozen=True):
    """One event as it was written; `created_at` is in microseconds UTC, `details` what `emit` was given besides."""

    sequence: int
    enterprise_id: int
    event_id: str
    event_type: str
    log_type: str | None
    """Its name in the enterprise's log."""
    created_at: int
    created_by: int | None
    """The user; None where the platform acted by itself."""
    actor_id: int | None
    """Who acted for that user, where it was somebody else."""
    application_id: int | None
    grant_id: int | None
    """The sign-in that the user acted with: its session."""
    source_type: str | None
    source_id: int | None
    details: dict[str, Any]


EVENT_COLUMNS = rows_of(Event, events)

_BATCH = query(
    sa.select(*EVENT_COLUMNS)
    .where(events.c.sequence > sa.bindparam("after"))
    .where(events.c.sequence <= sa.bindparam("until"))
    .order_by(events.c.sequence)
    .limit(sa.bindparam("limit", type_=sa.BigInteger)),
    into=Event,
)


async def read_batch(reader: Reader, *, after: int, until: int, limit: int) -> Sequence[Event]:
    """The next events behind number `after`, up to and with `until` (a `Horizon` says how far one may read)."""
    return await reader.all(_BATCH, after=after, until=until, limit=limit)
