"""Where items go at the destination: folders and links are made, and everything is renamed and moved.

A name that is taken is ours from an attempt that was cut short, another item's, or someone else's; each has its answer.
"""

from typing import Any

from holdall.migration.platforms.errors import Kind, PlatformError
from holdall.migration.platforms.names import key
from holdall.migration.platforms.platform import Details, Entry

from .audit import Event
from .reasons import Reason
from .rows import Item
from .sides import Sides, where

ASIDE = ".holdall-moving-"
"""What an item's counterpart is called while another one takes its name and its own new place is not free yet."""

_NAMES_TRIED = 1000


async def place(sides: Sides, item: Item) -> None:
    """Make a folder or a link at the destination, or move any item to its new place; failures go to the ledger."""
    try:
        parent = await sides.folder(item)
        if parent is None:
            await leave_out(sides, item)
        elif item.action == "move":
            await move(sides, item, parent)
        else:
            await _make(sides, item, parent)
    except PlatformError as error:
        await sides.failed(item, error)
    finally:
        sides.release(item)


async def leave_out(sides: Sides, item: Item) -> None:
    """Write down that an item waits for its folder: it is looked at again in the next run."""
    await sides.skipped(item, Reason.FOLDER_MISSING, "its folder is not at the destination")


async def move(sides: Sides, item: Item, parent: Item) -> None:
    """Give the counterpart the item's present name and folder; what else is to be done for it stays to be done.

    Where the destination cannot move, all of it is made anew, and what lies at the old place counts as gone.
    """
    if not sides.destination.features.move:
        await sides.ledger.leave_behind(item, sides.run)
        sides.folders.clear()
        return
    entry = await free_name(sides, item, parent, lambda name: _relocate(sides, item, parent, name))
    changed = item.type == "file" and item.moved_revision != item.source_revision
    rest: dict[str, Any] = {"action": "update", "status": "pending"} if changed else {}
    await sides.succeeded(item, **where(entry, parent), **rest)


async def _relocate(sides: Sides, item: Item, parent: Item, name: str) -> Entry:
    """Move a counterpart; the ledger knows before and after, so that it can be found if the run ends in between."""
    item = (await sides.ledger.by_ids([item.id]))[item.id]  # setting another one aside may have moved it along
    await sides.ledger.relocate(sides.run, item, parent, name)
    try:
        entry = await sides.destination.move(item.destination_entry(), parent.destination_entry(), name)
    except PlatformError:
        await sides.ledger.record_all([(item.id, {"relocation": None})])
        raise
    await sides.ledger.relocated(item, where(entry, parent))
    sides.folders.clear()
    return entry


async def recover(sides: Sides) -> None:
    """Find out which counterparts arrived where they were being moved when a run was cut short."""
    for item in await sides.ledger.relocating():
        assert item.relocation is not None
        parent = (await sides.ledger.by_ids([item.relocation["parent"]])).get(item.relocation["parent"])
        there = None
        if parent is not None and parent.destination_address is not None:
            there = await sides.destination.child(parent.destination_entry(), item.relocation["name"])
        if parent is not None and there is not None and there.identity == item.destination_identity:
            await sides.ledger.relocated(item, where(there, parent))
        else:
            await sides.ledger.record_all([(item.id, {"relocation": None})])


async def _make(sides: Sides, item: Item, parent: Item) -> None:
    source = item.source_entry()
    made: list[Entry] = []

    async def make(name: str) -> Entry:
        if item.type == "link":
            entry = await sides.destination.create_link(parent.destination_entry(), name, source.target or "")
        else:
            entry = await sides.destination.create_folder(parent.destination_entry(), name, Details.of(source))
        made.append(entry)
        return entry

    entry = await free_name(sides, item, parent, make)
    event = Event.CREATED if made else Event.TAKEN_OVER
    values: dict[str, Any] = {"destination_revision": entry.revision, "created_run": sides.run.id if made else None}
    await sides.succeeded(item, event, **where(entry, parent), **values)


async def free_name(sides: Sides, item: Item, parent: Item, take) -> Entry:  # type: ignore[no-untyped-def]
    """What `take` answers for the first name that the item can have in the folder; raises PlatformError.

    A counterpart that has the name and is about to go elsewhere is set aside first. A folder or a link that is nobody's
    counterpart any more is the item's own from now on; a file is the caller's to judge: NAME_TAKEN is raised for it.
    Raises Postponed where another item is just taking the name.
    """
    wanted = sides.name_for(item.path, item.name)
    for number in range(1, _NAMES_TRIED):
        name = wanted if number == 1 else sides.fitted(numbered(wanted, number))
        sides.take(item, parent, name)
        try:
            entry: Entry = await take(name)
        except PlatformError as error:
            if error.kind is not Kind.NAME_TAKEN:
                raise
            found = await occupant(sides, parent, name)
            if found is None:
                raise
            await sides.leave_to_others(item, parent, wanted, name)
            owner = await owner_of(sides, item, parent, found)
            if number > 1 and owner is None:
                continue
            if owner is None or _is_gone(sides, owner):
                if found.type == item.type != "file" and item.action == "create":
                    return await _inherited(sides, item, owner, found)
                if owner is None or (found.type == item.type and item.action == "create"):
                    raise
            if not _leaves(sides, owner):
                if sides.options.duplicate_names == "warn":
                    raise PlatformError(Kind.NAME_TAKEN, f"{owner.path} has the name {name!r} already") from error
                continue
            await _relocate(sides, owner, parent, f"{ASIDE}{owner.id}")
            entry = await take(name)
        return entry
    raise PlatformError(Kind.NAME_TAKEN, f"no name like {wanted!r} is free at the destination")


async def occupant(sides: Sides, parent: Item, name: str) -> Entry | None:
    """The entry of the destination's folder that has a name, as its platform compares names."""
    wanted = key(name, sides.destination.rules)
    async for page in sides.destination.children(parent.destination_entry()):
        for entry in page:
            if key(entry.name, sides.destination.rules) == wanted:
                return entry
    return None


async def owner_of(sides: Sides, item: Item, parent: Item, found: Entry) -> Item | None:
    """The other item of the job whose counterpart an entry is, or None."""
    owners = await sides.ledger.occupants(parent.id, found.name)
    return next((owner for owner in owners if owner.id != item.id and owner.destination_address == found.address), None)


def numbered(name: str, number: int) -> str:
    """The name with a number before its extension, for the second and later items that would have the same one."""
    stem, dot, extension = name.rpartition(".")
    return f"{stem} ({number}){dot}{extension}" if stem else f"{name} ({number})"


def _is_gone(sides: Sides, owner: Item) -> bool:
    """Whether the source lacks the item: the plan has been made, and it was not seen."""
    return owner.seen_run != sides.run.id


def _leaves(sides: Sides, owner: Item) -> bool:
    """Whether a counterpart is about to give its name free."""
    if _is_gone(sides, owner):
        return sides.options.mirrors
    return owner.action == "move" and owner.status in ("pending", "retry")


async def _inherited(sides: Sides, item: Item, owner: Item | None, found: Entry) -> Entry:
    """The entry as the item's own: what was in it stays in it, whoever it was made for."""
    if owner is not None:
        await sides.ledger.inherit(item, owner)
        sides.folders.clear()
    return found
