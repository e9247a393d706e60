"""Starting, pausing, going on with, cancelling and resetting a job: changes of its row, which every process acts on.

A run under way looks at its job's row each second; what waits is begun by the look of `starting`.
"""

from collections.abc import Sequence
from datetime import tzinfo

import sqlalchemy as sa

from holdall.base.db import Transaction, query
from holdall.base.errors import BadRequest, Conflict
from holdall.migration.tables import runs

from .job_rows import ACTIVE, ACTIVE_OF, Job, lock_job, schedule_of
from .tables import jobs

RESETS = {
    "stats": "numbers are counted anew",
    "soft": "everything is looked at again, flagged items too",
    "hard": "what is known of the items is forgotten",
    "permissions": "permissions are applied to everything again",
    "full": "hard and permissions together",
    "inspect_filtered": "what was left out by filters is looked at again",
    "inspect_shared": "what was left out as shared is looked at again",
    "inspect_all": "everything that was left out is looked at again",
    "link_remediation": "links in documents are looked at again",
}
"""The resets by name, with what the next run begins with."""

CONFIRMED = "confirm_deletes"
"""Kept among a job's resets: the next run deletes although it is more than the brake allows."""

FINISH = query(
    sa.update(runs)
    .where(runs.c.id == sa.bindparam("run"), runs.c.finished_at.is_(None))
    .values(
        status=sa.bindparam("status"),
        reason=sa.bindparam("reason"),
        phase="complete",
        finished_at=sa.bindparam("now", type_=sa.BigInteger),
    )
)


async def start(tx: Transaction, job_id: str, *, confirm_deletes: bool = False) -> None:
    """A unit: have a job begin, or go on, as soon as there is a slot. One that runs already is left alone.

    With `confirm_deletes` the run may delete more than the brake allows. Raises NotFound and Conflict.
    """
    job = await _controllable(tx, job_id, begins=True)
    if job.status == "cancelling":
        raise Conflict(f"The job {job.name!r} is being cancelled; start it when it is idle")
    if confirm_deletes:
        await tx.update(jobs, {"id": job.id}, reset=sorted({*(job.reset or ()), CONFIRMED}))
    if job.status in ACTIVE:
        await tx.update(jobs, {"id": job.id}, asked=None)
        return
    await tx.update(jobs, {"id": job.id}, status="start", asked=None, execute_on=tx.now)


async def pause(tx: Transaction, job_id: str) -> None:
    """A unit: have a job stop where it is, or not begin, until somebody says `resume` or `start`. Raises as `start`."""
    job = await _controllable(tx, job_id)
    if job.status == "running":
        await tx.update(jobs, {"id": job.id}, asked="pause")
    elif job.status == "cancelling":
        raise Conflict(f"The job {job.name!r} is being cancelled, so it cannot be paused")
    elif job.run_id is not None or (_is_automatic(job) and job.status != "complete"):
        await tx.update(jobs, {"id": job.id}, status="paused", execute_on=None)
    elif job.status != "paused":
        raise Conflict(
            f"The job {job.name!r} does not run, and begins only when it is started: there is nothing to pause"
        )


async def resume(tx: Transaction, job_id: str, zone: tzinfo) -> None:
    """A unit: let a paused job go on. One that is not paused is left alone. Raises as `start`."""
    job = await _controllable(tx, job_id, begins=True)
    if job.status == "running" and job.asked == "pause":
        await tx.update(jobs, {"id": job.id}, asked=None)
    elif job.status == "paused" and job.run_id is not None:
        await tx.update(jobs, {"id": job.id}, status="resume", execute_on=tx.now)
    elif job.status == "paused":
        begin = schedule_of(job, zone).next_start(tx.now, window_on=job.window_on, runs=job.window_executions)
        await tx.update(jobs, {"id": job.id}, status="idle", execute_on=begin)


async def cancel(tx: Transaction, job_id: str, zone: tzinfo) -> None:
    """A unit: end the run of a job, or have it not begin. What has arrived stays. Raises NotFound."""
    job = await _controllable(tx, job_id)
    if job.status in ACTIVE:
        await tx.update(jobs, {"id": job.id}, status="cancelling", asked="cancel")
        return
    await stopped(tx, job)
    if job.status in {"start", "resume", "paused", "awaiting-user"}:
        schedule = schedule_of(job, zone)
        later = schedule.next_start(tx.now, ended=tx.now, window_on=job.window_on, runs=job.window_executions)
        await tx.update(jobs, {"id": job.id}, status="idle", asked=None, execute_on=later)


async def reset(tx: Transaction, job_id: str, names: Sequence[str]) -> None:
    """A unit: have the next run begin with these resets; a paused run is ended by them. Raises NotFound and BadRequest."""
    job = await _controllable(tx, job_id)
    chosen = ["full" if name in {"", "1", "true"} else name.lower() for name in names]
    unknown = [name for name in chosen if name not in RESETS]
    if unknown:
        raise BadRequest(f"reset is refused: there is no {unknown[0]!r}; it is one of {', '.join(RESETS)}")
    if job.status not in ACTIVE and job.run_id is not None:
        await stopped(tx, job)
        waits = job.status == "paused" and not _is_automatic(job)
        status = {"resume": "start", "paused": "idle" if waits else "paused"}.get(job.status, job.status)
        await tx.update(jobs, {"id": job.id}, status=status)
    await tx.update(jobs, {"id": job.id}, reset=sorted({*(job.reset or ()), *chosen}))


async def hold_all(tx: Transaction, scheduler_id: int, asked: str) -> None:
    """A unit: ask the runs of a scheduler's jobs to stop: `hold` lets them go on with it, `cancel` ends them."""
    for job in await tx.all(ACTIVE_OF, scheduler=scheduler_id):
        status = "cancelling" if asked == "cancel" else job.status
        await tx.update(jobs, {"id": job.id}, status=status, asked=asked)


async def stopped(tx: Transaction, job: Job) -> None:
    """A unit: end the run that a job was paused in."""
    if job.run_id is not None:
        await tx.run(FINISH, run=job.run_id, status="cancelled", reason="cancelled on request", now=tx.now)
        await tx.update(jobs, {"id": job.id}, run_id=None)


def _is_automatic(job: Job) -> bool:
    return bool(job.schedule.get("mode", "auto") == "auto")


async def _controllable(tx: Transaction, job_id: str, *, begins: bool = False) -> Job:
    job = await lock_job(tx, job_id)
    if job.is_template:
        raise Conflict(f"{job.name!r} is a template, which never runs; clone it into a job")
    if begins and job.disabled:
        raise Conflict(f"The job {job.name!r} is disabled; PATCH it with disabled false before")
    return job
