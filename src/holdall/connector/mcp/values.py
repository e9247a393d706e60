"""What an agent gives and gets, in JSON: files as text or base64, answers within a limit."""

import base64
import binascii
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from holdall.connector.content import Content
from holdall.connector.describe import Field, answer_fields, answer_text, fields_of, meaning, type_text
from holdall.connector.errors import ArgumentError, BoxError, Kind
from holdall.connector.request import FileContent
from holdall.connector.signature import signature
from holdall.contract import Operation

MOST_BYTES = 1024 * 1024
"""How many bytes of a file's content are answered at most."""

MOST_CHARACTERS = 200_000
"""How long an answer may be as JSON: more would fill an agent's memory with one call."""


def described(operation: Operation) -> dict[str, Any]:
    """What an operation takes and answers."""
    version = operation.api_version
    parameters = [_described_field(field, version) for field in fields_of(operation.id)]
    return {
        "operation": operation.id,
        "title": operation.title,
        "request": f"{operation.method} {operation.path}",
        "parameters": parameters,
        "answer": {"type": answer_text(operation), "fields": answer_fields(operation)},
    }


def arguments_of(operation: Operation, given: Mapping[str, Any], folder: Path | None) -> dict[str, Any]:
    """The call's arguments: dotted names become objects, file values become bytes.

    A file is {"text": ...}, {"base64": ...} or, below `folder`, {"path": ...}. Raises ArgumentError.
    """
    takes = signature(operation.id)
    files = {field.argument.name for field in fields_of(operation.id) if field.kind == "file"}
    arguments: dict[str, Any] = {}
    for name, value in given.items():
        steps = name.split(".") if name not in takes.by_name else [name]
        argument = takes.argument(steps[0])
        if argument.name in files:
            content = _content(operation, value, folder)
            arguments[argument.name] = content.source if argument.location == "whole_body" else content
            continue
        place = arguments
        for step, following in zip([argument.name, *steps[1:]], steps[1:], strict=False):
            place = place.setdefault(step, {})
            if not isinstance(place, dict):
                raise ArgumentError(f"{step} is given whole and by {following}", operation_id=operation.id)
        place[steps[-1] if len(steps) > 1 else argument.name] = value
    return arguments


async def answer_of(value: Any, operation: Operation) -> Any:
    """The answer as JSON that is not too long; raises BoxError (ARGUMENTS) where it is."""
    if isinstance(value, Content):
        return await _bytes(value, operation)
    text = msgspec.json.encode(value)
    if len(text) > MOST_CHARACTERS:
        raise ArgumentError(
            f"the answer has {len(text)} characters, {MOST_CHARACTERS} are the most: ask for fewer fields or a lower limit",
            operation_id=operation.id,
        )
    return value


def _described_field(field: Field, version: str) -> dict[str, Any]:
    record: dict[str, Any] = {"name": field.name, "type": type_text(field.schema, version), "required": field.required}
    if field.kind == "file":
        record["type"] = 'file: {"text": ...}, {"base64": ...} or {"path": ...}'
    if field.choices:
        record["values"] = field.choices
    if words := meaning(field):
        record["meaning"] = words
    return record


def _content(operation: Operation, value: Any, folder: Path | None) -> FileContent:
    match value:
        case str() as text:
            return FileContent(text.encode())
        case {"text": str() as text}:
            return FileContent(text.encode())
        case {"base64": str() as text}:
            try:
                return FileContent(base64.b64decode(text, validate=True))
            except binascii.Error:
                raise ArgumentError("this is no base64", operation_id=operation.id) from None
        case {"path": str() as name}:
            return _local_file(operation, name, folder)
    raise ArgumentError('a file is {"text": ...}, {"base64": ...} or {"path": ...}', operation_id=operation.id)


def _local_file(operation: Operation, name: str, folder: Path | None) -> FileContent:
    if folder is None:
        raise ArgumentError("this server gives no access to local files", operation_id=operation.id)
    path = (folder / name).resolve()
    if not path.is_relative_to(folder.resolve()) or not path.is_file():
        raise ArgumentError(f"there is no file {name} in the folder of this server", operation_id=operation.id)
    return FileContent(path, path.name)


async def _bytes(content: Content, operation: Operation) -> dict[str, Any]:
    pieces: list[bytes] = []
    async with content:
        async for piece in content:
            pieces.append(piece)
            if sum(map(len, pieces)) > MOST_BYTES:
                raise BoxError(
                    Kind.ARGUMENTS,
                    f"the file has more than {MOST_BYTES} bytes: give a range, such as bytes=0-65535",
                    operation_id=operation.id,
                )
    body = b"".join(pieces)
    kind = content.headers.get("content-type")
    try:
        return {"content_type": kind, "size": len(body), "text": body.decode()}
    except UnicodeDecodeError:
        return {"content_type": kind, "size": len(body), "base64": base64.b64encode(body).decode()}
