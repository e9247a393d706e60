"""Notifications over HTTP: who is told of what, and the mail server that it goes through."""

from typing import Any

import aiosmtplib
from msgspec import UNSET, Struct, UnsetType

from holdall.base.errors import BadRequest, NotFound
from holdall.base.ids import new_secret
from holdall.migration.api.context import Context
from holdall.migration.api.envelopes import Many, One
from holdall.migration.api.errors import PlatformUnavailable
from holdall.migration.api.routing import route
from holdall.migration.service.listing import sort_rows
from holdall.migration.service.mail_server import MailServer, change_mail_server, mail_server
from holdall.migration.service.notifications import (
    CATEGORIES,
    TYPES,
    Notification,
    Type,
    delete_notification,
    get_notification,
    list_notifications,
    save_notification,
)

_HANDLERS = {
    "email": "Mail through the configured server.",
    "webhook": "A POST with the notification as JSON, to an address that the server may reach.",
}


class NotificationBody(Struct, kw_only=True):
    """A notification as it is sent; `kind` is another word for `handler`."""

    recipient: str | UnsetType = UNSET
    handler: str | UnsetType = UNSET
    kind: str | UnsetType = UNSET
    notification_types: list[str] | UnsetType = UNSET
    id: Any = None
    type: Any = None


@route("GET", "notifications", permission="settings.read")
async def get_notifications(ctx: Context) -> Many:
    """List who is told of what; `q` searches recipients."""
    found, total = await list_notifications(ctx.db, ctx.page)
    return Many("notifications", [_view(one) for one in found], total, ctx.page)


@route("POST", "notifications", permission="settings.write")
async def post_notification(ctx: Context) -> One:
    """Tell somebody: `recipient` (an e-mail address, or a URL), `handler` (email or webhook) and `notification_types`."""
    return await _save(ctx, Notification("", "", "email", []), 201)


@route("GET", "notifications/{id}", permission="settings.read")
async def get_one_notification(ctx: Context, id: str) -> One:
    """Get a notification."""
    return One("notification", _view(await get_notification(ctx.db, id)))


@route("PUT", "notifications/{id}", permission="settings.write")
@route("PATCH", "notifications/{id}", permission="settings.write")
async def patch_notification(ctx: Context, id: str) -> One:
    """Change whom or of what is told."""
    return await _save(ctx, await get_notification(ctx.db, id), 200)


@route("DELETE", "notifications/{id}", permission="settings.write")
async def delete_one_notification(ctx: Context, id: str) -> None:
    """Tell somebody no more."""
    await ctx.db.write(delete_notification, id)


@route("GET", "notifications/types", permission="settings.read")
async def get_types(ctx: Context) -> Many:
    """List what can be told."""
    rows, total = sort_rows(list(TYPES.values()), ctx.page, {"name": lambda one: one.name})
    return Many("notification_types", [_type_view(one) for one in rows], total, ctx.page)


@route("GET", "notifications/categories", permission="settings.read")
async def get_categories(ctx: Context) -> Many:
    """List what can be told by what it is about."""
    found = [
        {
            "id": identifier,
            "name": name,
            "notification_types": [_type_view(one) for one in TYPES.values() if one.category == identifier],
            "type": "notification_category",
        }
        for identifier, name in CATEGORIES.items()
    ]
    return Many("notification_categories", found, len(found), ctx.page)


@route("GET", "notifications/handlers", permission="settings.read")
async def get_handlers(ctx: Context) -> Many:
    """List the ways in which people are told."""
    found = [await _handler_view(ctx, identifier) for identifier in _HANDLERS]
    return Many("notification_handlers", found, len(found), ctx.page)


@route("GET", "notifications/handlers/{id}", permission="settings.read")
async def get_handler(ctx: Context, id: str) -> One:
    """Get a way in which people are told."""
    return One("notification_handler", await _handler_view(ctx, _known(id)))


@route("PATCH", "notifications/handlers/{id}", permission="settings.write")
async def patch_handler(ctx: Context, id: str) -> One:
    """Configure the mail server: `host`, `port`, `socketoptions`, `from`, `username`, `password`; the password is never told."""
    if _known(id) != "email":
        raise BadRequest("Only the handler email has something to configure")
    said = await ctx.object()
    await ctx.db.write(change_mail_server, ctx.site.key, said)
    return One("notification_handler", await _handler_view(ctx, id))


@route("GET", "notifications/handlers/email/configure", permission="settings.read")
async def get_mail_server(ctx: Context) -> One:
    """Get the mail server that notifications go through."""
    return One("smtp", (await _server(ctx) or MailServer()).told())


@route("PATCH", "notifications/handlers/{id}/test", permission="settings.write")
async def test_handler(ctx: Context, id: str) -> One:
    """Send a mail now, to `recipient`, or to the address of who asks: whether the server takes it."""
    if _known(id) != "email":
        raise BadRequest("Only the handler email can be tested; a webhook is tried with the first notification")
    recipient = (await ctx.object()).get("recipient") or ctx.person.email
    server = await _server(ctx)
    if server is None:
        raise BadRequest("No mail server is configured: PATCH /v1/notifications/handlers/email with host and from")
    if not isinstance(recipient, str) or "@" not in recipient or not recipient.isprintable():
        raise BadRequest("Say to whom: recipient is an e-mail address")
    text = "This mail shows that notifications of migrations reach you.\n"
    try:
        async with server.connect() as connection:
            await connection.send_message(server.compose(recipient, "Holdall can send mail", text, new_secret(16)))
    except (aiosmtplib.SMTPException, OSError) as error:
        raise PlatformUnavailable(f"The mail server {server.host} did not take the mail: {error}") from None
    return One("notification_handler", {**await _handler_view(ctx, id), "tested": True})


def _known(identifier: str) -> str:
    if identifier.lower() not in _HANDLERS:
        raise NotFound(f"There is no handler {identifier}; there are {', '.join(_HANDLERS)}")
    return identifier.lower()


async def _server(ctx: Context) -> MailServer | None:
    return await mail_server(ctx.db, ctx.site.key, ctx.site.settings)


async def _handler_view(ctx: Context, identifier: str) -> dict[str, Any]:
    is_email = identifier.lower() == "email"
    return {
        "id": identifier.lower(),
        "name": "E-mail" if is_email else "Webhook",
        "description": _HANDLERS[identifier.lower()],
        "kind": identifier.lower(),
        "disabled": is_email and await _server(ctx) is None,
        "type": "notification_handler",
    }


async def _save(ctx: Context, known: Notification, status: int) -> One:
    body = await ctx.body(NotificationBody)
    handler = body.kind if body.handler is UNSET else body.handler
    wanted = Notification(
        known.id,
        known.recipient if body.recipient is UNSET else body.recipient,
        known.handler if handler is UNSET else handler,
        known.notification_types if body.notification_types is UNSET else body.notification_types,
    )
    saved = await ctx.db.write(save_notification, wanted, ctx.site.settings.webhook_reach)
    return One("notification", _view(saved), status)


def _view(one: Notification) -> dict[str, Any]:
    return {
        "id": one.id,
        "recipient": one.recipient,
        "handler": one.handler,
        "kind": one.handler,
        "notification_types": one.notification_types,
        "type": "notification",
    }


def _type_view(one: Type) -> dict[str, Any]:
    return {"id": one.id, "name": one.name, "description": one.description, "type": "notification_type"}
