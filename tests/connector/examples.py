"""Arguments for any operation, made from its schema: one example value per argument.

Values are chosen so that each is visibly different on the wire from its neighbours.
"""

from typing import Any

from holdall.connector.signature import Argument, Signature
from holdall.contract import object_properties, resolve_reference

_BY_FORMAT = {"date-time": "2026-01-02T03:04:05+00:00", "date": "2026-01-02", "url": "https://example.com/a?b=c&d"}


def example_arguments(takes: Signature) -> dict[str, Any]:
    """A value for every argument of the operation, by Python name."""
    return {argument.name: example(argument, takes) for argument in takes.arguments}


def example(argument: Argument, takes: Signature) -> Any:
    """A value that fits the argument's schema."""
    if argument.schema.get("format") == "binary":
        return b"the bytes of " + argument.name.encode()
    return _value(argument.schema, takes.operation.api_version, argument.wire, depth=0)


def _value(schema: dict[str, Any], version: str, name: str, depth: int) -> Any:
    if "$ref" in schema:
        return _value(resolve_reference(schema["$ref"], version), version, name, depth)
    if schema.get("enum"):
        return schema["enum"][0]
    for choice in ("oneOf", "anyOf"):
        if schema.get(choice):
            return _value(schema[choice][0], version, name, depth)
    properties, _ = object_properties(schema, version)
    if properties:
        inner = {} if depth > 2 else properties
        return {key: _value(part, version, key, depth + 1) for key, part in inner.items()}
    if schema.get("allOf"):
        return _value(schema["allOf"][0], version, name, depth)
    kind = schema.get("type", "string")
    if kind == "array":
        return [_value(schema.get("items", {}), version, f"{name} {n}", depth + 1) for n in range(2)]
    if kind == "object":
        return {"category": "online", "größe": 3}
    scalars: dict[str, Any] = {"integer": 7, "number": 2.5, "boolean": True}
    return scalars.get(kind, _BY_FORMAT.get(schema.get("format", ""), f"{name} & ü/1"))
