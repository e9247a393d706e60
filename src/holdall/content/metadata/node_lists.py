"""Lists of nodes: narrowed by their levels, parents and ancestors, in the order of names; by a text, the most alike first.

https://developer.box.com/reference/get-metadata-taxonomies-id-id-nodes/
"""

from collections.abc import Sequence
from types import GenericAlias
from typing import Any

import msgspec
import sqlalchemy as sa

from holdall.base.db import query
from holdall.base.db.database import Reader
from holdall.base.errors import InvalidParameter
from holdall.base.paging import decode_marker, encode_marker
from holdall.content.metadata.tables import metadata_nodes, metadata_taxonomies
from holdall.content.metadata.taxonomy_rows import LIVING, NODE_COLUMNS, Node, nodes_by_uuid

MOST_COUNTED = 10_000
MOST_NAMED, MOST_WORDS = 100, 20
"""Our own limits: nodes that a filter names, and words that are looked for."""

_NODES = metadata_nodes.c


class NodeFilter(msgspec.Struct, frozen=True, kw_only=True):
    """Which nodes are wanted. A filter of None is none; of several values one must fit."""

    levels: Sequence[int] | None = None
    parents: Sequence[str] | None = None
    ancestors: Sequence[str] | None = None
    text: str | None = None
    """Words that the name must hold, in any order and case."""


class NodePage(msgspec.Struct, frozen=True):
    """What was found, where the next page begins, and how many there are, up to MOST_COUNTED, if that was asked."""

    nodes: Sequence[Node]
    next_marker: str | None
    total: int | None


async def list_nodes(
    reader: Reader, taxonomy_id: int, wanted: NodeFilter, *, limit: int, marker: str | None, is_counted: bool
) -> NodePage:
    """A page of the nodes of a taxonomy; raises InvalidParameter for the marker, or for too much of a filter."""
    narrowed = [metadata_taxonomies.c.id == sa.literal(taxonomy_id, sa.BigInteger), LIVING]
    narrowed += await _conditions(reader, taxonomy_id, wanted)
    rank = _rank(wanted.text, reader.dialect)
    order = (rank, _NODES.folded, _NODES.id) if rank is not None else (_NODES.folded, _NODES.id)
    found = sa.select(*NODE_COLUMNS, *([] if rank is None else [rank])).join_from(
        metadata_nodes, metadata_taxonomies, metadata_taxonomies.c.id == _NODES.taxonomy_id
    )
    page = found.where(*narrowed).order_by(*order).limit(limit + 1)
    if marker is not None:
        page = page.where(sa.tuple_(*order) > sa.tuple_(*_place(marker, order)))
    rows = await reader.all(query(page))
    nodes = [Node(*row[: len(NODE_COLUMNS)]) for row in rows[:limit]]
    following = None
    if len(rows) > limit:
        ranked = () if rank is None else (rows[limit - 1][-1],)
        following = encode_marker((*ranked, nodes[-1].folded, nodes[-1].id))
    total = None
    if is_counted:
        counted = found.with_only_columns(_NODES.id).where(*narrowed).limit(MOST_COUNTED).subquery()
        total = await reader.value(query(sa.select(sa.func.count()).select_from(counted)))
    return NodePage(nodes, following, total)


async def _conditions(reader: Reader, taxonomy_id: int, wanted: NodeFilter) -> list[sa.ColumnElement[bool]]:
    named = [*(wanted.parents or ()), *(wanted.ancestors or ())]
    if max(len(named), len(wanted.levels or ())) > MOST_NAMED:
        raise InvalidParameter("parent", f"level, parent and ancestor name {MOST_NAMED} values at most")
    known = {uuid: one for uuid, one in (await nodes_by_uuid(reader, named)).items() if one.taxonomy_id == taxonomy_id}
    parents = [known[uuid] for uuid in wanted.parents or () if uuid in known]
    ancestors = [known[uuid] for uuid in wanted.ancestors or () if uuid in known]
    conditions: list[sa.ColumnElement[bool]] = []
    if wanted.levels is not None:
        conditions.append(_any([_NODES.level == sa.literal(one, sa.BigInteger) for one in wanted.levels]))
    if wanted.parents is not None:
        conditions.append(_any([_NODES.parent_id == sa.literal(one.id, sa.BigInteger) for one in parents]))
    if wanted.ancestors is not None:
        conditions.append(_any([is_below(_NODES.path, sa.literal(one.path, sa.Text)) for one in ancestors]))
    words = (wanted.text or "").casefold().split()
    if len(words) > MOST_WORDS:
        raise InvalidParameter("query", f"has {MOST_WORDS} words at most")
    return conditions + [_holds(_NODES.folded, word, reader.dialect) for word in words]


def is_below(path: sa.ColumnElement[str], above: sa.ColumnElement[str]) -> sa.ColumnElement[bool]:
    """Whether one path is strictly below another one: what follows a dot is a digit, and a colon is behind all digits."""
    return sa.and_(path > above, path < above.concat(sa.literal(":", sa.Text)))


def _any(conditions: list[sa.ColumnElement[bool]]) -> sa.ColumnElement[bool]:
    return sa.or_(sa.false(), *conditions)


def _holds(column: sa.ColumnElement[str], text: str, dialect: str) -> sa.ColumnElement[bool]:
    place = sa.func.instr if dialect == "sqlite" else sa.func.strpos
    return place(column, sa.literal(text, sa.Text), type_=sa.Integer) > 0


def _rank(text: str | None, dialect: str) -> sa.ColumnElement[int] | None:
    """How unlike a text a name is: the same, beginning with it, with a word that does, or none of these."""
    folded = " ".join((text or "").casefold().split())
    if not folded:
        return None
    begins = sa.func.substr(
        _NODES.folded, sa.literal(1, sa.Integer), sa.literal(len(folded), sa.Integer)
    ) == sa.literal(folded, sa.Text)
    ranks: list[tuple[Any, Any]] = [
        (_NODES.folded == sa.literal(folded, sa.Text), 0),
        (begins, 1),
        (_holds(_NODES.folded, f" {folded}", dialect), 2),
    ]
    return sa.case(
        *((holds, sa.literal(rank, sa.BigInteger)) for holds, rank in ranks), else_=sa.literal(3, sa.BigInteger)
    )


def _place(marker: str, order: Sequence[Any]) -> list[sa.ColumnElement[Any]]:
    """The sort key in a marker, which must be one of this order."""
    kinds = [column.type for column in order]
    shape: Any = GenericAlias(tuple, tuple(str if isinstance(kind, sa.Text) else int for kind in kinds))
    return [sa.literal(value, kind) for value, kind in zip(decode_marker(marker, shape), kinds, strict=True)]
