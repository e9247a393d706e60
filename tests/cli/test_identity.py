"""holdall enterprise, user, app and token, run as commands on a data folder: what they print and leave behind."""

import asyncio
import io
import json
import shutil
import stat
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

import httpx
import pytest
from box_sdk_gen import JWTConfig
from box_sdk_gen.internal.utils import JwtAlgorithm, JwtKey, JwtSignOptions, create_jwt_assertion

from holdall.base.clock import Clock
from holdall.base.settings import Settings
from holdall.cli.app import app
from holdall.cli.server import Application
from tests.support.browser import Browser
from tests.support.oauth import JWT_BEARER

PASSWORD = "correct horse battery"


def call(data: Path, *words: str) -> int:
    """The command's exit status."""
    with pytest.raises(SystemExit) as end:
        app([*words, "--data", str(data)], exit_on_error=False)
    assert isinstance(end.value.code, int)
    return end.value.code


def run(capsys: pytest.CaptureFixture[str], data: Path, *words: str) -> tuple[int, str, str]:
    """The command's exit status, output and errors."""
    status = call(data, *words)
    captured = capsys.readouterr()
    return status, captured.out, captured.err


def type_in(monkeypatch: pytest.MonkeyPatch, line: str) -> None:
    """What the command reads from its standard input."""
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{line}\n"))


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with an enterprise and its admin, made once by the commands themselves."""
    folder = tmp_path_factory.mktemp("prepared")
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(io.StringIO()):
        type_in(patch, PASSWORD)
        call(folder, "enterprise", "create", "Acme")
        words = ("user", "create", "ada@example.com", "--name", "Ada", "--role", "admin", "--password-stdin")
        call(folder, *words)
    return folder


@pytest.fixture
def data(prepared: Path, tmp_path: Path) -> Path:
    """A copy of it for one test."""
    shutil.copytree(prepared, tmp_path / "data")
    return tmp_path / "data"


def with_server(data: Path, work: Any) -> Any:
    """The result of work with a server on the data folder."""

    async def serve() -> Any:
        application = Application(Settings(data=data, work="elsewhere", log_format="none"))
        gateway = await application.start()
        try:
            return await work(gateway)
        finally:
            await application.stop()

    return asyncio.run(serve())


def ask(folder: Path, /, method: str, path: str, **options: Any) -> httpx.Response:
    """The answer of a server on the data folder."""

    async def work(gateway: Any) -> httpx.Response:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(gateway), base_url="http://localhost") as client:
            return await client.request(method, path, **options)

    answer: httpx.Response = with_server(folder, work)
    return answer


class TestEnterprise:
    def test_it_is_made_and_listed(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        made = json.loads(run(capsys, tmp_path, "enterprise", "create", "Acme", "--json")[1])
        listed = json.loads(run(capsys, tmp_path, "enterprise", "list", "--json")[1])
        assert [(one["id"], one["name"], one["users"]) for one in listed] == [(made["id"], "Acme", 0)]

    def test_it_decides_for_its_links_and_keeps_what_it_decided(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        run(capsys, tmp_path, "enterprise", "create", "Acme")
        run(capsys, tmp_path, "enterprise", "settings", "--version-limit", "5", "--new-user-space", "-1")
        run(capsys, tmp_path, "enterprise", "settings", "--shared-link-limit", "company")
        _, out, _ = run(capsys, tmp_path, "enterprise", "settings", "Acme", "--shared-link-default", "collaborators")
        decided = json.loads(run(capsys, tmp_path, "enterprise", "settings", "--json")[1])
        assert out.splitlines() == [
            "shared_link_default_access: collaborators",
            "shared_link_access_limit: company",
            "version_limit: 5",
            "new_user_space_amount: -1",
        ]
        assert decided == {
            "shared_link_default_access": "collaborators",
            "shared_link_access_limit": "company",
            "version_limit": 5,
            "new_user_space_amount": -1,
        }

    def test_it_says_what_to_do_next(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        status, out, _ = run(capsys, tmp_path, "enterprise", "create", "Acme")
        assert (status, "holdall user create" in out) == (0, True)


class TestUser:
    def test_a_password_that_was_read_signs_in(self, data: Path, capsys: pytest.CaptureFixture[str]) -> None:
        async def work(gateway: Any) -> str:
            browser = Browser(gateway)
            await browser.visit("/sign-in")
            return (await browser.submit(login="ada@example.com", password=PASSWORD)).text

        assert "You are signed in as" in with_server(data, work)

    def test_a_generated_password_is_printed(self, data: Path, capsys: pytest.CaptureFixture[str]) -> None:
        words = ("user", "create", "bob@example.com", "--generate-password", "--json")
        made = json.loads(run(capsys, data, *words)[1])
        assert {name: made[name] for name in ("login", "name", "role")} == {
            "login": "bob@example.com",
            "name": "bob",
            "role": "user",
        }
        assert len(made["password"]) == 23

    def test_a_new_password_takes_the_place_of_the_old(
        self, data: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        type_in(monkeypatch, "another password")
        assert run(capsys, data, "user", "password", "ADA@example.com", "--password-stdin")[0] == 0

        async def work(gateway: Any) -> list[int]:
            statuses = []
            for password in (PASSWORD, "another password"):
                browser = Browser(gateway)
                await browser.visit("/sign-in")
                statuses.append((await browser.submit(login="ada@example.com", password=password)).status_code)
            return statuses

        assert with_server(data, work) == [401, 200]

    def test_users_are_listed(self, data: Path, capsys: pytest.CaptureFixture[str]) -> None:
        listed = json.loads(run(capsys, data, "user", "list", "--json")[1])
        assert [(one["login"], one["role"]) for one in listed] == [("ada@example.com", "admin")]

    @pytest.mark.parametrize(
        ("words", "typed", "said"),
        [
            (("ada@example.com", "--generate-password"), "", "exists already"),
            (("nobody", "--generate-password"), "", "not an e-mail address"),
            (("bob@example.com", "--password-stdin"), "short", "8 to 256 characters"),
            (("bob@example.com",), "", "--generate-password"),
            (("bob@example.com", "--generate-password", "--enterprise", "Nothing"), "", "no enterprise is called"),
            (("bob@example.com", "--generate-password", "--name", "x" * 51), "", "1 to 50 characters"),
        ],
    )
    def test_what_cannot_be_is_said_in_one_line(
        self,
        data: Path,
        capsys: pytest.CaptureFixture[str],
        monkeypatch: pytest.MonkeyPatch,
        words: tuple[str, ...],
        typed: str,
        said: str,
    ) -> None:
        type_in(monkeypatch, typed)
        status, out, err = run(capsys, data, "user", "create", *words)
        assert (status, out, err.count("\n"), said in err) == (2, "", 1, True)

    def test_without_an_enterprise_it_says_how_to_make_one(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        status, _, err = run(capsys, tmp_path, "user", "create", "a@example.com", "--generate-password")
        assert (status, "holdall enterprise create" in err) == (2, True)

    def test_with_several_enterprises_it_asks_which(self, data: Path, capsys: pytest.CaptureFixture[str]) -> None:
        run(capsys, data, "enterprise", "create", "Other")
        words = ("user", "create", "bob@example.com", "--generate-password")
        silent = run(capsys, data, *words)
        named = run(capsys, data, *words, "--enterprise", "Other")
        assert (silent[0], "--enterprise" in silent[2], named[0]) == (2, True, 0)


class TestApp:
    def test_the_sdk_reads_the_settings_and_signs_in_with_them(
        self, data: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
    ) -> None:
        file = tmp_path / "app.json"
        assert run(capsys, data, "app", "create", "My App", "--output", str(file))[0] == 0
        config = JWTConfig.from_config_file(str(file))
        options = JwtSignOptions(
            algorithm=JwtAlgorithm.RS256,
            audience="https://api.box.com/oauth2/token",
            subject=config.enterprise_id,
            issuer=config.client_id,
            jwtid="0123456789abcdef",
            keyid=config.jwt_key_id,
        )
        claims = {"exp": Clock().now() // 1_000_000 + 30, "box_sub_type": "enterprise"}
        key = JwtKey(key=config.private_key, passphrase=config.private_key_passphrase)
        form = {
            "grant_type": JWT_BEARER,
            "assertion": create_jwt_assertion(claims, key, options),
            "client_id": config.client_id,
            "client_secret": config.client_secret,
        }
        answer = ask(data, "POST", "/oauth2/token", data=form)
        assert (answer.status_code, answer.json()["token_type"]) == (200, "bearer")

    def test_the_file_is_its_owners_alone_and_never_overwritten(
        self, data: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
    ) -> None:
        file = tmp_path / "app.json"
        statuses = [run(capsys, data, "app", "create", "My App", "--output", str(file))[0] for _ in range(2)]
        assert (statuses, stat.S_IMODE(file.stat().st_mode)) == ([0, 2], 0o600)

    def test_without_a_key_pair_there_is_a_secret_alone(self, data: Path, capsys: pytest.CaptureFixture[str]) -> None:
        settings = json.loads(run(capsys, data, "app", "create", "My App", "--no-jwt")[1])
        assert set(settings) == {"boxAppSettings", "enterpriseID"}
        assert set(settings["boxAppSettings"]) == {"clientID", "clientSecret"}

    def test_the_settings_are_shown_again_without_the_private_key(
        self, data: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        made = json.loads(run(capsys, data, "app", "create", "My App")[1])
        shown = json.loads(run(capsys, data, "app", "show")[1])
        made["boxAppSettings"].pop("appAuth")
        assert shown == made

    def test_one_more_key_leaves_the_old(self, data: Path, capsys: pytest.CaptureFixture[str]) -> None:
        first = json.loads(run(capsys, data, "app", "create", "My App")[1])
        second = json.loads(run(capsys, data, "app", "key", "My App")[1])
        listed = json.loads(run(capsys, data, "app", "list", "--json")[1])
        ids = {one["boxAppSettings"]["appAuth"]["publicKeyID"] for one in (first, second)}
        assert (len(ids), listed[0]["keys"]) == (2, 2)

    def test_secrets_are_sealed_in_the_database(self, data: Path, capsys: pytest.CaptureFixture[str]) -> None:
        settings = json.loads(run(capsys, data, "app", "create", "My App")[1])["boxAppSettings"]
        kept = b"".join(file.read_bytes() for file in data.iterdir() if file.name.startswith("holdall.db"))
        assert settings["clientID"].encode() in kept
        assert settings["clientSecret"].encode() not in kept
        assert stat.S_IMODE((data / "server.key").stat().st_mode) == 0o600

    @pytest.mark.parametrize(
        ("words", "said"),
        [
            (("--scope", "root_fly"), "no scope called 'root_fly'"),
            (("--scope", "item_preview"), "no scope of applications"),
            (("--redirect-uri", "app.example.com/callback"), "needs a scheme"),
            (("--redirect-uri", "https://app.example.com/#here"), "no fragment"),
        ],
    )
    def test_what_cannot_be_is_said_in_one_line(
        self, data: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], said: str
    ) -> None:
        status, out, err = run(capsys, data, "app", "create", "My App", *words)
        assert (status, out, err.count("\n"), said in err) == (2, "", 1, True)


class TestToken:
    def test_it_speaks_for_the_user(self, data: Path, capsys: pytest.CaptureFixture[str]) -> None:
        run(capsys, data, "app", "create", "My App", "--no-jwt")
        token = run(capsys, data, "token", "ada@example.com")[1].strip()
        answer = ask(data, "GET", "/2.0/users/me", headers={"authorization": f"Bearer {token}"})
        assert answer.json()["login"] == "ada@example.com"

    def test_without_a_user_it_speaks_for_the_service_account(
        self, data: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        run(capsys, data, "app", "create", "My App", "--no-jwt")
        token = run(capsys, data, "token")[1].strip()
        answer = ask(data, "GET", "/2.0/users/me", headers={"authorization": f"Bearer {token}"})
        assert answer.json()["name"] == "My App"

    def test_a_scope_limits_it(self, data: Path, capsys: pytest.CaptureFixture[str]) -> None:
        run(capsys, data, "app", "create", "My App", "--no-jwt")
        token = run(capsys, data, "token", "ada@example.com", "--scope", "root_readonly")[1].strip()
        answer = ask(data, "GET", "/2.0/users", headers={"authorization": f"Bearer {token}"})
        assert (answer.status_code, answer.json()["code"]) == (403, "insufficient_scope")

    def test_without_an_application_it_says_how_to_make_one(
        self, data: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        status, _, err = run(capsys, data, "token", "ada@example.com")
        assert (status, "holdall app create" in err) == (2, True)

    @pytest.mark.parametrize(
        ("words", "said"),
        [
            (("nobody@example.com",), "no user has the login or id"),
            (("ada@example.com", "--scope", "root_fly"), "no scope called"),
            (("ada@example.com", "--lifetime", "0"), "a lifetime is between"),
            (("ada@example.com", "--application", "Nothing"), "no application is called"),
        ],
    )
    def test_what_cannot_be_is_said_in_one_line(
        self, data: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], said: str
    ) -> None:
        run(capsys, data, "app", "create", "My App", "--no-jwt")
        status, out, err = run(capsys, data, "token", *words)
        assert (status, out, err.count("\n"), said in err) == (2, "", 1, True)
