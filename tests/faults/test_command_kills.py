"""The command itself, `holdall serve`: killed with all its processes, or its first process alone, and started again."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest

from holdall.base.settings import to_environment
from tests.faults.killable import Dice, Killable, Nursery, attempt, make_killable

pytestmark = [pytest.mark.faults, pytest.mark.timeout(900)]


@asynccontextmanager
async def serving(server: Killable) -> AsyncIterator[asyncio.subprocess.Process]:
    """The command on the server's data and port, in a session of its own, until it is killed with all it started."""
    command = await asyncio.create_subprocess_exec(
        Path(sys.executable).with_name("holdall"),
        "serve",
        "--port",
        str(server.http.base_url.port),
        env=os.environ | to_environment(server.settings) | {"HOLDALL_PORT": ""},
        stdout=asyncio.subprocess.PIPE,
        start_new_session=True,
    )
    assert command.stdout is not None
    assert (await command.stdout.readline()).startswith(b"Holdall"), "the command says where it serves"
    try:
        yield command
    finally:
        os.killpg(command.pid, signal.SIGKILL)
        await command.communicate()


async def create_folders(http: httpx.AsyncClient, prefix: str, acknowledged: set[str]) -> None:
    """Make folders until the server ends; their ids are collected."""
    for index in range(1000):
        body = {"name": f"{prefix} {index}", "parent": {"id": "0"}}
        if (answer := await attempt(http.post("/2.0/folders", json=body))) is None:
            return
        acknowledged.add(answer.json()["id"])


@pytest.mark.parametrize("all_at_once", [True, False])
async def test_the_command_goes_on_where_it_was_killed(nursery: Nursery, tmp_path: Path, dice: Dice, all_at_once: bool):
    server = await make_killable(nursery, tmp_path, f"sqlite:///{tmp_path / 'holdall.db'}")
    acknowledged: set[str] = set()
    for number in range(3):
        async with serving(server) as command:
            work = asyncio.gather(*(create_folders(server.http, f"{number} {task}", acknowledged) for task in range(4)))
            await asyncio.sleep(0.05 + dice.moment(0.3))
            # Without the first process, the one that answers ends by itself: gracefully, as the port is needed again.
            (os.killpg if all_at_once else os.kill)(command.pid, signal.SIGKILL)
            await work
        assert await server.findings() == []
    async with serving(server):
        answer = await server.http.get("/2.0/folders/0/items", params={"fields": "id", "limit": 1000})
        listed = {entry["id"] for entry in answer.json()["entries"]}
        assert answer.json()["total_count"] == len(listed)
    assert acknowledged <= listed
    assert len(acknowledged) > 10
    await server.close()
