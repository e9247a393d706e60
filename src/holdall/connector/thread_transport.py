"""The transport of calls that block the thread which makes them: the standard library's HTTP over kept-alive connections.

It takes bodies that are in memory. What it tells of a failed request is what the other transport tells.
"""

import http.client
import os
import select
import socket
import ssl
import sys
import time
import zlib
from collections.abc import AsyncIterator
from queue import SimpleQueue
from typing import Any
from urllib.parse import urlsplit

from holdall.connector.errors import BoxError, Kind
from holdall.connector.transport import (
    IDLE_SECONDS,
    USER_AGENT,
    Answer,
    BrokenError,
    Message,
    NotSentError,
    Timeouts,
    body_headers,
)

PIECE = 256 * 1024
"""How many bytes of an unread body are taken at most at once."""

_AT_ONCE = 64 * 1024
"""What the system takes without waiting for the server; more than that may take its time."""

_FAILURES = (OSError, http.client.HTTPException, zlib.error)
_ENCODINGS = frozenset({"gzip", "deflate"})
_ANY_ENCODING = 32 + zlib.MAX_WBITS
_WITH_BODY = frozenset({"POST", "PUT", "PATCH"})

Place = tuple[str, str]
"""A scheme and a host with its port."""


class _Held:
    """Keeps what is to be sent, so that head and body go out in one piece and wake the server once."""

    def __init__(self, place: Place, era: int, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.place = place
        self.era = era
        self.idle_since = 0.0
        self.held: list[bytes] = []

    def send(self, data: Any) -> None:
        """Keep it."""
        self.held.append(data)


class _Connection(_Held, http.client.HTTPConnection):
    """A connection in the clear."""


class _SafeConnection(_Held, http.client.HTTPSConnection):
    """A connection over TLS."""


AnyConnection = _Connection | _SafeConnection


class ThreadTransport:
    """Sends in the calling thread, and waits there. Many threads may use it at a time."""

    def __init__(
        self,
        *,
        timeouts: Timeouts = Timeouts(),  # noqa: B008 (frozen)
        connections: int = 100,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self._timeouts = timeouts
        self._connections = connections
        self._tls = tls
        self._era = 0
        self._start()

    def _start(self) -> None:
        """Forget every connection: those of a parent process stay its own."""
        self._process = os.getpid()
        self._era += 1
        self._idle: dict[Place, list[AnyConnection]] = {}
        self._slots: SimpleQueue[None] = SimpleQueue()  # unlike a semaphore, it can be given to from a finalizer
        for _ in range(self._connections):
            self._slots.put(None)

    async def send(self, message: Message, *, stream: bool) -> Answer:
        """The answer to a message, its body unread where `stream` and the status is 2xx but not 202.

        It has come when this returns: nothing here waits for an event loop. Raises NotSentError or BrokenError.
        """
        body = None if message.body is None else message.body.whole(most=sys.maxsize)
        assert (body is None) == (message.body is None), "bodies that are not in memory need the other transport"
        connection, target = self._take(message.url)
        try:
            whole = self._send(connection, message, target, body)
            answer = self._answer(connection, message.method, stream)
        except BaseException:
            self.give_back(connection, is_usable=False)
            raise
        if answer.stream is None:
            self.give_back(connection, is_usable=whole)
        return answer

    def _send(self, connection: AnyConnection, message: Message, target: str, body: bytes | None) -> bool:
        """Send a request; whether all of it was taken. A server that stops reading may have answered."""
        patience = self._timeouts.read if message.patience is None else message.patience
        connection.putrequest(message.method, target, skip_accept_encoding=True)
        for name, value in _headers(message).items():
            connection.putheader(name, value.encode())
        connection.endheaders(body)
        request = b"".join(connection.held)
        connection.held.clear()
        try:
            if len(request) > _AT_ONCE:
                connection.sock.settimeout(None)
            connection.sock.sendall(request)
        except OSError as error:
            if not _has_news(connection.sock):
                raise NotSentError(f"the connection broke before everything was sent: {error!r}") from error
            return False
        finally:
            if connection.sock.gettimeout() != patience:
                connection.sock.settimeout(patience)
        return True

    def _answer(self, connection: AnyConnection, method: str, stream: bool) -> Answer:
        try:
            response = connection.getresponse()
            headers = {name.lower(): _text(value) for name, value in response.getheaders()}
            if stream and 200 <= response.status < 300 and response.status != 202:
                return Answer(response.status, headers, stream=ThreadStream(self, connection, response))
            body = response.read()
            return Answer(response.status, headers, _decoded(headers, body))
        except _FAILURES as error:
            raise BrokenError(repr(error)) from error

    def _take(self, url: str) -> tuple[AnyConnection, str]:
        """A connection to the URL's host, kept or new, and the path to ask it for; raises NotSentError."""
        scheme, host, path, query, _ = urlsplit(url)
        if self._process != os.getpid():
            self._start()
        self._slots.get()
        try:
            connection = self._kept((scheme, host)) or self._open((scheme, host))
        except BaseException:
            self._slots.put(None)
            raise
        return connection, f"{path or '/'}?{query}" if query else path or "/"

    def _kept(self, place: Place) -> AnyConnection | None:
        """A connection that was used before, unless the server has ended it or is about to."""
        idle = self._idle.setdefault(place, [])
        while True:
            try:
                connection = idle.pop()
            except IndexError:
                return None
            if time.monotonic() - connection.idle_since < IDLE_SECONDS and not _has_news(connection.sock):
                return connection
            connection.close()

    def _open(self, place: Place) -> AnyConnection:
        scheme, host = place
        connection: AnyConnection
        if scheme == "https":
            self._tls = self._tls or _default_tls()
            connection = _SafeConnection(place, self._era, host, timeout=self._timeouts.connect, context=self._tls)
        else:
            connection = _Connection(place, self._era, host, timeout=self._timeouts.connect)
        try:
            connection.connect()
        except OSError as error:
            connection.close()
            raise NotSentError(f"no connection to {host}: {error}") from error
        return connection

    def give_back(self, connection: AnyConnection, *, is_usable: bool) -> None:
        """Keep a connection for the next request, or close it where it cannot be used or the client has been closed."""
        if is_usable and connection.sock is not None and connection.era == self._era:
            connection.idle_since = time.monotonic()
            self._idle[connection.place].append(connection)
        else:
            connection.close()
        self._slots.put(None)

    @property
    def is_open(self) -> bool:
        """Whether there are connections to close."""
        return any(self._idle.values())

    async def close(self) -> None:
        """Close all connections; the next request opens new ones."""
        self.close_all()

    def close_all(self) -> None:
        """Close the idle connections now, and those in use when they are given back."""
        self._era += 1
        for idle in self._idle.values():
            while idle:
                idle.pop().close()


class ThreadStream:
    """The unread body of an answer."""

    def __init__(
        self, transport: ThreadTransport, connection: AnyConnection, response: http.client.HTTPResponse
    ) -> None:
        self._transport = transport
        self._connection: AnyConnection | None = connection
        self._response = response

    async def pieces(self) -> AsyncIterator[bytes]:
        """The bytes as they arrive; raises BoxError where they end before they should."""
        encoded = self._response.getheader("content-encoding") in _ENCODINGS
        decoder = zlib.decompressobj(_ANY_ENCODING) if encoded else None
        try:
            while piece := self._response.read1(PIECE):
                yield piece if decoder is None else decoder.decompress(piece)
            if self._response.length:
                raise ConnectionError(f"{self._response.length} bytes are missing")
        except _FAILURES as error:
            raise BoxError(Kind.UNREACHABLE, f"the connection broke in the middle of the content: {error}") from error

    async def close(self) -> None:
        """Give the connection back where everything was read, else drop it."""
        self._end()

    def _end(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            was_read = self._response.isclosed() or self._response.length == 0
            self._response.close()
            self._transport.give_back(connection, is_usable=was_read)

    def __del__(self) -> None:
        """Nobody reads on: let others have the place."""
        self._end()


def _headers(message: Message) -> dict[str, str]:
    """What travels with a request; an empty body is told where a body is usual."""
    length = {"content-length": "0"} if message.body is None and message.method in _WITH_BODY else {}
    usual = {"user-agent": USER_AGENT, "accept": "*/*", "accept-encoding": "gzip, deflate"}
    return {**usual, **message.headers, **length, **body_headers(message.body)}


def _text(value: str) -> str:
    """A header's value, which the library reads as Latin-1 and servers write as UTF-8."""
    return value if value.isascii() else value.encode("latin-1").decode(errors="surrogateescape")


def _decoded(headers: dict[str, str], body: bytes) -> bytes:
    return zlib.decompress(body, _ANY_ENCODING) if body and headers.get("content-encoding") in _ENCODINGS else body


def _has_news(connected: socket.socket) -> bool:
    """Whether there is something to read, which on an idle connection is its end."""
    if hasattr(select, "poll"):  # Windows has none, and select knows the first 1024 files alone
        poll = select.poll()
        poll.register(connected, select.POLLIN)
        return bool(poll.poll(0))
    return bool(select.select([connected], [], [], 0)[0])


def _default_tls() -> ssl.SSLContext:
    context = ssl.create_default_context()
    context.set_alpn_protocols(["http/1.1"])
    return context
