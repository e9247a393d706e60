"""How commands fail: one line, and a status that says what kind of failure it is."""

import msgspec
import pytest

from tests.connector.server import Reply


class TestFailures:
    @pytest.mark.parametrize(
        ("status", "code", "exit_status"),
        [
            (400, "bad_request", 1),
            (403, "forbidden", 1),
            (404, "not_found", 1),
            (409, "item_name_in_use", 1),
            (412, "precondition_failed", 1),
            (401, "unauthorized", 3),
        ],
    )
    def test_the_exit_status_tells_the_kind(self, shell, server, status, code, exit_status):
        server.otherwise = Reply(status=status, json={"code": code, "message": "No", "request_id": "r1"})

        ran = shell("box", "files", "get", "7")

        assert ran.status == exit_status
        assert ran.err.splitlines()[0] == f"holdall: get_files_id: {status} {code}: No (request r1)"
        assert ran.out == ""

    def test_scripts_get_an_object(self, shell, server):
        server.script = [Reply(status=404, json={"code": "not_found", "message": "No", "request_id": "r1"})]

        ran = shell("box", "files", "get", "7", "--errors", "json")

        assert msgspec.json.decode(ran.err) == {
            "error": {
                "kind": "not_found",
                "retry": "never",
                "operation": "get_files_id",
                "status": 404,
                "code": "not_found",
                "message": "No",
                "request_id": "r1",
            }
        }

    def test_without_a_token_it_is_told_how_to_get_one(self, shell, monkeypatch):
        monkeypatch.delenv("HOLDALL_TOKEN")

        ran = shell("box", "users", "get-me")

        assert ran.status == 3
        assert "holdall connect token" in ran.err
        assert "HOLDALL_TOKEN" in ran.err

    def test_a_server_that_is_not_there_is_a_network_failure(self, shell, monkeypatch, unused_tcp_port):
        monkeypatch.setenv("HOLDALL_URL", f"http://127.0.0.1:{unused_tcp_port}")

        ran = shell("box", "users", "get-me", "--timeout", "1")

        assert ran.status == 4

    @pytest.mark.parametrize(
        ("words", "message"),
        [
            (["files", "gett", "7"], 'Did you mean "get"?'),
            (["fils", "get", "7"], 'Did you mean "files"?'),
            (["files", "get", "7", "--feilds", "id"], "--fields"),
            (["files", "get"], "get_files_id: missing: file_id"),
            (["webhooks", "create", "--colour", "red"], "Unknown option: --colour"),
            (["folders", "list-items", "0", "--limit", "many"], "--limit is a integer, not 'many'"),
            (["folders", "create", "--body", "{"], "--body takes JSON"),
            (["folders", "create", "--body", "@nothing.json"], "--body: nothing.json can not be read"),
            (["files", "update", "7", "--null", "colour"], "there is no --colour"),
            (["files", "get", "..", "--curl"], "file_id can not be '..'"),
            (["uploads", "create-file", "--parent.id", "0", "--file", "nothing.bin"], "nothing.bin"),
            (["users", "get-me", "--header", "x"], "--header takes 'Name: value'"),
            (["users", "get-me", "--connection", "unknown"], "no connection is called unknown"),
        ],
    )
    def test_what_can_not_be_is_told_in_plain_words(self, shell, server, words, message):
        ran = shell("box", *words)

        assert ran.status in {2, 3}
        assert message in " ".join((ran.err + ran.out).replace("│", " ").split())
        assert "Traceback" not in ran.err
        assert server.received == []
