"""The audit log over HTTP, and the error categories that sort what it tells."""

from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any

from holdall.base.errors import InvalidParameter
from holdall.base.ids import number_in
from holdall.migration.api.context import Context
from holdall.migration.api.envelopes import Counted, Csv, Many, One
from holdall.migration.api.item_views import category_view, seconds
from holdall.migration.api.many import check_filters, chosen, each
from holdall.migration.api.routing import route
from holdall.migration.api.scopes import asked_items, asked_jobs, asked_scope
from holdall.migration.engine.audit import Event
from holdall.migration.engine.reasons import ABOUT, LEVELS, Reason
from holdall.migration.engine.rows import Item
from holdall.migration.engine.statements import BY_IDS
from holdall.migration.service.audit_log import Row, Wanted, every_note, list_notes
from holdall.migration.service.error_categories import (
    Category,
    CategoryBody,
    all_categories,
    create_category,
    delete_category,
)
from holdall.migration.service.items import destination_paths
from holdall.migration.service.listing import Page, sort_rows
from holdall.migration.service.scope import Scope, scope_of_conventions

COLUMNS = (
    "id",
    "job_id",
    "execution_id",
    "recorded_on",
    "level",
    "event",
    "reason",
    "message",
    "item_id",
    "path",
    "bytes",
)
_TO_DESTINATION = {Event.CREATED.value, Event.UPDATED.value, Event.MOVED.value, Event.TAKEN_OVER.value}


@route("GET", "transfers/auditing", permission="reports.read")
@route("GET", "transfers/{job}/auditing", permission="reports.read")
async def get_audit_log(ctx: Context, job: str | None = None) -> Many:
    """Read the audit log of the jobs `job` or `jobs`: of one `execution`, from a `level` on, of an `event`, a `reason`, an
    `item`, with `q` in path or message; `sort=recorded_on DESC` tells the latest first.
    """
    return await _log(ctx, await asked_scope(ctx, job))


@route("GET", "transfers/auditing.csv", permission="reports.read")
@route("GET", "transfers/{job}/auditing.csv", permission="reports.read")
async def get_audit_log_csv(ctx: Context, job: str | None = None) -> Csv:
    """The same as a CSV file, all pages together."""
    return _csv(ctx, await asked_scope(ctx, job))


@route("GET", "conventions/auditing", permission="reports.read")
async def get_convention_log(ctx: Context) -> Many:
    """Read the audit log of jobs that make jobs: which they made, and which they removed; parameters are the same."""
    return await _log(ctx, await scope_of_conventions(ctx.db, asked_jobs(ctx, None)))


@route("GET", "conventions/auditing.csv", permission="reports.read")
async def get_convention_log_csv(ctx: Context) -> Csv:
    """The same as a CSV file."""
    return _csv(ctx, await scope_of_conventions(ctx.db, asked_jobs(ctx, None)))


async def _log(ctx: Context, scope: Scope) -> Many:
    page = ctx.page
    unknown = [name for name, _ in page.sort if name not in ("id", "recorded_on")]
    if unknown:
        raise InvalidParameter("sort", f"this list is sorted by recorded_on, not by {unknown[0]}")
    latest_first = bool(page.sort) and page.sort[0][1]
    found, total = await list_notes(
        ctx.db, scope, _wanted(ctx), offset=page.offset, limit=page.limit, latest_first=latest_first
    )
    return Many("item", await _views(ctx, scope, found), total, page)


def _csv(ctx: Context, scope: Scope) -> Csv:
    wanted = _wanted(ctx)

    async def rows() -> AsyncIterator[Sequence[Any]]:
        async for page in every_note(ctx.db, scope, wanted):
            for row in page:
                job_id = scope.subjects[row.job_id].id
                head = [row.id, job_id, row.run_id, seconds(row.recorded_on), row.level, row.event, row.reason]
                yield [*head, row.message, row.item_id, row.path, row.bytes]

    return Csv("auditing.csv", COLUMNS, rows())


