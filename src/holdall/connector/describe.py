"""What an operation takes, does and answers, in a few words of our own: for help pages, the reference and agents.

Everything is read from the contract; only the meaning of names that many operations share is written here.
"""

from collections.abc import Iterator
from functools import cache
from typing import Any, Literal

import msgspec

from holdall.connector.effects import answers_content, changes_nothing
from holdall.connector.errors import Kind
from holdall.connector.signature import Argument, literal_values, signature
from holdall.contract import JsonSchema, Operation, find_operation, object_properties, resolve_reference

_DEEPEST = 3

_MEANINGS = {
    "accessible_by": "The user or group that gets access.",
    "as-user": "The id of the user to act as.",
    "assign_to": "The user or item that it is assigned to.",
    "boxapi": "A shared link and its password: shared_link=URL&shared_link_password=PASSWORD.",
    "box-version": "The API version; it is filled in.",
    "client_id": "The application's client id.",
    "client_secret": "The application's client secret.",
    "content-md5": "The SHA-1 of the bytes, hexadecimal, for the server to compare.",
    "content-range": "Which bytes of the whole file the part holds.",
    "description": "A text about it.",
    "digest": "The SHA-1 of the bytes in base64, after sha=.",
    "direction": "Ascending or descending.",
    "expires_at": "When it ends.",
    "fields": "Which fields the answer has; the contract's default without it.",
    "file": "The file's bytes.",
    "if-match": "Only where the item still has this etag; otherwise the call fails with 412.",
    "if-none-match": "Only where the item has another etag; otherwise the answer is 304, without a body.",
    "item": "The file or folder it is about.",
    "limit": "How many entries a page has at most.",
    "marker": "Where the page starts: next_marker of the page before.",
    "message": "The text.",
    "name": "Its name.",
    "notify": "Whether the people concerned get a mail.",
    "offset": "How many entries are skipped.",
    "parent": "The folder that it is in.",
    "query": "What to look for.",
    "range": "Which bytes to answer.",
    "recursive": "Whether a folder that is not empty goes with all its content.",
    "role": "The role that it gives.",
    "shared_link": "The shared link: who may open it, until when, and whether they may download.",
    "sort": "The field that decides the order.",
    "status": "Its state.",
    "template_key": "The template's key.",
    "templateKey": "The template's key.",
    "title": "Its title.",
    "usemarker": "Whether pages go by marker instead of offset.",
    "version": "The id of a version of the file; the current one without it.",
}


_FORMATS = {"date-time": "date-time", "date": "date", "binary": "bytes", "url": "URL", "uuid": "UUID"}

FieldKind = Literal["text", "integer", "number", "boolean", "list", "json", "file"]
Effect = Literal["reads", "changes", "deletes"]


class Field(msgspec.Struct, frozen=True):
    """One value that an operation takes: an argument, or a part of one that is an object.

    `path` leads from the argument to the part; `kind` says how the value is written in one line of text.
    """

    argument: Argument
    path: tuple[str, ...]
    schema: JsonSchema
    kind: FieldKind
    required: bool

    @property
    def name(self) -> str:
        """The contract's names from the argument to the part, joined by dots."""
        return ".".join([self.argument.wire, *self.path])

    @property
    def choices(self) -> list[str]:
        """The values that the contract lists; a server may know more."""
        return [str(value) for value in literal_values(self.schema) if value is not None]


@cache
def fields_of(operation_id: str) -> tuple[Field, ...]:
    """Everything that an operation takes, objects taken apart; raises LookupError for an unknown operation."""
    operation = find_operation(operation_id)
    takes = signature(operation_id)
    return tuple(
        field
        for argument in takes.arguments
        if argument.wire != "box-version"
        for field in _parts(argument, (), argument.schema, operation.api_version, argument.required)
    )


def type_text(schema: JsonSchema, version: str) -> str:
    """What kind of value a schema asks for: "string", "date-time", "list of objects" and so on."""
    schema = _resolved(schema, version)
    for choice in ("oneOf", "anyOf"):
        if choice in schema:
            return " or ".join(dict.fromkeys(type_text(part, version) for part in schema[choice]))
    kind = schema.get("type", "object" if _properties(schema, version)[0] else "value")
    if kind == "array":
        return f"list of {type_text(schema.get('items', {}), version)}"
    if kind == "string" and schema.get("format") in _FORMATS:
        return _FORMATS[schema["format"]]
    return str(kind)


