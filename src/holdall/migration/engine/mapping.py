"""Who of the source is who at the destination: the rules of account maps and group maps, as a function of them alone.

Explicit exceptions come first, then the automatic rules, then the default. What is ambiguous counts as unknown: content
must not be opened to somebody by guessing.
"""

import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Literal

import msgspec

Kind = Literal["account", "group"]
Unmapped = Literal["default", "ignore", "fail"]
Match = Literal["email", "username", "id", "name", "caption", "fuzzy", "built_in"]


class Sid(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A person or a group, as a map names one and as a platform tells of one."""

    id: str | None = None
    email: str | None = None
    name: str | None = None
    username: str | None = None
    caption: str | None = None
    external_id: str | None = None
    type: Kind = "account"
    built_in: bool = False
    external: bool = False

    def __str__(self) -> str:
        """What people know it by."""
        return self.email or self.username or self.name or self.id or f"an unknown {self.type}"


class MapBy(msgspec.Struct, frozen=True, kw_only=True):
    """The automatic rules; `default` is id, name, username, caption and email together.

    `fuzzy` compares names without regard to case, accents, punctuation and the order of words, and addresses without what
    follows the @. `passthrough` names everybody who is left at the destination as at the source, `external_passthrough` those
    alone who are no people of the source's company.
    """

    default: bool = True
    id: bool = False
    name: bool = False
    username: bool = False
    caption: bool = False
    email: bool = False
    passthrough: bool = False
    external_passthrough: bool = False
    fuzzy: bool = False
    built_in: bool = False


class Pair(msgspec.Struct, frozen=True, kw_only=True):
    """An explicit pair."""

    source: Sid
    destination: Sid


class Rules(msgspec.Struct, frozen=True, kw_only=True):
    """A map as a run uses it."""

    exceptions: Sequence[Pair] = ()
    excluded_sources: Sequence[Sid] = ()
    excluded_destinations: Sequence[Sid] = ()
    map_by: MapBy = MapBy()
    default: Sid | None = None
    unmapped_policy: Unmapped = "default"


class Resolution(msgspec.Struct, frozen=True, kw_only=True):
    """Whom a source's person is at the destination; `by` is what decided. None with a message that says why."""

    destination: Sid | None
    by: str
    message: str | None = None


class Candidates:
    """The destination's people or groups, found by any of what is known of them."""

    def __init__(self, known: Iterable[Sid]) -> None:
        self._by: dict[str, dict[str, list[Sid]]] = {name: {} for name in _KEYS}
        for sid in known:
            for name, key in _KEYS.items():
                for value in key(sid):
                    self._by[name].setdefault(value, []).append(sid)

    def matching(self, rule: str, source: Sid) -> list[Sid]:
        """Those that a rule takes for the same as the source's, each once."""
        found: list[Sid] = []
        for value in _KEYS[rule](source):
            found += [one for one in self._by[rule].get(value, []) if one not in found]
        return found

    def meant(self, sid: Sid) -> Sid | None:
        """The one that a map names: by the most telling of what it says."""
        rule = _telling(sid)
        found = self.matching(rule, sid) if rule else []
        return found[0] if len(found) == 1 else None


def resolve(source: Sid, rules: Rules, candidates: Candidates) -> Resolution:
    """Whom a person or a group of the source is at the destination."""
    if any(is_meant(excluded, source) for excluded in rules.excluded_sources):
        return Resolution(destination=None, by="excluded", message=f"{source} is excluded by the map")
    for pair in rules.exceptions:
        if is_meant(pair.source, source):
            return Resolution(destination=candidates.meant(pair.destination) or pair.destination, by="exception")
    found = _automatic(source, rules, candidates)
    if found.destination is not None and _is_excluded(found.destination, rules):
        message = f"{found.destination} is excluded by the map"
        return Resolution(destination=None, by="excluded", message=message)
    if found.destination is not None:
        return found
    return _left(source, rules, candidates, found.message or f"nobody at the destination is {source}")


def is_meant(said: Sid, person: Sid) -> bool:
    """Whether what a map says names a person: by the most telling of what it says."""
    rule = _telling(said)
    return rule is not None and said.type == person.type and bool(set(_KEYS[rule](said)) & set(_KEYS[rule](person)))


def _automatic(source: Sid, rules: Rules, candidates: Candidates) -> Resolution:
    ambiguous: str | None = None
    for rule in _chosen(rules.map_by):
        if source.built_in != (rule == "built_in"):
            continue
        found = [
            one
            for one in candidates.matching(rule, source)
            if one.built_in == source.built_in and not (rule == "id" and rules.map_by.default and _differ(source, one))
        ]
        if len(found) == 1:
            return Resolution(destination=found[0], by=rule)
        if found and ambiguous is None:
            ambiguous = f"{len(found)} at the destination have the {rule} of {source}"
    by = rules.map_by
    if ambiguous is None and not source.built_in and (by.passthrough or (by.external_passthrough and source.external)):
        return Resolution(destination=source, by="passthrough" if by.passthrough else "external_passthrough")
    return Resolution(destination=None, by="unmapped", message=ambiguous)


def _left(source: Sid, rules: Rules, candidates: Candidates, message: str) -> Resolution:
    if rules.unmapped_policy == "default" and rules.default is not None and not source.built_in:
        return Resolution(destination=candidates.meant(rules.default) or rules.default, by="default", message=message)
    return Resolution(destination=None, by="unmapped", message=message)


def _chosen(by: MapBy) -> list[str]:
    """The rules in the order of how much they tell."""
    wanted = [rule for rule in _ORDER if getattr(by, rule)]
    return [rule for rule in _ORDER if rule in _DEFAULT or rule in wanted] if by.default else wanted


def _is_excluded(destination: Sid, rules: Rules) -> bool:
    return any(is_meant(excluded, destination) for excluded in rules.excluded_destinations)


def _differ(one: Sid, other: Sid) -> bool:
    """Whether addresses speak against two people with one id being the same: ids are another platform's own numbers."""
    if one.email or other.email:
        return _folded(one.email) != _folded(other.email)
    return _folded(one.name) != _folded(other.name)


def _telling(sid: Sid) -> str | None:
    return next((name for name in ("id", "email", "username", "name", "caption") if getattr(sid, name)), None)


def _folded(text: str | None) -> str:
    return unicodedata.normalize("NFKC", text or "").casefold().strip()


def _words(text: str | None) -> str:
    """A name's words without accents and punctuation, in one order."""
    plain = "".join(
        character if character.isalnum() else " "
        for character in unicodedata.normalize("NFKD", text or "").casefold()
        if not unicodedata.combining(character)
    )
    return " ".join(sorted(plain.split()))


def _exact(name: str) -> Callable[[Sid], list[str]]:
    return lambda sid: [f"{sid.type} {getattr(sid, name)}"] if getattr(sid, name) else []


def _without_case(name: str) -> Callable[[Sid], list[str]]:
    return lambda sid: [f"{sid.type} {_folded(getattr(sid, name))}"] if _folded(getattr(sid, name)) else []


def _roughly(sid: Sid) -> list[str]:
    local = (sid.email or "").partition("@")[0]
    return [f"{sid.type} {words}" for words in dict.fromkeys([_words(sid.name), _words(local)]) if words]


def _built_in(sid: Sid) -> list[str]:
    return [f"{sid.type} {_folded(sid.name)}"] if sid.built_in and sid.name else []


_KEYS: Mapping[str, Callable[[Sid], list[str]]] = {
    "email": _without_case("email"),
    "username": _without_case("username"),
    "id": _exact("id"),
    "name": _without_case("name"),
    "caption": _without_case("caption"),
    "fuzzy": _roughly,
    "built_in": _built_in,
}
_ORDER = tuple(_KEYS)
_DEFAULT = frozenset({"email", "username", "id", "name", "caption"})
