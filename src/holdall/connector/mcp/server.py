"""The server with its three tools: search the contract, describe an operation, call one.

Each caller speaks through a connection of its own; every call passes the policy and is written down.
"""

import time
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

import msgspec
from mcp.server.auth.middleware.auth_context import get_access_token
from mcp.server.auth.provider import AccessToken
from mcp.server.auth.settings import AuthSettings
from mcp.server.mcpserver import MCPServer
from mcp.types import CallToolResult, TextContent, ToolAnnotations

from holdall.connector.box import Box
from holdall.connector.connections import open_box
from holdall.connector.describe import effect
from holdall.connector.errors import BoxError
from holdall.connector.mcp.audit import AuditLog
from holdall.connector.mcp.keys import Keys
from holdall.connector.mcp.policy import Policy
from holdall.connector.mcp.search import search
from holdall.connector.mcp.values import answer_of, arguments_of, described
from holdall.connector.signature import find
from holdall.contract import Operation

INSTRUCTIONS = (
    "Everything that the Box API can do, in three steps: search_operations finds operations by words, "
    "describe_operation tells what one takes, call_operation calls it. Identifiers are strings; folder 0 is the top. "
    "Ask for `fields` that you need only. An error tells by `retry` whether calling again can help: "
    "never, later, after_sign_in, or look_first (it may have happened)."
)
_MOST_ENTRIES = 1000


class AgentSettings(msgspec.Struct, frozen=True, kw_only=True):
    """How agents are served.

    `connection` is used by all, unless `keys` lead each caller to its own (over HTTP, at `url`). `folder` is where local
    files for uploads may come from.
    """

    policy: Policy = Policy()
    connection: str | None = None
    keys: Keys | None = None
    url: str | None = None
    folder: Path | None = None


class Clients:
    """One open client per connection, for as long as the server runs."""

    def __init__(self, opener: Callable[[str | None], Box]) -> None:
        self._opener = opener
        self._clients: dict[str | None, Box] = {}
        self._stack = AsyncExitStack()

    async def client(self, connection: str | None) -> Box:
        """The client of a connection; raises BoxError where nobody is signed in."""
        if connection not in self._clients:
            self._clients[connection] = await self._stack.enter_async_context(self._opener(connection))
        return self._clients[connection]

    async def close(self) -> None:
        """Close all of them."""
        self._clients.clear()
        await self._stack.aclose()
        self._stack = AsyncExitStack()


class _Verifier:
    """Knows callers by their keys."""

    def __init__(self, keys: Keys) -> None:
        self._keys = keys

    async def verify_token(self, token: str) -> AccessToken | None:
        found = self._keys.find(token)
        if found is None:
            return None
        user, key = found
        return AccessToken(token=token, client_id=user, scopes=[], claims={"connection": key.connection})


def make_server(
    settings: AgentSettings, audit: AuditLog | None = None, opener: Callable[[str | None], Box] = open_box
) -> MCPServer[Any]:
    """The server, to be run over any of the SDK's transports."""
    clients = Clients(opener)

    @asynccontextmanager
    async def lifespan(server: MCPServer[Any]) -> AsyncIterator[None]:
        try:
            yield
        finally:
            await clients.close()

    auth = None
    if settings.keys is not None:
        address = settings.url or "http://127.0.0.1"
        auth = AuthSettings.model_validate({"issuer_url": address, "resource_server_url": address})
    server = MCPServer[Any](
        "holdall",
        title="Box operations",
        instructions=INSTRUCTIONS,
        log_level="ERROR",
        lifespan=lifespan,
        auth=auth,
        token_verifier=_Verifier(settings.keys) if settings.keys is not None else None,
    )
    tools = _Tools(settings, audit, clients)
    reading = ToolAnnotations(read_only_hint=True, open_world_hint=False)
    server.add_tool(tools.search_operations, title="Search operations", annotations=reading, structured_output=False)
    server.add_tool(tools.describe_operation, title="Describe operation", annotations=reading, structured_output=False)
    read_only = settings.policy.read_only
    calling = ToolAnnotations(
        read_only_hint=read_only, destructive_hint=not read_only, idempotent_hint=False, open_world_hint=True
    )
    server.add_tool(tools.call_operation, title="Call operation", annotations=calling, structured_output=False)
    return server


