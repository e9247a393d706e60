"""The transport of calls that block the thread which makes them, over kept-alive connections; it takes bodies in memory.

What it tells of a failed request is what the other transport tells.
"""

import os
import re
import select
import socket
import ssl
import string
import sys
import time
import zlib
from collections.abc import AsyncIterator, Mapping
from queue import SimpleQueue
from urllib.parse import quote, urlsplit

from httptools import HttpParserError, HttpParserUpgrade

from holdall.connector.errors import BoxError, Kind
from holdall.connector.response import Response
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

_AT_ONCE = 64 * 1024
"""What the system takes without waiting for the server; more than that may take its time."""

_FAILURES = (OSError, HttpParserError, HttpParserUpgrade, zlib.error)
_ENCODINGS = frozenset({"gzip", "deflate"})
_ANY_ENCODING = 32 + zlib.MAX_WBITS
_WITH_BODY = frozenset({"POST", "PUT", "PATCH"})
_PRINTABLE = re.compile(r"[!-~]*")
_BREAK = re.compile(r"[\r\n\0]")

Place = tuple[str, str]
"""A scheme and a host with its port."""


class Connection:
    """A socket, what it leads to, since when it is idle, and the era of the transport that it belongs to."""

    def __init__(self, connected: socket.socket, place: Place, era: int) -> None:
        self.socket = connected
        self.place = place
        self.era = era
        self.idle_since = 0.0

    def is_fresh(self) -> bool:
        """Whether it may be used again: the server has not ended it, and is not about to."""
        return time.monotonic() - self.idle_since < IDLE_SECONDS and not _has_news(self.socket)


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
        self._idle: dict[Place, list[Connection]] = {}
        self._slots: SimpleQueue[None] = SimpleQueue()  # unlike a semaphore, it can be given to from a finalizer
        for _ in range(self._connections):
            self._slots.put(None)

    async def send(self, message: Message, *, stream: bool) -> Answer:
        """The answer to a message, its body unread where `stream` and the status is 2xx but not 202.

        It has come when this returns: nothing here waits for an event loop. Raises NotSentError or BrokenError.
        """
        body = None if message.body is None else message.body.whole(most=sys.maxsize)
        assert (body is None) == (message.body is None), "bodies that are not in memory need the other transport"
        scheme, host, path, query, _ = urlsplit(message.url)
        request = _written(message, host, f"{path or '/'}?{query}" if query else path or "/", body or b"")
        connection = self._take((scheme, host))
        try:
            was_taken = self._send(connection.socket, request, message.patience)
            response = Response(connection.socket)
            answer = self._answer(connection, response, stream)
        except BaseException:
            self.give_back(connection, is_usable=False)
            raise
        if answer.stream is None:
            self.give_back(connection, is_usable=was_taken and response.leaves_connection)
        return answer

    def _send(self, connected: socket.socket, request: bytes, patience: float | None) -> bool:
        """Send a request; whether all of it was taken. A server that stops reading may have answered."""
        try:
            if len(request) > _AT_ONCE:
                connected.settimeout(None)
            connected.sendall(request)
        except OSError as error:
            if not _has_news(connected):
                raise NotSentError(f"the connection broke before everything was sent: {error!r}") from error
            return False
        finally:
            patience = self._timeouts.read if patience is None else patience
            if connected.gettimeout() != patience:
                connected.settimeout(patience)
        return True

    def _answer(self, connection: Connection, response: Response, stream: bool) -> Answer:
        try:
            response.read_head()
            if stream and 200 <= response.status < 300 and response.status != 202:
                return Answer(response.status, response.headers, stream=ThreadStream(self, connection, response))
            body = response.read()
            return Answer(response.status, response.headers, _decoded(response.headers, body))
        except _FAILURES as error:
            raise BrokenError(repr(error)) from error

    def _take(self, place: Place) -> Connection:
        """A connection, kept or new; raises NotSentError."""
        if self._process != os.getpid():
            self._start()
        self._slots.get()
        try:
            return self._kept(place) or self._open(place)
        except BaseException as error:
            self._slots.put(None)
            if isinstance(error, OSError | UnicodeError):
                raise NotSentError(f"no connection to {place[1]}: {error}") from error
            raise

    def _kept(self, place: Place) -> Connection | None:
        idle = self._idle.setdefault(place, [])
        while True:
            try:
                connection = idle.pop()
            except IndexError:
                return None
            if connection.is_fresh():
                return connection
            connection.socket.close()

    def _open(self, place: Place) -> Connection:
        scheme, host = place
        where = urlsplit(f"{scheme}://{host}")
        name, port = where.hostname or "", where.port or (443 if scheme == "https" else 80)
        connected = socket.create_connection((name, port), self._timeouts.connect)
        try:
            connected.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            if scheme == "https":
                self._tls = self._tls or _default_tls()
                connected = self._tls.wrap_socket(connected, server_hostname=name)
        except BaseException:
            connected.close()
            raise
        return Connection(connected, place, self._era)

    def give_back(self, connection: Connection, *, is_usable: bool) -> None:
        """Keep a connection for the next request, or close it where it cannot be used or the client has been closed."""
        if is_usable and connection.era == self._era:
            connection.idle_since = time.monotonic()
            self._idle[connection.place].append(connection)
        else:
            connection.socket.close()
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
                idle.pop().socket.close()


class ThreadStream:
    """The unread body of an answer."""

    def __init__(self, transport: ThreadTransport, connection: Connection, response: Response) -> None:
        self._transport = transport
        self._connection: Connection | None = connection
        self._response = response

    async def pieces(self) -> AsyncIterator[bytes]:
        """The bytes as they arrive; raises BoxError where they end before they should."""
        encoded = self._response.headers.get("content-encoding") in _ENCODINGS
        decoder = zlib.decompressobj(_ANY_ENCODING) if encoded else None
        try:
            while piece := self._response.read_some():
                yield piece if decoder is None else decoder.decompress(piece)
        except _FAILURES as error:
            raise BoxError(Kind.UNREACHABLE, f"the connection broke in the middle of the content: {error}") from error

    async def close(self) -> None:
        """Give the connection back where everything was read, else drop it."""
        self._end()

    def _end(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            self._transport.give_back(connection, is_usable=self._response.leaves_connection)

    def __del__(self) -> None:
        """Nobody reads on: let others have the place."""
        self._end()


def _written(message: Message, host: str, target: str, body: bytes) -> bytes:
    """The request as it travels, head and body in one piece: two would wake the server twice.

    Raises ValueError for a header with a line break.
    """
    if not _PRINTABLE.fullmatch(target):
        target = quote(target, safe=string.punctuation)
    if not host.isascii():
        host = host.encode("idna").decode()
    usual = {"host": host, "user-agent": USER_AGENT, "accept": "*/*", "accept-encoding": "gzip, deflate"}
    length = {"content-length": "0"} if message.body is None and message.method in _WITH_BODY else {}
    headers = {**usual, **message.headers, **length, **body_headers(message.body)}
    for name, value in headers.items():
        if _BREAK.search(value) or _BREAK.search(name):
            raise ValueError(f"the header {name!r} holds a line break")
    lines = [f"{message.method} {target} HTTP/1.1", *(f"{name}: {value}" for name, value in headers.items()), "\r\n"]
    return "\r\n".join(lines).encode() + body


def _decoded(headers: Mapping[str, str], body: bytes) -> bytes:
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
