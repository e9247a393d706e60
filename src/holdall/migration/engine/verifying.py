"""The stage that proves: what the destination holds now, compared with the bytes that were read from the source.

It asks the destination anew, a folder at a time, and believes no answer to an upload. An item is called verified when
what was compared would also outlast a crash of the destination's machine.
"""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any

from holdall.migration.platforms.content import PIECE
from holdall.migration.platforms.errors import Kind, PlatformError
from holdall.migration.platforms.local_carriers import Carriers
from holdall.migration.platforms.local_small import Failed, Reading
from holdall.migration.platforms.platform import DirectPlatform, Entry
from holdall.migration.platforms.threads import in_thread

from .audit import Event, Note
from .options import Options
from .reasons import Reason
from .rows import Item, Moved
from .sides import Sides

_FOLDERS_AT_ONCE = 4
_WRITTEN_AT_ONCE, _HELD_AT_MOST = 500, 10_000
"""So many are written together; and so many more may be compared before all that was written would outlast a crash."""


async def verify(sides: Sides) -> int:
    """Compare every file that this run moved; those that differ are to be moved again, or flagged. How many differ."""
    settled = asyncio.ensure_future(sides.settle())
    try:
        return await _Verification(sides, settled).all()
    finally:
        await settled


class _Verification:
    """One pass over the folders with files that are not verified yet."""

    def __init__(self, sides: Sides, settled: "asyncio.Future[None]") -> None:
        self._sides = sides
        self._settled = settled
        self._gate = asyncio.Semaphore(sides.options.parallel_writes)
        self._different = 0
        self._equal: dict[int, Sequence[Note]] = {}
        self._writing = asyncio.Lock()

    async def all(self) -> int:
        """How many files differ from what was moved."""
        sides, after = self._sides, 0
        while folders := await sides.ledger.unverified_folders(sides.run, after):
            after = folders[-1]
            known = await sides.ledger.by_ids(folders)
            await sides.together([known[folder] for folder in folders], self._folder, _FOLDERS_AT_ONCE)
        await self._write()
        return self._different

    async def _folder(self, folder: Item) -> None:
        """Compare the files of a folder a page at a time, so that a folder of any size takes no more memory."""
        sides = self._sides
        others: dict[str, Entry] = {}
        try:
            async for page in sides.destination.children(folder.destination_entry()):
                others.update(await self._page(folder, page))
        except PlatformError as error:
            if error.kind is not Kind.NOT_FOUND:
                raise
        after: int | None = 0
        while after is not None:
            async with self._writing:  # nothing is written between the question and the look at what is not written
                rows = await sides.ledger.unverified(sides.run, folder.id, after)
                found = [(row, others.get(row.destination_address)) for row in rows if row.id not in self._equal]
            after = rows[-1].id if rows else None
            if found:
                await self._compare(found)

    async def _page(self, folder: Item, page: Sequence[Entry]) -> Mapping[str, Entry]:
        """Compare the files that the ledger knows by the names of a page; answers the page's other files by their addresses."""
        there = {entry.address: entry for entry in page if entry.type == "file"}
        names = [entry.name for entry in there.values()]
        moved = await self._sides.ledger.unverified_called(self._sides.run, folder.id, names)
        found = [(row, there[row.destination_address]) for row in moved if row.destination_address in there]
        if found:
            await self._compare(found)
        return {address: there[address] for address in there.keys() - {entry.address for _, entry in found}}

    async def _compare(self, files: Sequence[tuple[Moved, Entry | None]]) -> None:
        hashes = await self._hashes([entry for item, entry in files if entry is not None and item.sha1 is not None])
        reasons = [(item, _difference(item, entry, hashes)) for item, entry in files]
        sides = self._sides
        self._equal |= {item.id: sides.audit.note(Event.VERIFIED, item) for item, reason in reasons if reason is None}
        if len(self._equal) >= (_WRITTEN_AT_ONCE if self._settled.done() else _HELD_AT_MOST):
            await self._write()
        bad = [
            (item, _to_be_moved_again(sides.options, item, reason)) for item, reason in reasons if reason is not None
        ]
        notes = [note for item, values in bad for note in _notes(sides, item, values)]
        if bad:
            await sides.ledger.record_all([(item.id, values) for item, values in bad], notes)
        self._different += len(bad)

    async def _write(self) -> None:
        """Write down what was found equal, once it would outlast a crash. What is lost before is compared anew."""
        await self._settled
        async with self._writing:
            some = dict(self._equal)
            await self._sides.ledger.verified(
                self._sides.run, list(some), [note for notes in some.values() for note in notes]
            )
            for identifier in some:
                del self._equal[identifier]

    async def _hashes(self, entries: Sequence[Entry]) -> Mapping[str, str | PlatformError]:
        """The SHA-1 of what lies at each address, or why it is not known."""
        destination = self._sides.destination
        hashes: dict[str, str | PlatformError] = {}
        if isinstance(destination, DirectPlatform):
            small = [entry for entry in entries if entry.size <= PIECE]
            entries = [entry for entry in entries if entry.size > PIECE]
            async with self._gate:
                hashes = await in_thread(_read_small, self._sides.carriers, destination, small)
        hashes.update(await asyncio.gather(*map(self._hash, entries)))
        return hashes

    async def _hash(self, entry: Entry) -> tuple[str, str | PlatformError]:
        async with self._gate:
            try:
                return entry.address, await self._sides.destination.sha1(entry)
            except PlatformError as error:
                return entry.address, error


def _read_small(
    carriers: Carriers, platform: DirectPlatform, entries: Sequence[Entry]
) -> dict[str, str | PlatformError]:
    hashes: dict[str, str | PlatformError] = {}
    asked: list[tuple[str, Reading]] = []
    for entry in entries:
        try:
            asked.append((entry.address, platform.reading(entry)))
        except PlatformError as error:
            hashes[entry.address] = error
    answers: list[str | Failed] = carriers.run("sha1", [reading for _, reading in asked])
    for (address, _), answer in zip(asked, answers, strict=True):
        hashes[address] = answer if isinstance(answer, str) else platform.problem_at(address, answer)
    return hashes


def _notes(sides: Sides, item: Moved, values: Mapping[str, Any]) -> Sequence[Note]:
    event = Event.RETRIED if values["status"] == "retry" else Event.FLAGGED
    return sides.audit.note(event, item, reason=Reason.DIFFERENT, message=values["reason"])


def _to_be_moved_again(options: Options, item: Moved, reason: str) -> dict[str, Any]:
    """What to write of a file that differs."""
    again = item.attempts < options.retries
    values: dict[str, Any] = {"action": "update" if again else "none", "status": "retry" if again else "remediation"}
    values |= {"category": Reason.DIFFERENT.value, "destination_revision": None}
    return {**values, "reason": reason, "attempts": item.attempts + 1}


def _difference(item: Moved, entry: Entry | None, hashes: Mapping[str, str | PlatformError]) -> str | None:
    """How the destination's file differs from what was moved; None where it does not."""
    if entry is None:
        return "is not at the destination, although it was moved there"
    if entry.size != item.size:
        return f"has {entry.size} bytes at the destination, {item.size} at the source"
    found = hashes.get(entry.address)
    if isinstance(found, PlatformError):
        return f"could not be compared: {found.message}"
    if found is not None and found != item.sha1:
        return f"has the SHA-1 {found} at the destination, {item.sha1} at the source"
    return None
