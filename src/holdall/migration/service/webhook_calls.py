"""Notifications by webhook: the call itself, and its signature, which shows the receiver that this server has sent it.

Headers and signature are those of https://www.standardwebhooks.com, for which there are libraries in every language.
"""

import base64
import binascii
import errno
import hashlib
import hmac
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import msgspec
import sqlalchemy as sa

from holdall.base.addresses import Reach, is_public
from holdall.base.db import Transaction, query
from holdall.base.db.database import Reader
from holdall.base.errors import BadRequest
from holdall.base.keys import ServerKey
from holdall.base.settings import Settings

from .tables import settings

PURPOSE = "migration webhook secret"
_NAME = "webhook"
_PREFIX = "whsec_"
_SHORTEST = 24
_VALUE = query(sa.select(settings.c.value).where(settings.c.name == sa.bindparam("name")))


async def webhook_secret(reader: Reader, key: ServerKey) -> str | None:
    """What calls are signed with, or None: then they are not."""
    sealed = await reader.value(_VALUE, name=_NAME)
    return None if sealed is None else key.unseal(sealed, PURPOSE)


async def change_webhook_secret(tx: Transaction, key: ServerKey, said: dict[str, Any]) -> None:
    """A unit: sign calls with another `secret`, with none where it is null; raises BadRequest."""
    if said.keys() != {"secret"}:
        raise BadRequest("The handler webhook has a secret to configure, and nothing else")
    secret = said["secret"]
    if secret is None:
        await tx.delete(settings, name=_NAME)
        return
    if not isinstance(secret, str) or len(secret) < _SHORTEST or not secret.isascii() or not secret.isprintable():
        raise BadRequest(f"secret is a text of {_SHORTEST} ASCII characters or more, or null")
    _bytes_of(secret)
    value = key.seal(secret, PURPOSE)
    if not await tx.update(settings, {"name": _NAME}, value=value):
        await tx.insert(settings, name=_NAME, value=value)


class WebhookCaller:
    """Calls receivers; to be opened with `open_webhooks`."""

    def __init__(self, session: aiohttp.ClientSession, secret: str | None) -> None:
        self._session = session
        self._secret = secret

    async def call(self, address: str, identifier: str, body: dict[str, Any], now: int) -> str | None:
        """POST a notification; None, or why the receiver has not taken it. `now` is in seconds since 1970."""
        raw = msgspec.json.encode(body)
        headers = {"content-type": "application/json", "webhook-id": identifier, "webhook-timestamp": str(now)}
        if self._secret is not None:
            headers["webhook-signature"] = sign(self._secret, identifier, now, raw)
        try:
            async with self._session.post(address, data=raw, headers=headers, allow_redirects=False) as response:
                return None if 200 <= response.status < 300 else f"answered {response.status}"
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
            return type(error).__name__


@asynccontextmanager
async def open_webhooks(server: Settings, secret: str | None) -> AsyncIterator[WebhookCaller]:
    """What calls receivers, which lie only where the server's settings allow."""
    async with aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(socket_factory=lambda info: _socket(info, server.webhook_reach)),
        timeout=aiohttp.ClientTimeout(total=server.webhook_timeout),
        cookie_jar=aiohttp.DummyCookieJar(),
    ) as session:
        yield WebhookCaller(session, secret)


def sign(secret: str, identifier: str, now: int, body: bytes) -> str:
    """The value of the header `webhook-signature`."""
    signed = f"{identifier}.{now}.".encode() + body
    return f"v1,{base64.b64encode(hmac.digest(_bytes_of(secret), signed, hashlib.sha256)).decode()}"


def _bytes_of(secret: str) -> bytes:
    """The key in a secret: base64 after `whsec_`, else the text itself."""
    if not secret.startswith(_PREFIX):
        return secret.encode()
    try:
        return base64.b64decode(secret.removeprefix(_PREFIX), validate=True)
    except binascii.Error:
        raise BadRequest(f"After {_PREFIX} a secret is base64") from None


def _socket(info: Any, reach: Reach) -> socket.socket:
    """The socket for one network address: the very one that is connected to, whatever a name led to before."""
    family, kind, protocol, _, target = info
    if reach == "public" and not is_public(str(target[0])):
        raise OSError(errno.EACCES, "the receiver is not in the internet, and webhooks may lead nowhere else")
    return socket.socket(family, kind, protocol)
