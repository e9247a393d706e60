"""What a webhook is told: the body of a delivery, as Box writes it, made from an event and what its owner may see.

https://developer.box.com/reference/resources/webhook-invocation/
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol

from holdall.base.clock import format_instant
from holdall.base.db.database import Reader
from holdall.content.access import Access
from holdall.content.webhooks.matching import Match
from holdall.content.webhooks.signing import write_body

Document = dict[str, Any]


class Renderer(Protocol):
    """Writes items and users as the API answers them; the box room has one."""

    async def items(self, reader: Reader, accesses: Mapping[int, Access]) -> Mapping[int, Document]:
        """Each of the items in its standard form, as the subject of its access sees it, by id."""

    async def users(self, reader: Reader, ids: Iterable[int | None]) -> Mapping[int | None, Document]:
        """The mini of each user that there is, by id."""


class Facts:
    """What the bodies of one batch are made of: items as rendered, and people."""

    def __init__(self, items: Mapping[int, Document], users: Mapping[int | None, Document]) -> None:
        self._items = items
        self._users = users

    def body(self, match: Match) -> str:
        """The body of one delivery, to the letter."""
        event = match.event
        return write_body(
            {
                "type": "webhook_event",
                "id": event.event_id,
                "created_at": format_instant(event.created_at),
                "trigger": match.trigger,
                "webhook": {"id": str(match.webhook.id), "type": "webhook"},
                "created_by": self._users.get(event.created_by),
                "source": self._source(match),
                "additional_info": _additional_info(match),
            }
        )

    def _source(self, match: Match) -> Document:
        """The item, or what happened on it; of an item that is gone, what the event says of it."""
        details = match.event.details
        item = {"type": match.place.item_type, "id": str(match.place.item_id)}
        item |= self._items.get(match.place.item_id, {})
        then = details.get("item") or {}
        if then.get("id") == item["id"]:  # its name and its version are those of the event, however it is called by now
            item |= then
        if match.place.item_id not in self._items:
            item["item_status"] = "deleted"
        kind = match.trigger.partition(".")[0]
        if kind == "COLLABORATION" and "collaboration" in details:
            return self._collaboration(details["collaboration"], item)
        if kind == "COMMENT" and "comment" in details:
            return self._written("comment", details["comment"], item)
        if kind == "TASK_ASSIGNMENT" and "assignment" in details:
            return self._written("task_assignment", details["assignment"], item)
        return item

    def _collaboration(self, told: Document, item: Document) -> Document:
        user_id, group_id = told.get("user_id"), told.get("group_id")
        grantee: Document | None = None
        if user_id is not None:
            grantee = self._user(user_id)
            if told.get("status") == "pending":
                grantee["name"] = ""  # as in the API: whoever has not accepted is known by the address alone
        elif group_id is not None:
            grantee = {"type": "group", "id": str(group_id)}
        return {
            "type": "collaboration",
            "id": told["id"],
            "role": told.get("role"),
            "status": told.get("status"),
            "invite_email": told.get("invite_email"),
            "accessible_by": grantee,
            "item": item,
        }

    def _written(self, kind: str, told: Document, item: Document) -> Document:
        """A comment or an assignment: instants as texts, people as minis."""
        document: Document = {"type": kind}
        for name, value in told.items():
            if name.endswith("_at") and isinstance(value, int):
                document[name] = format_instant(value)
            elif name in _PEOPLE and value is not None and not isinstance(value, dict):
                document[name] = self._user(value)
            else:
                document[name] = value
        return {**document, "item": item}

    def _user(self, user_id: int | str) -> Document:
        return dict(self._users.get(int(user_id)) or {"type": "user", "id": str(user_id), "name": "", "login": ""})


_PEOPLE = frozenset({"created_by", "assigned_to", "assigned_by", "modified_by"})


def people_in(match: Match) -> Iterable[int]:
    """The ids of the users that the body of a delivery names."""
    if match.event.created_by is not None:
        yield match.event.created_by
    for told in match.event.details.values():
        if isinstance(told, dict):
            for name in (*_PEOPLE, "user_id"):
                value = told.get(name)
                if isinstance(value, int) or (isinstance(value, str) and value.isdecimal()):
                    yield int(value)


def _additional_info(match: Match) -> Document | list[Document]:
    """What the item does not say itself: an empty list for most, as with Box."""
    details, info = match.event.details, Document()
    if match.trigger in {"FILE.MOVED", "FOLDER.MOVED"}:
        info["before"] = _folder(details.get("old_parent_id"), details.get("old_path_ids"))
        info["after"] = _folder(details.get("parent_id"), details.get("path_ids"))
    if match.trigger in {"FILE.RENAMED", "FOLDER.RENAMED"}:
        info["old_name"] = details.get("old_name")
    if match.trigger in {"FILE.COPIED", "FOLDER.COPIED"} and match.place.origin_id is not None:
        info["copied_from"] = {"id": str(details.get("copied_from")), "type": match.place.item_type}
    if match.trigger.startswith("METADATA_INSTANCE.") and "metadata" in details:
        info["metadata"] = details["metadata"]
    return info or []


def _folder(folder_id: int | None, path_ids: Sequence[int] | None) -> Document:
    """A folder that an item came from or went to; a user's root, the last of the folders above an item, is folder 0."""
    is_root = path_ids is not None and folder_id in path_ids[-1:]
    return {"id": "0" if is_root else str(folder_id), "type": "folder"}