class _Tools:
    """The three tools; their docstrings are what agents read."""

    def __init__(self, settings: AgentSettings, audit: AuditLog | None, clients: Clients) -> None:
        self._settings = settings
        self._audit = audit
        self._clients = clients

    async def search_operations(self, query: str, tag: str | None = None, limit: int = 10) -> str:
        """Find operations of the Box API by words, such as "share a folder" or "list users".

        Answers a JSON list of operation ids with title, effect (reads, changes, deletes) and, where the policy refuses
        one, the reason. `tag` narrows it to one kind, such as files, folders, users or webhooks.
        """
        found = search(query, tag)[: max(1, min(limit, 50))]
        return _json([self._summary(operation) for operation in found])

    async def describe_operation(self, operation: str) -> str | CallToolResult:
        """What an operation takes (names, types, allowed values, which are required) and answers, as JSON.

        `operation` is an id from search_operations.
        """
        try:
            found = find(operation)
        except LookupError as error:
            return _refused(error.args[0], "arguments")
        return _json({**described(found), **self._summary(found)})

    async def call_operation(
        self, operation: str, arguments: dict[str, Any] | None = None, all_pages: bool = False
    ) -> str | CallToolResult:
        """Call an operation and answer its JSON. Deleting and changing operations take effect at once.

        `arguments` go by the names of describe_operation; a dotted name sets a part of an object ("parent.id"), null
        clears a field. A file to upload is {"text": "..."} or {"base64": "..."}. `all_pages` reads a whole list.
        """
        given = arguments or {}
        try:
            found = find(operation)
        except LookupError as error:
            return _refused(error.args[0], "arguments")
        user, connection = self._caller()
        if (refusal := self._settings.policy.refusal(found)) is not None:
            self._note(user, found, given, "refused", reason=refusal)
            return _refused(refusal, "policy")
        begun = time.monotonic()
        try:
            answer = await self._call(found, given, connection, all_pages)
        except BoxError as error:
            taken = round((time.monotonic() - begun) * 1000)
            self._note(
                user,
                found,
                given,
                error.kind.value,
                status=error.status,
                request_id=error.request_id,
                milliseconds=taken,
            )
            return _failed(_failure(error))
        self._note(user, found, given, "ok", milliseconds=round((time.monotonic() - begun) * 1000))
        return _json(answer)

    async def _call(self, operation: Operation, given: dict[str, Any], connection: str | None, all_pages: bool) -> Any:
        arguments = arguments_of(operation, given, self._settings.folder)
        box = await self._clients.client(connection)
        if not all_pages:
            return await answer_of(await box.call_with(operation.id, arguments), operation)
        entries: list[Any] = []
        async for entry in box.iterate(operation.id, **arguments):
            if len(entries) == _MOST_ENTRIES:
                return await answer_of({"entries": entries, "more": True}, operation)
            entries.append(entry)
        return await answer_of({"entries": entries, "more": False}, operation)

    def _caller(self) -> tuple[str | None, str | None]:
        """Whose agent is calling, and through which connection."""
        token = get_access_token()
        if token is not None:
            return token.client_id, (token.claims or {})["connection"]
        return None, self._settings.connection

    def _summary(self, operation: Operation) -> dict[str, Any]:
        refusal = self._settings.policy.refusal(operation)
        summary: dict[str, Any] = {"operation": operation.id, "title": operation.title, "effect": effect(operation)}
        return summary if refusal is None else {**summary, "refused": refusal}

    def _note(self, user: str | None, operation: Operation, given: dict[str, Any], outcome: str, **more: Any) -> None:
        if self._audit is not None:
            self._audit.write(user=user, operation=operation.id, arguments=given, outcome=outcome, **more)


def _failed(record: dict[str, Any]) -> CallToolResult:
    return CallToolResult(content=[TextContent(type="text", text=_json({"error": record}))], is_error=True)


def _refused(message: str, kind: str) -> CallToolResult:
    return _failed({"kind": kind, "retry": "never", "message": message})


def _failure(error: BoxError) -> dict[str, Any]:
    record = {
        "kind": error.kind.value,
        "retry": error.retry.value,
        "status": error.status,
        "code": error.code,
        "message": error.message,
        "context_info": dict(error.context) or None,
    }
    return {name: value for name, value in record.items() if value is not None}


def _json(value: Any) -> str:
    return msgspec.json.encode(value).decode()
