"""The audit log: what was done for each item, by whom and why, written in the unit of work that writes the item.

So the log and the ledger never disagree, and a note costs a row and no commit of its own.
"""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any, Literal

from .reasons import ABOUT, LEVELS, Level, Reason
from .rows import Item, Moved

AuditLevel = Literal["none", "trace", "debug", "info", "warn", "error"]
"""From which level on notes are written; `none` writes none."""

Note = Mapping[str, Any]
"""A row of the log that has no id and no time yet."""


class Event(StrEnum):
    """What can happen to an item, or to a run; the value is the word in the log."""

    CREATED = "created"
    UPDATED = "updated"
    MOVED = "moved"
    TAKEN_OVER = "taken_over"
    """It was at the destination already, with the same content."""
    DELETED = "deleted"
    BROUGHT_BACK = "brought_back"
    """The source got what was new at the destination of a two-way job."""
    REMOVED_FROM_SOURCE = "removed_from_source"
    SKIPPED = "skipped"
    RETRIED = "retried"
    """An attempt failed, and there is going to be another one."""
    FLAGGED = "flagged"
    """It waits for a person."""
    VERIFIED = "verified"
    LISTED = "listed"
    RUN_STARTED = "run_started"
    RUN_FINISHED = "run_finished"
    RETRY_ASKED = "retry_asked"
    IGNORE_ASKED = "ignore_asked"
    JOB_MADE = "job_made"
    JOB_REMOVED = "job_removed"
    UNDONE = "undone"
    KEPT = "kept"
    """Undoing a run left it as it is."""


_LEVELS: Mapping[Event, Level] = {
    Event.RETRIED: "warn",
    Event.FLAGGED: "error",
    Event.KEPT: "warn",
    Event.VERIFIED: "debug",
    Event.LISTED: "trace",
}
"""All other events are told from `info` on, or from the level of their reason."""

_DONE: Mapping[str, Event] = {"create": Event.CREATED, "update": Event.UPDATED, "move": Event.MOVED}


def event_of(action: str) -> Event:
    """What happened to an item whose action is done."""
    return _DONE[action]


class Audit:
    """What one run, or one person, writes into the log of a job."""

    def __init__(self, job_id: str, run_id: int | None, level: AuditLevel) -> None:
        self._job_id = job_id
        self._run_id = run_id
        self._least = len(LEVELS) if level == "none" else LEVELS.index(level)

    def note(
        self,
        event: Event,
        item: Item | Moved | None = None,
        *,
        reason: Reason | None = None,
        message: str | None = None,
        size: int | None = None,
    ) -> Sequence[Note]:
        """The rows to write for an event: one, or none where its level is below the job's. `size` is in bytes."""
        where = (item.id, item.path) if item is not None else (None, None)
        return self.note_at(event, *where, reason=reason, message=message, size=size)

    def note_at(
        self,
        event: Event,
        item_id: int | None,
        path: str | None,
        *,
        reason: Reason | None = None,
        message: str | None = None,
        size: int | None = None,
    ) -> Sequence[Note]:
        """The same, where the item's row is only being made."""
        level = _level(event, reason)
        if LEVELS.index(level) < self._least:
            return ()
        return (
            {
                "job_id": self._job_id,
                "run_id": self._run_id,
                "item_id": item_id,
                "level": level,
                "event": event.value,
                "reason": reason.value if reason is not None else None,
                "message": message,
                "path": path,
                "bytes": size,
            },
        )


def _level(event: Event, reason: Reason | None) -> Level:
    if event is Event.SKIPPED and reason is not None:
        return "info" if reason is Reason.TOO_LARGE else ABOUT[reason].level
    return _LEVELS.get(event, "info")
