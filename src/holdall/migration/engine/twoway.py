"""What goes back from the destination to the source in a two-way job, before the source's own changes go there.

A change is stronger than a deletion, the source's move stronger than the destination's; for two contents there is
`conflict_resolution`. What a crash leaves half done looks like the same change on both sides, and is nothing to do then.
"""

from dataclasses import replace
from typing import Any

from holdall.migration.platforms.errors import Kind, PlatformError
from holdall.migration.platforms.platform import Details, Entry

from .audit import Event
from .contents import Contents, at_source
from .counterparts import Counterparts
from .moving import Sent
from .placing import ASIDE, numbered
from .plan import NEW
from .publishing import waiting_for
from .reasons import Reason
from .removing import brake
from .rows import Item
from .sides import Sides
from .survey import Chosen, Found, Place, Survey

_NAMES_TRIED = 1000
_LOOKS = 100
"""How often a run looks at the destination anew; it has to after it has renamed something there."""


async def bring_back(sides: Sides, chosen: Chosen) -> None:
    """Bring the destination's changes to the source, and plan what is left to be done there.

    Raises Halted, also where more would be deleted than the brake allows, and PlatformError.
    """
    for _ in range(_LOOKS):
        sides.keeping.clear()
        survey = Survey(sides, chosen)
        await survey.make()
        work = _Back(sides)
        await work.places(survey.found)
        for one, row in survey.changed:
            sides.check_stop()
            await work.content(one, row)
        if not work.renamed or sides.options.simulation_mode:
            break
    for place in survey.unknown:
        work.keep(place)
    await work.missing(survey)
    sides.folders.clear()


class _Renamed(Exception):
    """Something of the destination is called otherwise by now, so that the survey is wrong about what is in it."""


