"""The response that sends an archive while it is made: of unknown length, with its progress written down."""

import asyncio
from contextlib import aclosing
from typing import Literal

from starlette.types import Receive, Scope, Send

from holdall.box.delivery.labels import content_disposition
from holdall.box.delivery.response import Transmission
from holdall.content.zips.archive import Archive

MEDIA_TYPE = "application/zip"
REPORT_SECONDS = 5


class ArchiveResponse:
    """Sends an archive. Whoever has all of it finds it told in its status; where the client has gone, it failed."""

    def __init__(self, archive: Archive, name: str) -> None:
        self._archive = archive
        self._name = name

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it. Where reading fails in the middle the error goes up, and the server cuts the connection."""
        await send({"type": "http.response.start", "status": 200, "headers": _headers(self._name)})
        transmission = Transmission(receive, send, None)
        is_over = asyncio.Event()
        reporter = asyncio.create_task(self._report(is_over))
        outcome: Literal["succeeded", "failed"] = "failed"
        try:
            if await self._send_all(transmission):
                outcome = "succeeded"
        finally:
            is_over.set()
            transmission.close()
            await asyncio.gather(reporter, return_exceptions=True)
            await self._archive.finish(outcome)
        if outcome == "succeeded":
            await transmission.end()

    async def _send_all(self, transmission: Transmission) -> bool:
        """Whether the client was there until the end."""
        async with aclosing(self._archive.pieces()) as pieces:
            async for piece in pieces:
                if not await transmission.send(piece):
                    return False
        return True

    async def _report(self, is_over: asyncio.Event) -> None:
        """Say again and again that the download is still under way: a slow client may take one piece for minutes."""
        while True:
            try:
                async with asyncio.timeout(REPORT_SECONDS):
                    await is_over.wait()
            except TimeoutError:
                await self._archive.report()
            else:
                return


def _headers(name: str) -> list[tuple[bytes, bytes]]:
    disposition = content_disposition(f"{name}.zip", inline=False)
    return [
        (b"content-type", MEDIA_TYPE.encode()),
        (b"content-disposition", disposition.encode("latin-1")),
        (b"cache-control", b"no-store"),
        (b"x-content-type-options", b"nosniff"),
    ]
