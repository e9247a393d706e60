"""Search: a page of the files, folders and web links that match, of those that the user may see."""

from collections.abc import Hashable, Mapping, MutableMapping
from typing import Literal

import msgspec

from holdall.base.errors import BadRequest, InvalidParameter, NotFound, Unavailable
from holdall.base.paging import check_limit
from holdall.box.address import address_of_request
from holdall.box.binding import CommaList, Fields
from holdall.box.context import Context
from holdall.box.operations import operation
from holdall.box.search_request import MetadataFilter, Wish, read_filters, read_scope, read_wish
from holdall.box.views.items import STANDARD, Document, render_items
from holdall.content.access import Access, reach, reach_many, reach_within
from holdall.content.identity.subject import LinkGrant
from holdall.content.items.listing import check_offset
from holdall.content.items.tables import ItemType
from holdall.content.metadata.filters import MetadataMatch, read_metadata_filter
from holdall.content.metadata.templates import find_template
from holdall.content.search.filters import Filters, Trash
from holdall.content.search.find import Found, Order, Search, Sort, find
from holdall.content.search.viewer import viewer_of
from holdall.content.sharing.links import SharedLink
from holdall.content.sharing.visits import visited_links

DEFAULT_LIMIT, MAX_LIMIT = 30, 200
PATIENCE_SECONDS = 10
"""How long a search may take to bring the index up to date before it says: later."""

Links = Mapping[int, tuple[SharedLink, LinkGrant]]


@operation("get_search")
async def search_content(
    ctx: Context,
    *,
    query: str | None = None,
    scope: Literal["user_content", "enterprise_content"] = "user_content",
    file_extensions: CommaList | None = None,
    created_at_range: str | None = None,
    updated_at_range: str | None = None,
    size_range: str | None = None,
    owner_user_ids: CommaList | None = None,
    recent_updater_user_ids: CommaList | None = None,
    ancestor_folder_ids: CommaList | None = None,
    content_types: CommaList | None = None,
    type: Literal["file", "folder", "web_link"] | None = None,
    trash_content: Trash = "non_trashed_only",
    mdfilters: str | None = None,
    sort: Sort = "relevance",
    direction: Literal["DESC", "ASC"] = "DESC",
    limit: int | None = None,
    offset: int = 0,
    include_recent_shared_links: bool = False,
    fields: Fields = None,
    deleted_user_ids: CommaList | None = None,
    deleted_at_range: str | None = None,
) -> Document:
    """Find items by what their names, descriptions, tags, comments and contents say, and by their metadata."""
    check_offset(offset)
    size = check_limit(limit, default=DEFAULT_LIMIT, maximum=MAX_LIMIT)
    filters = read_filters(
        now=ctx.db.now,
        trash=trash_content,
        kind=type,
        extensions=file_extensions,
        size_range=size_range,
        instants={
            "created_at_range": created_at_range,
            "updated_at_range": updated_at_range,
            "deleted_at_range": deleted_at_range,
        },
        ids={
            "owner_user_ids": owner_user_ids,
            "recent_updater_user_ids": recent_updater_user_ids,
            "ancestor_folder_ids": ancestor_folder_ids,
            "deleted_user_ids": deleted_user_ids,
        },
    )
    links = await visited_links(ctx.db, ctx.subject) if include_recent_shared_links else None
    search = await _search(
        ctx,
        wish=read_wish(query, mdfilters),
        fields=read_scope(content_types),
        filters=filters,
        scope=scope,
        links=links,
    )
    found = Found([], 0)
    if search is not None:
        totals = await _catch_up(ctx)
        order = Order(sort, is_ascending=direction == "ASC")
        found = await find(ctx.db, search, order, offset=offset, limit=size, totals=totals)
    seen = await _seen(ctx, search, found)
    page = {"total_count": found.total, "limit": size, "offset": offset}
    if links is None:
        return {"type": "search_results_items", **page, "entries": await _items(ctx, found, seen, fields)}
    return {
        "type": "search_results_with_shared_links",
        **page,
        "entries": await _results(ctx, found, seen, fields, links),
    }


