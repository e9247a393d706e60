"""One example call per operation: what it must have, or the first field where it must have nothing."""

from pathlib import Path
from typing import Any

from holdall.connector.describe import Field, fields_of
from holdall.connector.request import FileContent
from holdall.connector.signature import signature
from holdall.contract import JsonSchema, find_operation, object_properties, resolve_reference

_BY_NAME: dict[str, Any] = {
    "address": "https://example.com/hook",
    "box_subject_id": "987654",
    "box_subject_type": "enterprise",
    "boxapi": "shared_link=https://app.box.com/s/abc123&shared_link_password=letmein",
    "client_id": "abcdefgh",
    "client_secret": "the-secret",
    "content-range": "bytes 0-8388607/104857600",
    "content_range": "bytes 0-8388607/104857600",
    "digest": "sha=fpRyg5eVQletdZqEKaFlqwBXJzM=",
    "due_at": "2027-01-31T12:00:00Z",
    "email": "ada@example.com",
    "extension": "png",
    "file_name": "report.pdf",
    "file_size": 104857600,
    "from": "enterprise_987654.contract",
    "grant_type": "client_credentials",
    "id": "12345",
    "limit": 100,
    "login": "ada@example.com",
    "message": "Please have a look.",
    "name": "Reports",
    "namespace": "enterprise_987654",
    "op": "replace",
    "path": "/status",
    "prompt": "Summarize this document.",
    "query": "contract",
    "response_type": "code",
    "scope": "enterprise_987654",
    "size": 1024,
    "token": "the-token",
    "template_key": "contract",
    "templateKey": "contract",
    "title": "Contract",
    "url": "https://example.com",
    "value": "active",
}

_BY_TYPE: dict[str, Any] = {"integer": 1, "number": 1.5, "boolean": True}
_DEEPEST = 3


def example_call(operation_id: str) -> dict[str, Any]:
    """The arguments of an example, by Python name."""
    fields = fields_of(operation_id)
    version = find_operation(operation_id).api_version
    chosen = [field for field in fields if field.required]
    covered = {field.argument.name for field in chosen}
    chosen += [
        next(field for field in fields if field.argument.name == name)
        for name in sorted(signature(operation_id).required - covered)
    ]
    if not any(field.argument.location in {"body", "whole_body"} for field in chosen):
        chosen += [field for field in fields if field.argument.location == "body" and field.kind != "file"][:1]
    if (shown := _shared_link_fields(operation_id, fields)) is not None:
        chosen.append(shown)
    arguments: dict[str, Any] = {}
    for field in chosen:
        _put(arguments, field, _field_value(field, version, operation_id))
    return arguments


def _shared_link_fields(operation_id: str, fields: tuple[Field, ...]) -> Field | None:
    """The operations for shared links are told from the plain ones by what they ask for."""
    found = (field for field in fields if field.name == "fields" and operation_id.endswith("_shared_link"))
    return next(found, None)


def _field_value(field: Field, version: str, operation_id: str) -> Any:
    if field.kind == "file":
        content = FileContent(Path("report.pdf"), "report.pdf")
        return content.source if field.argument.location == "whole_body" else content
    if field.name == "attributes.name":
        return "report.pdf"
    if field.name == "fields" and "shared_link" in operation_id:
        return "shared_link"
    if operation_id.endswith("#remove_shared_link") and field.argument.name == "shared_link":
        return None
    if field.argument.location == "whole_body" and field.schema.get("type") == "object":
        return {"status": "active"}
    wire = field.path[-1] if field.path else field.argument.wire
    return _value(field.schema, version, wire, 0)


def _value(schema: JsonSchema, version: str, name: str, depth: int) -> Any:
    while "$ref" in schema:
        schema = resolve_reference(schema["$ref"], version)
    for choice in ("oneOf", "anyOf"):
        if choice in schema:
            return _value(schema[choice][0], version, name, depth)
    properties, required = object_properties(schema, version)
    if properties:
        wanted = [key for key in properties if key in required] or list(properties)[: 1 if depth < _DEEPEST else 0]
        return {key: _value(properties[key], version, key, depth + 1) for key in wanted}
    if schema.get("type") == "array":
        return [_value(schema.get("items", {}), version, name.removesuffix("s"), depth + 1)]
    return _simple(schema, name)


def _simple(schema: JsonSchema, name: str) -> Any:
    kind = schema.get("type", "string")
    if schema.get("enum"):
        return schema["enum"][0]
    if kind == "object":
        return {}
    if name in _BY_NAME and isinstance(_BY_NAME[name], str) == (kind == "string"):
        return _BY_NAME[name]
    return _BY_TYPE.get(kind) if kind in _BY_TYPE else _text(schema, name)


def _text(schema: JsonSchema, name: str) -> str:
    if schema.get("format") == "date-time":
        return "2027-01-31T12:00:00Z"
    if schema.get("format") == "url":
        return "https://example.com"
    if name.endswith("id"):
        return "12345"
    return name.replace("_", " ")


def _put(arguments: dict[str, Any], field: Field, value: Any) -> None:
    place = arguments
    steps = [field.argument.name, *field.path]
    for step in steps[:-1]:
        place = place.setdefault(step, {})
    place[steps[-1]] = value
