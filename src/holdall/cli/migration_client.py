"""A client of a server's migration service, as much of one as the shell needs: signing in, JSON, errors that say what to do."""

import json
import os
from types import TracebackType
from typing import Any

import aiohttp

from holdall.connector.errors import BoxError, Kind

SERVER = "HOLDALL_MIGRATION_SERVER"
TOKEN = "HOLDALL_MIGRATION_TOKEN"  # noqa: S105 - names of variables
PASSWORD = "HOLDALL_MIGRATION_PASSWORD"  # noqa: S105

_TIMEOUT_SECONDS = 60
_KINDS = {401: Kind.UNAUTHORIZED, 403: Kind.FORBIDDEN, 404: Kind.NOT_FOUND, 409: Kind.CONFLICT, 429: Kind.RATE_LIMITED}


class Service:
    """The service of one server, as one person. Use it with `async with`; every failure is a BoxError."""

    def __init__(self, server: str | None, login: str | None) -> None:
        address = (server or os.environ.get(SERVER, "")).rstrip("/")
        if not address.startswith(("http://", "https://")):
            raise ValueError(f"say where the server is: --server https://..., or the variable {SERVER}")
        self._address = address
        self._login = login
        self._session: aiohttp.ClientSession | None = None
        self._token = os.environ.get(TOKEN)

    async def __aenter__(self) -> "Service":
        self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=_TIMEOUT_SECONDS))
        try:
            if self._token is None:
                self._token = await self._sign_in()
        except BaseException:
            await self._session.close()
            raise
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._session is not None
        await self._session.close()

    async def get(self, path: str, **query: str) -> dict[str, Any]:
        """What `GET /v1/path` answers."""
        return await self._call("GET", path, query, None)

    async def post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        """What `POST /v1/path` answers."""
        return await self._call("POST", path, {}, body)

    async def patch(self, path: str, **query: str) -> dict[str, Any]:
        """What `PATCH /v1/path` without a body answers."""
        return await self._call("PATCH", path, query, None)

    async def _sign_in(self) -> str:
        password = os.environ.get(PASSWORD)
        if self._login is None or password is None:
            raise ValueError(f"sign in with the variable {TOKEN}, or with --login and the variable {PASSWORD}")
        form = {"grant_type": "password", "username": self._login, "password": password, "scope": "profile roles"}
        return str((await self._send("POST", "/connect/token", data=form))["access_token"])

    async def _call(self, method: str, path: str, query: dict[str, str], body: Any) -> dict[str, Any]:
        headers = {"authorization": f"Bearer {self._token}"}
        return await self._send(method, f"/v1/{path}", params=query, json=body, headers=headers)

    async def _send(self, method: str, path: str, **request: Any) -> dict[str, Any]:
        assert self._session is not None, "a service is used with `async with`"
        try:
            async with self._session.request(method, self._address + path, **request) as response:
                answer = await response.read()
        except TimeoutError:
            raise BoxError(Kind.TIMED_OUT, f"{self._address} did not answer in time") from None
        except aiohttp.ClientError as error:
            raise BoxError(Kind.UNREACHABLE, f"{self._address} cannot be reached: {type(error).__name__}") from None
        found = _decoded(answer)
        if response.status < 400:
            return found
        kind = _KINDS.get(response.status, Kind.UNAVAILABLE if response.status >= 500 else Kind.ARGUMENTS)
        if found.get("error") == "invalid_grant":
            kind = Kind.UNAUTHORIZED
        raise BoxError(kind, _description(found) or f"the server answered {response.status}")


def _decoded(answer: bytes) -> dict[str, Any]:
    try:
        found = json.loads(answer or b"{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _description(answer: dict[str, Any]) -> str | None:
    errors = answer.get("errors")
    if isinstance(errors, list) and errors:
        return "; ".join(str(one.get("description")) for one in errors if isinstance(one, dict))
    return answer.get("error_description")
