"""What an operation takes, as options of a command, and what was given back as the call's arguments.

One option per value: the parts of an object have dotted names (--parent.id), lists take commas, the rest takes JSON.
"""

import sys
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from holdall.connector.describe import Field, FieldKind, fields_of, meaning, type_text
from holdall.connector.errors import ArgumentError
from holdall.connector.request import FileContent
from holdall.connector.signature import WHOLE_BODY, signature
from holdall.contract import find_operation

_TRUE, _FALSE = frozenset({"true", "yes", "1"}), frozenset({"false", "no", "0"})
_SHORTENED = "attributes"


class Flag(msgspec.Struct, frozen=True):
    """One option. `names` are what a shell writes, the first one in help pages; `key` is unique in its command.

    A `whole` option gives an object at once, as JSON, beside the options of its parts.
    """

    field: Field
    names: tuple[str, ...]
    key: str
    help: str
    whole: bool = False

    @property
    def kind(self) -> FieldKind:
        """How its value is written."""
        return "json" if self.whole else self.field.kind

    @property
    def positional(self) -> bool:
        """Whether the value may be given without the option's name, as the path's ids may."""
        return self.field.argument.location == "path"

    @property
    def path(self) -> tuple[str, ...]:
        """Where the value goes below its argument."""
        return () if self.whole else self.field.path


@cache
def flags_of(operation_id: str) -> tuple[Flag, ...]:
    """The options of an operation, the path's ids in the path's order; raises LookupError for an unknown one."""
    operation = find_operation(operation_id)
    fields = fields_of(operation_id)
    names = {name for field in fields for name in (_option(field.name),)}
    flags = [_flag(field, operation.api_version, names) for field in fields]
    seen = {flag.field.argument.name for flag in flags if not flag.field.path}
    for field in fields:
        if field.argument.name not in seen:
            seen.add(field.argument.name)
            whole = _option(field.argument.wire)
            flags.append(Flag(field, (whole,), _key(whole), "The whole object, as JSON.", whole=True))
    places = {flag.key: operation.path.find("{" + flag.field.name + "}") for flag in flags}
    return tuple(sorted(flags, key=lambda flag: places[flag.key] if flag.positional else len(operation.path)))


def find_flag(operation_id: str, name: str) -> Flag:
    """The option with this name, with or without its dashes, `_` as good as `-`; raises ArgumentError."""
    wanted = short_name(operation_id, _option(name.lstrip("-")))
    for flag in flags_of(operation_id):
        if wanted in flag.names:
            return flag
    from difflib import get_close_matches  # late: only an error needs it

    known = [flag.names[0] for flag in flags_of(operation_id) if not flag.whole]
    near = get_close_matches(wanted, known, n=3) or known
    raise ArgumentError(f"there is no {wanted} (there are {', '.join(near)})", operation_id=operation_id)


def short_name(operation_id: str, option: str) -> str:
    """The option by its short name: what describes an upload needs not be led by --attributes."""
    short = option.replace(f"--{_SHORTENED}.", "--")
    return short if any(short in flag.names for flag in flags_of(operation_id)) else option


def call_arguments(
    operation_id: str, given: Mapping[str, Any], *, body: str | None = None, null: list[str] | None = None
) -> dict[str, Any]:
    """The call's arguments from what was given by key; texts are converted to what the contract takes.

    `body` is the whole body (JSON, @file or - for the standard input); `null` names what is sent as null.
    Raises ArgumentError where a value does not fit its option.
    """
    arguments: dict[str, Any] = {}
    takes = signature(operation_id)
    if body is not None:
        whole = takes.by_name.get(WHOLE_BODY)
        stream = whole is not None and whole.schema.get("format") == "binary"
        arguments[WHOLE_BODY] = _file(body.removeprefix("@")).source if stream else _json("--body", body, operation_id)
    flags = [flag for flag in flags_of(operation_id) if given.get(flag.key) is not None]
    for flag in sorted(flags, key=lambda flag: not flag.whole):
        _put(arguments, flag, _value(flag, given[flag.key], operation_id))
    for name in (name for text in null or [] for name in text.split(",")):
        _put(arguments, find_flag(operation_id, name), None)
    _name_upload(arguments)
    return arguments


