"""Nodes of taxonomies: made, renamed and removed by administrators, found and listed by everybody in the enterprise."""

import msgspec
import sqlalchemy as sa

from holdall.base.db import Transaction, query
from holdall.base.db.database import Reader
from holdall.base.errors import BadRequest, NotFound
from holdall.base.ids import new_uuid
from holdall.content.identity.subject import Subject
from holdall.content.metadata.tables import metadata_nodes
from holdall.content.metadata.taxonomies import Named, find_taxonomy, find_to_change
from holdall.content.metadata.taxonomy_rows import Node, Taxonomy, nodes_by_uuid
from holdall.content.metadata.templates import check_display_name

_CHILD = query(
    sa.select(metadata_nodes.c.id).where(metadata_nodes.c.parent_id == sa.bindparam("id", type_=sa.BigInteger)).limit(1)
)


async def find_node(reader: Reader, subject: Subject, name: Named, identity: str) -> Node:
    """The node with this id on the wire; raises NotFound, or InvalidParameter for the namespace."""
    return await _find(reader, await find_taxonomy(reader, subject, name), identity)


async def create_node(
    tx: Transaction,
    subject: Subject,
    name: Named,
    *,
    display_name: str,
    level: int,
    parent_identity: str | None,
) -> Node:
    """A unit: make a node, below a parent of a higher level unless its own is the first.

    Levels may be left out between the two. Raises NotFound for the taxonomy, Forbidden or BadRequest.
    """
    taxonomy = await find_to_change(tx, subject, name)
    check_display_name(display_name)
    if not 1 <= level <= len(taxonomy.levels):
        raise BadRequest(f"level: the taxonomy {name.key} has {len(taxonomy.levels)} levels, and none is {level}")
    parent = await _parent(tx, taxonomy, level, parent_identity)
    node_id = tx.new_id()
    made = Node(
        node_id,
        new_uuid(),
        taxonomy.id,
        level,
        None if parent is None else parent.id,
        f"{'' if parent is None else parent.path}{node_id}.",
        display_name,
        display_name.casefold(),
    )
    await tx.insert(metadata_nodes, **msgspec.structs.asdict(made))
    return made


async def rename_node(tx: Transaction, subject: Subject, name: Named, identity: str, display_name: str | None) -> Node:
    """A unit: give a node another name, if there is one; whatever has it as a value keeps it.

    Raises NotFound, Forbidden or BadRequest.
    """
    node = await _find(tx, await find_to_change(tx, subject, name), identity)
    if display_name is None:
        return node
    check_display_name(display_name)
    names = {"display_name": display_name, "folded": display_name.casefold()}
    await tx.update(metadata_nodes, {"id": node.id}, **names)
    return msgspec.structs.replace(node, **names)


async def delete_node(tx: Transaction, subject: Subject, name: Named, identity: str) -> None:
    """A unit: remove a node that has no children for good; no item has it as a value any more.

    Raises NotFound, Forbidden, or BadRequest where it has children.
    """
    node = await _find(tx, await find_to_change(tx, subject, name), identity)
    if await tx.value(_CHILD, id=node.id) is not None:
        raise BadRequest(f"The node {identity} has children: delete them first")
    await tx.delete(metadata_nodes, id=node.id)


async def _find(reader: Reader, taxonomy: Taxonomy, identity: str) -> Node:
    node = (await nodes_by_uuid(reader, [identity])).get(identity)
    if node is None or node.taxonomy_id != taxonomy.id:
        raise NotFound(f"The taxonomy {taxonomy.key} has no node with id {identity}")
    return node


async def _parent(reader: Reader, taxonomy: Taxonomy, level: int, identity: str | None) -> Node | None:
    if (identity is None) != (level == 1):
        raise BadRequest("parentId: nodes of level 1 have no parent, all others have one")
    if identity is None:
        return None
    parent = (await nodes_by_uuid(reader, [identity])).get(identity)
    if parent is None or parent.taxonomy_id != taxonomy.id:
        raise BadRequest(f"parentId: the taxonomy {taxonomy.key} has no node with id {identity:.100}")
    if parent.level >= level:
        raise BadRequest(f"parentId: a node of level {parent.level} has no children of level {level}")
    return parent
