"""Taxonomies of metadata: their levels, their nodes, and what a template's field may have of them."""

import msgspec

from holdall.base.errors import BadRequest, NotFound
from holdall.base.paging import check_limit, encode_marker
from holdall.box.binding import CommaList, Numbers
from holdall.box.context import Context
from holdall.box.operations import operation
from holdall.box.views.metadata import render_level, render_levels, render_node, render_taxonomy
from holdall.box.views.plain import Document, start_of_page
from holdall.content.metadata import nodes, taxonomies
from holdall.content.metadata.node_lists import NodeFilter, NodePage, list_nodes
from holdall.content.metadata.taxonomies import Named
from holdall.content.metadata.taxonomy_rows import Level, Node, nodes_above
from holdall.content.metadata.templates import find_template

MOST = 1000


class NewTaxonomy(msgspec.Struct, rename="camel"):
    """A taxonomy to make."""

    display_name: str
    namespace: str
    key: str | None = None


class NewName(msgspec.Struct, rename="camel"):
    """The name that a taxonomy shall have."""

    display_name: str


class LevelBody(msgspec.Struct, rename="camel"):
    """A level to make, or what it shall be."""

    display_name: str
    description: str | None = None
    level: int | None = None

    def read(self) -> Level:
        """The level without its index."""
        return Level(self.display_name, self.description)


class NewNode(msgspec.Struct, rename="camel"):
    """A node to make."""

    display_name: str
    level: int
    parent_id: str | None = None


class NewNodeName(msgspec.Struct, rename="camel"):
    """The name that a node shall have."""

    display_name: str | None = None


@operation("post_metadata_taxonomies")
async def create_taxonomy(ctx: Context, body: NewTaxonomy) -> Document:
    """Make a taxonomy, which has no levels yet. Administrators may."""
    made = await ctx.db.write(
        taxonomies.create_taxonomy,
        ctx.subject,
        namespace=body.namespace,
        display_name=body.display_name,
        key=body.key,
    )
    return render_taxonomy(made)


@operation("get_metadata_taxonomies_id")
async def list_taxonomies(
    ctx: Context, namespace: str, limit: int | None = None, marker: str | None = None
) -> Document:
    """The taxonomies of the user's enterprise, the oldest first."""
    limit, after = start_of_page(limit, marker)
    found = await taxonomies.list_taxonomies(ctx.db, ctx.subject, namespace, after=after, limit=limit + 1)
    following = encode_marker((found[limit - 1].id,)) if len(found) > limit else None
    return {
        "entries": [render_taxonomy(one) for one in found[:limit]],
        "limit": limit,
        "next_marker": following,
        "prev_marker": None,
    }


@operation("get_metadata_taxonomies_id_id")
async def get_taxonomy(ctx: Context, namespace: str, taxonomy_key: str) -> Document:
    """One taxonomy with its levels."""
    return render_taxonomy(await taxonomies.find_taxonomy(ctx.db, ctx.subject, Named(namespace, taxonomy_key)))


@operation("patch_metadata_taxonomies_id_id")
async def rename_taxonomy(ctx: Context, namespace: str, taxonomy_key: str, body: NewName) -> Document:
    """Give a taxonomy another name. Administrators may."""
    changed = await ctx.db.write(
        taxonomies.rename_taxonomy, ctx.subject, Named(namespace, taxonomy_key), body.display_name
    )
    return render_taxonomy(changed)


@operation("delete_metadata_taxonomies_id_id")
async def delete_taxonomy(ctx: Context, namespace: str, taxonomy_key: str) -> None:
    """Remove a taxonomy for good, with its nodes, which are then nobody's values any more. Administrators may."""
    await ctx.db.write(taxonomies.delete_taxonomy, ctx.subject, Named(namespace, taxonomy_key))


@operation("post_metadata_taxonomies_id_id_levels")
async def create_levels(ctx: Context, namespace: str, taxonomy_key: str, body: list[LevelBody]) -> Document:
    """Put levels below those that a taxonomy has. Administrators may."""
    return await _add_levels(ctx, namespace, taxonomy_key, body)


@operation("post_metadata_taxonomies_id_id_levels:append")
async def append_level(ctx: Context, namespace: str, taxonomy_key: str, body: LevelBody) -> Document:
    """Put one level below those that a taxonomy has. Administrators may."""
    return await _add_levels(ctx, namespace, taxonomy_key, [body])


@operation("patch_metadata_taxonomies_id_id_levels_id")
async def change_level(ctx: Context, namespace: str, taxonomy_key: str, level_index: int, body: LevelBody) -> Document:
    """Another name for a level, and another description if one is given. Administrators may."""
    changed = await ctx.db.write(
        taxonomies.change_level, ctx.subject, Named(namespace, taxonomy_key), level_index, body.read()
    )
    return render_level(changed.levels[level_index - 1], level_index)


@operation("post_metadata_taxonomies_id_id_levels:trim")
async def trim_levels(ctx: Context, namespace: str, taxonomy_key: str) -> Document:
    """Remove the last level, which must have no nodes. Administrators may."""
    changed = await ctx.db.write(taxonomies.trim_levels, ctx.subject, Named(namespace, taxonomy_key))
    return {"entries": render_levels(changed)}


