"""Writes events in the transaction of what they tell of."""

from typing import Any, Protocol

from holdall.base.db import Transaction
from holdall.base.ids import new_uuid
from holdall.content.events import bell
from holdall.content.events.tables import events


class Actor(Protocol):
    """Whom an event is by: a subject, or a person on the way to become one."""

    @property
    def user_id(self) -> int:
        """The user."""

    @property
    def enterprise_id(self) -> int:
        """The user's enterprise."""


async def emit(
    transaction: Transaction,
    subject: Actor,
    event_type: str,
    *,
    source_type: str | None = None,
    source_id: int | None = None,
    **details: Any,
) -> None:
    """Write one event; `event_type` is one of Box's event types, `details` what a reader needs besides the source."""
    await _insert(
        transaction,
        enterprise_id=subject.enterprise_id,
        created_by=subject.user_id,
        event_type=event_type,
        source_type=source_type,
        source_id=source_id,
        details=details,
    )


async def emit_for_system(
    transaction: Transaction,
    enterprise_id: int,
    event_type: str,
    *,
    source_type: str | None = None,
    source_id: int | None = None,
    **details: Any,
) -> None:
    """Write one event of something that no user did, such as the end of an item's time in the trash."""
    await _insert(
        transaction,
        enterprise_id=enterprise_id,
        created_by=None,
        event_type=event_type,
        source_type=source_type,
        source_id=source_id,
        details=details,
    )


async def _insert(transaction: Transaction, **values: Any) -> None:
    await transaction.insert(events, event_id=new_uuid(), created_at=transaction.now, **values)
    transaction.after_commit(bell.ring)