async def _search(
    ctx: Context,
    *,
    wish: Wish | None,
    fields: frozenset[str],
    filters: Filters,
    scope: str,
    links: Links | None,
) -> Search | None:
    """What to look for, or None where nothing can be found; raises NotFound for a folder, Forbidden, InvalidParameter."""
    metadata = None if wish is None or wish.metadata is None else await _metadata(ctx, wish.metadata)
    viewer = await viewer_of(ctx.db, ctx.subject, is_enterprise=scope == "enterprise_content", linked=links or ())
    if filters.ancestor_ids is not None:
        folders = [await reach(ctx.db, ctx.subject, one, ItemType.FOLDER) for one in filters.ancestor_ids]
        filters = msgspec.structs.replace(filters, ancestor_ids=tuple(folder.item.id for folder in folders))
    if wish is None or viewer is None:
        return None
    if filters.asks_of_removal and filters.trash != "trashed_only":
        return None
    return Search(expression=wish.expression, scope=fields, filters=filters, viewer=viewer, metadata=metadata)


async def _metadata(ctx: Context, wanted: MetadataFilter) -> MetadataMatch:
    """What the metadata of items must be; raises InvalidParameter, also for a template that there is not."""
    try:
        template = await find_template(ctx.db, ctx.subject, wanted.scope, wanted.template_key)
        return read_metadata_filter(template, wanted.by_field, ctx.db.dialect)
    except (NotFound, BadRequest) as error:
        raise InvalidParameter("mdfilters", error.message) from None


async def _catch_up(ctx: Context) -> MutableMapping[Hashable, int]:
    """Bring the index up to date, as far as the setting for consistency asks; raises Unavailable.

    Answers the counts that are known for what is in it now.
    """
    index = ctx.platform.search_index
    version = await index.version_now(seconds=PATIENCE_SECONDS)
    if version is None:
        raise Unavailable("The search index is being brought up to date; try again", headers={"retry-after": "5"})
    return index.totals(version)


async def _seen(ctx: Context, search: Search | None, found: Found) -> dict[int, Access]:
    """What was found, decided anew by the rules for every request."""
    if search is None or not found.ids:
        return {}
    viewer = search.viewer
    return await reach_within(
        ctx.db,
        ctx.subject,
        found.ids,
        known=found.items,
        folders=found.folders,
        given=viewer.given,
        barred=viewer.barred,
    )


async def _items(ctx: Context, found: Found, seen: Mapping[int, Access], fields: Fields) -> list[Document]:
    return await _render(ctx, [seen[item_id] for item_id in found.ids if item_id in seen], fields)


async def _results(ctx: Context, found: Found, seen: dict[int, Access], fields: Fields, links: Links) -> list[Document]:
    """The items, each with the address of the link that the user lately reached it by."""
    for _, grant in links.values():
        if missing := [item_id for item_id in found.ids if item_id not in seen]:
            seen |= await reach_many(ctx.db, msgspec.structs.replace(ctx.subject, link=grant), missing)
    page = [seen[item_id] for item_id in found.ids if item_id in seen]
    documents = await _render(ctx, page, fields)
    return [
        {"accessible_via_shared_link": _address_of(access, links), "item": document, "type": "search_result"}
        for access, document in zip(page, documents, strict=True)
    ]


async def _render(ctx: Context, page: list[Access], fields: Fields) -> list[Document]:
    if not page:
        return []
    elsewhere = {access.item.id: access for access in page}
    return await render_items(ctx.db, [access.item for access in page], page[0], fields, elsewhere, default=STANDARD)


def _address_of(access: Access, links: Links) -> str | None:
    for item_id in (access.item.id, *access.folder_ids):
        if item_id in links:
            return f"{address_of_request()}/s/{links[item_id][0].token}"
    return None
