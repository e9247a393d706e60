"""What the destination holds by now, compared with what the ledger says: for jobs that go both ways, or make both sides equal.

The whole destination is looked at before anything is done for it, so that a move is told from a deletion.
"""

from collections import deque
from collections.abc import Callable

import msgspec

from holdall.migration.platforms.errors import Kind, PlatformError
from holdall.migration.platforms.platform import Entry

from .counterparts import Counterparts
from .rows import Item
from .sides import Sides

Chosen = Callable[[Entry, str], str | None]
"""Why an entry at a path is none of the job's business, or None."""


class Place:
    """A folder of the destination, in another one: `row` is its row, once it has one."""

    def __init__(self, row: Item | None, path: str, above: "Place | None" = None) -> None:
        self.row = row
        self.path = path
        self.above = above


class Found(msgspec.Struct):
    """An entry in a place that the ledger does not know, or knows elsewhere (`row`); `inside` is the place that it is."""

    place: Place
    entry: Entry
    row: Item | None
    inside: Place | None


class Survey:
    """What is new, what lies elsewhere, what has other content, and what is missing; folders come before what is in them.

    `lost_with` has, for each that is missing, the rows that lost their counterparts with it, itself among them.
    Of what is in the `unknown` places nothing is said, since they could not be listed.
    """

    def __init__(self, sides: Sides, chosen: Chosen) -> None:
        self._sides = sides
        self._chosen = chosen
        self._counterparts = Counterparts(sides.ledger)
        self.found: list[Found] = []
        self.changed: list[tuple[Found, Item]] = []
        self.unknown: list[Place] = []
        self._replaced: list[tuple[Place, Item, Entry]] = []
        self.missing: dict[int, Item] = {}
        self.lost_with: dict[int, list[int]] = {}

    async def make(self) -> None:
        """Look at all of the destination. Raises Halted, and PlatformError where its root cannot be listed."""
        root = await self._sides.ledger.root()
        assert root is not None
        waiting = deque([Place(root, "")])
        roots: dict[Place, Entry] = {waiting[0]: root.destination_entry()}
        while waiting:
            self._sides.check_stop()
            place = waiting.popleft()
            for below, entry in await self._folder(place, roots.pop(place)):
                roots[below] = entry
                waiting.append(below)
        elsewhere = {one.row.id for one in self.found if one.row is not None}
        for place, row, entry in self._replaced:
            if row.id not in elsewhere:
                self._met(place, row, entry)
            elif self._is_ours(place, entry):
                self._strange(place, None, entry)
        for identifier in elsewhere:
            self.missing.pop(identifier, None)
        await self._lost_with_their_folders()
        await self._counterparts.lie_at([(one.row, one.entry.address) for one in self.found if one.row is not None])

    async def _lost_with_their_folders(self) -> None:
        """Note what lay in missing folders; what the source has elsewhere by now is missed for itself."""
        elsewhere = {one.row.id for one in self.found if one.row is not None}
        tops = list(self.missing.values())
        while tops:
            top = tops.pop()
            self.lost_with[top.id] = [top.id]
            folders = [top] if top.type == "folder" else []
            while folders:
                folder = folders.pop()
                for row in await self._counterparts.inside(folder.id):
                    if row.id in elsewhere:
                        continue
                    if row.parent_id == folder.id:
                        self.lost_with[top.id].append(row.id)
                        folders += [row] if row.type == "folder" else []
                    else:
                        self.missing[row.id] = row
                        tops.append(row)

    async def _folder(self, place: Place, folder: Entry) -> list[tuple[Place, Entry]]:
        try:
            entries = [entry async for page in self._sides.destination.children(folder) for entry in page]
        except PlatformError as error:
            if place.row is not None and place.row.depth == 0 and error.kind is not Kind.NOT_FOUND:
                raise
            self.unknown.append(place)
            return []
        rows = await self._rows(place)
        by_identity = {(row.type, row.destination_identity): row for row in rows}
        by_name = {(row.type, row.destination_name): row for row in rows}
        below: list[tuple[Place, Entry]] = []
        strange: list[Entry] = []
        here: set[int] = set()
        for entry in entries:
            row = by_identity.get((entry.type, entry.identity))
            if row is None or entry.name != row.destination_name:
                strange.append(entry)
                continue
            here.add(row.id)
            below += self._met(place, row, entry)
        elsewhere = await self._elsewhere(strange)
        for entry in strange:
            row = elsewhere.get((entry.type, entry.identity))
            same_name = by_name.get((entry.type, entry.name))
            if row is None and same_name is not None and same_name.id not in here:
                here.add(same_name.id)  # programs save a file by putting another in its place
                if entry.type == "folder":
                    below += self._met(place, same_name, entry)
                else:
                    self._replaced.append((place, same_name, entry))
            elif row is not None or self._is_ours(place, entry):
                below += self._strange(place, row, entry)
                here |= {row.id} if row is not None else set()
        self.missing.update((row.id, row) for row in rows if row.id not in here)
        return below

    def _met(self, place: Place, row: Item, entry: Entry) -> list[tuple[Place, Entry]]:
        if entry.type == "folder":
            return [(Place(row, self._path(place, entry), place), entry)]
        other = entry.identity != row.destination_identity
        if entry.type == "file" and (other or entry.revision != (row.destination_revision or entry.revision)):
            self.changed.append((Found(place, entry, row, None), row))
        return []

    def _strange(self, place: Place, row: Item | None, entry: Entry) -> list[tuple[Place, Entry]]:
        inside = Place(row, self._path(place, entry), place) if entry.type == "folder" else None
        self.found.append(Found(place, entry, row, inside))
        if row is not None and entry.type == "file" and entry.revision != (row.destination_revision or entry.revision):
            self.changed.append((self.found[-1], row))
        return [(inside, entry)] if inside is not None else []

    def _is_ours(self, place: Place, entry: Entry) -> bool:
        if entry.problem or entry.type == "other":
            return False
        if entry.type == "link" and self._sides.source.features.links != self._sides.destination.features.links:
            return False
        return self._chosen(entry, self._path(place, entry)) is None

    def _path(self, place: Place, entry: Entry) -> str:
        return f"{place.path}/{entry.name}" if place.path else entry.name

    async def _rows(self, place: Place) -> list[Item]:
        return await self._counterparts.inside(place.row.id) if place.row is not None else []

    async def _elsewhere(self, entries: list[Entry]) -> dict[tuple[str, str | None], Item]:
        rows = await self._counterparts.known(entry.identity for entry in entries)
        return {(row.type, row.destination_identity): row for row in rows}
