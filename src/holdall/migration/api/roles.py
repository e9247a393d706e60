"""Roles: the built-in ones, and those that people make of permissions."""

from typing import Any

import msgspec

from holdall.migration.api.context import Context
from holdall.migration.api.envelopes import Counted, Many, One
from holdall.migration.api.many import check_filters, chosen, each
from holdall.migration.api.routing import route
from holdall.migration.service.groups import change_role, create_role, delete_role, get_role, list_roles
from holdall.migration.service.listing import Page, sort_rows
from holdall.migration.service.permissions import PERMISSIONS, Role


class PermissionReference(msgspec.Struct):
    """A permission by its id, as answers tell it."""

    id: str


class RoleBody(msgspec.Struct, kw_only=True):
    """A role as it is sent; permissions are ids, or objects with one."""

    id: Any = None
    type: Any = None
    name: str | None = None
    permissions: list[str | PermissionReference] | None = None


@route("GET", "roles", permission="users.read")
async def list_all_roles(ctx: Context) -> Many:
    """List roles; `q` searches their names."""
    rows, total = await _listed(ctx, ctx.page)
    return Many("roles", [role_view(role) for role in rows], total, ctx.page, ("id", "name", "built_in"))


@route("POST", "roles", permission="users.write")
async def post_role(ctx: Context) -> One:
    """Make a role: `name`, and `permissions` by their ids, of those that you have yourself."""
    body = await ctx.body(RoleBody)
    role = await ctx.db.write(create_role, ctx.person, body.name or "", _ids(body) or [])
    return One("role", role_view(role), 201)


@route("GET", "roles/{id}", permission="users.read")
async def get_one_role(ctx: Context, id: str) -> One:
    """Get a role with its permissions."""
    return One("role", role_view(await get_role(ctx.db, id)))


@route("PUT", "roles/{id}", permission="users.write")
@route("PATCH", "roles/{id}", permission="users.write")
async def patch_role(ctx: Context, id: str) -> One:
    """Change a role's name or permissions; the built-in ones stay as they are."""
    body = await ctx.body(RoleBody)
    role = await ctx.db.write(change_role, ctx.person, id, name=body.name, permissions=_ids(body))
    return One("role", role_view(role))


@route("DELETE", "roles/{id}", permission="users.write")
async def delete_one_role(ctx: Context, id: str) -> None:
    """Remove a role that nobody has."""
    await ctx.db.write(delete_role, ctx.person, id)


@route("DELETE", "roles", permission="users.write")
async def delete_roles(ctx: Context) -> Counted:
    """Remove all roles whose names `q` is in and that nobody has; the built-in ones stay."""
    check_filters(ctx, ("q",))
    found = [role.id for role in await chosen(ctx, lambda page: _listed(ctx, page)) if not role.is_built_in]
    return await each(ctx, found, lambda id: ctx.db.write(delete_role, ctx.person, id))


async def _listed(ctx: Context, page: Page) -> tuple[list[Role], int]:
    sought = (page.q or "").casefold()
    found = [role for role in await list_roles(ctx.db) if sought in role.name.casefold()]
    return sort_rows(found, page, {"name": lambda role: role.name.casefold(), "id": lambda role: role.id})


def role_view(role: Role) -> dict[str, Any]:
    """A role as it is told."""
    permissions = [{"id": one, "name": PERMISSIONS[one].name} for one in PERMISSIONS if one in role.permissions]
    return {
        "id": role.id,
        "name": role.name,
        "built_in": role.is_built_in,
        "permissions": permissions,
        "type": "role",
    }


def _ids(body: RoleBody) -> list[str] | None:
    if body.permissions is None:
        return None
    return [one if isinstance(one, str) else one.id for one in body.permissions]
