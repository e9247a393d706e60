"""Values of an instance: checked against the template, as they are stored, as they are looked for, as they are shown.

What is stored is an object of the numbers of fields; the value of an enum is the number of its option, that of a
multiSelect a list of such numbers, that of a taxonomy a list of the numbers of nodes. Instances of global templates are
stored as they are shown.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from holdall.base.clock import parse_instant
from holdall.content.metadata.errors import invalid
from holdall.content.metadata.taxonomy_rows import Node
from holdall.content.metadata.template_rows import PROPERTIES, SKILL_CARDS, WITH_OPTIONS, Field, TaxonomyRules, Template

_LARGEST = 1.7e308
MILLISECOND = 1000

MOST_NODES = 1000
"""So many nodes a field may have; our own limit."""

Stored = dict[str, Any]
Row = dict[str, Any]
Nodes = Mapping[int, Node]
"""Nodes of taxonomies by their numbers: those that there are of what some values name."""


def store(template: Template, values: Mapping[str, Any], nodes: Nodes, before: Stored) -> Stored:
    """The values as they are stored; raises BadRequest (schema_validation_failed) for what the template has no room for.

    Nodes that a field has `before` may stay when the rules of the field have become others.
    """
    if template.enterprise_id is None:
        return _store_global(template, values)
    stored: Stored = {}
    for key, value in values.items():
        field = template.field(key)
        if field is None:
            raise invalid(f"The template {template.template_key} has no field {key!r}")
        name = str(field.number)
        if field.taxonomy is None:
            stored[name] = _store_value(field, value)
        else:
            stored[name] = _store_nodes(key, field.taxonomy, value, nodes, before.get(name, []))
    return stored


def named_nodes(template: Template, values: Mapping[str, Any]) -> set[str]:
    """What values of a template's taxonomy fields name as nodes."""
    keys = [field.key for field in template.fields if field.taxonomy is not None]
    listed = [values[key] for key in keys if isinstance(values.get(key), list)]
    return {one for value in listed for one in value[:MOST_NODES] if isinstance(one, str)}


def stored_nodes(template: Template, stored: Stored) -> set[int]:
    """The numbers of the nodes that are stored."""
    names = [str(field.number) for field in template.fields if field.taxonomy is not None]
    return {number for name in names for number in stored.get(name, ())}


def show(template: Template, stored: Stored, nodes: Nodes, tell: Callable[[Node], Any]) -> dict[str, Any]:
    """The values as they are told, in the order of the fields; what the template has no room for any more is left out."""
    if template.enterprise_id is None:
        return stored
    shown: dict[str, Any] = {}
    for field in template.fields:
        value = stored.get(str(field.number))
        if value is None:
            continue
        if field.taxonomy is None:
            told = _show_value(field, value)
        else:
            told = [tell(nodes[number]) for number in value if number in nodes] or None
        if told is not None:
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


def _store_nodes(key: str, rules: TaxonomyRules, value: Any, nodes: Nodes, before: list[int]) -> list[int]:
    """https://developer.box.com/reference/post-files-id-metadata-id-id/: a list, also of the one node that is chosen."""
    if not isinstance(value, list) or len(value) > MOST_NODES:
        raise invalid(f"Field {key}: a list of the ids of nodes is needed, {MOST_NODES} at most")
    there = {node.uuid: node for node in nodes.values() if node.taxonomy_id == rules.id}
    chosen = [there.get(one) if isinstance(one, str) else None for one in value]
    missing = next((one for one, node in zip(value, chosen, strict=True) if node is None), None)
    found = [node for node in chosen if node is not None]
    if len(found) < len(chosen):
        raise invalid(f"Field {key}: the taxonomy {rules.key} has no node with id {missing!r:.100}")
    numbers = [node.id for node in found]
    if numbers == [number for number in before if number in nodes]:
        return numbers
    if len(set(numbers)) < len(numbers):
        raise invalid(f"Field {key}: names a node twice")
    if len(numbers) > 1 and not rules.is_multi_select:
        raise invalid(f"Field {key}: one node may be chosen, not several")
    for node in found:
        if node.level not in rules.selectable_levels and node.id not in before:
            raise invalid(f"Field {key}: {node.uuid} is of level {node.level}, of which no node may be chosen")
    return numbers


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
