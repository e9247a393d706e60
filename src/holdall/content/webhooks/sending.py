"""Sends one delivery: a signed POST that follows no redirection, keeps to its time, and connects to no address that it may not.

https://developer.box.com/guides/webhooks/v2/ (headers, retries)
"""

import errno
import os
import socket
from types import TracebackType
from typing import Any, NamedTuple

import aiohttp

from holdall.base.addresses import Reach, is_public
from holdall.base.clock import format_instant
from holdall.base.ids import new_uuid
from holdall.content.webhooks.signing import SignatureKeys, sign

AGENT = "Holdall-Webhooks/1"
ANSWER_LIMIT = 64 * 1024
"""How much of an answer's body is read, so that its connection can be used again; nobody looks at it."""
_AWAY = frozenset({429, 502, 503, 504})


FORBIDDEN = "the receiver is not in the internet, and webhooks may lead nowhere else"


class Answer(NamedTuple):
    """What came of a request: the status, or why there is none. `is_away` says that the receiver as a whole is."""

    status: int | None
    error: str | None
    is_away: bool = False


class Sender:
    """Sends for one process; connections to a receiver are kept. Use it with `async with`."""

    def __init__(self, *, timeout: float, reach: Reach) -> None:
        self._timeout = timeout
        self._reach = reach
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> "Sender":
        connector = aiohttp.TCPConnector(limit=0, ttl_dns_cache=30, socket_factory=self._open_socket)
        self._session = aiohttp.ClientSession(
            connector=connector,
            timeout=aiohttp.ClientTimeout(total=self._timeout),
            cookie_jar=aiohttp.DummyCookieJar(),
            auto_decompress=False,
            headers={"user-agent": AGENT, "content-type": "application/json; charset=utf-8", "accept": "*/*"},
        )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._session is not None
        await self._session.close()

    async def send(self, address: str, body: str, keys: SignatureKeys, now: int) -> Answer:
        """Tell a receiver; whatever it does, there is an answer within the time limit."""
        assert self._session is not None, "a sender is used with `async with`"
        try:
            request = self._session.post(
                address, data=body.encode(), headers=headers_of(body, keys, now), allow_redirects=False
            )
            async with request as response:
                await _finish(response)
                return _judge(response.status)
        except TimeoutError:
            return Answer(None, f"no answer within {self._timeout:g} seconds", is_away=True)
        except aiohttp.ClientError as error:
            return Answer(None, _explain(error), is_away=True)
        except (ValueError, OSError) as error:
            return Answer(None, f"{type(error).__name__}: {error}", is_away=True)

    def _open_socket(self, info: Any) -> socket.socket:
        """The socket for one network address: the very one that is connected to, whatever a name led to before."""
        family, kind, protocol, _, target = info
        if self._reach == "public" and not is_public(str(target[0])):
            raise OSError(errno.EACCES, FORBIDDEN)
        return socket.socket(family, kind, protocol)


def headers_of(body: str, keys: SignatureKeys, now: int) -> dict[str, str]:
    """The headers of one attempt; a missing key makes no signature. Each attempt has an id and a time of its own."""
    timestamp = format_instant(now)
    headers = {
        "box-delivery-id": new_uuid(),
        "box-delivery-timestamp": timestamp,
        "box-signature-version": "1",
        "box-signature-algorithm": "HmacSHA256",
    }
    if keys.primary is not None:
        headers["box-signature-primary"] = sign(body, timestamp, keys.primary)
    if keys.secondary is not None:
        headers["box-signature-secondary"] = sign(body, timestamp, keys.secondary)
    return headers


async def _finish(response: aiohttp.ClientResponse) -> None:
    """Read a short body to its end; a longer one costs its connection."""
    left = ANSWER_LIMIT
    while left > 0 and not response.content.at_eof():
        left -= len(await response.content.read(left))


def _judge(status: int) -> Answer:
    if 200 <= status < 300:
        return Answer(status, None)
    why = "redirected, which is not followed" if 300 <= status < 400 else "refused"
    return Answer(status, f"the receiver answered {status}: {why}", is_away=status in _AWAY)


def _explain(error: aiohttp.ClientError) -> str:
    """What went wrong, without addresses that a resolver gave: the owner of the webhook may read it."""
    if isinstance(error, aiohttp.ClientConnectorDNSError):
        return "the name of the receiver leads nowhere"
    if isinstance(error, aiohttp.ClientSSLError):
        return f"no trusted connection: {type(error).__name__}"
    if isinstance(error, aiohttp.ClientConnectorError):
        inner = error.os_error
        if inner.errno == errno.EACCES:  # of a name with several addresses only the number is left
            return FORBIDDEN
        return f"no connection: {os.strerror(inner.errno) if inner.errno else type(inner).__name__}"
    return f"the connection broke: {type(error).__name__}"
