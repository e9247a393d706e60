"""The three forms of a call: as a curl command, as Python, and as a command of the shell."""

import shlex
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from holdall.cli.box.flags import flags_of
from holdall.cli.box.tokens import command_name
from holdall.connector.curl import write_curl
from holdall.connector.naming import method_name
from holdall.connector.render import render
from holdall.connector.request import FileContent
from holdall.contract import Operation

_WIDTH = 100


def curl_form(operation: Operation, arguments: Mapping[str, Any]) -> str:
    """The curl command for Box itself."""
    return write_curl(render(operation, arguments))


def python_form(operation: Operation, arguments: Mapping[str, Any]) -> str:
    """The call of the blocking client; `await` makes it the other one's."""
    words = [f"{name}={_python(value)}" for name, value in arguments.items()]
    call = f"box.{operation.tag}.{method_name(operation.id)}"
    line = f"{call}({', '.join(words)})"
    if len(line) <= _WIDTH:
        return line
    return "\n".join([f"{call}(", *(f"    {word}," for word in words), ")"])


def shell_form(operation: Operation, arguments: Mapping[str, Any]) -> str:
    """The command."""
    return " ".join(
        [
            "holdall",
            "box",
            command_name(operation.tag),
            command_name(method_name(operation.id)),
            *(shlex.quote(word) for word in shell_words(operation, arguments)),
        ]
    )


def shell_words(operation: Operation, arguments: Mapping[str, Any]) -> list[str]:
    """The words after the operation's name: the path's ids as they are, everything else by its option."""
    words: list[str] = []
    named: list[str] = []
    for flag in flags_of(operation.id):
        found = _taken(arguments, [flag.field.argument.name, *flag.path])
        if found is _ABSENT or (flag.whole and found is not None):
            continue  # an object is given by its parts
        if found is None:
            named += ["--null", flag.names[0].lstrip("-")]
        elif flag.positional:
            words.append(_word(found, flag.kind))
        elif flag.kind == "boolean":
            named.append(flag.names[0] if found else flag.names[0].replace("--", "--no-", 1))
        else:
            named += [flag.names[0], _word(found, flag.kind)]
    return words + named


_ABSENT = object()


def _taken(given: Mapping[str, Any], steps: list[str]) -> Any:
    value: Any = given
    for step in steps:
        if not isinstance(value, Mapping) or step not in value:
            return _ABSENT
        value = value[step]
    return value


def _word(value: Any, kind: str) -> str:
    if isinstance(value, FileContent):
        return str(value.source)
    if isinstance(value, Path):
        return str(value)
    if kind == "list":
        return ",".join(str(item) for item in value) if isinstance(value, list) else str(value)
    if kind == "json":
        return msgspec.json.encode(value).decode()
    return str(value)


def _python(value: Any) -> str:
    """The value as a literal with double quotes, as the formatter writes it."""
    match value:
        case FileContent(Path() as path) | (Path() as path):
            return f'Path("{path}")'
        case str():
            return msgspec.json.encode(value).decode()
        case dict():
            return "{" + ", ".join(f"{_python(name)}: {_python(part)}" for name, part in value.items()) + "}"
        case list():
            return "[" + ", ".join(_python(part) for part in value) + "]"
    return repr(value)
