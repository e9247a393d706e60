"""Checks JSON answers against the contract's schemas."""

from functools import cache
from typing import Any

import jsonschema_rs

from holdall.contract import find_operation, load_schemas


def check_answer(operation_id: str, status: int, body: Any) -> None:
    """Raise AssertionError naming the place in the body that the contract does not allow."""
    validator = _validator(operation_id, status)
    if validator is None:
        return
    errors = [f"{list(error.instance_path)}: {error.message}" for error in validator.iter_errors(body)]
    assert not errors, f"{operation_id} answered {status} with a body the contract does not allow: {errors[:5]}"


@cache
def _validator(operation_id: str, status: int) -> Any:
    operation = find_operation(operation_id)
    response = operation.responses.get(str(status)) or operation.responses.get("default")
    schema = response.content.get("application/json") if response else None
    if schema is None:
        return None
    document = {**_json_schema(schema), "components": {"schemas": _components(operation.api_version)}}
    return jsonschema_rs.Draft202012Validator(document)


@cache
def _components(version: str) -> dict[str, Any]:
    return {name: _open_codes(name, _json_schema(schema)) for name, schema in load_schemas()[version].items()}


def _open_codes(name: str, schema: Any) -> Any:
    """The description lists some error codes; Box answers more than those, and so do we."""
    if name == "ClientError":
        schema["properties"]["code"].pop("enum", None)
    return schema


def _json_schema(schema: Any) -> Any:
    """An OpenAPI 3.0 schema as JSON Schema: `nullable` becomes a choice with null."""
    if isinstance(schema, list):
        return [_json_schema(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    plain = {key: _json_schema(value) for key, value in schema.items() if key not in {"nullable", "format"}}
    if schema.get("nullable") is True:
        return {"anyOf": [{"type": "null"}, plain]}
    return plain
