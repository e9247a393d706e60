"""The one place where it is decided that a job begins: a look at what is due, while there are slots."""

from datetime import tzinfo

import structlog

from holdall.base.clock import time_zone
from holdall.base.db import Transaction
from holdall.base.errors import ApiError
from holdall.work import Site, open_orders, place_order

from .job_rows import ACTIVE, DUE, LOCKED, RUNNING, RUNNING_COUNT, Job, all_schedulers, schedule_of
from .performance import read_performance
from .schedule import Schedule
from .tables import jobs

RUN_A_JOB = "run a job"
"""The workflow that runs a job."""

_AT_A_TIME = 100

log = structlog.get_logger()


async def start_due(site: Site) -> int:
    """Begin the jobs that are due or asked for, those of the highest priority first; how many that were.

    A run takes one of the slots of `concurrent_transfers`; jobs of a scheduler that does not run wait.
    """
    waiting = [one.id for one in await all_schedulers(site.db) if one.disabled or one.status != "running"]
    due = await site.db.all(DUE, now=site.db.now, limit=_AT_A_TIME, waiting=waiting)
    if not due:
        return 0
    limits = await read_performance(site.db)
    free = limits.concurrent_transfers - await site.db.value(RUNNING_COUNT)
    begun = 0
    zone = time_zone(site.settings.migration_time_zone)
    if free <= 0:
        return 0
    for job in due:
        if begun == free:
            break
        try:
            begun += await site.db.write(begin, job.id, zone)
        except ApiError:  # such as a schedule that an older version took; the other jobs do not wait for it
            log.exception("a job that is due cannot begin", job=job.id)
    return begun


async def begin_lost(site: Site) -> int:
    """Order anew the runs whose work somebody has struck out of the engine's books; how many that were."""
    found = [job.id for job in await site.db.all(RUNNING)]
    begun = [job_id for job_id in found if await site.db.write(_order_lost, job_id)]
    if begun:
        log.warning("runs whose work was lost are begun anew", jobs=begun)
    return len(begun)


async def _order_lost(tx: Transaction, job_id: str) -> bool:
    job = await tx.one(LOCKED, id=job_id)
    if job is None or job.status not in ACTIVE or [job_id] in await open_orders(tx, RUN_A_JOB):
        return False
    await place_order(tx, RUN_A_JOB, job_id)
    return True


async def begin(tx: Transaction, job_id: str, zone: tzinfo) -> bool:
    """A unit: order the run of a job that is due, or put it off to a time that its schedule allows; whether it begins."""
    job = await tx.one(LOCKED, id=job_id)
    if job is None or job.deleted_on is not None or job.disabled:
        return False
    if job.status in {"start", "resume"}:
        await _order(tx, job)
        return True
    if job.status != "idle" or job.execute_on is None or job.execute_on > tx.now:
        return False
    schedule = schedule_of(job, zone)
    window = schedule.window_at(tx.now)
    same = window is not None and job.window_on == window.begin
    if window is None or not _may_begin(schedule, job, tx.now, runs=job.window_executions if same else 0):
        await _put_off(tx, job, schedule)
        return False
    if job.run_id is None:  # else it goes on with a run of an earlier window, which was counted there
        runs = job.window_executions + 1 if same else 1
        await tx.update(jobs, {"id": job.id}, window_on=window.begin, window_executions=runs)
    await _order(tx, job)
    return True


def _may_begin(schedule: Schedule, job: Job, now: int, *, runs: int) -> bool:
    if not schedule.is_auto or schedule.is_over(now) or (schedule.start or now) > now:
        return False
    if schedule.repeat_count is not None and runs >= schedule.repeat_count:
        return False
    # What is due at a time of day and could not begin then may do so later in the same window.
    return schedule.run_at is None or schedule.window_at(job.execute_on or now) == schedule.window_at(now)


async def _order(tx: Transaction, job: Job) -> None:
    await tx.update(jobs, {"id": job.id}, status="running", asked=None, execute_on=None)
    await place_order(tx, RUN_A_JOB, job.id)


async def _put_off(tx: Transaction, job: Job, schedule: Schedule) -> None:
    later = schedule.next_start(tx.now, window_on=job.window_on, runs=job.window_executions)
    over = schedule.is_auto and schedule.is_over(tx.now)
    await tx.update(jobs, {"id": job.id}, execute_on=later, status="complete" if over else "idle")
