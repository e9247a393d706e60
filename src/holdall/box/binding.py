"""Turns a request into the arguments of a handler, by the contract's parameters and the handler's annotations.

All the looking-up is done once per operation; a request costs one conversion per parameter that it sends.
"""

import inspect
import re
import typing
from collections.abc import Callable
from types import NoneType, UnionType
from typing import Annotated, Any, get_args, get_origin

import msgspec
from starlette.datastructures import QueryParams

from holdall.base.clock import parse_instant
from holdall.base.errors import BadRequest, InvalidParameter, NotFound
from holdall.box.context import Context
from holdall.box.operations import Handler
from holdall.contract import Operation

Id = Annotated[int, "id"]
"""A numeric id: a decimal string on the wire; in a path, anything else names nothing that exists."""
Instant = Annotated[int, "instant"]
"""An RFC 3339 date and time as microseconds UTC."""
Fields = Annotated[tuple[str, ...] | None, "fields"]
"""The names in `fields=`, or None where the request leaves the choice to us."""
CommaList = Annotated[tuple[str, ...], "list"]
"""Values joined by commas, or in parameters of the same name."""
Numbers = Annotated[tuple[int, ...], "numbers"]
"""Whole numbers, in the same way."""

LARGEST_ID = 2**63 - 1

Converter = Callable[[str, str], Any]

# PostgreSQL keeps no such character, so it is refused for both databases.
_NUL_REFUSED = "must not hold the character U+0000"
_NUL_IN_JSON = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")


class Binding:
    """How one operation's request fills its handler's parameters."""

    def __init__(self, handler: Handler, operations: list[Operation], path_names: tuple[str, ...]) -> None:
        self.handler = handler
        self._path: list[tuple[int, str, Converter]] = []
        self._query: list[tuple[str, str, Converter]] = []
        self._headers: list[tuple[bytes, str, str, Converter]] = []
        self._body: msgspec.json.Decoder[Any] | None = None
        self._required: list[str] = []
        declared = {
            _python_name(parameter.name): parameter for operation in operations for parameter in operation.parameters
        }
        hints = typing.get_type_hints(handler, include_extras=True)
        for name, parameter in list(inspect.signature(handler).parameters.items())[1:]:
            hint = hints[name]
            if name == "body":
                self._body = msgspec.json.Decoder(hint, strict=False)
            elif name in declared:
                self._add(name, declared[name].name, declared[name].location, hint, path_names)
                if parameter.default is inspect.Parameter.empty and declared[name].location != "path":
                    self._required.append(name)
            else:
                raise TypeError(f"{handler.__qualname__} takes {name!r}, which {operations[0].id} does not have")

    def _add(self, name: str, wire: str, location: str, hint: Any, path_names: tuple[str, ...]) -> None:
        converter = _converter_for(hint)
        if location == "path":
            self._path.append((path_names.index(wire), name, _or_not_found(converter)))
        elif location == "query":
            self._query.append((wire, name, converter))
        else:
            self._headers.append((wire.lower().encode(), wire.lower(), name, converter))

    async def arguments(self, context: Context) -> dict[str, Any]:
        """The handler's keyword arguments; raises BadRequest or NotFound."""
        values = {name: convert(context.path_values[position], name) for position, name, convert in self._path}
        exchange = context.exchange
        if self._query and exchange.scope["query_string"]:
            query = QueryParams(exchange.scope["query_string"])
            for wire, name, convert in self._query:
                if wire in query:
                    values[name] = convert(",".join(query.getlist(wire)) if convert in _LISTS else query[wire], wire)
        for key, wire, name, convert in self._headers:
            if (header := exchange.header(key)) is not None:
                values[name] = convert(header, wire)
        for name in self._required:
            if name not in values:
                raise InvalidParameter(name, "is required")
        if self._body is not None:
            values["body"] = self._decode(await context.read_body())
        return values

    def _decode(self, raw: bytes) -> Any:
        assert self._body is not None
        if b"\\u0000" in raw and _NUL_IN_JSON.search(raw):
            raise BadRequest(f"A text in the body {_NUL_REFUSED}")
        try:
            return self._body.decode(raw or b"{}")
        except msgspec.ValidationError as error:
            message, _, path = str(error).partition(" - at `$")
            raise InvalidParameter(path.strip("`.") or "body", message) from None
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise BadRequest(f"The body is not valid JSON: {error}") from None


