"""`/connect/token` and `/connect/logout`."""

from typing import Any

import httpx
import pytest

from holdall.base.ids import new_secret
from holdall.cli.server import Application
from holdall.migration.service.permissions import ADMINISTRATOR
from holdall.migration.service.users import make_administrator
from tests.migration.api.answers import described, one
from tests.migration.api.conftest import MakePerson, connect

PASSWORD = "correct horse battery"


@pytest.fixture
async def login(application: Application) -> str:
    """An administrator with a password."""
    assert application.gateway is not None
    name = f"admin-{new_secret(12).lower()}"
    await make_administrator(application.gateway.platform.db, name, PASSWORD)
    return name


async def ask(client: httpx.AsyncClient, **form: str) -> tuple[int, dict[str, Any]]:
    answer = await client.post("/connect/token", data=form)
    assert answer.headers["cache-control"] == "no-store"
    return answer.status_code, answer.json()


async def me(application: Application, token: str) -> httpx.Response:
    async with connect(application, token) as client:
        return await client.get("/v1/users/me")


class TestPassword:
    async def test_the_right_password_gives_a_token(
        self, nobody: httpx.AsyncClient, login: str, application: Application
    ):
        status, body = await ask(
            nobody, grant_type="password", username=login.upper(), password=PASSWORD, scope="profile roles"
        )

        assert (status, body | {"access_token": ""}) == (
            200,
            {"access_token": "", "expires_in": 3600, "token_type": "Bearer"},
        )
        assert one(await me(application, body["access_token"]))["login"] == login

    async def test_wrong_passwords_and_unknown_names_are_told_alike(self, nobody: httpx.AsyncClient, login: str):
        wrong = await ask(nobody, grant_type="password", username=login, password="undefined")
        unknown = await ask(nobody, grant_type="password", username=f"no{login}", password=PASSWORD)

        expected = {"error": "invalid_grant", "error_description": "The user name or the password is wrong"}
        assert (wrong, unknown) == ((400, expected), (400, expected))

    async def test_guesses_have_to_wait_after_ten(self, nobody: httpx.AsyncClient, login: str):
        for _ in range(10):
            await ask(nobody, grant_type="password", username=login, password="guess")

        answer = await nobody.post(
            "/connect/token", data={"grant_type": "password", "username": login, "password": PASSWORD}
        )

        assert (answer.status_code, answer.json()["error"]) == (429, "invalid_grant")
        assert 30 <= int(answer.headers["retry-after"]) <= 60  # a minute, less what the test itself took

    @pytest.mark.parametrize(
        ("form", "error"),
        [
            ({"grant_type": "password"}, "invalid_request"),
            ({"grant_type": "refresh_token"}, "invalid_request"),
            ({"grant_type": "client_credentials"}, "unsupported_grant_type"),
            ({"grant_type": "password", "username": "a" * 300, "password": "x"}, "invalid_grant"),
        ],
    )
    async def test_incomplete_requests_are_refused(self, nobody: httpx.AsyncClient, form: dict[str, str], error: str):
        status, body = await ask(nobody, **form)

        assert (status, body["error"]) == (400, error)

    async def test_a_body_that_is_no_form_is_refused(self, nobody: httpx.AsyncClient):
        answer = await nobody.post("/connect/token", json={"grant_type": "password"})

        assert (answer.status_code, described(answer)) == (
            400,
            "Send a form: Content-Type: application/x-www-form-urlencoded",
        )


class TestRefreshToken:
    async def test_offline_access_gives_one_that_can_be_used_again(
        self, nobody: httpx.AsyncClient, login: str, application: Application
    ):
        _, first = await ask(
            nobody, grant_type="password", username=login, password=PASSWORD, scope="profile offline_access"
        )

        tokens = [
            (await ask(nobody, grant_type="refresh_token", refresh_token=first["refresh_token"]))[1] for _ in range(2)
        ]

        assert [(await me(application, one["access_token"])).status_code for one in tokens] == [200, 200]

    async def test_an_access_token_is_none(self, nobody: httpx.AsyncClient, login: str):
        _, first = await ask(nobody, grant_type="password", username=login, password=PASSWORD)

        status, body = await ask(nobody, grant_type="refresh_token", refresh_token=first["access_token"])

        assert (status, body["error"]) == (400, "invalid_grant")


class TestLogout:
    async def test_it_ends_the_token_and_the_refresh_token_that_belongs_to_it(
        self, nobody: httpx.AsyncClient, login: str, application: Application
    ):
        form = {"grant_type": "password", "username": login, "password": PASSWORD}
        _, ended = await ask(nobody, **form, scope="offline_access")
        _, other = await ask(nobody, **form, scope="offline_access")

        async with connect(application, ended["access_token"]) as client:
            assert (await client.get("/connect/logout")).status_code == 204

        assert (await me(application, ended["access_token"])).status_code == 401
        assert (await ask(nobody, grant_type="refresh_token", refresh_token=ended["refresh_token"]))[0] == 400
        assert (await me(application, other["access_token"])).status_code == 200

    async def test_tokens_end_by_themselves(
        self, make_person: MakePerson, application: Application, monkeypatch: pytest.MonkeyPatch
    ):
        assert application.gateway is not None
        clock = application.gateway.platform.clock
        async with await make_person(ADMINISTRATOR) as client:
            assert (await client.get("/v1/users/me")).status_code == 200
            monkeypatch.setattr(clock, "offset", clock.offset + 3601 * 1_000_000)

            assert (await client.get("/v1/users/me")).status_code == 401
