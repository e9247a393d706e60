"""Who collaborates on hubs: listed, invited, given another role, and removed."""

from typing import Literal

import msgspec
from msgspec import UNSET, UnsetType

from holdall.base.paging import encode_marker
from holdall.box.binding import Id
from holdall.box.bodies import EntityId, Grantee, grantee_of
from holdall.box.context import Context
from holdall.box.operations import operation
from holdall.box.views.hubs import render_hub_collaboration, render_hub_collaborations
from holdall.box.views.plain import Document, start_of_page
from holdall.content.hubs import collaborations
from holdall.content.hubs.collaborations import Wanted
from holdall.content.hubs.standing import HubRole


class HubReference(msgspec.Struct):
    """The hub."""

    type: Literal["hubs"]
    id: EntityId


class NewHubCollaboration(msgspec.Struct):
    """An invitation."""

    hub: HubReference
    accessible_by: Grantee
    role: HubRole


class HubCollaborationChange(msgspec.Struct):
    """The role that somebody shall have; absent leaves it as it is."""

    role: HubRole | UnsetType = UNSET


@operation("get_hub_collaborations_v2025.0")
async def list_hub_collaborations(
    ctx: Context, hub_id: Id, marker: str | None = None, limit: int | None = None
) -> Document:
    """Everybody who collaborates on a hub."""
    limit, after = start_of_page(limit, marker)
    found = await collaborations.list_collaborations(ctx.db, ctx.subject, hub_id, after=after, limit=limit + 1)
    page = found[:limit]
    entries = await render_hub_collaborations(ctx.db, page)
    return {
        "entries": entries,
        "limit": limit,
        "next_marker": encode_marker((page[-1].id,)) if len(found) > limit else None,
    }


@operation("post_hub_collaborations_v2025.0")
async def create_hub_collaboration(ctx: Context, body: NewHubCollaboration) -> Document:
    """Let a user or a group collaborate on a hub."""
    user_id, group_id, login = grantee_of(body.accessible_by)
    wanted = Wanted(hub_id=body.hub.id, role=body.role, user_id=user_id, group_id=group_id, login=login)
    return await render_hub_collaboration(ctx.db, await ctx.db.write(collaborations.invite, ctx.subject, wanted))


@operation("get_hub_collaborations_id_v2025.0")
async def get_hub_collaboration(ctx: Context, hub_collaboration_id: Id) -> Document:
    """One of them."""
    found = await collaborations.find_collaboration(ctx.db, ctx.subject, hub_collaboration_id)
    return await render_hub_collaboration(ctx.db, found)


@operation("put_hub_collaborations_id_v2025.0")
async def change_hub_collaboration(ctx: Context, hub_collaboration_id: Id, body: HubCollaborationChange) -> Document:
    """Give another role."""
    changed = await ctx.db.write(collaborations.change_collaboration, ctx.subject, hub_collaboration_id, body.role)
    return await render_hub_collaboration(ctx.db, changed)


@operation("delete_hub_collaborations_id_v2025.0")
async def delete_hub_collaboration(ctx: Context, hub_collaboration_id: Id) -> None:
    """Let somebody go, or leave."""
    await ctx.db.write(collaborations.remove_collaboration, ctx.subject, hub_collaboration_id)
