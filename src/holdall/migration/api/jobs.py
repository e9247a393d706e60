"""Jobs: made, listed, read, changed, controlled, cloned and removed, one or many at a time."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import tzinfo
from typing import Any

from holdall.base.clock import time_zone
from holdall.base.db import Transaction
from holdall.base.errors import BadRequest, NotFound
from holdall.migration.api.context import Context
from holdall.migration.api.envelopes import Counted, Many, One
from holdall.migration.api.job_views import USUAL, job_views
from holdall.migration.api.many import check_filters, chosen, each
from holdall.migration.api.routing import route
from holdall.migration.service.control import RESETS, cancel, pause, reset, resume, start
from holdall.migration.service.job_lists import JobFilter, list_jobs
from holdall.migration.service.job_rows import Job, get_job
from holdall.migration.service.jobs import change_job, clone_job, create_job, delete_job
from holdall.migration.service.undoing import begin_undo

_CONTROLS = ("start", "pause", "resume", "cancel", "undo")
FILTERS = ("kind", "active", "parent", "node", "status", "q", "category", "id")
"""What lists of jobs are narrowed by."""
_EXTRAS = ("reset", "confirm_deletes", *_CONTROLS)


@route("GET", "jobs", permission="jobs.read")
async def list_all_jobs(ctx: Context) -> Many:
    """List jobs: by `kind`, `active`, `parent`, `node`, `status`, `category`, and `q` in their names."""
    found, total = await list_jobs(ctx.db, ctx.page, job_filter(ctx))
    return Many("jobs", await job_views(ctx, found), total, ctx.page, USUAL)


@route("POST", "jobs", permission="jobs.write")
async def post_job(ctx: Context) -> One:
    """Make a job. What of the body is not understood, or not acted on, is told in `warnings`."""
    said = await ctx.object()
    if said.get("status") == "start":
        ctx.check("jobs.run")
    return await one(ctx, await ctx.db.write(create_job, said, zone_of(ctx), ctx.person.id), status=201)


@route("GET", "jobs/{id}", permission="jobs.read")
async def get_one_job(ctx: Context, id: str) -> One:
    """Get a job; `fields=all` tells everything that was said of it, its run under way and its last run."""
    job = await get_job(ctx.db, id)
    return One("job", (await job_views(ctx, [job]))[0], usual=USUAL)


@route("PUT", "jobs/{id}")
async def put_job(ctx: Context, id: str) -> One:
    """Say all of a job anew, and control it by flags as with PATCH."""
    return await _change(ctx, id, whole=True)


@route("PATCH", "jobs/{id}")
async def patch_job(ctx: Context, id: str) -> One:
    """Change parts of a job, and control it by the flags `start`, `pause`, `resume`, `cancel`, `undo` and `reset=...`.

    `undo` takes back the last run: what it made is removed, what it changed goes back, unless somebody changed it since.

    `confirm_deletes` with `start` lets a run delete what an earlier one asked about.
    """
    return await _change(ctx, id)


@route("PATCH", "jobs")
async def patch_jobs(ctx: Context) -> Counted:
    """Change and control all jobs that a list with the same filters would have, with `limit` those of the page alone.

    What cannot be done is told in `warnings`.
    """
    said = await ctx.object()
    _check_many(ctx, said)
    ids, zone = [job.id for job in await _chosen(ctx)], zone_of(ctx)
    return await each(ctx, ids, lambda job_id: ctx.db.write(_act, job_id, said, ctx.asked, ctx.person.id, zone))


@route("DELETE", "jobs/{id}", permission="jobs.write")
async def delete_one_job(ctx: Context, id: str) -> None:
    """Remove a job, and the jobs that it made; a run under way is cancelled. Its history stays in the database."""
    await ctx.db.write(delete_job, id)


@route("DELETE", "jobs", permission="jobs.write")
async def delete_jobs(ctx: Context) -> Counted:
    """Remove all jobs that a list with the same filters would have, with `limit` those of the page alone."""
    check_filters(ctx, FILTERS)
    return await each(ctx, [job.id for job in await _chosen(ctx)], lambda job_id: ctx.db.write(_remove, job_id))


@route("POST", "jobs/{id}/clone", permission="jobs.write")
async def post_clone(ctx: Context, id: str) -> One:
    """Make another job like this one, or a job of a template; the body says what is to be different."""
    said = await ctx.object()
    if said.get("status") == "start":
        ctx.check("jobs.run")
    return await one(ctx, await ctx.db.write(clone_job, id, said, zone_of(ctx), ctx.person.id), status=201)


async def _chosen(ctx: Context) -> list[Job]:
    return await chosen(ctx, lambda page: list_jobs(ctx.db, page, job_filter(ctx)))


def job_filter(ctx: Context, *, templates: bool = False) -> JobFilter:
    """The jobs that a request's filters choose; raises InvalidParameter."""
    category = ctx.asked.whole("category")
    return JobFilter(
        kind=ctx.asked.text("kind"),
        active=ctx.asked.boolean("active"),
        parent=ctx.asked.text("parent"),
        node=ctx.asked.text("node"),
        statuses=tuple(ctx.asked.texts("status")),
        category=category,
        ids=tuple(ctx.asked.texts("id")),
        q=ctx.asked.text("q"),
        templates=templates,
    )