@route("GET", "transfers/categories", permission="reports.read")
async def get_categories(ctx: Context) -> Many:
    """List error categories: those of warnings and errors; with `priority=all` every one, also what is told for information."""
    rows, total = await _categories(ctx, ctx.page)
    return Many("audit_categories", [category_view(one) for one in rows], total, ctx.page)


@route("POST", "transfers/categories", permission="reports.write")
async def post_category(ctx: Context) -> One:
    """Make an error category: `name`, and a `filter` over what is known of an item; it comes before the built-in ones."""
    made = await ctx.db.write(create_category, await ctx.body(CategoryBody))
    return One("audit_category", category_view(made), 201)


@route("DELETE", "transfers/categories/{id}", permission="reports.write")
async def delete_one_category(ctx: Context, id: str) -> None:
    """Remove an error category that people made."""
    number = number_in(id)
    if number is None:
        raise InvalidParameter("id", f"is the number of a category, not {id!r}")
    await ctx.db.write(delete_category, number)


@route("DELETE", "transfers/categories", permission="reports.write")
async def delete_categories(ctx: Context) -> Counted:
    """Remove all error categories that people made, or those whose names `q` is in."""
    check_filters(ctx, ("q", "priority"))
    found = [one.id for one in await chosen(ctx, lambda page: _categories(ctx, page)) if one.reason is None]
    return await each(ctx, found, lambda id: ctx.db.write(delete_category, id))


async def _categories(ctx: Context, page: Page) -> tuple[list[Category], int]:
    found = await all_categories(ctx.db, lesser=ctx.asked.choice("priority", ("all",)) is not None)
    sought = (page.q or "").lower()
    found = [one for one in found if sought in one.name.lower()]
    return sort_rows(found, page, {"name": lambda one: one.name, "priority": lambda one: one.priority})


def _wanted(ctx: Context) -> Wanted:
    asked = ctx.asked
    return Wanted(
        execution=asked.text("execution"),
        level=asked.choice("level", LEVELS),
        events=[one.lower() for one in asked.texts("event")],
        reasons=[one.lower() for one in asked.texts("reason")],
        items=asked_items(ctx, "item"),
        q=asked.text("q"),
    )


async def _views(ctx: Context, scope: Scope, found: Sequence[Row]) -> list[dict[str, Any]]:
    wanted = [row.item_id for row in found if row.item_id is not None]
    items = {item.id: item for item in await ctx.db.all(BY_IDS, ids=wanted)} if wanted else {}
    paths = await destination_paths(ctx.db, list(items.values()))
    return [_view(row, scope, items, paths) for row in found]


def _view(row: Row, scope: Scope, items: Mapping[int, Item], paths: Mapping[int, str]) -> dict[str, Any]:
    subject, item = scope.subjects[row.job_id], items.get(row.item_id or 0)
    moved = row.event in _TO_DESTINATION
    there = f"{subject.path_of('destination')}/{paths[item.id]}" if item is not None and item.id in paths else None
    is_last = item is not None and moved and item.changed_run == row.run_id
    return {
        "id": row.id,
        "job_id": subject.id,
        "execution_id": row.run_id,
        "target": None if row.item_id is None else _target(row, item),
        "from_source": f"{subject.path_of('source')}/{row.path}" if moved else None,
        "to_destination": there if is_last else None,
        "from_destination": None,
        "to_source": None,
        "bytes": row.bytes,
        "version": item.source_revision if is_last and item is not None else None,
        "hash": item.sha1 if is_last and item is not None else None,
        "level": row.level,
        "type": ABOUT[Reason(row.reason)].number if row.reason is not None else 0,
        "event": row.event,
        "reason": row.reason,
        "message": row.message,
        "recorded_on": seconds(row.recorded_on),
    }


def _target(row: Row, item: Item | None) -> dict[str, Any]:
    """The item of a note, as it was called then; it may be gone by now."""
    name = (row.path or "").rpartition("/")[2]
    kind = None if item is None else {"folder": "container"}.get(item.type, "item")
    return {"id": row.item_id, "name": name, "path": row.path, "type": kind}
