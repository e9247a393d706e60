"""What roles may allow: a closed list, in categories."""

from typing import Any

from holdall.base.errors import NotFound
from holdall.migration.api.context import Context
from holdall.migration.api.envelopes import Many, One
from holdall.migration.api.routing import route
from holdall.migration.service.permissions import CATEGORIES, Category, Permission


@route("GET", "permissions")
async def list_permissions(ctx: Context) -> Many:
    """List the categories of permissions; `q` searches their names."""
    sought = (ctx.asked.text("q") or "").casefold()
    found = [one for one in CATEGORIES if sought in one.name.casefold() or any(map(_finds(sought), one.permissions))]
    return Many("permission_categories", [view(one) for one in found], len(found), ctx.page)


@route("GET", "permissions/{category}")
async def get_permissions(ctx: Context, category: str) -> One:
    """Get one category of permissions."""
    for one in CATEGORIES:
        if one.id == category.lower():
            return One("permissions", view(one))
    raise NotFound(f"There is no category {category!r} of permissions; GET /v1/permissions lists them")


def view(category: Category) -> dict[str, Any]:
    """A category as it is told."""
    return {
        "id": category.id,
        "name": category.name,
        "permissions": [
            {"id": one.id, "name": one.name, "description": one.description} for one in category.permissions
        ],
    }


def _finds(sought: str) -> Any:
    def finds(permission: Permission) -> bool:
        return sought in permission.name.casefold() or sought in permission.id

    return finds
