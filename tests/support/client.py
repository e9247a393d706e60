"""A client for tests: calls operations by id over real HTTP messages and checks every JSON answer."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx

from holdall.base.db import Database
from holdall.box.gateway import Gateway
from holdall.box.routes import HOST_PREFIXES
from holdall.contract import FIRST_VERSION, find_operation
from tests.support.answers import check_answer


class Client:
    """Speaks for one user. `await client.call("get_folders_id", folder_id=0, fields="id,name")`."""

    def __init__(self, gateway: Gateway, token: str | None = None, **headers: str) -> None:
        self.gateway = gateway
        self.token = token
        authorization = {"authorization": f"Bearer {token}"} if token else {}
        self.http = httpx.AsyncClient(
            transport=httpx.ASGITransport(gateway),
            base_url="https://holdall.test",
            headers={**authorization, **headers},
        )

    def with_headers(self, **headers: str) -> "Client":
        """The same user with more headers on every request; `as_user=` becomes `as-user`."""
        return Client(self.gateway, self.token, **{name.replace("_", "-"): value for name, value in headers.items()})

    async def call(
        self,
        operation_id: str,
        /,
        *,
        json: Any = None,
        data: Any = None,
        files: Any = None,
        content: Any = None,
        headers: dict[str, str] | None = None,
        **parameters: Any,
    ) -> httpx.Response:
        """Call an operation; keyword arguments are its path and query parameters (`-` written as `_`)."""
        operation = find_operation(operation_id)
        wire_names = {one.name.replace("-", "_").replace(".", "_"): one for one in operation.parameters}
        path, query, sent_headers = operation.path, {}, dict(headers or {})
        for name, value in parameters.items():
            parameter = wire_names[name]
            if parameter.location == "path":
                path = path.replace("{" + parameter.name + "}", str(value))
            elif parameter.location == "query":
                query[parameter.name] = str(value)
            else:
                sent_headers[parameter.name] = str(value)
        assert not re.search(r"\{\w+\}", path), f"{operation_id} needs {path}"
        if operation.api_version != FIRST_VERSION:
            sent_headers.setdefault("box-version", operation.api_version)
        response = await self.http.request(
            operation.method,
            HOST_PREFIXES[operation.host][0] + path,
            params=query,
            json=json,
            data=data,
            files=files,
            content=content,
            headers=sent_headers,
        )
        if response.headers.get("content-type", "").startswith("application/json") and response.content:
            check_answer(operation_id, response.status_code, response.json())
        return response


@contextmanager
def counted_queries(db: Database) -> Iterator[list[str]]:
    """The SQL of every read that the database answers inside the block; nothing is recalled from before."""
    seen: list[str] = []
    original = db.fetch

    async def fetch(compiled: Any, arguments: list[Any]) -> list[Any]:
        seen.append(compiled.sql)
        return await original(compiled, arguments)

    db.fetch = fetch  # type: ignore[method-assign]
    db.recall = db.one  # type: ignore[method-assign]
    try:
        yield seen
    finally:
        del db.fetch, db.recall
