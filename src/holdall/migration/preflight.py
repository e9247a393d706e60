"""A look before anything moves: which names change or are refused, what is too large, whom nobody knows, what the platforms
cannot carry, and how long it may take. The source is listed once; nothing is read or written.
"""

import asyncio
import time
from collections.abc import Iterator, Sequence
from typing import Literal

import msgspec

from holdall.migration.engine.filters import Filter
from holdall.migration.engine.options import Options
from holdall.migration.engine.reasons import Reason
from holdall.migration.platforms.errors import Kind, PlatformError
from holdall.migration.platforms.names import fitted, key, path_problem, problem
from holdall.migration.platforms.platform import Account, Entry, Platform, Side, Wanted
from holdall.migration.platforms.telling import telling_metadata

Compatibility = Literal["compatible", "not compatible", "not applicable"]

SHOWN = 1000
"""How many findings of each kind are named; all are counted."""
_FOLDERS_AT_ONCE = 8
_PEOPLE_ASKED = 1000
_LISTED_AT_ONCE = 1000
_ASSUMED_BYTES_A_SECOND = 50_000_000
"""The bandwidth that estimates go by."""
_LEAST_SECONDS_A_CALL = 0.000_2


class Finding(msgspec.Struct, frozen=True):
    """Something about one item; `blocks` where the item would not arrive."""

    kind: str
    path: str
    message: str
    blocks: bool


class Rule(msgspec.Struct, frozen=True):
    """One line of the comparison of two platforms."""

    group: str
    name: str
    result: Compatibility
    message: str = ""


class Estimate(msgspec.Struct, frozen=True):
    """What a first run would take: calls of each side, and seconds, by the source's own pace and an assumed bandwidth."""

    source_calls: int
    destination_calls: int
    seconds: float


class Preflight(msgspec.Struct, kw_only=True):
    """What was found. `counts` are by kind of finding; `findings` names the first of each."""

    files: int = 0
    folders: int = 0
    bytes: int = 0
    counts: dict[str, int] = {}
    findings: list[Finding] = []
    platforms: list[Rule] = []
    estimate: Estimate = Estimate(0, 0, 0)
    blocked: int = 0

    def add(self, finding: Finding) -> None:
        """Count a finding, and name it if not too many are named already."""
        count = self.counts[finding.kind] = self.counts.get(finding.kind, 0) + 1
        self.blocked += finding.blocks
        if count <= SHOWN:
            self.findings.append(finding)


async def check(source: Side, destination: Side, options: Options, chosen: Filter) -> Preflight:
    """Look at all that a job would move. Raises PlatformError where the source's root cannot be listed."""
    listed = telling_metadata(source.platform) if chosen.asks_for_metadata else source.platform
    looking = _Looking(listed, destination.platform, options, chosen)
    await looking.walk(source.root)
    await looking.ask_for_people()
    found = looking.found
    found.platforms = list(compare(source.platform, destination.platform, options))
    found.estimate = looking.estimate()
    return found


class _Folder(msgspec.Struct, frozen=True):
    entry: Entry
    names: tuple[str, ...]
    fitted: tuple[str, ...]


