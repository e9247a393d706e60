"""Metadata queries: items by the values of one template's fields, of those that the subject may see.

https://developer.box.com/guides/metadata/queries/. The database finds instances in their order, from a key on; what they are
on is then weighed by the rules for every request, a batch at a time.
"""

from collections.abc import Sequence
from types import GenericAlias
from typing import Any

import msgspec
import sqlalchemy as sa

from holdall.base.db import query
from holdall.base.db.database import Reader
from holdall.base.errors import NotFound
from holdall.base.paging import decode_marker, encode_marker
from holdall.content.access import Access, Role, reach_active, reach_many
from holdall.content.identity.subject import Subject
from holdall.content.items.tables import ItemType
from holdall.content.metadata.classification import CLASSIFICATION
from holdall.content.metadata.conditions import Conditions
from holdall.content.metadata.errors import no_instance
from holdall.content.metadata.query_language import Condition, invalid_query, read_condition
from holdall.content.metadata.tables import metadata_instances, metadata_nodes, metadata_taxonomies, metadata_values
from holdall.content.metadata.taxonomy_rows import LIVING
from holdall.content.metadata.template_rows import WITH_OPTIONS, Field, Template
from holdall.content.metadata.templates import find_template

MOST_WEIGHED = 2_000
"""So many instances are looked at for one page, which may then be a short one: it says where to go on."""
BATCH = 200

Row = tuple[Any, ...]


class ItemQuery(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked: a template, a condition with its arguments, where, in which order, from where on."""

    scope: str
    template_key: str
    condition: str
    arguments: dict[str, Any]
    ancestor_id: int
    order_by: Sequence[str] = ()
    is_descending: bool = False
    limit: int
    marker: str | None = None


class QueryPage(msgspec.Struct, frozen=True):
    """What was found, and where the next page begins, if there is one."""

    found: list[Access]
    next_marker: str | None


async def query_items(reader: Reader, subject: Subject, wanted: ItemQuery) -> QueryPage:
    """A page of the items that match.

    Raises NotFound for the folder and (instance_not_found) the template, and BadRequest (invalid_query).
    """
    template = await _find_template(reader, subject, wanted)
    condition = read_condition(wanted.condition, wanted.arguments)
    ancestor = await reach_active(reader, subject, wanted.ancestor_id, ItemType.FOLDER)
    keys = _sort_keys(template, wanted.order_by, reader.dialect)
    matching = _matching(template, condition, keys, reader.dialect).subquery()
    last = None if wanted.marker is None else _decode(wanted.marker, keys)
    found: list[Access] = []
    for _ in range(MOST_WEIGHED // BATCH):
        rows = await reader.all(query(_page(matching, keys, last, wanted.is_descending)))
        seen = await reach_many(reader, subject, [row[-1] for row in rows])
        for row in rows:
            last = row
            access = seen.get(row[-1])
            if access is not None and _is_wanted(access, ancestor, everywhere=wanted.ancestor_id == 0):
                found.append(access)
                if len(found) == wanted.limit:
                    return QueryPage(found, encode_marker(row))
        if len(rows) < BATCH:
            return QueryPage(found, None)
    return QueryPage(found, None if last is None else encode_marker(last))


async def _find_template(reader: Reader, subject: Subject, wanted: ItemQuery) -> Template:
    try:
        template = await find_template(reader, subject, wanted.scope, wanted.template_key)
    except NotFound as error:
        raise no_instance(error.message) from None
    if template.enterprise_id is None or template.template_key == CLASSIFICATION:
        raise invalid_query(f"{wanted.scope}.{wanted.template_key} cannot be queried")
    return template


def _matching(
    template: Template, condition: Condition | None, keys: Sequence[sa.ColumnElement[Any]], dialect: str
) -> sa.Select[Any]:
    """The keys by which the matching instances are ordered, and what each is on."""
    named = [key.label(f"key_{place}") for place, key in enumerate(keys)]
    matching = sa.select(*named, metadata_instances.c.item_id).where(
        metadata_instances.c.template_id == sa.literal(template.id, sa.BigInteger)
    )
    return matching if condition is None else matching.where(Conditions(template, dialect).of(condition))


def _page(
    matching: sa.Subquery, keys: Sequence[sa.ColumnElement[Any]], last: Row | None, is_descending: bool
) -> sa.Select[Any]:
    page = sa.select(*matching.c).limit(BATCH)
    page = page.order_by(*(column.desc() if is_descending else column.asc() for column in matching.c))
    if last is None:
        return page
    kinds = [*(key.type for key in keys), sa.BigInteger()]
    here = sa.tuple_(*matching.c)
    there = sa.tuple_(*(sa.literal(value, kind) for value, kind in zip(last, kinds, strict=True)))
    return page.where(here < there if is_descending else here > there)


def _sort_keys(template: Template, order_by: Sequence[str], dialect: str) -> list[sa.ColumnElement[Any]]:
    """Two columns for each field: whether there is no value, and the value."""
    keys: list[sa.ColumnElement[Any]] = []
    for name in order_by:
        field = template.field(name)
        if field is None:
            raise invalid_query(f"order_by: the template {template.template_key} has no field {name}")
        value = _sort_value(field, dialect)
        keys += [
            sa.case((value.is_(None), sa.literal(1, sa.BigInteger)), else_=sa.literal(0, sa.BigInteger)),
            sa.func.coalesce(value, sa.literal("" if _is_text(field) else 0.0, value.type), type_=value.type),
        ]
    return keys


def _is_text(field: Field) -> bool:
    return field.type in {"string", "taxonomy"} or field.type in WITH_OPTIONS


def _sort_value(field: Field, dialect: str) -> sa.ColumnElement[Any]:
    """The first value of a field; an option by its key, a node by its name without case."""
    value = metadata_values.alias()
    column = value.c.text if field.type == "string" else value.c.number
    found = sa.select(column).where(
        value.c.instance_id == metadata_instances.c.id,
        value.c.field == sa.literal(str(field.number), sa.Text),
        value.c.position == 0,
    )
    if field.taxonomy is not None:
        node = metadata_nodes.alias()
        is_value = node.c.id == sa.cast(value.c.number, sa.BigInteger)
        is_there = sa.and_(metadata_taxonomies.c.id == node.c.taxonomy_id, LIVING)
        return found.with_only_columns(node.c.folded).where(is_value, is_there).scalar_subquery()
    first = found.scalar_subquery()
    if field.type not in WITH_OPTIONS:
        return first
    names = [(first == sa.literal(float(one.number), sa.Float), sa.literal(one.key, sa.Text)) for one in field.options]
    key = sa.case(*names, else_=sa.null()) if names else sa.cast(sa.null(), sa.Text)
    return sa.collate(sa.cast(key, sa.Text), "C") if dialect == "postgresql" else sa.cast(key, sa.Text)


def _decode(marker: str, keys: Sequence[sa.ColumnElement[Any]]) -> Row:
    kinds = [str if isinstance(key.type, sa.Text) else float if isinstance(key.type, sa.Float) else int for key in keys]
    shape: Any = GenericAlias(tuple, (*kinds, int))
    decoded: Row = decode_marker(marker, shape)
    return decoded


def _is_wanted(access: Access, ancestor: Access, *, everywhere: bool) -> bool:
    if access.is_trashed or access.role is Role.PATH_VIEWER:
        return False
    return everywhere or ancestor.item.id in access.folder_ids
