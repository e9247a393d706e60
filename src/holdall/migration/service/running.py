"""The run of a job as a piece of durable work: begun by the look of `starting`, gone on with after a crash.

What it does is the engine's `execute`; what has become of it is written into the job's row as it ends.
"""

import socket
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import tzinfo
from typing import Any

import msgspec
import structlog

from holdall.base.clock import time_zone
from holdall.base.db import Transaction
from holdall.base.errors import ApiError
from holdall.migration.engine.execution import execute, simulation_of
from holdall.migration.engine.ledger import Ledger
from holdall.migration.engine.options import Options
from holdall.migration.engine.rows import Run
from holdall.migration.platforms.platform import Side
from holdall.migration.tables import runs
from holdall.work import Queue, Site, every, step, workflow

from .bandwidth import Bucket, is_limit, paced, rate_at, shared_bucket
from .bodies import TransferBody
from .control import CONFIRMED, stopped
from .figures import figures_of
from .job_rows import ACTIVE, LOCKED, Job, schedule_of
from .listed_files import imported_values
from .mapping import make_children
from .maps import maps_of_job
from .notifications import notify_of_run
from .opening import LOST, open_sides
from .options import filter_of, options_of
from .performance import Performance, read_performance
from .resets import apply_resets
from .rights_file import imported_rights
from .schedule import Schedule
from .shares import Share, part_of, shared
from .starting import RUN_A_JOB, begin_lost, start_due
from .stopping import Counts, read_stop_policy
from .tables import jobs
from .watching import Watch

log = structlog.get_logger()

_LOOK_AGAIN = ("soft", "inspect_filtered", "inspect_shared", "inspect_all")


@every(1, "start migrations")
async def start_migrations(site: Site) -> None:
    """Begin the jobs that are due."""
    await start_due(site)


@every(60, "find lost migrations")
async def find_lost_migrations(site: Site) -> None:
    """Begin anew the runs whose work was lost."""
    await begin_lost(site)


@workflow(RUN_A_JOB, queue=Queue.LONG, attempts=1000)
async def run_a_job(site: Site, job_id: str) -> None:
    """Run a job once; the ledger knows where a run that was cut short goes on."""
    await step(run_job, site, job_id)


async def run_job(site: Site, job_id: str) -> None:
    """Run a job that was begun, or go on with its run, and write down what has become of it."""
    job = await site.db.one(LOCKED, id=job_id)
    if job is None:
        return
    if job.status not in ACTIVE:  # deleted since it was begun, or ended by a process that died right afterwards
        await site.db.write(stopped, job)
        return
    zone = time_zone(site.settings.migration_time_zone)
    if job.asked is not None and job.run_id is None:
        await site.db.write(not_begun, job.id, zone)
        return
    watch = Watch(site, job, schedule_of(job, zone))
    try:
        run = await (_transfer(site, job, watch) if job.kind == "transfer" else make_children(site, job, watch, zone))
    except ApiError as error:
        run = await _given_up(site, watch, job, error.message)
    except Exception:
        log.exception("the run of a job failed", job=job.id)
        run = await _given_up(site, watch, job, "the server failed; its log tells why")
    figures = await figures_of(Ledger(site.db, run.job_id), run)
    await site.db.write(conclude, job.id, run, watch.reason, figures, zone)


async def _transfer(site: Site, job: Job, watch: Watch) -> Run:
    known = await watch.ended_run()
    if known is not None:
        return known
    transfer = msgspec.convert(job.transfer, TransferBody, strict=False)
    limits = await read_performance(site.db)
    resets = list(job.reset or ()) if job.run_id is None else []
    options = _options(transfer, limits, resets)
    watch.ledger = Ledger(site.db, simulation_of(job.id) if options.simulation_mode else job.id)
    if resets:
        await site.db.write(apply_resets, job.id, resets)
    try:
        accounts, groups = await maps_of_job(site.db, transfer)
        source, destination = await open_sides(site, transfer, options)
    except LOST as error:
        return await _not_begun(watch.ledger, options, str(error))
    try:
        try:
            rights = await imported_rights(site, transfer, source)
            values = await imported_values(site, transfer, source)
        except LOST as error:
            return await _not_begun(watch.ledger, options, str(error))
        async with paced_sides(site, job.id, transfer, limits, (source, destination)) as ends:
            return await watch.over(
                execute(
                    site.db,
                    job.id,
                    *ends,
                    options,
                    chosen=filter_of(transfer, site.db.now),
                    chosen_there=filter_of(transfer, site.db.now, "destination"),
                    account_map=accounts,
                    group_map=groups,
                    rights=rights,
                    values=values,
                    stop=watch.stop,
                    began=watch.began,
                )
            )
    finally:
        await source.platform.close()
        await destination.platform.close()


async def not_begun(tx: Transaction, job_id: str, zone: tzinfo) -> None:
    """A unit: leave off with a job that somebody wanted to stop before its run had begun."""
    job = await tx.one(LOCKED, id=job_id)
    if job is None or job.deleted_on is not None:
        return
    schedule = schedule_of(job, zone)
    automatic = schedule.is_auto and job.asked == "pause"
    status = {"hold": "start", "pause": "paused" if automatic else "idle"}.get(job.asked or "", "idle")
    later = schedule.next_start(tx.now, ended=tx.now, window_on=job.window_on, runs=job.window_executions)
    await tx.update(jobs, {"id": job_id}, status=status, asked=None, execute_on=later if status == "idle" else None)


