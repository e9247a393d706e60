"""What a run leaves behind beside the ledger: its log, its pace, and how things were before it changed them.

The last is what undoing a run goes by; what a run made says so in its own row.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from holdall.base.db import Database, Transaction
from holdall.migration.tables import audit, changes, samples

from . import statements
from .audit import Event, Note
from .rows import Item, Run

_KEPT = (
    "source_address",
    "destination_address",
    "destination_identity",
    "destination_name",
    "destination_parent_id",
    "destination_revision",
    "moved_revision",
    "type",
    "name",
    "path",
)


class History:
    """The history of one run."""

    def __init__(self, database: Database, run: Run) -> None:
        self._database = database
        self._run = run

    async def about_to_change(self, item: Item, event: Event, **before: Any) -> None:
        """Keep how an item is now, before the run changes it; `before` is what the ledger does not know yet."""

        async def unit(tx: Transaction) -> None:
            await write_change(tx, self._run, item, event, before)

        await self._database.write(unit)

    async def add_sample(self, moved: int, size: int) -> None:
        """Add items and bytes to what the run has moved, as it stands now."""

        async def unit(tx: Transaction) -> None:
            await tx.one(statements.RUN_FOR_UPDATE, run=self._run.id)
            last = await tx.one(statements.LAST_SAMPLE, run=self._run.id) or (0, 0, 0)
            at = max(tx.now, last[0] + 1)
            await tx.insert(samples, run_id=self._run.id, sampled_at=at, items=last[1] + moved, bytes=last[2] + size)

        await self._database.write(unit)

    async def add_notes(self, notes: Sequence[Note]) -> None:
        """Write into the log what is not written with an item."""

        async def unit(tx: Transaction) -> None:
            await write_notes(tx, notes)

        if notes:
            await self._database.write(unit)


async def write_notes(tx: Transaction, notes: Sequence[Note]) -> None:
    """Write into the log what happened in this unit of work."""
    await tx.insert_many(audit, [{"id": tx.new_id(), "recorded_on": tx.now, **note} for note in notes])


async def write_change(
    tx: Transaction, run: Run, item: Item, event: Event, before: Mapping[str, Any] | None = None
) -> None:
    """Keep how an item is before this unit of work, or what follows it, changes it."""
    was = {name: getattr(item, name) for name in _KEPT} | dict(before or {})
    values = {"job_id": item.job_id, "run_id": run.id, "item_id": item.id, "event": event.value}
    await tx.insert(changes, id=tx.new_id(), **values, before=was, undone=False)
