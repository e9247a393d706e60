"""What a job's `retention` removes after a while: its runs with their logs, and a deleted job with all that is known of it.

What a job knows of the items, and its last run, stay as long as the job: later runs, proofs and undoing go by them.
"""

from collections.abc import Sequence

import msgspec
import sqlalchemy as sa
import structlog

from holdall.base.clock import DAY, HOUR
from holdall.base.db import Database, Transaction, contains, query
from holdall.base.errors import BadRequest
from holdall.migration.engine.execution import simulation_of
from holdall.migration.engine.people_ledger import forget_people
from holdall.migration.tables import audit, changes, items, runs, samples
from holdall.work import Site, every

from .bodies import Retention, Said
from .tables import jobs

UNITS = {"hour": HOUR, "day": DAY, "week": 7 * DAY, "month": 30 * DAY, "year": 365 * DAY}
_AT_ONCE = 2000

log = structlog.get_logger()


class Kept(msgspec.Struct, frozen=True):
    """How long runs and logs are kept, in microseconds, None for ever; and whether runs without changes go at once."""

    duration: int | None
    purge_empty: bool


class _Job(msgspec.Struct, frozen=True):
    id: str
    retention: Said | None
    deleted_on: int | None


_JOBS = query(
    sa.select(jobs.c.id, jobs.c.retention, jobs.c.deleted_on)
    .where(jobs.c.is_template.is_(False), jobs.c.id > sa.bindparam("after"))
    .order_by(jobs.c.id)
    .limit(_AT_ONCE),
    _Job,
)
_OF_JOB = sa.bindparam("job", type_=sa.Text)
_LAST = query(
    sa.select(runs.c.id, runs.c.started_at).where(runs.c.job_id == _OF_JOB).order_by(runs.c.id.desc()).limit(1)
)
_OVER = query(
    sa.select(runs.c.id)
    .where(runs.c.job_id == _OF_JOB, runs.c.id < sa.bindparam("last", type_=sa.BigInteger))
    .where(
        sa.or_(
            runs.c.finished_at < sa.bindparam("before", type_=sa.BigInteger),
            sa.and_(runs.c.status == "no_changes", sa.bindparam("purges_empty", type_=sa.Boolean)),
        )
    )
    .limit(_AT_ONCE),
    int,
)
_REMOVE_RUNS = [
    query(sa.delete(table).where(contains(column, "ids")))
    for table, column in ((samples, samples.c.run_id), (changes, changes.c.run_id), (runs, runs.c.id))
]
_OLDEST_NOTES = query(
    sa.select(audit.c.id, audit.c.recorded_on).where(audit.c.job_id == _OF_JOB).order_by(audit.c.id).limit(_AT_ONCE)
)
_REMOVE_NOTES = query(sa.delete(audit).where(contains(audit.c.id, "ids")))
_SOME_ITEMS = query(sa.select(items.c.id).where(items.c.job_id == _OF_JOB).limit(_AT_ONCE), int)
_REMOVE_ITEMS = query(sa.delete(items).where(contains(items.c.id, "ids")))


def kept_of(body: Retention | None) -> Kept | None:
    """What a body says, None where it says nothing; raises BadRequest for a unit that is not known."""
    if body is None:
        return None
    if body.duration is None:
        return Kept(None, bool(body.purge_empty))
    unit = body.duration.type.strip().lower().removesuffix("s")
    if unit not in UNITS:
        raise BadRequest(f"retention.duration.type is one of {', '.join(UNITS)}, not {body.duration.type!r}")
    return Kept(body.duration.count * UNITS[unit], bool(body.purge_empty))


@every(3600, "remove old runs of migrations")
async def remove_old_runs(site: Site) -> None:
    """Remove what jobs keep no longer."""
    await remove_what_is_over(site.db)


async def remove_what_is_over(database: Database) -> None:
    """Go through all jobs once, and remove what they keep no longer."""
    after = ""
    while found := await database.all(_JOBS, after=after):
        for job in found:
            try:
                kept = kept_of(msgspec.convert(job.retention, Retention | None, strict=False))
            except (msgspec.ValidationError, BadRequest):
                log.warning("what a job says of retention is not understood; it keeps everything", job=job.id)
                continue
            if kept is not None:
                await _of_job(database, job, kept)
        after = found[-1].id


async def _of_job(database: Database, job: _Job, kept: Kept) -> None:
    before = None if kept.duration is None else database.now - kept.duration
    if job.deleted_on is not None:
        if before is not None and job.deleted_on < before:
            await _remove_job(database, job.id)
        return
    for ledger in (job.id, simulation_of(job.id)):
        last = await database.one(_LAST, job=ledger)
        if last is not None:
            await _remove_runs(database, ledger, last[0], before or 0, purges_empty=kept.purge_empty)
            await _remove_notes(database, ledger, min(before or 0, last[1]))


async def _remove_job(database: Database, job_id: str) -> None:
    for ledger in (job_id, simulation_of(job_id)):
        await _remove_runs(database, ledger, 2**62, 2**62, purges_empty=True)
        await _remove_notes(database, ledger, 2**62)
        while ids := await database.all(_SOME_ITEMS, job=ledger):
            await database.write(_remove_items, ids)
        await database.write(forget_people, ledger)

    async def unit(tx: Transaction) -> None:
        await tx.delete(jobs, id=job_id)

    await database.write(unit)


async def _remove_runs(database: Database, ledger: str, last: int, before: int, *, purges_empty: bool) -> None:
    async def unit(tx: Transaction) -> None:
        for statement in _REMOVE_RUNS:
            await tx.run(statement, ids=ids)

    while ids := await database.all(_OVER, job=ledger, last=last, before=before, purges_empty=purges_empty):
        await database.write(unit)


async def _remove_notes(database: Database, ledger: str, before: int) -> None:
    """Remove the oldest lines of the log, some at a time; ids grow with time, so there is nothing to look for beyond."""

    async def unit(tx: Transaction) -> None:
        await tx.run(_REMOVE_NOTES, ids=old)

    while old := [note for note, recorded in await database.all(_OLDEST_NOTES, job=ledger) if recorded < before]:
        await database.write(unit)


async def _remove_items(tx: Transaction, ids: Sequence[int]) -> None:
    await tx.run(_REMOVE_ITEMS, ids=ids)
