"""Events on the wire: in a user's stream with the whole item, in the enterprise's log with the names that it had.

The forms: https://developer.box.com/reference/resources/event/ and .../guides/events/event-triggers/event-source/.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from holdall.base.clock import format_instant
from holdall.base.db import contains, query
from holdall.base.db.database import Reader
from holdall.box.views.items import STANDARD, render_items
from holdall.box.views.plain import Document
from holdall.box.views.users import UserMini, user_minis
from holdall.content.events.feed import Event
from holdall.content.events.streams import Sight
from holdall.content.events.types import user_type
from holdall.content.identity.tables import applications
from holdall.content.items.rows import TYPE_NAMES

UNKNOWN_USER: UserMini = {"type": "user", "id": "2", "name": "Unknown User", "login": ""}
"""Whom Box names where nobody was signed in, or the platform acted by itself."""

_ITEM_TYPES = frozenset(TYPE_NAMES.values())
_ITEM_FIELDS = tuple(dict.fromkeys(name for names in STANDARD.values() for name in names))
_ATTACHED = {
    "COMMENT": ("comment", "comment"),
    "TASK": ("task", "task"),
    "TASK_ASSIGNMENT": ("task_assignment", "assignment"),
}
"""What is on a file has events of its own: its type, and its name in their details. It is their source."""
_WORDS = frozenset({"message", "tagged_message"})
"""What people wrote may have been changed or taken away since: whoever may read it asks for it."""
_NOT_DETAILS = frozenset({"barrier", "item", "path_ids", "old_path_ids", "owner_id", "parent_id", "name", "login"})

_FIND_APPLICATIONS = query(
    sa.select(applications.c.id, applications.c.client_id, applications.c.name).where(
        contains(applications.c.id, "ids")
    )
)


async def render_stream(reader: Reader, sights: Sequence[Sight]) -> list[Document]:
    """Events of the user's own stream, each with what it is about as it is now; a few queries for any number."""
    people = [sight.event.created_by for sight in sights]
    people += [sight.event.source_id for sight in sights if sight.event.source_type == "user"]
    users = await user_minis(reader, people)
    elsewhere = {sight.access.item.id: sight.access for sight in sights if sight.access is not None}
    items: dict[int, Document] = {}
    if elsewhere:
        places = list(elsewhere.values())
        rendered = await render_items(reader, [one.item for one in places], places[0], _ITEM_FIELDS, elsewhere)
        items = dict(zip(elsewhere, rendered, strict=True))
    return [
        {
            **_common(sight.event, users),
            "event_type": user_type(sight.event.event_type, sight.event.details),
            "source": _source(sight, items, users),
        }
        for sight in sights
    ]


async def render_log(reader: Reader, listed: Sequence[Event]) -> list[Document]:
    """Events of the enterprise's log, each with what it was about when it happened; a few queries for any number."""
    people = [event.created_by for event in listed] + [event.actor_id for event in listed]
    people += [_number(event.details.get("owner_id")) for event in listed]
    people += [_number((event.details.get("collaboration") or {}).get("user_id")) for event in listed]
    people += [event.source_id for event in listed if event.source_type == "user"]
    users = await user_minis(reader, people)
    ids = {event.application_id for event in listed if event.application_id is not None}
    services = {one: (client, name) for one, client, name in await reader.all(_FIND_APPLICATIONS, ids=list(ids))}
    return [_logged(event, users, services) for event in listed]


def _logged(event: Event, users: Mapping[int | None, UserMini], services: Mapping[int, tuple[str, str]]) -> Document:
    document = {
        **_common(event, users),
        "event_type": event.log_type,
        "action_by": None if event.actor_id is None else users.get(event.actor_id, UNKNOWN_USER),
        "source": _logged_source(event, users),
        "additional_details": _details(event, services),
    }
    told = event.details.get("collaboration")
    if told is not None:
        document["accessible_by"] = _accessible_by(told, users)
    return document


def _common(event: Event, users: Mapping[int | None, UserMini]) -> Document:
    instant = format_instant(event.created_at)
    return {
        "type": "event",
        "event_id": event.event_id,
        "created_by": users.get(event.created_by, UNKNOWN_USER),
        "created_at": instant,
        "recorded_at": instant,
        "session_id": None if event.grant_id is None else f"{event.grant_id:x}",
    }