def _python_name(wire: str) -> str:
    return wire.lower().replace("-", "_").replace(".", "_")


def _converter_for(hint: Any) -> Converter:
    """The conversion for an annotation: a marked type, a Literal, or one of int, float, bool, str."""
    if get_origin(hint) is Annotated:
        base, mark = get_args(hint)[0], get_args(hint)[1]
        return _MARKED.get(mark) or _converter_for(base)
    if get_origin(hint) in {typing.Union, UnionType}:
        return _converter_for(next(choice for choice in get_args(hint) if choice is not NoneType))
    if get_origin(hint) is typing.Literal:
        return _choice(get_args(hint))
    return _PLAIN[hint]


def _or_not_found(convert: Converter) -> Converter:
    """In a path, a value that cannot be is a thing that does not exist."""

    def converted(text: str, name: str) -> Any:
        try:
            return convert(text, name)
        except BadRequest:
            raise NotFound(f"There is nothing with {name} {text!r}") from None

    return converted


def _id(text: str, name: str) -> int:
    if text.isascii() and text.isdigit() and int(text) <= LARGEST_ID:
        return int(text)
    raise InvalidParameter(name, f"{text!r} is not an id: ids are numbers")


def _integer(text: str, name: str) -> int:
    try:
        number = int(text)
    except ValueError:
        raise InvalidParameter(name, f"{text!r} is not a whole number") from None
    if abs(number) > LARGEST_ID:
        raise InvalidParameter(name, f"{text!r} is too large")
    return number


def _float(text: str, name: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise InvalidParameter(name, f"{text!r} is not a number") from None


def _boolean(text: str, name: str) -> bool:
    """Python clients send True and False, the others true and false."""
    value = {"true": True, "1": True, "false": False, "0": False}.get(text.lower())
    if value is None:
        raise InvalidParameter(name, f"{text!r} is neither true nor false")
    return value


def _instant(text: str, name: str) -> int:
    try:
        return parse_instant(text)
    except ValueError as error:
        raise InvalidParameter(name, str(error)) from None


def _comma_list(text: str, name: str) -> tuple[str, ...]:
    _text(text, name)
    return tuple(part for part in (piece.strip() for piece in text.split(",")) if part)


def _numbers(text: str, name: str) -> tuple[int, ...]:
    return tuple(_integer(piece, name) for piece in _comma_list(text, name))


def _fields(text: str, name: str) -> tuple[str, ...] | None:
    """An empty `fields=` asks for nothing in particular, so the choice stays ours."""
    return _comma_list(text, name) or None


def _choice(choices: tuple[Any, ...]) -> Converter:
    by_text = {str(choice).lower(): choice for choice in choices}

    def converted(text: str, name: str) -> Any:
        try:
            return by_text[text.lower()]
        except KeyError:
            raise InvalidParameter(name, f"{text!r} is none of {', '.join(map(str, choices))}") from None

    return converted


def _text(text: str, name: str) -> str:
    if "\0" in text:
        raise InvalidParameter(name, _NUL_REFUSED)
    return text


_MARKED: dict[Any, Converter] = {
    "id": _id,
    "instant": _instant,
    "fields": _fields,
    "list": _comma_list,
    "numbers": _numbers,
}
_LISTS = frozenset({_comma_list, _numbers})
_PLAIN: dict[Any, Converter] = {int: _integer, float: _float, bool: _boolean, str: _text}
