"""The address at which the client of the present request reaches the server, for links in answers."""

from collections.abc import Callable
from contextvars import ContextVar

_address: ContextVar[Callable[[], str]] = ContextVar("address")


def set_address(address: Callable[[], str]) -> None:
    """Say how the address of the present request is found; it is asked for only where an answer holds a link."""
    _address.set(address)


def address_of_request() -> str:
    """The address without a trailing slash; empty where no request is being answered."""
    found = _address.get(None)
    return "" if found is None else found()
