"""Who may use the control plane, and where there is none."""

from pathlib import Path

import httpx
import pytest

from holdall.base.settings import Settings
from holdall.cli.preparation import CannotStart, prepare
from holdall.cli.server import Application
from tests.control.conftest import Control
from tests.support.client import Client


async def ask(
    control: Control, *, host: str = "localhost", client: str = "127.0.0.1", **headers: str
) -> httpx.Response:
    transport = httpx.ASGITransport(control.gateway, client=(client, 40000))
    async with httpx.AsyncClient(transport=transport) as http:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return await http.get(f"http://{host}:8880/_control", headers=named)


class TestLoopback:
    async def test_programs_on_this_machine_are_let_in(self, control: Control) -> None:
        for host in ("localhost", "127.0.0.1", "[::1]"):
            for client in ("127.0.0.1", "127.1.2.3", "::1", "::ffff:127.0.0.1"):
                assert (await ask(control, host=host, client=client)).status_code == 200

    @pytest.mark.parametrize("client", ["192.168.1.5", "10.0.0.1", "::ffff:10.0.0.1", "2001:db8::1", "testclient"])
    async def test_other_machines_are_refused(self, control: Control, client: str) -> None:
        response = await ask(control, client=client)
        assert (response.status_code, response.json()["code"]) == (403, "forbidden")
        assert client in response.json()["message"]

    @pytest.mark.parametrize("header", ["x_forwarded_for", "forwarded", "via", "x_real_ip"])
    async def test_what_a_proxy_passes_on_is_refused(self, control: Control, header: str) -> None:
        assert (await ask(control, **{header: "127.0.0.1"})).status_code == 403

    async def test_a_strange_name_that_leads_here_is_refused(self, control: Control) -> None:
        assert (await ask(control, host="attacker.example")).status_code == 403

    async def test_pages_of_strangers_are_refused_and_pages_of_this_machine_are_not(self, control: Control) -> None:
        assert (await ask(control, origin="https://attacker.example")).status_code == 403
        assert (await ask(control, origin="null")).status_code == 403
        assert (await ask(control, origin="http://localhost:3000")).status_code == 200

    async def test_anywhere_lets_all_in(self, control: Control, tmp_path: Path) -> None:
        application = Application(
            Settings(data=tmp_path / "open", control="anywhere", work="elsewhere", log_format="none")
        )
        opened = Control(await application.start())
        response = await ask(opened, host="holdall.example", client="192.168.1.5", x_forwarded_for="10.0.0.1")
        assert response.status_code == 200
        await application.stop()


class TestProduction:
    @pytest.mark.parametrize(
        ("method", "path"), [("GET", ""), ("POST", "/reset"), ("PUT", "/clock"), ("POST", "/seed")]
    )
    async def test_without_dev_or_a_setting_there_is_no_control_plane(
        self, tmp_path: Path, method: str, path: str
    ) -> None:
        application = Application(Settings(data=tmp_path, work="elsewhere", log_format="none"))
        client = Client(await application.start())
        response = await client.http.request(method, f"http://localhost/_control{path}")
        assert (response.status_code, response.json()["code"]) == (404, "not_found")
        assert application.gateway is not None
        assert application.gateway.fault is None
        await application.stop()

    def test_it_is_refused_with_several_processes(self, tmp_path: Path) -> None:
        with pytest.raises(CannotStart, match="one process"):
            prepare(Settings(data=tmp_path, port=0, dev=True, workers=2))

    def test_a_seed_is_refused_without_it(self, tmp_path: Path) -> None:
        with pytest.raises(CannotStart, match="--dev"):
            prepare(Settings(data=tmp_path, port=0, seed="demo"))
