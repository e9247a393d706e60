"""The description that the server publishes of itself: OpenAPI 3.0, made from the contract and handlers' docstrings.

Only what has a handler is described, so that whatever a client is made from it can do, the server can too.
"""

import inspect
from collections import defaultdict
from functools import cache, lru_cache
from http import HTTPStatus
from importlib.metadata import version
from typing import Any

import msgspec
from starlette.responses import Response

from holdall.box.context import Context
from holdall.box.operations import handler_of, page
from holdall.box.routes import HOST_PREFIXES
from holdall.contract import FIRST_VERSION, Operation, Parameter, load_operations, load_schemas

Json = dict[str, Any]

_REFERENCE = "#/components/schemas/"
_VERSION_HEADER = "box-version"
_BEARER = "bearer"


@page("GET", "/openapi.json")
async def get_openapi(ctx: Context) -> Response:
    """The OpenAPI description of this server."""
    return Response(_encoded(ctx.base_url), media_type="application/json")


def describe_api(base_url: str) -> Json:
    """The OpenAPI document of a server that clients reach at `base_url`."""
    return {
        "openapi": "3.0.3",
        "info": {
            "title": "Holdall",
            "version": version("holdall"),
            "description": "The Box API as this server has it. An operation's id is its name everywhere.",
        },
        "servers": [{"url": base_url}],
        "tags": [{"name": tag} for tag in sorted({one.tag for one in served()})],
        "security": [{_BEARER: []}],
        "paths": _paths(),
        "components": {
            "schemas": _schemas(),
            "securitySchemes": {_BEARER: {"type": "http", "scheme": "bearer"}},
        },
    }


@lru_cache(maxsize=16)
def _encoded(base_url: str) -> bytes:
    return msgspec.json.encode(describe_api(base_url))


def served() -> list[Operation]:
    """The operations of the contract that have a handler, in its order."""
    return [one for one in load_operations().values() if handler_of(one) is not None]


@cache
def _paths() -> Json:
    """Operations by path and method; variants that share both are described as one."""
    shared: dict[tuple[str, str], list[Operation]] = defaultdict(list)
    for one in served():
        shared[HOST_PREFIXES[one.host][0] + one.path, one.method.lower()].append(one)
    paths: dict[str, Json] = defaultdict(dict)
    for (path, method), variants in shared.items():
        paths[path][method] = _operation(variants)
    return dict(paths)


def _operation(variants: list[Operation]) -> Json:
    """One entry for operations that share a route: the union of what they take and answer."""
    first = variants[0]
    described: Json = {
        "operationId": first.id,
        "summary": first.title,
        "description": "\n\n".join(dict.fromkeys(docstring_of(one) for one in variants)),
        "tags": [first.tag],
        "responses": _responses(variants),
    }
    parameters = _parameters(variants)
    if parameters:
        described["parameters"] = parameters
    body = _body(variants)
    if body:
        described["requestBody"] = body
    if first.public:
        described["security"] = []
    if len(variants) > 1:
        described["x-variants"] = [{"id": one.id, "title": one.title} for one in variants]
    return described


def docstring_of(one: Operation) -> str:
    """What the handler says of the operation; its title where it says nothing."""
    handler = handler_of(one)
    return inspect.getdoc(handler) or one.title if handler is not None else one.title


def _parameters(variants: list[Operation]) -> list[Json]:
    found: dict[tuple[str, str], list[Parameter]] = defaultdict(list)
    for one in variants:
        for parameter in one.parameters:
            found[parameter.location, parameter.name].append(parameter)
    described = [_parameter(same, len(variants), variants[0].api_version) for same in found.values()]
    api_version = variants[0].api_version
    if api_version != FIRST_VERSION and ("header", _VERSION_HEADER) not in found:
        schema = {"type": "string", "enum": [api_version]}
        described.append({"name": _VERSION_HEADER, "in": "header", "required": True, "schema": schema})
    return described


def _parameter(same: list[Parameter], variants: int, api_version: str) -> Json:
    """A parameter, required where every variant requires it."""
    first = same[0]
    is_required = first.location == "path" or (len(same) == variants and all(one.required for one in same))
    described: Json = {
        "name": first.name,
        "in": first.location,
        "required": is_required,
        "schema": _renamed(first.schema, api_version),
    }
    if first.style == "comma":
        described |= {"style": "simple" if first.location == "header" else "form", "explode": False}
    return described


def _body(variants: list[Operation]) -> Json | None:
    content: dict[str, list[Json]] = defaultdict(list)
    for one in variants:
        for kind, schema in (one.body.content if one.body else {}).items():
            renamed = _renamed(schema, one.api_version)
            if renamed not in content[kind]:
                content[kind].append(renamed)
    if not content:
        return None
    is_required = all(one.body is not None and one.body.required for one in variants)
    return {"required": is_required, "content": {kind: {"schema": _any_of(found)} for kind, found in content.items()}}


def _responses(variants: list[Operation]) -> Json:
    described: Json = {}
    for one in variants:
        for status, response in one.responses.items():
            entry = described.setdefault(status, {"description": _phrase(status)})
            for kind, schema in response.content.items():
                renamed = _renamed(schema, one.api_version)
                media = entry.setdefault("content", {}).setdefault(kind, {"schema": renamed})
                if media["schema"] != renamed:
                    media["schema"] = _any_of([*media["schema"].get("anyOf", [media["schema"]]), renamed])
            for header in response.headers:
                entry.setdefault("headers", {})[header] = {"schema": {"type": "string"}}
    return described or {"default": {"description": _phrase("default")}}


def _any_of(schemas: list[Json]) -> Json:
    unique = [schema for number, schema in enumerate(schemas) if schema not in schemas[:number]]
    return unique[0] if len(unique) == 1 else {"anyOf": unique}


def _phrase(status: str) -> str:
    return HTTPStatus(int(status)).phrase if status.isdigit() else "Error"


@cache
def _schemas() -> Json:
    """The schemas of every version by one name each: those of later versions carry their version."""
    return {
        _name(name, api_version): _open_codes(name, _renamed(schema, api_version))
        for api_version, schemas in load_schemas().items()
        for name, schema in schemas.items()
    }


def _open_codes(name: str, schema: Json) -> Json:
    """The contract lists some error codes; Box answers more than those, and so do we."""
    if name == "ClientError":
        schema["properties"]["code"].pop("enum", None)
    return schema


def _name(name: str, api_version: str) -> str:
    return name if api_version == FIRST_VERSION else f"{name}.v{api_version}"


def _renamed(schema: Any, api_version: str) -> Any:
    """A copy of a schema whose references lead to the schemas of its version."""
    if isinstance(schema, list):
        return [_renamed(one, api_version) for one in schema]
    if not isinstance(schema, dict):
        return schema
    copy = {key: _renamed(value, api_version) for key, value in schema.items()}
    reference = copy.get("$ref")
    if isinstance(reference, str):
        copy["$ref"] = _REFERENCE + _name(reference.removeprefix(_REFERENCE), api_version)
    return copy
