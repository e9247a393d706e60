"""The filter rule that looks at metadata: whether a property of an item has a value.

The operators are the vendor's; each that begins with `not_`, and `ne`, matches exactly where its opposite does not, so also
where an item has no such value.
"""

import operator
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Literal

from holdall.migration.platforms.platform import Entry

from .metadata import SchemaEnd

Operator = Literal[
    "eq",
    "ne",
    "lt",
    "le",
    "gt",
    "ge",
    "starts_with",
    "not_starts_with",
    "ends_with",
    "not_ends_with",
    "contains",
    "not_contains",
    "in",
    "not_in",
    "empty",
    "not_empty",
]
Wanted = str | float | list[str | float] | None

_Comparable = str | float
_Test = Callable[[_Comparable, _Comparable], bool]

_SAME: Mapping[str, _Test] = {
    "eq": operator.eq,
    "in": operator.eq,
    "lt": operator.lt,
    "le": operator.le,
    "gt": operator.gt,
    "ge": operator.ge,
}
"""What compares two values of one kind."""

_TEXT: Mapping[str, _Test] = {
    "starts_with": lambda text, wanted: str(text).startswith(str(wanted)),
    "ends_with": lambda text, wanted: str(text).endswith(str(wanted)),
    "contains": lambda text, wanted: str(wanted) in str(text),
}
"""What compares values as texts."""

_OPPOSITES: Mapping[str, str] = {"ne": "eq"} | {f"not_{name}": name for name in ("in", "empty", *_TEXT)}


def metadata_test(schema: str, name: str, how: Operator, wanted: Wanted) -> Callable[[Entry], bool]:
    """Whether an entry's value of a property is as wanted; one of several choices is enough.

    Raises ValueError for a rule that lacks what it needs.
    """
    if not schema or not name:
        raise ValueError("a filter_metadata needs a schema and a property")
    if how in _OPPOSITES:
        positive = metadata_test(schema, name, _OPPOSITES[how], wanted)  # type: ignore[arg-type] # an Operator too
        return lambda entry: not positive(entry)
    identifier = SchemaEnd(id=schema).schema
    if how == "empty":
        return lambda entry: not _values(entry, identifier, name)
    if wanted is None or (how == "in") != isinstance(wanted, list):
        raise ValueError(f"a filter_metadata with {how} needs {'a list as value' if how == 'in' else 'one value'}")
    choices = wanted if isinstance(wanted, list) else [wanted]

    def matches(entry: Entry) -> bool:
        values = _values(entry, identifier, name)
        return any(_compare(how, value, choice) for value in values for choice in choices)

    return matches


def _values(entry: Entry, schema: str, name: str) -> Sequence[_Comparable]:
    found: Any = next((one.values.get(name) for one in entry.metadata if one.schema == schema), None)
    if found is None or found == "":
        return ()
    return found if isinstance(found, list) else (found,)


def _compare(how: str, value: _Comparable, wanted: _Comparable) -> bool:
    if how in _TEXT:
        return _TEXT[how](str(value).casefold(), str(wanted).casefold())
    one, other = (_number(value), _number(wanted)) if isinstance(value, float | int) else (_text(value), _text(wanted))
    return type(one) is type(other) and _SAME[how](one, other)


def _number(value: _Comparable) -> _Comparable:
    try:
        return float(value)
    except ValueError:
        return _text(value)


def _text(value: _Comparable) -> _Comparable:
    """A time as seconds since 1970, which is UTC where it says nothing else; any other text without regard to case."""
    try:
        moment = datetime.fromisoformat(str(value))
    except ValueError:
        return str(value).casefold()
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
