"""The first stage: look at all of the source, and write into the ledger what has to be done for each item.

The folders still to be listed are rows too, so that a run that was cut short goes on where it was.
"""

from collections.abc import Mapping, Sequence
from operator import attrgetter
from typing import Any

import msgspec

from holdall.base.tasks import to_its_end
from holdall.migration.platforms.errors import Kind, PlatformError
from holdall.migration.platforms.platform import Entry

from .at_sight import AtSight
from .audit import Event, Note
from .filters import Filter
from .ledger import NAMELESS, identity_of
from .reasons import Reason
from .rows import Item
from .sides import Sides

_FOLDERS_AT_ONCE = 8
_FOLDERS_TAKEN = 64
_ONCE = ("migrate", "move")
"""The transfer types that do not look for changes on later runs."""


async def plan(sides: Sides, chosen: Filter) -> None:
    """Bring the ledger up to what the source holds now. Raises Halted; PlatformError where the root cannot be read."""
    root = await sides.ledger.root()
    values = _root_values(sides)
    at_sight = None
    if root is None:
        at_sight = AtSight.of(sides)
        await sides.ledger.insert([values])
    elif root.seen_run != sides.run.id or sides.options.transfer_type == "sync":
        if root.seen_run == sides.run.id:
            await sides.ledger.unsee(sides.run)  # before it was cut short, the run may have changed the source itself
        await sides.ledger.record(root, **{**values, "listed_run": None})
    while folders := await sides.ledger.unlisted(sides.run, _FOLDERS_TAKEN):
        await sides.together(folders, lambda folder: _list(sides, folder, chosen, at_sight), _FOLDERS_AT_ONCE)
    if sides.options.empty_containers == "skip":
        await _leave_out_empty_folders(sides)


async def _list(sides: Sides, folder: Item, chosen: Filter, at_sight: AtSight | None) -> None:
    decide = _Decisions(sides, folder, chosen, await _room(sides, folder))
    into = at_sight.into(folder) if at_sight is not None else None

    async def merge(page: Sequence[Entry], **listed: Any) -> None:
        if into is not None:
            decide.brought = await into.all(page, decide)
        await sides.ledger.merge(sides.run, page, decide, decide.note, **listed)

    try:
        last: Sequence[Entry] = []
        async for page in sides.source.children(folder.source_entry()):
            if last:
                await to_its_end(merge(last))
                sides.check_stop()
            last = page
        flagged = folder.category == Reason.FOLDER_NOT_LISTED.value and folder.destination_address is not None
        again = _FOUND_AGAIN if flagged else {}
        notes = sides.audit.note(Event.LISTED, folder)
        await to_its_end(merge(last, listed=folder, found_again=again, notes=notes))
    except PlatformError as error:
        if folder.depth == 0:
            raise
        if error.kind.is_passing and folder.attempts < 2:
            notes = sides.audit.note(Event.RETRIED, folder, reason=Reason(error.kind.value), message=error.message)
            await sides.ledger.record(folder, attempts=folder.attempts + 1, reason=error.message, notes=notes)
            await sides.sleep(min(error.retry_after or 0.1 * 2**folder.attempts, 60))
            return
        await _not_listed(sides, folder, error)


async def _room(sides: Sides, folder: Item) -> int | None:
    """How many items more the folder's counterpart takes; None is without limit."""
    most = sides.options.max_items_per_container
    return None if not most else max(most - await sides.ledger.count_there(folder), 0)


_FOUND_AGAIN = {"status": "success", "reason": None, "category": None}
"""What is written of a folder that could not be listed in an earlier run."""


async def _not_listed(sides: Sides, folder: Item, error: PlatformError) -> None:
    gone = error.kind is Kind.NOT_FOUND
    reason = Reason.NOT_FOUND if gone else Reason.FOLDER_NOT_LISTED
    message = f"cannot be listed, so all below it is left as it is: {error.message}"
    notes = sides.audit.note(Event.SKIPPED if gone else Event.FLAGGED, folder, reason=reason, message=message)
    values: dict[str, Any] = {
        "status": "skipped" if gone else "remediation",
        "reason": message,
        "category": reason.value,
    }
    values |= {"changed_run": sides.run.id, "listed_run": None, "attempts": 0}
    await sides.ledger.record(folder, action="none", notes=notes, **values)


_TOLD = attrgetter(
    "parent_id",
    "depth",
    "type",
    "name",
    "path",
    "source_identity",
    "source_address",
    "source_revision",
    "source",
    "size",
)
"""What `_Decisions._told` answers, as a row has it; they are compared for every item of every run."""