def zone_of(ctx: Context) -> tzinfo:
    """The time zone of schedules."""
    return time_zone(ctx.site.settings.migration_time_zone)


async def one(ctx: Context, job: Job, *, status: int = 200) -> One:
    """A job that was made or changed, with the warnings of what was said of it."""
    ctx.warnings += job.warnings
    return One("job", (await job_views(ctx, [job]))[0], status, usual=USUAL)


async def _change(ctx: Context, job_id: str, *, whole: bool = False) -> One:
    said = await ctx.object()
    _check(ctx, said)
    if "link_remediation" in ctx.asked.texts("reset"):
        ctx.warnings.append("reset=link_remediation is known but not acted on: links in documents stay as they are")
    await ctx.db.write(_act, job_id, said, ctx.asked, ctx.person.id, zone_of(ctx), whole=whole)
    job = await get_job(ctx.db, job_id)
    if not said:
        return One("job", (await job_views(ctx, [job]))[0], usual=USUAL)
    return await one(ctx, job)


async def _act(  # noqa: PLR0917 - what is said, and by whom
    tx: Transaction, job_id: str, said: Mapping[str, Any], asked: Any, by: str, zone: tzinfo, *, whole: bool = False
) -> None:
    """A unit: the change of the body, then the resets, then the one thing that a flag asks for."""
    await get_job(tx, job_id)
    if said or whole:
        await change_job(tx, job_id, dict(said), zone, by, whole=whole)
    if "reset" in asked:
        await reset(tx, job_id, asked.texts("reset") or ["full"])
    if asked.flag("cancel"):
        await cancel(tx, job_id, zone)
    elif asked.flag("pause"):
        await pause(tx, job_id)
    elif asked.flag("resume"):
        await resume(tx, job_id, zone)
    elif asked.flag("undo"):
        await begin_undo(tx, job_id)
    elif asked.flag("start"):
        await start(tx, job_id, confirm_deletes=asked.flag("confirm_deletes"))


async def _remove(tx: Transaction, job_id: str) -> None:
    with suppress(NotFound):  # gone with the job that made it
        await delete_job(tx, job_id)


def _check(ctx: Context, said: Mapping[str, Any]) -> None:
    flags = [name for name in _CONTROLS if ctx.asked.flag(name)]
    if len(flags) > 1:
        raise BadRequest(f"Ask for one thing at a time, not for {' and '.join(flags)}")
    if flags or said.get("status") == "start":
        ctx.check("jobs.run")
    if said or "reset" in ctx.asked or not flags:
        ctx.check("jobs.write")
    if not said and not flags and "reset" not in ctx.asked and ctx.request.method == "PATCH":
        raise BadRequest(
            f"Nothing is asked for: send a body, or a flag: {', '.join(_CONTROLS)}, reset={'|'.join(RESETS)}"
        )


def _check_many(ctx: Context, said: Mapping[str, Any]) -> None:
    _check(ctx, said)
    check_filters(ctx, FILTERS, _EXTRAS)
