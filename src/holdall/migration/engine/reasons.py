"""Why an item is where it is, as a closed list: what counts, reports, filters and the audit log call it.

The kinds of a platform's failures are reasons of their own; a message beside the reason is for people.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Literal

import msgspec

from holdall.migration.platforms.errors import Kind

Level = Literal["trace", "debug", "info", "warn", "error"]
LEVELS: tuple[Level, ...] = ("trace", "debug", "info", "warn", "error")
"""From the least to the most important."""


class Reason(StrEnum):
    """The reasons; the value is the word in ledgers, reports and answers."""

    NOT_FOUND = Kind.NOT_FOUND.value
    NAME_TAKEN = Kind.NAME_TAKEN.value
    NAME_REFUSED = Kind.NAME_REFUSED.value
    FORBIDDEN = Kind.FORBIDDEN.value
    TOO_LARGE = Kind.TOO_LARGE.value
    FULL = Kind.FULL.value
    CHANGED = Kind.CHANGED.value
    CORRUPT = Kind.CORRUPT.value
    RATE_LIMITED = Kind.RATE_LIMITED.value
    UNAVAILABLE = Kind.UNAVAILABLE.value
    UNSUPPORTED = Kind.UNSUPPORTED.value
    RIGHTS = "rights"
    METADATA = "metadata"
    FILTERED = "filtered"
    UNSUPPORTED_TYPE = "unsupported_type"
    LINK_NOT_KEPT = "link_not_kept"
    FOLDERS_ONLY = "folders_only"
    UNREADABLE = "unreadable"
    FOLDER_MISSING = "folder_missing"
    FOLDER_NOT_LISTED = "folder_not_listed"
    FOLDER_FULL = "folder_full"
    EMPTY_FOLDER = "empty_folder"
    KEPT_EXISTING = "kept_existing"
    CONFLICT_KEPT = "conflict_kept"
    DIFFERENT = "different"
    LEFT_BEHIND = "left_behind"
    ALONE = "alone"
    DELETED_THERE = "deleted_there"
    NAME_CHANGED = "name_changed"
    IGNORED = "ignored"


class About(msgspec.Struct, frozen=True):
    """What people are told of a reason: `number` names it in filters, `advice` says what to do about it."""

    number: int
    level: Level
    name: str
    description: str
    advice: str


_LATER = "Nothing, if it passes; else look at the platform, and retry the items."

ABOUT: Mapping[Reason, About] = {
    Reason.NOT_FOUND: About(
        1, "error", "Not found", "The item was gone when it was to be read or written.", "Run the job again."
    ),
    Reason.NAME_TAKEN: About(
        2,
        "error",
        "Name taken",
        "Another item of the destination's folder has the name.",
        "Rename one of the two, or choose item_overwrite or duplicate_names, and retry.",
    ),
    Reason.NAME_REFUSED: About(
        3,
        "error",
        "Name refused",
        "The destination does not allow the name.",
        "Switch segment_transform or segment_truncate on, or rename the item, and retry.",
    ),
    Reason.FORBIDDEN: About(
        4,
        "error",
        "Access denied",
        "The connection's account may not do this, or the connection is read-only.",
        "Give the account access, or use another one, and retry.",
    ),
    Reason.TOO_LARGE: About(
        5, "error", "Too large", "The file is larger than the destination takes.", "Move it in another way; ignore it."
    ),
    Reason.FULL: About(6, "error", "No space", "The destination has no space left.", "Make room, and retry."),
    Reason.CHANGED: About(
        7, "error", "Changed meanwhile", "The item changed while it was moved, three times.", "Run the job again later."
    ),
    Reason.CORRUPT: About(8, "error", "Damaged on the way", "What arrived was not what was sent.", _LATER),
    Reason.RATE_LIMITED: About(
        9, "error", "Slowed down", "The platform asked to slow down again and again.", "Fewer parallel_writes; retry."
    ),
    Reason.UNAVAILABLE: About(10, "error", "Unavailable", "The platform could not be reached, or failed.", _LATER),
    Reason.UNSUPPORTED: About(
        11, "error", "Not supported", "The platform has no such thing.", "Move it in another way, or ignore it."
    ),
    Reason.RIGHTS: About(
        12,
        "error",
        "Permissions not carried",
        "The item is at the destination, and somebody does not have the rights to it that they have at the source.",
        "Look at the security map, mend the account map or the destination's policies, and retry.",
    ),
    Reason.METADATA: About(
        13,
        "error",
        "Metadata not carried",
        "The item is at the destination, and lacks values of metadata that it has at the source.",
        "Make the template at the destination, name another in metadata_map, or leave metadata behind; retry.",
    ),
    Reason.FILTERED: About(20, "info", "Filtered", "A filter of the job leaves the item out.", "Nothing."),
    Reason.UNSUPPORTED_TYPE: About(
        21, "info", "Not a file", "The item is neither a file nor a folder nor a link.", "Nothing."
    ),
    Reason.LINK_NOT_KEPT: About(
        22, "warn", "Link left out", "The destination keeps no links of this kind.", "Make the links there by hand."
    ),
    Reason.FOLDERS_ONLY: About(23, "info", "Folders only", "A taxonomy job moves folders alone.", "Nothing."),
    Reason.UNREADABLE: About(
        24, "warn", "Cannot be named", "The source shows the item and cannot hand it out.", "Rename it, and run again."
    ),
    Reason.FOLDER_MISSING: About(
        25,
        "warn",
        "Folder not there",
        "The folder that the item belongs to is not at the destination.",
        "Retry the folder; the item follows.",
    ),
    Reason.FOLDER_NOT_LISTED: About(
        26,
        "error",
        "Folder not listed",
        "The source's folder could not be listed, so all below it was left as it is.",
        "Give the account access, and retry the folder.",
    ),
    Reason.FOLDER_FULL: About(
        36,
        "error",
        "Folder full",
        "The destination's folder would hold more items than max_items_per_container allows.",
        "Spread the items over more folders at the source, or allow more; every run tries them again.",
    ),
    Reason.EMPTY_FOLDER: About(27, "info", "Empty folder", "The job leaves empty folders out.", "Nothing."),
    Reason.KEPT_EXISTING: About(
        28,
        "warn",
        "Existing file kept",
        "The destination had another file of this name, and item_overwrite says to leave it.",
        "Look at both files.",
    ),
    Reason.CONFLICT_KEPT: About(
        29,
        "warn",
        "Conflict",
        "Both sides have changed, and conflict_resolution keeps the destination's content.",
        "Look at both files.",
    ),
    Reason.DIFFERENT: About(
        30,
        "error",
        "Not equal",
        "The destination does not hold what was sent to it.",
        "Look at who writes there, and retry.",
    ),
    Reason.LEFT_BEHIND: About(
        31,
        "info",
        "Left behind",
        "The destination cannot move, so the item was made anew and still lies at its old place.",
        "Delete it, or let deletions be mirrored.",
    ),
    Reason.ALONE: About(
        34,
        "info",
        "At the destination alone",
        "The source has no such item, and the job publishes the source: it is deleted, once the brake allows it.",
        "Nothing; leave it out with filter.destination if it is to stay.",
    ),
    Reason.DELETED_THERE: About(
        35,
        "info",
        "Deleted at the destination",
        "The destination has the item no longer, and the job does not carry deletions over.",
        "Nothing, or let deletions be mirrored.",
    ),
    Reason.NAME_CHANGED: About(
        32, "info", "Name changed", "The item got a name that the destination allows.", "Nothing."
    ),
    Reason.IGNORED: About(33, "info", "Ignored", "A person decided to leave the item out.", "Nothing."),
}
"""All reasons, in the order in which they are listed. The numbers are fixed: filters of users name them."""

BY_NUMBER: Mapping[int, Reason] = {about.number: reason for reason, about in ABOUT.items()}
