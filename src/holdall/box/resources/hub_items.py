"""What is in hubs: listed, added and removed. Their documents: pages, and the blocks on them."""

from typing import Literal

import msgspec

from holdall.base.paging import check_limit, decode_marker, encode_marker
from holdall.box.binding import Id
from holdall.box.bodies import EntityId
from holdall.box.context import Context
from holdall.box.operations import operation
from holdall.box.views.plain import Document, start_of_page
from holdall.content.hubs import contents, document
from holdall.content.hubs.contents import Operation, Result
from holdall.content.hubs.document import item_list_id
from holdall.content.items.rows import TYPE_NAMES, TYPES_BY_NAME


class ItemReference(msgspec.Struct):
    """What is added or removed."""

    type: Literal["file", "folder", "web_link"]
    id: EntityId


class ItemOperation(msgspec.Struct):
    """Something to do with one item; `parent_id` is an item list of the hub, the first where it is absent."""

    action: Literal["add", "remove"]
    item: ItemReference
    parent_id: str | None = None

    def read(self) -> Operation:
        """The same as the room of content says it."""
        return Operation(self.action, TYPES_BY_NAME[self.item.type], self.item.id, self.parent_id)


class ItemOperations(msgspec.Struct):
    """What to do, in this order."""

    operations: list[ItemOperation] = []


@operation("get_hub_items_v2025.0")
async def list_hub_items(
    ctx: Context, hub_id: Id, parent_id: str | None = None, marker: str | None = None, limit: int | None = None
) -> Document:
    """What is in a hub, as far as the user may see it; the latest first."""
    limit = check_limit(limit, default=100, maximum=1000)
    after = decode_marker(marker, tuple[int])[0] if marker else None
    page = await contents.list_items(ctx.db, ctx.subject, hub_id, list_id=parent_id, after=after, limit=limit)
    return {
        "entries": [{"type": TYPE_NAMES[one.type], "id": str(one.item_id), "name": one.name} for one in page.entries],
        "limit": limit,
        "next_marker": None if page.after is None else encode_marker((page.after,)),
    }


@operation("post_hubs_id_manage_items_v2025.0")
async def manage_hub_items(ctx: Context, hub_id: Id, body: ItemOperations) -> Document:
    """Add to a hub and remove from it; each operation is told apart what became of it."""
    wanted = [one.read() for one in body.operations]
    results = await ctx.db.write(contents.manage_items, ctx.subject, hub_id, wanted)
    return {"operations": [_result(hub_id, one) for one in results]}


@operation("get_hub_document_pages_v2025.0")
async def list_hub_pages(ctx: Context, hub_id: Id, marker: str | None = None, limit: int | None = None) -> Document:
    """The pages of a hub."""
    limit, after = start_of_page(limit, marker)
    pages = await document.list_pages(ctx.db, ctx.subject, hub_id)
    entries = [{"type": "page", "id": one.id, "parent_id": None, "title_fragment": one.title} for one in pages]
    return {"type": "document_pages", "entries": entries[after:], "limit": limit, "next_marker": None}


@operation("get_hub_document_blocks_v2025.0")
async def list_hub_blocks(
    ctx: Context, hub_id: Id, page_id: str, marker: str | None = None, limit: int | None = None
) -> Document:
    """The blocks on a page of a hub; what is in its item lists, `get_hub_items` tells."""
    limit, after = start_of_page(limit, marker)
    blocks = await document.list_blocks(ctx.db, ctx.subject, hub_id, page_id)
    entries = [{"type": "item_list", "id": one, "parent_id": None} for one in blocks]
    return {"type": "document_blocks", "entries": entries[after:], "limit": limit, "next_marker": None}


def _result(hub_id: int, one: Result) -> Document:
    wanted = one.operation
    told: Document = {
        "action": wanted.action,
        "item": {"type": TYPE_NAMES[wanted.kind], "id": str(wanted.item_id)},
        "parent_id": wanted.list_id or item_list_id(hub_id),
        "status": one.status,
    }
    return told if one.error is None else {**told, "error": one.error}
