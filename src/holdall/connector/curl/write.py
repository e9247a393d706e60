"""A request as the curl command that sends it, ready to be pasted into a POSIX shell.

The token is not written unless it is given: the command takes it from the environment.
"""

import shlex
from pathlib import Path

import msgspec

from holdall.connector.request import FormBody, JsonBody, MultipartBody, Part, Request, Source, StreamBody
from holdall.contract import find_operation

TOKEN_VARIABLE = "HOLDALL_TOKEN"  # noqa: S105 (the name of a variable)
_LINE = " \\\n  "


def write_curl(request: Request, token: str | None = None) -> str:
    """The command. `token` is written out where given; otherwise the shell's HOLDALL_TOKEN is used.

    Bytes that are no file on disk are read by curl from its standard input.
    """
    follows = _answers_bytes(request.operation_id)
    method = [] if request.method == "GET" and request.body is None else ["-X", request.method]
    words = [shlex.join(["curl", *(["-L"] if follows else []), *method, request.url])]
    if request.needs_token:
        words.append(
            f'-H "Authorization: Bearer ${TOKEN_VARIABLE}"'
            if token is None
            else "-H " + shlex.quote(f"Authorization: Bearer {token}")
        )
    words += ["-H " + shlex.quote(f"{name}: {value}") for name, value in request.headers.items()]
    words += _body(request)
    if follows:
        words.append("-o " + shlex.quote(_file_name(request)))
    return _LINE.join(words)


def _body(request: Request) -> list[str]:
    match request.body:
        case JsonBody(value, content_type):
            text = msgspec.json.encode(value)
            if len(text) > 60:
                text = msgspec.json.format(text, indent=2)
            return [f"-H 'content-type: {content_type}'", "-d " + shlex.quote(text.decode())]
        case FormBody(fields):
            return ["--data-urlencode " + shlex.quote(f"{name}={value}") for name, value in fields.items()]
        case StreamBody(source, content_type):
            return [f"-H 'content-type: {content_type}'", "--data-binary " + shlex.quote("@" + _path(source))]
        case MultipartBody(parts):
            return [_part(part) for part in parts]
        case None:
            return []


def _part(part: Part) -> str:
    if isinstance(part.value, str):
        return "--form-string " + shlex.quote(f"{part.name}={part.value}")
    file_name = (part.filename or part.name).replace("\\", "\\\\").replace('"', '\\"')
    kind = f";type={part.content_type}" if part.content_type else ""
    path = _path(part.value).replace("\\", "\\\\").replace('"', '\\"')
    return "-F " + shlex.quote(f'{part.name}=@"{path}";filename="{file_name}"{kind}')


def _path(source: Source) -> str:
    if isinstance(source, Path):
        return str(source)
    return str(getattr(source, "name", "-"))


def _answers_bytes(operation_id: str) -> bool:
    """Whether the answer is a file, which Box gives by way of another address."""
    operation = find_operation(operation_id)
    return any(
        kind not in {"application/json", "text/html"}
        for status, response in operation.responses.items()
        if status.startswith("2")
        for kind in response.content
    )


def _file_name(request: Request) -> str:
    """A name for what is saved: the item's id with what it is of it."""
    path = request.url.partition("?")[0].rstrip("/").split("/")
    return "-".join(path[-2:])
