"""Webhooks of the user and the application that ask: making, reading, changing and removing them."""

from typing import Literal

import msgspec
from msgspec import UNSET, UnsetType

from holdall.base.clock import format_instant
from holdall.box.binding import Id
from holdall.box.bodies import EntityId
from holdall.box.context import Context
from holdall.box.operations import operation
from holdall.box.views.plain import Document, View, marker_page, start_of_page
from holdall.box.views.users import user_minis
from holdall.content.items.rows import TYPE_NAMES
from holdall.content.items.tables import ItemType
from holdall.content.webhooks import rules
from holdall.content.webhooks.rules import Webhook, Wish

TargetType = Literal["file", "folder"]
_KINDS = {"file": ItemType.FILE, "folder": ItemType.FOLDER}


class Target(msgspec.Struct):
    """The item to watch."""

    id: EntityId
    type: TargetType


class NewWebhook(msgspec.Struct):
    """A webhook to make."""

    target: Target
    address: str
    triggers: list[str]


class NewTarget(msgspec.Struct):
    """Another item to watch."""

    id: EntityId | UnsetType = UNSET
    type: TargetType | UnsetType = UNSET


class WebhookChange(msgspec.Struct):
    """What can be changed of a webhook; absent leaves it as it is."""

    target: NewTarget | UnsetType = UNSET
    address: str | UnsetType = UNSET
    triggers: list[str] | UnsetType = UNSET


_MINI = {
    "id": lambda one: str(one.id),
    "type": lambda _one: "webhook",
    "target": lambda one: {"id": str(one.target_id), "type": TYPE_NAMES[one.target_type]},
}
_VIEW = View[Webhook](_MINI, mini=_MINI, standard=_MINI)


@operation("post_webhooks")
async def create_webhook(ctx: Context, body: NewWebhook) -> Document:
    """Be told of what happens to a file, or to a folder and everything below it."""
    webhook = await ctx.db.write(
        rules.create_webhook,
        ctx.subject,
        target_type=_KINDS[body.target.type],
        target_id=body.target.id,
        address=body.address,
        triggers=body.triggers,
        reach=ctx.platform.settings.webhook_reach,
    )
    return await _render(ctx, webhook)


@operation("get_webhooks")
async def list_webhooks(ctx: Context, limit: int | None = None, marker: str | None = None) -> Document:
    """The webhooks that the user has through the application."""
    limit, after = start_of_page(limit, marker)
    found = await rules.list_webhooks(ctx.db, ctx.subject, after=after, limit=limit + 1)
    return marker_page(_VIEW, found, limit)


@operation("get_webhooks_id")
async def get_webhook(ctx: Context, webhook_id: Id) -> Document:
    """One webhook."""
    return await _render(ctx, await rules.find_webhook(ctx.db, ctx.subject, webhook_id))


@operation("put_webhooks_id")
async def update_webhook(ctx: Context, webhook_id: Id, body: WebhookChange) -> Document:
    """Let a webhook watch something else, be told of other things, or lead elsewhere."""
    target = body.target if isinstance(body.target, NewTarget) else NewTarget()
    wish = Wish(
        target_type=UNSET if isinstance(target.type, UnsetType) else _KINDS[target.type],
        target_id=target.id,
        address=body.address,
        triggers=body.triggers,
    )
    changed = await ctx.db.write(
        rules.change_webhook, ctx.subject, webhook_id, wish, reach=ctx.platform.settings.webhook_reach
    )
    return await _render(ctx, changed)


@operation("delete_webhooks_id")
async def delete_webhook(ctx: Context, webhook_id: Id) -> None:
    """Be told of nothing any more, neither of what has happened and was not told yet."""
    await ctx.db.write(rules.remove_webhook, ctx.subject, webhook_id)


async def _render(ctx: Context, webhook: Webhook) -> Document:
    people = await user_minis(ctx.db, [webhook.user_id])
    return {
        **_VIEW.mini(webhook),
        "created_by": people.get(webhook.user_id),
        "created_at": format_instant(webhook.created_at),
        "address": webhook.address,
        "triggers": webhook.triggers,
    }
