"""`holdall box`: any operation from the shell, what it prints, and how it ends."""

import csv
import io
import re
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from holdall.cli.box.flags import flags_of
from holdall.connector.naming import operation_names
from holdall.connector.signature import signature
from holdall.contract import load_operations
from tests.connector.server import Reply

FILE = {"type": "file", "id": "7", "name": "a.txt", "size": 3, "parent": {"type": "folder", "id": "0"}}


def page(*names: str, **more) -> Reply:
    entries = [{"type": "folder", "id": str(n), "name": name, "etag": "0"} for n, name in enumerate(names, 1)]
    return Reply(json={"entries": entries, **more})


class TestHelp:
    def test_lists_every_tag(self, shell):
        ran = shell("box", "--help")

        assert ran.status == 0
        assert {tag.replace("_", "-") for tag in operation_names()} <= set(ran.out.split())

    def test_of_a_tag_lists_its_operations(self, shell):
        ran = shell("box", "files", "--help")

        assert ran.status == 0
        assert {"get", "update", "delete", "copy", "get-thumbnail"} <= set(ran.out.split())

    def test_of_an_operation_lists_its_parameters(self, shell):
        out = " ".join(shell("box", "folders", "update", "--help").out.replace("│", " ").split())

        assert "put_folders_id: PUT /folders/{folder_id}" in out
        assert "FOLDER-ID --folder-id The id of the folder." in out
        assert "--shared-link.access TEXT [open, company, collaborators]" in out
        assert "--shared-link.permissions.can-download" in out
        assert "--if-match TEXT Only where the item still has this etag" in out

    @pytest.mark.parametrize("operation_id", load_operations())
    def test_every_operation_has_a_page_that_names_what_it_needs(self, shell, operation_id):
        ran = shell("box", operation_id, "--help")

        required = {flag.names[0] for flag in flags_of(operation_id) if flag.field.required and not flag.whole}
        assert ran.status == 0
        assert required <= set(ran.out.replace("│", " ").split())


class TestCalling:
    def test_a_value_is_given_by_its_parameters_name(self, shell, server):
        server.script = [Reply(json=FILE)]

        ran = shell("box", "files", "get", "--file-id", "7", "--fields", "id,name", "--if-none-match", "3")

        assert (ran.status, ran.json, ran.err) == (0, FILE, "")
        assert server.received[0].target == "/2.0/files/7?fields=id,name"
        assert server.received[0].headers["if-none-match"] == "3"
        assert server.received[0].headers["authorization"] == "Bearer the-token"

    def test_an_id_of_the_path_needs_no_name(self, shell, server):
        shell("box", "folders", "list-items", "0", "--limit", "2")

        assert server.received[0].target == "/2.0/folders/0/items?limit=2"

    def test_underscores_and_operation_ids_work_as_well(self, shell, server):
        shell("box", "get_folders_id_items", "--folder_id", "0")
        shell("box", "folder_locks", "list", "--folder_id=9")

        assert [one.target for one in server.received] == ["/2.0/folders/0/items", "/2.0/folder_locks?folder_id=9"]

    def test_the_bodys_fields_are_options_with_dots(self, shell, server):
        shell("box", "folders", "create", "--name", "Reports", "--parent.id", "0", "--sync-state", "synced")

        assert msgspec.json.decode(server.received[0].body) == {
            "name": "Reports",
            "parent": {"id": "0"},
            "sync_state": "synced",
        }

    def test_every_kind_of_value_is_converted(self, shell, server):
        shell(
            *("box", "users", "update", "7", "--space-amount", "-1", "--is-sync-enabled", "true", "--no-can-see-managed-users"),
            *("--tracking-codes", '[{"type":"tracking_code","name":"n","value":"v"}]', "--null", "enterprise,phone"),
        )  # fmt: skip

        assert msgspec.json.decode(server.received[0].body) == {
            "space_amount": -1,
            "is_sync_enabled": True,
            "can_see_managed_users": False,
            "tracking_codes": [{"type": "tracking_code", "name": "n", "value": "v"}],
            "enterprise": None,
            "phone": None,
        }

    def test_an_object_can_be_given_whole_and_its_parts_on_top(self, shell, server):
        shell("box", "files", "update", "7", "--shared-link", '{"access":"open"}', "--shared-link.password", "x")

        assert msgspec.json.decode(server.received[0].body) == {"shared_link": {"access": "open", "password": "x"}}

    def test_a_list_takes_commas_or_repetition(self, shell, server):
        words = ("--target.id", "1", "--target.type", "file", "--address", "https://e.com")
        shell(
            "box", "webhooks", "create", *words, "--triggers", "FILE.UPLOADED,FILE.TRASHED", "--triggers", "FILE.MOVED"
        )

        triggers = msgspec.json.decode(server.received[0].body)["triggers"]
        assert triggers == ["FILE.UPLOADED", "FILE.TRASHED", "FILE.MOVED"]

    def test_what_describes_an_upload_has_its_long_name_too(self, shell):
        words = ("--attributes.name", "a", "--attributes.parent.id", "0", "--file", "-", "--dry-run")

        assert 'attributes: {"name":"a","parent":{"id":"0"}}' in shell("box", "uploads", "create-file", *words).out

    def test_values_that_the_contract_does_not_list_pass(self, shell, server):
        shell("box", "user_collaborations", "update", "7", "--role", "archivist")

        assert msgspec.json.decode(server.received[0].body) == {"role": "archivist"}

    @pytest.mark.parametrize("source", ["@body.json", "-", '{"message": "hello"}'])
    def test_the_whole_body_comes_from_a_file_the_input_or_the_line(self, shell, server, source):
        Path("body.json").write_text('{"message": "hello"}')

        shell("box", "comments", "update", "7", "--body", source, stdin='{"message": "hello"}')

        assert msgspec.json.decode(server.received[0].body) == {"message": "hello"}

    def test_a_file_is_uploaded_under_its_own_name(self, shell, server):
        Path("report.txt").write_bytes(b"the bytes")

        shell("box", "uploads", "create-file", "--file", "report.txt", "--parent.id", "0")

        body = server.received[0].body
        assert b'{"parent":{"id":"0"},"name":"report.txt"}' in body
        assert b'filename="report.txt"' in body
        assert b"\r\n\r\nthe bytes\r\n" in body

    def test_a_part_is_sent_as_it_is(self, shell, server):
        Path("part").write_bytes(b"the part")

        words = ("--digest", "sha=x", "--content-range", "bytes 0-7/8", "--file", "part")
        shell("box", "put_files_upload_sessions_id", "s1", *words)

        assert server.received[0].body == b"the part"

    def test_somebody_else_can_be_acted_as_with_further_headers(self, shell, server):
        shell("box", "users", "get-me", "--as-user", "9", "--header", "X-Trace: t")

        assert server.received[0].headers["as-user"] == "9"
        assert server.received[0].headers["x-trace"] == "t"

    @pytest.mark.parametrize("operation_id", load_operations())
    def test_every_argument_of_every_operation_has_an_option(self, operation_id):
        arguments = {item.name for item in signature(operation_id).arguments if item.wire != "box-version"}

        assert {flag.field.argument.name for flag in flags_of(operation_id)} == arguments


