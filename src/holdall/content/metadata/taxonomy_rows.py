"""Taxonomies and their nodes as they are read."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec
import sqlalchemy as sa

from holdall.base.db import contains, query
from holdall.base.db.database import Reader
from holdall.content.metadata.tables import metadata_nodes, metadata_taxonomies


class Level(msgspec.Struct, frozen=True):
    """One level; its index is its place among the others, from 1."""

    display_name: str
    description: str | None = None


class Taxonomy(msgspec.Struct, frozen=True):
    """A taxonomy with its levels, from the root down."""

    id: int
    uuid: str
    enterprise_id: int
    key: str
    display_name: str
    levels: tuple[Level, ...]

    @property
    def namespace(self) -> str:
        """The namespace as it is said on the wire."""
        return f"enterprise_{self.enterprise_id}"


class Node(msgspec.Struct, frozen=True):
    """A node of a taxonomy. It is never moved, so that its path says for good what it is below."""

    id: int
    uuid: str
    taxonomy_id: int
    level: int
    parent_id: int | None
    path: str
    display_name: str
    folded: str

    @property
    def above(self) -> list[int]:
        """The ids of the nodes that it is below, from the root down."""
        return [int(part) for part in self.path.split(".")[:-2]]


def _taxonomy(*columns: Any) -> Taxonomy:
    row = dict(zip(Taxonomy.__struct_fields__, columns, strict=True))
    return Taxonomy(**{**row, "levels": msgspec.convert(row["levels"], tuple[Level, ...])})


NODE_COLUMNS = [metadata_nodes.c[name] for name in Node.__struct_fields__]
LIVING = metadata_taxonomies.c.deleted_at.is_(None)

_FOUND = sa.select(*(metadata_taxonomies.c[name] for name in Taxonomy.__struct_fields__)).where(
    metadata_taxonomies.c.enterprise_id == sa.bindparam("enterprise_id", type_=sa.BigInteger), LIVING
)
_KEYED = _FOUND.where(metadata_taxonomies.c.key == sa.bindparam("key"))
_BY_KEY = query(_KEYED, _taxonomy)
_BY_KEY_LOCKED = query(_KEYED.with_for_update(), _taxonomy)
_NAMED = query(_FOUND.where(contains(metadata_taxonomies.c.key, "keys")), _taxonomy)
_PAGE = query(
    _FOUND.where(metadata_taxonomies.c.id > sa.bindparam("after", type_=sa.BigInteger))
    .order_by(metadata_taxonomies.c.id)
    .limit(sa.bindparam("limit", type_=sa.BigInteger)),
    _taxonomy,
)
_NODES = sa.select(*NODE_COLUMNS).join_from(
    metadata_nodes, metadata_taxonomies, metadata_taxonomies.c.id == metadata_nodes.c.taxonomy_id
)
_NODES_BY_ID = query(_NODES.where(contains(metadata_nodes.c.id, "ids"), LIVING), Node)
_NODES_BY_UUID = query(_NODES.where(contains(metadata_nodes.c.uuid, "uuids"), LIVING), Node)


async def find_taxonomy_row(reader: Reader, enterprise_id: int, key: str, *, lock: bool = False) -> Taxonomy | None:
    """The taxonomy of this key in an enterprise."""
    return await reader.one(_BY_KEY_LOCKED if lock else _BY_KEY, enterprise_id=enterprise_id, key=key)


async def taxonomies_named(reader: Reader, enterprise_id: int | None, keys: Iterable[str]) -> dict[str, Taxonomy]:
    """The taxonomies of these keys in an enterprise, by key."""
    found = await reader.all(_NAMED, enterprise_id=enterprise_id, keys=list(keys))
    return {taxonomy.key: taxonomy for taxonomy in found}


async def page_of_taxonomies(reader: Reader, enterprise_id: int, *, after: int, limit: int) -> Sequence[Taxonomy]:
    """The next taxonomies of an enterprise behind the row `after`, the oldest first."""
    return await reader.all(_PAGE, enterprise_id=enterprise_id, after=after, limit=limit)


async def nodes_by_id(reader: Reader, ids: Iterable[int]) -> dict[int, Node]:
    """The nodes of these ids that are there, by id; those of removed taxonomies are not."""
    wanted = list(ids)
    return {node.id: node for node in await reader.all(_NODES_BY_ID, ids=wanted)} if wanted else {}


async def nodes_by_uuid(reader: Reader, uuids: Iterable[str]) -> dict[str, Node]:
    """The nodes that have these ids on the wire, by those; they may be of any taxonomy."""
    wanted = list(uuids)
    return {node.uuid: node for node in await reader.all(_NODES_BY_UUID, uuids=wanted)} if wanted else {}


async def nodes_above(reader: Reader, nodes: Iterable[Node]) -> Mapping[int, Node]:
    """All nodes that some nodes are below, by id."""
    return await nodes_by_id(reader, {node_id for node in nodes for node_id in node.above})
