"""Templates: bodies of jobs that never run; a job is made of one with POST /v1/jobs/{id}/clone."""

from holdall.base.errors import NotFound
from holdall.migration.api.context import Context
from holdall.migration.api.envelopes import Counted, Many, One
from holdall.migration.api.job_views import USUAL, job_views
from holdall.migration.api.jobs import FILTERS, job_filter, one, zone_of
from holdall.migration.api.many import check_filters, chosen, each
from holdall.migration.api.routing import route
from holdall.migration.service.job_lists import list_jobs
from holdall.migration.service.job_rows import Job, get_job
from holdall.migration.service.jobs import change_job, create_job, delete_job


@route("GET", "templates", permission="jobs.read")
async def list_templates(ctx: Context) -> Many:
    """List templates; filters are those of jobs."""
    found, total = await list_jobs(ctx.db, ctx.page, job_filter(ctx, templates=True))
    return Many("jobs", await job_views(ctx, found), total, ctx.page, USUAL)


@route("POST", "templates", permission="jobs.write")
async def post_template(ctx: Context) -> One:
    """Make a template: the body of a job, whose connections may be decided later."""
    said = await ctx.object()
    job = await ctx.db.write(create_job, said, zone_of(ctx), ctx.person.id, is_template=True)
    return await one(ctx, job, status=201)


@route("GET", "templates/{id}", permission="jobs.read")
async def get_template(ctx: Context, id: str) -> One:
    """Get a template."""
    return One("job", (await job_views(ctx, [await _template(ctx, id)]))[0], usual=USUAL)


@route("PUT", "templates/{id}", permission="jobs.write")
@route("PATCH", "templates/{id}", permission="jobs.write")
async def patch_template(ctx: Context, id: str) -> One:
    """Change a template: with PATCH what is said, with PUT all of it."""
    await _template(ctx, id)
    whole = ctx.request.method == "PUT"
    said = await ctx.object()
    return await one(ctx, await ctx.db.write(change_job, id, said, zone_of(ctx), ctx.person.id, whole=whole))


@route("DELETE", "templates/{id}", permission="jobs.write")
async def delete_template(ctx: Context, id: str) -> None:
    """Remove a template; jobs that were made of it stay."""
    await _template(ctx, id)
    await ctx.db.write(delete_job, id)


@route("DELETE", "templates", permission="jobs.write")
async def delete_templates(ctx: Context) -> Counted:
    """Remove all templates that a list with the same filters would have."""
    check_filters(ctx, FILTERS)
    found = await chosen(ctx, lambda page: list_jobs(ctx.db, page, job_filter(ctx, templates=True)))
    return await each(ctx, [one.id for one in found], lambda id: ctx.db.write(delete_job, id))


async def _template(ctx: Context, template_id: str) -> Job:
    job = await get_job(ctx.db, template_id)
    if not job.is_template:
        raise NotFound(f"There is no template {template_id}; GET /v1/templates lists them")
    return job
