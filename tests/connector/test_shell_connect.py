"""`holdall connect`: connections are tried, kept without secrets, chosen and forgotten."""

import socket
import stat
from pathlib import Path

import msgspec
import pytest

from tests.connector.server import Received, Reply

ME = {"type": "user", "id": "7", "name": "Ada", "login": "ada@example.com", "role": "admin"}


@pytest.fixture(autouse=True)
def signed_out(monkeypatch, shell, server):
    """Nothing but connections says who is calling."""
    monkeypatch.delenv("HOLDALL_TOKEN")
    monkeypatch.delenv("HOLDALL_URL")
    monkeypatch.setattr("holdall.connector.sign_in.stores._has_keyring", lambda: False)
    server.answer = answer


def answer(received: Received) -> Reply:
    """Tokens for the one secret, and who is signed in for tokens that begin with good."""
    if received.target == "/oauth2/token":
        granted = b"client_secret=the-secret" in received.body
        token = {"access_token": "good-granted", "expires_in": 3600, "refresh_token": "refresh-1"}
        return Reply(json=token) if granted else Reply(status=400, json={"error": "invalid_client"})
    if not received.headers.get("authorization", "").startswith("Bearer good"):
        return Reply(status=401, json={"code": "unauthorized", "message": "No"})
    return Reply(json=ME)


def stored(tmp_path: Path) -> bytes:
    return b"".join(path.read_bytes() for path in (tmp_path / "config").rglob("*") if path.is_file())


class TestToken:
    def test_it_is_read_tried_and_kept_out_of_sight(self, shell, server, tmp_path):
        ran = shell("connect", "token", "--name", "work", "--url", server.url, stdin="good-token\n")
        again = shell("box", "users", "get-me")

        assert ran == (0, f"work: connected to {server.url} as Ada (ada@example.com, user 7)\n", "")
        assert again.json == ME
        assert server.received[-1].headers["authorization"] == "Bearer good-token"
        assert b"good-token" not in stored(tmp_path)
        assert msgspec.json.decode((tmp_path / "config" / "connections.json").read_bytes()) == {
            "current": "work",
            "connections": {"work": {"kind": "token", "base_url": server.url}},
        }
        files = list((tmp_path / "config" / "tokens").iterdir())
        assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}

    def test_one_that_is_refused_is_not_kept(self, shell, server):
        ran = shell("connect", "token", "--url", server.url, stdin="bad\n")

        assert ran.status == 3
        assert shell("connect", "list").out == "no connections yet: holdall connect --help\n"

    def test_one_that_is_refused_does_not_replace_what_was_there(self, shell, server):
        shell("connect", "token", "--url", server.url, stdin="good-old\n")
        shell("connect", "token", "--url", server.url, stdin="bad\n")

        shell("box", "users", "get-me")

        assert server.received[-1].headers["authorization"] == "Bearer good-old"

    @pytest.mark.parametrize(
        ("words", "stdin", "message"),
        [
            (["--url", "127.0.0.1:8880"], "good\n", "a base URL looks like https://box.example.com"),
            ([], "\n", "access token is empty"),
        ],
    )
    def test_what_can_not_be_is_told(self, shell, words, stdin, message):
        ran = shell("connect", "token", *words, stdin=stdin)

        assert ran.status == 2
        assert message in ran.err


class TestClientCredentials:
    def test_the_secret_is_kept_apart_and_the_token_is_reused(self, shell, server, tmp_path):
        words = ("--client-id", "c1", "--enterprise-id", "5", "--url", server.url)

        ran = shell("connect", "ccg", *words, stdin="the-secret\n")
        shell("box", "users", "get-me")

        assert ran.status == 0
        assert [one.target.partition("?")[0] for one in server.received] == [
            "/oauth2/token",
            "/2.0/users/me",
            "/2.0/users/me",
        ]
        assert b"the-secret" not in stored(tmp_path)

    def test_a_wrong_secret_is_told(self, shell, server):
        words = ("--client-id", "c1", "--enterprise-id", "5", "--url", server.url)

        ran = shell("connect", "ccg", *words, stdin="wrong\n")

        assert ran.status == 3
        assert "invalid_client" in ran.err

    def test_it_is_for_an_enterprise_or_a_user(self, shell):
        ran = shell("connect", "ccg", "--client-id", "c1")

        assert (ran.status, ran.err) == (2, "holdall: give --enterprise-id or --user-id, and not both\n")


