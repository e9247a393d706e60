"""Metadata: which properties there are (schemas, templates at Box), and their values on an item (instances).

A schema is known by the same id on both sides of a migration: `enterprise.contract`, or `global.properties` for free-form values.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal

import msgspec

PropertyType = Literal["string", "float", "date", "enum", "multiSelect", "taxonomy"]
FREE = "global.properties"
"""The schema of values without a schema."""
SKILL_CARDS = "global.boxSkillsCards"
"""The schema of what programs found out about a file: `cards` in the order in which they are shown."""


class Choice(msgspec.Struct, frozen=True, kw_only=True):
    """One value that an enum or a multiSelect may have; `details` are what the platform says of it besides."""

    name: str
    details: dict[str, Any] | None = None


class Property(msgspec.Struct, frozen=True, kw_only=True):
    """One property of a schema."""

    name: str
    type: PropertyType
    caption: str = ""
    description: str | None = None
    hidden: bool = False
    choices: tuple[Choice, ...] = ()


class Schema(msgspec.Struct, frozen=True, kw_only=True):
    """A schema; `copied` is that its instances go along when an item is copied."""

    id: str
    caption: str
    properties: tuple[Property, ...] = ()
    hidden: bool = False
    copied: bool = False

    @property
    def taxonomies(self) -> frozenset[str]:
        """The names of the properties whose values are nodes of a taxonomy, which mean nothing on the other side."""
        return frozenset(one.name for one in self.properties if one.type == "taxonomy")

    def without_taxonomies(self) -> "Schema":
        """The schema without these properties."""
        return msgspec.structs.replace(self, properties=tuple(one for one in self.properties if one.type != "taxonomy"))

    def property(self, name: str) -> Property | None:
        """The property of this name."""
        return next((one for one in self.properties if one.name == name), None)


class Instance(msgspec.Struct, frozen=True, kw_only=True):
    """The values of an item for one schema."""

    schema: str
    values: Mapping[str, Any]


def same_values(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether two items have the same values: platforms write one time in several ways, and choices in any order."""
    return {name: _plain(value) for name, value in one.items()} == {
        name: _plain(value) for name, value in other.items()
    }


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return sorted(value) if all(isinstance(one, str) for one in value) else value
    if isinstance(value, str) and value[10:11] == "T":
        try:
            return datetime.fromisoformat(value).timestamp()
        except ValueError:
            return value
    return value
