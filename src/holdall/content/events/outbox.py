"""Writes events in the transaction of what they tell of."""

from typing import Any

from holdall.base.db import Transaction
from holdall.base.ids import new_uuid
from holdall.content.events.tables import events
from holdall.content.identity.subject import Subject


async def emit(
    transaction: Transaction,
    subject: Subject,
    event_type: str,
    *,
    source_type: str | None = None,
    source_id: int | None = None,
    **details: Any,
) -> None:
    """Write one event; `event_type` is one of Box's event types, `details` what a reader needs besides the source."""
    await transaction.insert(
        events,
        enterprise_id=subject.enterprise_id,
        event_id=new_uuid(),
        event_type=event_type,
        created_at=transaction.now,
        created_by=subject.user_id,
        source_type=source_type,
        source_id=source_id,
        details=details,
    )
