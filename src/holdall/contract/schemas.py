"""The schemas of the Box API by API version, read from schemas.json."""

from functools import cache
from pathlib import Path
from typing import Any

import msgspec

REFERENCE_PREFIX = "#/components/schemas/"


@cache
def load_schemas() -> dict[str, dict[str, Any]]:
    """Schemas by API version, then by name."""
    raw = Path(__file__).with_name("schemas.json").read_bytes()
    schemas: dict[str, dict[str, Any]] = msgspec.json.decode(raw)
    return schemas


def resolve_reference(reference: str, version: str) -> Any:
    """The schema that a `$ref` of that API version points at; raises LookupError for an unknown one."""
    name = reference.removeprefix(REFERENCE_PREFIX)
    try:
        return load_schemas()[version][name]
    except KeyError:
        raise LookupError(f"no schema {name!r} in version {version!r}") from None


def object_properties(schema: dict[str, Any], version: str) -> tuple[dict[str, Any], set[str]]:
    """The properties of an object's schema and the names of the required ones, references and `allOf` resolved."""
    while "$ref" in schema:
        schema = resolve_reference(schema["$ref"], version)
    properties: dict[str, Any] = dict(schema.get("properties", {}))
    required: set[str] = set(schema.get("required", []))
    for part in schema.get("allOf", []):
        more, needed = object_properties(part, version)
        properties.update(more)
        required |= needed
    return properties, required & properties.keys()
