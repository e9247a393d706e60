"""A scripted server per worker, and clients that talk to it without waiting for real."""

from collections.abc import AsyncIterator, Iterator

import pytest

from holdall.connector import BlockingBox, Box
from tests.connector.server import ScriptedServer


@pytest.fixture(scope="session")
def running_server() -> Iterator[ScriptedServer]:
    server = ScriptedServer()
    server.start()
    yield server
    server.stop()


@pytest.fixture
def server(running_server: ScriptedServer) -> ScriptedServer:
    """The server with an empty script and memory."""
    running_server.reset()
    return running_server


@pytest.fixture
def waits() -> list[float]:
    """The seconds that a client slept, had it slept."""
    return []


@pytest.fixture
async def box(server: ScriptedServer, waits: list[float]) -> AsyncIterator[Box]:
    async def sleep(seconds: float) -> None:
        waits.append(seconds)

    async with Box("the-token", base_url=server.url, sleep=sleep) as client:
        yield client


@pytest.fixture
def blocking_box(server: ScriptedServer) -> Iterator[BlockingBox]:
    with BlockingBox("the-token", base_url=server.url) as client:
        yield client