class TestStart:
    def test_a_call_loads_nothing_of_the_server(self):
        program = (
            "import sys; from holdall.cli import main\n"
            "try: main(['box', 'files', 'get', '1', '--curl'])\n"
            "except SystemExit: print(sorted({name.partition('.')[0] for name in sys.modules}))"
        )

        ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

        loaded = set(re.findall(r"'(\w+)'", ran.stdout.splitlines()[-1]))
        server = {
            "sqlalchemy",
            "starlette",
            "granian",
            "alembic",
            "asyncpg",
            "jinja2",
            "obstore",
            "argon2",
            "mcp",
            "pydantic",
        }
        assert "holdall" in loaded
        assert loaded & server == set()


class TestCompletion:
    def test_the_contracts_values_are_offered(self, shell):
        ran = shell("__complete", "box", "folders", "update", "1", "--sync-state", "")

        assert set(ran.out.replace("\x1f", "\n").split()) >= {"synced", "not_synced", "partially_synced"}


class TestPreview:
    def test_curl_prints_the_command_and_sends_nothing(self, shell, server):
        ran = shell("box", "files", "get", "7", "--fields", "id", "--curl", "--as-user", "9")

        assert ran.out == (
            f"curl '{server.url}/2.0/files/7?fields=id' \\\n"
            '  -H "Authorization: Bearer $HOLDALL_TOKEN" \\\n'
            "  -H 'as-user: 9'\n"
        )
        assert server.received == []

    def test_the_token_is_shown_when_it_is_asked_for(self, shell, server):
        ran = shell("box", "users", "get-me", "--curl", "--show-token")

        assert ran.out == f"curl {server.url}/2.0/users/me \\\n  -H 'Authorization: Bearer the-token'\n"

    def test_dry_run_prints_the_request(self, shell, server):
        ran = shell("box", "folders", "create", "--name", "a", "--parent.id", "0", "--dry-run")

        assert ran.out == (
            f"POST {server.url}/2.0/folders\ncontent-type: application/json\n\n"
            '{\n  "name": "a",\n  "parent": {\n    "id": "0"\n  }\n}\n'
        )
        assert server.received == []

    def test_nobody_needs_to_be_signed_in(self, shell, monkeypatch):
        monkeypatch.delenv("HOLDALL_TOKEN")
        monkeypatch.delenv("HOLDALL_URL")

        ran = shell("box", "users", "get-me", "--curl")

        assert ran.out.startswith("curl https://api.box.com/2.0/users/me ")


