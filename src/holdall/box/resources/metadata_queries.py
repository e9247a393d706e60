"""Metadata queries: items by the values of their metadata."""

import uuid
from typing import Any, Literal

import msgspec

from holdall.base.errors import InvalidParameter
from holdall.base.paging import check_limit
from holdall.box.bodies import EntityId
from holdall.box.context import Context
from holdall.box.operations import operation
from holdall.box.views.items import MINI, render_items
from holdall.box.views.metadata import narrow_metadata
from holdall.box.views.plain import Document
from holdall.content.metadata.queries import ItemQuery, query_items
from holdall.content.metadata.query_language import invalid_query
from holdall.content.metadata.templates import find_template

MOST = 100


class Order(msgspec.Struct):
    """One field to order by."""

    field_key: str
    direction: Literal["ASC", "DESC", "asc", "desc"] = "asc"


class MetadataQuery(msgspec.Struct, rename={"source": "from"}):
    """What is asked."""

    source: str
    ancestor_folder_id: EntityId
    query: str = ""
    query_params: dict[str, Any] = {}
    order_by: list[Order] = []
    limit: int = MOST
    marker: str | None = None
    fields: list[str] | None = None


@operation("post_metadata_queries_execute_read")
async def query_metadata(ctx: Context, body: MetadataQuery) -> Document:
    """Find files and folders by the values of one template's fields, with those that are asked for."""
    scope, dot, template_key = body.source.partition(".")
    directions = {order.direction.upper() for order in body.order_by}
    if not dot or len(directions) > 1:
        raise invalid_query("from is scope.templateKey, and the direction of order_by is the same for all fields")
    limit = check_limit(body.limit, default=MOST, maximum=MOST)
    page = await query_items(
        ctx.db,
        ctx.subject,
        ItemQuery(
            scope=scope,
            template_key=template_key,
            condition=body.query,
            arguments=body.query_params,
            ancestor_id=body.ancestor_folder_id,
            order_by=[order.field_key for order in body.order_by],
            is_descending=directions == {"DESC"},
            limit=limit,
            marker=body.marker or None,
        ),
    )
    fields = tuple(body.fields) if body.fields else None
    entries: list[Document] = []
    if page.found:
        places = {access.item.id: access for access in page.found}
        found = [access.item for access in page.found]
        entries = await render_items(ctx.db, found, page.found[0], fields, places, default=MINI)
    for entry in entries if fields else ():
        narrow_metadata(entry, fields or ())
    return {"entries": entries, "limit": limit, "next_marker": page.next_marker}


@operation("get_metadata_query_indices")
async def list_query_indices(ctx: Context, scope: str, template_key: str) -> Document:
    """What queries of a template are answered from: every field, in both directions, without anybody making an index."""
    if scope not in {"global", "enterprise"} and not scope.startswith("enterprise_"):
        raise InvalidParameter("scope", f"{scope!r} is none of global, enterprise and enterprise_<id>")
    template = await find_template(ctx.db, ctx.subject, scope, template_key)
    entries = [
        {
            "id": str(uuid.uuid5(uuid.UUID(field.id), direction)),
            "type": "metadata_query_index",
            "status": "active",
            "fields": [{"key": field.key, "sort_direction": direction}],
        }
        for field in template.fields
        for direction in ("asc", "desc")
    ]
    return {"entries": entries, "limit": len(entries), "next_marker": None}
