"""`holdall curl`: a documented command, pasted or quoted, runs against the configured server."""

from pathlib import Path

import msgspec
import pytest

from tests.connector.server import Reply

GET_FILE = 'curl -i -X GET "https://api.box.com/2.0/files/12345" -H "authorization: Bearer <ACCESS_TOKEN>"'


class TestRunning:
    def test_a_quoted_command_is_sent_to_the_configured_server_with_its_token(self, shell, server):
        server.script = [Reply(json={"type": "file", "id": "12345"})]

        ran = shell("curl", GET_FILE)

        assert (ran.status, ran.json, ran.err) == (0, {"type": "file", "id": "12345"}, "")
        assert server.received[0].target == "/2.0/files/12345"
        assert server.received[0].headers["authorization"] == "Bearer the-token"

    def test_a_pasted_command_needs_no_quotes(self, shell, server):
        shell(
            "curl",
            "-i",
            "-X",
            "PUT",
            "https://api.box.com/2.0/comments/7",
            "-d",
            '{"message":"it\'s"}',
            "-H",
            "as-user: 3",
        )

        assert (server.received[0].method, server.received[0].target) == ("PUT", "/2.0/comments/7")
        assert msgspec.json.decode(server.received[0].body) == {"message": "it's"}
        assert server.received[0].headers["as-user"] == "3"

    def test_slips_are_put_right_and_told(self, shell, server):
        ran = shell("curl", 'curl -X POST https://api.box.com/2.0/comments -d \'{"message": "a",}')

        assert ran.status == 0
        assert msgspec.json.decode(server.received[0].body) == {"message": "a"}
        assert ran.err.splitlines() == [
            "holdall: the last ' is missing",
            "holdall: JSON line 1: a superfluous comma before the closing bracket",
            "holdall: the header content-type: application/json is missing",
            "holdall: the field item of post_comments is missing",
        ]

    def test_an_answer_that_is_bytes_goes_into_the_named_file(self, shell, server):
        server.script = [Reply(body=b"bytes")]

        shell("curl", "curl -L https://api.box.com/2.0/files/7/content -o x.bin")

        assert Path("x.bin").read_bytes() == b"bytes"

    def test_an_upload_sends_the_file(self, shell, server):
        Path("a.txt").write_bytes(b"the bytes")

        shell(
            "curl", """curl https://upload.box.com/api/2.0/files/content -F attributes='{"name":"b"}' -F file=@a.txt"""
        )

        assert server.received[0].target == "/api/2.0/files/content"
        assert b'filename="a.txt"' in server.received[0].body
        assert b"the bytes" in server.received[0].body


class TestExplaining:
    def test_it_is_told_what_was_understood(self, shell, server):
        ran = shell(
            "curl",
            "--explain",
            "curl -X PUT 'https://api.box.com/2.0/files/7?fields=shared_link' -d '{\"shared_link\":{}}'",
        )

        assert ran.out.splitlines() == [
            "operation  put_files_id#add_shared_link",
            "title      Adds a shared link to a file.",
            "python     box.shared_links_files.add_shared_link(...)",
            "argument   file_id = 7",
            "argument   fields = shared_link",
            "argument   shared_link = {}",
            "same as    put_files_id",
            "same as    put_files_id#update_shared_link",
            "put right  the header content-type: application/json is missing",
        ]
        assert server.received == []

    def test_dry_run_shows_the_request_for_the_configured_server(self, shell, server):
        assert shell("curl", "--dry-run", GET_FILE).out == f"GET {server.url}/2.0/files/12345\n"
        assert shell("curl", "--show-curl", GET_FILE).out == (
            f'curl {server.url}/2.0/files/12345 \\\n  -H "Authorization: Bearer $HOLDALL_TOKEN"\n'
        )


class TestRefusing:
    @pytest.mark.parametrize(
        ("command", "message"),
        [
            ("curl https://example.com/nothing", "no operation of the contract has the path /nothing"),
            ("curl https://api.box.com/2.0/files/<FILE_ID>", "not sent: <FILE_ID> is to be filled in"),
            ("curl -X POST https://api.box.com/2.0/files/1/versions/2", "not sent: POST is no method of this path"),
            ("curl --frobnicate https://api.box.com/2.0/users/me", "the option --frobnicate of curl is not known here"),
            ("curl https://api.box.com/2.0/folders -d '{\"a\": yes}'", "JSON line 1"),
            ("curl https://api.box.com/2.0/folders -d @nothing.json", "nothing.json"),
        ],
    )
    def test_what_should_not_be_sent_is_not(self, shell, server, command, message):
        ran = shell("curl", command)

        assert (ran.status, server.received) == (2, [])
        assert message in ran.err

    def test_what_is_missing_can_be_filled_in(self, shell, server):
        command = 'curl -X PUT https://api.box.com/2.0/folders/<FOLDER_ID> -d \'{"name":"a","parent":{"id":"1"}}\''

        shell("curl", command, "--set", "folder_id=5", "--set", "parent.id=6")

        assert server.received[0].target == "/2.0/folders/5"
        assert msgspec.json.decode(server.received[0].body) == {"name": "a", "parent": {"id": "6"}}
