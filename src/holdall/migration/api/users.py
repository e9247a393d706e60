"""The people of the service: users, and what each may change of their own account."""

from collections.abc import Sequence
from typing import Any

import msgspec
from msgspec import UNSET, UnsetType

from holdall.base.clock import SECOND
from holdall.base.errors import BadRequest, RateLimited
from holdall.migration.api.bodies import unknown_names
from holdall.migration.api.context import Context
from holdall.migration.api.envelopes import Counted, Many, One
from holdall.migration.api.many import check_filters, chosen, each
from holdall.migration.api.roles import role_view
from holdall.migration.api.routing import route
from holdall.migration.service.groups import groups_by_id
from holdall.migration.service.listing import Page
from holdall.migration.service.notifications import TYPES, Wishes, is_address
from holdall.migration.service.people import (
    SignInRefused,
    TooManyAttempts,
    confirm_password,
    plain_login,
    roles_by_id,
)
from holdall.migration.service.users import (
    Changes,
    User,
    change_user,
    create_user,
    delete_user,
    get_user,
    hashed,
    list_users,
)

USUAL = ("id", "login", "name", "email", "phone", "disabled", "group", "links")
"""What a user in a list tells without `fields`."""


class Reference(msgspec.Struct):
    """Something else by its id; `{}` is nothing."""

    id: str | None = None


class OwnBody(msgspec.Struct, kw_only=True):
    """What people may change of themselves."""

    name: str | UnsetType | None = UNSET
    email: str | UnsetType | None = UNSET
    phone: str | UnsetType | None = UNSET
    notifications: dict[str, Any] | UnsetType = UNSET
    old_password: str | UnsetType = UNSET
    new_password: str | UnsetType = UNSET


class UserBody(OwnBody, kw_only=True):
    """What others may change of a user."""

    id: Any = None
    type: Any = None
    login: str | UnsetType = UNSET
    password: str | UnsetType = UNSET
    disabled: bool | UnsetType = UNSET
    group: Reference | UnsetType | None = UNSET
    roles: list[Reference] | UnsetType = UNSET


@route("GET", "users", permission="users.read")
async def list_all_users(ctx: Context) -> Many:
    """List users; `q` searches login, name and e-mail address, `status` is active or disabled."""
    found, total = await _listed(ctx, ctx.page)
    return Many("users", await views(ctx, found), total, ctx.page, USUAL)


@route("POST", "users", permission="users.write")
async def post_user(ctx: Context) -> One:
    """Make a user: `login` and `password`, and if wanted `name`, `email`, `phone`, `group.id`, `roles[].id`, `disabled`."""
    body = await ctx.body(UserBody)
    if not body.login or not body.password:
        raise BadRequest("A user needs a login and a password")
    changes = _changes(body)
    _set_wishes(ctx, body, changes, {}, None)
    changes.password_hash = await hashed(body.password)
    return await _one(ctx, await ctx.db.write(create_user, ctx.person, changes), status=201)


@route("GET", "users/me")
async def get_me(ctx: Context) -> One:
    """Get your own account with your roles and their permissions."""
    return await _one(ctx, await get_user(ctx.db, ctx.person.id))


@route("PATCH", "users/me")
async def patch_me(ctx: Context) -> One:
    """Change your own name, addresses or notifications, or your password with `old_password` and `new_password`.

    `notifications` has `email` (whether runs of jobs are told you by mail) and `notification_types` (of what; all, where it
    is left out). Who may not see jobs is told nothing.

    A new password ends your other tokens.
    """
    body = await ctx.body(OwnBody)
    changes = _own_changes(ctx, body, await get_user(ctx.db, ctx.person.id))
    if body.new_password is not UNSET:
        old = "" if body.old_password is UNSET else body.old_password
        await _confirm(ctx, old)
        changes.password_hash = await hashed(body.new_password)
    return await _one(ctx, await ctx.db.write(change_user, ctx.person, ctx.person.id, changes))


@route("GET", "users/me/preferences")
async def get_preferences(ctx: Context) -> One:
    """Get what a client keeps for you: an object of its own making."""
    user = await get_user(ctx.db, ctx.person.id)
    return One("user_preference", user.preferences.get("client", {}))


@route("PATCH", "users/me/preferences")
async def patch_preferences(ctx: Context) -> One:
    """Change what a client keeps for you: the properties sent take the place of those kept, null removes one."""
    user = await get_user(ctx.db, ctx.person.id)
    kept = {**user.preferences.get("client", {}), **await ctx.object()}
    kept = {name: value for name, value in kept.items() if value is not None}
    changes = Changes(preferences={**user.preferences, "client": kept})
    await ctx.db.write(change_user, ctx.person, ctx.person.id, changes)
    return One("user_preference", kept)


@route("GET", "users/{id}", permission="users.read")
async def get_one_user(ctx: Context, id: str) -> One:
    """Get a user with roles and their permissions."""
    return await _one(ctx, await get_user(ctx.db, id))


