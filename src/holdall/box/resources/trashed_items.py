"""The trash of a user: what is in it, and the verbs that trashed files and folders share."""

import msgspec

from holdall.base.errors import InvalidParameter
from holdall.box.binding import Fields, Id
from holdall.box.bodies import Reference
from holdall.box.context import Context
from holdall.box.operations import operation
from holdall.box.views.items import Document, render_items
from holdall.box.views.lists import marker_page, sorted_page
from holdall.content.access import Action, reach_active
from holdall.content.items.listing import By, Direction, Order, Where, count_trash, page_after, page_at, page_size
from holdall.content.items.removal import remove_discarded
from holdall.content.items.tables import ItemType
from holdall.content.items.trash import purge_item

REMOVAL_BATCHES = 10
"""What a request removes at once after its own work; the periodic work removes what is left."""


class Restoration(msgspec.Struct):
    """Where to put something back, and its name, where these are others than before."""

    name: str | None = None
    parent: Reference | None = None


@operation("get_folders_trash_items")
async def list_trashed_items(
    ctx: Context,
    *,
    fields: Fields = None,
    limit: int | None = None,
    offset: int | None = None,
    usemarker: bool = False,
    marker: str | None = None,
    direction: Direction | None = None,
    sort: By | None = None,
) -> Document:
    """A page of what is in the user's trash, without what went there inside a folder."""
    root = await reach_active(ctx.db, ctx.subject, 0, ItemType.FOLDER, Action.VIEW)
    where, size, order = (
        Where("trash", ctx.subject.user_id),
        page_size(limit),
        Order(sort or "name", direction or "ASC"),
    )
    if not usemarker:
        if marker is not None:
            raise InvalidParameter("marker", "needs usemarker=true", code="invalid_parameter")
        found = await page_at(ctx.db, where, order, offset=offset or 0, limit=size)
        entries = await render_items(ctx.db, found, root.trash_of_root(), fields)
        total = await count_trash(ctx.db, ctx.subject.user_id)
        return sorted_page(entries, total_count=total, order=order, offset=offset or 0, limit=size)
    for name, value in (("sort", sort), ("direction", direction), ("offset", offset or None)):
        if value is not None:
            raise InvalidParameter(name, "cannot be combined with a marker", code="invalid_parameter")
    page = await page_after(ctx.db, where, order, marker=marker or None, limit=size)
    entries = await render_items(ctx.db, page.entries, root.trash_of_root(), fields)
    return marker_page(entries, limit=size, next_marker=page.next_marker)


async def remove_for_good(ctx: Context, item_id: Id, kind: ItemType) -> None:
    """Remove an item from the trash, and as many of its rows as one request may take the time for."""
    await ctx.db.write(purge_item, ctx.subject, item_id, kind)
    await remove_discarded(ctx.db, batches=REMOVAL_BATCHES)
