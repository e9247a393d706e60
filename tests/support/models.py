"""A server that asks a model, and what a model at an OpenAI-compatible address answers."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from holdall.base.settings import Settings
from holdall.cli.server import Application
from tests.support.enterprise import Enterprise, make_enterprise
from tests.support.receiver import Receiver, receiving


def completion(text: str, *, reason: str = "stop") -> Callable[[], web.StreamResponse]:
    """What an OpenAI-compatible address answers."""
    choice = {"index": 0, "message": {"role": "assistant", "content": text}, "finish_reason": reason}
    return lambda: web.json_response({"id": "1", "model": "tiny-1", "choices": [choice]})


@asynccontextmanager
async def asking(endpoint: Receiver, data: Path) -> AsyncIterator[Enterprise]:
    """An enterprise on a server whose settings name a model at this address."""
    address = f"http://127.0.0.1:{endpoint.port}/v1"
    more: dict[str, Any] = {"ai_url": address, "ai_model": "tiny", "ai_key": "key-of-tests", "ai_timeout": 1}
    application = Application(Settings(data=data, dev=True, work="elsewhere", log_format="none", **more))
    gateway = await application.start()
    try:
        yield await make_enterprise(gateway)
    finally:
        await application.stop()


@pytest.fixture
async def endpoint() -> AsyncIterator[Receiver]:
    """The address of a model, where a test says what it answers."""
    async with receiving() as receiver:
        yield receiver


@pytest.fixture
async def tenant(endpoint: Receiver, tmp_path: Path) -> AsyncIterator[Enterprise]:
    """An enterprise whose server asks that model."""
    async with asking(endpoint, tmp_path) as enterprise:
        yield enterprise
