"""Jobs that have run: a row of the service, and the engine's run of it between two folders."""

from pathlib import Path
from typing import Any

from holdall.base.db import Database, Transaction
from holdall.base.ids import new_uuid
from holdall.migration.engine.rows import Run
from holdall.migration.platforms.platform import Platform
from holdall.migration.service.tables import jobs
from tests.migration.engine.trees import Counting, Tree, migrate, write_tree


class Ran:
    """A job between two folders, which can run again."""

    def __init__(self, database: Database, folder: Path, transfer: dict[str, Any]) -> None:
        self.id = new_uuid().replace("-", "")
        self.database = database
        self.source = folder / f"source {self.id}"
        self.destination = folder / f"destination {self.id}"
        self.destination.mkdir()
        self.transfer = transfer
        self.last: Run | None = None

    async def insert(self, category: int) -> None:
        async def unit(tx: Transaction) -> None:
            texts = {"kind": "transfer", "name": f"job {self.id}", "status": "idle"}
            numbers = {"scheduler_id": -1, "priority": 0, "executions": 0, "completions": 0, "failures": 0}
            numbers |= {"window_executions": 0, "created_on": tx.now, "modified_on": tx.now, "category_id": category}
            said = {"transfer": self.transfer, "schedule": {"mode": "manual"}, "warnings": []}
            await tx.insert(jobs, id=self.id, is_template=False, disabled=False, **texts, **numbers, **said)

        await self.database.write(unit)

    async def run(self, source: Platform | None = None, **options: Any) -> Run:
        self.last = await migrate(
            self.database,
            source or Counting(self.source),
            Counting(self.destination),
            job=self.id,
            **options,
        )
        return self.last


class Jobs:
    """Makes jobs of the application's database."""

    def __init__(self, database: Database, folder: Path) -> None:
        self.database = database
        self.folder = folder

    async def ran(
        self, tree: Tree, *, category: int = -1, transfer: dict[str, Any] | None = None, **options: Any
    ) -> Ran:
        """A job that has run once over a tree."""
        job = Ran(self.database, self.folder, transfer or {})
        write_tree(job.source, tree)
        await job.insert(category)
        await job.run(**options)
        return job
