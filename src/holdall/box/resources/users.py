"""The users of an enterprise, and who the token speaks for: https://developer.box.com/reference/resources/user/."""

from typing import Any, Literal

import msgspec
from msgspec import UNSET, UnsetType

from holdall.base.db import Transaction
from holdall.base.errors import BadRequest, InvalidParameter
from holdall.base.paging import check_limit, decode_marker, encode_marker
from holdall.box.binding import Fields, Id
from holdall.box.context import Context
from holdall.box.operations import operation
from holdall.box.patch import given
from holdall.box.views.plain import Document, offset_page
from holdall.box.views.users import render_user, render_users
from holdall.content.identity.listing import Filter, UserType, list_users, list_users_after
from holdall.content.identity.password_links import INVITATION_LIFETIME, send_link
from holdall.content.identity.users import (
    User,
    add_user,
    change_user,
    delete_user,
    get_acquaintance,
    get_user,
    is_address,
)
from holdall.content.mail import post_mail

DEFAULT_LIMIT, MAXIMUM_LIMIT, MAXIMUM_OFFSET = 100, 1000, 10_000

Status = Literal["active", "inactive", "cannot_delete_edit", "cannot_delete_edit_upload"]

_OPTIONS = frozenset(
    {
        "is_sync_enabled",
        "tracking_codes",
        "can_see_managed_users",
        "is_external_collab_restricted",
        "is_exempt_from_device_limits",
        "is_exempt_from_login_verification",
        "is_password_reset_required",
        "notification_email",
    }
)
"""What is kept together in one column, because it is rarely read."""


class TrackingCode(msgspec.Struct):
    """A value by which reports group users."""

    name: str
    value: str
    type: Literal["tracking_code"] = "tracking_code"


class UserBody(msgspec.Struct, kw_only=True):
    """What can be said of a user, when it is made and later."""

    name: str | UnsetType = UNSET
    login: str | UnsetType = UNSET
    role: Literal["coadmin", "user"] | UnsetType = UNSET
    language: str | UnsetType = UNSET
    job_title: str | UnsetType = UNSET
    phone: str | UnsetType = UNSET
    address: str | UnsetType = UNSET
    space_amount: int | UnsetType = UNSET
    timezone: str | UnsetType = UNSET
    status: Status | UnsetType = UNSET
    external_app_user_id: str | UnsetType | None = UNSET
    is_sync_enabled: bool | UnsetType = UNSET
    tracking_codes: list[TrackingCode] | UnsetType = UNSET
    can_see_managed_users: bool | UnsetType = UNSET
    is_external_collab_restricted: bool | UnsetType = UNSET
    is_exempt_from_device_limits: bool | UnsetType = UNSET
    is_exempt_from_login_verification: bool | UnsetType = UNSET


class NewUser(UserBody, kw_only=True):
    """The body of post_users."""

    is_platform_access_only: bool | UnsetType = UNSET


class NotificationEmail(msgspec.Struct):
    """Where notifications go instead of to the login."""

    email: str


class ChangedUser(UserBody, kw_only=True):
    """The body of put_users_id; what is absent stays."""

    is_password_reset_required: bool | UnsetType = UNSET
    notification_email: NotificationEmail | UnsetType | None = UNSET
    enterprise: str | UnsetType | None = UNSET
    notify: bool | UnsetType = UNSET


@operation("get_users_me")
async def get_current_user(ctx: Context, fields: Fields = None) -> Document:
    """The user the token speaks for: with As-User, the one acted for."""
    user = await get_user(ctx.db, ctx.subject, ctx.subject.user_id)
    return await render_user(ctx.db, ctx.subject, ctx.base_url, user, fields)


@operation("get_users_id")
async def get_one(ctx: Context, user_id: Id, fields: Fields = None) -> Document:
    """One user of the enterprise; of somebody elsewhere who collaborates on its content, name and login alone."""
    user = await get_acquaintance(ctx.db, ctx.subject, user_id)
    return await render_user(ctx.db, ctx.subject, ctx.base_url, user, fields)


