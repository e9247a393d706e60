"""The stage that deletes: what the source no longer has, and with `move` what has safely arrived.

Nothing is deleted because a listing failed, and a run that would delete too much asks first.
"""

from holdall.migration.platforms.errors import Kind, PlatformError

from .audit import Event
from .rows import Item
from .sides import Halted, Sides


async def mirror(sides: Sides) -> None:
    """Remove the counterparts of what is gone from the source. Raises Halted where that is more than the brake allows."""
    gone = [item for item in await _all_gone(sides) if item.id not in sides.keeping]
    if await sides.ledger.open_moves(sides.run):  # a folder may still hold what the source has elsewhere by now
        gone = [item for item in gone if item.type != "folder"]
    if not gone:
        return
    await brake(sides, gone, "source")
    for item in gone:
        sides.check_stop()
        await sides.history.about_to_change(item, Event.DELETED)
        try:
            await sides.destination.delete(item.destination_entry())
        except PlatformError as error:
            if error.kind is not Kind.NOT_FOUND:
                await sides.failed(item, error)
                continue
        await sides.ledger.removed(item, sides.audit.note(Event.DELETED, item))
        sides.unsettled = True


async def brake(sides: Sides, gone: list[Item], lacking: str) -> None:
    """Raise Halted where items that a side lacks are too many to be deleted on the other without asking."""
    if not gone or sides.options.delete_confirmed:
        return
    lost = await sides.ledger.count_with_all_below(gone)
    total = sum(count.items for count in await sides.ledger.counts())
    limit = sides.options.delete_brake
    if lost * 100 > total * limit:
        raise Halted(
            "awaiting-user",
            f"the {lacking} lacks {lost} of {total} items, more than {limit} %: "
            f"confirm the deletion, or look at the {lacking}",
        )


async def _all_gone(sides: Sides) -> list[Item]:
    gone: list[Item] = []
    after = 0
    while page := await sides.ledger.gone(sides.run, after):
        after = page[-1].id
        gone += page
    return gone


async def empty_source(sides: Sides) -> None:
    """Remove from the source the files that this run has verified at the destination, with all that belongs to them.

    A file that is flagged stays: what could not be carried over, such as comments, would be lost with it.
    """
    after = 0
    while page := await sides.ledger.all(after):
        after = page[-1].id
        for item in page:
            is_there = item.verified_run == sides.run.id and item.status in ("success", "processed")
            if item.type == "file" and is_there and not item.source.get("removed"):
                sides.check_stop()
                await sides.history.about_to_change(item, Event.REMOVED_FROM_SOURCE)
                try:
                    await sides.source.delete(item.source_entry())
                except PlatformError as error:
                    if error.kind is not Kind.NOT_FOUND:
                        await sides.failed(item, error)
                        continue
                notes = sides.audit.note(Event.REMOVED_FROM_SOURCE, item)
                await sides.ledger.record(item, notes=notes, source={**item.source, "removed": True})
