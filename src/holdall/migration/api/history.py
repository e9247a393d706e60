"""The history of jobs: every run, of one job or of all, as JSON and as CSV."""

from collections.abc import AsyncIterator, Sequence
from typing import Any

import msgspec

from holdall.base.errors import InvalidParameter
from holdall.base.ids import number_in
from holdall.migration.api.context import Context
from holdall.migration.api.envelopes import Csv, Many
from holdall.migration.api.job_views import execution_view
from holdall.migration.api.routing import route
from holdall.migration.service.history import Execution, list_executions
from holdall.migration.service.job_rows import get_job
from holdall.migration.service.listing import Page

_PAGE = 1000
COLUMNS = (
    "id",
    "job_id",
    "status",
    "phase",
    "reason",
    "simulation_mode",
    "start_time",
    "end_time",
    "duration_seconds",
    "node_address",
    "files",
    "bytes",
    "folders",
    "flagged",
    "rate_limits",
)


@route("GET", "jobs/history", permission="jobs.read")
async def get_history(ctx: Context) -> Many:
    """List runs, the latest first: of the jobs `job`, and `execution` is an id, `last` or `current`."""
    return await _page(ctx, ctx.asked.texts("job") + ctx.asked.texts("jobs"))


@route("GET", "jobs/history.csv", permission="jobs.read")
async def get_history_csv(ctx: Context) -> Csv:
    """The same as a CSV file, all pages together."""
    return _csv(ctx, ctx.asked.texts("job") + ctx.asked.texts("jobs"))


@route("GET", "jobs/{id}/history", permission="jobs.read")
async def get_history_of_job(ctx: Context, id: str) -> Many:
    """List the runs of a job, the latest first."""
    return await _page(ctx, [(await get_job(ctx.db, id)).id])


@route("GET", "jobs/{id}/history.csv", permission="jobs.read")
@route("GET", "jobs/{id}/history/.csv", permission="jobs.read")
async def get_history_of_job_csv(ctx: Context, id: str) -> Csv:
    """The runs of a job as a CSV file."""
    return _csv(ctx, [(await get_job(ctx.db, id)).id])


async def _page(ctx: Context, job_ids: Sequence[str]) -> Many:
    found, total = await list_executions(ctx.db, ctx.page, job_ids=job_ids, execution=_execution(ctx))
    return Many("job_executions", [execution_view(one, 0) for one in found], total, ctx.page)


def _csv(ctx: Context, job_ids: Sequence[str]) -> Csv:
    execution = _execution(ctx)

    async def rows() -> AsyncIterator[Sequence[Any]]:
        page = Page(offset=0, limit=_PAGE)
        while True:
            found, _ = await list_executions(ctx.db, page, job_ids=job_ids, execution=execution)
            for one in found:
                yield _row(one)
            if len(found) < _PAGE:
                return
            page = msgspec.structs.replace(page, offset=page.offset + _PAGE)

    return Csv("history.csv", COLUMNS, rows())


def _row(run: Execution) -> list[Any]:
    view = execution_view(run)
    stats = run.stats or {}
    arrived = stats.get("destination", {})
    new = arrived.get("new", {})
    duration = (view["duration"] or {}).get("value")
    figures = [new.get("files"), new.get("bytes"), arrived.get("folders"), arrived.get("flagged"), run.rate_limits]
    return [*(view[name] for name in COLUMNS[:8]), duration, run.node_address, *figures]


def _execution(ctx: Context) -> str | None:
    execution = ctx.asked.text("execution")
    if execution is None or execution.lower() in {"last", "current"}:
        return None if execution is None else execution.lower()
    if number_in(execution) is None:
        raise InvalidParameter("execution", f"is the id of a run, last or current, not {execution!r}")
    return execution
