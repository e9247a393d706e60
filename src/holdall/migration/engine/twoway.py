"""What goes back from the destination to the source in a two-way job, before the source's own changes go there.

A change is stronger than a deletion, the source's move stronger than the destination's; for two contents there is
`conflict_resolution`. What a crash leaves half done looks like the same change on both sides, and is nothing to do then.
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
from .placing import ASIDE, numbered
from .plan import NEW, rest_of
from .publishing import waiting_for
from .reasons import Reason
from .removing import brake
from .rows import Item
from .sides import Sides
from .survey import Chosen, Found, Place, Survey

_NAMES_TRIED = 1000


async def bring_back(sides: Sides, chosen: Chosen) -> None:
    """Bring the destination's changes to the source, and plan what is left to be done there.

    Raises Halted, also where more would be deleted than the brake allows, and PlatformError.
    """
    survey = Survey(sides, chosen)
    await survey.make()
    work = _Back(sides)
    await work.places(survey.found)
    for row, entry in survey.changed:
        sides.check_stop()
        await work.content(row, entry)
    await work.missing(survey)
    sides.folders.clear()


class _Back:
    def __init__(self, sides: Sides) -> None:
        self._sides = sides
        self._counterparts = Counterparts(sides.ledger)
        self._back = replace(sides, source=sides.destination, destination=sides.source)

    async def places(self, found: list[Found]) -> None:
        """Make and move what is new or elsewhere; one that waits for another's name comes again."""
        waiting = found
        while waiting:
            again: list[Found] = []
            for one in waiting:
                self._sides.check_stop()
                if not await self._placed(one, forced=False):
                    again.append(one)
            if len(again) == len(waiting):
                await self._placed(again.pop(0), forced=True)
            waiting = again

    async def _placed(self, one: Found, *, forced: bool) -> bool:
        """Whether nothing is left to be done; `forced` takes another name where the wanted one is not free."""
        if one.place.row is None:
            return one.place.is_given_up or forced  # else its folder waits
        try:
            if one.row is None:
                await self._new(one, forced=forced)
            else:
                await self._moved(one, one.row, forced=forced)
        except PlatformError as error:
            if error.kind is Kind.NAME_TAKEN and not forced:
                return False
            notes = self._sides.audit.note(
                Event.RETRIED, one.row, reason=Reason(error.kind.value), message=f"{one.entry.name}: {error.message}"
            )
            await self._sides.history.add_notes(notes)  # it is found again by the next run
        return True

    async def _new(self, one: Found, *, forced: bool) -> None:
        sides, entry = self._sides, one.entry
        parent = await self._alive(one.place)
        row = await waiting_for(sides, parent, entry.type, entry.name)
        if row is not None:
            await self._same_name(row, parent, entry)
        else:
            row = await self._make(one, parent, forced=forced)
        await self._go_inside(one, row)

    async def _same_name(self, row: Item, parent: Item, entry: Entry) -> None:
        """Both sides have something new of one name: they are each other's counterparts from now on."""
        await self._sides.ledger.record(row, **_there(entry, parent), action="none", status="success")
        if entry.type == "file":
            now = (await self._sides.ledger.by_ids([row.id]))[row.id]
            await self._conflict(now, entry)

    async def _go_inside(self, one: Found, row: Item) -> None:
        if one.inside is not None and not one.inside.is_given_up:
            one.inside.row = (await self._sides.ledger.by_ids([row.id]))[row.id]

    async def _called(self, one: Found, name: str) -> Entry:
        """The destination's entry under the name that it had to get at the source, so that both sides call it the same."""
        parent = one.place.row
        assert parent is not None
        if name == one.entry.name or name == self._back.fitted(one.entry.name):
            return one.entry
        if one.inside is not None:
            one.inside.is_given_up = True  # what lies in it is elsewhere by now, and found again by the next run
        there = parent.destination_entry()
        moved = await self._sides.destination.move(one.entry, there, self._sides.fitted(name))
        await self._counterparts.go_along(one.entry.address, moved.address)
        return moved

    async def _make(self, one: Found, parent: Item, *, forced: bool) -> Item:
        sides, entry = self._sides, one.entry
        sent = Sent()
        for number in range(1, _NAMES_TRIED if forced else 2):
            wanted = entry.name if number == 1 else numbered(entry.name, number)
            try:
                made = await self._create(parent.source_entry(), self._back.fitted(wanted), entry, sent)
                break
            except PlatformError as error:
                if error.kind is not Kind.NAME_TAKEN or number + 1 == (_NAMES_TRIED if forced else 2):
                    raise
        entry = await self._called(one, made.name)
        row = {
            **NEW,
            "job_id": sides.ledger.job_id,
            "type": entry.type,
            "status": "success",
            "action": "none",
            "seen_run": sides.run.id,
            "listed_run": sides.run.id if entry.type == "folder" else None,
            "changed_run": sides.run.id,
            "verified_run": sides.run.id if entry.type == "file" else None,
            "sha1": sent.sha1,
            "moved_revision": made.revision,
            **_at_source(made, parent),
            **_there(entry, parent),
        }
        identifier = await self._counterparts.add(row)
        await sides.history.add_notes(sides.audit.note_at(Event.BROUGHT_BACK, identifier, row["path"], size=entry.size))
        return (await sides.ledger.by_ids([identifier]))[identifier]

    async def _create(self, parent: Entry, name: str, entry: Entry, sent: Sent) -> Entry:
        if entry.type == "folder":
            return await self._sides.source.create_folder(parent, name, Details.of(entry))
        if entry.type == "link":
            return await self._sides.source.create_link(parent, name, entry.target or "")

        async def put(content: Any, details: Details) -> Entry:
            return await self._sides.source.create_file(parent, name, content, details)

        return await sent.send(self._back, entry, put)

    async def _moved(self, one: Found, row: Item, *, forced: bool) -> None:
        """A counterpart that lies elsewhere by now: so does the item, unless the source has moved it as well."""
        sides = self._sides
        row = (await sides.ledger.by_ids([row.id]))[row.id]
        home = one.place.row
        assert home is not None
        name: str | None = None
        if row.seen_run == sides.run.id and row.action != "move":
            parent = await self._alive(one.place)
            name = await self._follow(row, parent, one.entry, forced=forced)
            row = (await sides.ledger.by_ids([row.id]))[row.id]
        entry = one.entry if name is None else await self._called(one, name)
        await sides.ledger.relocated(row, _where(entry, home))
        await self._go_inside(one, row)

    async def _follow(self, row: Item, parent: Item, entry: Entry, *, forced: bool) -> str | None:
        """Move an item as its counterpart was moved; the name that it got where the wanted one is not free."""
        sides = self._sides
        if entry.name == row.destination_name:
            name = row.name
        else:
            name = self._back.fitted(entry.name)
        if (name, parent.id) == (row.name, row.parent_id):
            return None
        try:
            made = await sides.source.move(row.source_entry(), parent.source_entry(), name)
        except PlatformError as error:
            if error.kind is Kind.NAME_TAKEN and not forced:
                raise
            if error.kind is not Kind.NAME_TAKEN:  # the source's own changes do not allow it: it is moved back
                await sides.ledger.record(row, action="move", status="pending", attempts=0)
                return None
            made = await sides.source.move(row.source_entry(), parent.source_entry(), f"{ASIDE}{row.id}")
            await self._counterparts.moved_at_source(row, _at_source(made, parent))
            row = (await sides.ledger.by_ids([row.id]))[row.id]
            made = await self._from_aside(row, parent, name)
        same = row.source_revision == row.moved_revision
        values = _at_source(made, parent)
        await self._counterparts.moved_at_source(row, values)
        if same:
            await sides.ledger.record(row, moved_revision=made.revision)
        return made.name if made.name != name else None

    async def _from_aside(self, row: Item, parent: Item, name: str) -> Entry:
        for number in range(1, _NAMES_TRIED):
            try:
                wanted = name if number == 1 else numbered(name, number)
                return await self._sides.source.move(row.source_entry(), parent.source_entry(), wanted)
            except PlatformError as error:
                if error.kind is not Kind.NAME_TAKEN:
                    raise
        raise PlatformError(Kind.NAME_TAKEN, f"no name like {name!r} is free at the source")

    async def _alive(self, place: Place) -> Item:
        """The row of a folder that the source has, or has again: what is new in it is stronger than its deletion."""
        assert place.row is not None
        sides = self._sides
        row = (await sides.ledger.by_ids([place.row.id]))[place.row.id]
        if row.seen_run == sides.run.id:
            return row
        assert row.destination_parent_id is not None
        above = (await sides.ledger.by_ids([row.destination_parent_id]))[row.destination_parent_id]
        parent = await self._alive(Place(above, above.path))
        name = row.name
        made = await self._free_folder(parent, row)
        values = {"seen_run": sides.run.id, "listed_run": sides.run.id, "action": "none", "status": "success"}
        await self._counterparts.moved_at_source(row, {**_at_source(made, parent), **values})
        row = (await sides.ledger.by_ids([row.id]))[row.id]
        if made.name != name:
            there = await sides.destination.move(
                row.destination_entry(), above.destination_entry(), sides.fitted(made.name)
            )
            await sides.ledger.relocated(row, _where(there, above))
            raise PlatformError(
                Kind.CHANGED, f"{name!r} is called {made.name!r} by now; what is in it waits for the next run"
            )
        return row

    async def _free_folder(self, parent: Item, row: Item) -> Entry:
        for number in range(1, _NAMES_TRIED):
            name = row.name if number == 1 else numbered(row.name, number)
            try:
                return await self._sides.source.create_folder(parent.source_entry(), name, Details())
            except PlatformError as error:
                if error.kind is not Kind.NAME_TAKEN:
                    raise
        raise PlatformError(Kind.NAME_TAKEN, f"no name like {row.name!r} is free at the source")

    async def content(self, row: Item, entry: Entry) -> None:
        """The destination has other bytes than the last run left there."""
        sides = self._sides
        try:
            row = (await sides.ledger.by_ids([row.id]))[row.id]
            if row.seen_run != sides.run.id:
                assert row.destination_parent_id is not None
                above = (await sides.ledger.by_ids([row.destination_parent_id]))[row.destination_parent_id]
                await sides.ledger.removed(row)
                await self._new(Found(Place(above, above.path), entry, None, None), forced=True)
            elif row.source_revision != row.moved_revision:
                await self._conflict(row, entry)
            else:
                await self._pull(row, entry)
        except PlatformError as error:
            await sides.failed(row, error)

    async def _conflict(self, row: Item, entry: Entry) -> None:
        sides, source, policy = self._sides, row.source_entry(), self._sides.options.conflict_resolution
        if await same_content(sides, source, entry):
            await self._is_equal(row, entry, source)
            return
        if policy == "failure":
            raise PlatformError(Kind.NAME_TAKEN, "both sides have changed since the last run")
        newest = (source.modified or 0) >= (entry.modified or 0)
        if policy == "source" or (policy in ("latest", "copy") and newest):
            if policy == "copy":
                parent = (await sides.ledger.by_ids([row.destination_parent_id or 0]))[row.destination_parent_id or 0]
                await _keep(self._back, entry, parent.destination_entry(), sides.ledger.database.now)
            again: dict[str, Any] = (
                {} if row.action == "move" else {"action": "update", "status": "pending", "attempts": 0}
            )
            seen: dict[str, Any] = {"destination_identity": entry.identity, "destination_revision": entry.revision}
            await sides.ledger.record(row, **seen, **again)
            return
        if policy == "copy":
            above = (await sides.ledger.by_ids([row.parent_id or 0]))[row.parent_id or 0]
            await _keep(sides, source, above.source_entry(), sides.ledger.database.now)
        await self._pull(row, entry)

    async def _is_equal(self, row: Item, entry: Entry, source: Entry, **values: Any) -> None:
        rest: dict[str, Any] = (
            {} if row.action == "move" else {"action": "none", "status": "success", "reason": None, "category": None}
        )
        there: dict[str, Any] = {"destination_identity": entry.identity, "destination_revision": entry.revision}
        await self._sides.ledger.record(row, **there, moved_revision=source.revision, **rest, **values)

    async def _pull(self, row: Item, entry: Entry) -> None:
        sides, sent = self._sides, Sent()

        async def put(content: Any, details: Details) -> Entry:
            return await sides.source.replace(row.source_entry(), content, details)

        made = await sent.send(self._back, entry, put)
        parent = (await sides.ledger.by_ids([row.parent_id or 0]))[row.parent_id or 0]
        await self._counterparts.moved_at_source(row, _at_source(made, parent))
        proof = {"sha1": sent.sha1, "bytes": sent.bytes, "changed_run": sides.run.id, "verified_run": sides.run.id}
        await self._is_equal(row, entry, made, **proof)
        await sides.history.add_notes(sides.audit.note(Event.BROUGHT_BACK, row, size=sent.bytes))

    async def missing(self, survey: Survey) -> None:
        """The destination has lost these: so does the source, where deletions are carried over and nothing is new there."""
        sides = self._sides
        gone: list[Item] = []
        for row in (await sides.ledger.by_ids(survey.missing)).values():
            changed = row.type == "file" and row.source_revision != row.moved_revision
            if row.seen_run != sides.run.id:
                await sides.ledger.removed(row)
            elif changed or await self._counterparts.has_changes(row, sides.run.id):
                await self._counterparts.make_anew(survey.lost_with[row.id], sides.run.id)
            elif sides.options.mirrors:
                gone.append(row)
            elif row.category != Reason.DELETED_THERE.value:
                await sides.skipped(row, Reason.DELETED_THERE, "was deleted at the destination", action="none")
        await brake(sides, gone, "destination")
        for row in gone:
            sides.check_stop()
            try:
                await sides.source.delete(row.source_entry())
            except PlatformError as error:
                if error.kind is not Kind.NOT_FOUND:
                    await sides.failed(row, error)
                    continue
            await sides.ledger.removed(row, sides.audit.note(Event.REMOVED_FROM_SOURCE, row))


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


def _there(entry: Entry, parent: Item) -> dict[str, Any]:
    return {**_where(entry, parent), "destination_revision": entry.revision}


def _where(entry: Entry, parent: Item) -> dict[str, Any]:
    return {
        "destination_address": entry.address,
        "destination_identity": entry.identity,
        "destination_name": entry.name,
        "destination_parent_id": parent.id,
    }


def _at_source(made: Entry, parent: Item) -> dict[str, Any]:
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
