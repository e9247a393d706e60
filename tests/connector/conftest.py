"""A scripted server per worker, and clients that talk to it without waiting for real."""

from collections.abc import AsyncIterator, Iterator

import pytest

from holdall.connector import BlockingBox, Box
from tests.connector.content_server import ContentServer
from tests.connector.live import live_server  # noqa: F401 - a fixture
from tests.connector.server import ScriptedServer
from tests.connector.shell import shell  # noqa: F401 - a fixture


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
def content(server: ScriptedServer) -> ContentServer:
    """The server as one that takes and gives files."""
    server.answer = answering = ContentServer(part_size=1000)
    return answering


class SkippingClock:
    """A clock that jumps over every wait, and remembers it."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.waits: list[float] = []

    def seconds(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.now += seconds


@pytest.fixture
def clock() -> SkippingClock:
    return SkippingClock()


@pytest.fixture
async def box(server: ScriptedServer, clock: SkippingClock) -> AsyncIterator[Box]:
    async with Box("the-token", base_url=server.url, clock=clock) as client:
        yield client


@pytest.fixture
def blocking_box(server: ScriptedServer) -> Iterator[BlockingBox]:
    with BlockingBox("the-token", base_url=server.url) as client:
        yield client