class TestBrowser:
    def test_the_pasted_address_is_traded_for_a_token(self, shell, server, monkeypatch):
        monkeypatch.setattr("holdall.connector.sign_in.oauth.secrets.token_urlsafe", lambda size: "s" * size)
        words = ("--client-id", "c1", "--url", server.url, "--redirect-uri", "https://example.com/back", "--admin-mode")
        pasted = f"https://example.com/back?code=the-code&state={'s' * 24}\n"

        ran = shell("connect", "box", *words, stdin="the-secret\n" + pasted)

        assert ran.status == 0
        assert f"{server.url}/api/oauth2/authorize?response_type=code&client_id=c1" in ran.err
        assert b"code=the-code" in server.received[0].body

    def test_a_port_that_is_taken_is_named(self, shell, server):
        with socket.create_server(("127.0.0.1", 0)) as taken:
            port = taken.getsockname()[1]
            ran = shell("connect", "box", "--client-id", "app", "--port", str(port), stdin="the-secret\n")

        assert (ran.status, f"('127.0.0.1', {port}): address already in use" in ran.err) == (2, True)

    def test_admin_mode_needs_an_admin(self, shell, server, monkeypatch):
        monkeypatch.setattr("holdall.connector.sign_in.oauth.secrets.token_urlsafe", lambda size: "s" * size)
        monkeypatch.setitem(ME, "role", "user")
        words = ("--client-id", "c1", "--url", server.url, "--redirect-uri", "https://example.com/back", "--admin-mode")

        ran = shell("connect", "box", *words, stdin=f"the-secret\nhttps://e.com?code=c&state={'s' * 24}\n")

        assert ran.status == 1
        assert "ada@example.com is no admin or co-admin" in ran.err

    def test_a_refusal_is_told(self, shell, server):
        words = ("--client-id", "c1", "--public", "--url", server.url, "--redirect-uri", "https://example.com/back")

        ran = shell("connect", "box", *words, stdin="https://e.com?error=access_denied&error_description=Not+now\n")

        assert ran.status == 3
        assert "Not now" in ran.err


class TestChoosing:
    def test_connections_are_listed_used_and_removed(self, shell, server, tmp_path):
        for name in ("one", "two"):
            shell("connect", "token", "--name", name, "--url", server.url, stdin=f"good-{name}\n")

        shell("connect", "use", "one")
        listed = shell("connect", "list", "--json").json
        shell("box", "users", "get-me", "-c", "two")
        removed = shell("connect", "remove", "two")

        assert [(one["name"], one["current"]) for one in listed] == [("one", "*"), ("two", "")]
        assert server.received[-1].headers["authorization"] == "Bearer good-two"
        assert removed.out == "two is forgotten\n"
        assert [one["name"] for one in shell("connect", "list", "--json").json] == ["one"]
        assert not (tmp_path / "config" / "tokens" / "two.token").exists()

    def test_an_unknown_name_is_told_with_those_there_are(self, shell, server):
        shell("connect", "token", "--name", "one", "--url", server.url, stdin="good\n")

        ran = shell("connect", "use", "other")

        assert ran.status == 3
        assert "no connection is called other (there are one)" in ran.err

    def test_a_token_of_the_environment_comes_first(self, shell, server, monkeypatch):
        shell("connect", "token", "--name", "one", "--url", server.url, stdin="good-one\n")
        monkeypatch.setenv("HOLDALL_TOKEN", "good-environment")
        monkeypatch.setenv("HOLDALL_URL", server.url)

        shell("box", "users", "get-me")

        assert server.received[-1].headers["authorization"] == "Bearer good-environment"

    def test_an_empty_address_is_a_mistake_and_not_box(self, shell, monkeypatch):
        monkeypatch.setenv("HOLDALL_TOKEN", "secret-of-a-server")
        monkeypatch.setenv("HOLDALL_URL", "")

        ran = shell("box", "users", "get-me")

        assert (ran.status, ran.err.startswith("holdall: HOLDALL_URL is empty")) == (2, True)

    def test_a_damaged_file_is_told(self, shell, tmp_path):
        (tmp_path / "config").mkdir()
        (tmp_path / "config" / "connections.json").write_text("{")

        ran = shell("connect", "list")

        assert ran.status == 2
        assert "connections.json is damaged" in ran.err
