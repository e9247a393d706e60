"""The stage that proves: what the destination holds now, compared with the bytes that were read from the source.

It asks the destination anew, a folder at a time, and believes no answer to an upload.
"""

import asyncio
from typing import Any

from holdall.migration.platforms.errors import Kind, PlatformError
from holdall.migration.platforms.platform import Entry

from .hashing import sha1_of
from .options import ATTEMPTS
from .rows import Item
from .sides import Sides


async def verify(sides: Sides) -> int:
    """Compare every file that this run moved; those that differ are to be moved again, or flagged. How many differ."""
    await sides.destination.settle()
    different = after = 0
    while folders := await sides.ledger.unverified_folders(sides.run, after):
        sides.check_stop()
        after = folders[-1]
        known = await sides.ledger.by_ids(folders)
        for folder in folders:
            different += await _verify_folder(sides, known[folder])
    return different


async def _verify_folder(sides: Sides, folder: Item) -> int:
    there: dict[str, Entry] = {}
    try:
        async for page in sides.destination.children(folder.destination_entry()):
            there.update((entry.address, entry) for entry in page)
    except PlatformError as error:
        if error.kind is not Kind.NOT_FOUND:
            raise
    different = after = 0
    while rows := await sides.ledger.children(folder.id, after):
        after = rows[-1].id
        mine = [row for row in rows if row.type == "file" and row.changed_run == sides.run.id and _is_done(row)]
        gate = asyncio.Semaphore(sides.options.parallel_writes)
        found = await asyncio.gather(
            *(_compare(sides, row, there.get(row.destination_address or ""), gate) for row in mine)
        )
        await sides.ledger.record_all(found)
        different += sum("reason" in values for _, values in found)
    return different


def _is_done(row: Item) -> bool:
    return row.status in ("success", "processed")


async def _compare(
    sides: Sides, item: Item, entry: Entry | None, gate: asyncio.Semaphore
) -> tuple[int, dict[str, Any]]:
    """What to write of a file: that both sides are equal, or how they differ."""
    async with gate:
        try:
            reason = await _difference(sides, item, entry)
        except PlatformError as error:
            reason = f"could not be compared: {error.message}"
    if reason is None:
        return item.id, {"verified_run": sides.run.id, "attempts": 0}
    again = item.attempts + 1 < ATTEMPTS
    values = {"action": "update" if again else "none", "status": "retry" if again else "remediation"}
    return item.id, {**values, "reason": reason, "attempts": item.attempts + 1, "destination_revision": None}


async def _difference(sides: Sides, item: Item, entry: Entry | None) -> str | None:
    """How the destination's file differs from what was moved; None where it does not."""
    if entry is None:
        return "is not at the destination, although it was moved there"
    if entry.size != item.size:
        return f"has {entry.size} bytes at the destination, {item.size} at the source"
    if item.sha1 is not None and (found := await sha1_of(sides.destination, entry)) != item.sha1:
        return f"has the SHA-1 {found} at the destination, {item.sha1} at the source"
    return None
