"""Reports over HTTP: which jobs they are about, and those jobs' statistics and items."""

from typing import Any

from msgspec import UNSET, Struct, UnsetType

from holdall.migration.api.context import Context
from holdall.migration.api.envelopes import Counted, Csv, Many, One
from holdall.migration.api.item_views import seconds
from holdall.migration.api.job_views import USUAL, job_views
from holdall.migration.api.many import check_filters, chosen, each
from holdall.migration.api.routing import route
from holdall.migration.api.statistics import one_breakdown, statistics
from holdall.migration.api.transfer_items import chosen_of, item_file, item_page
from holdall.migration.service.job_lists import JobFilter, list_jobs
from holdall.migration.service.reports import (
    Parameters,
    Report,
    change_report,
    create_report,
    delete_report,
    get_report,
    list_reports,
)
from holdall.migration.service.scope import Scope, scope_of_report


class ReportBody(Struct, kw_only=True):
    """A report as it is sent."""

    name: str | UnsetType = UNSET
    description: str | UnsetType | None = UNSET
    parameters: Parameters | UnsetType = UNSET
    id: Any = None
    type: Any = None


@route("GET", "reports", permission="reports.read")
async def get_reports(ctx: Context) -> Many:
    """List reports; `q` searches names."""
    found, total = await list_reports(ctx.db, ctx.page)
    return Many("reports", [_view(ctx, report) for report in found], total, ctx.page)


@route("POST", "reports", permission="reports.write")
async def post_report(ctx: Context) -> One:
    """Make a report: `name`, and in `parameters` the jobs by `job_category_id`, `parent` or `jobs`; `simulation_mode` takes
    only simulations, or none.
    """
    body = await ctx.body(ReportBody)
    name = "" if body.name is UNSET else body.name
    description = None if body.description is UNSET else body.description
    parameters = Parameters() if body.parameters is UNSET else body.parameters
    return _one(ctx, await ctx.db.write(create_report, ctx.person, name, description, parameters), 201)


@route("GET", "reports/{id}", permission="reports.read")
async def get_one_report(ctx: Context, id: str) -> One:
    """Get a report."""
    return _one(ctx, await get_report(ctx.db, id))


@route("PUT", "reports/{id}", permission="reports.write")
@route("PATCH", "reports/{id}", permission="reports.write")
async def patch_report(ctx: Context, id: str) -> One:
    """Give a report another name, or other jobs."""
    body = await ctx.body(ReportBody)
    given = {name: getattr(body, name) for name in ("name", "description", "parameters")}
    values = {name: value for name, value in given.items() if value is not UNSET}
    return _one(ctx, await ctx.db.write(change_report, ctx.person, id, values))


@route("DELETE", "reports/{id}", permission="reports.write")
async def delete_one_report(ctx: Context, id: str) -> None:
    """Remove a report; the jobs stay."""
    await ctx.db.write(delete_report, id)


@route("DELETE", "reports", permission="reports.write")
async def delete_reports(ctx: Context) -> Counted:
    """Remove all reports whose names `q` is in, with `limit` those of the page alone; the jobs stay."""
    check_filters(ctx, ("q",))
    found = await chosen(ctx, lambda page: list_reports(ctx.db, page))
    return await each(ctx, [one.id for one in found], lambda id: ctx.db.write(delete_report, id))


@route("GET", "reports/{id}/stats", permission="reports.read")
async def get_report_statistics(ctx: Context, id: str) -> One:
    """Count the items of all jobs of a report; see the statistics of a job."""
    return await statistics(ctx, await _scope(ctx, id), id)


@route("GET", "reports/{id}/stats/{breakdown}", permission="reports.read")
async def get_report_breakdown(ctx: Context, id: str, breakdown: str) -> One:
    """Count the items of all jobs of a report by one thing."""
    return await one_breakdown(ctx, await _scope(ctx, id), breakdown, id)


@route("GET", "reports/{id}/items", permission="reports.read")
async def get_report_items(ctx: Context, id: str) -> Many:
    """List the items of all jobs of a report; filters as with items."""
    return await item_page(ctx, await _scope(ctx, id), await chosen_of(ctx))


@route("GET", "reports/{id}/items.csv", permission="reports.read")
async def get_report_items_csv(ctx: Context, id: str) -> Csv:
    """The same as a CSV file."""
    return item_file(ctx, await _scope(ctx, id), await chosen_of(ctx), "items.csv")


@route("GET", "reports/{id}/jobs", permission="reports.read")
async def get_report_jobs(ctx: Context, id: str) -> Many:
    """List the jobs of a report."""
    ids = tuple(one.id for one in (await _scope(ctx, id)).subjects.values())
    if not ids:
        return Many("jobs", [], 0, ctx.page, USUAL)
    found, total = await list_jobs(ctx.db, ctx.page, JobFilter(ids=ids, q=ctx.asked.text("q")))
    return Many("jobs", await job_views(ctx, found), total, ctx.page, USUAL)


async def _scope(ctx: Context, report_id: str) -> Scope:
    return await scope_of_report(ctx.db, (await get_report(ctx.db, report_id)).parameters)


def _one(ctx: Context, report: Report, status: int = 200) -> One:
    return One("report", _view(ctx, report), status)


def _view(ctx: Context, report: Report) -> dict[str, Any]:
    return {
        "id": report.id,
        "name": report.name,
        "description": report.description,
        "parameters": report.parameters,
        "created_by": report.created_by,
        "created_on": seconds(report.created_on),
        "modified_by": report.modified_by,
        "modified_on": seconds(report.modified_on),
        "type": "report",
        "links": {"self": {"href": ctx.url(f"reports/{report.id}")}},
    }
