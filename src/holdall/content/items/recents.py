"""What a user worked with lately, read from the events: the last 90 days, at most 1,000 items.

https://developer.box.com/reference/get-recent-items/
"""

from collections.abc import Sequence

import msgspec
import sqlalchemy as sa

from holdall.base.clock import DAY
from holdall.base.db import query
from holdall.base.db.database import Reader
from holdall.content.events.tables import events
from holdall.content.identity.subject import Subject

SPAN = 90 * DAY
MOST_ITEMS = 1000
MOST_EVENTS = 20_000
"""How far back the events of one user are looked through: enough for 1,000 items, and never without a limit."""

INTERACTIONS = {
    "ITEM_UPLOAD": "item_upload",
    "ITEM_PREVIEW": "item_preview",
    "ITEM_DOWNLOAD": "item_open",
    "ITEM_OPEN": "item_open",
    "ITEM_MODIFY": "item_modify",
    "ITEM_RENAME": "item_modify",
    "COMMENT_CREATE": "item_comment",
}
"""The events that count, as the interaction that Box calls them."""


class Interaction(msgspec.Struct, frozen=True):
    """The last thing a user did with a file; `at` in microseconds UTC."""

    item_id: int
    event_type: str
    at: int


_recent = (
    sa.select(events.c.sequence, events.c.source_id, events.c.event_type, events.c.created_at)
    .where(
        events.c.created_by == sa.bindparam("user_id", type_=sa.BigInteger),
        events.c.source_type == "file",
        sa.or_(*(events.c.event_type == event_type for event_type in sorted(INTERACTIONS))),
    )
    .order_by(events.c.sequence.desc())
    .limit(MOST_EVENTS)
    .subquery()
)
_last = (
    sa.select(sa.func.max(_recent.c.sequence).label("sequence"))
    .where(_recent.c.created_at > sa.bindparam("since", type_=sa.BigInteger))
    .group_by(_recent.c.source_id)
    .order_by(sa.func.max(_recent.c.sequence).desc())
    .limit(MOST_ITEMS)
    .subquery()
)
_LATEST = query(
    sa.select(_recent.c.source_id, _recent.c.event_type, _recent.c.created_at)
    .join_from(_last, _recent, _recent.c.sequence == _last.c.sequence)
    .order_by(_last.c.sequence.desc()),
    into=Interaction,
)


async def list_recents(reader: Reader, subject: Subject) -> Sequence[Interaction]:
    """The last interaction with each file, the latest first; the user may have lost access to some of them."""
    return await reader.all(_LATEST, user_id=subject.user_id, since=reader.now - SPAN)
