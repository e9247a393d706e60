"""Notifications over HTTP: who is told of what, and the mail server that it goes through."""

from typing import Any

import aiosmtplib
from msgspec import UNSET, Struct, UnsetType

from holdall.base.addresses import check_address
from holdall.base.clock import SECOND
from holdall.base.errors import BadRequest, NotFound
from holdall.base.ids import new_secret
from holdall.migration.api.context import Context
from holdall.migration.api.envelopes import Counted, Many, One
from holdall.migration.api.errors import PlatformUnavailable
from holdall.migration.api.many import check_filters, chosen, each
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
from holdall.migration.service.users import new_identifier
from holdall.migration.service.webhook_calls import change_webhook_secret, open_webhooks, webhook_secret

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


@route("DELETE", "notifications", permission="settings.write")
async def delete_notifications(ctx: Context) -> Counted:
    """Tell all recipients that `q` is in no more, with `limit` those of the page alone."""
    check_filters(ctx, ("q",))
    found = await chosen(ctx, lambda page: list_notifications(ctx.db, page))
    return await each(ctx, [one.id for one in found], lambda id: ctx.db.write(delete_notification, id))


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
    """Configure the mail server: `host`, `port`, `socketoptions`, `from`, `username`, `password`; or of the handler webhook
    the `secret` that calls are signed with, as Standard Webhooks have it. Neither password nor secret is ever told.
    """
    change = change_mail_server if _known(id) == "email" else change_webhook_secret
    await ctx.db.write(change, ctx.site.key, await ctx.object())
    return One("notification_handler", await _handler_view(ctx, id))


@route("GET", "notifications/handlers/email/configure", permission="settings.read")
async def get_mail_server(ctx: Context) -> One:
    """Get the mail server that notifications go through."""
    return One("smtp", (await _server(ctx) or MailServer()).told())


@route("PATCH", "notifications/handlers/{id}/test", permission="settings.write")
async def test_handler(ctx: Context, id: str) -> One:
    """Send a mail now, to `recipient`, or to the address of who asks: whether the server takes it. Or call the webhook
    `recipient`: whether it answers with success.
    """
    recipient = (await ctx.object()).get("recipient")
    await (_test_mail(ctx, recipient or ctx.person.email) if _known(id) == "email" else _test_webhook(ctx, recipient))
    return One("notification_handler", {**await _handler_view(ctx, id), "tested": True})


async def _test_webhook(ctx: Context, recipient: Any) -> None:
    if not isinstance(recipient, str):
        raise BadRequest("Say whom to call: recipient is a URL")
    check_address(recipient, ctx.site.settings.webhook_reach)
    identifier, now = new_identifier(), ctx.db.now // SECOND
    body = {"id": identifier, "created_on": now, "type": "notification", "notification_type": "test"}
    async with open_webhooks(ctx.site.settings, await webhook_secret(ctx.db, ctx.site.key)) as caller:
        problem = await caller.call(recipient, identifier, body, now)
    if problem is not None:
        raise PlatformUnavailable(f"The webhook did not take the notification: {problem}")


async def _test_mail(ctx: Context, recipient: Any) -> None:
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
        **({} if is_email else {"signed": await webhook_secret(ctx.db, ctx.site.key) is not None}),
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
