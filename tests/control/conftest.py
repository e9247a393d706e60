"""A server of its own for the tests of the control plane, because a reset takes everything away."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from holdall.base.settings import Settings
from holdall.box.gateway import Gateway
from holdall.cli.server import Application
from tests.support.client import Client
from tests.support.databases import ready_database


class Control:
    """Speaks with the control plane of one server, and with its API."""

    def __init__(self, gateway: Gateway) -> None:
        self.gateway = gateway
        transport = httpx.ASGITransport(gateway)
        self.http = httpx.AsyncClient(transport=transport, base_url="http://localhost/_control")

    async def call(self, method: str, path: str, *, status: int = 200, **options: Any) -> Any:
        """Call a verb, check the status, and answer the JSON it answers."""
        response = await self.http.request(method, path, **options)
        assert response.status_code == status, response.text
        return response.json() if response.content else None

    def client(self, token: str) -> Client:
        """A client of the API with this token."""
        return Client(self.gateway, token)


@pytest.fixture(scope="session")
async def control_server(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Gateway]:
    """A server with a database beside that of the other tests."""
    folder = tmp_path_factory.mktemp("control")
    url = await ready_database(database_url, folder)
    application = Application(Settings(data=folder, database=url, dev=True, work="elsewhere", log_format="none"))
    yield await application.start()
    await application.stop()


@pytest.fixture
async def control(control_server: Gateway) -> Control:
    """The control plane of a server that holds nothing."""
    control = Control(control_server)
    for one in (await control.call("GET", "/snapshots"))["snapshots"]:
        await control.call("DELETE", f"/snapshots/{one['name']}", status=204)
    await control.call("POST", "/reset")
    return control
