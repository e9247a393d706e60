"""`holdall migrate admin`: who signs in to the migration service first, and what a development server has of its own."""

import asyncio
import io
import sys
from pathlib import Path
from typing import Any

import httpx
import pytest

from holdall.base.settings import Settings
from holdall.cli.server import Application
from holdall.testing import RunningServer
from tests.cli.test_identity import run
from tests.support.logs import log_of


def ask(folder: Path, /, method: str, path: str, **options: Any) -> httpx.Response:
    """The answer of a server on the data folder."""

    async def work() -> httpx.Response:
        application = Application(Settings(data=folder, work="elsewhere", log_format="none"))
        await application.start()
        transport = httpx.ASGITransport(application)
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
            answer = await client.request(method, path, **options)
        await application.stop()
        return answer

    return asyncio.run(work())


def sign_in(data: Path, login: str, password: str) -> Any:
    form = {"grant_type": "password", "username": login, "password": password}
    return ask(data, "POST", "/connect/token", data=form)


class TestAdmin:
    def test_a_password_is_made_and_signs_in(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        status, out, _ = run(capsys, tmp_path, "migrate", "admin", "--generate-password")
        told, _, password = out.strip().rpartition(" ")

        token = sign_in(tmp_path, "admin", password).json()["access_token"]

        assert (status, told) == (0, "admin is an administrator of the migration service; password")
        me = ask(tmp_path, "GET", "/v1/users/me", headers={"authorization": f"Bearer {token}"}).json()["user"]
        assert [role["name"] for role in me["roles"]] == ["Administrator"]

    def test_a_lost_password_is_replaced_and_the_old_tokens_end(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        first = run(capsys, tmp_path, "migrate", "admin", "boss", "--generate-password")[1].strip().rpartition(" ")[2]
        token = sign_in(tmp_path, "boss", first).json()["access_token"]
        monkeypatch.setattr(sys, "stdin", io.StringIO("another password\n"))

        status, out, _ = run(capsys, tmp_path, "migrate", "admin", "Boss", "--password-stdin")

        assert (status, out) == (0, "boss is an administrator of the migration service\n")
        assert sign_in(tmp_path, "boss", first).status_code == 400
        assert sign_in(tmp_path, "boss", "another password").status_code == 200
        headers = {"authorization": f"Bearer {token}"}
        assert ask(tmp_path, "GET", "/v1/users/me", headers=headers).status_code == 401

    def test_nobody_to_ask_is_said_in_one_line(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(sys, "stdin", io.StringIO("short\n"))

        assert run(capsys, tmp_path, "migrate", "admin")[::2] == (
            2,
            "holdall: nobody is there to type a password: add --generate-password or --password-stdin\n",
        )
        assert run(capsys, tmp_path, "migrate", "admin", "--password-stdin")[::2] == (
            2,
            "holdall: a password has 8 to 256 characters\n",
        )


class TestDevelopmentServer:
    def test_what_it_prints_of_the_service_can_be_used(self, server: RunningServer) -> None:
        headers = {"authorization": "Bearer demo-migration"}
        form = {"grant_type": "password", "username": "admin", "password": "demo-password"}

        me = httpx.get(f"{server.base_url}/v1/users/me", headers=headers)

        assert me.json()["user"]["login"] == "admin"
        assert httpx.post(f"{server.base_url}/connect/token", data=form).status_code == 200

    def test_the_log_names_the_route_and_no_secret(self, server: RunningServer) -> None:
        headers = {"authorization": "Bearer demo-migration"}
        secret = "a-client-secret-in-the-address"

        httpx.get(f"{server.base_url}/v1/connections/platforms/s3/new?client_secret={secret}", headers=headers)
        auth = {"bucket": "b", "access_key": "key-of-mine", "secret_key": "secret-of-mine", "service_url": "nowhere"}
        body = {"platform": {"id": "s3"}, "auth": auth}
        httpx.post(f"{server.base_url}/v1/connections", json=body, headers=headers)

        log = log_of(server, until='"operation":"POST /v1/connections","method":"POST","status":400')
        assert '"operation":"GET /v1/connections/platforms/{id}/new","method":"GET","status":200' in log
        assert [word for word in (secret, "secret-of-mine", "key-of-mine", "demo-migration") if word in log] == []
        metrics = httpx.get(f"{server.base_url}/metrics").text
        assert 'holdall_requests_total{operation="POST /v1/connections",status="400"}' in metrics