@route("PUT", "users/{id}", permission="users.write")
@route("PATCH", "users/{id}", permission="users.write")
async def patch_user(ctx: Context, id: str) -> One:
    """Change a user, or give them another password with `new_password`, which ends their tokens.

    Nobody changes a user who may do more than they do themselves.
    """
    body = await ctx.body(UserBody)
    changes = _own_changes(ctx, body, await get_user(ctx.db, id), _changes(body))
    chosen = body.password if body.new_password is UNSET else body.new_password
    if chosen is not UNSET:
        changes.password_hash = await hashed(chosen)
    return await _one(ctx, await ctx.db.write(change_user, ctx.person, id, changes))


@route("DELETE", "users/{id}", permission="users.write")
async def delete_one_user(ctx: Context, id: str) -> None:
    """Remove a user; the last enabled administrator stays."""
    await ctx.db.write(delete_user, ctx.person, id)


@route("DELETE", "users", permission="users.write")
async def delete_users(ctx: Context) -> Counted:
    """Remove all users that a list with the same filters would have, with `limit` those of the page alone; you stay."""
    check_filters(ctx, ("status", "active", "q"))
    found = await chosen(ctx, lambda page: _listed(ctx, page))
    others = [user.id for user in found if user.id != ctx.person.id]
    return await each(ctx, others, lambda id: ctx.db.write(delete_user, ctx.person, id))


async def _listed(ctx: Context, page: Page) -> tuple[list[User], int]:
    status = ctx.asked.choice("status", ("active", "disabled"))
    active = ctx.asked.boolean("active") if status is None else status == "active"
    return await list_users(ctx.db, page, active=active)


async def views(ctx: Context, users: Sequence[User]) -> list[dict[str, Any]]:
    """Users as they are told."""
    roles = await roles_by_id(ctx.db, [role for user in users for role in user.roles])
    groups = await groups_by_id(ctx.db, [user.group_id for user in users])
    found = []
    for user in users:
        group = groups.get(user.group_id or "")
        found.append(
            {
                "id": user.id,
                "login": user.login,
                "name": user.name,
                "email": user.email,
                "phone": user.phone,
                "disabled": user.disabled,
                "group": None if group is None else {"id": group.id, "name": group.name, "type": "owner"},
                "roles": [role_view(roles[one]) for one in user.roles if one in roles],
                "notifications": user.preferences.get("notifications", {}),
                "created_by": user.created_by,
                "created_on": user.created_on // SECOND,
                "modified_by": user.modified_by,
                "modified_on": user.modified_on // SECOND,
                "type": "user",
                "links": {"self": {"href": ctx.url(f"users/{user.id}")}},
            }
        )
    return found


async def _one(ctx: Context, user: User, *, status: int = 200) -> One:
    return One("user", (await views(ctx, [user]))[0], status)


async def _confirm(ctx: Context, password: str) -> None:
    try:
        await confirm_password(ctx.db, ctx.person, password)
    except TooManyAttempts as error:
        raise RateLimited(error.seconds, f"Too many attempts; try again in {error.seconds} seconds") from None
    except SignInRefused:
        raise BadRequest("old_password is not your present password") from None


def _own_changes(ctx: Context, body: OwnBody, user: User, changes: Changes | None = None) -> Changes:
    changes = changes or Changes()
    changes.name, changes.email, changes.phone = body.name, body.email, body.phone
    _set_wishes(ctx, body, changes, user.preferences, user.email)
    return changes


def _set_wishes(ctx: Context, body: OwnBody, changes: Changes, kept: dict[str, Any], address: str | None) -> None:
    """What of a user's wishes has no effect is told in warnings; raises BadRequest for what is not understood."""
    if body.notifications is UNSET:
        return
    try:
        wishes = msgspec.convert(body.notifications, Wishes, strict=False)
    except msgspec.ValidationError as error:
        raise BadRequest(f"notifications is refused: {error}") from None
    ctx.warnings += [f"notifications.{name} is not known" for name in unknown_names(body.notifications, Wishes)]
    ctx.warnings += [
        f"there are no notifications of {one}" for one in wishes.notification_types or () if one not in TYPES
    ]
    if wishes.sms:
        ctx.warnings.append("notifications.sms is known but not acted on: no text messages are sent")
    if wishes.email and not is_address((address if body.email is UNSET else body.email) or ""):
        ctx.warnings.append("notifications.email has no effect until the user has an e-mail address")
    changes.preferences = {**kept, "notifications": body.notifications}


def _changes(body: UserBody) -> Changes:
    changes = Changes(name=body.name, email=body.email, phone=body.phone, disabled=body.disabled)
    if body.login is not UNSET:
        changes.login = plain_login(body.login)
    if body.roles is not UNSET:
        changes.roles = list(dict.fromkeys(role.id for role in body.roles if role.id))
    if body.group is not UNSET:
        changes.group_id = None if body.group is None else body.group.id
    return changes
