"""Groups of file types that filters name: a closed list, each with its extensions."""

from typing import Any

from holdall.base.errors import NotFound
from holdall.migration.api.context import Context
from holdall.migration.api.envelopes import Many, One
from holdall.migration.api.routing import route
from holdall.migration.engine.filters import GROUPS
from holdall.migration.service.listing import sort_rows


@route("GET", "filters/categories", permission="jobs.read")
async def list_categories(ctx: Context) -> Many:
    """List the groups of file types; `q` searches their names. A `filter_group` takes them by name."""
    sought = (ctx.page.q or "").casefold()
    found = [name for name in GROUPS if sought in name]
    rows, total = sort_rows(found, ctx.page, {"name": str, "id": str})
    return Many("content_categories", [_view(name) for name in rows], total, ctx.page)


@route("GET", "filters/categories/{id}", permission="jobs.read")
async def get_category(ctx: Context, id: str) -> One:
    """Get one group of file types with its extensions."""
    if id.lower() not in GROUPS:
        raise NotFound(f"There is no group of file types {id!r}; there are {', '.join(GROUPS)}")
    return One("content_category", _view(id.lower()))


def _view(name: str) -> dict[str, Any]:
    return {"id": name, "name": name.capitalize(), "extensions": sorted(GROUPS[name]), "type": "content_category"}
