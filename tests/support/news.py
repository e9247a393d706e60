"""What was told of things that happened: events in the outbox, and mail."""

from typing import Any

import sqlalchemy as sa

from holdall.base.db import query
from holdall.content.events.feed import EVENT_COLUMNS, Event
from holdall.content.events.tables import events
from holdall.content.identity.tables import users
from holdall.content.mail.outbox import Mail
from holdall.content.mail.tables import mails
from tests.support.enterprise import Enterprise

_ABOUT = query(
    sa.select(events.c.event_type, events.c.created_by, events.c.details)
    .where(events.c.source_id == sa.bindparam("item_id", type_=sa.BigInteger))
    .order_by(events.c.sequence)
)
_TO = query(
    sa.select(*(mails.c[name] for name in Mail.__struct_fields__))
    .join_from(mails, users, users.c.login == mails.c.recipient)
    .where(users.c.id == sa.bindparam("user_id", type_=sa.BigInteger))
    .order_by(mails.c.id),
    into=Mail,
)


_NEWS = query(
    sa.select(*EVENT_COLUMNS)
    .where(events.c.enterprise_id == sa.bindparam("enterprise_id", type_=sa.BigInteger))
    .order_by(events.c.sequence),
    into=Event,
)


async def news_of(enterprise: Enterprise) -> list[Event]:
    """Everything that has happened in an enterprise, as consumers of events get it."""
    return await enterprise.gateway.platform.db.all(_NEWS, enterprise_id=enterprise.id)


async def events_about(enterprise: Enterprise, item_id: Any) -> list[tuple[str, int | None, dict[str, Any]]]:
    """Type, user and details of every event of an item, in order."""
    rows = await enterprise.gateway.platform.db.all(_ABOUT, item_id=int(item_id))
    return [(event_type, created_by, details) for event_type, created_by, details in rows]


async def mail_to(enterprise: Enterprise, user_id: int) -> list[Mail]:
    """The mail that was written to a user, in order."""
    return await enterprise.gateway.platform.db.all(_TO, user_id=user_id)
