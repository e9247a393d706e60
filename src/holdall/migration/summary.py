"""What a run came to, in numbers and rows: for the shell's last lines, CSV and JSON.

Everything is read from the ledger, a page at a time.
"""

import csv
from collections.abc import AsyncIterator
from typing import IO, Any

import msgspec

from holdall.base.cells import cell
from holdall.base.clock import SECOND, format_instant
from holdall.migration.engine.ledger import Ledger
from holdall.migration.engine.rows import Item, Run

COLUMNS = (
    "path",
    "type",
    "status",
    "action",
    "reason",
    "size",
    "sha1",
    "versions",
    "verified",
    "destination_name",
    "source_modified_at",
    "transferred_at",
    "attempts",
)


class Summary(msgspec.Struct, frozen=True, kw_only=True):
    """A run in numbers; `seconds` is how long it took, `bytes` what moved in it."""

    job: str
    run: int
    status: str
    reason: str | None
    seconds: float
    items: dict[str, int]
    files_moved: int
    folders_made: int
    bytes_moved: int
    rate_limits: int


async def summarise(ledger: Ledger, run: Run) -> Summary:
    """What a run came to."""
    items: dict[str, int] = {}
    for count in await ledger.counts():
        items[count.status] = items.get(count.status, 0) + count.items
    changed = {kind: (items_changed, moved) for kind, items_changed, moved in await ledger.changed(run)}
    end = run.finished_at if run.finished_at is not None else ledger.database.now
    return Summary(
        job=ledger.job_id,
        run=run.id,
        status=run.status,
        reason=run.reason,
        seconds=round((end - run.started_at) / SECOND, 3),
        items=items,
        files_moved=changed.get("file", (0, 0))[0],
        folders_made=changed.get("folder", (0, 0))[0],
        bytes_moved=changed.get("file", (0, 0))[1],
        rate_limits=run.rate_limits,
    )


async def rows(ledger: Ledger, status: str | None = None) -> AsyncIterator[dict[str, Any]]:
    """The items of a job as records with COLUMNS, of one status or of all."""
    after = 0
    while page := await ledger.all(after):
        after = page[-1].id
        for item in page:
            if status is None or item.status == status:
                yield _row(item)


async def write_csv(target: IO[str], ledger: Ledger, status: str | None = None) -> int:
    """Write the items as CSV with a heading, safe to open in a spreadsheet; how many there are."""
    writer = csv.DictWriter(target, COLUMNS)
    writer.writeheader()
    count = 0
    async for row in rows(ledger, status):
        writer.writerow({name: cell(value) for name, value in row.items()})
        count += 1
    return count


def readable(size: int) -> str:
    """Bytes as people say them, in powers of 1,000."""
    amount = float(size)
    for unit in ("B", "kB", "MB", "GB", "TB"):
        if amount < 1000:
            return f"{amount:.0f} {unit}" if unit == "B" else f"{amount:.1f} {unit}"
        amount /= 1000
    return f"{amount:.1f} PB"


def _row(item: Item) -> dict[str, Any]:
    modified = item.source.get("modified")
    return {
        "path": item.path,
        "type": item.type,
        "status": item.status,
        "action": item.action,
        "reason": item.reason,
        "size": item.size,
        "sha1": item.sha1,
        "versions": item.versions,
        "verified": item.verified_run is not None,
        "destination_name": item.destination_name,
        "source_modified_at": format_instant(modified) if modified is not None else None,
        "transferred_at": format_instant(item.transferred_at) if item.transferred_at is not None else None,
        "attempts": item.attempts,
    }
