"""A curl command understood: which operation of the contract it calls, and with which arguments.

The host is not asked: a sample for Box and one for a server of one's own mean the same operation.
"""

import re
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import msgspec

from holdall.connector.curl.command import METHODS, CurlCommand, FormField, parse_curl, read_all
from holdall.connector.curl.fit import constants, misfits
from holdall.connector.curl.loose_json import read_loose_json
from holdall.connector.request import FileContent
from holdall.connector.signature import WHOLE_BODY, Argument, Signature, signature
from holdall.contract import Operation, load_operations

_PREFIXES = ("/api/oauth2", "/api/2.0", "/2.0", "")
_NOT_ARGUMENTS = frozenset(
    {"authorization", "content-type", "accept", "content-length", "host", "user-agent", "as-user"}
)
_PLACEHOLDER = re.compile(r"<[A-Z][A-Z_ ]+>|\[[A-Z][A-Z_]+\]")


class NotRecognised(LookupError):
    """The command calls no operation of the contract."""


class CurlCall(msgspec.Struct, frozen=True):
    """What a curl command calls.

    `same` are the operations whose request is the same. `notes` tell what was put right, left out or is not in the
    contract; `mistakes` are what shows that another operation is meant.
    """

    operation: Operation
    arguments: dict[str, Any]
    as_user: str | None = None
    headers: dict[str, str] = {}
    same: list[str] = []
    output: str | None = None
    notes: list[str] = []
    mistakes: list[str] = []

    @property
    def doubts(self) -> list[str]:
        """Every reason not to send it as it is: mistakes, what is missing, and what is still to be filled in."""
        return self.mistakes + _missing(self.operation, self.arguments) + _placeholders(self.arguments)


class _Reading(msgspec.Struct):
    """The command taken as a call of one operation: what speaks against it, and how much for it."""

    operation: Operation
    arguments: dict[str, Any]
    headers: dict[str, str]
    mistakes: list[str]
    misfits: list[str]
    notes: list[str]
    evidence: int = 0

    @property
    def rank(self) -> tuple[int, int, int]:
        doubts = len(self.mistakes) + len(_missing(self.operation, self.arguments))
        return doubts, len(self.misfits), -self.evidence


def recognise(command: CurlCommand | str) -> CurlCall:
    """The operation and arguments that a curl command stands for.

    Raises CurlSyntaxError for what is no curl command, NotRecognised where the contract has no such path, ValueError
    for a body that can not be read, and OSError where a file of its data can not be opened.
    """
    if isinstance(command, str):
        command = parse_curl(command)
    notes = list(command.notes)
    body, content_type = _body(command, notes)
    routes = _routes(command, command.method)
    mistakes: list[str] = []
    if not routes:
        routes, others = _other_methods(command)
        mistakes.append(f"{command.method} is no method of this path (it has {', '.join(others)})")
    readings = [_read(operation, in_path, command, body, content_type) for operation, in_path in routes]
    best = min(readings, key=lambda reading: reading.rank)
    same = [
        one.operation.id
        for one in readings
        if one is not best and one.rank[:2] == best.rank[:2] and one.arguments == best.arguments
    ]
    return CurlCall(
        best.operation,
        best.arguments,
        as_user=command.headers.get("as-user"),
        headers=best.headers,
        same=same,
        output=command.output,
        notes=notes + best.notes + best.misfits,
        mistakes=mistakes + best.mistakes,
    )


