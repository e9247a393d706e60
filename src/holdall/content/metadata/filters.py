"""The metadata filter of a search: what the values of one template's fields must be, and the items on which they are.

https://developer.box.com/reference/resources/metadata-filter/
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec
import sqlalchemy as sa

from holdall.base.db import query
from holdall.base.db.database import Reader
from holdall.content.metadata.conditions import Conditions
from holdall.content.metadata.query_language import Compare, Condition, Every, Operator, invalid_query
from holdall.content.metadata.tables import metadata_instances
from holdall.content.metadata.template_rows import WITH_SEVERAL, Template

_BOUNDS: dict[str, Operator] = {"gt": ">=", "lt": "<="}  # both inclusive, in spite of their names


class MetadataMatch(msgspec.Struct, frozen=True):
    """What instances must be."""

    holds: sa.ColumnElement[bool]


def read_metadata_filter(template: Template, filters: Mapping[str, Any], dialect: str) -> MetadataMatch:
    """What instances of a template must be for each of the filters; raises BadRequest (invalid_query)."""
    if template.id is None:
        is_of = metadata_instances.c.global_key == sa.literal(template.template_key, sa.Text)
    else:
        is_of = metadata_instances.c.template_id == sa.literal(template.id, sa.BigInteger)
    wanted = Every(tuple(one for key, value in filters.items() for one in _conditions(template, key, value)))
    return MetadataMatch(sa.and_(is_of, Conditions(template, dialect).of(wanted)) if wanted.parts else is_of)


async def items_with(reader: Reader, match: MetadataMatch, *, before: int, limit: int) -> Sequence[int]:
    """The ids of items with such an instance, the newest first, from one on."""
    found = (
        sa.select(metadata_instances.c.item_id)
        .where(match.holds, metadata_instances.c.item_id < sa.literal(before, sa.BigInteger))
        .order_by(metadata_instances.c.item_id.desc())
        .limit(limit)
    )
    return [item_id for (item_id,) in await reader.all(query(found))]


def _conditions(template: Template, key: str, value: Any) -> Iterator[Condition]:
    field = template.field(key)
    if isinstance(value, dict):
        if not value or not value.keys() <= _BOUNDS.keys():
            raise invalid_query(f"The filter of {key} has gt, lt or both, and nothing else")
        for name, bound in value.items():
            yield Compare(key, _BOUNDS[name], (bound,))
        return
    values = tuple(value) if isinstance(value, list) else (value,)
    if not values:
        raise invalid_query(f"The filter of {key} is an empty list")
    yield Compare(key, "HASANY" if field is not None and field.type in WITH_SEVERAL else "IN", values)