class TestOutput:
    def test_json_keeps_the_answer_as_it_is(self, shell, server):
        server.script = [page("a", next_marker="m")]

        assert shell("box", "folders", "list-items", "0").json == msgspec.json.decode(
            msgspec.json.encode(page("a", next_marker="m").json)
        )

    def test_jsonl_prints_an_entry_per_line(self, shell, server):
        server.script = [page("a", "b")]

        lines = shell("box", "folders", "list-items", "0", "--output", "jsonl").out.splitlines()

        assert [msgspec.json.decode(line)["name"] for line in lines] == ["a", "b"]

    def test_csv_has_a_column_per_value(self, shell, server):
        server.script = [Reply(json={"entries": [FILE, {**FILE, "name": 'x,"y'}]})]

        ran = shell("box", "folders", "list-items", "0", "-o", "csv")

        assert list(csv.reader(io.StringIO(ran.out))) == [
            ["type", "id", "name", "size", "parent.type", "parent.id"],
            ["file", "7", "a.txt", "3", "folder", "0"],
            ["file", "7", 'x,"y', "3", "folder", "0"],
        ]

    def test_a_table_shows_the_telling_columns(self, shell, server):
        server.script = [page("a", "b")]

        ran = shell("box", "folders", "list-items", "0", "-o", "table")

        rows = [line.split() for line in ran.out.splitlines()]
        assert rows == [["type", "id", "name"], ["folder", "1", "a"], ["folder", "2", "b"]]

    def test_columns_are_picked_with_dots(self, shell, server):
        server.script = [Reply(json={"entries": [FILE]})] * 2

        as_json = shell("box", "folders", "list-items", "0", "--columns", "name,parent.id,nothing")
        as_csv = shell("box", "folders", "list-items", "0", "--columns", "name,parent.id", "-o", "csv")

        assert server.received[0].target.endswith("?fields=name,parent,nothing")
        assert as_json.json == {"entries": [{"name": "a.txt", "parent": {"id": "0"}, "nothing": None}]}
        assert as_csv.out == "name,parent.id\na.txt,0\n"

    def test_fields_picks_where_the_operation_has_no_fields_of_its_own(self, shell, server):
        server.script = [Reply(json={"type": "webhook", "id": "3", "address": "x"})]

        assert shell("box", "webhooks", "get", "3", "--fields", "id,address").json == {"id": "3", "address": "x"}

    def test_all_reads_a_list_to_its_end(self, shell, server):
        server.script = [page("a", "b", next_marker="m"), page("c", next_marker=None)]

        ran = shell("box", "folders", "list-items", "0", "--all", "--fields", "name", "-o", "csv")

        assert ran.out == "type,id,name,etag\nfolder,1,a,0\nfolder,2,b,0\nfolder,1,c,0\n"
        assert "marker=m" in server.received[1].target

    def test_all_prints_one_json_list(self, shell, server):
        server.script = [page("a", next_marker="m"), page("b", next_marker=None), page(next_marker=None)]

        ran = shell("box", "folders", "list-items", "0", "--all", "--columns", "name")
        empty = shell("box", "folders", "list-items", "0", "--all")

        assert (ran.json, empty.json) == ([{"name": "a"}, {"name": "b"}], [])

    def test_all_is_for_lists(self, shell, server):
        ran = shell("box", "users", "get-me", "--all")

        assert (ran.status, ran.err) == (2, "holdall: get_users_me: this operation answers no list\n")

    def test_an_empty_answer_prints_nothing(self, shell, server):
        server.script = [Reply(status=204)]

        assert shell("box", "files", "delete", "7") == (0, "", "")

    def test_bytes_go_to_the_output_of_a_pipe(self, shell, server):
        server.script = [Reply(body=b"\x00bytes")]

        assert shell("box", "downloads", "get", "7").out == "\x00bytes"

    def test_bytes_are_saved_under_the_name_that_the_server_gives(self, shell, server):
        header = "attachment; filename=\"x.txt\"; filename*=UTF-8''gr%C3%BC%C3%9Fe%2F..%2F.txt"
        server.script = [Reply(body=b"bytes", headers={"content-disposition": header})]
        Path("folder").mkdir()

        ran = shell("box", "downloads", "get", "7", "--save", "folder")

        assert (ran.out, ran.err) == ("", "saved folder/.txt\n")
        assert [path.read_bytes() for path in Path("folder").iterdir()] == [b"bytes"]

    def test_an_answer_is_saved_too(self, shell, server):
        server.script = [Reply(json=FILE)]

        shell("box", "files", "get", "7", "--save", "answer.json")

        assert msgspec.json.decode(Path("answer.json").read_bytes()) == FILE
