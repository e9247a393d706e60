"""The item that a shared link leads to, whatever its type: Box has one path for all of them."""

from holdall.base.errors import BadRequest
from holdall.box.binding import Fields
from holdall.box.context import Answer, Context
from holdall.box.operations import operation
from holdall.box.views.items import Document, render_item
from holdall.content.items.making import is_current
from holdall.content.sharing.link_opening import find_shared
from holdall.content.sharing.visits import note_visit


@operation("get_shared_items", "get_shared_items#folders", "get_shared_items#web_links")
async def get_shared_item(
    ctx: Context, boxapi: str | None = None, fields: Fields = None, if_none_match: str | None = None
) -> Document | Answer:
    """The item behind the shared link in the header BoxApi."""
    if boxapi is None:
        raise BadRequest("Name the link in a header BoxApi: shared_link=ADDRESS")
    # The gateway opened the link for the subject already: what is left to ask is where it leads.
    access = await find_shared(ctx.db, ctx.subject, boxapi)
    await note_visit(ctx.db, ctx.subject, access.item.id)
    if is_current(access.item, if_none_match):
        return Answer(status=304)
    return await render_item(ctx.db, access, fields)
