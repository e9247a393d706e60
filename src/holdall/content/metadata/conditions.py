"""Conditions on instances of a template, as the database is asked for them.

A field without a value matches nothing but IS NULL, and whatever is negated as a whole. Values of options are compared by
their keys; that happens here, so that the database is asked for some of their numbers alone. Nodes of taxonomies, of which
there may be very many, are compared by the database.
"""

import operator
import re
from collections.abc import Callable
from typing import Any

import sqlalchemy as sa

from holdall.content.metadata.node_lists import is_below
from holdall.content.metadata.patterns import matches
from holdall.content.metadata.query_language import Compare, Condition, Every, HasNone, Negation, invalid_query
from holdall.content.metadata.tables import metadata_instances, metadata_nodes, metadata_taxonomies, metadata_values
from holdall.content.metadata.taxonomy_rows import LIVING
from holdall.content.metadata.template_rows import WITH_OPTIONS, Field, TaxonomyRules, Template
from holdall.content.metadata.values import milliseconds, number_of

_OF_SEVERAL = {
    "HASANY": "fields of type multiSelect and taxonomy",
    "HASALL": "fields of type multiSelect and taxonomy",
    "HASANCESTOR": "fields of type taxonomy",
}
_SIGNS: dict[str, Callable[[Any, Any], Any]] = {
    "=": operator.eq,
    "<>": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


class Conditions:
    """Builds the conditions on instances of one template for one database; raises BadRequest (invalid_query)."""

    def __init__(self, template: Template, dialect: str) -> None:
        self._template = template
        self._dialect = dialect

    def of(self, condition: Condition) -> sa.ColumnElement[bool]:
        """What holds of the instances in `metadata_instances` that match."""
        if isinstance(condition, Negation):
            return sa.not_(self.of(condition.part))
        if isinstance(condition, Every):
            return sa.and_(*(self.of(part) for part in condition.parts))
        if isinstance(condition, HasNone):
            return sa.not_(self._has_value(condition.field))
        if isinstance(condition, Compare):
            return self._compare(condition)
        return sa.or_(*(self.of(part) for part in condition.parts))

    def _compare(self, condition: Compare) -> sa.ColumnElement[bool]:
        field = self._field(condition.field)
        if field is not None and field.taxonomy is not None:
            return self._compare_nodes(field, field.taxonomy, condition)
        if field is not None and field.type == "multiSelect":
            return self._compare_chosen(field, condition)
        if condition.operator in _OF_SEVERAL:
            raise invalid_query(
                f"{condition.operator} is for {_OF_SEVERAL[condition.operator]}, not for {condition.field}"
            )
        if field is not None and field.type == "enum":
            return self._has_option(
                field, [one for one in _keys(field) if _holds(condition, one, self._texts(condition))]
            )
        return self._compare_plain(field, condition)

    def _compare_plain(self, field: Field | None, condition: Compare) -> sa.ColumnElement[bool]:
        """A text, a number or a date."""
        value = metadata_values.alias()
        name = condition.field if field is None else str(field.number)
        if condition.operator in {"LIKE", "ILIKE"}:
            if field is not None and field.type != "string":
                raise invalid_query(f"{condition.operator} is for texts, and field {condition.field} is none")
            pattern = self._texts(condition)[0]
            is_folded = condition.operator == "ILIKE"
            holds = matches(
                value.c.folded if is_folded else value.c.text,
                pattern.casefold() if is_folded else pattern,
                self._dialect,
            )
        else:
            column, literals = self._literals(field, condition, value)
            sign = _SIGNS.get(condition.operator)
            holds = sa.or_(*(column == one for one in literals)) if sign is None else sign(column, literals[0])
        return _exists(value, name, sa.not_(holds) if condition.is_negated else holds)

    def _literals(
        self, field: Field | None, condition: Compare, value: sa.FromClause
    ) -> tuple[sa.ColumnElement[Any], list[sa.ColumnElement[Any]]]:
        """The column that values of a field are in, and what it is compared with."""
        given = condition.values
        is_text = field.type == "string" if field is not None else all(isinstance(one, str) for one in given)
        if is_text:
            return value.c.text, [sa.literal(one, sa.Text) for one in self._texts(condition)]
        read = _date if field is not None and field.type == "date" else _number
        return value.c.number, [sa.literal(read(condition.field, one), sa.Float) for one in given]

    def _compare_chosen(self, field: Field, condition: Compare) -> sa.ColumnElement[bool]:
        """A multiSelect: equal is what has the same options, in any order."""
        keys = list(dict.fromkeys(self._texts(condition, flat=True)))
        others = [key for key in _keys(field) if key not in keys]
        return _compare_several(
            field, condition, keys, lambda wanted: self._has_option(field, wanted), self._has_option(field, others)
        )

    def _compare_nodes(self, field: Field, rules: TaxonomyRules, condition: Compare) -> sa.ColumnElement[bool]:
        """Nodes of a taxonomy by their ids: the same way, and by what they are below."""
        uuids = list(dict.fromkeys(self._texts(condition, flat=True)))
        if condition.operator == "HASANCESTOR":
            return _has_node(field, rules, lambda node: _is_below_one_of(node, rules, uuids))
        return _compare_several(
            field,
            condition,
            uuids,
            lambda wanted: _has_node(field, rules, lambda node: _is_one_of(node, wanted)),
            _has_node(field, rules, lambda node: sa.not_(_is_one_of(node, uuids))),
        )

    def _has_option(self, field: Field, keys: list[str]) -> sa.ColumnElement[bool]:
        numbers = [option.number for key in keys if (option := field.option(key)) is not None]
        value = metadata_values.alias()
        wanted = sa.or_(sa.false(), *(value.c.number == sa.literal(float(number), sa.Float) for number in numbers))
        return _exists(value, str(field.number), wanted)

    def _has_value(self, key: str) -> sa.ColumnElement[bool]:
        field = self._field(key)
        if field is not None and field.taxonomy is not None:
            return _has_node(field, field.taxonomy)
        if field is not None and field.type in WITH_OPTIONS:
            return self._has_option(field, _keys(field))  # options that were taken away count for nothing
        return _exists(metadata_values.alias(), key if field is None else str(field.number))

    def _field(self, key: str) -> Field | None:
        """The field of a key; None for any key of the free properties."""
        if self._template.enterprise_id is None:
            return None
        field = self._template.field(key)
        if field is None:
            raise invalid_query(f"The template {self._template.template_key} has no field {key}")
        return field

    def _texts(self, condition: Compare, *, flat: bool = False) -> list[str]:
        values = [
            one for value in condition.values for one in (value if flat and isinstance(value, tuple) else (value,))
        ]
        for value in values:
            if not isinstance(value, str):
                raise invalid_query(f"Field {condition.field} is compared with texts, and {value!r:.100} is none")
        return values


def _exists(value: sa.FromClause, name: str, *holds: sa.ColumnElement[bool]) -> sa.ColumnElement[bool]:
    return sa.exists().where(
        value.c.instance_id == metadata_instances.c.id, value.c.field == sa.literal(name, sa.Text), *holds
    )


def _compare_several(
    field: Field,
    condition: Compare,
    wanted: list[str],
    has_any: Callable[[list[str]], sa.ColumnElement[bool]],
    has_other: sa.ColumnElement[bool],
) -> sa.ColumnElement[bool]:
    """A field that may have several values: `has_any` finds those that have one of some, `has_other` none of `wanted`."""
    if condition.operator == "HASANY":
        return has_any(wanted)
    has_all = sa.and_(sa.true(), *(has_any([one]) for one in wanted))
    if condition.operator == "HASALL":
        return has_all
    if condition.operator not in {"=", "<>"}:
        raise invalid_query(f"{condition.operator} is not for fields of type {field.type}, and {field.key} is one")
    has_value = sa.or_(has_any(wanted), has_other)
    same = sa.and_(has_value, has_all, sa.not_(has_other))
    return same if condition.operator == "=" else sa.and_(has_value, sa.not_(same))


def _has_node(
    field: Field, rules: TaxonomyRules, holds: Callable[[sa.FromClause], sa.ColumnElement[bool]] | None = None
) -> sa.ColumnElement[bool]:
    """Whether a field has a node that is still there, and of which something holds."""
    value, node = metadata_values.alias(), metadata_nodes.alias()
    return _exists(
        value,
        str(field.number),
        node.c.id == sa.cast(value.c.number, sa.BigInteger),
        node.c.taxonomy_id == sa.literal(rules.id, sa.BigInteger),
        metadata_taxonomies.c.id == node.c.taxonomy_id,
        LIVING,
        *([] if holds is None else [holds(node)]),
    )


def _is_one_of(node: sa.FromClause, uuids: list[str]) -> sa.ColumnElement[bool]:
    return sa.or_(sa.false(), *(node.c.uuid == sa.literal(uuid, sa.Text) for uuid in uuids))


def _is_below_one_of(node: sa.FromClause, rules: TaxonomyRules, uuids: list[str]) -> sa.ColumnElement[bool]:
    above = metadata_nodes.alias()
    is_there = above.c.taxonomy_id == sa.literal(rules.id, sa.BigInteger)
    return sa.exists().where(is_there, _is_one_of(above, uuids), is_below(node.c.path, above.c.path))


def _keys(field: Field) -> list[str]:
    return [option.key for option in field.options]


def _holds(condition: Compare, key: str, texts: list[str]) -> bool:
    """The same comparison of the key of an option as the database makes of a text."""
    if condition.operator == "IN":
        found = key in texts
    elif condition.operator in {"LIKE", "ILIKE"}:
        is_folded = condition.operator == "ILIKE"
        pattern, text = (texts[0].casefold(), key.casefold()) if is_folded else (texts[0], key)
        found = _as_expression(pattern).fullmatch(text) is not None
    else:
        found = bool(_SIGNS[condition.operator](key, texts[0]))
    return found is not condition.is_negated


def _as_expression(pattern: str) -> re.Pattern[str]:
    pieces = re.split(r"(\\.|[%_])", pattern, flags=re.DOTALL)
    special = {"%": ".*", "_": "."}
    return re.compile(
        "".join(special.get(one) or re.escape(one[1:] if len(one) == 2 and one[0] == "\\" else one) for one in pieces),
        re.DOTALL,
    )


def _number(key: str, value: Any) -> float:
    try:
        number = number_of(float(value) if isinstance(value, str) else value)
    except ValueError:
        number = None
    if number is None:
        raise invalid_query(f"Field {key} is compared with numbers, and {value!r:.100} is none")
    return number


def _date(key: str, value: Any) -> float:
    try:
        return milliseconds(str(value))
    except (ValueError, OverflowError):
        raise invalid_query(f"Field {key} is compared with dates, and {value!r:.100} is none") from None
