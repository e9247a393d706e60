"""A user's own stream: the events of what the user owns, of what was shared with the user, and of the user.

What was told once may be out of reach by now, so every event is weighed again when it is read: nobody learns from an
event what GET would refuse.
"""

from collections.abc import Iterable, Sequence
from typing import Literal

import msgspec
import sqlalchemy as sa

from holdall.base.db import contains, query
from holdall.base.db.database import Reader
from holdall.content.access import Access, Action
from holdall.content.access.decision import decide
from holdall.content.access.reach import find_places, open_ones
from holdall.content.directory.tables import memberships
from holdall.content.events.feed import EVENT_COLUMNS, Event
from holdall.content.events.tables import event_audience, events
from holdall.content.identity.subject import Subject
from holdall.content.items.rows import TYPE_NAMES
from holdall.content.sharing.collaboration_rows import in_force
from holdall.content.sharing.collaboration_tables import collaborations

Stream = Literal["all", "changes", "sync"]

FIRST_WINDOW = 1_000
WIDENING = 8
BATCHES = 24
"""How often a page looks further where it found nothing that the user may see; what it has then is answered."""

_USER = sa.bindparam("user_id", type_=sa.BigInteger)
_AFTER, _UNTIL = (sa.bindparam(name, type_=sa.BigInteger) for name in ("after", "until"))
_NEEDED = {"COMMENT": Action.VIEW_COMMENTS, "TASK": Action.VIEW_TASKS}
"""What one must be allowed to do with a file to learn of what is on it."""
_ITEM_TYPES = frozenset(TYPE_NAMES.values())

_SHARED = query(
    sa.union(
        sa.select(collaborations.c.item_id).where(collaborations.c.user_id == _USER, in_force(collaborations)),
        sa.select(collaborations.c.item_id)
        .join_from(memberships, collaborations, collaborations.c.group_id == memberships.c.group_id)
        .where(memberships.c.user_id == _USER, in_force(collaborations)),
    )
)
_told = (
    sa.select(event_audience.c.sequence)
    .distinct()
    .where(
        contains(event_audience.c.channel, "channels"),
        event_audience.c.sequence > _AFTER,
        event_audience.c.sequence <= _UNTIL,
    )
)
_page = _told.order_by(event_audience.c.sequence).limit(sa.bindparam("limit", type_=sa.BigInteger)).subquery()
_BATCH = query(
    sa.select(*EVENT_COLUMNS)
    .join_from(_page, events, events.c.sequence == _page.c.sequence)
    .order_by(events.c.sequence),
    into=Event,
)
_ANY = query(
    sa.select(event_audience.c.sequence)
    .where(
        contains(event_audience.c.channel, "channels"),
        event_audience.c.sequence > _AFTER,
        event_audience.c.sequence <= _UNTIL,
    )
    .limit(1)
)


class Sight(msgspec.Struct, frozen=True):
    """An event that the user may see, and the user's access to its item."""

    event: Event
    access: Access | None
    """None where the event is about no item, or its item is gone or out of the user's reach by now."""
    is_gone: bool = False
    """The item does not exist any more."""


class Page(msgspec.Struct, frozen=True):
    """Events in order, and the position behind the last event that was looked at."""

    entries: Sequence[Sight]
    position: int


async def read_stream(
    reader: Reader,
    subject: Subject,
    stream: Stream,
    *,
    after: int,
    until: int,
    limit: int,
    since: int = 0,
    before: int | None = None,
) -> Page:
    """The next events of the user behind position `after`, up to `until` (a `Horizon` says how far one may read).

    Only those between the instants `since` and `before` are given. A page costs the same wherever it begins.
    """
    channels = await list_channels(reader, subject.user_id, stream)
    found: list[Sight] = []
    position, window = after, FIRST_WINDOW
    for _ in range(BATCHES):
        top, wanted = min(until, position + window), limit - len(found)
        batch = await reader.all(_BATCH, channels=channels, after=position, until=top, limit=wanted)
        in_time = [one for one in batch if since <= one.created_at and (before is None or one.created_at <= before)]
        found += await _weigh(reader, subject, in_time, stream)
        position = batch[-1].sequence if len(batch) == wanted else max(top, position)
        window *= WIDENING
        if position >= until or len(found) >= limit:
            break
    return Page(found, position)


