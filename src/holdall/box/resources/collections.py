"""Collections, of which there is one, the favourites; and the items a user worked with lately."""

from collections.abc import Sequence

from holdall.base.clock import format_instant
from holdall.base.errors import InvalidParameter
from holdall.base.paging import check_limit, decode_marker, encode_marker
from holdall.box.binding import Fields, Id
from holdall.box.context import Context
from holdall.box.operations import operation
from holdall.box.views.items import render_items
from holdall.box.views.plain import Document, offset_page
from holdall.content.access import Access, Action, reach_active, reach_many
from holdall.content.items import favorites, recents
from holdall.content.items.tables import ItemType

MAXIMUM_OFFSET = 10_000


@operation("get_collections")
async def list_collections(ctx: Context, offset: int = 0, limit: int | None = None, fields: Fields = None) -> Document:
    """The collections of the user: the favourites."""
    size = check_limit(limit, default=100, maximum=1000)
    entries = [_collection(ctx)][_checked(offset) : offset + size]
    return offset_page(entries, total_count=1, limit=size, offset=offset)


@operation("get_collections_id")
async def get_collection(ctx: Context, collection_id: Id) -> Document:
    """One collection of the user."""
    favorites.check_collection(ctx.subject, collection_id)
    return _collection(ctx)


@operation("get_collections_id_items")
async def list_collection_items(
    ctx: Context, collection_id: Id, fields: Fields = None, offset: int = 0, limit: int | None = None
) -> Document:
    """The items in a collection that the user may still see, the latest favourite first."""
    favorites.check_collection(ctx.subject, collection_id)
    size = check_limit(limit, default=100, maximum=1000)
    visible = await _visible(ctx, await favorites.list_favorites(ctx.db, ctx.subject))
    page = visible[_checked(offset) : offset + size]
    entries = await _render(ctx, page, fields)
    return offset_page(entries, total_count=len(visible), limit=size, offset=offset)


@operation("get_recent_items")
async def list_recent_items(
    ctx: Context, fields: Fields = None, limit: int | None = None, marker: str | None = None
) -> Document:
    """The files that the user worked with in the last 90 days and may still see, the latest first."""
    size = check_limit(limit, default=100, maximum=1000)
    start = decode_marker(marker, tuple[int])[0] if marker else 0
    interactions = {one.item_id: one for one in await recents.list_recents(ctx.db, ctx.subject)}
    visible = await _visible(ctx, list(interactions))
    page = visible[start : start + size]
    rendered = await _render(ctx, page, fields)
    following = encode_marker((start + size,)) if start + size < len(visible) else None
    entries = []
    for access, document in zip(page, rendered, strict=True):
        interaction = interactions[access.item.id]
        entries.append(
            {
                "type": "recent_item",
                "interaction_type": recents.INTERACTIONS[interaction.event_type],
                "interacted_at": format_instant(interaction.at),
                "item": document,
            }
        )
    return {"entries": entries, "limit": size, "next_marker": following}


async def _visible(ctx: Context, item_ids: Sequence[int]) -> list[Access]:
    """The accesses to those of the items that the user may see and that are not in the trash, in the given order."""
    found = await reach_many(ctx.db, ctx.subject, item_ids)
    known = [found[one] for one in item_ids if one in found]
    return [one for one in known if not one.is_trashed and Action.VIEW in one.allowed]


async def _render(ctx: Context, page: Sequence[Access], fields: Fields) -> list[Document]:
    root = await reach_active(ctx.db, ctx.subject, 0, ItemType.FOLDER)
    elsewhere = {one.item.id: one for one in page}
    return await render_items(ctx.db, [one.item for one in page], root, fields, elsewhere)


def _collection(ctx: Context) -> Document:
    return {
        "type": "collection",
        "id": str(favorites.collection_id(ctx.subject)),
        "name": "Favorites",
        "collection_type": "favorites",
    }


def _checked(offset: int) -> int:
    if not 0 <= offset <= MAXIMUM_OFFSET:
        raise InvalidParameter("offset", f"must be between 0 and {MAXIMUM_OFFSET}")
    return offset
