"""Runs of jobs as they are listed: those under way and those that are over, simulations too."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
import sqlalchemy as sa

from holdall.base.db import contains, query, rows_of
from holdall.base.db.database import Reader
from holdall.migration.engine.execution import simulation_of
from holdall.migration.tables import runs

from .listing import Page, list_page
from .tables import jobs


class Execution(msgspec.Struct, frozen=True):
    """A run of a job; `job_id` is the ledger's, which has a name of its own for simulations."""

    id: int
    job_id: str
    phase: str
    status: str
    reason: str | None
    started_at: int
    finished_at: int | None
    rate_limits: int
    node_address: str | None
    stats: dict[str, Any] | None

    @property
    def of_job(self) -> str:
        """The id of the job."""
        return self.job_id.partition("/")[0]

    @property
    def is_simulation(self) -> bool:
        """Whether nothing was written."""
        return self.job_id != self.of_job


_RUNS = sa.select(*rows_of(Execution, runs))
_LAST = query(
    _RUNS.where(
        runs.c.id.in_(
            sa.select(sa.func.max(runs.c.id))
            .where(contains(runs.c.job_id, "ids"), runs.c.finished_at.is_not(None))
            .group_by(runs.c.job_id)
        )
    ),
    Execution,
)
_BY_IDS = query(_RUNS.where(contains(runs.c.id, "ids")), Execution)
_SORTABLE = {"start_time": runs.c.started_at, "id": runs.c.id, "status": runs.c.status, "end_time": runs.c.finished_at}


async def last_executions(reader: Reader, job_ids: Sequence[str]) -> Mapping[str, Execution]:
    """The last run of each job that is over, by the job's id."""
    found = await reader.all(_LAST, ids=[name for one in job_ids for name in (one, simulation_of(one))])
    return {one.of_job: one for one in sorted(found, key=lambda one: one.id)}


async def executions_by_id(reader: Reader, ids: Sequence[int]) -> Mapping[int, Execution]:
    """Runs by their ids."""
    return {one.id: one for one in await reader.all(_BY_IDS, ids=list(ids))} if ids else {}


async def list_executions(
    reader: Reader, page: Page, *, job_ids: Sequence[str] = (), execution: str | None = None
) -> tuple[list[Execution], int]:
    """A page of runs, the latest first: of some jobs or of all, one of them by its id, the `last` or the `current` one."""
    statement = _RUNS
    parameters: dict[str, Any] = {}
    if job_ids:
        statement = statement.where(contains(runs.c.job_id, "jobs"))
        parameters["jobs"] = [name for one in job_ids for name in (one, simulation_of(one))]
    if execution == "current":
        statement = statement.where(runs.c.id.in_(sa.select(jobs.c.run_id).where(jobs.c.run_id.is_not(None))))
    elif execution == "last":
        page = msgspec.structs.replace(page, offset=0, limit=min(page.limit, 1))
    elif execution is not None:
        statement = statement.where(runs.c.id == sa.bindparam("run", type_=sa.BigInteger))
        parameters["run"] = int(execution)
    if not page.sort:
        page = msgspec.structs.replace(page, sort=(("start_time", True), ("id", True)))
    found, total = await list_page(reader, statement, page, into=Execution, sortable=_SORTABLE, **parameters)
    return found, min(total, 1) if execution == "last" else total
