"""Finds operations by words: in their titles, paths, tags and the names of what they take.

Rare words weigh more than common ones; a word finds its plural and its longer forms.
"""

import math
import re
from collections import Counter
from functools import cache

from holdall.connector.describe import fields_of
from holdall.connector.naming import method_name, singular
from holdall.contract import Operation, load_operations

_WEIGHTS = {"title": 4.0, "id": 3.0, "name": 3.0, "takes": 1.0}
_PREFIX = 4
"""A word at least this long also finds words that begin with it."""

_SMALL_WORDS = "a all am an and another any at by for from i in into is it my of on or our some somebody that the their this to with"
_SMALL = frozenset(_SMALL_WORDS.split())

_MEANT = {
    "add": ("create", "upload"),
    "content": ("item",),
    "change": ("update",),
    "directory": ("folder",),
    "edit": ("update",),
    "fetch": ("get", "download"),
    "invite": ("collaboration",),
    "ls": ("list", "item"),
    "make": ("create",),
    "move": ("update",),
    "new": ("create",),
    "permission": ("collaboration",),
    "remove": ("delete",),
    "rename": ("update",),
    "share": ("shared", "link", "collaboration"),
    "show": ("get",),
    "whitelist": ("allowlist",),
    "who": ("me",),
}
"""What people say for the contract's words."""


def search(words: str, tag: str | None = None) -> list[Operation]:
    """The operations that fit, the best first; with a tag, only its own."""
    if words.strip() in load_operations():
        return [load_operations()[words.strip()]]
    wanted = [word for word in _words(words) if word not in _SMALL]
    scored = [
        (score, operation)
        for operation in load_operations().values()
        if (tag is None or operation.tag == tag) and (score := _score(operation.id, wanted)) > 0
    ]
    scored.sort(key=lambda pair: (-pair[0], len(pair[1].path)))
    return [operation for _, operation in scored]


def _score(operation_id: str, wanted: list[str]) -> float:
    if not wanted:
        return 1.0
    places = _places(operation_id)
    total, found = 0.0, 0
    for word in wanted:
        best = max((_found(word, place) * weight for place, weight in places), default=0.0)
        for meant in _MEANT.get(word, ()):
            best = max(best, 0.8 * max(_found(meant, place) * weight for place, weight in places))
        total += best
        found += best > 0
    return total * (found / len(wanted)) ** 2 * (1 + _closeness(frozenset(wanted), _title(operation_id)))


def _closeness(wanted: frozenset[str], title: frozenset[str]) -> float:
    """How much of both is the same: a title that says just this comes first."""
    return 2 * len(wanted & title) / len(wanted | title)


@cache
def _title(operation_id: str) -> frozenset[str]:
    title = load_operations()[operation_id].title
    return frozenset(_words(title.partition(": ")[2] or title)) - _SMALL


def _found(word: str, place: frozenset[str]) -> float:
    if word in place:
        return _rarity(word)
    if len(word) >= _PREFIX:
        near = [
            other for other in place if other.startswith(word) or (len(other) >= _PREFIX and word.startswith(other))
        ]
        return 0.6 * max((_rarity(other) for other in near), default=0.0)
    return 0.0


@cache
def _places(operation_id: str) -> list[tuple[frozenset[str], float]]:
    operation = load_operations()[operation_id]
    texts = {
        "title": operation.title,
        "id": f"{operation.path} {operation.method}",
        "name": f"{operation.tag} {method_name(operation_id)}",
        "takes": " ".join(field.name for field in fields_of(operation_id)),
    }
    return [(frozenset(_words(text)), _WEIGHTS[place]) for place, text in texts.items()]


@cache
def _counts() -> Counter[str]:
    return Counter(
        word
        for operation_id in load_operations()
        for word in frozenset().union(*(words for words, _ in _places(operation_id)))
    )


def _rarity(word: str) -> float:
    return math.log(1 + len(load_operations()) / (1 + _counts()[word]))


def _words(text: str) -> list[str]:
    return [singular(word) for word in re.findall(r"[a-z0-9]+", re.sub(r"([a-z])([A-Z])", r"\1 \2", text).lower())]