class _Back:
    """`renamed` are the addresses that the survey has of what this run has renamed at the destination."""

    def __init__(self, sides: Sides) -> None:
        self._sides = sides
        self._counterparts = Counterparts(sides.ledger)
        self._back = replace(sides, source=sides.destination, destination=sides.source)
        self._contents = Contents(sides)
        self._heirs: dict[int, int] = {}
        self.renamed: list[str] = []

    def keep(self, place: Place) -> None:
        """Have nothing deleted at the destination that is, or holds, a folder."""
        above: Place | None = place
        while above is not None:
            self._sides.keeping |= {above.row.id} if above.row is not None else set()
            above = above.above

    def _is_elsewhere(self, entry: Entry) -> bool:
        return any(entry.address == old or entry.address.startswith(f"{old}/") for old in self.renamed)

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
        if self._is_elsewhere(one.entry):
            return True  # the next look at the destination finds it
        if one.place.row is None:
            if forced:
                self.keep(one.place)
            return forced  # else its folder waits
        try:
            if one.row is None:
                await self._new(one, forced=forced)
            else:
                await self._moved(one, one.row, forced=forced)
        except _Renamed:
            return True
        except PlatformError as error:
            if error.kind is Kind.NAME_TAKEN and not forced:
                return False
            self.keep(one.place)
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
        there = _there(entry, parent)
        if entry.type != "file":
            await self._sides.ledger.record(row, **there, action="none", status="success")
            return
        try:
            await self._contents.decide(row, entry, there)
        except PlatformError as error:  # it must not be sent over what is there
            notes = self._sides.audit.note(Event.FLAGGED, row, reason=Reason(error.kind.value), message=error.message)
            why: dict[str, Any] = {"reason": error.message, "category": error.kind.value}
            await self._sides.ledger.record(
                row, status="remediation", changed_run=self._sides.run.id, notes=notes, **why
            )

    async def _go_inside(self, one: Found, row: Item) -> None:
        if one.inside is not None:
            one.inside.row = (await self._sides.ledger.by_ids([row.id]))[row.id]

    async def _called(self, one: Found, name: str) -> Entry:
        """The destination's entry under the name that it had to get at the source, so that both sides call it the same."""
        parent = one.place.row
        assert parent is not None
        wanted = self._sides.fitted(name)
        if wanted == one.entry.name or name == self._back.fitted(one.entry.name):
            return one.entry
        there = parent.destination_entry()
        moved = await self._sides.destination.move(one.entry, there, wanted)
        self.renamed.append(one.entry.address)
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
            **at_source(made, parent),
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
        assert one.place.row is not None
        home = one.place.row = await self._now(one.place.row)
        name: str | None = None
        if row.seen_run == sides.run.id and (row.action != "move" or row.name.startswith(ASIDE)):
            parent = await self._alive(one.place)
            home = one.place.row
            name = await self._follow(row, parent, one.entry, forced=forced)
            row = (await sides.ledger.by_ids([row.id]))[row.id]
        entry = one.entry if name is None else await self._called(one, name)
        await sides.ledger.relocated(row, _where(entry, home))
        await self._go_inside(one, row)

    async def _follow(self, row: Item, parent: Item, entry: Entry, *, forced: bool) -> str | None:
        """Move an item as its counterpart was moved; the name that it got where the wanted one is not free."""
        sides = self._sides
        if entry.name == row.destination_name and not row.name.startswith(ASIDE):
            name = row.name
        else:
            name = self._back.fitted(entry.name)
        if (name, parent.id) == (row.name, row.parent_id):
            return name  # a run that was cut short may have moved it here, under another name
        try:
            made = await sides.source.move(row.source_entry(), parent.source_entry(), name)
        except PlatformError as error:
            if error.kind.is_passing or (error.kind is Kind.NAME_TAKEN and not forced):
                raise
            if error.kind is not Kind.NAME_TAKEN:  # the source's own changes do not allow it: it is moved back
                await sides.ledger.record(row, action="move", status="pending", attempts=0)
                return None
            made = await sides.source.move(row.source_entry(), parent.source_entry(), f"{ASIDE}{row.id}")
            await self._counterparts.moved_at_source(row, at_source(made, parent))
            row = (await sides.ledger.by_ids([row.id]))[row.id]
            made = await self._from_aside(row, parent, name)
        same = row.source_revision == row.moved_revision
        values = at_source(made, parent)
        await self._counterparts.moved_at_source(row, values)
        rest: dict[str, Any] = {"moved_revision": made.revision} if same else {}
        if row.action == "move":  # what was set aside at the source is back
            rest |= {"action": "none", "status": "success"} if same else {"action": "update", "status": "pending"}
        await sides.ledger.record(row, **rest)
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
        row = place.row = await self._now(place.row)
        if row.seen_run == sides.run.id:
            return row
        assert row.destination_parent_id is not None
        above = Place((await sides.ledger.by_ids([row.destination_parent_id]))[row.destination_parent_id], "")
        parent = await self._alive(above)
        called = row.destination_name or row.name
        heir = await waiting_for(sides, parent, "folder", called)
        if heir is not None:
            await self._given_to(heir, row, parent)
            place.row = await self._now(row)
            return place.row
        name = row.name if sides.fitted(row.name) == called else self._back.fitted(called)
        made = await self._free_folder(parent, name)
        values = {"seen_run": sides.run.id, "listed_run": sides.run.id, "action": "none", "status": "success"}
        await self._counterparts.made_at_source(row, {**at_source(made, parent), **values})
        row = place.row = await self._now(row)
        if made.name != name:
            old, there = row.destination_entry(), parent.destination_entry()
            moved = await sides.destination.move(old, there, sides.fitted(made.name))
            self.renamed.append(old.address)
            await sides.ledger.relocated(row, _where(moved, parent))
            raise _Renamed
        return row

    async def _given_to(self, heir: Item, row: Item, parent: Item) -> None:
        """The source has another folder of that name: the counterpart is that one's, with all that is in it."""
        await self._sides.ledger.inherit(heir, row)
        there = _there(row.destination_entry(), parent)
        await self._sides.ledger.record(heir, **there, action="none", status="success")
        self._heirs[row.id] = heir.id

    async def _now(self, row: Item) -> Item:
        """A row as it is now, or that of the folder which has taken its place."""
        identifier = row.id
        while identifier in self._heirs:
            identifier = self._heirs[identifier]
        return (await self._sides.ledger.by_ids([identifier]))[identifier]

    async def _free_folder(self, parent: Item, wanted: str) -> Entry:
        for number in range(1, _NAMES_TRIED):
            name = wanted if number == 1 else numbered(wanted, number)
            try:
                return await self._sides.source.create_folder(parent.source_entry(), name, Details())
            except PlatformError as error:
                if error.kind is not Kind.NAME_TAKEN:
                    raise
        raise PlatformError(Kind.NAME_TAKEN, f"no name like {wanted!r} is free at the source")

    async def content(self, one: Found, row: Item) -> None:
        """The destination has other bytes than the last run left there."""
        sides, entry = self._sides, one.entry
        if self._is_elsewhere(entry):
            return  # the next look at the destination finds it
        try:
            row = (await sides.ledger.by_ids([row.id]))[row.id]
            if row.seen_run != sides.run.id:
                if one.place.row is None:
                    self.keep(one.place)
                    return
                await sides.ledger.removed(row)
                await self._new(Found(one.place, entry, None, None), forced=True)
            elif row.source_revision != row.moved_revision:
                if sides.options.conflict_resolution == "copy":
                    self.keep(one.place)  # even if it is to go: one content is put beside the other there
                await self._contents.decide(row, entry, _seen(entry))
            else:
                await self._contents.pull(row, entry, _seen(entry))
        except _Renamed:
            return
        except PlatformError as error:
            self.keep(one.place)
            await sides.failed(row, error)

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


def _there(entry: Entry, parent: Item) -> dict[str, Any]:
    return {**_where(entry, parent), "destination_revision": entry.revision}


def _seen(entry: Entry) -> dict[str, Any]:
    return {"destination_identity": entry.identity, "destination_revision": entry.revision}


def _where(entry: Entry, parent: Item) -> dict[str, Any]:
    return {
        "destination_address": entry.address,
        "destination_identity": entry.identity,
        "destination_name": entry.name,
        "destination_parent_id": parent.id,
    }
