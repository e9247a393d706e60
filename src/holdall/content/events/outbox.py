"""Writes events in the transaction of what they tell of, and whom they are told to."""

from functools import partial
from typing import Any, Protocol

import msgspec
import sqlalchemy as sa

from holdall.base.db import Transaction, contains, query
from holdall.base.ids import new_uuid
from holdall.content.events import bell
from holdall.content.events.tables import event_audience, events
from holdall.content.events.types import is_change, is_for_owner_alone, log_type, user_type
from holdall.content.identity.tables import users
from holdall.content.sharing.collaboration_tables import collaborations


class Actor(Protocol):
    """Whom an event is by: a subject, or a person on the way to become one."""

    @property
    def user_id(self) -> int:
        """The user."""

    @property
    def enterprise_id(self) -> int:
        """The user's enterprise."""


class Audience(msgspec.Struct, frozen=True):
    """Whose streams an event appears in: the owner's, those of all with a role on one of the items, and others'."""

    owner_id: int | None = None
    item_ids: tuple[int, ...] = ()
    """The item that the event is about and the folders above it."""
    user_ids: tuple[int, ...] = ()


NOBODY = Audience()

_given = [column for column in events.c if column.name != "sequence"]
_INSERT = query(
    sa.insert(events)
    .values({column.name: sa.bindparam(column.name, type_=column.type) for column in _given})
    .returning(events.c.sequence)
)
_flag = sa.bindparam("flag", type_=sa.BigInteger)
_sequence = sa.bindparam("sequence", type_=sa.BigInteger)
_TELL = query(
    sa.insert(event_audience)
    .from_select(
        ["channel", "sequence"],
        sa.union(
            sa.select((users.c.id * 2 + _flag).label("channel"), _sequence).where(contains(users.c.id, "user_ids")),
            sa.select((collaborations.c.item_id * 2 + _flag).label("channel"), _sequence).where(
                contains(collaborations.c.item_id, "item_ids")
            ),
        ),
    )
    .returning(event_audience.c.channel)
)

_SHARED = query(sa.select(collaborations.c.item_id).where(contains(collaborations.c.item_id, "item_ids")))


async def emit(
    transaction: Transaction,
    subject: Actor,
    event_type: str,
    *,
    source_type: str | None = None,
    source_id: int | None = None,
    audience: Audience = NOBODY,
    **details: Any,
) -> None:
    """Write one event; `event_type` is a name of `events.types`, `details` what a reader needs besides the source."""
    actor_id = getattr(subject, "actor_id", subject.user_id)
    await _insert(
        transaction,
        audience,
        enterprise_id=subject.enterprise_id,
        created_by=subject.user_id,
        actor_id=None if actor_id == subject.user_id else actor_id,
        application_id=getattr(subject, "application_id", None),
        grant_id=getattr(subject, "grant_id", None),
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
    audience: Audience = NOBODY,
    **details: Any,
) -> None:
    """Write one event of something that no user did, such as the end of an item's time in the trash."""
    await _insert(
        transaction,
        audience,
        enterprise_id=enterprise_id,
        created_by=None,
        actor_id=None,
        application_id=None,
        grant_id=None,
        event_type=event_type,
        source_type=source_type,
        source_id=source_id,
        details=details,
    )


async def _insert(
    tx: Transaction, audience: Audience, *, event_type: str, details: dict[str, Any], **values: Any
) -> None:
    sequence = await tx.value(
        _INSERT,
        event_id=new_uuid(),
        event_type=event_type,
        log_type=log_type(event_type, details),
        created_at=tx.now,
        details=details,
        **values,
    )
    channels: list[int] = []
    if audience is not NOBODY and user_type(event_type, details) is not None:
        item_ids = () if is_for_owner_alone(event_type) else audience.item_ids
        people = {*audience.user_ids} if audience.owner_id is None else {audience.owner_id, *audience.user_ids}
        channels = await _tell(tx, people, list(item_ids), flag=int(is_change(event_type)), sequence=sequence)
    tx.after_commit(partial(bell.ring, channels))


async def _tell(tx: Transaction, user_ids: set[int], item_ids: list[int], *, flag: int, sequence: int) -> list[int]:
    """Put an event on the channels of the users, and on those of the items that anybody collaborates on; answer them.

    What is one round trip on PostgreSQL costs SQLite more than twice as much as small statements.
    """
    if tx.dialect != "sqlite":
        told = await tx.all(_TELL, user_ids=sorted(user_ids), item_ids=item_ids, flag=flag, sequence=sequence)
        return [channel for (channel,) in told]
    shared = {item_id for (item_id,) in await tx.all(_SHARED, item_ids=item_ids)} if item_ids else set()
    channels = [scope * 2 + flag for scope in sorted(user_ids | shared)]
    for channel in channels:
        await tx.insert(event_audience, channel=channel, sequence=sequence)
    return channels
