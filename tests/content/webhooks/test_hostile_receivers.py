"""Receivers that do not speak HTTP, do not stop speaking, or lead elsewhere: an answer within the time, and nothing more."""

import asyncio
import gzip
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest

from holdall.content.webhooks.sending import ANSWER_LIMIT, Answer, Sender
from holdall.content.webhooks.signing import SignatureKeys

Speak = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]
OK = b"HTTP/1.1 200 OK\r\n"


@asynccontextmanager
async def speaking(speak: Speak) -> AsyncIterator[int]:
    """The port of a server that says whatever it likes to whoever connects."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await reader.readuntil(b"\r\n\r\n")
            await speak(reader, writer)
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()


async def tell(speak: Speak, timeout: float = 0.5) -> Answer:
    async with speaking(speak) as port, Sender(timeout=timeout, reach="anywhere") as sender:
        return await sender.send(f"http://127.0.0.1:{port}/", '{"a":1}', SignatureKeys(), 0)


def saying(*pieces: bytes, pause: float = 0) -> Speak:
    async def speak(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        for piece in pieces:
            writer.write(piece)
            await writer.drain()
            await asyncio.sleep(pause)

    return speak


@pytest.mark.parametrize(
    "pieces",
    [
        (),
        (b"",),
        (b"\0" * 1000,),
        (b"SSH-2.0-OpenSSH_9.6\r\n",),
        (b"HTTP/1.1 two hundred\r\n\r\n",),
        (b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",),
        (OK + b"Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n",),
        (OK + b"X: " + b"a" * 1_000_000,),
        (OK + b"X: y\r\n" * 100_000,),
        (OK + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n",),
    ],
    ids=(
        *("silence", "nothing", "zeros", "ssh", "words-for-a-status", "negative-length", "two-lengths"),
        *("endless-header", "endless-headers", "no-chunk"),
    ),
)
async def test_what_is_no_answer_is_a_failure(pieces: tuple[bytes, ...]) -> None:
    answer = await tell(saying(*pieces))
    assert (answer.status, bool(answer.error), answer.is_away) == (None, True, True)


async def test_an_answer_that_comes_in_drops_ends_with_the_time_limit() -> None:
    answer = await tell(saying(*(bytes([one]) for one in OK * 100), pause=0.05), timeout=0.3)
    assert answer.error == "no answer within 0.3 seconds"


async def test_a_body_that_comes_in_drops_ends_with_the_time_limit() -> None:
    endless = saying(OK + b"Content-Length: 9999\r\n\r\n", *([b"x"] * 9999), pause=0.05)
    answer = await tell(endless, timeout=0.3)
    assert answer.error == "no answer within 0.3 seconds"


async def test_no_more_of_a_body_is_read_than_is_needed() -> None:
    sent = 0

    async def flood(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal sent
        writer.write(OK + b"Content-Length: 1000000000\r\n\r\n")
        while not writer.is_closing():
            writer.write(b"x" * 65_536)
            await writer.drain()
            sent += 65_536

    answer = await tell(flood)
    assert (answer.status, answer.error) == (200, None)
    assert sent < 100 * ANSWER_LIMIT  # what the buffers of two sockets hold, and not the gigabyte


async def test_a_compressed_body_is_not_unpacked() -> None:
    bomb = gzip.compress(b"\0" * 50_000_000)
    head = OK + f"Content-Encoding: gzip\r\nContent-Length: {len(bomb)}\r\n\r\n".encode()
    answer = await tell(saying(head + bomb))
    assert (answer.status, answer.error) == (200, None)


async def test_nothing_is_learnt_of_a_private_network_through_a_public_receiver() -> None:
    async with speaking(saying(OK + b"Content-Length: 0\r\n\r\n")) as port:
        redirect = f"HTTP/1.1 307 Elsewhere\r\nLocation: http://127.0.0.1:{port}/\r\nContent-Length: 0\r\n\r\n"
        answer = await tell(saying(redirect.encode()))
    assert (answer.status, answer.error) == (307, "the receiver answered 307: redirected, which is not followed")


async def test_cookies_are_neither_kept_nor_sent() -> None:
    heard: list[bytes] = []

    async def set_cookie(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(OK + b"Set-Cookie: a=b\r\nContent-Length: 0\r\n\r\n")
        await reader.read(7)
        heard.append(await reader.readuntil(b"\r\n\r\n"))
        writer.write(OK + b"Content-Length: 0\r\n\r\n")

    async with speaking(set_cookie) as port, Sender(timeout=1, reach="anywhere") as sender:
        for _ in range(2):
            answer = await sender.send(f"http://127.0.0.1:{port}/", '{"a":1}', SignatureKeys(), 0)
            assert answer.status == 200
    (second,) = heard
    assert b"cookie" not in second.lower()
