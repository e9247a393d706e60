"""What a worker takes of a job's items is its own for a while, so that several share a run and none does another's work."""

from collections.abc import Iterable, Iterator
from typing import Any

from holdall.base.db import Database, Transaction
from holdall.migration.tables import runs

from . import statements
from .rows import Item, Run

LEASE = 60 * 1_000_000
"""How long an item belongs to the worker that took it, in microseconds, unless the worker renews that."""

_BYTES_TAKEN = 1024 * 1024 * 1024
"""How much a worker takes at once, but for a file that is larger, so that something is left for the others."""


class Claims:
    """What one worker has taken of one job's items: the one that leads its run (0), or one that helps."""

    def __init__(self, database: Database, job_id: str, worker: int = 0) -> None:
        self.database = database
        self.job_id = job_id
        self.worker = worker
        self._taken: set[int] = set()

    async def to_do(self, types: Iterable[str], actions: Iterable[str], limit: int) -> list[Item]:
        """Items that wait for one of the actions, those nearest the root first, taken for this worker.

        A helper gets none while there are folders, links or moves to be done, which is for the one that leads.
        """
        wanted = statements.TO_SHARE if self.worker else statements.TO_DO
        return await self._claim(wanted, limit, types=list(types), actions=list(actions))

    async def are_left(self, types: Iterable[str], actions: Iterable[str]) -> bool:
        """Whether items wait for one of the actions that this worker has not taken: others have, or had until now."""
        wanted = {"types": list(types), "actions": list(actions)}
        now, worker = self.database.now, self.worker
        found = await self.database.one(statements.LEFT, job=self.job_id, now=now, worker=worker, **wanted)
        return found is not None

    async def has_some_to_share(self) -> bool:
        """Whether there are files that a helper could take."""
        found = await self.database.one(
            statements.SHARED, job=self.job_id, now=self.database.now, types=["file"], actions=["create", "update"]
        )
        return found is not None

    async def rivals(self, parent: int) -> list[str]:
        """The names of a folder's files that other workers are busy with."""
        now, worker = self.database.now, self.worker
        return await self.database.all(statements.RIVALS, parent=parent, now=now, worker=worker)

    async def renew(self, run: Run) -> None:
        """Keep what this worker has taken for another while, and the run, where this worker leads it."""

        async def unit(tx: Transaction) -> None:
            until = tx.now + LEASE
            await tx.run(statements.RENEW, ids=sorted(self._taken), worker=self.worker, until=until)
            if not self.worker:
                await tx.update(runs, {"id": run.id}, led_until=until)

        await self.database.write(unit)

    async def stop_leading(self, run: Run) -> None:
        """Say that nobody leads a run, so that nobody goes on helping."""

        async def unit(tx: Transaction) -> None:
            await tx.update(runs, {"id": run.id}, led_until=0)

        await self.database.write(unit)

    async def is_led(self, run: Run) -> bool:
        """Whether a run is moving content, and somebody leads it."""
        return await self.database.one(statements.IS_LED, run=run.id, now=self.database.now) is not None

    async def _claim(self, wanted: Any, limit: int, **parameters: Any) -> list[Item]:
        async def unit(tx: Transaction) -> list[Item]:
            found: list[Item] = await tx.all(wanted, job=self.job_id, now=tx.now, limit=limit, **parameters)
            taken = list(_portion(found))
            if taken:
                ids = [item.id for item in taken]
                await tx.run(statements.CLAIM, ids=ids, until=tx.now + LEASE, worker=self.worker)
            return taken

        taken = await self.database.write(unit)
        self._taken.update(item.id for item in taken)
        return taken


def _portion(found: Iterable[Item]) -> Iterator[Item]:
    size = 0
    for item in found:
        yield item
        size += item.size
        if size >= _BYTES_TAKEN:
            return