def _source(sight: Sight, items: Mapping[int, Document], users: Mapping[int | None, UserMini]) -> Document | None:
    event = sight.event
    item = _item(sight, items)
    attached = _attached(event)
    if attached is not None:
        kind, document = attached
        return {"type": kind, **document, "item": item}
    if item is not None:
        return item
    return _person_or_group(event, users)


def _item(sight: Sight, items: Mapping[int, Document]) -> Document | None:
    if sight.access is not None:
        return items[sight.access.item.id]
    if sight.event.source_type not in _ITEM_TYPES or "item" not in sight.event.details:
        return None
    known: Document = sight.event.details["item"]
    return {**known, "item_status": "deleted"} if sight.is_gone else known


def _attached(event: Event) -> tuple[str, Document] | None:
    """What on a file the event is about: its type, and what was told of it."""
    kind, name = _ATTACHED.get(event.event_type.rpartition("_")[0], ("", ""))
    if name not in event.details:
        return None
    document: Document = event.details[name]
    return kind, _with_instants({key: value for key, value in document.items() if key not in _WORDS})


def _with_instants(document: Document) -> Document:
    return {
        name: format_instant(value) if name.endswith("_at") and isinstance(value, int) else value
        for name, value in document.items()
    }


def _logged_source(event: Event, users: Mapping[int | None, UserMini]) -> Document | None:
    """What the event was about, under the names that the log has for it; items without a type, as Box gives them."""
    if "barrier" in event.details:
        barrier: Document = event.details["barrier"]
        return barrier
    if event.source_type not in _ITEM_TYPES or "item" not in event.details:
        return _person_or_group(event, users)
    details = event.details
    return {
        "item_type": event.source_type,
        "item_id": str(event.source_id),
        "item_name": details["item"]["name"],
        "parent": _parent(details.get("parent_id")),
        "owned_by": users.get(_number(details.get("owner_id")), UNKNOWN_USER),
    }


def _parent(folder_id: int | None) -> Document | None:
    return None if folder_id is None else {"type": "folder", "id": str(folder_id)}


def _person_or_group(event: Event, users: Mapping[int | None, UserMini]) -> Document | None:
    if event.source_type is None:
        return None
    if event.source_type == "app_item":
        return _app_item(event, users)
    if event.source_type == "user" and event.source_id in users:
        return users[event.source_id]
    named: Document = {name: event.details[name] for name in ("name", "login") if name in event.details}
    if event.source_type == "user":
        named = {"name": "", "login": ""} | named
    return {"type": event.source_type, "id": str(event.source_id), **named}


def _app_item(event: Event, users: Mapping[int | None, UserMini]) -> Document:
    """A hub, and whom the event lets collaborate on it."""
    source = {"type": "app_item", "id": str(event.source_id), "app_item_type": "hubs"}
    person = _accessible_by(event.details["collaboration"], users)
    return source if person is None else {**source, person["type"]: person}


def _accessible_by(told: Document, users: Mapping[int | None, UserMini]) -> Document | None:
    if told.get("group_id") is not None:
        return {"type": "group", "id": told["group_id"]}
    user_id = _number(told.get("user_id"))
    if user_id is not None and user_id in users:
        return users[user_id]
    email = told.get("invite_email")
    return None if email is None else {"type": "user", "login": email}


def _details(event: Event, services: Mapping[int, tuple[str, str]]) -> Document:
    """What else is known of the event; the application that it was made with is its service."""
    details = {name: _plain(value) for name, value in event.details.items() if name not in _NOT_DETAILS}
    item = event.details.get("item") or {}
    if "file_version" in item and "version_id" not in details:
        details["version_id"] = item["file_version"]["id"]
    service = None if event.application_id is None else services.get(event.application_id)
    if service is not None:
        details["service_id"], details["service_name"] = service
    return details


def _plain(value: Any) -> Any:
    """Ids as texts, as everywhere on the wire."""
    if isinstance(value, bool) or not isinstance(value, int):
        return _with_instants(value) if isinstance(value, dict) else value
    return str(value)


def _number(value: Any) -> int | None:
    return None if value is None else int(value)
