"""Whether a value fits a schema of the contract: enough to tell operations that share a route from each other.

The server judges in the end; here only what shows that another operation is meant.
"""

from typing import Any

from holdall.contract import JsonSchema, object_properties, resolve_reference

_TYPES: dict[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str, int),  # people write identifiers as numbers, and Box takes them
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
}


def misfits(schema: JsonSchema, value: Any, version: str, place: str) -> list[str]:
    """What of the value the schema does not allow, a sentence each; empty where it fits."""
    while "$ref" in schema:
        schema = resolve_reference(schema["$ref"], version)
    if value is None:
        return [] if _nullable(schema) else [f"{place} can not be null"]
    for choice in ("oneOf", "anyOf"):
        if choice in schema:
            return min((misfits(part, value, version, place) for part in schema[choice]), key=len, default=[])
    wanted = schema.get("type")
    if wanted in _TYPES and not isinstance(value, _TYPES[wanted]):
        return [f"{place} is no {wanted}"]
    if schema.get("enum") and value not in schema["enum"]:
        return [f"{place} is not one of {', '.join(map(str, schema['enum']))}"]
    return _inner_misfits(schema, value, version, place)


def _inner_misfits(schema: JsonSchema, value: Any, version: str, place: str) -> list[str]:
    if isinstance(value, list):
        items = schema.get("items", {})
        return [miss for n, item in enumerate(value) for miss in misfits(items, item, version, f"{place}[{n}]")]
    return _object_misfits(schema, value, version, place) if isinstance(value, dict) else []


def _object_misfits(schema: JsonSchema, value: dict[str, Any], version: str, place: str) -> list[str]:
    properties, required = object_properties(schema, version)
    found = [f"{place}.{name} is missing" for name in sorted(required - value.keys())]
    for name, part in value.items():
        if name in properties:
            found += misfits(properties[name], part, version, f"{place}.{name}")
    return found


def _nullable(schema: JsonSchema) -> bool:
    return bool(schema.get("nullable")) or any(part.get("nullable") for part in schema.get("allOf", []))


def constants(schema: JsonSchema, value: Any, version: str) -> int:
    """How many values of the first level are the only ones that the schema allows: what tells variants apart."""
    if isinstance(value, list):
        return sum(constants(schema.get("items", {}), item, version) for item in value)
    if isinstance(value, dict):
        properties, _ = object_properties(schema, version)
        return sum(properties[name].get("enum") == [part] for name, part in value.items() if name in properties)
    return int(schema.get("enum") == [value])
