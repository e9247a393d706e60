"""Conditions on instances of a template, as the database is asked for them.

A field without a value matches nothing but IS NULL, and whatever is negated as a whole. Values of options are compared by
their keys; that happens here, so that the database is asked for some of their numbers alone.
"""

import operator
import re
from collections.abc import Callable
from typing import Any

import sqlalchemy as sa

from holdall.content.metadata.patterns import matches
from holdall.content.metadata.query_language import Compare, Condition, Every, HasNone, Negation, invalid_query
from holdall.content.metadata.tables import metadata_instances, metadata_values
from holdall.content.metadata.template_rows import WITH_OPTIONS, Field, Template
from holdall.content.metadata.values import milliseconds, number_of

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
        if field is not None and field.type == "multiSelect":
            return self._compare_chosen(field, condition)
        if condition.operator in {"HASANY", "HASALL"}:
            raise invalid_query(
                f"{condition.operator} is for fields of type multiSelect, and {condition.field} is none"
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
        if condition.operator not in {"=", "<>", "HASANY", "HASALL"}:
            raise invalid_query(f"{condition.operator} is not for fields of type multiSelect, and {field.key} is one")
        keys = dict.fromkeys(self._texts(condition, flat=True))
        if condition.operator == "HASANY":
            return self._has_option(field, [key for key in keys if field.option(key)])
        has_all = sa.and_(sa.true(), *(self._has_option(field, [key]) for key in keys))
        if condition.operator == "HASALL":
            return has_all
        has_other = self._has_option(field, [key for key in _keys(field) if key not in keys])
        has_value = self._has_value(field.key)
        same = sa.and_(has_value, has_all, sa.not_(has_other))
        return same if condition.operator == "=" else sa.and_(has_value, sa.not_(same))

    def _has_option(self, field: Field, keys: list[str]) -> sa.ColumnElement[bool]:
        numbers = [option.number for key in keys if (option := field.option(key)) is not None]
        value = metadata_values.alias()
        wanted = sa.or_(sa.false(), *(value.c.number == sa.literal(float(number), sa.Float) for number in numbers))
        return _exists(value, str(field.number), wanted)

    def _has_value(self, key: str) -> sa.ColumnElement[bool]:
        field = self._field(key)
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