def _flag(field: Field, version: str, taken: set[str]) -> Flag:
    name = _option(field.name)
    names = [name]
    short = _option(field.name.removeprefix(_SHORTENED + "."))
    if short not in taken:
        names = [short]
    if field.kind == "file" and field.argument.location == "whole_body":
        names.insert(0, "--file")
    words = [meaning(field)] if not field.choices or field.argument.location != "body" else []
    if field.schema.get("type") == "array" or field.kind in {"json", "file"} or "format" in field.schema:
        words.append({"file": "A path, or - for the standard input."}.get(field.kind, _kind_text(field, version)))
    if field.choices:
        words.append(f"[{', '.join(field.choices)}]")
    return Flag(field, tuple(names), _key(name), " ".join(word for word in words if word))


def _kind_text(field: Field, version: str) -> str:
    text = type_text(field.schema, version)
    if field.kind == "json":
        return f"JSON ({text}), or @file."
    return "Several, by commas." if field.kind == "list" else f"A {text}."


def _option(name: str) -> str:
    return "--" + name.replace("_", "-")


def _key(option: str) -> str:
    return "p_" + "".join(letter if letter.isalnum() else "_" for letter in option.lstrip("-"))


def _put(arguments: dict[str, Any], flag: Flag, value: Any) -> None:
    place: Any = arguments
    steps = [flag.field.argument.name, *flag.path]
    for step in steps[:-1]:
        inner = place.get(step)
        place[step] = dict(inner) if isinstance(inner, Mapping) else {}
        place = place[step]
    place[steps[-1]] = value


def _value(flag: Flag, given: Any, operation_id: str) -> Any:
    name = flag.names[0]
    match flag.kind:
        case "list":
            return _list(flag, given if isinstance(given, list) else [given], operation_id)
        case "json":
            return _json(name, given, operation_id)
        case "file":
            content = _file(given)
            return content.source if flag.field.argument.location == "whole_body" else content
        case "boolean":
            return given if isinstance(given, bool) else _boolean(name, given, operation_id)
        case "integer" | "number":
            return _number(name, given, flag.kind, operation_id)
        case _:
            return given


def _list(flag: Flag, texts: list[str], operation_id: str) -> list[Any]:
    if len(texts) == 1 and texts[0].startswith("["):
        value = _json(flag.names[0], texts[0], operation_id)
        return list(value)
    items = [item.strip() for text in texts for item in text.split(",") if item.strip()]
    kind = flag.field.schema.get("items", {}).get("type")
    if kind in {"integer", "number"}:
        return [_number(flag.names[0], item, kind, operation_id) for item in items]
    return items


def _json(name: str, text: str, operation_id: str) -> Any:
    try:
        if text == "-":
            text = sys.stdin.read()
        elif text.startswith("@"):
            text = Path(text[1:]).read_text()
        return msgspec.json.decode(text)
    except OSError as error:
        raise ArgumentError(
            f"{name}: {text[1:]} can not be read: {error.strerror}", operation_id=operation_id
        ) from None
    except msgspec.DecodeError as error:
        raise ArgumentError(f"{name} takes JSON: {error}", operation_id=operation_id) from None


def _file(text: str) -> FileContent:
    if text == "-":
        return FileContent(sys.stdin.buffer, "stdin")
    path = Path(text).expanduser()
    return FileContent(path, path.name)


def _boolean(name: str, text: str, operation_id: str) -> bool:
    if text.lower() not in _TRUE | _FALSE:
        raise ArgumentError(f"{name} is true or false, not {text!r}", operation_id=operation_id)
    return text.lower() in _TRUE


def _number(name: str, text: Any, kind: str, operation_id: str) -> int | float:
    try:
        return int(text) if kind == "integer" else float(text)
    except ValueError:
        raise ArgumentError(f"{name} is a {kind}, not {text!r}", operation_id=operation_id) from None


def _name_upload(arguments: dict[str, Any]) -> None:
    """An uploaded file is called as on disk, unless another name is given."""
    attributes, file = arguments.get(_SHORTENED), arguments.get("file")
    if isinstance(attributes, dict) and isinstance(file, FileContent) and isinstance(file.source, Path):
        attributes.setdefault("name", file.source.name)


def files_in(arguments: Mapping[str, Any]) -> Iterator[Path]:
    """The files on disk that a call would send."""
    for value in arguments.values():
        source = value.source if isinstance(value, FileContent) else value
        if isinstance(source, Path):
            yield source
