"""Binds functions to the operations of the contract, and pages to their paths."""

from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

import msgspec

from holdall.contract import Operation, find_operation

Handler = Callable[..., Awaitable[Any]]
AnyHandler = TypeVar("AnyHandler", bound=Handler)


class Page(msgspec.Struct, frozen=True):
    """A route beside the contract: a page for people, a probe, a control verb. It authenticates by itself.

    One with `opened_by` takes a token as that operation does, with its scopes, As-User, shared link and rate limit.
    """

    method: str
    path: str
    handler: Handler
    opened_by: str | None = None


_handlers: dict[str, Handler] = {}
_pages: list[Page] = []


def operation(*operation_ids: str) -> Callable[[AnyHandler], AnyHandler]:
    """Make the function the handler of these operations; raises LookupError for an id the contract lacks."""
    for operation_id in operation_ids:
        find_operation(operation_id)

    def bind(handler: AnyHandler) -> AnyHandler:
        for operation_id in operation_ids:
            other = _handlers.setdefault(operation_id, handler)
            if other.__qualname__ != handler.__qualname__:
                raise TypeError(f"{operation_id} has two handlers: {other.__qualname__} and {handler.__qualname__}")
        return handler

    return bind


def page(method: str, path: str, *, opened_by: str | None = None) -> Callable[[AnyHandler], AnyHandler]:
    """Serve the function at a path outside the contract; `{name}` segments come as keyword arguments.

    The function takes the context and answers a Starlette Response, or a dict rendered as JSON. It is public, unless
    `opened_by` names an operation: then it is for whoever's token opens that, in the header or in the query.
    """

    def bind(handler: AnyHandler) -> AnyHandler:
        _pages.append(Page(method, path, handler, opened_by))
        return handler

    return bind


def handler_of(one: Operation | str) -> Handler | None:
    """The handler of an operation, or None where this version has none."""
    return _handlers.get(one if isinstance(one, str) else one.id)


def all_pages() -> list[Page]:
    """Every page that was registered."""
    return list(_pages)
