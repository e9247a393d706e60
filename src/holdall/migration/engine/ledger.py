"""The ledger: a row for every item of a job, read and written in small units of work.

Nothing else of the engine touches the tables.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

import sqlalchemy as sa

from holdall.base.db import Database, Transaction
from holdall.migration.platforms.platform import Entry
from holdall.migration.tables import items, runs

from . import claims, statements
from .audit import Event, Note
from .claims import Claims
from .history import write_change, write_notes
from .people_ledger import forget_people
from .reasons import Reason
from .rows import Count, Item, Moved, Run

_WHERE = (
    "destination_address",
    "destination_identity",
    "destination_name",
    "destination_parent_id",
    "destination_revision",
)

NAMELESS = ""
"""The name of a job's own root, which has another one on each side."""


class Ledger(Claims):
    """The rows of one job, as the worker that leads its run has them (0), or one that helps."""

    async def begin(self, options: Mapping[str, Any]) -> Run:
        """The run to go on with: the last one while it is unfinished, else a new one with these options."""

        async def unit(tx: Transaction) -> Run:
            last = await tx.one(statements.LAST_RUN, job=self.job_id)
            await tx.run(statements.RELEASE, job=self.job_id)  # what was claimed when the last run was cut short
            led_until = tx.now + claims.LEASE
            if last is not None and last.finished_at is None:
                await tx.update(runs, {"id": last.id}, led_until=led_until)
                return last
            values: dict[str, Any] = {"id": tx.new_id(), "job_id": self.job_id, "options": dict(options)}
            values |= {"phase": "initialize", "status": "running", "started_at": tx.now}
            await tx.insert(runs, **values, led_until=led_until)
            return Run(**values, reason=None, finished_at=None, rate_limits=0)

        return await self.database.write(unit)

    async def last_run(self) -> Run | None:
        """The last run of the job, finished or not."""
        return await self.database.one(statements.LAST_RUN, job=self.job_id)

    async def run(self, run_id: int) -> Run:
        """A run as it stands."""
        run = await self.database.one(statements.RUN_BY_ID, run=run_id)
        assert run is not None
        return run

    async def set_phase(self, run: Run, phase: str) -> None:
        """Say which stage a run is in."""
        await self._update(runs, run.id, phase=phase)

    async def finish(self, run: Run, status: str, reason: str | None = None, *, notes: Sequence[Note] = ()) -> None:
        """End a run."""

        async def unit(tx: Transaction) -> None:
            await write_notes(tx, notes)
            values = {"status": status, "reason": reason, "phase": "complete", "finished_at": tx.now, "led_until": 0}
            await tx.update(runs, {"id": run.id}, **values)

        await self.database.write(unit)

    async def count_rate_limit(self, run: Run) -> None:
        """Count that a platform asked to slow down."""
        await self._run(statements.COUNT_LIMITS, run=run.id)

    async def forget(self) -> None:
        """Remove every row of the job, so that the next run begins from nothing."""

        async def unit(tx: Transaction) -> None:
            await tx.run(statements.FORGET, job=self.job_id)
            await forget_people(tx, self.job_id)

        await self.database.write(unit)

    async def root(self) -> Item | None:
        """The row of the job's own root."""
        return await self.database.one(statements.ROOT, job=self.job_id)

    async def insert(self, rows: Sequence[Mapping[str, Any]]) -> None:
        """Add rows."""

        async def unit(tx: Transaction) -> None:
            await tx.insert_many(items, [{"id": tx.new_id(), **row} for row in rows])

        await self.database.write(unit)

    async def unlisted(self, run: Run, limit: int) -> list[Item]:
        """Folders that this run has found and not listed yet, taken for this worker."""
        return await self._claim(statements.UNLISTED, limit, run=run.id)

    async def unsee(self, run: Run) -> None:
        """Have a run look once more at all that it has seen."""
        await self._run(statements.UNSEE, job=self.job_id, run=run.id)

    async def has_flagged(self, run: Run) -> bool:
        """Whether a run has given up an item."""
        return await self.database.one(statements.FLAGGED, job=self.job_id, run=run.id) is not None

    async def give_back(self, ids: Iterable[int]) -> None:
        """Let any worker take these items."""
        await self.record_all([(identifier, {"claimed_until": 0}) for identifier in ids])

    async def give_all_back(self) -> None:
        """Let any worker take what this one has taken and not done."""
        await self.give_back(list(self._taken))

    async def merge(
        self,
        run: Run,
        entries: Sequence[Entry],
        decide: Callable[[Entry, Item | None], dict[str, Any] | None],
        note: Callable[[int, Item | None, Mapping[str, Any]], Sequence[Note]],
        *,
        listed: Item | None = None,
        found_again: Mapping[str, Any] = MappingProxyType({}),
        notes: Sequence[Note] = (),
    ) -> None:
        """Bring a page of entries in: `decide` answers what to write for each, or None where it is only seen again.

        `note` answers what the log says of it, by the row's id, the row before and what is written. With the last page
        comes the folder that is `listed` by it, with what else is written of it and the log says.
        """

        async def unit(tx: Transaction) -> None:
            found = await tx.all(
                statements.BY_IDENTITY, job=self.job_id, identities=[identity_of(entry) for entry in entries]
            )
            known = {item.source_identity: item for item in found}
            seen: list[int] = []
            new: list[dict[str, Any]] = []
            told: list[Note] = [*notes]
            for entry in entries:
                item = known.get(identity_of(entry))
                values = decide(entry, item)
                identifier = tx.new_id() if item is None else item.id
                if item is None:
                    new.append({"id": identifier, **(values or {})})
                elif values is None:
                    seen.append(item.id)
                else:
                    await tx.update(items, {"id": item.id}, seen_run=run.id, **values)
                told += note(identifier, item, values or {})
            for rows in _alike(new):
                await tx.insert_many(items, rows)
            await write_notes(tx, told)
            if seen:
                await tx.run(statements.SEEN, ids=seen, run=run.id)
            if listed is not None:
                values = {"listed_run": run.id, "claimed_until": 0, **found_again}
                await tx.update(items, {"id": listed.id}, **values)

        await self.database.write(unit)

    async def record(self, item: Item, *, notes: Sequence[Note] = (), **values: Any) -> None:
        """Write what has become of an item, with what the log says of it, and give it free."""
        await self.record_all([(item.id, {"claimed_until": 0, **values})], notes)

    async def record_all(self, changes: Sequence[tuple[int, Mapping[str, Any]]], notes: Sequence[Note] = ()) -> None:
        """Write what has become of several items at once, with what the log says of them."""
        groups = _alike({"id": identifier, **values} for identifier, values in changes)

        async def unit(tx: Transaction) -> None:
            for rows in groups:
                await tx.update_many(items, rows)
            await write_notes(tx, notes)

        await self.database.write(unit)
        self._taken.difference_update(identifier for identifier, values in changes if values.get("claimed_until") == 0)

    async def verified(self, run: Run, ids: Sequence[int], notes: Sequence[Note] = ()) -> None:
        """Write down that both sides of these items were found equal."""

        async def unit(tx: Transaction) -> None:
            await tx.run(statements.VERIFIED, ids=ids, run=run.id)
            await write_notes(tx, notes)

        if ids:
            await self.database.write(unit)

    async def relocate(self, run: Run, item: Item, parent: Item, name: str) -> None:
        """Say that a counterpart is about to be moved into a folder, under a name."""

        async def unit(tx: Transaction) -> None:
            await write_change(tx, run, item, Event.MOVED)
            await tx.update(items, {"id": item.id}, relocation={"parent": parent.id, "name": name})

        await self.database.write(unit)

    async def relocated(self, item: Item, values: Mapping[str, Any]) -> None:
        """Write down where a counterpart is now; what is below a folder has gone with it, where addresses are paths."""
        old, new = f"{item.destination_address}/", f"{values['destination_address']}/"

        async def unit(tx: Transaction) -> None:
            if item.type == "folder" and old != new:
                await tx.run(statements.MOVED_BELOW, job=self.job_id, old=old, new=new, length=len(old))
            await tx.update(items, {"id": item.id}, relocation=None, **values)

        await self.database.write(unit)

    async def leave_behind(self, item: Item, run: Run) -> None:
        """Have an item, and all below it, made anew; a row of its own says what is left at the old place."""

        async def unit(tx: Transaction) -> None:
            root = await tx.one(statements.ROOT, job=self.job_id)
            assert root is not None
            copied = ("job_id", "type", "name", "size", *_WHERE)
            left = {name: getattr(item, name) for name in copied} | {"parent_id": root.id, "depth": 1, "source": {}}
            left |= {"path": f"(left behind) {item.path}", "source_identity": f"left:{item.id}:{run.id}"}
            left |= {"source_address": "", "source_revision": "", "attempts": 0, "bytes": 0, "versions": 0}
            left |= {"action": "none", "status": "skipped", "seen_run": 0, "category": Reason.LEFT_BEHIND.value}
            left |= {"reason": "lies at its old place still, since the destination cannot move it"}
            await tx.insert(items, id=tx.new_id(), **left)
            await tx.run(statements.MAKE_ANEW, ids=[item.id])

        await self.database.write(unit)

    async def relocating(self) -> list[Item]:
        """Items whose counterparts were being moved when a run was cut short."""
        return await self.database.all(statements.RELOCATING, job=self.job_id)

    async def known(self, entries: Sequence[Entry]) -> set[str]:
        """Which of the identities of these entries have rows."""
        identities = [identity_of(entry) for entry in entries]
        return set(await self.database.all(statements.KNOWN, job=self.job_id, identities=identities))

    async def by_ids(self, ids: Iterable[int]) -> dict[int, Item]:
        """Rows by their ids."""
        return {item.id: item for item in await self.database.all(statements.BY_IDS, ids=list(ids))}

    async def open_moves(self, run: Run) -> int:
        """How many items of the source still lie at the old place of the destination."""
        return int(await self.database.value(statements.MOVES_OPEN, job=self.job_id, run=run.id))

    async def removed(self, item: Item, notes: Sequence[Note] = ()) -> None:
        """Forget an item that is gone from both sides, with all that was in it."""

        async def unit(tx: Transaction) -> None:
            for statement in (*statements.REMOVE_EXTRAS, statements.REMOVE):
                await tx.run(statement, ids=[item.id])
            await write_notes(tx, notes)

        await self.database.write(unit)

    async def inherit(self, item: Item, owner: Item) -> None:
        """Give an item all that the ledger knows to be in another one, which is forgotten."""

        async def unit(tx: Transaction) -> None:
            await tx.update(items, {"parent_id": owner.id}, parent_id=item.id)
            await tx.update(items, {"destination_parent_id": owner.id}, destination_parent_id=item.id)
            await tx.delete(items, id=owner.id)

        await self.database.write(unit)

    async def count_with_all_below(self, tops: Iterable[Item]) -> int:
        """How many items there are in these and below them."""
        return int(await self.database.value(statements.COUNT_BELOW, ids=[item.id for item in tops]))

    async def children(self, parent: int, after: int = 0, limit: int = 1000) -> list[Item]:
        """The rows of a folder's items, a page at a time, by id."""
        return await self.database.all(statements.CHILDREN, parent=parent, after=after, limit=limit)

    async def count_there(self, folder: Item) -> int:
        """How many of a folder's items are at the destination."""
        return int(await self.database.value(statements.COUNT_THERE, parent=folder.id))

    async def occupants(self, parent: int, name: str) -> list[Item]:
        """The rows whose counterparts have this name in a folder of the destination."""
        return await self.database.all(statements.OCCUPANTS, parent=parent, name=name)

    async def gone(self, run: Run, after: int = 0, limit: int = 1000) -> list[Item]:
        """Items that are at the destination, and that the source has no longer in a folder that was listed whole."""
        return await self.database.all(statements.GONE, job=self.job_id, run=run.id, after=after, limit=limit)

    async def unverified_folders(self, run: Run, after: int = 0, limit: int = 100) -> list[int]:
        """The rows of folders with files that this run moved and has not compared yet."""
        return await self.database.all(
            statements.UNVERIFIED_FOLDERS, job=self.job_id, run=run.id, after=after, limit=limit
        )

    async def unverified(self, run: Run, folder: int, after: int = 0, limit: int = 1000) -> list[Moved]:
        """The files of a folder that this run moved and has not compared yet."""
        return await self.database.all(statements.UNVERIFIED, run=run.id, parent=folder, after=after, limit=limit)

    async def unverified_called(self, run: Run, folder: int, names: Iterable[str]) -> list[Moved]:
        """The files that this run moved into a folder under one of the names, and has not compared yet."""
        return await self.database.all(statements.UNVERIFIED_CALLED, run=run.id, parent=folder, names=list(names))

    async def empty_folders(self, run: Run, limit: int) -> list[int]:
        """Folders still to be made in which the run found nothing that it moves."""
        return await self.database.all(statements.EMPTY_FOLDERS, job=self.job_id, run=run.id, limit=limit)

    async def all(self, after: int = 0, limit: int = 1000) -> list[Item]:
        """Every row but the root's, a page at a time, by id."""
        return await self.database.all(statements.ALL, job=self.job_id, after=after, limit=limit)

    async def noticed(self, status: str, limit: int) -> list[Item]:
        """The first items of one of the statuses that people look for: remediation, retry, skipped, processed."""
        return await self.database.all(statements.NOTICED_ITEMS[status], job=self.job_id, limit=limit)

    async def verified_files(self) -> int:
        """How many files both sides were found to hold alike, in the last run that touched them."""
        return int(await self.database.value(statements.VERIFIED_FILES, job=self.job_id))

    async def samples(self, run: Run) -> list[tuple[int, int, int]]:
        """How far a run had come, when: instant, items and bytes."""
        return await self.database.all(statements.SAMPLES, run=run.id)

    async def counts(self) -> list[Count]:
        """How many items there are by type and status."""
        return await self.database.all(statements.COUNTS, job=self.job_id)

    async def changed(self, run: Run) -> list[tuple[str, int, int]]:
        """What a run brought to the destination: type, items and bytes."""
        return await self.database.all(statements.CHANGED, job=self.job_id, run=run.id)

    async def _update(self, table: sa.Table, identifier: int, **values: Any) -> None:
        async def unit(tx: Transaction) -> None:
            await tx.update(table, {"id": identifier}, **values)

        await self.database.write(unit)

    async def _run(self, statement: Any, **parameters: Any) -> None:
        async def unit(tx: Transaction) -> None:
            await tx.run(statement, **parameters)

        await self.database.write(unit)


def _alike(rows: Iterable[Mapping[str, Any]]) -> Collection[list[Mapping[str, Any]]]:
    """The rows in groups that name the same columns."""
    groups: dict[tuple[str, ...], list[Mapping[str, Any]]] = {}
    for row in rows:
        groups.setdefault(tuple(row), []).append(row)
    return groups.values()


def identity_of(entry: Entry) -> str:
    """What the ledger knows an entry by: a file and a folder are never the same item."""
    return f"{entry.type}:{entry.identity}"


async def last_runs(database: Database) -> list[Run]:
    """The last run of every job, the job that ran last at first."""
    return await database.all(statements.LAST_RUNS)


async def led_runs(database: Database) -> list[Run]:
    """The runs that are moving content, and that some worker leads."""
    return await database.all(statements.LED, now=database.now)
