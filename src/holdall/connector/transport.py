"""Sends one request and reads one answer over kept-alive connections; it decides nothing about trying again.

What it can tell, and the retry rules need, is whether a failed request may have reached the server.
"""

import asyncio
import ssl
from collections.abc import AsyncGenerator, AsyncIterator, Mapping
from typing import TYPE_CHECKING, Protocol

import msgspec

from holdall.connector.content import ByteStream
from holdall.connector.errors import BoxError, Kind
from holdall.connector.payload import Payload

if TYPE_CHECKING:
    import aiohttp

    from holdall.connector.thread_transport import ThreadTransport

USER_AGENT = "holdall-connector"
"""What the connector calls itself."""

IDLE_SECONDS = 10.0
"""How long an unused connection is kept: less than servers keep theirs, so that none is closed under a request."""


_LETTING_GO = 100


class Timeouts(msgspec.Struct, frozen=True):
    """Seconds: `connect` until a connection stands, `read` for each wait for more bytes; None waits for ever."""

    connect: float | None = 10.0
    read: float | None = 100.0


class Message(msgspec.Struct, frozen=True):
    """A request as it is sent: complete headers, and the body's bytes.

    `patience` replaces the time that a wait for more bytes may take.
    """

    method: str
    url: str
    headers: Mapping[str, str]
    body: Payload | None = None
    patience: float | None = None


class Answer(msgspec.Struct):
    """A status, headers by lower-case name, and either the whole body or the stream that it comes from."""

    status: int
    headers: Mapping[str, str]
    body: bytes = b""
    stream: ByteStream | None = None


class NotSentError(Exception):
    """The server has not got the request as a whole: nothing happened."""


class BrokenError(Exception):
    """The connection failed after the server may have got the whole request."""


class Transport(Protocol):
    """What carries requests; a program may bring its own."""

    async def send(self, message: Message, *, stream: bool) -> Answer:
        """The answer to a message, its body unread where `stream` and the status is 2xx but not 202.

        Raises NotSentError or BrokenError.
        """

    @property
    def is_open(self) -> bool:
        """Whether there are connections to close."""

    async def close(self) -> None:
        """Close all connections."""


class Stream:
    """The unread body of an answer."""

    def __init__(self, response: "aiohttp.ClientResponse") -> None:
        self._response = response

    async def pieces(self) -> AsyncIterator[bytes]:
        """The bytes as they arrive; raises BoxError where they end before they should."""
        import aiohttp

        try:
            async for piece in self._response.content.iter_any():
                yield piece
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise BoxError(Kind.UNREACHABLE, f"the connection broke in the middle of the content: {error}") from error

    async def close(self) -> None:
        """Give the connection back where everything was read, else drop it."""
        if self._response.content.at_eof():
            self._response.release()
        else:
            self._response.close()


