"""Triggers: the names of what a webhook can be told of, where each fits, and the events that pull them.

https://developer.box.com/guides/webhooks/triggers/; the names are those of the contract and of that page.
"""

from collections.abc import Mapping

from holdall.content.items.tables import ItemType

_FILE = (
    "FILE.PREVIEWED FILE.DOWNLOADED FILE.TRASHED FILE.DELETED FILE.RESTORED FILE.COPIED FILE.MOVED FILE.LOCKED "
    "FILE.UNLOCKED FILE.RENAMED"
)
_ON_ITEMS = (
    "COMMENT.CREATED COMMENT.UPDATED COMMENT.DELETED TASK_ASSIGNMENT.CREATED TASK_ASSIGNMENT.UPDATED "
    "METADATA_INSTANCE.CREATED METADATA_INSTANCE.UPDATED METADATA_INSTANCE.DELETED SHARED_LINK.DELETED "
    "SHARED_LINK.CREATED SHARED_LINK.UPDATED"
)
_FOLDER = (
    "FILE.UPLOADED FOLDER.CREATED FOLDER.RENAMED FOLDER.DOWNLOADED FOLDER.RESTORED FOLDER.DELETED FOLDER.COPIED "
    "FOLDER.MOVED FOLDER.TRASHED COLLABORATION.CREATED COLLABORATION.ACCEPTED COLLABORATION.REJECTED "
    "COLLABORATION.REMOVED COLLABORATION.UPDATED"
)
# The contract and the guide disagree on three of these, so both names are taken.
_SIGN = (
    "SIGN_REQUEST.COMPLETED SIGN_REQUEST.DECLINED SIGN_REQUEST.EXPIRED SIGN_REQUEST.SIGNER_EMAIL_BOUNCED "
    "SIGN_REQUEST.SIGN_SIGNER_SIGNED SIGN_REQUEST.SIGN_DOCUMENT_CREATED SIGN_REQUEST.SIGN_ERROR_FINALIZING "
    "SIGN_REQUEST.SIGNER_SIGNED SIGN_REQUEST.SIGNATURE_REQUESTED SIGN_REQUEST.ERROR_FINALIZING"
)

WEBHOOK_DELETED = "WEBHOOK.DELETED"
FOR_FILES = frozenset(f"{_FILE} {_ON_ITEMS} {_SIGN} {WEBHOOK_DELETED}".split())
"""What a webhook on a file can be told of."""
FOR_FOLDERS = FOR_FILES | frozenset(_FOLDER.split())
"""What a webhook on a folder can be told of."""
FITTING = {ItemType.FILE: FOR_FILES, ItemType.FOLDER: FOR_FOLDERS}


def _of_items(event_type: str, action: str) -> dict[tuple[str, str], tuple[str, ...]]:
    return {(event_type, "file"): (f"FILE.{action}",), (event_type, "folder"): (f"FOLDER.{action}",)}


_BY_SOURCE: dict[tuple[str, str], tuple[str, ...]] = {
    ("ITEM_UPLOAD", "file"): ("FILE.UPLOADED",),
    ("ITEM_CREATE", "folder"): ("FOLDER.CREATED",),
    ("ITEM_PREVIEW", "file"): ("FILE.PREVIEWED",),
    ("LOCK_CREATE", "file"): ("FILE.LOCKED",),
    ("LOCK_DESTROY", "file"): ("FILE.UNLOCKED",),
    **_of_items("ITEM_DOWNLOAD", "DOWNLOADED"),
    **_of_items("ITEM_TRASH", "TRASHED"),
    **_of_items("DELETE", "DELETED"),
    **_of_items("ITEM_UNDELETE_VIA_TRASH", "RESTORED"),
    **_of_items("ITEM_COPY", "COPIED"),
    **_of_items("ITEM_MOVE", "MOVED"),
    **_of_items("ITEM_RENAME", "RENAMED"),
}
_BY_TYPE: dict[str, tuple[str, ...]] = {
    "COMMENT_CREATE": ("COMMENT.CREATED",),
    "COMMENT_EDIT": ("COMMENT.UPDATED",),
    "COMMENT_DELETE": ("COMMENT.DELETED",),
    "TASK_ASSIGNMENT_CREATE": ("TASK_ASSIGNMENT.CREATED",),
    "TASK_ASSIGNMENT_UPDATE": ("TASK_ASSIGNMENT.UPDATED",),
    "TASK_ASSIGNMENT_COMPLETE": ("TASK_ASSIGNMENT.UPDATED",),
    "METADATA_INSTANCE_CREATE": ("METADATA_INSTANCE.CREATED",),
    "METADATA_INSTANCE_UPDATE": ("METADATA_INSTANCE.UPDATED",),
    "METADATA_INSTANCE_DELETE": ("METADATA_INSTANCE.DELETED",),
    "ITEM_SHARED_CREATE": ("SHARED_LINK.CREATED",),
    "ITEM_SHARED_UPDATE": ("SHARED_LINK.UPDATED",),
    "ITEM_SHARED_UNSHARE": ("SHARED_LINK.DELETED",),
    "COLLABORATION_INVITE": ("COLLABORATION.CREATED",),
    "COLLABORATION_ACCEPT": ("COLLABORATION.ACCEPTED",),
    "COLLABORATION_REJECT": ("COLLABORATION.REJECTED",),
    "COLLABORATION_REMOVE": ("COLLABORATION.REMOVED",),
    "COLLABORATION_EXPIRATION": ("COLLABORATION.REMOVED",),
    "COLLABORATION_ROLE_CHANGE": ("COLLABORATION.UPDATED",),
    "UPDATE_COLLABORATION_EXPIRATION": ("COLLABORATION.UPDATED",),
    "SIGN_DOCUMENT_COMPLETED": ("SIGN_REQUEST.COMPLETED",),
    "SIGN_DOCUMENT_DECLINED": ("SIGN_REQUEST.DECLINED",),
    "SIGN_DOCUMENT_EXPIRED": ("SIGN_REQUEST.EXPIRED",),
    "SIGN_DOCUMENT_SIGNED": ("SIGN_REQUEST.SIGN_SIGNER_SIGNED", "SIGN_REQUEST.SIGNER_SIGNED"),
    "SIGN_DOCUMENT_ERROR_FINALIZING": ("SIGN_REQUEST.SIGN_ERROR_FINALIZING", "SIGN_REQUEST.ERROR_FINALIZING"),
    "SIGN_DOCUMENT_CREATED": ("SIGN_REQUEST.SIGN_DOCUMENT_CREATED", "SIGN_REQUEST.SIGNATURE_REQUESTED"),
}
EVENT_TYPES = frozenset(_BY_TYPE) | {event_type for event_type, _ in _BY_SOURCE}
"""The types of events that any webhook can be told of; all others can be passed over."""


def triggers_of(event_type: str, source_type: str | None) -> tuple[str, ...]:
    """The triggers that an event pulls, wherever it happened; none for most."""
    return _BY_TYPE.get(event_type) or _BY_SOURCE.get((event_type, source_type or ""), ())


def is_moved_in(event_type: str, source_type: str | None, details: Mapping[str, object]) -> bool:
    """Whether an event brought a file into folders that it was not in before, which counts as an upload there."""
    return event_type == "ITEM_MOVE" and source_type == "file" and "old_path_ids" in details
