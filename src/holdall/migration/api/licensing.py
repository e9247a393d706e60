"""The licence that clients ask for: Holdall is open source, so there is one without a limit, for everybody, for ever."""

from importlib.metadata import version

import sqlalchemy as sa

from holdall.base.db import query
from holdall.migration.api.context import Context
from holdall.migration.api.envelopes import One
from holdall.migration.api.routing import route
from holdall.migration.service.tables import connections, jobs, users

_USED = query(
    sa.select(
        sa.select(sa.func.count()).select_from(jobs).where(jobs.c.deleted_on.is_(None)).scalar_subquery(),
        sa.select(sa.func.count()).select_from(users).where(users.c.disabled.is_(False)).scalar_subquery(),
        sa.select(sa.func.count()).select_from(connections).scalar_subquery(),
    )
)


@route("GET", "licensing")
async def get_license(ctx: Context) -> One:
    """Get the licence; `usage=true` counts the jobs, users and connections that there are."""
    used = {}
    if ctx.asked.flag("usage"):
        counted = await ctx.db.one(_USED)
        assert counted is not None
        used = dict(zip(("jobs", "users", "connections"), counted, strict=True))
    return One(
        "license",
        {
            "key": "none is needed",
            "product": f"Holdall {version('holdall')}",
            "edition": "Apache-2.0",
            "customer": {"name": "everybody", "email": ""},
            "features": [],
            "quota": {},
            "used": used,
            "trial": False,
            "expired": False,
            "expires_on": None,
            "failures": [],
        },
    )


@route("POST", "licensing/refresh", permission="settings.write")
async def refresh_license(ctx: Context) -> One:
    """Get the licence: there is nowhere to ask for another."""
    return await get_license(ctx)


@route("POST", "licensing/activate", permission="settings.write")
async def activate_license(ctx: Context) -> One:
    """Get the licence: it needs no key, so one that is sent is not kept."""
    if await ctx.object():
        ctx.warnings.append("Holdall needs no licence: the key is not kept")
    return await get_license(ctx)
