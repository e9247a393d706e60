"""Groups and the memberships in them."""

from typing import Any, Literal

import msgspec
from msgspec import UNSET, UnsetType

from holdall.base.clock import format_instant
from holdall.base.paging import check_limit
from holdall.box.binding import Fields, Id
from holdall.box.context import Context
from holdall.box.operations import operation
from holdall.box.patch import given
from holdall.box.views.plain import Document, View, offset_page
from holdall.box.views.users import user_mini
from holdall.content.directory import groups, memberships
from holdall.content.directory.groups import Group
from holdall.content.directory.memberships import Membership

Level = Literal["admins_only", "admins_and_members", "all_managed_users"]

GROUP = View[Group](
    {
        "type": lambda group: "group",
        "id": lambda group: str(group.id),
        "name": lambda group: group.name,
        "group_type": lambda group: "managed_group",
        "created_at": lambda group: format_instant(group.created_at),
        "modified_at": lambda group: format_instant(group.modified_at),
        "provenance": lambda group: group.provenance,
        "external_sync_identifier": lambda group: group.external_sync_identifier,
        "description": lambda group: group.description,
        "invitability_level": lambda group: group.invitability_level,
        "member_viewability_level": lambda group: group.member_viewability_level,
        # Every caller that sees a group may invite it: that is what makes it visible.
        "permissions": lambda group: {"can_invite_as_collaborator": True},
    },
    mini=("name", "group_type"),
    standard=("name", "group_type", "created_at", "modified_at"),
)

MEMBERSHIP = View[Membership](
    {
        "type": lambda membership: "group_membership",
        "id": lambda membership: str(membership.id),
        "user": lambda membership: user_mini(membership.user_id, membership.user_name, membership.user_login),
        "group": lambda membership: group_mini(membership.group_id, membership.group_name),
        "role": lambda membership: membership.role,
        "configurable_permissions": lambda membership: membership.configurable_permissions,
        "created_at": lambda membership: format_instant(membership.created_at),
        "modified_at": lambda membership: format_instant(membership.modified_at),
    },
    mini=("user", "group", "role"),
    standard=("user", "group", "role", "created_at", "modified_at"),
)


class GroupChange(msgspec.Struct):
    """What can be said of a group; absent leaves it as it is."""

    name: str | UnsetType = UNSET
    provenance: str | UnsetType = UNSET
    external_sync_identifier: str | UnsetType = UNSET
    description: str | UnsetType = UNSET
    invitability_level: Level | UnsetType = UNSET
    member_viewability_level: Level | UnsetType = UNSET


class NewGroup(GroupChange, kw_only=True):
    """A group to make: as a change, and the name is needed."""

    name: str


class Reference(msgspec.Struct):
    """Something named by its id."""

    id: int


class MembershipChange(msgspec.Struct):
    """What can be changed of a membership."""

    role: Literal["member", "admin"] | UnsetType = UNSET
    configurable_permissions: dict[str, bool] | UnsetType | None = UNSET


class NewMembership(MembershipChange, kw_only=True):
    """A user to put into a group."""

    user: Reference
    group: Reference


def group_mini(group_id: int, name: str) -> Document:
    """The mini of a group of which only id and name are at hand."""
    return {"type": "group", "id": str(group_id), "name": name, "group_type": "managed_group"}


@operation("get_groups")
async def list_groups(
    ctx: Context, filter_term: str | None = None, fields: Fields = None, limit: int | None = None, offset: int = 0
) -> Document:
    """The groups of the enterprise that the user may see, by name."""
    limit = check_limit(limit, default=100, maximum=1000)
    found, total = await groups.list_groups(ctx.db, ctx.subject, prefix=filter_term, limit=limit, offset=offset)
    return offset_page([GROUP.render(one, fields) for one in found], total_count=total, limit=limit, offset=offset)


@operation("post_groups")
async def create_group(ctx: Context, body: NewGroup, fields: Fields = None) -> Document:
    """Make a group. Only administrators may."""
    return GROUP.render(await ctx.db.write(groups.create_group, ctx.subject, given(body)), fields)


@operation("get_groups_id")
async def get_group(ctx: Context, group_id: Id, fields: Fields = None) -> Document:
    """One group."""
    return GROUP.render(await groups.find_group(ctx.db, ctx.subject, group_id), fields)


@operation("put_groups_id")
async def update_group(ctx: Context, group_id: Id, body: GroupChange, fields: Fields = None) -> Document:
    """Change a group. Only administrators may."""
    return GROUP.render(await ctx.db.write(groups.update_group, ctx.subject, group_id, given(body)), fields)


@operation("delete_groups_id")
async def delete_group(ctx: Context, group_id: Id) -> None:
    """Remove a group for good, with its memberships and what it was given access to. Only administrators may."""
    await ctx.db.write(groups.delete_group, ctx.subject, group_id)


@operation("get_groups_id_memberships")
async def list_group_members(ctx: Context, group_id: Id, limit: int | None = None, offset: int = 0) -> Document:
    """The members of a group, for those whom its settings let see them."""
    limit = check_limit(limit, default=100, maximum=1000)
    found, total = await memberships.list_group_members(ctx.db, ctx.subject, group_id, limit=limit, offset=offset)
    return _page(found, total, limit, offset)


@operation("get_users_id_memberships")
async def list_user_groups(ctx: Context, user_id: Id, limit: int | None = None, offset: int = 0) -> Document:
    """The groups of a user, for the user and for administrators."""
    limit = check_limit(limit, default=100, maximum=1000)
    found, total = await memberships.list_user_groups(ctx.db, ctx.subject, user_id, limit=limit, offset=offset)
    return _page(found, total, limit, offset)


@operation("post_group_memberships")
async def add_member(ctx: Context, body: NewMembership, fields: Fields = None) -> Document:
    """Put a user into a group. Administrators of the enterprise and of the group may."""
    values = given(body)
    user_id, group_id = values.pop("user").id, values.pop("group").id
    made = await ctx.db.write(memberships.add_member, ctx.subject, group_id=group_id, user_id=user_id, **values)
    return MEMBERSHIP.render(made, fields)


@operation("get_group_memberships_id")
async def get_membership(ctx: Context, group_membership_id: Id, fields: Fields = None) -> Document:
    """One membership."""
    return MEMBERSHIP.render(await memberships.find_membership(ctx.db, ctx.subject, group_membership_id), fields)


@operation("put_group_memberships_id")
async def update_membership(
    ctx: Context, group_membership_id: Id, body: MembershipChange, fields: Fields = None
) -> Document:
    """Change the role of a member."""
    changed = await ctx.db.write(memberships.update_membership, ctx.subject, group_membership_id, given(body))
    return MEMBERSHIP.render(changed, fields)


@operation("delete_group_memberships_id")
async def remove_member(ctx: Context, group_membership_id: Id) -> None:
    """Take a user out of a group; members may leave by themselves."""
    await ctx.db.write(memberships.remove_member, ctx.subject, group_membership_id)


def _page(found: Any, total: int, limit: int, offset: int) -> Document:
    return offset_page([MEMBERSHIP.render(one) for one in found], total_count=total, limit=limit, offset=offset)
