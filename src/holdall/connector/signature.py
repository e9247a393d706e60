"""What an operation takes, flattened: parameters and body fields side by side, each by one argument name.

Rendering, the generated methods, the shell and the agents' tools all read this one view of the contract.
"""

import keyword
import re
from functools import cache, cached_property
from typing import Any, Literal

import msgspec

from holdall.connector.errors import ArgumentError
from holdall.contract import JsonSchema, Operation, find_operation, load_operations, object_properties

Location = Literal["path", "query", "header", "body", "whole_body"]
Style = Literal["plain", "comma", "repeat", "json"]
BodyKind = Literal["json", "form", "multipart", "stream"]

WHOLE_BODY = "body"
_KINDS: dict[str, BodyKind] = {
    "application/x-www-form-urlencoded": "form",
    "multipart/form-data": "multipart",
    "application/octet-stream": "stream",
}


class Argument(msgspec.Struct, frozen=True, eq=False):
    """One thing that an operation takes.

    `name` is the Python name and `wire` the contract's; `style` says how a list is written in a query.
    A `whole_body` argument is the body itself: a list, free-form fields, or bytes.
    """

    name: str
    wire: str
    location: Location
    schema: JsonSchema
    required: bool = False
    style: Style = "plain"


class Signature(msgspec.Struct, frozen=True, dict=True):
    """All arguments of an operation, required ones first within each place."""

    operation: Operation
    arguments: tuple[Argument, ...]
    body_kind: BodyKind | None = None
    content_type: str | None = None

    @cached_property
    def by_name(self) -> dict[str, Argument]:
        """Arguments by their Python name and by their name on the wire."""
        return {argument.wire: argument for argument in self.arguments} | {
            argument.name: argument for argument in self.arguments
        }

    @cached_property
    def required(self) -> frozenset[str]:
        """The names of the arguments that a call must have."""
        return frozenset(argument.name for argument in self.arguments if argument.required)

    def argument(self, name: str) -> Argument:
        """The argument with this Python or wire name; raises ArgumentError that names the nearest."""
        found = self.by_name.get(name)
        if found is not None:
            return found
        from difflib import get_close_matches  # late: only an error needs it

        near = get_close_matches(name, [argument.name for argument in self.arguments], n=3)
        hint = f" (did you mean: {', '.join(near)})" if near else ""
        raise ArgumentError(f"there is no argument {name!r}{hint}", operation_id=self.operation.id)


def python_name(wire: str) -> str:
    """The argument name for a name of the contract: unusable characters become `_`, a keyword gets one at its end."""
    name = re.sub(r"\W", "_", wire.lstrip("$"))
    return name + "_" if keyword.iskeyword(name) else name


@cache
def signature(operation_id: str) -> Signature:
    """What the operation takes; raises LookupError for an unknown id."""
    operation = find_operation(operation_id)
    arguments = [
        Argument(
            name=python_name(parameter.name),
            wire=parameter.name,
            location=parameter.location,  # type: ignore[arg-type]
            schema=parameter.schema,
            required=parameter.required and parameter.name != "box-version",
            style=_style(parameter.schema, parameter.style),
        )
        for parameter in operation.parameters
    ]
    kind: BodyKind | None = None
    content_type: str | None = None
    if operation.body:
        (content_type, schema), *_ = operation.body.content.items()
        kind = _KINDS.get(content_type, "json")
        arguments += _body_arguments(operation, schema)
    arguments.sort(key=lambda argument: not argument.required)
    return Signature(operation, tuple(arguments), kind, content_type)


@cache
def operations_by_title() -> dict[str, Operation]:
    """Every operation by its title, in lower case."""
    return {operation.title.casefold(): operation for operation in load_operations().values()}


def find(name: str) -> Operation:
    """The operation with this id or this title, whatever the case of the title.

    Raises LookupError with the nearest ids where there is none.
    """
    by_title = operations_by_title().get(name.casefold())
    return by_title or find_operation(name)


def _style(schema: JsonSchema, style: str | None) -> Style:
    if schema.get("type") != "array":
        return "plain"
    if style == "comma":
        return "comma"
    items = schema.get("items", {})
    return "json" if "$ref" in items or items.get("type") == "object" else "repeat"


def _body_arguments(operation: Operation, schema: JsonSchema) -> list[Argument]:
    """A field per argument; required follows the schema, as nearly every body of the contract is optional on paper."""
    properties, required = object_properties(schema, operation.api_version)
    if not properties:
        return [Argument(WHOLE_BODY, WHOLE_BODY, "whole_body", schema, required=True)]
    return [
        Argument(python_name(wire), wire, "body", part, required=wire in required) for wire, part in properties.items()
    ]


def literal_values(schema: dict[str, Any]) -> list[Any]:
    """The values that the contract lists for an argument, also those of a list's elements; empty where it lists none."""
    listed: list[Any] = schema.get("enum") or schema.get("items", {}).get("enum") or []
    return listed
