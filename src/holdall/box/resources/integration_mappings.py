"""Slack integration mappings: which folder holds what is shared in a channel."""

from typing import Any, Literal

import msgspec

from holdall.base.clock import format_instant
from holdall.box.binding import Id
from holdall.box.bodies import EntityId
from holdall.box.context import Context
from holdall.box.operations import operation
from holdall.box.views.plain import Document, View, marker_page, start_of_page
from holdall.content.integrations import slack
from holdall.content.integrations.slack import Channel, Filter, Mapping, Person
from holdall.content.items.siblings import mini_of


class PartnerItem(msgspec.Struct):
    """A channel, and where it is."""

    id: str
    type: Literal["channel"]
    slack_workspace_id: str | None = None
    slack_org_id: str | None = None


class BoxItem(msgspec.Struct):
    """A folder."""

    id: EntityId
    type: Literal["folder"]


class Options(msgspec.Struct):
    """How the integration shall treat the mapping."""

    is_access_management_disabled: bool | None = None


class NewMapping(msgspec.Struct):
    """A channel to map, and to what."""

    partner_item: PartnerItem
    box_item: BoxItem
    options: Options | None = None


class ChangedMapping(msgspec.Struct):
    """What shall be different; what is absent stays."""

    box_item: BoxItem | None = None
    options: Options | None = None


@operation("get_integration_mappings_slack")
async def list_mappings(
    ctx: Context,
    marker: str | None = None,
    limit: int | None = None,
    *,
    partner_item_type: Literal["channel"] = "channel",
    partner_item_id: str | None = None,
    box_item_id: Id | None = None,
    box_item_type: Literal["folder"] = "folder",
    is_manually_created: bool | None = None,
) -> Document:
    """The mappings of the enterprise; there are only channels, and only folders."""
    limit, after = start_of_page(limit, marker)
    wanted = Filter(partner_item_id, box_item_id, is_manually_created)
    return marker_page(
        MAPPING, await slack.list_mappings(ctx.db, ctx.subject, wanted, after=after, limit=limit + 1), limit
    )


@operation("post_integration_mappings_slack")
async def map_channel(ctx: Context, body: NewMapping) -> Document:
    """Map a channel to a folder."""
    item = body.partner_item
    made = await ctx.db.write(
        slack.map_channel,
        ctx.subject,
        Channel(item.id, item.slack_workspace_id or "", item.slack_org_id or ""),
        body.box_item.id,
        is_access_management_disabled=bool(body.options and body.options.is_access_management_disabled),
    )
    return MAPPING.render(made)


@operation("put_integration_mappings_slack_id")
async def change_mapping(ctx: Context, integration_mapping_id: Id, body: ChangedMapping) -> Document:
    """Map a channel to another folder, or by other options."""
    changed = await ctx.db.write(
        slack.change_mapping,
        ctx.subject,
        integration_mapping_id,
        folder_id=None if body.box_item is None else body.box_item.id,
        is_access_management_disabled=None if body.options is None else body.options.is_access_management_disabled,
    )
    return MAPPING.render(changed)


@operation("delete_integration_mappings_slack_id")
async def unmap_channel(ctx: Context, integration_mapping_id: Id) -> None:
    """Forget a mapping."""
    await ctx.db.write(slack.unmap_channel, ctx.subject, integration_mapping_id)


def _channel(mapping: Mapping) -> Document:
    channel = mapping.channel
    place = {"slack_workspace_id": channel.workspace_id} if channel.workspace_id else {"slack_org_id": channel.org_id}
    return {"type": "channel", "id": channel.id, **place}


def _person(person: Person) -> dict[str, Any]:
    return {"type": "user", "id": str(person.id), "name": person.name, "login": person.login}


MAPPING = View[Mapping](
    {
        "type": lambda mapping: "integration_mapping",
        "id": lambda mapping: str(mapping.id),
        "integration_type": lambda mapping: "slack",
        "is_manually_created": lambda mapping: mapping.is_manually_created,
        "options": lambda mapping: {"is_access_management_disabled": mapping.is_access_management_disabled},
        "partner_item": _channel,
        "box_item": lambda mapping: mini_of(mapping.folder),
        "created_by": lambda mapping: _person(mapping.created_by),
        "created_at": lambda mapping: format_instant(mapping.created_at),
        "modified_by": lambda mapping: _person(mapping.modified_by),
        "modified_at": lambda mapping: format_instant(mapping.modified_at),
    },
    mini=(),
    standard=(
        "integration_type",
        "is_manually_created",
        "options",
        "partner_item",
        "box_item",
        "created_by",
        "created_at",
        "modified_by",
        "modified_at",
    ),
)
