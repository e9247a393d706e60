"""The rows that undoing a run reads and writes: what the run made, and how things were before it changed them."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
import sqlalchemy as sa

from holdall.base.db import Database, Transaction, query, rows_of
from holdall.migration.tables import changes, items, runs

from . import statements
from .audit import Audit, Event, Note
from .history import write_notes
from .ledger import Ledger
from .rows import Item, Run

UNDONE = "undone"
"""The status of a run that was undone."""

_GONE: Mapping[str, Any] = {
    "destination_address": None,
    "destination_identity": None,
    "destination_name": None,
    "destination_parent_id": None,
    "destination_revision": None,
    "moved_revision": None,
    "created_run": None,
    "transferred_at": None,
    "verified_run": None,
    "action": "create",
    "status": "pending",
    "category": None,
    "attempts": 0,
}
"""What is written of an item whose counterpart is no longer there: the next run makes it anew."""


class Change(msgspec.Struct, frozen=True):
    """What a run was about to do to an item, and how that was before."""

    id: int
    item_id: int
    event: str
    before: dict[str, Any]


_RUN = sa.bindparam("run", type_=sa.BigInteger)
_LAST_DONE = query(
    sa.select(*rows_of(Run, runs))
    .where(runs.c.job_id == sa.bindparam("job"))
    .where(*(runs.c.status != status for status in (UNDONE, "no_changes", "failed_to_start")))
    .order_by(runs.c.id.desc())
    .limit(1),
    Run,
)
_CHANGES = query(
    sa.select(*rows_of(Change, changes))
    .where(changes.c.run_id == _RUN, changes.c.undone.is_(False))
    .order_by(changes.c.id.desc())
    .limit(sa.bindparam("limit")),
    Change,
)
_MADE = query(
    sa.select(*rows_of(Item, items))
    .where(items.c.job_id == sa.bindparam("job"), items.c.created_run == _RUN)
    .order_by(items.c.depth.desc(), items.c.destination_parent_id, items.c.id)
    .limit(sa.bindparam("limit")),
    Item,
)


class NotUndoable(ValueError):
    """The run cannot be undone, now or ever; the message says why."""


def refuse_if_never_undoable(run: Run | None) -> None:
    """Raise NotUndoable where there is no run to undo, or it is of a kind that cannot be."""
    if run is None:
        raise NotUndoable("there is no run to undo")
    if run.options.get("transfer_type") == "sync":
        raise NotUndoable(
            "the run wrote to both sides, and what it changed at the source is not kept: it cannot be undone"
        )


async def last_done(reader: Database | Transaction, job_id: str) -> Run | None:
    """The last run of a job that was not undone yet; None where there is none."""
    return await reader.one(_LAST_DONE, job=job_id)


class UndoLedger:
    """What one run did, and how much of it is undone. Each step is written when it is done, so that a crash loses none."""

    def __init__(self, database: Database, run: Run) -> None:
        self._database = database
        self.run = run
        self.ledger = Ledger(database, run.job_id)
        self._audit = Audit(run.job_id, run.id, "info")

    @classmethod
    async def of_last_run(cls, database: Database, job_id: str) -> "UndoLedger | None":
        """The last run of a job that was not undone yet; None where there is none."""
        run = await last_done(database, job_id)
        return None if run is None else cls(database, run)

    async def changes(self, limit: int) -> list[Change]:
        """What the run changed, the last first."""
        return await self._database.all(_CHANGES, run=self.run.id, limit=limit)

    async def made(self, limit: int) -> list[Item]:
        """What the run made, the deepest first."""
        return await self._database.all(_MADE, job=self.run.job_id, run=self.run.id, limit=limit)

    async def item(self, identifier: int) -> Item | None:
        """An item as it stands."""
        return await self._database.one(statements.BY_IDS, ids=[identifier])

    async def removed(self, found: Sequence[Item]) -> None:
        """Write down that what the run made of these is gone."""
        notes = [note for item in found for note in self._audit.note(Event.UNDONE, item, message="removed")]
        await self.ledger.record_all([(item.id, {**_GONE, "reason": None}) for item in found], notes)

    async def kept(self, item: Item, message: str) -> None:
        """Write down that what the run made of an item stays."""
        notes = self._audit.note(Event.KEPT, item, message=message)
        await self.ledger.record(item, notes=notes, created_run=None)

    async def settled(
        self, change: Change, message: str, *, item: Item | None = None, kept: bool = False, **values: Any
    ) -> None:
        """Write down that a change is dealt with; `values` go into the item's row."""
        event = Event.KEPT if kept else Event.UNDONE
        notes = self._audit.note_at(event, change.item_id, change.before["path"], message=message)

        async def unit(tx: Transaction) -> None:
            await tx.update(changes, {"id": change.id}, undone=True)
            if item is not None and values:
                await tx.update(items, {"id": item.id}, **values)
            await write_notes(tx, notes)

        await self._database.write(unit)

    async def unplaced(self, change: Change, item: Item, message: str) -> None:
        """Write down that an item has no counterpart any more: what lies there was not the job's before the run."""
        await self.settled(change, message, item=item, **_GONE)

    async def begin(self) -> None:
        """End a run that was cut short, so that nothing goes on with it."""
        if self.run.finished_at is None:
            await self.ledger.finish(self.run, "cancelled", "it is being undone")

    async def end(self, message: str) -> None:
        """Write down that the run is undone."""
        notes: Sequence[Note] = self._audit.note(Event.RUN_FINISHED, message=f"{UNDONE}: {message}")
        await self.ledger.finish(self.run, UNDONE, message, notes=notes)
