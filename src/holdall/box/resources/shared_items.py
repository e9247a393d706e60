"""What a shared link leads to, an item of any type or a hub: Box has one path for all of them."""

from urllib.parse import urlsplit

from holdall.base.errors import BadRequest, NotFound
from holdall.box.binding import Fields
from holdall.box.context import Answer, Context
from holdall.box.operations import operation
from holdall.box.views.hubs import app_item
from holdall.box.views.items import Document, render_item
from holdall.content.hubs.links import find_shared_hub
from holdall.content.items.making import is_current
from holdall.content.sharing.link_opening import find_link, find_shared, read_header, with_link
from holdall.content.sharing.visits import note_visit


@operation("get_shared_items", "get_shared_items#folders", "get_shared_items#web_links", "get_shared_items#app_items")
async def get_shared_item(
    ctx: Context, boxapi: str | None = None, fields: Fields = None, if_none_match: str | None = None
) -> Document | Answer:
    """The item behind the shared link in the header BoxApi, or the hub as an app item."""
    if boxapi is None:
        raise BadRequest("Name the link in a header BoxApi: shared_link=ADDRESS")
    try:
        subject = await with_link(ctx.db, ctx.subject, boxapi)  # which the gateway leaves to us: it may be a hub's
    except NotFound:
        address = read_header(boxapi).url
        is_of_item = await find_link(ctx.db, urlsplit(address).path) is not None
        if is_of_item or ctx.subject.restriction is not None:
            raise
        return app_item((await find_shared_hub(ctx.db, ctx.subject, address)).id)
    access = await find_shared(ctx.db, subject, boxapi)
    await note_visit(ctx.db, subject, access.item.id)
    if is_current(access.item, if_none_match):
        return Answer(status=304)
    return await render_item(ctx.db, access, fields)
