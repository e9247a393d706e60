"""A run under way is watched: what a person wants of it, and how long it may take.

All that is asked of a job stands in its row, so that it does not matter which process runs it.
"""

import asyncio
import socket
from collections.abc import Coroutine
from typing import Any

import sqlalchemy as sa
import structlog

from holdall.base.db import Transaction, query
from holdall.base.tasks import end
from holdall.migration.engine.ledger import Ledger
from holdall.migration.engine.rows import Run
from holdall.migration.tables import runs
from holdall.work import Site

from .job_rows import Job
from .schedule import Schedule
from .tables import jobs

LOOK_SECONDS = 1.0
GRACE_SECONDS = 3.0
"""How long a run that shall stop may take to come to the end of what is under way; a large file is cut short then."""

_ASKED = query(sa.select(jobs.c.asked, jobs.c.deleted_on).where(jobs.c.id == sa.bindparam("id")))
_RESET = query(sa.select(jobs.c.reset).where(jobs.c.id == sa.bindparam("id")).with_for_update())
_STOPS = {
    "pause": "paused",
    "hold": "paused",
    "window": "paused",
    "cancel": "cancelled",
    "max_execution": "cancelled",
}

log = structlog.get_logger()


class Watch:
    """The watch over one run of a job. `reason` says why it is to stop: pause, hold, window, cancel or max_execution."""

    def __init__(self, site: Site, job: Job, schedule: Schedule) -> None:
        self._site = site
        self._job = job
        self._schedule = schedule
        self._run: Run | None = None
        self._holds = False
        self._since = 0  # when the run began, or went on after a pause
        self.reason: str | None = None
        self.ledger: Ledger | None = None

    def stop(self) -> str | None:
        """Why the run should end now, in the engine's words."""
        return _STOPS[self.reason] if self.reason else None

    async def ended_run(self) -> Run | None:
        """The job's run where it has ended already, and the process died before the job knew."""
        if self._job.run_id is None:
            return None
        run = await Ledger(self._site.db, self._job.id).run(self._job.run_id)
        return run if run.finished_at is not None else None

    async def began(self, run: Run) -> None:
        """Note which run is under way, and that the resets it began with are done."""
        self._run, self._since = run, self._site.db.now
        # A run that somebody started outside the window is not held by it.
        self._holds = self._schedule.is_auto and self._schedule.window_at(run.started_at) is not None

        async def unit(tx: Transaction) -> None:
            left = await tx.value(_RESET, id=self._job.id)
            done = {} if left != self._job.reset else {"reset": None}
            await tx.update(jobs, {"id": self._job.id}, run_id=run.id, **done)
            await tx.update(runs, {"id": run.id}, node_address=socket.gethostname())

        await self._site.db.write(unit)

    async def over(self, work: Coroutine[Any, Any, Run]) -> Run:
        """Do the work of a run and watch over it; answers the run as it ended, or as it was held."""
        running, looking = asyncio.create_task(work), asyncio.create_task(self._look())
        try:
            await asyncio.wait({running, looking}, return_when=asyncio.FIRST_COMPLETED)
            if running.done():
                return running.result()
        finally:
            await end([running, looking])
        return await self._cut_short()

    async def _cut_short(self) -> Run:
        """The run whose work did not come to an end in time; what was under way is looked up when it goes on."""
        assert self.ledger is not None
        assert self._run is not None
        if self.stop() == "cancelled":
            await self.ledger.finish(self._run, "cancelled", "cancelled on request")
        return await self.ledger.run(self._run.id)

    async def _look(self) -> None:
        """Look at the job each second; returns when the run was to stop and has not."""
        while self.reason is None or self._run is None:
            try:
                self.reason = await self._wanted()
            except Exception:
                log.exception("looking at a job failed; it goes on", job=self._job.id)
            await asyncio.sleep(LOOK_SECONDS)
        await asyncio.sleep(GRACE_SECONDS)

    async def _wanted(self) -> str | None:
        row = await self._site.db.one(_ASKED, id=self._job.id)
        if row is None or row[1] is not None:
            return "cancel"
        if row[0] is not None:
            return str(row[0])
        now, longest = self._site.db.now, self._schedule.max_execution
        if self._run is None:
            return None
        if self._holds and self._schedule.window_at(now) is None:
            return "window"
        return "max_execution" if longest is not None and now - self._since >= longest else None
