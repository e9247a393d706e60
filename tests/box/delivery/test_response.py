"""The response that streams content: to clients that stay, leave, or are slow, from content that fails."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, Self

import pytest

from holdall.box.delivery.plan import Representation
from holdall.box.delivery.preconditions import Validators
from holdall.box.delivery.response import open_response
from holdall.storage import PIECE, BlobDamaged, BlobMissing, Pieces


class Content(Pieces):
    """Bytes that come in pieces; `fails_at` is the piece that cannot be read."""

    def __init__(self, data: bytes, *, fails_at: int | None = None) -> None:
        self.data = data
        self.given = 0
        self.is_closed = False
        self._fails_at = fails_at

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> bytes:
        if self.given == self._fails_at:
            raise BlobDamaged("it ends early")
        piece = self.data[self.given * PIECE : (self.given + 1) * PIECE]
        if not piece:
            raise StopAsyncIteration
        self.given += 1
        return piece

    async def aclose(self) -> None:
        self.is_closed = True


class Wire:
    """The server's side of one exchange: what was sent, and what the client does."""

    def __init__(self, *, leaves_after: int | None = None) -> None:
        self.messages: list[Any] = []
        self._leaves_after = leaves_after
        self._has_left = asyncio.Event()

    async def receive(self) -> Any:
        await self._has_left.wait()
        return {"type": "http.disconnect"}

    async def send(self, message: Any) -> None:
        self.messages.append(message)
        if len(self.messages) == self._leaves_after:
            self._has_left.set()

    @property
    def body(self) -> bytes:
        return b"".join(message["body"] for message in self.messages[1:])


Read = Callable[[int, int], Awaitable[Pieces]]


def reader(content: Content) -> Read:
    async def read(offset: int, length: int) -> Pieces:
        content.data = content.data[offset : offset + length]
        return content

    return read


async def respond(size: int, read: Read, wire: Wire, method: str = "GET", **headers: str) -> None:
    representation = Representation(size, Validators('"tag"', 0), {"content-type": "text/plain"})
    sent = [(name.encode(), value.encode()) for name, value in headers.items()]
    response = await open_response(representation.answer(method, sent), read)
    await response({"type": "http"}, wire.receive, wire.send)


class TestContentResponse:
    @pytest.mark.parametrize("size", [1, PIECE, PIECE + 1, 40 * PIECE])
    async def test_the_last_piece_ends_the_answer(self, size: int) -> None:
        content, wire = Content(b"x" * size), Wire()
        await respond(size, reader(content), wire)
        assert (wire.messages[0]["status"], wire.body) == (200, content.data)
        assert [message["more_body"] for message in wire.messages[1:]] == [True] * (content.given - 1) + [False]

    async def test_where_nothing_is_to_be_sent_nothing_is_opened(self) -> None:
        async def read(offset: int, length: int) -> Pieces:
            raise AssertionError("nothing of the content is needed")

        for method, size, headers in (("HEAD", 9, {}), ("GET", 0, {}), ("GET", 9, {"if-none-match": '"tag"'})):
            wire = Wire()
            await respond(size, read, wire, method, **headers)
            assert wire.messages[1:] == [{"type": "http.response.body", "body": b""}]

    async def test_a_client_that_leaves_is_not_read_for(self) -> None:
        content, wire = Content(b"x" * 200 * PIECE), Wire(leaves_after=30)
        await respond(200 * PIECE, reader(content), wire)
        assert (content.given, content.is_closed) == (32, True)

    async def test_content_that_is_missing_is_said_before_anything_is_sent(self) -> None:
        async def read(offset: int, length: int) -> Pieces:
            raise BlobMissing("gone")

        wire = Wire()
        with pytest.raises(BlobMissing):
            await respond(9, read, wire)
        assert wire.messages == []

    async def test_content_that_fails_in_the_middle_ends_in_an_error_and_is_closed(self) -> None:
        content, wire = Content(b"x" * 5 * PIECE, fails_at=2), Wire()
        with pytest.raises(BlobDamaged):
            await respond(5 * PIECE, reader(content), wire)
        assert (len(wire.body), wire.messages[-1]["more_body"], content.is_closed) == (2 * PIECE, True, True)

    async def test_the_watch_for_the_client_ends_with_the_answer(self) -> None:
        before = len(asyncio.all_tasks())
        await respond(40 * PIECE, reader(Content(b"x" * 40 * PIECE)), Wire())
        await asyncio.sleep(0)
        assert len(asyncio.all_tasks()) == before
