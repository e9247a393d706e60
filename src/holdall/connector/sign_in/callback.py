"""Catches the browser on its way back from the consent page: a server on this machine for one request."""

import asyncio
from types import TracebackType
from typing import Self

import msgspec
from aiohttp import web

from holdall.connector.errors import BoxError, Kind

_PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{heading} - Holdall</title>
<link rel="icon" href="data:,">
<style>
  body {{ max-width: 28rem; margin: 20vh auto 0; padding: 0 1.5rem; font: 1rem/1.5 system-ui, sans-serif; }}
  h1 {{ font-size: 1.375rem; line-height: 1.3; }}
</style>
<h1>{heading}</h1>
<p>{text}</p>
</html>
"""
_GRANTED = ("Access was granted", "You can close this page. The program in your terminal goes on by itself.")
_REFUSED = ("Access was not granted", "You can close this page. The program in your terminal tells why.")


class CallbackAnswer(msgspec.Struct, frozen=True):
    """What came back: the code to trade, and the state of the request that it answers."""

    code: str
    state: str


class CallbackServer:
    """Listens on the loopback address; `redirect_uri` is what the app must have registered.

    Port 0 takes a free one. Use it as `async with CallbackServer(...) as server`.
    """

    def __init__(self, port: int = 0, path: str = "/callback") -> None:
        self._port = port
        self._path = path
        self._answer: asyncio.Future[CallbackAnswer] | None = None
        self._runner: web.AppRunner | None = None

    @property
    def redirect_uri(self) -> str:
        """Where the browser is to be sent."""
        return f"http://127.0.0.1:{self._port}{self._path}"

    async def answer(self) -> CallbackAnswer:
        """Wait for the browser; raises BoxError (UNAUTHORIZED) where the person, or the server, refused."""
        assert self._answer is not None
        return await self._answer

    async def __aenter__(self) -> Self:
        """The listening server."""
        self._answer = asyncio.get_running_loop().create_future()
        app = web.Application()
        app.router.add_get(self._path, self._receive)
        self._runner = web.AppRunner(app)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self._port)
        await site.start()
        self._port = self._runner.addresses[0][1]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop listening."""
        assert self._runner is not None
        await self._runner.cleanup()

    async def _receive(self, request: web.Request) -> web.Response:
        assert self._answer is not None
        code, refusal = request.query.get("code"), request.query.get("error")
        if not self._answer.done():
            if code is not None:
                self._answer.set_result(CallbackAnswer(code, request.query.get("state", "")))
            else:
                reason = request.query.get("error_description") or refusal or "no code came back"
                self._answer.set_exception(BoxError(Kind.UNAUTHORIZED, reason))
        heading, text = _REFUSED if code is None else _GRANTED
        page = _PAGE.format(heading=heading, text=text)
        return web.Response(text=page, content_type="text/html", headers={"cache-control": "no-store"})
