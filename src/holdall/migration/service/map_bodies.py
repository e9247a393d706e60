"""Maps of accounts and groups as requests say them, read with errors that name the place and the way out."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal, get_args

import msgspec
from msgspec import UNSET, UnsetType

from holdall.base.errors import BadRequest
from holdall.migration.engine.mapping import Kind, MapBy, Sid, Unmapped

MapType = Literal["account_map", "group_map"]
SideName = Literal["source", "destination"]
KINDS: Mapping[str, Kind] = {"account_map": "account", "group_map": "group"}

_TOLD = ("id", "email", "name", "username", "caption", "external_id")


class SidBody(msgspec.Struct, omit_defaults=True, kw_only=True):
    """A person or a group, by anything that tells one from another."""

    id: str | None = None
    email: str | None = None
    name: str | None = None
    username: str | None = None
    caption: str | None = None
    external_id: str | None = None
    type: Kind | None = None

    def sid(self, kind: Kind) -> Sid:
        """The same as rules use it."""
        return Sid(**{name: getattr(self, name) for name in _TOLD}, type=kind)

    @property
    def names_somebody(self) -> bool:
        """Whether anything in it can be recognised."""
        return any((getattr(self, name) or "").strip() for name in _TOLD if name != "external_id")


class Reference(msgspec.Struct):
    """Something by its id."""

    id: str


class ExclusionBody(msgspec.Struct, kw_only=True):
    """Somebody whom a map leaves out."""

    sid: SidBody


class MapSide(msgspec.Struct, kw_only=True):
    """One side of a map: whose people they are, who stands in for the unknown, and who is left out."""

    connection: Reference | None = None
    default: SidBody | None = None
    exclusions: list[ExclusionBody] | None = None


class ExceptionBody(msgspec.Struct, kw_only=True):
    """An explicit pair."""

    source: SidBody
    destination: SidBody


class MapByBody(MapBy, frozen=True, kw_only=True):
    """The automatic rules of the engine, and the one that it has not."""

    ldap: bool = False


class MapBody(msgspec.Struct, kw_only=True):
    """A map as it is sent, whole or in part; what only an answer says is known too."""

    id: Any = None
    type: Any = None
    links: Any = None
    created_on: Any = None
    created_by: Any = None
    modified_on: Any = None
    modified_by: Any = None
    name: str | UnsetType = UNSET
    source: MapSide | UnsetType = UNSET
    destination: MapSide | UnsetType = UNSET
    exceptions: list[ExceptionBody] | UnsetType = UNSET
    map_by: MapByBody | UnsetType = UNSET
    unmapped_policy: str | UnsetType | None = UNSET


def check_map(body: MapBody) -> None:
    """Raise BadRequest for what no map can be."""
    if body.map_by is not UNSET:
        map_by_of(body.map_by)
    if body.unmapped_policy is not UNSET:
        policy_of(body.unmapped_policy)
    if body.exceptions is not UNSET:
        check_exceptions(body.exceptions)
    for name, side in (("source", body.source), ("destination", body.destination)):
        if side is UNSET:
            continue
        check_exclusions(side.exclusions or [], f"{name}.exclusions")
        if side.default is not None and not side.default.names_somebody:
            raise BadRequest(f"{name}.default: names nobody; give id, email, username or name")


def map_by_of(body: MapByBody) -> MapBy:
    """The rules as the engine has them; raises BadRequest."""
    if body.ldap:
        raise BadRequest(
            "map_by.ldap: this server asks no directory; match by email, username or name, or send the pairs as "
            "exceptions, which a CSV file can hold"
        )
    rules = {name: getattr(body, name) for name in MapBy.__struct_fields__}
    if not any(rules.values()):
        raise BadRequest(f"map_by: choose at least one of {', '.join(rules)}")
    return MapBy(**rules)


def policy_of(policy: str | None) -> Unmapped:
    """What is done about who has no counterpart; raises BadRequest."""
    known = get_args(Unmapped)
    if policy is not None and policy not in known:
        raise BadRequest(f"unmapped_policy: {policy!r} is not known; there are {', '.join(known)}")
    return "default" if policy is None else policy  # type: ignore[return-value] # checked


def check_exceptions(pairs: Sequence[ExceptionBody]) -> None:
    """Raise BadRequest for a pair that names nobody on one of its sides."""
    for number, pair in enumerate(pairs):
        for name, sid in (("source", pair.source), ("destination", pair.destination)):
            if not sid.names_somebody:
                raise BadRequest(f"exceptions[{number}].{name}: names nobody; give id, email, username or name")


def check_exclusions(exclusions: Sequence[ExclusionBody], path: str) -> None:
    """Raise BadRequest for an exclusion that names nobody: it would leave out nobody, or everybody."""
    for number, exclusion in enumerate(exclusions):
        if not exclusion.sid.names_somebody:
            raise BadRequest(f"{path}[{number}].sid: names nobody; give id, email, username or name")


def plain(sid: SidBody | None) -> dict[str, Any]:
    """What is kept of a person or a group."""
    return {} if sid is None else {name: value for name, value in msgspec.to_builtins(sid).items() if value}
