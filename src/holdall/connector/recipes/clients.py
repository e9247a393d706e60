"""What recipes need of a client; `Box` has it."""

from collections.abc import Mapping
from typing import Any, Protocol

from holdall.connector.clock import Clock


class Client(Protocol):
    """A client that can call any operation."""

    clock: Clock

    async def call(self, operation: str, /, **arguments: Any) -> Any:
        """Call an operation by its id."""

    async def call_with(self, operation: str, arguments: Mapping[str, Any]) -> Any:
        """As `call`, with the arguments in a mapping."""

    async def fetch(self, url: str) -> Any:
        """The document at an address that the server handed out."""
