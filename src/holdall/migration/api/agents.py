"""Remote agents, which the vendor's service has and this one needs not: its workers are processes on one database."""

from holdall.migration.api.context import Context
from holdall.migration.api.envelopes import Many
from holdall.migration.api.routing import route


@route("GET", "sites", permission="settings.read")
async def list_sites(ctx: Context) -> Many:
    """List remote agents: there are none, ever. More workers are processes of `holdall work`."""
    return Many("sites", [], 0, ctx.page)


@route("GET", "profiles", permission="settings.read")
async def list_profiles(ctx: Context) -> Many:
    """List what remote agents are set up from: there is nothing, since there are none."""
    return Many("profiles", [], 0, ctx.page)
