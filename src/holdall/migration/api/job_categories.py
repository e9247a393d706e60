"""Categories of jobs: what roll-up reports are made over."""

from typing import Any

import msgspec

from holdall.base.errors import BadRequest, NotFound
from holdall.base.ids import number_in
from holdall.migration.api.context import Context
from holdall.migration.api.envelopes import Counted, Many, One
from holdall.migration.api.many import check_filters, chosen, each
from holdall.migration.api.routing import route
from holdall.migration.service.job_rows import DEFAULT, Named, all_categories, find_category
from holdall.migration.service.jobs import category_of_name, delete_category
from holdall.migration.service.listing import Page, sort_rows


class CategoryBody(msgspec.Struct, kw_only=True):
    """A category as it is sent."""

    id: Any = None
    type: Any = None
    name: str = ""


@route("GET", "jobs/categories", permission="jobs.read")
async def list_categories(ctx: Context) -> Many:
    """List the categories of jobs; `q` searches their names."""
    rows, total = await _listed(ctx, ctx.page)
    return Many("job_categories", [_view(one) for one in rows], total, ctx.page)


@route("POST", "jobs/categories", permission="jobs.write")
async def post_category(ctx: Context) -> One:
    """Make a category of a `name`; one of that name that is there already is answered."""
    name = (await ctx.body(CategoryBody)).name.strip()
    if not name:
        raise BadRequest("A category needs a name")
    category_id = await ctx.db.write(category_of_name, name)
    return One("job_category", _view(await _category(ctx, category_id)), 201)


@route("GET", "jobs/categories/{id}", permission="jobs.read")
async def get_category(ctx: Context, id: str) -> One:
    """Get a category."""
    return One("job_category", _view(await _category(ctx, _number(id))))


@route("DELETE", "jobs/categories/{id}", permission="jobs.write")
async def delete_one_category(ctx: Context, id: str) -> None:
    """Remove a category; its jobs are in the category Default from then on, which cannot be removed."""
    category = await _category(ctx, _number(id))
    if category.id == DEFAULT:
        raise BadRequest("The category Default cannot be removed")
    await ctx.db.write(delete_category, category.id)


@route("DELETE", "jobs/categories", permission="jobs.write")
async def delete_categories(ctx: Context) -> Counted:
    """Remove all categories whose names `q` is in, with `limit` those of the page alone; the category Default stays."""
    check_filters(ctx, ("q",))
    found = [one.id for one in await chosen(ctx, lambda page: _listed(ctx, page)) if one.id != DEFAULT]
    return await each(ctx, found, lambda id: ctx.db.write(delete_category, id))


async def _listed(ctx: Context, page: Page) -> tuple[list[Named], int]:
    sought = (page.q or "").casefold()
    found = [one for one in await all_categories(ctx.db) if sought in one.name.casefold()]
    return sort_rows(found, page, {"name": lambda one: one.name.casefold(), "id": lambda one: one.id})


async def _category(ctx: Context, category_id: int) -> Named:
    found = await find_category(ctx.db, category_id)
    if found is None:
        raise NotFound(f"There is no category {category_id}; GET /v1/jobs/categories lists them")
    return found


def _number(text: str) -> int:
    number = number_in(text)
    if number is None:
        raise NotFound(f"There is no category {text}; GET /v1/jobs/categories lists them")
    return number


def _view(category: Named) -> dict[str, Any]:
    return {"id": category.id, "name": category.name, "type": "job_category"}
