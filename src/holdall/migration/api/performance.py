"""The limits of the whole service: runs and files at a time, bytes a second."""

import msgspec

from holdall.migration.api.context import Context
from holdall.migration.api.envelopes import One
from holdall.migration.api.routing import route
from holdall.migration.service.bodies import READ_ONLY
from holdall.migration.service.performance import Performance, change_performance, read_performance
from holdall.migration.service.understanding import unknown_in


@route("GET", "performance/configuration", permission="settings.read")
async def get_performance(ctx: Context) -> One:
    """Get the limits of the service."""
    return One("performance", msgspec.to_builtins(await read_performance(ctx.db)))


@route("POST", "performance/configuration", permission="settings.write")
@route("PUT", "performance/configuration", permission="settings.write")
@route("PATCH", "performance/configuration", permission="settings.write")
async def post_performance(ctx: Context) -> One:
    """Set limits of the service; those that are not said stay. They hold for what begins from then on."""
    said = {name: value for name, value in (await ctx.object()).items() if name not in READ_ONLY}
    limits = await ctx.db.write(change_performance, said)
    ctx.warnings += [f"{one.path} {one.message}" for one in unknown_in(said, Performance)]
    return One("performance", msgspec.to_builtins(limits))
