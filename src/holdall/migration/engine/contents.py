"""Two contents of one file in a two-way job: which of them both sides get, and what becomes of the other.

A row says that the two are equal when they are, and not before: what a crash leaves half done is decided anew.
"""

from dataclasses import replace
from typing import Any

from holdall.base.clock import format_instant
from holdall.migration.platforms.errors import Kind, PlatformError
from holdall.migration.platforms.platform import Details, Entry

from .audit import Event
from .counterparts import Counterparts
from .hashing import same_content
from .ledger import identity_of
from .moving import Sent
from .plan import rest_of
from .rows import Item
from .sides import Sides

_NAMES_TRIED = 1000


class Contents:
    """The contents of a job's files, as both sides have them."""

    def __init__(self, sides: Sides) -> None:
        self._sides = sides
        self._counterparts = Counterparts(sides.ledger)
        self._back = replace(sides, source=sides.destination, destination=sides.source)

    async def decide(self, row: Item, entry: Entry, there: dict[str, Any]) -> None:
        """Decide between two contents; `there` is written of the counterpart when that is done.

        Raises PlatformError: NAME_TAKEN where a person is to decide.
        """
        sides, source, policy = self._sides, row.source_entry(), self._sides.options.conflict_resolution
        if await same_content(sides, source, entry):
            await self._is_equal(row, source, there)
            return
        if policy == "failure":
            raise PlatformError(Kind.NAME_TAKEN, "both sides have changed since the last run")
        newest = (source.modified or 0) >= (entry.modified or 0)
        if policy == "source" or (policy in ("latest", "copy") and newest):
            if policy == "copy":
                home: int = there.get("destination_parent_id") or row.destination_parent_id or 0
                parent = (await sides.ledger.by_ids([home]))[home]
                await _keep(self._back, entry, parent.destination_entry(), sides.ledger.database.now)
            again: dict[str, Any] = {"action": "move" if row.action == "move" else "update"}
            await sides.ledger.record(row, status="pending", attempts=0, **there, **again)
            return
        if policy == "copy":
            above = (await sides.ledger.by_ids([row.parent_id or 0]))[row.parent_id or 0]
            await _keep(sides, source, above.source_entry(), sides.ledger.database.now)
        await self.pull(row, entry, there)

    async def _is_equal(self, row: Item, source: Entry, there: dict[str, Any], **values: Any) -> None:
        rest: dict[str, Any] = (
            {"status": "pending"} if row.action == "move" else {"action": "none", "status": "success"}
        )
        rest |= {"reason": None, "category": None, "attempts": 0}
        await self._sides.ledger.record(row, **there, moved_revision=source.revision, **rest, **values)

    async def pull(self, row: Item, entry: Entry, there: dict[str, Any]) -> None:
        """Give the source the destination's content; raises PlatformError."""
        sides, sent = self._sides, Sent()

        async def put(content: Any, details: Details) -> Entry:
            return await sides.source.replace(row.source_entry(), content, details)

        made = await sent.send(self._back, entry, put)
        parent = (await sides.ledger.by_ids([row.parent_id or 0]))[row.parent_id or 0]
        await self._counterparts.made_at_source(row, at_source(made, parent))
        proof = {"sha1": sent.sha1, "bytes": sent.bytes, "changed_run": sides.run.id, "verified_run": sides.run.id}
        await self._is_equal(row, made, there, **proof)
        await sides.history.add_notes(sides.audit.note(Event.BROUGHT_BACK, row, size=sent.bytes))


async def _keep(sides: Sides, older: Entry, folder: Entry, now: int) -> None:
    """Put the older of two contents beside the newer, on its own side: `sides.source`; both get it in the next run."""
    stamp = format_instant(now).partition("+")[0].replace(":", "-")
    for number in range(1, _NAMES_TRIED):
        stem, dot, extension = older.name.rpartition(".")
        mark = stamp if number == 1 else f"{stamp} {number}"
        name = f"{stem} ({mark}){dot}{extension}" if stem else f"{older.name} ({mark})"
        content = await sides.source.open(older)
        try:
            await sides.source.create_file(folder, name, content, Details.of(older))
        except PlatformError as error:
            if error.kind is not Kind.NAME_TAKEN:
                raise
        else:
            return
        finally:
            await content.close()


def at_source(made: Entry, parent: Item) -> dict[str, Any]:
    """What a row says of where an item is at the source."""
    return {
        "parent_id": parent.id,
        "depth": parent.depth + 1,
        "name": made.name,
        "path": f"{parent.path}/{made.name}" if parent.path else made.name,
        "source_identity": identity_of(made),
        "source_address": made.address,
        "source_revision": made.revision,
        "source": rest_of(made),
        "size": made.size,
    }
