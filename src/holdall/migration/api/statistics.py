"""Statistics of jobs over HTTP: all of them in one answer, or one break-down by itself."""

from collections.abc import Sequence
from typing import Any

from holdall.base.errors import InvalidParameter, NotFound
from holdall.migration.api.context import Context
from holdall.migration.api.envelopes import One
from holdall.migration.api.item_views import category_view, seconds
from holdall.migration.api.routing import route
from holdall.migration.api.scopes import asked_scope
from holdall.migration.breakdown import AGES, DIMENSIONS, Amount, Bucket, ages_of
from holdall.migration.service.error_categories import Category
from holdall.migration.service.scope import Scope
from holdall.migration.service.statistics import (
    breakdown_of,
    executions_of,
    stop_policies_of,
    timeline_of,
    verified_of,
)

_USUAL = ("id", "by_status", "by_category", "processing", "count", "executions", "stop_policy", "timeline")


@route("GET", "transfers/stats", permission="reports.read")
@route("GET", "transfers/{job}/stats", permission="reports.read")
async def get_statistics(ctx: Context, job: str | None = None) -> One:
    """Count the items of jobs by status and error category, with their runs and what was moved when; `include=all`, or
    `fields`, adds by_age, by_content_category, by_depth, by_ext and by_size.
    """
    return await statistics(ctx, await asked_scope(ctx, job), job)


@route("GET", "transfers/stats/{breakdown}", permission="reports.read")
@route("GET", "transfers/{job}/stats/{breakdown}", permission="reports.read")
async def get_breakdown(ctx: Context, breakdown: str, job: str | None = None) -> One:
    """Count the items of jobs by one thing: by_status, by_category, by_age, by_content_category, by_depth, by_ext, by_size.

    `age` is how wide the five classes of by_age are: `2d`, `2w`, `2m` or `2y`, of any number.
    """
    return await one_breakdown(ctx, await asked_scope(ctx, job), breakdown, job)


async def statistics(ctx: Context, scope: Scope, identifier: str | None) -> One:
    """The statistics of some jobs; what is not asked for is not counted."""
    everything = "all" in ctx.asked.texts("include")
    value: dict[str, Any] = {"id": identifier, "count": len(scope.subjects)}
    for dimension in DIMENSIONS:
        name = f"by_{dimension}"
        if everything or name in _USUAL or ctx.fields.wants(name):
            value[name] = await _told(ctx, scope, dimension)
    compared = await verified_of(ctx.db, scope)
    value["processing"] = {
        name: {"source": _amount(name, Amount(files=files, bytes=size))} for name, (files, size) in compared.items()
    }
    value["executions"] = await executions_of(ctx.db, scope)
    value["stop_policy"] = await stop_policies_of(ctx.db, scope)
    value["timeline"] = [
        {
            "timestamp": seconds(moment.at),
            "stats": {"transferred": {"destination": _amount("transferred", Amount(moment.items, 0, moment.bytes))}},
        }
        for moment in await timeline_of(ctx.db, scope)
    ]
    return One("stats", value, usual=None if everything else _USUAL)


async def one_breakdown(ctx: Context, scope: Scope, name: str, identifier: str | None) -> One:
    """One break-down of some jobs; raises NotFound."""
    dimension = name.lower().removeprefix("by_")
    if dimension not in DIMENSIONS or not name.lower().startswith("by_"):
        known = ", ".join(f"by_{one}" for one in DIMENSIONS)
        raise NotFound(f"There are no statistics {name}; there are {known}")
    return One("stats", {"id": identifier, f"by_{dimension}": await _told(ctx, scope, dimension)})


async def _told(ctx: Context, scope: Scope, dimension: str) -> dict[str, Any]:
    ages, said = AGES, ctx.asked.text("age")
    if said is not None:
        try:
            ages = ages_of(said)
        except ValueError as error:
            raise InvalidParameter("age", str(error)) from None
    return _buckets(await breakdown_of(ctx.db, scope, dimension, now=ctx.db.now, ages=ages))


def _buckets(found: Sequence[tuple[Bucket, Category | None]]) -> dict[str, Any]:
    told: dict[str, Any] = {}
    for bucket, category in found:
        name = category.name if category is not None else bucket.name
        told[bucket.name] = {
            "source": _amount(name, bucket.source),
            "destination": _amount(name, bucket.destination),
        }
        if category is not None:
            told[bucket.name]["audit_category"] = category_view(category)
    return told


def _amount(name: str, amount: Amount) -> dict[str, Any]:
    return {"name": name, "bytes": amount.bytes, "files": amount.files, "folders": amount.folders}