async def conclude(  # noqa: PLR0917 - a run, and what it means for its job
    tx: Transaction, job_id: str, run: Run, held: str | None, figures: dict[str, Any], zone: tzinfo
) -> None:
    """A unit: write what a run came to with the run and its job: its numbers, the counts, the next status and time."""
    job = await tx.one(LOCKED, id=job_id)
    assert job is not None
    values: dict[str, Any] = {"stats": figures, "node_address": socket.gethostname()}
    if run.finished_at is not None and held == "max_execution":
        values["reason"] = "it ran for as long as max_execution allows"
    await tx.update(runs, {"id": run.id}, **values)
    if job.deleted_on is not None:
        await stopped(tx, job)
        return
    if run.finished_at is not None:
        await notify_of_run(tx, job, run, figures["errors"]["failures"])
    schedule = schedule_of(job, zone)
    if held == "pause" and job.asked is None:
        held = "hold"  # somebody said `resume` before it had stopped
    if run.finished_at is None and job.asked != "cancel" and not (held == "window" and schedule.is_over(tx.now)):
        status = {"pause": "paused", "hold": "resume"}.get(held or "", "idle")
        again = {"pause": None, "hold": tx.now}.get(held or "", schedule.next_start(tx.now))
        await tx.update(jobs, {"id": job_id}, status=status, asked=None, run_id=run.id, execute_on=again)
        return
    await stopped(tx, job)
    ended = run.status if run.finished_at is not None else "cancelled"
    counts = Counts(job.executions, job.completions, job.failures).after(ended)
    status, execute_on = _next(job, ended, counts, schedule, tx.now)
    await tx.update(
        jobs,
        {"id": job_id},
        status=status,
        execute_on=execute_on,
        asked=None,
        run_id=None,
        **msgspec.structs.asdict(counts),
    )


def _next(job: Job, ended: str, counts: Counts, schedule: Schedule, now: int) -> tuple[str, int | None]:
    """What a job is after a run, and when it runs again by itself."""
    if read_stop_policy(job.stop_policy).is_reached(counts):
        return "complete", None
    if ended == "awaiting-user":
        return "awaiting-user", None
    if schedule.mode == "ad-hoc" and ended not in {"cancelled", "failed_to_start"}:
        return "complete", None
    if not schedule.is_auto:
        return "idle", None
    later = schedule.next_start(now, ended=now, window_on=job.window_on, runs=job.window_executions)
    return ("complete" if later is None and schedule.end is not None else "idle"), later


def _options(transfer: TransferBody, limits: Performance, resets: Sequence[str]) -> Options:
    options = options_of(transfer)
    asked = transfer.performance.parallel_writes if transfer.performance else None
    writes = (asked.requested if asked else None) or limits.parallel_writes.requested or options.parallel_writes
    most = min(filter(None, [asked.max if asked else None, limits.parallel_writes.max, writes]))
    return msgspec.structs.replace(
        options,
        parallel_writes=most,
        retry_flagged=any(name in resets for name in _LOOK_AGAIN),
        delete_confirmed=CONFIRMED in resets,
        reset_permissions=any(name in resets for name in ("permissions", "full")),
    )


async def _not_begun(ledger: Ledger, options: Options, reason: str) -> Run:
    """A run whose sides could not be opened."""
    last = await ledger.last_run()
    goes_on = last is not None and last.finished_at is None
    run = await ledger.begin(msgspec.to_builtins(options))
    await ledger.finish(run, "failed" if goes_on else "failed_to_start", reason)
    return await ledger.run(run.id)


async def _given_up(site: Site, watch: Watch, job: Job, reason: str) -> Run:
    """The run that was ended by what its job says, or by a fault of the server, which its log tells of."""
    ledger = watch.ledger or Ledger(site.db, job.id)
    run = await ledger.begin({})
    await ledger.finish(run, "failed", reason)
    return await ledger.run(run.id)


@asynccontextmanager
async def paced_sides(
    site: Site, job_id: str, transfer: TransferBody, limits: Performance, ends: tuple[Side, Side]
) -> AsyncIterator[tuple[Side, Side]]:
    """Both sides with the limits of bandwidth that are set, the job's own and the service's: this process's part of them."""
    own = transfer.performance
    zone = time_zone(site.settings.migration_time_zone)
    names = ("download", "upload")
    said = {name: getattr(own, name) if own else None for name in names}
    if not any(is_limit(getattr(limits, name)) or is_limit(said[name]) for name in names):
        yield ends
        return

    def buckets(name: str, share: Share) -> list[Bucket]:
        found = [shared_bucket(site.db, name, getattr(limits, name), zone)] if is_limit(getattr(limits, name)) else []
        mine = said[name]
        rate = Bucket(lambda: part_of(rate_at(mine, zone, site.db.now), share.workers))
        return [*found, rate] if is_limit(mine) else found

    async with shared(site.db, job_id) as share:
        down, up = buckets("download", share), buckets("upload", share)
        source, destination = ends
        yield (
            Side(paced(source.platform, [*down, *up]), source.root),
            Side(paced(destination.platform, down), destination.root),
        )
