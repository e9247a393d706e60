"""Teams integration mappings: which folder holds the files of a team or channel."""

from typing import Literal

import msgspec

from holdall.base.clock import format_instant
from holdall.box.binding import Id
from holdall.box.context import Context
from holdall.box.operations import operation
from holdall.box.resources.integration_mappings import BoxItem
from holdall.box.views.plain import Document
from holdall.content.integrations import teams
from holdall.content.integrations.teams import Filter, Mapping, Place, PlaceType


class PartnerItem(msgspec.Struct):
    """A team or a channel, and where it is."""

    id: str
    type: PlaceType
    tenant_id: str
    team_id: str


class NewMapping(msgspec.Struct):
    """What to map, and to what."""

    partner_item: PartnerItem
    box_item: BoxItem


class ChangedMapping(msgspec.Struct):
    """What shall be different; what is absent stays."""

    box_item: BoxItem | None = None


@operation("get_integration_mappings_teams")
async def list_mappings(
    ctx: Context,
    partner_item_type: PlaceType | None = None,
    partner_item_id: str | None = None,
    box_item_id: Id | None = None,
    box_item_type: Literal["folder"] = "folder",
) -> Document:
    """All mappings of the enterprise, or those that are asked for; there are only folders."""
    found = await teams.list_mappings(ctx.db, ctx.subject, Filter(partner_item_type, partner_item_id, box_item_id))
    return {"entries": [_mapping(one) for one in found]}


@operation("post_integration_mappings_teams")
async def map_place(ctx: Context, body: NewMapping) -> Document:
    """Map a team or a channel to a folder."""
    item = body.partner_item
    place = Place(item.type, item.id, item.tenant_id, item.team_id)
    return _mapping(await ctx.db.write(teams.map_place, ctx.subject, place, body.box_item.id))


@operation("put_integration_mappings_teams_id")
async def change_mapping(ctx: Context, integration_mapping_id: Id, body: ChangedMapping) -> Document:
    """Map a team or a channel to another folder."""
    folder_id = None if body.box_item is None else body.box_item.id
    changed = await ctx.db.write(teams.change_mapping, ctx.subject, integration_mapping_id, folder_id=folder_id)
    return _mapping(changed)


@operation("delete_integration_mappings_teams_id")
async def unmap_place(ctx: Context, integration_mapping_id: Id) -> None:
    """Forget a mapping."""
    await ctx.db.write(teams.unmap_place, ctx.subject, integration_mapping_id)


def _mapping(mapping: Mapping) -> Document:
    return {
        "type": "integration_mapping",
        "id": str(mapping.id),
        "integration_type": "teams",
        "is_overridden_by_manual_mapping": False,  # only owners of teams do that, in Microsoft Teams
        "partner_item": msgspec.structs.asdict(mapping.place),
        "box_item": {"type": "folder", "id": str(mapping.folder_id)},
        "created_at": format_instant(mapping.created_at),
        "modified_at": format_instant(mapping.modified_at),
    }
