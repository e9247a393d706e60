"""One request and its answer on the wire: what every answer carries, and what is left of the request afterwards."""

import asyncio
from collections.abc import Callable
from typing import Any

from starlette.types import Message, Receive, Scope, Send

from holdall.base.ids import new_request_id

DRAIN_SECONDS = 30
"""How long a client may go on sending a body that nobody reads, so that it sees the answer and not a broken pipe."""
FLUSH_SECONDS = 0.05

_NO_SNIFF = (b"x-content-type-options", b"nosniff")
_ONLY_HTTPS = (b"strict-transport-security", b"max-age=31536000")


class ConnectionCut(Exception):
    """The connection was closed on purpose; there is nothing left to answer."""


class Exchange:
    """Stands between the server and the application for one request; `receive` and `send` are those of ASGI."""

    __slots__ = (
        "_body_ended",
        "_common",
        "_expects_continue",
        "_is_head",
        "_left",
        "_receive",
        "_send",
        "cut_body_with",
        "headers",
        "name",
        "request_id",
        "scope",
        "status",
    )

    def __init__(self, scope: Scope, receive: Receive, send: Send, *, is_https: bool) -> None:
        self.scope = scope
        self.headers: dict[bytes, bytes] = dict(scope["headers"][::-1])
        """The headers by their names in small letters; of one that was sent twice, the first."""
        self.request_id = new_request_id()
        self.status = 500
        self.name = "none"
        """The operation's id, or the path of a page."""
        self.cut_body_with: Callable[[], None] | None = None
        """Set by a fault: closes the connection in the middle of the answer's body."""
        self._receive = receive
        self._send = send
        self._is_head = scope["method"] == "HEAD"
        headers = self.headers
        length = headers.get(b"content-length", b"" if b"transfer-encoding" in headers else b"0")
        self._left = int(length) if length.isdigit() else None
        """How many bytes of the body are still to come, where the client has said how many there are."""
        self._body_ended = self._left == 0
        self._expects_continue = b"expect" in headers
        request_id = (b"box-request-id", self.request_id.encode())
        self._common = (request_id, _ONLY_HTTPS) if is_https else (request_id,)

    def header(self, name: bytes) -> str | None:
        """A header of the request by its name in small letters, or None."""
        value = self.headers.get(name)
        return None if value is None else value.decode("latin-1")

    async def receive(self) -> Message:
        """The next piece of the request's body, or that the client has gone.

        The server does not know yet that a piece is the last one, and to ask it for another costs as much as a query.
        """
        message = await self._receive()
        if self._left is not None and message["type"] == "http.request":
            self._left -= len(message.get("body", b""))
            message["more_body"] = self._left > 0
        self._body_ended = not message.get("more_body", False)
        return message

    async def send(self, message: Message) -> None:
        """Send a part of the answer with what every answer carries; the answer to HEAD has no body."""
        if message["type"] == "http.response.start":
            self.status = message["status"]
            headers = message.get("headers", ())
            common = self._common if _NO_SNIFF in headers else (*self._common, _NO_SNIFF)
            message["headers"] = [*headers, *common]
        elif self._is_head:
            message = {**message, "body": b""}
        elif self.cut_body_with is not None:
            await self._send_half(message.get("body", b""), self.cut_body_with)
        await self._send(message)

    async def drain(self) -> None:
        """Read what the client still sends after its answer, so that the connection stays usable.

        A client that waits for `100 Continue` has sent nothing and is not asked to.
        """
        if self._body_ended or self._expects_continue:
            return
        try:
            async with asyncio.timeout(DRAIN_SECONDS):
                while not self._body_ended:
                    await self.receive()
        except TimeoutError:
            return

    async def _send_half(self, body: Any, cut: Callable[[], None]) -> None:
        await self._send({"type": "http.response.body", "body": body[: len(body) // 2], "more_body": True})
        await asyncio.sleep(FLUSH_SECONDS)
        cut()
        raise ConnectionCut