@cache
def _patterns() -> list[tuple[Operation, re.Pattern[str]]]:
    """Every operation with the pattern of its path, those with the longest literal text first."""
    found = [
        (operation, re.compile(re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>[^/]+?)", re.escape(operation.path)) + "/?"))
        for operation in load_operations().values()
    ]
    return sorted(found, key=lambda pair: -len(re.sub(r"\{\w+\}", "", pair[0].path)))


def _routes(command: CurlCommand, method: str) -> list[tuple[Operation, dict[str, str]]]:
    """The operations of the method whose path is the URL's, and the values in it; below any prefix of the host."""
    path = urlsplit(command.url).path
    for prefix in _PREFIXES:
        start = path.find(prefix + "/")
        if start == -1:
            continue
        routes = [
            (operation, {name: unquote(value) for name, value in found.groupdict().items()})
            for operation, pattern in _patterns()
            if operation.method == method and (found := pattern.fullmatch(path[start + len(prefix) :]))
        ]
        if routes:
            return routes
    return []


def _other_methods(command: CurlCommand) -> tuple[list[tuple[Operation, dict[str, str]]], list[str]]:
    methods = [method for method in sorted(METHODS - {command.method}) if _routes(command, method)]
    if not methods:
        raise NotRecognised(f"no operation of the contract has the path {urlsplit(command.url).path}")
    return [route for method in methods for route in _routes(command, method)], methods


def _body(command: CurlCommand, notes: list[str]) -> tuple[Any, str | None]:
    """The body's value (UNSET for none) and its content type as the contract would call it."""
    content_type = command.headers.get("content-type", "").partition(";")[0].strip().lower() or None
    if command.form:
        return {field.name: _form_value(field, notes) for field in command.form}, "multipart/form-data"
    if command.upload:
        return Path(command.upload), content_type or "application/octet-stream"
    if not command.data:
        return msgspec.UNSET, content_type
    if content_type == "application/octet-stream":
        only = command.data[0]
        return (Path(only.path) if only.path is not None else read_all(command.data).encode()), content_type
    return _text_body(read_all(command.data), content_type, notes)


def _text_body(text: str, content_type: str | None, notes: list[str]) -> tuple[Any, str | None]:
    """JSON, or the fields of a form; curl would send both under the same type."""
    if not text.strip():
        return msgspec.UNSET, content_type
    if text.lstrip()[0] not in "{[":
        return dict(parse_qsl(text, keep_blank_values=True)), "application/x-www-form-urlencoded"
    value, slips = read_loose_json(text)
    notes += slips
    if content_type is None:
        notes.append("the header content-type: application/json is missing")
    return value, content_type or "application/json"


def _form_value(field: FormField, notes: list[str]) -> Any:
    if field.path is not None and not field.inline:
        return FileContent(Path(field.path), field.filename or Path(field.path).name, field.content_type)
    text = field.text if field.text is not None else Path(field.path or "").read_text()
    if text.lstrip()[:1] not in {"{", "["}:
        return text
    value, slips = read_loose_json(text)
    notes += slips
    return value


def _read(
    operation: Operation, in_path: dict[str, str], command: CurlCommand, body: Any, content_type: str | None
) -> _Reading:
    takes = signature(operation.id)
    arguments: dict[str, Any] = {takes.by_name[name].name: value for name, value in in_path.items()}
    reading = _Reading(operation, arguments, {}, [], [], _type_notes(takes, content_type))
    for wire, text in parse_qsl(urlsplit(command.url).query, keep_blank_values=True):
        argument = _parameter(takes, wire, "query")
        if argument is None:
            reading.mistakes.append(f"{operation.id} has no query parameter {wire}")
        else:
            _add(arguments, argument, text)
    for wire, text in command.headers.items():
        argument = _parameter(takes, wire, "header")
        if argument is not None:
            arguments[argument.name] = text
        elif wire not in _NOT_ARGUMENTS:
            reading.headers[wire] = text
    arguments.pop("box_version", None)
    _take_body(takes, reading, body)
    _judge_variant(operation, reading)
    return reading


def _parameter(takes: Signature, wire: str, location: str) -> Argument | None:
    return next((item for item in takes.arguments if item.wire == wire and item.location == location), None)


def _add(arguments: dict[str, Any], argument: Argument, text: str) -> None:
    """A list's parameter may stand in the query several times."""
    if argument.style == "repeat":
        arguments.setdefault(argument.name, []).append(text)
    elif argument.style == "json":
        arguments[argument.name] = read_loose_json(text)[0] if text[:1] in {"[", "{"} else text
    else:
        arguments[argument.name] = text


def _take_body(takes: Signature, reading: _Reading, body: Any) -> None:
    """Put the body's fields among the arguments, or all of it where they are not just the contract's."""
    if body is msgspec.UNSET:
        return
    fields = {item.wire: item for item in takes.arguments if item.location == "body"}
    if takes.body_kind is None:
        reading.misfits.append(f"{takes.operation.id} takes no body: it is left out")
    elif not fields:
        reading.arguments[WHOLE_BODY] = body
        if takes.body_kind == "json":
            _judge(takes, reading, takes.by_name[WHOLE_BODY], body)
    elif not isinstance(body, dict):
        reading.arguments[WHOLE_BODY] = body
        reading.mistakes.append(f"{takes.operation.id} takes an object")
    else:
        _take_fields(takes, reading, body, fields)
        if len(body) > 1 and not body.keys() & fields.keys():  # one alone may be newer than the contract
            meant = _with_fields(takes.operation.method, frozenset(body))
            hint = f" (it is one for {meant})" if meant else ""
            reading.mistakes.append(f"the body has no field of {takes.operation.id}{hint}")


def _take_fields(takes: Signature, reading: _Reading, body: dict[str, Any], fields: dict[str, Argument]) -> None:
    for wire, value in body.items():
        if wire in fields:
            _judge(takes, reading, fields[wire], value)
        else:
            reading.misfits.append(f"the contract knows no field {wire} of {takes.operation.id}")
    absent = [wire for wire, item in fields.items() if item.required and wire not in body]
    reading.misfits += [f"the field {wire} of {takes.operation.id} is missing" for wire in absent]
    if absent or body.keys() - fields.keys():
        reading.arguments[WHOLE_BODY] = body
    else:
        reading.arguments.update({fields[wire].name: value for wire, value in body.items()})


def _judge(takes: Signature, reading: _Reading, argument: Argument, value: Any) -> None:
    schema = argument.schema
    if takes.body_kind == "json" or schema.get("enum"):
        reading.misfits += misfits(schema, value, takes.operation.version, argument.wire)
    reading.evidence += constants(schema, value, takes.operation.version)


@cache
def _with_fields(method: str, names: frozenset[str]) -> str | None:
    """The operation whose body has all these fields."""
    for operation in load_operations().values():
        fields = {item.wire for item in signature(operation.id).arguments if item.location == "body"}
        if operation.method == method and names <= fields:
            return operation.id
    return None


def _judge_variant(operation: Operation, reading: _Reading) -> None:
    """The operations for shared links ask for that field alone; without it the plain operation is meant."""
    if not operation.variant or not operation.variant.endswith("shared_link"):
        return
    reading.evidence += 1
    if reading.arguments.get("fields") != "shared_link":
        reading.misfits.append(f"{operation.id} asks for the field shared_link")
    removes = operation.variant == "remove_shared_link"
    if removes and reading.arguments.get("shared_link", msgspec.UNSET) is not None:
        reading.misfits.append(f"{operation.id} sets shared_link to null")


def _type_notes(takes: Signature, content_type: str | None) -> list[str]:
    if takes.content_type is None or content_type in {None, takes.content_type}:
        return []
    return [f"the content type {content_type} becomes {takes.content_type}, which {takes.operation.id} takes"]


def _missing(operation: Operation, arguments: dict[str, Any]) -> list[str]:
    takes = signature(operation.id)
    missing = takes.required - arguments.keys()
    if WHOLE_BODY in arguments:
        missing -= {item.name for item in takes.arguments if item.location == "body"}
    return [f"{operation.id} needs {name}" for name in sorted(missing)]


def _placeholders(value: Any) -> list[str]:
    """What is still to be filled in, wherever it stands."""
    if isinstance(value, dict):
        return [found for part in value.values() for found in _placeholders(part)]
    if isinstance(value, list):
        return [found for part in value for found in _placeholders(part)]
    text = str(value.source) if isinstance(value, FileContent) else str(value) if isinstance(value, str | Path) else ""
    return [f"{found} is to be filled in" for found in _PLACEHOLDER.findall(text)]
