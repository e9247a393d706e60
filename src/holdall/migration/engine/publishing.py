"""One-way mirrors: what is at the destination alone goes, and what was changed there becomes the source's again.

What is found there gets a row, so that it is deleted with what the source has no longer: counted, and after the brake.
"""

from typing import Any

from holdall.migration.platforms.names import key

from .counterparts import Counterparts
from .reasons import Reason
from .rows import Item
from .sides import Sides
from .survey import Chosen, Found, Survey

_ALONE = {"status": "skipped", "reason": "is at the destination alone", "category": Reason.ALONE.value}


async def look_for_what_differs(sides: Sides, chosen: Chosen) -> None:
    """Plan what makes the destination equal to the source. Raises Halted and PlatformError."""
    survey = Survey(sides, chosen)
    await survey.make()
    for one in survey.found:
        if one.row is None:
            await _alone(sides, one)
        else:
            await _elsewhere(sides, one, one.row)
    for one, known in survey.changed:
        entry, row = one.entry, (await sides.ledger.by_ids([known.id]))[known.id]
        if _is_seen(sides, row):
            seen: dict[str, Any] = {"destination_identity": entry.identity, "destination_revision": entry.revision}
            again: dict[str, Any] = (
                {} if row.action == "move" else {"action": "update", "status": "pending", "attempts": 0}
            )
            await sides.ledger.record(row, moved_revision=None, **seen, **again)
    for row in survey.missing.values():
        if _is_seen(sides, row):
            await Counterparts(sides.ledger).make_anew(survey.lost_with[row.id], sides.run.id)
        else:
            await sides.ledger.removed(row)
    sides.folders.clear()


async def _alone(sides: Sides, one: Found) -> None:
    """Something that no row is for: it becomes the counterpart that an item waits for, or a row of its own."""
    parent, entry = one.place.row, one.entry
    assert parent is not None
    there: dict[str, Any] = {
        "destination_address": entry.address,
        "destination_identity": entry.identity,
        "destination_name": entry.name,
        "destination_parent_id": parent.id,
        "destination_revision": entry.revision,
    }
    row = await waiting_for(sides, parent, entry.type, entry.name)
    if row is not None:
        done: dict[str, Any] = {"action": "none", "status": "success"} if entry.type != "file" else {"action": "update"}
        await sides.ledger.record(row, **there, **done)
        identifier = row.id
    else:
        identifier = await Counterparts(sides.ledger).add({**_new_row(sides, parent, one), **there, **_ALONE})
    if one.inside is not None:
        one.inside.row = (await sides.ledger.by_ids([identifier]))[identifier]


def _new_row(sides: Sides, parent: Item, one: Found) -> dict[str, Any]:
    entry = one.entry
    return {
        "job_id": sides.ledger.job_id,
        "parent_id": parent.id,
        "depth": parent.depth + 1,
        "type": entry.type,
        "name": entry.name,
        "path": f"{parent.path}/{entry.name}" if parent.path else entry.name,
        "source_identity": f"alone:{entry.type}:{entry.identity}",
        "source_address": "",
        "source_revision": "",
        "source": {},
        "size": entry.size,
        "attempts": 0,
        "bytes": 0,
        "versions": 0,
        "action": "none",
        "seen_run": 0,
    }


async def _elsewhere(sides: Sides, one: Found, row: Item) -> None:
    """A counterpart that somebody has moved: it is moved back."""
    parent, entry = one.place.row, one.entry
    assert parent is not None
    there = {
        "destination_address": entry.address,
        "destination_identity": entry.identity,
        "destination_name": entry.name,
        "destination_parent_id": parent.id,
    }
    now = (await sides.ledger.by_ids([row.id]))[row.id]
    await sides.ledger.relocated(now, there)
    if _is_seen(sides, now):
        await sides.ledger.record(now, action="move", status="pending", attempts=0)


async def waiting_for(sides: Sides, parent: Item, kind: str, name: str) -> Item | None:
    """The item of the source that waits to be made under this name in a folder, or None."""
    rules = sides.destination.rules
    wanted, after = key(name, rules), 0
    while rows := await sides.ledger.children(parent.id, after):
        after = rows[-1].id
        for row in rows:
            waits = row.type == kind and row.action == "create" and row.destination_address is None
            if waits and key(row.name, rules) == wanted:
                return row
    return None


def _is_seen(sides: Sides, row: Item) -> bool:
    return row.seen_run == sides.run.id
