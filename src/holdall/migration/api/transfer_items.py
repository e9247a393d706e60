"""Items of jobs: what there is, what became of it, what waits for a person, and what a person decides about it."""

from collections.abc import AsyncIterator, Sequence
from typing import Any

import msgspec

from holdall.base.errors import BadRequest, InvalidParameter
from holdall.base.ids import number_in
from holdall.migration.api.context import Context
from holdall.migration.api.envelopes import Counted, Csv, Many, One
from holdall.migration.api.item_views import COLUMNS, USUAL, item_rows, item_views
from holdall.migration.api.routing import route
from holdall.migration.api.scopes import asked_items, asked_jobs, asked_scope
from holdall.migration.service.decisions import Decision, decide_all, decide_one
from holdall.migration.service.error_categories import condition_of, find_category
from holdall.migration.service.items import Chosen, every_item, find_item, list_items
from holdall.migration.service.scope import Scope, scope_of

_FLAGGED = ("remediation",)


@route("GET", "transfers/items", permission="reports.read")
@route("GET", "transfers/{job}/items", permission="reports.read")
async def get_items(ctx: Context, job: str | None = None) -> Many:
    """List items: those of the jobs `job` or `jobs`, right below the folder `parent`, with the ids `id`, the `item_status`,
    the `processing_status`, the error `category`, and `q` in their path.
    """
    return await item_page(ctx, await asked_scope(ctx, job), await chosen_of(ctx))


@route("GET", "transfers/items.csv", permission="reports.read")
@route("GET", "transfers/{job}/items.csv", permission="reports.read")
async def get_items_csv(ctx: Context, job: str | None = None) -> Csv:
    """The same as a CSV file, all pages together."""
    return item_file(ctx, await asked_scope(ctx, job), await chosen_of(ctx), "items.csv")


@route("GET", "transfers/items/flagged", permission="reports.read")
@route("GET", "transfers/{job}/items/flagged", permission="reports.read")
async def get_flagged_items(ctx: Context, job: str | None = None) -> Many:
    """List the items that wait for a person."""
    return await item_page(
        ctx, await asked_scope(ctx, job), msgspec.structs.replace(await chosen_of(ctx), statuses=_FLAGGED)
    )


@route("GET", "transfers/items/flagged.csv", permission="reports.read")
@route("GET", "transfers/{job}/items/flagged.csv", permission="reports.read")
async def get_flagged_items_csv(ctx: Context, job: str | None = None) -> Csv:
    """The items that wait for a person as a CSV file."""
    chosen = msgspec.structs.replace(await chosen_of(ctx), statuses=_FLAGGED)
    return item_file(ctx, await asked_scope(ctx, job), chosen, "flagged.csv")


@route("GET", "transfers/folders", permission="reports.read")
@route("GET", "transfers/{job}/folders", permission="reports.read")
async def get_folders(ctx: Context, job: str | None = None) -> Many:
    """List the folders alone; filters as with items."""
    return await item_page(
        ctx, await asked_scope(ctx, job), msgspec.structs.replace(await chosen_of(ctx), types=("folder",))
    )


@route("GET", "transfers/folders.csv", permission="reports.read")
@route("GET", "transfers/{job}/folders.csv", permission="reports.read")
async def get_folders_csv(ctx: Context, job: str | None = None) -> Csv:
    """The folders as a CSV file."""
    chosen = msgspec.structs.replace(await chosen_of(ctx), types=("folder",))
    return item_file(ctx, await asked_scope(ctx, job), chosen, "folders.csv")


@route("GET", "transfers/items/{item}", permission="reports.read")
async def get_item(ctx: Context, item: str) -> One:
    """Get an item with both sides, what became of it and why."""
    scope = await scope_of(ctx.db)
    found = await find_item(ctx.db, scope, _number(item))
    return One("item", (await item_views(ctx, scope, [found]))[0])


@route("PATCH", "transfers/items/{item}", permission="jobs.run")
async def patch_item(ctx: Context, item: str) -> One:
    """Decide about an item: with `retry` the next run tries it again, with `ignore` no run does."""
    decision, scope = _decision(ctx), await scope_of(ctx.db)
    changed = await ctx.db.write(decide_one, ctx.person, decision, _number(item), scope)
    return One("item", (await item_views(ctx, scope, [changed]))[0])


@route("PATCH", "transfers/items", permission="jobs.run")
@route("PATCH", "transfers/{job}/items", permission="jobs.run")
async def patch_items(ctx: Context, job: str | None = None) -> Counted:
    """Decide about all items that the filters of the list choose, as far as there is anything to decide."""
    decision = _decision(ctx)
    chosen = await chosen_of(ctx)
    jobs = asked_jobs(ctx, job)
    if not jobs and not any((chosen.ids, chosen.parents, chosen.statuses, chosen.reasons, chosen.q)):
        raise BadRequest("Say which items: by id, parent, jobs, item_status, category or q")
    return Counted(await decide_all(ctx.db, ctx.person, decision, await scope_of(ctx.db, jobs), chosen))


async def chosen_of(ctx: Context) -> Chosen:
    """What the query of a request narrows a list of items to; raises InvalidParameter."""
    asked = ctx.asked
    reasons: list[str] = []
    condition = None
    for name in [*asked.texts("category"), *asked.texts("audit_category")]:
        category = await find_category(ctx.db, name)
        if category.reason is None:
            condition = condition_of(category)
        else:
            reasons.append(category.reason.value)
    return Chosen(
        ids=asked_items(ctx, "id", "items"),
        parents=asked_items(ctx, "parent"),
        types={"container": ("folder",), "item": ("file", "link")}.get(
            asked.choice("type", ("container", "item")) or "", ()
        ),
        statuses=[one.lower() for one in (*asked.texts("item_status"), *asked.texts("status"))],
        processing=[one.lower() for one in asked.texts("processing_status")],
        reasons=reasons,
        condition=condition,
        q=asked.text("q"),
        after=asked.whole("after"),
    )


async def item_page(ctx: Context, scope: Scope, chosen: Chosen) -> Many:
    """The page that is asked for of the items of some jobs."""
    page = ctx.page
    found = await list_items(ctx.db, scope, chosen, offset=page.offset, limit=page.limit, sort=page.sort)
    usual = None if "all" in ctx.asked.texts("include") else USUAL
    return Many("item", await item_views(ctx, scope, found.items), found.total, page, usual)


def item_file(ctx: Context, scope: Scope, chosen: Chosen, name: str) -> Csv:
    """All items of some jobs as a CSV file."""
    chosen.check()

    async def rows() -> AsyncIterator[Sequence[Any]]:
        async for page in every_item(ctx.db, scope, chosen):
            for row in await item_rows(ctx, scope, page):
                yield row

    return Csv(name, COLUMNS, rows())


def _number(item: str) -> int:
    number = number_in(item)
    if number is None:
        raise InvalidParameter("item", f"is the number of an item, not {item!r}")
    return number


def _decision(ctx: Context) -> Decision:
    wanted: list[Decision] = [name for name in ("retry", "ignore") if ctx.asked.flag(name)]
    if len(wanted) != 1:
        raise BadRequest("Say what is to become of the items: ?retry=1 or ?ignore=1")
    return wanted[0]
