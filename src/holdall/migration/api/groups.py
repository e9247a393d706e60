"""Ownership groups: a tree that people of the service belong to."""

from collections.abc import Sequence
from typing import Any

import msgspec
from msgspec import UNSET, UnsetType

from holdall.migration.api.context import Context
from holdall.migration.api.envelopes import Counted, Many, One
from holdall.migration.api.many import check_filters, chosen, each
from holdall.migration.api.routing import route
from holdall.migration.service.groups import (
    Group,
    change_group,
    create_group,
    delete_group,
    get_group,
    groups_by_id,
    list_groups,
)


class ParentReference(msgspec.Struct):
    """The group above by its id; `{}` is none."""

    id: str | None = None


class GroupBody(msgspec.Struct, kw_only=True):
    """A group as it is sent."""

    id: Any = None
    type: Any = None
    name: str | UnsetType = UNSET
    parent: ParentReference | UnsetType | None = UNSET


@route("GET", "groups", permission="users.read")
async def list_all_groups(ctx: Context) -> Many:
    """List ownership groups; `parent` is the id of the group that they are right below, `q` searches names."""
    found, total = await list_groups(ctx.db, ctx.page, parent_id=ctx.asked.text("parent"))
    return Many("owners", await _views(ctx, found), total, ctx.page)


@route("POST", "groups", permission="users.write")
async def post_group(ctx: Context) -> One:
    """Make an ownership group: `name`, and `parent.id` where it lies within another one."""
    body = await ctx.body(GroupBody)
    name = "" if body.name is UNSET else body.name
    return await _one(ctx, await ctx.db.write(create_group, ctx.person, name, _parent(body, None)), status=201)


@route("GET", "groups/{id}", permission="users.read")
async def get_one_group(ctx: Context, id: str) -> One:
    """Get an ownership group."""
    return await _one(ctx, await get_group(ctx.db, id))


@route("PUT", "groups/{id}", permission="users.write")
@route("PATCH", "groups/{id}", permission="users.write")
async def patch_group(ctx: Context, id: str) -> One:
    """Give an ownership group another name, or another group above it."""
    body = await ctx.body(GroupBody)
    known = await get_group(ctx.db, id)
    group = Group(known.id, known.name if body.name is UNSET else body.name, _parent(body, known.parent_id))
    return await _one(ctx, await ctx.db.write(change_group, ctx.person, group))


@route("DELETE", "groups/{id}", permission="users.write")
async def delete_one_group(ctx: Context, id: str) -> None:
    """Remove an ownership group with nobody and nothing in it."""
    await ctx.db.write(delete_group, id)


@route("DELETE", "groups", permission="users.write")
async def delete_groups(ctx: Context) -> Counted:
    """Remove all ownership groups that a list with the same filters would have, as far as nobody and nothing is in them."""
    check_filters(ctx, ("parent", "q"))
    found = await chosen(ctx, lambda page: list_groups(ctx.db, page, parent_id=ctx.asked.text("parent")))
    return await each(ctx, [one.id for one in found], lambda id: ctx.db.write(delete_group, id))


def _parent(body: GroupBody, known: str | None) -> str | None:
    if body.parent is UNSET:
        return known
    return None if body.parent is None else body.parent.id


async def _one(ctx: Context, group: Group, *, status: int = 200) -> One:
    return One("owner", (await _views(ctx, [group]))[0], status)


async def _views(ctx: Context, groups: Sequence[Group]) -> list[dict[str, Any]]:
    above = await groups_by_id(ctx.db, [group.parent_id for group in groups])
    found = []
    for group in groups:
        parent = above.get(group.parent_id or "")
        shown = None if parent is None else {"id": parent.id, "name": parent.name, "type": "owner"}
        found.append({"id": group.id, "name": group.name, "parent": shown, "type": "owner"})
    return found
