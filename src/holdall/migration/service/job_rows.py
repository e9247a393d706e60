"""Jobs as their rows are read, and the statements that find them."""

from datetime import tzinfo
from typing import Any

import msgspec
import sqlalchemy as sa

from holdall.base.db import contains, query, rows_of
from holdall.base.db.database import Reader
from holdall.base.errors import NotFound

from .schedule import GAP, MAPPING_GAP, Schedule, read_schedule
from .tables import categories, connections, jobs, schedulers

DEFAULT = -1
"""The id of the category and of the scheduler that are there from the beginning."""

ACTIVE = ("running", "cancelling")
"""Statuses of a job with a run under way."""


class Job(msgspec.Struct, frozen=True):
    """A job's row."""

    id: str
    parent_id: str | None
    kind: str
    is_template: bool
    name: str
    description: str | None
    discriminator: str | None
    transfer: dict[str, Any]
    convention: dict[str, Any] | None
    schedule: dict[str, Any]
    stop_policy: dict[str, Any] | None
    retention: dict[str, Any] | None
    warnings: list[str]
    category_id: int
    scheduler_id: int
    source_id: str | None
    destination_id: str | None
    priority: int
    disabled: bool
    status: str
    asked: str | None
    reset: list[str] | None
    execute_on: int | None
    run_id: int | None
    executions: int
    completions: int
    failures: int
    window_on: int | None
    window_executions: int
    created_by: str | None
    created_on: int
    modified_by: str | None
    modified_on: int
    deleted_on: int | None


class Named(msgspec.Struct, frozen=True):
    """A category of jobs."""

    id: int
    name: str


class Scheduler(msgspec.Struct, frozen=True):
    """A queue of jobs: while it is `running` its jobs begin."""

    id: int
    name: str
    caption: str | None
    disabled: bool
    status: str


JOBS = sa.select(*rows_of(Job, jobs))
_THERE = jobs.c.deleted_on.is_(None)
BY_ID = query(JOBS.where(jobs.c.id == sa.bindparam("id"), _THERE), Job)
LOCKED = query(JOBS.where(jobs.c.id == sa.bindparam("id")).with_for_update(), Job)
CHILDREN = query(JOBS.where(jobs.c.parent_id == sa.bindparam("parent"), _THERE).order_by(jobs.c.created_on), Job)
DUE = query(
    JOBS.where(_THERE, jobs.c.is_template.is_(False), jobs.c.disabled.is_(False))
    .where(sa.not_(contains(jobs.c.scheduler_id, "waiting")))
    .where(
        sa.or_(
            sa.or_(jobs.c.status == "start", jobs.c.status == "resume"),
            sa.and_(jobs.c.status == "idle", jobs.c.execute_on <= sa.bindparam("now", type_=sa.BigInteger)),
        )
    )
    .order_by(jobs.c.priority.desc(), jobs.c.execute_on, jobs.c.created_on, jobs.c.id)
    .limit(sa.bindparam("limit")),
    Job,
)
RUNNING = query(JOBS.where(sa.or_(jobs.c.status == "running", jobs.c.status == "cancelling")), Job)
RUNNING_COUNT = query(
    sa.select(sa.func.count()).where(sa.or_(jobs.c.status == "running", jobs.c.status == "cancelling"))
)
ACTIVE_OF = query(
    JOBS.where(jobs.c.scheduler_id == sa.bindparam("scheduler"), jobs.c.status == "running").with_for_update(), Job
)
CATEGORY = query(sa.select(*rows_of(Named, categories)).where(categories.c.id == sa.bindparam("id")), Named)
CATEGORY_BY_NAME = query(sa.select(*rows_of(Named, categories)).where(categories.c.name == sa.bindparam("name")), Named)
CATEGORIES = query(sa.select(*rows_of(Named, categories)), Named)
SCHEDULER = query(sa.select(*rows_of(Scheduler, schedulers)).where(schedulers.c.id == sa.bindparam("id")), Scheduler)
SCHEDULER_BY_NAME = query(
    sa.select(*rows_of(Scheduler, schedulers)).where(schedulers.c.name == sa.bindparam("name")), Scheduler
)
SCHEDULERS = query(sa.select(*rows_of(Scheduler, schedulers)), Scheduler)
CONNECTION_NAME = query(sa.select(connections.c.name).where(connections.c.id == sa.bindparam("id")))

DEFAULT_CATEGORY = Named(DEFAULT, "Default")
DEFAULT_SCHEDULER = Scheduler(DEFAULT, "default", "Default Scheduler", disabled=False, status="running")
"""What these are until somebody changes them; they have no rows before."""


async def get_job(reader: Reader, job_id: str) -> Job:
    """A job by its id; raises NotFound."""
    found = await reader.one(BY_ID, id=job_id)
    if found is None:
        raise NotFound(f"There is no job {job_id}; GET /v1/jobs lists them")
    return found


async def lock_job(reader: Reader, job_id: str) -> Job:
    """The same in a unit that is going to change it."""
    found = await reader.one(LOCKED, id=job_id)
    if found is None or found.deleted_on is not None:
        raise NotFound(f"There is no job {job_id}; GET /v1/jobs lists them")
    return found


async def find_category(reader: Reader, category_id: int) -> Named | None:
    """A category by its id."""
    return await reader.one(CATEGORY, id=category_id) or (DEFAULT_CATEGORY if category_id == DEFAULT else None)


async def find_scheduler(reader: Reader, scheduler_id: int) -> Scheduler | None:
    """A scheduler by its id."""
    return await reader.one(SCHEDULER, id=scheduler_id) or (DEFAULT_SCHEDULER if scheduler_id == DEFAULT else None)


async def all_schedulers(reader: Reader) -> list[Scheduler]:
    """Every scheduler, the default one at first."""
    found = await reader.all(SCHEDULERS)
    return found if any(one.id == DEFAULT for one in found) else [DEFAULT_SCHEDULER, *found]


async def all_categories(reader: Reader) -> list[Named]:
    """Every category, the default one at first."""
    return [DEFAULT_CATEGORY, *await reader.all(CATEGORIES)]


def schedule_of(job: Job, zone: tzinfo) -> Schedule:
    """When a job runs."""
    return read_schedule(job.schedule, zone, gap=GAP if job.kind == "transfer" else MAPPING_GAP)
