"""A run and its two sides, with what every stage needs: attempts, names that fit, folders already known.

Failures become statuses here, in one place.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, TypeVar

from holdall.migration.platforms.errors import Kind, PlatformError
from holdall.migration.platforms.local_carriers import Carriers
from holdall.migration.platforms.names import fitted, key, path_problem, problem
from holdall.migration.platforms.platform import Entry, Platform

from .audit import Audit, Event, Note, event_of
from .history import History
from .imported import ImportedRights, ImportedValues
from .ledger import Ledger
from .metadata import Schemas
from .options import Options
from .people import People
from .reasons import Reason
from .rows import Item, Run

T = TypeVar("T")

_TOO_MANY = 50
"""After so many failures in a row that may pass, it is the platform and not the items: the run ends."""

_WRITTEN_AT_ONCE = 500
_FOLDERS_KNOWN = 10_000


class Postponed(Exception):
    """Another item is just taking the name: this one is to be looked at when that is done."""


class Halted(Exception):
    """The run ends here; the ledger says how far it came."""

    def __init__(self, status: str, reason: str) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason


@dataclass
class Progress:
    """What this worker has moved in the run, and how much of that is in a sample already."""

    items: int = 0
    bytes: int = 0
    told_items: int = 0
    told_bytes: int = 0


@dataclass
class Sides:
    """What the stages of one run share. `source_root` and `destination_root` are what the job's paths lead to."""

    ledger: Ledger
    run: Run
    options: Options
    source: Platform
    destination: Platform
    source_root: Entry
    destination_root: Entry
    stop: Callable[[], str | None] = lambda: None
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    people: People | None = None
    schemas: Schemas | None = None
    rights: ImportedRights | None = None
    """What people may do with the items, where that is not read from the source."""
    values: ImportedValues | None = None
    """Values of metadata that items get besides those at the source."""
    failures_in_a_row: int = 0
    unsettled: bool = False
    """Whether something was written that might not outlast a crash of the destination's machine."""
    keeping: set[int] = field(default_factory=set)
    """Items whose counterparts this run does not delete, since they hold what could not be brought to the source."""
    folders: dict[int, Item] = field(default_factory=dict)
    _taking: dict[tuple[int, str], int] = field(default_factory=dict)
    _taken: dict[int, list[tuple[int, str]]] = field(default_factory=dict)
    _unwritten: dict[int, tuple[dict[str, Any], Sequence[Note]]] = field(default_factory=dict)
    _being_written: set[int] = field(default_factory=set)
    progress: Progress = field(default_factory=Progress)
    carriers: Carriers = field(default_factory=Carriers)
    audit: Audit = field(init=False)
    history: History = field(init=False)

    def __post_init__(self) -> None:
        self.audit = Audit(self.ledger.job_id, self.run.id, self.options.audit_level)
        self.history = History(self.ledger.database, self.run)

    def check_stop(self) -> None:
        """Raise Halted where someone asked the run to stop."""
        if reason := self.stop():
            raise Halted(reason, f"{reason} on request")

    async def together(self, items: Iterable[T], do: Callable[[T], Awaitable[None]], at_once: int) -> None:
        """Do something for each of many, several at once; raises Halted, in a group, where someone asked to stop."""
        waiting = iter(items)

        async def worker() -> None:
            for item in waiting:
                self.check_stop()
                await do(item)

        async with asyncio.TaskGroup() as tasks:
            for _ in range(at_once):
                tasks.create_task(worker())

    def name_for(self, path: str, name: str) -> str:
        """The name that an item gets at the destination; raises PlatformError (NAME_REFUSED), also for too long a path."""
        if reason := path_problem(path.split("/"), self.destination.rules):
            raise PlatformError(Kind.NAME_REFUSED, f"the path {reason} at the destination")
        return self.fitted(name)

    def fitted(self, name: str) -> str:
        """The name that an item gets at the destination; raises PlatformError (NAME_REFUSED) where none is allowed."""
        rules = self.destination.rules
        text = fitted(name, rules, self.options.remedies)
        if reason := problem(text, rules):
            raise PlatformError(Kind.NAME_REFUSED, f"the name {reason} at the destination")
        return text

    def take(self, item: Item, parent: Item, name: str) -> None:
        """Say that an item is about to take a name in a folder; raises Postponed where another one is.

        What a platform answers of a name in between cannot be told from somebody else's item.
        """
        place = (parent.id, key(name, self.destination.rules))
        if self._taking.setdefault(place, item.id) != item.id:
            raise Postponed
        self._taken.setdefault(item.id, []).append(place)

    async def leave_to_others(self, item: Item, parent: Item, *names: str) -> None:
        """Raise Postponed where another worker is busy with a file that may just have taken one of the names.

        To be asked between the platform's answer that a name is taken and the ledger's who has it.
        """
        rules = self.destination.rules
        wanted = {key(name, rules) for name in names}
        for rival in await self.ledger.rivals(parent.id) if item.type == "file" else ():
            with suppress(PlatformError):
                if key(self.fitted(rival), rules) in wanted:
                    raise Postponed

    def release(self, item: Item) -> None:
        """An item takes no name any more, unless it has one that the ledger does not know yet."""
        if item.id not in self._unwritten and item.id not in self._being_written:
            self._give_back(item.id)

    def _give_back(self, identifier: int) -> None:
        for place in self._taken.pop(identifier, ()):
            self._taking.pop(place, None)

    async def know_folders(self, items: Iterable[Item]) -> None:
        """Look up, at once, the folders that `folder` will be asked for."""
        wanted = {item.parent_id for item in items if item.parent_id is not None} - self.folders.keys()
        for parent in (await self.ledger.by_ids(wanted)).values() if wanted else ():
            self._remember(parent)

    def _remember(self, folder: Item) -> bool:
        there = folder.destination_address is not None and folder.action == "none"
        if there:
            if len(self.folders) > _FOLDERS_KNOWN:
                self.folders.clear()
            self.folders[folder.id] = folder
        return there

    async def folder(self, item: Item) -> Item | None:
        """The row of the folder that an item is in, if that folder is at the destination."""
        assert item.parent_id is not None
        parent = self.folders.get(item.parent_id)
        if parent is None:
            parent = (await self.ledger.by_ids([item.parent_id]))[item.parent_id]
            if not self._remember(parent):
                return None
        return parent

    async def failed(self, item: Item, error: PlatformError) -> None:
        """Write a failure down: to be tried again, flagged, or left out. Raises Halted where the run must end."""
        reason = Reason(error.kind.value)
        values: dict[str, Any] = {"reason": error.message, "attempts": item.attempts + 1, "changed_run": self.run.id}
        if error.kind is Kind.RATE_LIMITED:
            await self.ledger.count_rate_limit(self.run)
        if error.kind.is_passing:
            self.failures_in_a_row += 1
            status = "retry" if item.attempts < self.options.retries else "remediation"
        elif error.kind is Kind.TOO_LARGE and self.options.large_item == "skip":
            status = "skipped"
        else:
            status = "remediation"
        event = {"retry": Event.RETRIED, "skipped": Event.SKIPPED}.get(status, Event.FLAGGED)
        notes = self.audit.note(event, item, reason=reason, message=error.message)
        await self.ledger.record(item, status=status, category=reason.value, notes=notes, **values)
        if self.failures_in_a_row > _TOO_MANY:
            raise Halted("failed", f"too many failures in a row; the last: {error.message}")
        if status == "remediation" and self.options.failure_policy == "halt":
            raise Halted("failed", f"{item.path}: {error.message}")
        if status == "retry":
            await self.sleep(min(error.retry_after or 0.1 * 2**item.attempts, 60))

    async def skipped(self, item: Item, reason: Reason, message: str, **values: Any) -> None:
        """Write down that an item is left out; `values` go with it."""
        notes = self.audit.note(Event.SKIPPED, item, reason=reason, message=message)
        values = {"status": "skipped", "changed_run": self.run.id, **values}
        await self.ledger.record(item, reason=message, category=reason.value, notes=notes, **values)

    async def succeeded(self, item: Item, event: Event | None = None, **values: Any) -> None:
        """Write down that an item's action is done; `values` go with it. Several are written together: see `flush`."""
        written = self.finished(item.type, item.name, values)
        notes = self.note_finished(event or event_of(item.action), item.id, item.path, written)
        self._unwritten[item.id] = ({**written, "claimed_until": 0}, notes)
        if len(self._unwritten) >= _WRITTEN_AT_ONCE:
            await self.flush()

    def finished(self, kind: str, name: str, values: Mapping[str, Any]) -> dict[str, Any]:
        """What to write of an item whose action is done, `values` among it; it counts as progress from now on."""
        self.failures_in_a_row = 0
        self.unsettled = True
        self.progress.items += kind != "folder"  # folders are no part of a rate
        self.progress.bytes += values.get("bytes", 0)
        changed = values.get("destination_name", name) != name
        return {
            "action": "none",
            "status": "processed" if changed else "success",
            "reason": None,
            "category": Reason.NAME_CHANGED.value if changed else None,
            "bytes": 0,
            "changed_run": self.run.id,
            **values,
        }

    def note_finished(self, event: Event, identifier: int, path: str, written: Mapping[str, Any]) -> Sequence[Note]:
        """What the log says of an item of which `written` is written."""
        changed = Reason.NAME_CHANGED if written["category"] == Reason.NAME_CHANGED.value else None
        return self.audit.note_at(
            event,
            identifier,
            path,
            reason=changed,
            message=f"is called {written['destination_name']} at the destination" if changed else None,
            size=written["bytes"] if "transferred_at" in written else None,
        )

    async def arrived(
        self, item: Item, parent: Item, entry: Entry, event: Event, *, sha1: str | None, sent: int, versions: int
    ) -> None:
        """Write down that the destination holds what the source told of a file; `sent` are the bytes that it took."""
        values = self.arrival(parent, entry, item.source_revision, sha1=sha1, sent=sent, versions=versions)
        created_run = self.run.id if event is Event.CREATED else item.created_run
        await self.succeeded(item, event, **values, created_run=created_run)

    def arrival(
        self, parent: Item, entry: Entry, revision: str, *, sha1: str | None, sent: int, versions: int
    ) -> dict[str, Any]:
        """What the ledger keeps of a file at the destination that holds the source's `revision`."""
        return {
            **where(entry, parent),
            "destination_revision": entry.revision,
            "moved_revision": revision,
            "sha1": sha1,
            "bytes": sent,
            "versions": versions,
            "transferred_at": self.ledger.database.now,
        }

    async def settle(self) -> None:
        """Come back when everything that this run wrote would outlast a crash of the destination's machine."""
        if self.unsettled:
            self.unsettled = False
            await self.destination.settle()

    async def flush(self) -> None:
        """Write down what is done. What is lost before is found at the destination by the next attempt."""
        written, self._unwritten = self._unwritten, {}
        if not written:
            return
        self._being_written |= written.keys()
        notes = [note for _, (_, notes) in written.items() for note in notes]
        await self.ledger.record_all([(identifier, values) for identifier, (values, _) in written.items()], notes)
        self._being_written -= written.keys()
        for identifier in written:
            self._give_back(identifier)


def where(entry: Entry, parent: Item) -> dict[str, Any]:
    """What the ledger keeps of the place of a counterpart."""
    return {
        "destination_address": entry.address,
        "destination_identity": entry.identity,
        "destination_name": entry.name,
        "destination_parent_id": parent.id,
    }
