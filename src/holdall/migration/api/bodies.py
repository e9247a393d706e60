"""JSON bodies, with errors that say where they are wrong: people write them by hand."""

import json
from typing import Any, TypeVar

import msgspec

from holdall.base.errors import BadRequest

Body = TypeVar("Body", bound=msgspec.Struct)


def decode(raw: bytes, kind: type[Body]) -> Body:
    """A JSON body as a struct; raises BadRequest naming the place that is wrong."""
    try:
        return msgspec.json.decode(raw, type=kind, strict=False)
    except msgspec.ValidationError as error:
        message, _, path = str(error).partition(" - at `$")
        name = path.rstrip("`").lstrip(".")
        raise BadRequest(f"{name}: {_lower(message)}" if name else f"The body: {_lower(message)}") from None
    except msgspec.DecodeError as error:
        raise BadRequest(_where(raw, str(error))) from None
    except UnicodeDecodeError:
        raise BadRequest("The body is not JSON: it is not UTF-8 text") from None
    except RecursionError:
        raise BadRequest("The body is nested too deeply") from None


def decode_object(raw: bytes) -> dict[str, Any]:
    """The JSON object in a body, empty where there is none; raises BadRequest naming the place that is wrong."""
    if not raw.strip():
        return {}
    try:
        found = msgspec.json.decode(raw)
    except msgspec.DecodeError as error:
        raise BadRequest(_where(raw, str(error))) from None
    except UnicodeDecodeError:
        raise BadRequest("The body is not JSON: it is not UTF-8 text") from None
    except RecursionError:
        raise BadRequest("The body is nested too deeply") from None
    if not isinstance(found, dict):
        raise BadRequest("The body is JSON, but no object: it begins with { and ends with }")
    return found


def unknown_names(body: dict[str, Any], kind: type[msgspec.Struct]) -> list[str]:
    """The properties of an object that a struct does not have."""
    return [name for name in body if name not in kind.__struct_encode_fields__]


def _lower(message: str) -> str:
    return message[:1].lower() + message[1:]


def _where(raw: bytes, message: str) -> str:
    """The fault with its line and column, which another reader of JSON tells better."""
    try:
        json.loads(raw)
    except json.JSONDecodeError as error:
        return f"The body is not JSON at line {error.lineno}, column {error.colno}: {_lower(error.msg)}"
    except (UnicodeDecodeError, RecursionError):
        pass
    return f"The body is not JSON: {_lower(message)}"