class HttpTransport:
    """The transport over aiohttp, loaded with the first request."""

    def __init__(
        self,
        *,
        timeouts: Timeouts = Timeouts(),  # noqa: B008 (frozen)
        connections: int = 100,
        tls: ssl.SSLContext | None = None,
        proxy: str | None = None,
    ) -> None:
        self._timeouts = timeouts
        self._connections = connections
        self._tls = tls
        self._proxy = proxy
        self._proxies: dict[str, str] = {}
        self._session: aiohttp.ClientSession | None = None
        self._timeout: aiohttp.ClientTimeout | None = None

    async def send(self, message: Message, *, stream: bool) -> Answer:
        """The answer to a message, its body unread where `stream` and the status is 2xx but not 202.

        Raises NotSentError or BrokenError.
        """
        import aiohttp
        import yarl

        session = self._session or self._open()
        body = message.body
        data = None if body is None else body.whole()
        pieces = body.pieces() if body is not None and data is None else None
        try:
            response = await session.request(
                message.method,
                yarl.URL(message.url, encoded=True),
                headers={**message.headers, **body_headers(body)},
                data=data if pieces is None else pieces,
                allow_redirects=False,
                timeout=self._timeout if message.patience is None else self._within(message.patience),
                proxy=self._proxies.get(message.url.partition(":")[0]),
            )
            answer = await self._answer(response, stream)
            if pieces is not None and body is not None and not body.finished:
                response.close()  # the server has answered before it had everything: it shall not get the rest
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
            raise NotSentError(str(error)) from error
        except (aiohttp.ClientError, TimeoutError, ConnectionError) as error:
            if body is not None and body.failure is not None:
                raise body.failure from error
            if pieces is not None and body is not None and not body.finished:
                raise NotSentError(f"the connection broke before everything was sent: {error!r}") from error
            raise BrokenError(repr(error)) from error
        finally:
            if pieces is not None:
                await _end(pieces)
        return answer

    async def _answer(self, response: "aiohttp.ClientResponse", stream: bool) -> Answer:
        import aiohttp

        headers = {name.lower(): value for name, value in response.headers.items()}
        if stream and 200 <= response.status < 300 and response.status != 202:
            return Answer(response.status, headers, stream=Stream(response))
        try:
            return Answer(response.status, headers, await response.read())
        except (aiohttp.ClientError, TimeoutError, ConnectionError) as error:
            response.close()
            raise BrokenError(repr(error)) from error

    def for_threads(self) -> "ThreadTransport | None":
        """A transport for calls that block their thread, like this one otherwise; None where there is a proxy."""
        from holdall.connector.thread_transport import ThreadTransport

        if self._proxy or _proxies():
            return None
        return ThreadTransport(timeouts=self._timeouts, connections=self._connections, tls=self._tls)

    def _within(self, patience: float | None) -> "aiohttp.ClientTimeout":
        import aiohttp

        return aiohttp.ClientTimeout(sock_connect=self._timeouts.connect, sock_read=patience)

    @property
    def is_open(self) -> bool:
        """Whether there are connections to close."""
        return self._session is not None

    async def close(self) -> None:
        """Close all connections; the next request opens new ones."""
        if self._session is not None:
            session, self._session = self._session, None
            await session.close()

    def _open(self) -> "aiohttp.ClientSession":
        import aiohttp

        self._proxies = {"http": self._proxy, "https": self._proxy} if self._proxy else _proxies()
        self._timeout = self._within(self._timeouts.read)
        connector = aiohttp.TCPConnector(
            limit=self._connections,
            keepalive_timeout=IDLE_SECONDS,
            ssl=self._tls if self._tls is not None else True,
        )
        self._session = aiohttp.ClientSession(
            connector=connector,
            cookie_jar=aiohttp.DummyCookieJar(),
            timeout=self._timeout,
            headers={"user-agent": USER_AGENT},
            read_bufsize=1024 * 1024,
        )
        # aiohttp repeats a PUT or DELETE on its own when a kept connection breaks. Only the retry rules may do that:
        # they alone know of edits that must not be sent twice. The session has no public switch for it.
        self._session._retry_connection = False
        return self._session


async def _end(pieces: AsyncGenerator[bytes, None]) -> None:
    """Close a body that may not have been sent to its end, once its sender lets go of it."""
    for _ in range(_LETTING_GO):
        try:
            await pieces.aclose()
        except RuntimeError:  # the sender, already cancelled, still holds it
            await asyncio.sleep(0)
        else:
            return


def _proxies() -> dict[str, str]:
    """The proxies of the environment, by the scheme of what is asked for."""
    from urllib.request import getproxies  # late, as aiohttp: an import of the connector stays quick

    return {scheme: proxy for scheme, proxy in getproxies().items() if scheme in {"http", "https"}}


def body_headers(body: Payload | None) -> dict[str, str]:
    """Length and type of a body; without a length it travels in chunks."""
    if body is None:
        return {}
    headers = {"content-type": body.content_type}
    if body.length is not None:
        headers["content-length"] = str(body.length)
    return headers