@operation("get_users")
async def list_all(
    ctx: Context,
    *,
    filter_term: str | None = None,
    user_type: UserType = "managed",
    external_app_user_id: str | None = None,
    fields: Fields = None,
    offset: int = 0,
    limit: int | None = None,
    usemarker: bool = False,
    marker: str | None = None,
) -> Document:
    """The users of the enterprise, in the order they were made; by offset or, without a total, by marker."""
    wanted = Filter(filter_term, user_type, external_app_user_id)
    size = check_limit(limit, default=DEFAULT_LIMIT, maximum=MAXIMUM_LIMIT)
    if usemarker:
        after = decode_marker(marker, tuple[int])[0] if marker else 0
        page = await list_users_after(ctx.db, ctx.subject, wanted, after=after, limit=size)
        entries = await render_users(ctx.db, ctx.subject, ctx.base_url, page.users, fields)
        next_marker = encode_marker((page.users[-1].id,)) if page.has_more else None
        return {"limit": size, "next_marker": next_marker, "entries": entries}
    if not 0 <= offset <= MAXIMUM_OFFSET:
        raise InvalidParameter("offset", f"must be between 0 and {MAXIMUM_OFFSET}; use markers to go further")
    page = await list_users(ctx.db, ctx.subject, wanted, offset=offset, limit=size)
    entries = await render_users(ctx.db, ctx.subject, ctx.base_url, page.users, fields)
    return offset_page(entries, total_count=page.total, limit=size, offset=offset)


@operation("post_users")
async def create(ctx: Context, body: NewUser, fields: Fields = None) -> Document:
    """A new user of the enterprise: a managed user with a login, or an app user without."""
    columns, options = _split(body)
    if "name" not in columns:
        raise InvalidParameter("name", "is required")
    is_app_user = columns.pop("is_platform_access_only", False)
    login = columns.pop("login", None)
    user = await ctx.db.write(_add, ctx, is_app_user=is_app_user, login=login, options=options, **columns)
    return await render_user(ctx.db, ctx.subject, ctx.base_url, user, fields)


async def _add(tx: Transaction, ctx: Context, /, *, is_app_user: bool, **columns: Any) -> User:
    """A unit of work: a new user, and the mail that welcomes whoever is to sign in."""
    user = await add_user(tx, ctx.subject, is_app_user=is_app_user, **columns)
    if not is_app_user and _may_mail(ctx):
        await send_link(
            tx, ctx.platform.key, user.id, base_url=ctx.base_url, template="welcome", lifetime=INVITATION_LIFETIME
        )
    return user


@operation("put_users_id")
async def update(ctx: Context, user_id: Id, body: ChangedUser, fields: Fields = None) -> Document:
    """Change a user of the enterprise."""
    columns, options = _split(body)
    columns.pop("notify", None)
    if columns.pop("enterprise", str(ctx.subject.enterprise_id)) != str(ctx.subject.enterprise_id):
        raise BadRequest("A user cannot leave its enterprise on this server: transfer the content and delete the user")
    if options.get("notification_email") is not None:
        options["notification_email"] = _notification_email(options["notification_email"]["email"])
    user = await ctx.db.write(change_user, ctx.subject, user_id, options=options, **columns)
    return await render_user(ctx.db, ctx.subject, ctx.base_url, user, fields)


@operation("delete_users_id")
async def delete(ctx: Context, user_id: Id, notify: bool = True, force: bool = False) -> None:
    """Delete a user; with `force` also one that owns content, and the content with it."""
    await ctx.db.write(_delete, ctx, user_id, notify=notify and _may_mail(ctx), force=force)


async def _delete(tx: Transaction, ctx: Context, user_id: int, /, *, notify: bool, force: bool) -> None:
    """A unit of work: the user deleted, and told of it where it has an address."""
    user = await delete_user(tx, ctx.subject, user_id, force=force)
    if notify and user.kind == "managed":
        await post_mail(
            tx, enterprise_id=user.enterprise_id, recipient=user.login, template="account_deleted", name=user.name
        )


def _may_mail(ctx: Context) -> bool:
    """Unless the client asks for silence: https://developer.box.com/guides/api-calls/suppress-notifications/."""
    return ctx.request.headers.get("box-notifications", "").lower() != "off"


def _split(body: msgspec.Struct) -> tuple[dict[str, Any], dict[str, Any]]:
    """What the body names, as columns of users and as values of its column of options."""
    named = given(body)
    options = {name: msgspec.to_builtins(named.pop(name)) for name in _OPTIONS & named.keys()}
    return named, options


def _notification_email(address: str) -> dict[str, Any]:
    if not is_address(address):
        raise InvalidParameter("notification_email", f"{address!r} is not an e-mail address")
    return {"email": address, "is_confirmed": False}
