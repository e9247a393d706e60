"""Metadata: the source's values on the counterparts, by schemas that are matched, made or extended at the destination.

What a person has added at the destination stays; what is taken away is only what the job brought.
"""

import asyncio
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import msgspec

from holdall.migration.platforms.errors import Kind, PlatformError
from holdall.migration.platforms.extras import Extras
from holdall.migration.platforms.schemas import FREE, Instance, Property, Schema, same_values

if TYPE_CHECKING:
    from .extras import Carrier

METADATA = "metadata"
"""What is kept of values among what was carried: by the source's schemas."""

_IMPORTED = "import "
"""Stands before the schema of values that come from a list."""


class NamedProperty(msgspec.Struct, frozen=True, kw_only=True):
    """A property by its name."""

    name: str
    type: str | None = None


class PropertyEnd(msgspec.Struct, frozen=True, kw_only=True):
    """One side of a pair of properties."""

    property: NamedProperty


class PropertyPair(msgspec.Struct, frozen=True, kw_only=True):
    """A property of the source, and the one that its values go into."""

    source: PropertyEnd
    destination: PropertyEnd


class SchemaEnd(msgspec.Struct, frozen=True, kw_only=True):
    """A schema by its id: `enterprise.contract`, or `contract` alone."""

    id: str

    @property
    def schema(self) -> str:
        """The id as platforms tell it."""
        scope, dot, key = self.id.rpartition(".")
        return f"{scope.partition('_')[0]}.{key}" if dot else f"enterprise.{key}"


class SchemaPair(msgspec.Struct, frozen=True, kw_only=True):
    """A schema of the source, and the one at the destination that takes its values.

    Properties that `mappings` do not name keep their names, unless `default` is false: then they are left behind.
    """

    source: SchemaEnd
    destination: SchemaEnd
    default: bool = True
    mappings: list[PropertyPair] = []

    @property
    def names(self) -> dict[str, str]:
        """The names of the destination by those of the source."""
        return {pair.source.property.name: pair.destination.property.name for pair in self.mappings}


class MetadataMap(msgspec.Struct, frozen=True, kw_only=True):
    """The schemas that do not go into those of the same id."""

    schemas: list[SchemaPair] = []


class MetadataRefused(PlatformError):
    """An item's values could not be given to its counterpart."""

    def __init__(self, message: str) -> None:
        super().__init__(Kind.UNSUPPORTED, message)