class _Decisions:
    """What to write for each entry of one folder."""

    def __init__(self, sides: Sides, folder: Item, chosen: Filter, room: int | None) -> None:
        self._sides = sides
        self._folder = folder
        self._chosen = chosen
        self._room = room
        self._coming: set[str] = set()  # what is new to the folder, where room is limited
        self.brought: dict[str, dict[str, Any]] = {}  # what to write of entries that are at the destination already

    def __call__(self, entry: Entry, item: Item | None) -> dict[str, Any] | None:
        """The values of an entry's row, or None where the row is right as it is."""
        brought = self.brought.pop(identity_of(entry), None)
        if brought is not None and item is None:
            return brought
        told = self._told(entry)
        reason = self._why_not(entry, told["path"], item)
        reason = reason or self._no_room(entry, item)
        if item is None:
            return {
                **NEW,
                **told,
                **_action("create", reason),
                "seen_run": self._sides.run.id,
                "job_id": self._sides.ledger.job_id,
            }
        action = self._wanted(entry, item, told, reason)
        if action is None:
            return None if _TOLD(item) == tuple(told.values()) else told
        if action == item.action and item.status in ("pending", "retry") and reason is None:
            return told
        return {**told, **_action(action, reason)}

    def note(self, identifier: int, item: Item | None, values: Mapping[str, Any]) -> Sequence[Note]:
        """What the log says of an entry: that it is left out, when it was not before."""
        reason, status = values.get("category"), values.get("status")
        if item is None and values["action"] == "none" and status in ("success", "processed"):
            return self._sides.note_finished(Event.CREATED, identifier, values["path"], values)
        event = {"skipped": Event.SKIPPED, "remediation": Event.FLAGGED}.get(status or "")
        if event is None or (item is not None and item.category == reason) or reason is None:
            return ()
        audit, path = self._sides.audit, values["path"]
        return audit.note_at(event, identifier, path, reason=Reason(reason), message=values["reason"])

    def _wanted(self, entry: Entry, item: Item, told: dict[str, Any], reason: "_WhyNot | None") -> str | None:
        """The action that an item of the ledger needs; None for the state it is in."""
        if reason is not None:
            return "none"
        same = (entry.revision, entry.name) == (item.source_revision, item.name)
        again = self._sides.options.retry_flagged and item.seen_run != self._sides.run.id
        waits = item.status == "remediation" and item.category != Reason.FOLDER_FULL.value
        flagged = waits and same and not again  # it waits for a person, or for a change
        if item.destination_address is None:
            return None if flagged else "create"
        if self._sides.options.transfer_type in _ONCE:
            return None
        if (item.name, item.parent_id) != (told["name"], told["parent_id"]):
            return "move"
        if item.action in ("move", "update") and not flagged:
            return item.action
        changed = entry.type == "file" and entry.revision != item.moved_revision
        return "update" if changed and not flagged else None

    def _told(self, entry: Entry) -> dict[str, Any]:
        folder = self._folder
        return {
            "parent_id": folder.id,
            "depth": folder.depth + 1,
            "type": entry.type,
            "name": entry.name,
            "path": f"{folder.path}/{entry.name}" if folder.path else entry.name,
            "source_identity": identity_of(entry),
            "source_address": entry.address,
            "source_revision": entry.revision,
            "source": rest_of(entry),
            "size": entry.size,
        }

    def _no_room(self, entry: Entry, item: Item | None) -> "_WhyNot | None":
        """Why the folder does not take an item that is still to be made, or None."""
        if self._room is None or (item is not None and item.destination_address is not None):
            return None
        identity = identity_of(entry)
        if identity not in self._coming and len(self._coming) >= self._room:
            most = self._sides.options.max_items_per_container
            return Reason.FOLDER_FULL, f"its folder holds {most:,} items at the destination, which is all that it may"
        self._coming.add(identity)
        return None

    def _why_not(self, entry: Entry, path: str, item: Item | None) -> "_WhyNot | None":
        """Why the item is left out, or None."""
        features = self._sides.destination.features
        if item is not None and item.category == Reason.IGNORED.value:
            return Reason.IGNORED, item.reason or ""
        if entry.type == "other":
            return Reason.UNSUPPORTED_TYPE, entry.problem or "is neither a file nor a folder"
        if entry.problem:
            return Reason.UNREADABLE, entry.problem
        if entry.type == "link" and features.links != self._sides.source.features.links:
            return Reason.LINK_NOT_KEPT, f"is a link, which the destination does not keep; it points to {entry.target}"
        if self._sides.options.transfer_type == "taxonomy" and entry.type != "folder":
            return Reason.FOLDERS_ONLY, "only folders are moved by a taxonomy job"
        filtered = self._chosen.why_not(entry, path)
        return (Reason.FILTERED, filtered) if filtered else None


_WhyNot = tuple[Reason, str]
NEW: dict[str, Any] = {"attempts": 0, "bytes": 0, "versions": 0}


def _action(action: str, reason: "_WhyNot | None") -> dict[str, Any]:
    if reason is not None:
        status = "remediation" if reason[0] is Reason.FOLDER_FULL else "skipped"
        return {"action": "none", "status": status, "reason": reason[1], "category": reason[0].value}
    return {"action": action, "status": "pending", "reason": None, "category": None, "attempts": 0}


def _root_values(sides: Sides) -> dict[str, Any]:
    source, destination = sides.source_root, sides.destination_root
    return {
        **NEW,
        "job_id": sides.ledger.job_id,
        "parent_id": None,
        "depth": 0,
        "type": "folder",
        "name": NAMELESS,
        "path": "",
        "source_identity": identity_of(source),
        "source_address": source.address,
        "source_revision": source.revision,
        "source": rest_of(source),
        "size": 0,
        "destination_address": destination.address,
        "destination_identity": destination.identity,
        "destination_name": destination.name,
        "action": "none",
        "status": "success",
        "seen_run": sides.run.id,
    }


def rest_of(entry: Entry) -> dict[str, Any]:
    """What the source tells of an entry besides what has a column of its own."""
    values = {
        "hashes": dict(entry.hashes),
        "created": entry.created,
        "modified": entry.modified,
        "owner": msgspec.to_builtins(entry.owner) if entry.owner else None,
        "target": entry.target,
    }
    return {name: value for name, value in values.items() if value not in (None, {})}


async def _leave_out_empty_folders(sides: Sides) -> None:
    while empty := await sides.ledger.empty_folders(sides.run, 1000):
        reason, message = Reason.EMPTY_FOLDER, "is an empty folder, which the job leaves out"
        values = {"action": "none", "status": "skipped", "reason": message, "category": reason.value}
        notes = [
            note
            for item in (await sides.ledger.by_ids(empty)).values()
            for note in sides.audit.note(Event.SKIPPED, item, reason=reason, message=message)
        ]
        await sides.ledger.record_all([(identifier, values) for identifier in empty], notes)
