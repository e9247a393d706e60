"""Schedulers: queues of jobs that are started, paused and stopped as a whole."""

from typing import Any

import msgspec
from msgspec import UNSET, UnsetType

from holdall.base.errors import BadRequest, NotFound
from holdall.base.ids import number_in
from holdall.migration.api.context import Context
from holdall.migration.api.envelopes import Counted, Many, One
from holdall.migration.api.job_views import scheduler_view
from holdall.migration.api.many import check_filters, chosen, each
from holdall.migration.api.routing import route
from holdall.migration.service.job_rows import DEFAULT, Scheduler, all_schedulers, find_scheduler
from holdall.migration.service.listing import Page, sort_rows
from holdall.migration.service.schedulers import change_scheduler, create_scheduler, delete_scheduler, switch

_FILTERS = ("active", "q")
_SWITCHES = {"start": "running", "pause": "paused", "stop": "stop"}


class SchedulerBody(msgspec.Struct, kw_only=True):
    """A scheduler as it is sent."""

    id: Any = None
    type: Any = None
    status: Any = None
    name: str | UnsetType = UNSET
    caption: str | UnsetType | None = UNSET
    disabled: bool | UnsetType = UNSET

    def columns(self) -> dict[str, Any]:
        """What is said."""
        return {name: value for name in ("name", "caption", "disabled") if (value := getattr(self, name)) is not UNSET}


@route("GET", "schedulers", permission="settings.read")
async def list_schedulers(ctx: Context) -> Many:
    """List schedulers; `q` searches their names, `active` tells enabled and disabled ones apart."""
    rows, total = await _listed(ctx, ctx.page)
    return Many("job_schedulers", [scheduler_view(one) for one in rows], total, ctx.page)


@route("POST", "schedulers", permission="settings.write")
async def post_scheduler(ctx: Context) -> One:
    """Make a scheduler of a `name`, with a `caption`; it runs."""
    said = (await ctx.body(SchedulerBody)).columns()
    return One("job_scheduler", scheduler_view(await ctx.db.write(create_scheduler, said)), 201)


@route("GET", "schedulers/{id}", permission="settings.read")
async def get_scheduler(ctx: Context, id: str) -> One:
    """Get a scheduler."""
    return One("job_scheduler", scheduler_view(await _scheduler(ctx, id)))


@route("PUT", "schedulers/{id}", permission="settings.write")
@route("PATCH", "schedulers/{id}", permission="settings.write")
async def patch_scheduler(ctx: Context, id: str) -> One:
    """Change a scheduler, or switch it by the flags `start`, `pause` and `stop`; with `wait` runs under way come to their end.

    Without it, runs are held by `pause` and go on after `start`, and are cancelled by `stop`.
    """
    scheduler = await _scheduler(ctx, id)
    said = (await ctx.body(SchedulerBody)).columns()
    status = _asked(ctx)
    if said:
        await ctx.db.write(change_scheduler, scheduler.id, said)
    if status is not None:
        await ctx.db.write(switch, scheduler.id, status, wait=ctx.asked.flag("wait"))
    return One("job_scheduler", scheduler_view(await _scheduler(ctx, id)))


@route("PATCH", "schedulers", permission="settings.write")
async def patch_schedulers(ctx: Context) -> Counted:
    """Switch all schedulers that a list with the same filters would have."""
    status = _asked(ctx)
    if status is None:
        raise BadRequest(f"Say what all schedulers shall do: {', '.join(_SWITCHES)}")
    check_filters(ctx, _FILTERS, (*_SWITCHES, "wait"))
    found = [one.id for one in await chosen(ctx, lambda page: _listed(ctx, page))]
    return await each(ctx, found, lambda id: ctx.db.write(switch, id, status, wait=ctx.asked.flag("wait")))


async def _listed(ctx: Context, page: Page) -> tuple[list[Scheduler], int]:
    sought, active = (page.q or "").casefold(), ctx.asked.boolean("active")
    found = [
        one
        for one in await all_schedulers(ctx.db)
        if sought in f"{one.name} {one.caption}".casefold() and active in {None, not one.disabled}
    ]
    return sort_rows(found, page, {"name": lambda one: one.name.casefold(), "id": lambda one: one.id})


@route("DELETE", "schedulers/{id}", permission="settings.write")
async def delete_one_scheduler(ctx: Context, id: str) -> None:
    """Remove a scheduler; its jobs belong to the default one from then on, which cannot be removed."""
    await ctx.db.write(delete_scheduler, (await _scheduler(ctx, id)).id)


@route("DELETE", "schedulers", permission="settings.write")
async def delete_schedulers(ctx: Context) -> Counted:
    """Remove all schedulers that a list with the same filters would have; the default one stays, with the jobs of the others."""
    check_filters(ctx, _FILTERS)
    found = [one.id for one in await chosen(ctx, lambda page: _listed(ctx, page)) if one.id != DEFAULT]
    return await each(ctx, found, lambda id: ctx.db.write(delete_scheduler, id))


async def _scheduler(ctx: Context, text: str) -> Scheduler:
    number = number_in(text)
    found = None if number is None else await find_scheduler(ctx.db, number)
    if found is None:
        raise NotFound(f"There is no scheduler {text}; GET /v1/schedulers lists them")
    return found


def _asked(ctx: Context) -> str | None:
    flags = [name for name in _SWITCHES if ctx.asked.flag(name)]
    if len(flags) > 1:
        raise BadRequest(f"Ask for one thing at a time, not for {' and '.join(flags)}")
    return _SWITCHES[flags[0]] if flags else None
