"""Signing in by browser: the link is printed, and the answer is caught on this machine, or pasted."""

import asyncio
import sys
from collections.abc import Coroutine
from typing import Any
from urllib.parse import parse_qs, urlsplit

import msgspec

from holdall.connector.box import Box
from holdall.connector.connections import Connection, Connections
from holdall.connector.errors import BoxError, Kind
from holdall.connector.sign_in.callback import CallbackAnswer, CallbackServer
from holdall.connector.sign_in.oauth import AuthorizationRequest, UserOAuth

WAIT_SECONDS = 600
"""How long a person may take."""


async def sign_in_by_browser(
    connections: Connections, name: str, connection: Connection, *, port: int, paste: bool
) -> Connection:
    """Print the link, wait for the code, trade it for a token, and keep that under the connection's name.

    Answers the connection with its redirect URI. Raises BoxError (UNAUTHORIZED) where consent is refused or does not
    come in time, OSError where the port can not be listened at.
    """
    if paste:
        await _trade(connections, name, connection, _pasted())
        return connection
    async with CallbackServer(port) as server:
        connection = msgspec.structs.replace(connection, redirect_uri=server.redirect_uri)
        await _trade(connections, name, connection, server.answer())
    return connection


async def _trade(
    connections: Connections, name: str, connection: Connection, coming: Coroutine[Any, Any, CallbackAnswer]
) -> None:
    sign_in = connections.sign_in_with(name, connection)
    assert isinstance(sign_in, UserOAuth)
    request = AuthorizationRequest.new(sign_in.app, hosts=connection.hosts)
    print(f"Open this address, sign in, and consent:\n\n  {request.url}\n", file=sys.stderr, flush=True)
    try:
        async with asyncio.timeout(WAIT_SECONDS):
            answer = await coming
    except TimeoutError:
        raise BoxError(Kind.UNAUTHORIZED, f"nobody consented within {WAIT_SECONDS} seconds") from None
    async with Box(sign_in, base_url=connection.base_url) as box:
        await sign_in.accept(box.call_with, answer.code, request, answer.state)


async def _pasted() -> CallbackAnswer:
    """The code in the address that the browser ended at."""
    print("Then paste the address that the browser ends at: ", end="", file=sys.stderr, flush=True)
    address = await asyncio.to_thread(sys.stdin.readline)
    query = {name: values[0] for name, values in parse_qs(urlsplit(address.strip()).query).items()}
    if "code" not in query:
        reason = query.get("error_description") or query.get("error") or "there is no code in it"
        raise BoxError(Kind.UNAUTHORIZED, f"the sign-in was not granted: {reason}")
    return CallbackAnswer(query["code"], query.get("state", ""))
