"""A receiver of webhooks: a real HTTP server that keeps what it gets and answers as it is told."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any, NamedTuple

from aiohttp import web


class Received(NamedTuple):
    """One request: its headers by their names in lower case, and its body to the letter."""

    path: str
    headers: dict[str, str]
    text: str

    @property
    def body(self) -> dict[str, Any]:
        """The body as the JSON that it is."""
        document: dict[str, Any] = json.loads(self.text)
        return document


class Receiver:
    """Listens at a port of its own, which stays the same when it dies and comes back."""

    def __init__(self) -> None:
        self.received: list[Received] = []
        self.answers: list[int | Callable[[], web.StreamResponse]] = []
        """What the next requests are answered; 200 when there is nothing left."""
        self.delay: Callable[[Received], float] = lambda _received: 0
        self.port = 0
        self.at_once = 0
        self.most_at_once = 0
        self._runner: web.AppRunner | None = None

    @property
    def address(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.port}/hook"

    @property
    def is_alive(self) -> bool:
        """Whether it listens."""
        return self._runner is not None

    async def start(self) -> None:
        """Listen."""
        application = web.Application()
        application.router.add_route("*", "/{rest:.*}", self._answer)
        self._runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self.port, reuse_address=True)
        await site.start()
        self.port = self._runner.addresses[0][1]

    async def stop(self) -> None:
        """Die: the port refuses connections."""
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    async def start_again(self) -> None:
        """Come back, if it is dead."""
        if self._runner is None:
            await self.start()

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        headers = {name.lower(): value for name, value in request.headers.items()}
        received = Received(request.path, headers, await request.text())
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            await asyncio.sleep(self.delay(received))
            self.received.append(received)
            answer = self.answers.pop(0) if self.answers else 200
            return web.Response(status=answer) if isinstance(answer, int) else answer()
        finally:
            self.at_once -= 1


@asynccontextmanager
async def receiving() -> AsyncIterator[Receiver]:
    """A receiver that listens."""
    receiver = Receiver()
    await receiver.start()
    try:
        yield receiver
    finally:
        await receiver.stop()