class Target(msgspec.Struct, frozen=True):
    """Where the values of one of the source's schemas go."""

    schema: str
    pair: SchemaPair | None
    taxonomies: frozenset[str] = frozenset()
    """The properties of the source's that cannot go anywhere: their values are nodes of a taxonomy."""

    def values(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """The values under the destination's names."""
        names = {} if self.pair is None else self.pair.names
        kept = {name: values[name] for name in self._wanted(values) if name not in self.taxonomies}
        return {names.get(name, name): value for name, value in kept.items()}

    def left_behind(self, values: Mapping[str, Any]) -> list[str]:
        """The names of values that should go along, and cannot."""
        return [name for name in self._wanted(values) if name in self.taxonomies]

    def _wanted(self, values: Mapping[str, Any]) -> list[str]:
        if self.pair is None or self.pair.default:
            return list(values)
        return [name for name in values if name in self.pair.names]


class Schemas:
    """The schemas of both sides during one run: asked for once, made once."""

    def __init__(self, source: Extras | None, destination: Extras, mapped: MetadataMap | None) -> None:
        self._source = source
        self._destination = destination
        self._pairs = {pair.source.schema: pair for pair in (mapped.schemas if mapped else [])}
        self._targets: dict[str, Target | PlatformError] = {}
        self._one_at_a_time = asyncio.Lock()

    async def target(self, schema: str) -> Target:
        """Where the values of a schema go; raises PlatformError where they cannot go anywhere."""
        async with self._one_at_a_time:
            if schema not in self._targets:
                try:
                    self._targets[schema] = await self._find(schema)
                except PlatformError as error:
                    if error.kind.is_passing:
                        raise
                    self._targets[schema] = error
        found = self._targets[schema]
        if isinstance(found, PlatformError):
            raise MetadataRefused(found.message)
        return found

    async def typed(self, schema: str, texts: Mapping[str, str]) -> dict[str, Any]:
        """Texts as values of a schema of the destination; raises PlatformError for what is none."""
        there = {one.id: one for one in await self._destination.schemas()}
        if schema not in there:
            raise MetadataRefused(f"the destination has no schema {schema}, which metadata_import names")
        return {name: _typed(there[schema], name, text) for name, text in texts.items()}

    async def _find(self, schema: str) -> Target:
        if schema.startswith(_IMPORTED):
            return Target(schema.removeprefix(_IMPORTED), None)
        pair = self._pairs.get(schema)
        here = {} if self._source is None else {one.id: one for one in await self._source.schemas()}
        known = here.get(schema)
        taxonomies = frozenset[str]() if known is None else known.taxonomies
        wanted = pair.destination.schema if pair else schema
        there = {one.id: one for one in await self._destination.schemas()}
        if wanted == FREE:
            return Target(wanted, pair, taxonomies)
        if pair is not None:
            if wanted not in there:
                raise MetadataRefused(f"the destination has no schema {wanted}, which metadata_map names for {schema}")
            return Target(wanted, pair, taxonomies)
        if known is not None:
            known = known.without_taxonomies()
        if wanted not in there:
            if known is None:
                raise MetadataRefused(
                    f"the destination has no schema {wanted}, and the source does not tell its properties"
                )
            await self._make(known)
        elif known is not None and _lacks(there[wanted], known):
            await self._extend(there[wanted], known)
        return Target(wanted, None, taxonomies)

    async def _make(self, wanted: Schema) -> None:
        try:
            await self._destination.make_schema(wanted)
        except PlatformError as error:
            if error.kind is not Kind.FORBIDDEN:
                raise
            message = f"the destination has no schema {wanted.id}, and the job's account may not make it; {_WAY_OUT}"
            raise MetadataRefused(message) from error

    async def _extend(self, present: Schema, wanted: Schema) -> None:
        try:
            await self._destination.extend_schema(present, wanted)
        except PlatformError as error:
            if error.kind is not Kind.FORBIDDEN:
                raise
            names = ", ".join(_lacks(present, wanted))
            message = (
                f"the destination's schema {present.id} lacks {names}, and the job's account may not add it; {_WAY_OUT}"
            )
            raise MetadataRefused(message) from error


_EXPLICIT = '"default": false'
_WAY_OUT = (
    "let an administrator do it, name another schema in metadata_map, or leave metadata behind with metadata: false"
)


def _lacks(present: Schema, wanted: Schema) -> list[str]:
    """What a schema lacks of another one; raises MetadataRefused where a property is of another type."""
    missing = []
    for one in wanted.properties:
        there = present.property(one.name)
        if there is not None and there.type != one.type:
            message = f"the property {one.name} of {present.id} is a {there.type} at the destination, and a {one.type} at the source"
            raise MetadataRefused(message)
        missing += [one.name] if there is None else [f"{one.name}={name}" for name in _choices_missing(there, one)]
    return missing


def _typed(schema: Schema, name: str, text: str) -> Any:
    """A text as the value of a property; several choices are told apart by semicolons."""
    known = schema.property(name)
    if schema.id == FREE:
        return text
    if known is None:
        raise MetadataRefused(f"the schema {schema.id} has no property {name}")
    if known.type == "multiSelect":
        return [one.strip() for one in text.split(";") if one.strip()]
    if known.type == "date":
        return f"{text}T00:00:00.000Z" if len(text) == len("2026-01-31") else text
    if known.type != "float":
        return text
    try:
        return float(text)
    except ValueError:
        raise MetadataRefused(f"{name} of {schema.id} is a number, not {text!r}") from None


def _choices_missing(present: Property, wanted: Property) -> Sequence[str]:
    names = {choice.name for choice in present.choices}
    return [choice.name for choice in wanted.choices if choice.name not in names]


async def carry_metadata(carrier: "Carrier") -> None:
    """Give the counterpart the item's values, and take away those that were brought and that the source has no longer."""
    if carrier.item.depth == 0 or carrier.item.type == "link":
        return  # the folder that a job's path names is the administrator's own
    before: dict[str, Any] = dict(carrier.carried.get(METADATA, {}))
    now = {one.schema: dict(one.values) for one in carrier.traits.metadata}
    troubles: list[PlatformError] = []
    listed = carrier.sides.values
    if listed is not None and (texts := listed.of(carrier.item.path)):
        assert carrier.sides.schemas is not None
        try:
            now[_IMPORTED + listed.schema] = await carrier.sides.schemas.typed(listed.schema, texts)
        except MetadataRefused as error:
            troubles.append(error)
    if now == before and not troubles:
        return
    there = {one.schema: one for one in await carrier.destination.metadata(carrier.there)}
    for schema in [*now, *(before.keys() - now.keys())]:
        if now.get(schema) == before.get(schema):
            continue
        try:
            await _carry_one(carrier, schema, now.get(schema), before.get(schema), there)
            await _refuse_nodes(carrier, schema, now.get(schema, {}))
        except PlatformError as error:
            troubles.append(error)
            continue
        carrier.carried[METADATA] = {**carrier.carried.get(METADATA, {}), schema: now.get(schema)}
        if schema not in now:
            del carrier.carried[METADATA][schema]
    if troubles:
        raise next((one for one in troubles if one.kind.is_passing), MetadataRefused(_said(troubles)))


async def _carry_one(
    carrier: "Carrier",
    schema: str,
    now: Mapping[str, Any] | None,
    before: Mapping[str, Any] | None,
    there: Mapping[str, Instance],
) -> None:
    assert carrier.sides.schemas is not None
    target = await carrier.sides.schemas.target(schema)
    present = there.get(target.schema)
    brought = target.values(before or {})
    if now is None:
        if present is not None and same_values(present.values, brought):
            await carrier.destination.remove_metadata(carrier.there, target.schema)
        return
    values = target.values(now)
    others = {} if present is None else {name: value for name, value in present.values.items() if name not in brought}
    wanted = Instance(schema=target.schema, values={**others, **values})
    if present is not None and same_values(present.values, wanted.values):
        return
    answered = await carrier.destination.write_metadata(carrier.there, wanted, present)
    if not same_values(answered.values, wanted.values):
        raise MetadataRefused(f"the destination has other values of {target.schema} than it was sent")


async def _refuse_nodes(carrier: "Carrier", schema: str, values: Mapping[str, Any]) -> None:
    """Flag what has values that are nodes of a taxonomy, when all else was carried."""
    assert carrier.sides.schemas is not None
    left = (await carrier.sides.schemas.target(schema)).left_behind(values)
    if left:
        message = f"nodes of taxonomies are not carried, and {', '.join(left)} of {schema} has some"
        raise MetadataRefused(f"{message}; let metadata_map leave them behind ({_EXPLICIT})")


def _said(troubles: Sequence[PlatformError]) -> str:
    return "metadata: " + "; ".join(dict.fromkeys(trouble.message for trouble in troubles))
