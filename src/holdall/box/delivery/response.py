"""The response that sends content, piece by piece as it is read, so that memory stays flat.

`send` waits while the client is slow. That the client has gone it does not say, so the response looks for itself.
"""

import asyncio
import math
from collections.abc import Awaitable, Callable

from starlette.types import Receive, Scope, Send

from holdall.box.delivery.plan import Plan, Stretch
from holdall.storage import Pieces

_LOOK_EVERY = 16
"""After this many pieces the event loop gets a turn, and we look whether the client is still there."""

Read = Callable[[int, int], Awaitable[Pieces]]
"""Opens the content: the `length` bytes from `offset` on."""


class ContentResponse:
    """Sends what was planned; `open_response` makes one."""

    def __init__(self, plan: Plan, read: Read, opened: Pieces | None) -> None:
        self._plan = plan
        self._read = read
        self._opened = opened

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it. Where reading fails in the middle the error goes up, and the server cuts the connection."""
        plan = self._plan
        await send({"type": "http.response.start", "status": plan.status, "headers": plan.headers})
        if not plan.stretches:
            await send({"type": "http.response.body", "body": b""})
            return
        transmission = Transmission(receive, send, plan.length)
        try:
            for stretch in plan.stretches:
                if not await self._send_stretch(stretch, transmission):
                    return
        finally:
            transmission.close()
            if self._opened is not None:
                await self._opened.aclose()

    async def _send_stretch(self, stretch: Stretch, transmission: "Transmission") -> bool:
        if stretch.head and not await transmission.send(stretch.head):
            return False
        part = stretch.part
        if part is None:
            return True
        if self._opened is None:
            self._opened = await self._read(part.first, part.length)
        async for piece in self._opened:
            if not await transmission.send(piece):
                return False
        self._opened = None
        return True


async def open_response(plan: Plan, read: Read) -> ContentResponse:
    """A response to what was planned, with its content open: what is wrong with that is raised before a byte is sent."""
    part = plan.stretches[0].part if plan.stretches else None
    return ContentResponse(plan, read, None if part is None else await read(part.first, part.length))


class Transmission:
    """Sends pieces of a body until it is complete or the client has gone; where its length is not known, `end` ends it."""

    __slots__ = ("_departure", "_left", "_receive", "_send", "_sent")

    def __init__(self, receive: Receive, send: Send, length: int | None) -> None:
        self._receive = receive
        self._send = send
        self._left: float = math.inf if length is None else length
        self._sent = 0
        self._departure: asyncio.Task[None] | None = None

    async def send(self, piece: bytes) -> bool:
        """Send a piece; whether the client is still there."""
        self._left -= len(piece)
        is_last = self._left <= 0
        await self._send({"type": "http.response.body", "body": piece, "more_body": not is_last})
        self._sent += 1
        if is_last or self._sent % _LOOK_EVERY:
            return True
        if self._departure is None:
            self._departure = asyncio.create_task(_wait_for_departure(self._receive))
        await asyncio.sleep(0)
        return not self._departure.done()

    async def end(self) -> None:
        """Say that the body of unknown length is complete."""
        await self._send({"type": "http.response.body", "body": b""})

    def close(self) -> None:
        """Stop looking for the client."""
        if self._departure is not None:
            self._departure.cancel()


async def _wait_for_departure(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
