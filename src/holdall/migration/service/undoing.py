"""Undoing the last run of a job as a piece of durable work; meanwhile the job counts as running, and begins nothing else."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import msgspec
import sqlalchemy as sa
import structlog

from holdall.base.db import Transaction, query
from holdall.base.errors import Conflict
from holdall.base.tasks import beside
from holdall.migration.engine.audit import Audit, Event
from holdall.migration.engine.history import write_notes
from holdall.migration.engine.sides import Halted
from holdall.migration.engine.undo_ledger import NotUndoable, UndoLedger, last_done, refuse_if_never_undoable
from holdall.migration.engine.undoing import undo
from holdall.work import Queue, Site, place_order, step, workflow

from .bodies import TransferBody
from .control import stopped
from .job_rows import ACTIVE, LOCKED, Job, lock_job
from .opening import LOST, open_sides
from .options import options_of
from .tables import jobs

UNDO_A_JOB = "undo a job"
"""The workflow that undoes a job's last run."""

LOOK_SECONDS = 1.0
AGAIN_SECONDS = 1.0
"""Before another attempt, and so much longer before each one after it."""
_ATTEMPTS = 3
_ASKED = query(sa.select(jobs.c.asked).where(jobs.c.id == sa.bindparam("id")))

log = structlog.get_logger()


async def begin_undo(tx: Transaction, job_id: str) -> None:
    """A unit: order that the last run of a job is undone. Raises NotFound, or Conflict where there is nothing to undo."""
    job = await lock_job(tx, job_id)
    if job.status in ACTIVE:
        raise Conflict(f"The job {job.name!r} is running; cancel it before its run is undone")
    if job.is_template or job.kind != "transfer":
        raise Conflict(f"{job.name!r} moves nothing itself; undo the runs of the jobs that it made")
    try:
        refuse_if_never_undoable(await last_done(tx, job.id))
    except NotUndoable as error:
        raise Conflict(f"{job.name!r}: {error}") from error
    await stopped(tx, job)
    await tx.update(jobs, {"id": job.id}, status="running", asked=None, execute_on=None)
    await place_order(tx, UNDO_A_JOB, job.id)


@workflow(UNDO_A_JOB, queue=Queue.LONG, attempts=1000)
async def undo_a_job(site: Site, job_id: str) -> None:
    """Undo the last run of a job; what was cut short goes on."""
    await step(undo_job, site, job_id)


async def undo_job(site: Site, job_id: str) -> None:
    """Undo the last run of a job, and say in its log what came of that; afterwards it begins only when it is started."""
    job = await site.db.one(LOCKED, id=job_id)
    if job is None or job.status not in ACTIVE:
        return
    message = "there is no run to undo"
    for attempt in range(_ATTEMPTS):
        try:
            message = await _undone(site, job)
            break
        except Halted:
            message = "cancelled on request; what is undone stays undone"
            break
        except NotUndoable as error:
            message = str(error)
            break
        except LOST as error:
            message = f"not all could be undone, so ask for it again: {error}"
            await asyncio.sleep(attempt * AGAIN_SECONDS)
        except Exception:
            log.exception("undoing a run failed", job=job.id)
            message = "the server failed; its log tells why"
            break
    await site.db.write(_concluded, job_id, message)


async def _undone(site: Site, job: Job) -> str:
    transfer = msgspec.convert(job.transfer, TransferBody, strict=False)
    ledger = await UndoLedger.of_last_run(site.db, job.id)
    if ledger is None:
        return "there is no run to undo"
    source, destination = await open_sides(site, transfer, options_of(transfer))
    try:
        async with _watched(site, job.id) as stop:
            done = await undo(site.db, job.id, source, destination, stop=stop)
    finally:
        await source.platform.close()
        await destination.platform.close()
    return done.summary if done is not None else "there is no run to undo"


@asynccontextmanager
async def _watched(site: Site, job_id: str) -> AsyncIterator[Callable[[], str | None]]:
    """Whether somebody asked to stop; a job is looked at once a second."""
    asked: list[str] = []

    async def look() -> None:
        while not asked:
            await asyncio.sleep(LOOK_SECONDS)
            if await site.db.value(_ASKED, id=job_id) is not None:
                asked.append("cancelled")

    async with beside(look()):
        yield lambda: asked[0] if asked else None


async def _concluded(tx: Transaction, job_id: str, message: str) -> None:
    job = await tx.one(LOCKED, id=job_id)
    assert job is not None
    automatic = job.schedule.get("mode", "auto") == "auto"
    await tx.update(jobs, {"id": job.id}, status="paused" if automatic else "idle", asked=None, execute_on=None)
    await write_notes(tx, Audit(job.id, None, "info").note(Event.UNDONE, message=message))
