"""New folders and small files that are brought over as soon as they are seen, in the first run between two folders.

Their rows are written once, with what became of them. Whatever is not a plain case is left to the later stages.
"""

import asyncio
from collections.abc import Callable, Sequence
from typing import Any

from holdall.migration.platforms.errors import PlatformError
from holdall.migration.platforms.names import key
from holdall.migration.platforms.platform import Details, DirectPlatform, Entry

from .bulk import AT_ONCE, Small, carry, details_of, direct_ends, is_small, portions
from .ledger import identity_of
from .rows import Item
from .sides import Sides, where

Decide = Callable[[Entry, None], dict[str, Any] | None]
"""What is planned for an entry that has no row yet: the values of its row."""


class AtSight:
    """What brings over what is seen; at most so many lots are under way at once."""

    def __init__(self, sides: Sides, ends: tuple[DirectPlatform, DirectPlatform]) -> None:
        self.sides = sides
        self.ends = ends
        self.gate = asyncio.Semaphore(min(AT_ONCE, sides.options.parallel_writes))

    @classmethod
    def of(cls, sides: Sides) -> "AtSight | None":
        """What a run without any rows brings over at sight with, or None where it has to look at everything first.

        That is so where others may help with it, where folders are made or left out by what is in them, and where the
        destination's own changes come first.
        """
        ends, options = direct_ends(sides), sides.options
        alone = sides.ledger.database.dialect == "sqlite"
        if ends is None or not alone or options.empty_containers == "skip":
            return None
        return None if options.transfer_type in ("sync", "publish") else cls(sides, ends)

    def into(self, folder: Item) -> "_Into | None":
        """What brings over the entries of a folder of the source; None where it has no counterpart yet."""
        return _Into(self, folder) if folder.destination_address is not None else None


class _Into:
    """One folder's entries, on their way into its counterpart."""

    def __init__(self, at_sight: AtSight, folder: Item) -> None:
        self._at_sight = at_sight
        self._sides = at_sight.sides
        self._folder = folder
        self._there = folder.destination_entry()
        self._names: set[str] = set()

    async def all(self, entries: Sequence[Entry], decide: Decide) -> dict[str, dict[str, Any]]:
        """Bring over what can be, until someone asks to stop; answers what to write of it, by identity."""
        known = await self._sides.ledger.known(entries)
        brought: dict[str, dict[str, Any]] = {}
        files: list[tuple[Small, dict[str, Any]]] = []
        for entry in entries:
            planned = decide(entry, None) if identity_of(entry) not in known else None
            name = self._free_name(entry, planned["path"]) if planned and planned["action"] == "create" else None
            if planned is None or name is None:
                continue
            if entry.type == "folder":
                brought |= await self._make(entry, name, planned)
            elif entry.type == "file" and is_small(self._sides, entry.size):
                files.append((Small(entry, self._there, name, details_of(self._sides, entry)), planned))

        async with asyncio.TaskGroup() as tasks:
            lots = [tasks.create_task(self._carry(some)) for some in portions(files, lambda file: file[0].source.size)]
        for lot in lots:
            brought |= lot.result()
        return brought

    def _free_name(self, entry: Entry, path: str) -> str | None:
        """The name that an entry gets, which no other of the folder gets; None where the later stages have to find one."""
        try:
            name = self._sides.name_for(path, entry.name)
        except PlatformError:
            return None
        taken = key(name, self._sides.destination.rules)
        if taken in self._names:
            return None
        self._names.add(taken)
        return name

    async def _make(self, entry: Entry, name: str, planned: dict[str, Any]) -> dict[str, dict[str, Any]]:
        try:
            made = await self._sides.destination.create_folder(self._there, name, Details.of(entry))
        except PlatformError:
            return {}
        values = {**where(made, self._folder), "destination_revision": made.revision}
        return self._brought(entry, planned, values)

    async def _carry(self, some: list[tuple[Small, dict[str, Any]]]) -> dict[str, dict[str, Any]]:
        async with self._at_sight.gate:
            if self._sides.stop():
                return {}
            made = await carry(self._sides, self._at_sight.ends, [file for file, _ in some])
        brought: dict[str, dict[str, Any]] = {}
        for (file, planned), outcome in zip(some, made, strict=True):
            if not isinstance(outcome, PlatformError):
                entry, sha1 = outcome
                source = file.source
                values = self._sides.arrival(
                    self._folder, entry, source.revision, sha1=sha1, sent=source.size, versions=1
                )
                brought |= self._brought(source, planned, values)
        return brought

    def _brought(self, entry: Entry, planned: dict[str, Any], values: dict[str, Any]) -> dict[str, dict[str, Any]]:
        written = self._sides.finished(entry.type, entry.name, values)
        return {identity_of(entry): {**planned, **written, "created_run": self._sides.run.id}}