def meaning(field: Field) -> str:
    """What the value is for, in a sentence; empty where its name says it."""
    wire = field.path[-1] if field.path else field.argument.wire
    if wire.endswith("_id") and field.argument.location == "path":
        return f"The id of the {wire.removesuffix('_id').replace('_', ' ')}."
    if field.path[-2:] == ("parent", "id") or (field.argument.wire, *field.path) == ("parent", "id"):
        return "The id of the folder that it is in; 0 is the top."
    if wire == "id" and field.path:
        owner = (field.argument.wire, *field.path)[-2]
        return f"The id of the {owner.replace('_', ' ')}."
    if wire == "scope" and field.argument.location == "path":
        return "Whose template it is: global, or enterprise_ID."
    return _MEANINGS.get(wire, "")


def answer_text(operation: Operation) -> str:
    """What a successful call answers, in a few words."""
    for status, response in operation.responses.items():
        if status.startswith("2") and "application/json" in response.content:
            schema = response.content["application/json"]
            reference = schema.get("$ref", "").rpartition("/")[2]
            return reference or type_text(schema, operation.api_version)
    return "the bytes" if answers_content(operation.id) else "nothing"


def answer_fields(operation: Operation) -> list[str]:
    """The names of what a successful call's record has, as far as the contract knows them."""
    for status, response in operation.responses.items():
        if status.startswith("2") and "application/json" in response.content:
            return list(object_properties(response.content["application/json"], operation.api_version)[0])
    return []


def is_list(operation: Operation) -> bool:
    """Whether a call answers one page of a list that may have more."""
    names = {parameter.name for parameter in operation.parameters}
    return bool(names & {"marker", "offset", "stream_position"}) and "entries" in answer_fields(operation)


def failures(operation: Operation) -> Iterator[tuple[int, Kind]]:
    """The statuses of failure that the contract names, each with the kind of error that it becomes."""
    from holdall.connector.retry import error_of  # late: help pages need no transport
    from holdall.connector.transport import Answer

    for status in sorted(operation.responses):
        if status.isdigit() and int(status) >= 304:
            yield int(status), error_of(Answer(int(status), {}), operation.id).kind


def effect(operation: Operation) -> Effect:
    """What a call does: read, change, or delete something."""
    if changes_nothing(operation.id):
        return "reads"
    return "deletes" if operation.method == "DELETE" else "changes"


def _parts(
    argument: Argument, path: tuple[str, ...], schema: JsonSchema, version: str, required: bool
) -> Iterator[Field]:
    schema = _resolved(schema, version)
    properties, needed = _properties(schema, version)
    if properties and len(path) < _DEEPEST and argument.location == "body":
        for name, part in properties.items():
            yield from _parts(argument, (*path, name), part, version, required and name in needed)
    else:
        yield Field(argument, path, schema, _kind(argument, schema), required)


def _kind(argument: Argument, schema: JsonSchema) -> FieldKind:
    kind = schema.get("type")
    if schema.get("format") == "binary":
        return "file"
    if kind == "array":
        simple = schema.get("items", {}).get("type") in {"string", "integer", "number"}
        return "list" if simple else "json"
    simple_kinds: dict[str, FieldKind] = {
        "string": "text",
        "integer": "integer",
        "number": "number",
        "boolean": "boolean",
    }
    found = simple_kinds.get(str(kind))
    if found is None and argument.location not in {"body", "whole_body"}:
        return "text"
    return found or "json"


def _resolved(schema: JsonSchema, version: str) -> JsonSchema:
    """Without references, and without the single-part `allOf` that the contract wraps some in."""
    while True:
        if "$ref" in schema:
            schema = resolve_reference(schema["$ref"], version)
            continue
        parts = [part for part in schema.get("allOf", []) if part.keys() - {"nullable"}]
        if len(parts) != 1 or schema.get("properties"):
            return schema
        schema = parts[0]


def _properties(schema: JsonSchema, version: str) -> tuple[dict[str, Any], set[str]]:
    """What an object is made of; nothing where it is one of several kinds."""
    return ({}, set()) if "oneOf" in schema or "anyOf" in schema else object_properties(schema, version)
