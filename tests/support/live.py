"""A Holdall of its own process, over a socket: for clients that bring their own HTTP, like the SDK or a file system."""

import asyncio
from collections.abc import Awaitable, Callable
from importlib import resources
from typing import Any, NamedTuple

import pytest

import holdall.control.seeds
from holdall.testing.control_client import ControlClient


class Live(NamedTuple):
    """Where it is, and a token of the seed's admin."""

    url: str
    token: str


@pytest.fixture(scope="session")
def live(holdall_server: str) -> Live:
    """The server of this process's tests, with the demo seed beside what they have there."""
    ControlClient(holdall_server).seed((resources.files(holdall.control.seeds) / "demo.yaml").read_text())
    return Live(holdall_server, "demo-admin")


async def until(read: Callable[[], Awaitable[Any]], is_good: Callable[[Any], bool]) -> Any:
    """What is read as soon as it is good, or the last of many tries."""
    for _ in range(600):
        found = await read()
        if is_good(found):
            return found
        await asyncio.sleep(0.05)
    return found