async def has_more(reader: Reader, channels: Sequence[int], *, after: int, until: int) -> bool:
    """Whether anything was told on these channels behind `after`, whether or not it may still be seen; one query."""
    return await reader.value(_ANY, channels=channels, after=after, until=until) is not None


async def list_channels(reader: Reader, user_id: int, stream: Stream) -> list[int]:
    """The channels of a user: the user's own, and those of what was shared with the user or the user's groups."""
    shared = await reader.all(_SHARED, user_id=user_id, now=reader.now)
    scopes = [user_id, *(item_id for (item_id,) in shared)]
    changes = [scope * 2 + 1 for scope in scopes]
    return changes if stream != "all" else [*changes, *(scope * 2 for scope in scopes)]


async def _weigh(reader: Reader, subject: Subject, batch: Iterable[Event], stream: Stream) -> list[Sight]:
    """Those of the events that the user may see; two queries for any number."""
    listed = list(batch)
    wanted = {event.source_id for event in listed if event.source_type in _ITEM_TYPES and event.source_id is not None}
    reached, gone = await _judge(reader, subject, wanted)
    above = {folder_id for event in listed if event.source_id in gone for folder_id in _path_ids(event)}
    reached_above, _ = await _judge(reader, subject, above)
    sights: list[Sight] = []
    for event in listed:
        sight = _see(event, subject, reached, gone, reached_above)
        if sight is not None and (stream != "sync" or _is_synced(sight)):
            sights.append(sight)
    return sights


def _see(
    event: Event, subject: Subject, reached: dict[int, Access], gone: set[int], above: dict[int, Access]
) -> Sight | None:
    if event.source_type not in _ITEM_TYPES or event.source_id is None:
        return None if subject.restriction is not None else Sight(event, None)
    access = reached.get(event.source_id)
    if access is not None:
        needed = _NEEDED.get(event.event_type.partition("_")[0], Action.VIEW)
        return Sight(event, access) if access.allows(needed) else None
    if subject.restriction is not None:
        return None
    if event.source_id in gone:
        # Who owned it, or may still see a folder that it was in, knows of it.
        knows = event.details.get("owner_id") == subject.user_id
        knows = knows or any(one in above and above[one].allows(Action.VIEW) for one in _path_ids(event))
        return Sight(event, None, is_gone=True) if knows else None
    # Somebody who was taken off a folder is told so, and nothing that happened there since.
    told = event.details.get("collaboration") or {}
    return Sight(event, None) if told.get("user_id") == str(subject.user_id) else None


async def _judge(reader: Reader, subject: Subject, ids: set[int]) -> tuple[dict[int, Access], set[int]]:
    """The user's access to those of the items that are in reach, and which of them are gone; one query, or two."""
    places = await find_places(reader, subject.user_id, ids)
    reached: dict[int, Access | None] = {}
    gone = set(ids)
    for item_id, place in places.items():
        root = place.chain[-1]
        if root.owner_id is None or (root.trashed_at is not None and root.trash_owner_id is None):
            continue  # its rows are on their way out
        gone.discard(item_id)
        reached[item_id] = decide(subject, place, reader.now)
    return await open_ones(reader, reached), gone


def _path_ids(event: Event) -> list[int]:
    """The folders that the item of an event was in."""
    ids: list[int] = event.details.get("path_ids", [])
    return ids


def _is_synced(sight: Sight) -> bool:
    """Whether the item is in a folder that is marked for sync, or is one."""
    if sight.access is None:
        return False
    options = [sight.access.item.options, *(msgspec.json.decode(step.options) for step in sight.access.path)]
    return any(one.get("sync_state") == "synced" for one in options)