@operation("post_metadata_taxonomies_id_id_nodes")
async def create_node(ctx: Context, namespace: str, taxonomy_key: str, body: NewNode) -> Document:
    """Make a node on a level, below a parent unless the level is the first. Administrators may."""
    made = await ctx.db.write(
        nodes.create_node,
        ctx.subject,
        Named(namespace, taxonomy_key),
        display_name=body.display_name,
        level=body.level,
        parent_identity=body.parent_id,
    )
    return await _render_node(ctx, made)


@operation("get_metadata_taxonomies_id_id_nodes")
async def list_taxonomy_nodes(
    ctx: Context,
    namespace: str,
    taxonomy_key: str,
    *,
    level: Numbers | None = None,
    parent: CommaList | None = None,
    ancestor: CommaList | None = None,
    query: str | None = None,
    include_total_result_count: bool = False,
    limit: int | None = None,
    marker: str | None = None,
) -> Document:
    """The nodes of a taxonomy by their names, or the most alike to a text first."""
    taxonomy = await taxonomies.find_taxonomy(ctx.db, ctx.subject, Named(namespace, taxonomy_key))
    limit = check_limit(limit, default=100, maximum=MOST)
    wanted = NodeFilter(levels=level or None, parents=parent or None, ancestors=ancestor or None, text=query)
    page = await list_nodes(
        ctx.db, taxonomy.id, wanted, limit=limit, marker=marker or None, is_counted=include_total_result_count
    )
    return await _render_page(ctx, page, limit)


@operation("get_metadata_taxonomies_id_id_nodes_id")
async def get_node(ctx: Context, namespace: str, taxonomy_key: str, node_id: str) -> Document:
    """One node with those that it is below."""
    return await _render_node(ctx, await nodes.find_node(ctx.db, ctx.subject, Named(namespace, taxonomy_key), node_id))


@operation("patch_metadata_taxonomies_id_id_nodes_id")
async def rename_node(ctx: Context, namespace: str, taxonomy_key: str, node_id: str, body: NewNodeName) -> Document:
    """Give a node another name; it stays where it is, and stays a value. Administrators may."""
    changed = await ctx.db.write(
        nodes.rename_node, ctx.subject, Named(namespace, taxonomy_key), node_id, body.display_name
    )
    return await _render_node(ctx, changed)


@operation("delete_metadata_taxonomies_id_id_nodes_id")
async def delete_node(ctx: Context, namespace: str, taxonomy_key: str, node_id: str) -> None:
    """Remove a node that has no children for good; it is then nobody's value any more. Administrators may."""
    await ctx.db.write(nodes.delete_node, ctx.subject, Named(namespace, taxonomy_key), node_id)


@operation("get_metadata_templates_id_id_fields_id_options")
async def list_field_options(
    ctx: Context,
    namespace: str,
    template_key: str,
    field_key: str,
    *,
    level: Numbers | None = None,
    parent: CommaList | None = None,
    ancestor: CommaList | None = None,
    query: str | None = None,
    include_total_result_count: bool = False,
    only_selectable_options: bool = True,
    limit: int | None = None,
    marker: str | None = None,
) -> Document:
    """The nodes that a taxonomy field may have, or all of its taxonomy, each with whether it may be chosen."""
    field = (await find_template(ctx.db, ctx.subject, namespace, template_key)).field(field_key)
    if field is None:
        raise NotFound(f"The template {template_key} has no field {field_key!r}")
    if field.taxonomy is None:
        raise BadRequest(f"Field {field_key} is of type {field.type}, and only taxonomy fields have such options")
    limit = check_limit(limit, default=100, maximum=MOST)
    selectable = field.taxonomy.selectable_levels
    levels = level or None
    if only_selectable_options:
        levels = tuple(one for one in selectable if not level or one in level)
    wanted = NodeFilter(levels=levels, parents=parent or None, ancestors=ancestor or None, text=query)
    page = await list_nodes(
        ctx.db, field.taxonomy.id, wanted, limit=limit, marker=marker or None, is_counted=include_total_result_count
    )
    document = await _render_page(ctx, page, limit)
    for entry in document["entries"]:
        entry["selectable"] = entry["level"] in selectable
    return document


async def _add_levels(ctx: Context, namespace: str, taxonomy_key: str, body: list[LevelBody]) -> Document:
    levels = [(one.read(), one.level) for one in body]
    changed = await ctx.db.write(taxonomies.add_levels, ctx.subject, Named(namespace, taxonomy_key), levels)
    return {"entries": render_levels(changed)}


async def _render_node(ctx: Context, node: Node) -> Document:
    return render_node(node, await nodes_above(ctx.db, [node]))


async def _render_page(ctx: Context, page: NodePage, limit: int) -> Document:
    above = await nodes_above(ctx.db, page.nodes)
    document: Document = {
        "entries": [render_node(node, above) for node in page.nodes],
        "limit": limit,
        "next_marker": page.next_marker,
        "prev_marker": None,
    }
    return document if page.total is None else {**document, "total_result_count": page.total}
