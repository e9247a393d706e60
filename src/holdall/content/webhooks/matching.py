"""Which webhooks an event is for: those on its item and on the folders above it, where they ask for its trigger."""

from collections.abc import Iterable, Mapping, Sequence

import msgspec
import sqlalchemy as sa

from holdall.base.db import contains, query, rows_of
from holdall.base.db.database import Reader
from holdall.content.events.feed import Event
from holdall.content.webhooks.places import Place, find_places
from holdall.content.webhooks.rules import Webhook
from holdall.content.webhooks.tables import webhooks
from holdall.content.webhooks.triggers import EVENT_TYPES, is_moved_in, triggers_of

_ON_ITEMS = query(sa.select(*rows_of(Webhook, webhooks)).where(contains(webhooks.c.target_id, "ids")), into=Webhook)


_ANY = query(sa.select(webhooks.c.id).limit(1))


class Match(msgspec.Struct, frozen=True):
    """A webhook that is to be told of an event under one of its triggers."""

    webhook: Webhook
    event: Event
    trigger: str
    place: Place


async def match_webhooks(reader: Reader, events: Sequence[Event]) -> list[Match]:
    """What webhooks are to be told of these events, in their order; three queries at most, whatever their number."""
    told = [event for event in events if event.event_type in EVENT_TYPES]
    if not told or await reader.value(_ANY) is None:
        return []
    places = await find_places(reader, told)
    ids = {item_id for place in places.values() for item_id in place.ids}
    by_target: dict[int, list[Webhook]] = {}
    for webhook in await reader.all(_ON_ITEMS, ids=list(ids)) if ids else ():
        by_target.setdefault(webhook.target_id, []).append(webhook)
    if not by_target:
        return []
    return [
        match
        for event in told
        if event.sequence in places
        for match in _matches(event, places[event.sequence], by_target)
    ]


def _matches(event: Event, place: Place, by_target: Mapping[int, Sequence[Webhook]]) -> Iterable[Match]:
    triggers = triggers_of(event.event_type, event.source_type)
    moved_into = (
        place.path_ids - place.old_path_ids
        if is_moved_in(event.event_type, event.source_type, event.details)
        else frozenset()
    )
    for target_id in place.ids:
        for webhook in by_target.get(target_id, ()):
            if not _watches(webhook, event):
                continue
            wanted = [*triggers, "FILE.UPLOADED"] if target_id in moved_into else triggers
            is_original = target_id in place.of_origin and target_id not in place.of_item
            for trigger in wanted:
                if trigger in webhook.triggers:
                    yield Match(webhook, event, trigger, place.at_origin() if is_original else place)


def _watches(webhook: Webhook, event: Event) -> bool:
    """Whether the webhook was there when it happened."""
    until = webhook.until_sequence
    return webhook.after_sequence < event.sequence and (until is None or event.sequence <= until)
