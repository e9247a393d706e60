"""A call written as a request: a pure function of the operation, its arguments and the settings.

Nothing here sends, reads a clock or knows a token.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from enum import Enum
from typing import Any
from urllib.parse import quote

import msgspec

from holdall.connector.errors import ArgumentError
from holdall.connector.hosts import Hosts
from holdall.connector.request import (
    Body,
    FileContent,
    FormBody,
    JsonBody,
    MultipartBody,
    Part,
    Request,
    StreamBody,
)
from holdall.connector.signature import WHOLE_BODY, Argument, Signature, find, signature
from holdall.contract import FIRST_VERSION, Operation

_VERSION_HEADER = "box-version"
_QUERY_SAFE = ",:@/"


class RenderSettings(msgspec.Struct, frozen=True):
    """What a request depends on beside its arguments: where to, for whom, and headers that every call gets."""

    hosts: Hosts = Hosts()
    as_user: str | None = None
    headers: dict[str, str] = {}


def render(
    operation: Operation | str,
    arguments: Mapping[str, Any] | None = None,
    settings: RenderSettings = RenderSettings(),  # noqa: B008 (frozen)
) -> Request:
    """The request that carries a call.

    `operation` is the operation, its id or its title. `arguments` go by Python or wire name; `UNSET` means absent and
    None means null. A body's fields are arguments of their own; `body` may carry them as a whole, named ones on top, and
    then the server judges what is missing.

    Raises LookupError for an unknown operation and ArgumentError for arguments that do not fit it.
    """
    if isinstance(operation, str):
        operation = find(operation)
    takes = signature(operation.id)
    given = {name: value for name, value in (arguments or {}).items() if value is not msgspec.UNSET}
    whole = given.pop(WHOLE_BODY, msgspec.UNSET)
    values = {takes.argument(name): value for name, value in given.items()}
    _require(takes, values, whole)
    url = settings.hosts.url(operation.host) + _path(takes, values) + _query(takes, values)
    return Request(
        operation_id=operation.id,
        method=operation.method,
        url=url,
        headers=_headers(operation, takes, values, settings),
        body=_body(takes, values, whole),
        needs_token=not operation.public,
    )


def _require(takes: Signature, values: Mapping[Argument, Any], whole: Any) -> None:
    missing: set[str] = set(takes.required) - {argument.name for argument in values}
    if whole is not msgspec.UNSET:
        if takes.body_kind is None:
            raise ArgumentError("this operation has no body", operation_id=takes.operation.id)
        missing = {name for name in missing if takes.by_name[name].location not in {"body", "whole_body"}}
    if missing:
        names = ", ".join(argument.name for argument in takes.arguments if argument.name in missing)
        raise ArgumentError(f"missing: {names}", operation_id=takes.operation.id)


def _path(takes: Signature, values: Mapping[Argument, Any]) -> str:
    def fill(match: re.Match[str]) -> str:
        argument = takes.by_name[match[1]]
        text = _text(takes.operation, argument.name, values[argument])
        if text in {"", ".", ".."}:
            raise ArgumentError(f"{argument.name} can not be {text!r}", operation_id=takes.operation.id)
        return quote(text, safe="")

    return re.sub(r"\{(\w+)\}", fill, takes.operation.path)


def _query(takes: Signature, values: Mapping[Argument, Any]) -> str:
    pairs = [
        f"{quote(argument.wire, safe='')}={quote(text, safe=_QUERY_SAFE)}"
        for argument, value in values.items()
        if argument.location == "query"
        for text in _query_texts(takes, argument, value)
    ]
    return "?" + "&".join(pairs) if pairs else ""


def _query_texts(takes: Signature, argument: Argument, value: Any) -> Iterable[str]:
    if isinstance(value, str) or argument.style == "plain":
        return [_text(takes.operation, argument.name, value)]
    if argument.style == "json":
        return [msgspec.json.encode(value).decode()]
    texts = [_text(takes.operation, argument.name, item) for item in value]
    return [",".join(texts)] if argument.style == "comma" else texts


def _headers(
    operation: Operation, takes: Signature, values: Mapping[Argument, Any], settings: RenderSettings
) -> dict[str, str]:
    headers = {name.lower(): value for name, value in settings.headers.items()}
    if operation.api_version != FIRST_VERSION and _VERSION_HEADER in takes.by_name:
        headers[_VERSION_HEADER] = operation.api_version
    if settings.as_user is not None and not operation.public:
        headers["as-user"] = settings.as_user
    for argument, value in values.items():
        if argument.location == "header":
            text = _text(takes.operation, argument.name, value)
            if "\r" in text or "\n" in text:
                raise ArgumentError(f"{argument.name} can not hold a line break", operation_id=operation.id)
            headers[argument.wire.lower()] = text
    return headers


def _body(takes: Signature, values: Mapping[Argument, Any], whole: Any) -> Body | None:
    fields = {argument.wire: value for argument, value in values.items() if argument.location == "body"}
    if takes.body_kind is None or (whole is msgspec.UNSET and not fields and not _always_has_body(takes)):
        return None
    if takes.body_kind == "stream":
        return StreamBody(whole)
    if fields or whole is msgspec.UNSET:
        whole = {**({} if whole is msgspec.UNSET else whole), **fields}
    if takes.body_kind == "form":
        return FormBody({name: _text(takes.operation, name, value) for name, value in whole.items()})
    if takes.body_kind == "multipart":
        return MultipartBody(_parts(takes, whole))
    assert takes.content_type is not None
    return JsonBody(whole, takes.content_type)


def _always_has_body(takes: Signature) -> bool:
    """A required body without required fields still travels, as an empty object."""
    body = takes.operation.body
    return body is not None and body.required


def _parts(takes: Signature, fields: Mapping[str, Any]) -> list[Part]:
    """The form's parts in the contract's order: Box reads the attributes before the bytes."""
    order = [argument.wire for argument in takes.arguments if argument.location == "body"]
    files = {
        argument.wire
        for argument in takes.arguments
        if argument.location == "body" and argument.schema.get("format") == "binary"
    }
    return [
        _file_part(name, fields[name]) if name in files else Part(name, msgspec.json.encode(fields[name]).decode())
        for name in sorted(fields, key=lambda name: order.index(name) if name in order else -1)
    ]


def _file_part(name: str, value: Any) -> Part:
    content = value if isinstance(value, FileContent) else FileContent(value)
    return Part(name, content.source, content.filename or name, content.content_type)


def _text(operation: Operation, name: str, value: Any) -> str:
    if isinstance(value, Enum):
        value = value.value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return value
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, datetime | date):
        return value.isoformat()
    what = "null" if value is None else type(value).__name__
    raise ArgumentError(f"{name} can not be {what}: it travels as text", operation_id=operation.id)
