"""Web links: making, reading, changing and deleting them, and what can be done with them in the trash."""

import msgspec
from msgspec import UNSET, UnsetType

from holdall.box.binding import Fields, Id
from holdall.box.bodies import Reference
from holdall.box.changing import LinkBody, change_item
from holdall.box.context import Context
from holdall.box.operations import operation
from holdall.box.resources.folders import NewParent, parent_id_of
from holdall.box.resources.trashed_items import Restoration, remove_for_good
from holdall.box.views.items import Document, render_item, render_trash_item
from holdall.content.access import Action, reach
from holdall.content.items.changes import Changes
from holdall.content.items.tables import ItemType
from holdall.content.items.trash import reach_trashed, restore_item, trash_item
from holdall.content.items.web_links import check_url
from holdall.content.items.web_links import create_web_link as make_web_link


class NewWebLink(msgspec.Struct):
    """A web link to make."""

    url: str
    parent: Reference
    name: str | None = None
    description: str | None = None


class WebLinkChange(msgspec.Struct):
    """What can be changed of a web link; absent leaves it as it is."""

    url: str | UnsetType = UNSET
    name: str | UnsetType = UNSET
    description: str | UnsetType | None = UNSET
    parent: NewParent | UnsetType = UNSET
    shared_link: LinkBody | UnsetType | None = UNSET


@operation("post_web_links")
async def create_web_link(ctx: Context, body: NewWebLink) -> Document:
    """Put an address into a folder."""
    link = await ctx.db.write(
        make_web_link,
        ctx.subject,
        parent_id=body.parent.id,
        url=body.url,
        name=body.name,
        description=body.description or "",
    )
    return await render_item(ctx.db, link, None, is_new=True)


@operation("get_web_links_id", "get_web_links_id#get_shared_link")
async def get_web_link(ctx: Context, web_link_id: Id) -> Document:
    """One web link; one that is in the trash says so in its item_status."""
    link = await reach(ctx.db, ctx.subject, web_link_id, ItemType.WEB_LINK)
    link.require(Action.VIEW)
    return await render_item(ctx.db, link, None)


@operation(
    "put_web_links_id",
    "put_web_links_id#add_shared_link",
    "put_web_links_id#update_shared_link",
    "put_web_links_id#remove_shared_link",
)
async def update_web_link(ctx: Context, web_link_id: Id, body: WebLinkChange) -> Document:
    """Rename a web link, move it, describe it, or let it lead elsewhere."""
    changes = Changes(
        name=body.name,
        parent_id=await parent_id_of(ctx, body.parent),
        description=body.description or "" if body.description is not UNSET else UNSET,
        url=UNSET if body.url is UNSET else check_url(body.url),
    )
    link = await change_item(ctx, web_link_id, ItemType.WEB_LINK, changes, shared_link=body.shared_link)
    return await render_item(ctx.db, link, None)


@operation("delete_web_links_id")
async def delete_web_link(ctx: Context, web_link_id: Id) -> None:
    """Put a web link into the trash."""
    retention = ctx.platform.settings.trash_retention
    await ctx.db.write(trash_item, ctx.subject, web_link_id, ItemType.WEB_LINK, retention=retention)


@operation("get_web_links_id_trash")
async def get_trashed_web_link(ctx: Context, web_link_id: Id, fields: Fields = None) -> Document:
    """A web link that was put into the trash itself, not inside a folder."""
    link = await reach_trashed(ctx.db, ctx.subject, web_link_id, ItemType.WEB_LINK)
    link.require(Action.VIEW)
    return await render_trash_item(ctx.db, link, fields)


@operation("post_web_links_id")
async def restore_web_link(ctx: Context, web_link_id: Id, body: Restoration, fields: Fields = None) -> Document:
    """Take a web link out of the trash: to where it was, or to another folder or under another name."""
    parent_id = None if body.parent is None else body.parent.id
    link = await ctx.db.write(
        restore_item, ctx.subject, web_link_id, ItemType.WEB_LINK, name=body.name, parent_id=parent_id
    )
    return await render_trash_item(ctx.db, link, fields)


@operation("delete_web_links_id_trash")
async def delete_trashed_web_link(ctx: Context, web_link_id: Id) -> None:
    """Remove a web link from the trash for good."""
    await remove_for_good(ctx, web_link_id, ItemType.WEB_LINK)
