"""Hubs: made, listed, seen, changed, copied and deleted."""

import msgspec
from msgspec import UNSET, UnsetType

from holdall.base.paging import check_limit, decode_marker, encode_marker
from holdall.box.binding import Id
from holdall.box.context import Context
from holdall.box.operations import operation
from holdall.box.views.hubs import render_hub, render_hubs
from holdall.box.views.plain import Document
from holdall.content.hubs import hubs, listing
from holdall.content.hubs.listing import Direction, Page, Scope, Sort, Wish
from holdall.content.hubs.standing import CopyAccess


class NewHub(msgspec.Struct):
    """A hub to make."""

    title: str
    description: str = ""


class HubChange(msgspec.Struct):
    """What can be changed of a hub; absent leaves it as it is."""

    title: str | UnsetType = UNSET
    description: str | UnsetType = UNSET
    is_ai_enabled: bool | UnsetType = UNSET
    is_collaboration_restricted_to_enterprise: bool | UnsetType = UNSET
    can_non_owners_invite: bool | UnsetType = UNSET
    can_shared_link_be_created: bool | UnsetType = UNSET
    can_public_shared_link_be_created: bool | UnsetType = UNSET
    copy_hub_access: CopyAccess | UnsetType = UNSET


class HubCopy(msgspec.Struct):
    """How the copy of a hub differs from it."""

    title: str | UnsetType = UNSET
    description: str | UnsetType = UNSET
    include_items: bool = False


@operation("get_hubs_v2025.0")
async def list_hubs(
    ctx: Context,
    query: str = "",
    scope: Scope = "all",
    sort: Sort = "relevance",
    direction: Direction | None = None,
    *,
    marker: str | None = None,
    limit: int | None = None,
) -> Document:
    """The hubs that the user collaborates on."""
    after = _after(sort, marker)
    wish = Wish(query=query, scope=scope, sort=sort, direction=direction, after=after, limit=_limit(limit))
    return await _page(ctx, wish, await listing.list_hubs(ctx.db, ctx.subject, wish))


@operation("get_enterprise_hubs_v2025.0")
async def list_enterprise_hubs(
    ctx: Context,
    query: str = "",
    sort: Sort = "relevance",
    direction: Direction | None = None,
    *,
    marker: str | None = None,
    limit: int | None = None,
) -> Document:
    """All hubs of the enterprise, for its administrators."""
    wish = Wish(query=query, sort=sort, direction=direction, after=_after(sort, marker), limit=_limit(limit))
    return await _page(ctx, wish, await listing.list_enterprise_hubs(ctx.db, ctx.subject, wish))


@operation("post_hubs_v2025.0")
async def create_hub(ctx: Context, body: NewHub) -> Document:
    """Make a hub, of which the user is the co-owner."""
    return await render_hub(ctx.db, await ctx.db.write(hubs.create_hub, ctx.subject, body.title, body.description))


@operation("get_hubs_id_v2025.0")
async def get_hub(ctx: Context, hub_id: Id) -> Document:
    """One hub, which has been viewed once more."""
    return await render_hub(ctx.db, await hubs.view_hub(ctx.db, ctx.subject, hub_id))


@operation("put_hubs_id_v2025.0")
async def change_hub(ctx: Context, hub_id: Id, body: HubChange) -> Document:
    """Change a hub's texts, or its settings."""
    change = hubs.Change(**msgspec.structs.asdict(body))
    return await render_hub(ctx.db, await ctx.db.write(hubs.change_hub, ctx.subject, hub_id, change))


@operation("delete_hubs_id_v2025.0")
async def delete_hub(ctx: Context, hub_id: Id) -> None:
    """End a hub; what was in it stays where it is."""
    await ctx.db.write(hubs.delete_hub, ctx.subject, hub_id)


@operation("post_hubs_id_copy_v2025.0")
async def copy_hub(ctx: Context, hub_id: Id, body: HubCopy) -> Document:
    """Make a hub like another, with what is in it where that is asked for."""
    wanted = msgspec.structs.asdict(body)
    return await render_hub(ctx.db, await ctx.db.write(hubs.copy_hub, ctx.subject, hub_id, **wanted))


def _after(sort: Sort, marker: str | None) -> tuple[int | str, int] | None:
    """The sort key and the id where the page before has ended; raises InvalidParameter for the marker of another list."""
    if marker is None:
        return None
    if sort == "name":
        return decode_marker(marker, tuple[str, int])
    return decode_marker(marker, tuple[int, int])


def _limit(limit: int | None) -> int:
    return check_limit(limit, default=100, maximum=1000)


async def _page(ctx: Context, wish: Wish, page: Page) -> Document:
    return {
        "entries": await render_hubs(ctx.db, page.entries),
        "limit": wish.limit,
        "next_marker": encode_marker(page.after) if page.after else None,
    }
