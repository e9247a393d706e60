"""Fields to extract, and the values that fit them: what a model or a text says, made a string, number, date, choice or rows.

https://developer.box.com/reference/post-ai-extract-structured/ (types)
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

import msgspec

from holdall.base.errors import InvalidParameter
from holdall.content.metadata.template_rows import Template

MOST_FIELDS = 100
LONGEST_WORDS = 10_000
"""So many characters a field may say of itself."""

SCALARS = frozenset({"string", "text", "float", "number", "date", "boolean", "enum", "multiSelect"})
NESTED = frozenset({"struct", "table"})
_CHOSEN = frozenset({"enum", "multiSelect"})
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_MONTH = r"(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
_DATES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"(?<!\d)(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)"), "ymd"),
    (re.compile(r"(?<!\d)(\d{4})/(\d{1,2})/(\d{1,2})(?!\d)"), "ymd"),
    (re.compile(rf"(?<!\d)(\d{{1,2}})(?:st|nd|rd|th)?(?: of)? {_MONTH},? (\d{{4}})(?!\d)", re.IGNORECASE), "dmy"),
    (re.compile(rf"\b{_MONTH} (\d{{1,2}})(?:st|nd|rd|th)?,? (\d{{4}})(?!\d)", re.IGNORECASE), "mdy"),
    (re.compile(r"(?<!\d)(\d{1,2})/(\d{1,2})/(\d{4})(?!\d)"), "mdy"),
    (re.compile(r"(?<![\d.])(\d{1,2})\.(\d{1,2})\.(\d{4})(?!\d)"), "dmy"),
)
_NUMBER = re.compile(r"(?<![\w.,])[-+]?(?:\d{1,3}(?:,\d{3})+|\d{1,15})(?:\.\d{1,15})?(?![\w]|[.,]\d)")
_TRUE, _FALSE = frozenset({"true", "yes"}), frozenset({"false", "no"})


class Unfit(ValueError):
    """A value is none of its field; the message tells what it must be."""


class Wanted(msgspec.Struct, frozen=True):
    """A field to extract; `fields` are those of a struct, or of each row of a table."""

    key: str
    type: str = "string"
    display_name: str | None = None
    description: str | None = None
    prompt: str | None = None
    options: tuple[str, ...] = ()
    fields: tuple["Wanted", ...] = ()
    has_time: bool = False
    """Whether its dates are instants, as those of metadata are."""


def fields_of(template: Template) -> list[Wanted]:
    """What a metadata template asks for; raises InvalidParameter for one without fields."""
    fields = [
        Wanted(
            one.key,
            one.type,
            one.display_name,
            one.description,
            options=tuple(option.key for option in one.options),
            has_time=True,
        )
        for one in template.fields
        if not one.hidden and one.type in SCALARS  # nodes of taxonomies are nothing that a text would say
    ]
    if not fields:
        raise InvalidParameter("metadata_template", f"{template.template_key} has no fields to extract")
    return fields


def check_fields(fields: Sequence[Wanted], name: str = "fields", *, is_nested: bool = False) -> None:
    """Raise InvalidParameter for fields that cannot be extracted."""
    if not 0 < len(fields) <= MOST_FIELDS:
        raise InvalidParameter(name, f"must be 1 to {MOST_FIELDS}, not {len(fields)}")
    if len({one.key for one in fields}) < len(fields):
        raise InvalidParameter(name, "must have each key once")
    for field in fields:
        _check_field(field, name, SCALARS if is_nested else SCALARS | NESTED)


def _check_field(field: Wanted, name: str, types: frozenset[str]) -> None:
    if not field.key.strip():
        raise InvalidParameter(name, "must each have a key")
    if field.type not in types:
        raise InvalidParameter(name, f"{field.key!r} is of the type {field.type!r}, none of {', '.join(sorted(types))}")
    if field.type in _CHOSEN and not field.options:
        raise InvalidParameter(name, f"{field.key!r} must have options to choose from")
    words = (field.key, field.display_name, field.description, field.prompt, *field.options)
    if sum(len(one or "") for one in words) > LONGEST_WORDS:
        raise InvalidParameter(name, f"{field.key[:100]!r} says more than {LONGEST_WORDS} characters of itself")
    if field.type in NESTED:
        check_fields(field.fields, f"{name}.{field.key}.fields", is_nested=True)


def fit(field: Wanted, value: Any) -> Any:
    """The value as the field has it; None stays None. Raises Unfit for what does not fit."""
    if value is None:
        return None
    if field.type == "struct":
        return fit_all(field.fields, value)
    if field.type == "table":
        if not isinstance(value, list):
            raise Unfit(f"{field.key} must be a list of objects")
        return [fit_all(field.fields, row) for row in value]
    if field.type == "multiSelect":
        chosen = [_option(field, one) for one in (value if isinstance(value, list) else [value])]
        return list(dict.fromkeys(chosen))
    if isinstance(value, list | dict):
        raise Unfit(f"{field.key} must be one value, not several")
    return _fit_scalar(field, value)


def fit_all(fields: Sequence[Wanted], values: Any) -> dict[str, Any]:
    """A value, or None, of each field; raises Unfit that tells all that does not fit."""
    if not isinstance(values, Mapping):
        raise Unfit(f"there must be an object with the keys {', '.join(field.key for field in fields)}")
    fitted: dict[str, Any] = {}
    problems: list[str] = []
    for field in fields:
        try:
            fitted[field.key] = fit(field, values.get(field.key))
        except Unfit as error:
            problems.append(str(error))
    if problems:
        raise Unfit("; ".join(problems))
    return fitted


def fit_what_fits(fields: Sequence[Wanted], values: Mapping[str, Any]) -> dict[str, Any]:
    """The same with None for what does not fit."""
    fitted: dict[str, Any] = {}
    for field in fields:
        try:
            fitted[field.key] = fit(field, values.get(field.key))
        except Unfit:
            fitted[field.key] = None
    return fitted


def dates_in(text: str) -> Iterator[date]:
    """The dates that stand in a text, by the kind of how they are written; 07/04/1990 is in July, 4.7.1990 too."""
    for pattern, order in _DATES:
        for found in pattern.finditer(text):
            parts = dict(zip(order, found.groups(), strict=True))
            month = parts["m"] if parts["m"].isdigit() else _MONTHS.index(parts["m"][:3].lower()) + 1
            try:
                yield date(int(parts["y"]), int(month), int(parts["d"]))
            except ValueError:
                continue


def numbers_in(text: str) -> Iterator[float | int]:
    """The numbers that stand in a text; whole ones as integers."""
    for found in _NUMBER.finditer(text):
        number = float(found[0].replace(",", ""))
        yield int(number) if number.is_integer() else number


def _fit_scalar(field: Wanted, value: Any) -> Any:
    if field.type == "enum":
        return _option(field, value)
    text = str(value).lower() if isinstance(value, bool) else str(value)
    if field.type in {"float", "number"}:
        number = None if isinstance(value, bool) else next(numbers_in(text), None)
        return _there(field, number, "a number")
    if field.type == "date":
        found = _there(field, next(dates_in(text), None), "a date such as 2026-12-31")
        return f"{found.isoformat()}T00:00:00Z" if field.has_time else found.isoformat()
    if field.type == "boolean":
        known = text.strip().lower()
        return _there(field, True if known in _TRUE else False if known in _FALSE else None, "true or false")
    return text


def _option(field: Wanted, value: Any) -> str:
    wanted = str(value).strip().casefold()
    found = next((one for one in field.options if one.casefold() == wanted), None)
    return str(_there(field, found, f"one of {', '.join(field.options[:50])}"))


def _there(field: Wanted, value: Any, what: str) -> Any:
    if value is None:
        raise Unfit(f"{field.key} must be {what}")
    return value
