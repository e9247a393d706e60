"""Checks JSON answers against the contract's schemas."""

import json
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
    version = operation.api_version
    # The answer's own references are to the schemas in the registry, so they need its whole address.
    absolute = json.dumps(_json_schema(schema)).replace('"#/components/', f'"{_base_uri(version)}#/components/')
    return jsonschema_rs.Draft202012Validator(json.loads(absolute), registry=_registry(version))


def _base_uri(version: str) -> str:
    return f"https://schemas.example/{version}.json"


@cache
def _registry(version: str) -> jsonschema_rs.Registry:
    """The schemas of a version, once for all validators: each with a copy of its own would fill gigabytes."""
    schemas = {name: _as_answered(name, _json_schema(schema)) for name, schema in load_schemas()[version].items()}
    return jsonschema_rs.Registry([(_base_uri(version), {"components": {"schemas": schemas}})])


def _as_answered(name: str, schema: Any) -> Any:
    """Where Box is known to answer otherwise than its description says, and clients rely on it, so do we."""
    if name == "ClientError":
        # The description lists some error codes; there are more.
        schema["properties"]["code"]["anyOf"][1].pop("enum")
    if name == "EventSourceResource":
        # GenericSource is any object at all, so one of the others is never the only one that fits.
        schema["anyOf"] = schema.pop("oneOf")
    if name == "ConflictError":
        # The one conflict of an upload is an object: rclone decodes nothing else.
        conflicts = schema["allOf"][1]["properties"]["context_info"]["anyOf"][1]["properties"]["conflicts"]
        conflicts["anyOf"].append(conflicts["anyOf"][1]["items"])
    return schema


def _json_schema(schema: Any) -> Any:
    """An OpenAPI 3.0 schema as JSON Schema: `nullable` becomes a choice with null.

    So does every property that is not required: Box answers null for what is not there, and all SDKs read it so.
    A list that must not be empty where it is sent (tags) may be where it is answered.
    """
    if not isinstance(schema, dict):
        return schema
    plain = {
        key: _keyword(key, value) for key, value in schema.items() if key not in {"nullable", "format", "minItems"}
    }
    required = schema.get("required", [])
    for name, value in plain.get("properties", {}).items():
        if name not in required:
            plain["properties"][name] = _or_null(value)
    return _or_null(plain) if schema.get("nullable") is True else plain


def _keyword(key: str, value: Any) -> Any:
    if key == "properties":
        return {name: _json_schema(one) for name, one in value.items()}
    if key in {"items", "additionalProperties", "not"}:
        return _json_schema(value)
    return [_json_schema(one) for one in value] if key in {"allOf", "anyOf", "oneOf"} else value


def _or_null(schema: Any) -> Any:
    return {"anyOf": [{"type": "null"}, schema]}
