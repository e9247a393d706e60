"""What of a job's body is not understood, stands in the wrong place, or is not acted on: the warnings of an answer.

The vendor's service drops such keys in silence; people find out when the migration has run.
"""

from collections.abc import Iterator
from difflib import get_close_matches
from typing import Any

import msgspec

from holdall.migration.engine.filters import Range, Rule, RuleList

from .bodies import READ_ONLY, JobBody, Said, ScheduleBody, StopPolicyBody, TransferBody, keys_of


class Warned(msgspec.Struct, frozen=True):
    """One warning: the key by its path from the top of the body, and what is to be known of it."""

    path: str
    message: str


_HOMES: list[tuple[str, type[msgspec.Struct]]] = [
    ("transfer", TransferBody),
    ("", JobBody),
    ("schedule", ScheduleBody),
    ("stop_policy", StopPolicyBody),
]
"""Where keys are looked for that stand somewhere else; the first one that has a key is its place."""


def unknown_keys(said: Said) -> Iterator[Warned]:
    """A warning for every key of a job's body that is not known where it stands."""
    known = {key: value for key, value in said.items() if key not in READ_ONLY}
    yield from _walk(known, JobBody, "")
    for end in ("source", "destination"):
        for number, rules in enumerate(_lists(said, end)):
            yield from _walk(rules, RuleList, f"transfer.filter.{end}[{number}]")


def unknown_in(said: Said, part: type[msgspec.Struct]) -> list[Warned]:
    """A warning for every key of another body that is not known where it stands."""
    return list(_walk(said, part, ""))


def _lists(said: Said, end: str) -> list[Any]:
    block = said.get("transfer") or {}
    return (block.get("filter") or {}).get(end) or []


def _walk(said: Any, part: type[msgspec.Struct], path: str) -> Iterator[Warned]:
    keys = keys_of(part)
    for key, value in said.items():
        where = f"{path}.{key}" if path else key
        if key not in keys:
            yield Warned(where, _about(key, part, keys))
            continue
        structs = [kind for kind in keys[key] if isinstance(kind, type) and issubclass(kind, msgspec.Struct)]
        if not structs:
            continue
        if isinstance(value, dict):
            yield from _walk(value, structs[0], where)
        elif isinstance(value, list):
            for number, each in enumerate(value):
                if isinstance(each, dict):
                    yield from _walk(each, structs[0], f"{where}[{number}]")


def _about(key: str, part: type[msgspec.Struct], keys: dict[str, list[Any]]) -> str:
    for home, there in [] if part in {RuleList, Rule, Range} else _HOMES:
        if there is not part and key in keys_of(there):
            return f"stands in the wrong place and has no effect; it belongs {f'into {home}' if home else 'to the top'}"
    near = get_close_matches(key, keys, 1)
    return f"is not known and has no effect{f'; perhaps {near[0]} is meant' if near else ''}"
