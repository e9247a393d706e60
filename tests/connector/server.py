"""A real HTTP server that answers as a test tells it to, and remembers what it was asked.

It can refuse, delay, answer half, or cut the connection before or after it has read the request.
"""

import asyncio
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal

import msgspec
from aiohttp import web


@dataclass
class Reply:
    """One answer; `cut` breaks the connection instead: before or after the request is read, or within the answer.

    With "early" the answer comes before the request is read, and the connection stays.
    """

    status: int = 200
    json: Any = msgspec.UNSET
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    cut: Literal["unread", "read", "answering", "early"] | None = None
    delay: float = 0.0


@dataclass
class Received:
    """One request as it arrived; `target` is the path and query, undecoded."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes
    peer: object = None


class ScriptedServer:
    """Answers by a function, or by a script in the order of the requests and then with `otherwise`."""

    def __init__(self) -> None:
        self.received: list[Received] = []
        self.script: list[Reply] = []
        self.otherwise = Reply(json={"type": "answer"})
        self.refused = 0
        self.tests = 0
        self.answer: Callable[[Received], Reply] | None = None
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._socket = socket.create_server(("127.0.0.1", 0))
        self._runner: web.ServerRunner | None = None
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}"

    def start(self) -> None:
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self._open(), self._loop).result(10)

    def stop(self) -> None:
        assert self._runner is not None
        asyncio.run_coroutine_threadsafe(self._close(self._runner), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    def reset(self) -> None:
        self.received.clear()
        self.script.clear()
        self.answer = None
        self.refused = 0
        self.tests += 1
        self.otherwise = Reply(json={"type": "answer"})

    async def _close(self, runner: web.ServerRunner) -> None:
        await runner.cleanup()
        left = asyncio.all_tasks() - {asyncio.current_task()}
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)

    async def _open(self) -> None:
        self._runner = web.ServerRunner(web.Server(self._handle))
        await self._runner.setup()
        await web.SockSite(self._runner, self._socket).start()

    async def _handle(self, request: web.BaseRequest) -> web.StreamResponse:
        if self.script and self.script[0].cut == "unread":
            self.script.pop(0)
            self.refused += 1
            return self._cut(request)
        if self.script and self.script[0].cut == "early":
            return web.Response(status=self.script.pop(0).status)
        test = self.tests
        body = await request.content.read()
        if test != self.tests:
            return self._cut(request)  # left over from another test, whose client had gone
        headers = {name.lower(): value for name, value in request.headers.items()}
        peer = request.transport.get_extra_info("peername") if request.transport else None
        received = Received(request.method, request.raw_path, headers, body, peer)
        self.received.append(received)
        reply = self._reply(received)
        if reply.delay:
            await asyncio.sleep(reply.delay)
        if reply.cut == "read":
            return self._cut(request)
        content = msgspec.json.encode(reply.json) if reply.json is not msgspec.UNSET else reply.body
        if reply.cut == "answering":
            response = web.StreamResponse(status=reply.status, headers=reply.headers)
            response.content_length = len(content) + 1000
            await response.prepare(request)
            await response.write(content)
            return self._cut(request)
        kind = {} if reply.json is msgspec.UNSET else {"Content-Type": "application/json"}
        return web.Response(status=reply.status, body=content or None, headers={**kind, **reply.headers})

    def _reply(self, received: Received) -> Reply:
        if self.answer is not None:
            return self.answer(received)
        return self.script.pop(0) if self.script else self.otherwise

    def _cut(self, request: web.BaseRequest) -> web.Response:
        if request.transport is not None:
            request.transport.abort()
        return web.Response()
