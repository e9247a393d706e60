"""What the two streams call an event: a user's stream and the enterprise's log have names of their own.

Sources: https://developer.box.com/guides/events/user-events/for-user/ and .../enterprise-events/for-enterprise/.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any

from holdall.contract import FIRST_VERSION, load_schemas

_NAMES: dict[str, tuple[str | None, str | None]] = {
    # What was written: (its name in users' streams, its name in the enterprise's log).
    "ITEM_CREATE": ("ITEM_CREATE", "UPLOAD"),
    "ITEM_UPLOAD": ("ITEM_UPLOAD", "UPLOAD"),
    "ITEM_MAKE_CURRENT_VERSION": ("ITEM_MAKE_CURRENT_VERSION", "FILE_VERSION_RESTORE"),
    "ITEM_COPY": ("ITEM_COPY", "COPY"),
    "ITEM_MOVE": ("ITEM_MOVE", "MOVE"),
    "ITEM_RENAME": ("ITEM_RENAME", "RENAME"),
    "ITEM_MODIFY": ("ITEM_MODIFY", "ITEM_MODIFY"),
    "TAG_ITEM_CREATE": ("TAG_ITEM_CREATE", None),
    "ITEM_TRASH": ("ITEM_TRASH", "DELETE"),
    "ITEM_UNDELETE_VIA_TRASH": ("ITEM_UNDELETE_VIA_TRASH", "UNDELETE"),
    "ITEM_DOWNLOAD": ("ITEM_DOWNLOAD", "DOWNLOAD"),
    "ITEM_PREVIEW": ("ITEM_PREVIEW", "PREVIEW"),
    "ITEM_OPEN": ("ITEM_OPEN", "ITEM_OPEN"),
    "ITEM_SYNC": ("ITEM_SYNC", "ITEM_SYNC"),
    "ITEM_UNSYNC": ("ITEM_UNSYNC", "ITEM_UNSYNC"),
    "LOCK_CREATE": ("LOCK_CREATE", "LOCK"),
    "LOCK_DESTROY": ("LOCK_DESTROY", "UNLOCK"),
    "ITEM_SHARED_CREATE": ("ITEM_SHARED_CREATE", "SHARE"),
    "ITEM_SHARED_UPDATE": ("ITEM_SHARED_UPDATE", "ITEM_SHARED_UPDATE"),
    "ITEM_SHARED_UNSHARE": ("ITEM_SHARED_UNSHARE", "UNSHARE"),
    "COLLABORATION_INVITE": ("COLLAB_INVITE_COLLABORATOR", "COLLABORATION_INVITE"),
    "COLLABORATION_ACCEPT": ("COLLAB_ADD_COLLABORATOR", "COLLABORATION_ACCEPT"),
    "COLLABORATION_ROLE_CHANGE": ("COLLAB_ROLE_CHANGE", "COLLABORATION_ROLE_CHANGE"),
    "COLLABORATION_REMOVE": ("COLLAB_REMOVE_COLLABORATOR", "COLLABORATION_REMOVE"),
    "COLLABORATION_REJECT": (None, None),
    "SIGN_DOCUMENT_ERROR_FINALIZING": (None, None),
    "COMMENT_CREATE": ("COMMENT_CREATE", "COMMENT_CREATE"),
    "COMMENT_EDIT": ("COMMENT_EDIT", "COMMENT_EDIT"),
    "COMMENT_DELETE": ("COMMENT_DELETE", "COMMENT_DELETE"),
    "TASK_CREATE": ("TASK_CREATE", "TASK_CREATE"),
    "TASK_UPDATE": ("TASK_UPDATE", "TASK_UPDATE"),
    "TASK_ASSIGNMENT_CREATE": ("TASK_ASSIGNMENT_CREATE", "TASK_ASSIGNMENT_CREATE"),
    "TASK_ASSIGNMENT_UPDATE": ("TASK_ASSIGNMENT_UPDATE", "TASK_ASSIGNMENT_UPDATE"),
    "TASK_ASSIGNMENT_DELETE": ("TASK_ASSIGNMENT_DELETE", "TASK_ASSIGNMENT_DELETE"),
    "GROUP_ADD_USER": ("GROUP_ADD_USER", "GROUP_ADD_USER"),
    "GROUP_REMOVE_USER": ("GROUP_REMOVE_USER", "GROUP_REMOVE_USER"),
    # A tree that gets another owner appears in that one's folder. Box has no type for it in the log but this.
    "CHANGE_FOLDER_OWNER": ("ITEM_MOVE", "CHANGE_FOLDER_PERMISSION"),
    # Box logs the end of a session as the end of what the session was for, and every change of who may be invited.
    "TERMINATE_SESSIONS": (None, "REMOVE_LOGIN_ACTIVITY_DEVICE"),
    "ADD_COLLABORATION_ALLOWLIST_ENTRY": (None, "EXTERNAL_COLLAB_SECURITY_SETTINGS"),
    "REMOVE_COLLABORATION_ALLOWLIST_ENTRY": (None, "EXTERNAL_COLLAB_SECURITY_SETTINGS"),
    "ADD_COLLABORATION_ALLOWLIST_EXEMPTION": (None, "EXTERNAL_COLLAB_SECURITY_SETTINGS"),
    "REMOVE_COLLABORATION_ALLOWLIST_EXEMPTION": (None, "EXTERNAL_COLLAB_SECURITY_SETTINGS"),
}
"""Every other event is in the log alone, under the name it was written with."""

_ONLY_IN_ALL = frozenset(
    {
        "COMMENT_CREATE",
        "COMMENT_EDIT",
        "COMMENT_DELETE",
        "ITEM_DOWNLOAD",
        "ITEM_PREVIEW",
        "ITEM_OPEN",
        "TASK_CREATE",
        "TASK_UPDATE",
        "TASK_ASSIGNMENT_CREATE",
        "TASK_ASSIGNMENT_UPDATE",
        "TASK_ASSIGNMENT_DELETE",
        "ITEM_SHARED_CREATE",
        "ITEM_SHARED_UPDATE",
        "ITEM_SHARED_UNSHARE",
        "TAG_ITEM_CREATE",
    }
)
_FOR_THE_OWNER = frozenset({"ITEM_DOWNLOAD", "ITEM_PREVIEW"})


def user_type(event_type: str, details: Mapping[str, Any]) -> str | None:
    """The event's name in users' streams; None for one that is not told there."""
    if event_type == "COLLABORATION_INVITE" and details["collaboration"]["status"] == "accepted":
        return "COLLAB_ADD_COLLABORATOR"
    return _NAMES.get(event_type, (None, None))[0]


def log_type(event_type: str, details: Mapping[str, Any]) -> str | None:
    """The event's name in the enterprise's log; None for one that is not kept there."""
    if event_type == "ITEM_UPLOAD" and "old_name" in details:
        return "EDIT"  # a further version of a file
    if event_type == "UPDATE_COLLABORATION_EXPIRATION" and details["old_expires_at"] is None:
        return "COLLABORATION_EXPIRATION"  # it had no end before
    return _NAMES.get(event_type, (None, event_type))[1]


def is_change(event_type: str) -> bool:
    """Whether the event may change the tree, which the stream `changes` is about."""
    return event_type not in _ONLY_IN_ALL


def is_for_owner_alone(event_type: str) -> bool:
    """Whether collaborators are not told: only the owner learns who has read."""
    return event_type in _FOR_THE_OWNER


def _names_in(schema: Any) -> frozenset[str]:
    """The names that a schema lists, however deep."""
    if isinstance(schema, list):
        return frozenset[str]().union(*map(_names_in, schema))
    if not isinstance(schema, dict):
        return frozenset()
    return frozenset(schema.get("enum", ())).union(*map(_names_in, schema.values()))


@cache
def known_types() -> frozenset[str]:
    """Every type of event that the contract knows."""
    return _names_in(load_schemas()[FIRST_VERSION]["Event"]["properties"]["event_type"])
