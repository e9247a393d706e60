"""Schemas as type annotations, and the records that they need on the way.

A record is a TypedDict: an answer stays the plain dict that arrived, with every field, known or not.
"""

import json
import re
from dataclasses import dataclass, field

from holdall.contract import JsonSchema, resolve_reference

_SCALARS = {"string": "str", "integer": "int", "number": "float", "boolean": "bool"}


@dataclass
class Record:
    """A TypedDict to write: annotation and whether it is required, by the field's wire name."""

    name: str
    fields: dict[str, tuple[str, bool]]


@dataclass
class Annotator:
    """Turns schemas of one API version into annotations.

    `prefix` is how the module at hand names the records of the version (empty inside their own module).
    `sends` is true for what a caller writes: enumerations are then closed, sequences are taken in any form, and
    dates may be datetimes. What a server answers is open: it may know more values than the contract.
    """

    version: str
    prefix: str = ""
    sends: bool = False
    records: dict[str, Record] = field(default_factory=dict)
    uses_prefix: bool = False

    def annotate(self, schema: JsonSchema, name: str) -> str:
        """The annotation of a schema; an object without a name of its own becomes the record `name`."""
        inner, nullable = self._bare(schema, name)
        return f"{inner} | None" if nullable and not inner.endswith("| None") and inner != "Any" else inner

    def add_record(self, name: str, schema: JsonSchema) -> None:
        """A record under this name, from an object's schema with all its parts."""
        fields: dict[str, tuple[str, bool]] = {}
        self.records[name] = Record(name, fields)
        properties, required = flatten(schema, self.version, name)
        for wire, (part, owner) in properties.items():
            fields[wire] = (self.annotate(part, owner + camel(wire)), wire in required)

    def _bare(self, schema: JsonSchema, name: str) -> tuple[str, bool]:
        nullable = bool(schema.get("nullable"))
        if "$ref" in schema:
            return self._reference(schema["$ref"]), nullable
        if "allOf" in schema:
            parts = [part for part in schema["allOf"] if part.keys() - {"nullable"}]
            nullable = nullable or any(part.get("nullable") for part in schema["allOf"])
            if len(parts) == 1 and not schema.get("properties"):
                inner, also = self._bare(parts[0], name)
                return inner, nullable or also
            return (self._object(schema, name) if parts else "Any"), nullable
        for choice in ("oneOf", "anyOf"):
            if choice in schema:
                options = [self._bare(part, f"{name}Option{n}") for n, part in enumerate(schema[choice], 1)]
                joined = " | ".join(dict.fromkeys(option for option, _ in options))
                return joined, nullable or any(also for _, also in options)
        return self._plain(schema, name), nullable

    def _reference(self, reference: str) -> str:
        name = record_name(reference.rpartition("/")[2])
        self.uses_prefix = self.uses_prefix or bool(self.prefix)
        return self.prefix + name

    def _plain(self, schema: JsonSchema, name: str) -> str:
        kind = schema.get("type")
        if schema.get("enum"):
            literal = f"Literal[{', '.join(quoted(value) for value in schema['enum'])}]"
            return literal if self.sends or kind != "string" else f"{literal} | str"
        if kind == "array":
            item = self.annotate(schema.get("items", {}), singular_record(name))
            return f"{'Sequence' if self.sends else 'list'}[{item}]"
        if kind == "object" or "properties" in schema:
            return self._object(schema, name)
        if kind == "string" and schema.get("format") == "binary":
            return "Source | FileContent"
        if self.sends and kind == "string" and schema.get("format") == "date-time":
            return "str | datetime"
        return _SCALARS.get(str(kind), "Any")

    def _object(self, schema: JsonSchema, name: str) -> str:
        properties, _ = flatten(schema, self.version, name)
        if not properties:
            more = schema.get("additionalProperties")
            value = self.annotate(more, name + "Value") if isinstance(more, dict) else "Any"
            return f"{'Mapping' if self.sends else 'dict'}[str, {value}]"
        if name not in self.records:
            self.add_record(name, schema)
        return name


def flatten(schema: JsonSchema, version: str, owner: str) -> tuple[dict[str, tuple[JsonSchema, str]], set[str]]:
    """Properties with the record that declares each, and the required names, over references and `allOf`."""
    while "$ref" in schema:
        owner = record_name(schema["$ref"].rpartition("/")[2])
        schema = resolve_reference(schema["$ref"], version)
    properties: dict[str, tuple[JsonSchema, str]] = {}
    required: set[str] = set(schema.get("required", []))
    for part in schema.get("allOf", []):
        more, needed = flatten(part, version, owner)
        properties |= more
        required |= needed
    properties |= {wire: (part, owner) for wire, part in schema.get("properties", {}).items()}
    return properties, required & properties.keys()


def is_object(schema: JsonSchema, version: str) -> bool:
    """Whether a schema is an object with known properties, so that it becomes a record of its own."""
    return bool(flatten(schema, version, "")[0])


def record_name(schema_name: str) -> str:
    """The record's name for a schema's: `File--Full` is FileFull."""
    return "".join(part[:1].upper() + part[1:] for part in re.split(r"[^A-Za-z0-9]+", schema_name))


def camel(wire: str) -> str:
    """A field's name as a part of a record's name."""
    return "".join(part[:1].upper() + part[1:] for part in re.split(r"[^A-Za-z0-9]+", wire))


def singular_record(name: str) -> str:
    """The record's name for one element of a list."""
    return name.removesuffix("s") if name.endswith("s") and not name.endswith("ss") else name + "Item"


def quoted(value: object) -> str:
    """A literal as it is written in code, texts in double quotes."""
    return json.dumps(value, ensure_ascii=False) if isinstance(value, str) else repr(value)
