"""What a run came to, in the numbers of the migration API: kept with the run as it ends, and asked for while it runs."""

from collections.abc import Iterable
from typing import Any

from holdall.migration.engine.ledger import Ledger
from holdall.migration.engine.rows import Count, Run

_OPEN = {"pending", "retry"}


async def figures_of(ledger: Ledger, run: Run) -> dict[str, Any]:
    """The numbers of both sides: what was there, what this run brought, what is left to do, flagged or left out."""
    counts = await ledger.counts()
    changed = {kind: (items, size) for kind, items, size in await ledger.changed(run)}
    files, moved = changed.get("file", (0, 0))
    pending = _sum(counts, "file", _OPEN)
    failures = sum(count.items for count in counts if count.status == "remediation")
    ignored = sum(count.items for count in counts if count.status == "skipped")
    existing = _sum(counts, "file", {count.status for count in counts})
    return {
        "source": {
            "existing": existing,
            "folders": sum(count.items for count in counts if count.type == "folder"),
            "pending": pending,
            "ignored": ignored,
            "rate_limits": run.rate_limits,
        },
        "destination": {
            "existing": _sum(counts, "file", {"success", "processed"}),
            "new": {"bytes": moved, "files": files, "versions": files},
            "folders": changed.get("folder", (0, 0))[0],
            "pending": pending,
            "flagged": failures,
            "rate_limits": run.rate_limits,
        },
        "errors": {"warnings": ignored, "failures": failures},
    }


async def progress_of(ledger: Ledger, run: Run, estimate: int | None) -> tuple[float, bool]:
    """How much of a run that is under way is done, from 0 to 1, and whether something is flagged.

    `estimate` is how many items there are said to be, while that is not known.
    """
    counts = await ledger.counts()
    found = sum(count.items for count in counts)
    left = sum(count.items for count in counts if count.status in _OPEN)
    total = max(found, estimate or 0) if run.phase in {"pending", "initialize", "changes"} else found
    return round((found - left) / total, 4) if total else 0.0, any(count.status == "remediation" for count in counts)


def _sum(counts: Iterable[Count], kind: str, statuses: set[str]) -> dict[str, int]:
    chosen = [count for count in counts if count.type == kind and count.status in statuses]
    items = sum(count.items for count in chosen)
    return {"bytes": sum(count.bytes for count in chosen), "files": items, "versions": items}
