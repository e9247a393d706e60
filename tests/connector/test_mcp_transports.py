"""The MCP server over its transports, as the command starts it."""

import asyncio
import os
import sys
from pathlib import Path
from typing import Any

import httpx2
import msgspec
import pytest
from mcp.client.client import Client
from mcp.client.stdio import StdioServerParameters, stdio_client
from mcp.client.streamable_http import streamable_http_client

from holdall.connector.connections import Connection, Connections
from holdall.connector.mcp import Keys
from tests.connector.server import Reply
from tests.connector.test_mcp import call, text_of


@pytest.fixture
def environment(tmp_path, server, monkeypatch) -> dict[str, str]:
    """What a `holdall mcp` of its own process needs: two connections, without secrets in a keyring."""
    config = tmp_path / "config"
    monkeypatch.setattr("holdall.connector.sign_in.stores._has_keyring", lambda: False)
    connections = Connections(config)
    for name in ("ada", "uma"):
        connections.add(name, Connection(kind="token", base_url=server.url))
        connections.keep_token(name, f"token-of-{name}")
    kept = {name: value for name, value in os.environ.items() if not name.startswith("HOLDALL_")}
    keyring = {"PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring"}
    return {**kept, **keyring, "HOLDALL_CONFIG": str(config)}


class TestTransports:
    async def test_over_the_standard_streams(self, environment, server):
        server.script = [Reply(json={"type": "user", "id": "7"})]
        command = StdioServerParameters(
            command=sys.executable,
            args=["-c", "from holdall.cli import main; main()", "mcp", "--connection", "ada", "--read-only"],
            env=environment,
        )

        async with Client(stdio_client(command)) as client:
            answered = await call(client, "get_users_me")
            refused = await call(client, "delete_files_id", {"file_id": "1"})

        assert text_of(answered) == {"type": "user", "id": "7"}
        assert refused.is_error
        assert [one.headers["authorization"] for one in server.received] == ["Bearer token-of-ada"]
        lines = (Path(environment["HOLDALL_CONFIG"]) / "mcp-audit.jsonl").read_bytes().splitlines()
        assert [msgspec.json.decode(line)["outcome"] for line in lines] == ["ok", "refused"]

    async def test_over_http_each_key_leads_to_its_own_connection(self, environment, server, unused_tcp_port):
        keys = Keys(Path(environment["HOLDALL_CONFIG"]) / "mcp-keys.json")
        made = {name: keys.add(name, name) for name in ("ada", "uma")}
        server.answer = lambda received: Reply(json={"saw": received.headers["authorization"]})
        address = f"http://127.0.0.1:{unused_tcp_port}/mcp"
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-c", "from holdall.cli import main; main()", "mcp", "--http", "--port", str(unused_tcp_port),
            env=environment, stderr=asyncio.subprocess.PIPE,
        )  # fmt: skip
        try:
            assert process.stderr is not None
            await process.stderr.readline()
            await listening(unused_tcp_port)
            answers = {name: await self.asked(address, key) for name, key in made.items()}
            async with httpx2.AsyncClient() as stranger:
                refused = await stranger.post(address, json={}, headers={"authorization": "Bearer hma_wrong"})
        finally:
            process.terminate()
            await process.wait()

        assert answers == {"ada": {"saw": "Bearer token-of-ada"}, "uma": {"saw": "Bearer token-of-uma"}}
        assert refused.status_code == 401
        lines = (Path(environment["HOLDALL_CONFIG"]) / "mcp-audit.jsonl").read_bytes().splitlines()
        assert [msgspec.json.decode(line)["user"] for line in lines] == ["ada", "uma"]

    async def asked(self, address: str, key: str) -> Any:
        async with (
            httpx2.AsyncClient(headers={"authorization": f"Bearer {key}"}) as http,
            Client(streamable_http_client(address, http_client=http)) as client,
        ):
            return text_of(await call(client, "get_users_me"))


async def listening(port: int) -> None:
    for _ in range(200):
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", port)
        except OSError:
            await asyncio.sleep(0.05)
        else:
            writer.close()
            return
    raise AssertionError("the server does not listen")


class TestCommand:
    def test_keys_are_made_listed_and_taken_back(self, shell, server, monkeypatch):
        monkeypatch.setattr("holdall.connector.sign_in.stores._has_keyring", lambda: False)
        server.answer = lambda received: Reply(json={"id": "7", "name": "Ada", "login": "a@example.com"})
        shell("connect", "token", "--name", "work", "--url", server.url, stdin="good\n")

        key = shell("mcp", "key", "add", "ada", "--connection", "work").out.strip()
        listed = shell("mcp", "key", "list").out
        kept = Path("config/mcp-keys.json").read_text()
        removed = shell("mcp", "key", "remove", "ada")
        again = shell("mcp", "key", "remove", "ada")

        assert key.startswith("hma_")
        assert key not in kept
        assert [line.split() for line in listed.splitlines()] == [["user", "connection"], ["ada", "work"]]
        assert (removed.status, again.status, again.err) == (0, 2, "holdall: ada has no key\n")

    def test_an_address_that_others_reach_needs_keys(self, shell):
        ran = shell("mcp", "--http", "--host", "0.0.0.0")

        assert ran.status == 2
        assert "make keys first" in ran.err

    def test_a_pattern_that_can_not_be_is_told(self, shell):
        ran = shell("mcp", "--deny", "tags:files")

        assert (ran.status, ran.err.startswith("holdall: a pattern begins with")) == (2, True)
