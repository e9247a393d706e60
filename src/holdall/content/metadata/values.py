"""Values of an instance: checked against the template, as they are stored, as they are looked for, as they are shown.

What is stored is an object of the numbers of fields; the value of an enum is the number of its option, that of a
multiSelect a list of such numbers. Instances of global templates are stored as they are shown.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from holdall.base.clock import parse_instant
from holdall.content.metadata.errors import invalid
from holdall.content.metadata.template_rows import PROPERTIES, SKILL_CARDS, WITH_OPTIONS, Field, Template

_LARGEST = 1.7e308
MILLISECOND = 1000

Stored = dict[str, Any]
Row = dict[str, Any]


def store(template: Template, values: Mapping[str, Any]) -> Stored:
    """The values as they are stored; raises BadRequest (schema_validation_failed) for what the template has no room for."""
    if template.enterprise_id is None:
        return _store_global(template, values)
    stored: Stored = {}
    for key, value in values.items():
        field = template.field(key)
        if field is None:
            raise invalid(f"The template {template.template_key} has no field {key!r}")
        stored[str(field.number)] = _store_value(field, value)
    return stored


def show(template: Template, stored: Stored) -> dict[str, Any]:
    """The values as they are told, in the order of the fields; what the template has no room for any more is left out."""
    if template.enterprise_id is None:
        return stored
    shown: dict[str, Any] = {}
    for field in template.fields:
        if (value := stored.get(str(field.number))) is not None and (told := _show_value(field, value)) is not None:
            shown[field.key] = told
    return shown


def rows_of_values(template: Template, stored: Stored) -> Iterator[Row]:
    """The values as they are looked for: a row for each, without the instance."""
    if template.template_key == SKILL_CARDS and template.enterprise_id is None:
        return
    fields = {str(field.number): field for field in template.fields}
    for name, value in stored.items():
        for position, one in enumerate(value if isinstance(value, list) else [value]):
            is_text = isinstance(one, str)
            number: float | None = None if is_text else float(one)
            if is_text and name in fields and fields[name].type == "date":
                number = milliseconds(one)
            text, folded = (one, one.casefold()) if is_text else (None, None)
            yield {"field": name, "position": position, "text": text, "folded": folded, "number": number}


def milliseconds(date: str) -> float:
    """A date as a number; raises ValueError for what is none."""
    return float(parse_instant(date) // MILLISECOND)


def number_of(value: Any) -> float | None:
    """A JSON number as the database compares it; None for what is none, or larger than any."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) <= _LARGEST:
        return None
    return float(value)


def _store_value(field: Field, value: Any) -> Any:
    if field.type == "string":
        return _text(field.key, value)
    if field.type == "float":
        if number_of(value) is None:
            raise invalid(f"Field {field.key}: {value!r:.100} is no number")
        return int(value) if isinstance(value, float) and value.is_integer() and abs(value) < 2**53 else value
    if field.type == "date":
        return _date(field.key, value)
    if field.type == "enum":
        return _option(field, value)
    if not isinstance(value, list):
        raise invalid(f"Field {field.key}: a list of options is needed")
    chosen = [_option(field, one) for one in value]
    if len(set(chosen)) < len(chosen):
        raise invalid(f"Field {field.key}: names an option twice")
    return chosen


def _text(key: str, value: Any) -> str:
    if not isinstance(value, str):
        raise invalid(f"Field {key}: {value!r:.100} is no text")
    return value


def _date(key: str, value: Any) -> str:
    try:
        milliseconds(_text(key, value))
    except (ValueError, OverflowError) as error:
        raise invalid(f"Field {key}: {error}") from None
    return str(value)


def _option(field: Field, value: Any) -> int:
    option = field.option(value) if isinstance(value, str) else None
    if option is None:
        raise invalid(f"Field {field.key}: {value!r:.100} is none of its options")
    return option.number


def _show_value(field: Field, value: Any) -> Any:
    if field.type not in WITH_OPTIONS:
        return value
    keys = {option.number: option.key for option in field.options}
    if field.type == "enum":
        return keys.get(value)
    return [keys[number] for number in value if number in keys]


def _store_global(template: Template, values: Mapping[str, Any]) -> Stored:
    if template.template_key != PROPERTIES:
        return _cards(values)
    for key, value in values.items():
        if not key or key.startswith("$"):
            raise invalid(f"{key!r} is no key: it is empty, or begins with $")
        texts = isinstance(value, list) and all(isinstance(one, str) for one in value)
        if not (isinstance(value, str) or texts or number_of(value) is not None):
            raise invalid(f"Field {key}: a text, a number or a list of texts is needed")
    return dict(values)


def _cards(values: Mapping[str, Any]) -> Stored:
    """https://developer.box.com/guides/skills/"""
    cards = values.get("cards")
    if set(values) != {"cards"} or not isinstance(cards, list):
        raise invalid("Skill cards are an object with the list cards, and nothing else")
    kinds = {"keyword", "timeline", "transcript", "status"}
    for card in cards:
        if not isinstance(card, dict) or card.get("type") != "skill_card" or card.get("skill_card_type") not in kinds:
            raise invalid(f"A card has the type skill_card, and a skill_card_type of {', '.join(sorted(kinds))}")
    return {"cards": cards}