class _Looking:
    def __init__(self, source: Platform, destination: Platform, options: Options, chosen: Filter) -> None:
        self._source = source
        self._destination = destination
        self._options = options
        self._chosen = chosen
        self._people: dict[str, Account] = {}
        self._calls = 0
        self._seconds = 0.0
        self.found = Preflight()

    async def walk(self, root: Entry) -> None:
        waiting = [_Folder(root, (), ())]
        while waiting:
            taken = [waiting.pop() for _ in range(min(_FOLDERS_AT_ONCE, len(waiting)))]
            for inside in await asyncio.gather(*map(self._folder, taken)):
                waiting += inside

    async def _folder(self, folder: _Folder) -> list[_Folder]:
        begun = time.perf_counter()
        entries: list[Entry] = []
        try:
            async for page in self._source.children(folder.entry):
                entries += page
        except PlatformError as error:
            if not folder.names:
                raise
            self._tell(Reason.FOLDER_NOT_LISTED, "/".join(folder.names), f"cannot be listed: {error.message}")
            return []
        self._seconds += time.perf_counter() - begun
        self._calls += 1 + len(entries) // _LISTED_AT_ONCE
        taken: dict[str, str] = {}
        return [inside for entry in entries for inside in self._entry(folder, entry, taken)]

    def _entry(self, folder: _Folder, entry: Entry, taken: dict[str, str]) -> Iterator[_Folder]:
        """Look at one entry; a folder is answered, to be looked into."""
        path = "/".join([*folder.names, entry.name])
        if self._is_left_out(entry, path):
            return
        if entry.type == "folder":
            self.found.folders += 1
        else:
            self.found.files += 1
            self.found.bytes += entry.size
        name = self._name(entry, path)
        self._twin(name, path, taken)
        self._size(entry, path)
        if reason := path_problem([*folder.fitted, name], self._destination.rules):
            self._tell(Reason.NAME_REFUSED, path, f"the whole path {reason} at the destination")
        if entry.owner is not None:
            self._people.setdefault(entry.owner.email or entry.owner.id, entry.owner)
        if entry.type == "folder":
            yield _Folder(entry, (*folder.names, entry.name), (*folder.fitted, name))

    def _is_left_out(self, entry: Entry, path: str) -> bool:
        if self._chosen.why_not(entry, path):
            return True
        links = self._destination.features.links
        if entry.problem or entry.type == "other":
            message = entry.problem or "is neither a file nor a folder"
            self._tell(Reason.UNREADABLE if entry.problem else Reason.UNSUPPORTED_TYPE, path, message)
            return True
        if entry.type == "link" and links != self._source.features.links:
            self._tell(Reason.LINK_NOT_KEPT, path, f"is a link, which the destination does not keep: {entry.target}")
            return True
        return False

    def _name(self, entry: Entry, path: str) -> str:
        rules = self._destination.rules
        name = fitted(entry.name, rules, self._options.remedies)
        if reason := problem(name, rules):
            self._tell(Reason.NAME_REFUSED, path, f"the name {reason} at the destination")
        elif name != entry.name:
            self._tell(Reason.NAME_CHANGED, path, f"would be called {name}", blocks=False)
        return name

    def _twin(self, name: str, path: str, taken: dict[str, str]) -> None:
        same = key(name, self._destination.rules)
        if same in taken:
            blocks = self._options.duplicate_names == "warn"
            self._tell(
                Reason.NAME_TAKEN, path, f"the destination takes its name for that of {taken[same]}", blocks=blocks
            )
        else:
            taken[same] = path.rpartition("/")[2]

    def _size(self, entry: Entry, path: str) -> None:
        most = self._destination.features.max_size
        if most is not None and entry.size > most:
            self._tell(Reason.TOO_LARGE, path, f"has {entry.size:,} bytes; the destination takes {most:,}")

    async def ask_for_people(self) -> None:
        """Ask the destination for the owners of the source's items, where both sides have people."""
        if not self._destination.features.query_account:
            return
        for owner in list(self._people.values())[:_PEOPLE_ASKED]:
            if owner.email is None:
                continue
            try:
                await self._destination.account(Wanted(email=owner.email))
            except PlatformError as error:
                if error.kind is not Kind.NOT_FOUND:
                    return  # the connection may not ask for people
                message = "owns items and is not known at the destination; a map may say who it is there"
                self.found.add(Finding("unmapped_person", owner.email, message, blocks=False))

    def estimate(self) -> Estimate:
        """Calls and seconds of a first run."""
        found = self.found
        written = found.files + found.folders
        # Both sides list each folder: to look at it, and to compare what has arrived.
        source_calls = self._calls + found.files
        destination_calls = written + (found.folders + 1 if self._options.verify else 0)
        each = max(self._seconds / max(self._calls, 1), _LEAST_SECONDS_A_CALL)
        waiting = (source_calls + destination_calls) * each / max(self._options.parallel_writes, 1)
        return Estimate(source_calls, destination_calls, round(waiting + found.bytes / _ASSUMED_BYTES_A_SECOND, 1))

    def _tell(self, reason: Reason, path: str, message: str, *, blocks: bool = True) -> None:
        self.found.add(Finding(reason.value, path, message, blocks))


def compare(source: Platform, destination: Platform, options: Options) -> Iterator[Rule]:
    """What of the source the destination can carry, a rule a line, as administrators compare platforms before a job."""
    left, right = source.features, destination.features
    wants_versions = options.versioning.preserve != "none" and options.versioning.select == "all"
    yield _rule("versions", "versions", left.versions and wants_versions, right.versions)
    for moment in ("created", "modified"):
        has, takes = moment in left.timestamps, moment in right.timestamps
        yield _rule("audit trail", f"time {moment}", has and options.timestamps, takes)
    for group, name, feature in _FEATURES:
        yield _rule(group, name, bool(getattr(left, feature)), bool(getattr(right, feature)))
    same_links = left.links == right.links
    yield _rule("content", "links", left.links != "none", same_links)
    yield _rule("content", "empty folders", left.empty_folders, right.empty_folders)
    yield _limit("maximum file size", left.max_size, right.max_size)
    yield _limit("maximum path length", source.rules.total_max, destination.rules.total_max)
    if source.rules.unit == destination.rules.unit:
        yield _limit("maximum name length", source.rules.segment_max, destination.rules.segment_max)
    else:
        told = " and ".join(f"{one.segment_max} {one.unit}" for one in (source.rules, destination.rules))
        yield Rule("validation", "maximum name length", "not compatible", f"{told}: some names may not fit")
    refused = destination.rules.invalid_characters - source.rules.invalid_characters
    shown = " ".join(sorted(refused))
    yield Rule(
        "validation",
        "characters",
        "not compatible" if refused else "compatible",
        f"the destination refuses {shown}" if refused else "",
    )
    twins = source.rules.case_sensitive and not destination.rules.case_sensitive
    yield Rule("validation", "case of names", "not compatible" if twins else "compatible")


_FEATURES: Sequence[tuple[str, str, str]] = (
    ("permissions", "permissions", "permissions"),
    ("permissions", "shared links", "shared_links"),
    ("permissions", "accounts", "query_account"),
    ("permissions", "groups", "query_group"),
    ("permissions", "impersonation", "impersonation"),
    ("lock propagation", "locks", "checkout"),
    ("metadata", "map", "metadata"),
    ("metadata", "tags", "tags"),
    ("metadata", "descriptions", "descriptions"),
    ("metadata", "comments", "comments"),
)
"""What both sides have or lack: group, what people call it, and the feature's name."""


def _rule(group: str, name: str, left: bool, right: bool) -> Rule:
    if not left:
        return Rule(group, name, "not applicable", "the source has none, or the job does not ask for it")
    return Rule(group, name, "compatible" if right else "not compatible", "" if right else "the destination has none")


def _limit(name: str, left: int | None, right: int | None) -> Rule:
    if right is None:
        return Rule("validation", name, "compatible")
    message = f"{right:,} at the destination, {f'{left:,}' if left is not None else 'no limit'} at the source"
    fits = left is not None and left <= right
    return Rule("validation", name, "compatible" if fits else "not compatible", message)
