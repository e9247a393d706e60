"""The contract for agents: three tools, a policy, a log, and a connection per user; with the SDK's own client."""

from pathlib import Path
from typing import Any

import msgspec
import pytest
from mcp.client.client import Client

from holdall.connector import Box
from holdall.connector.mcp import AgentSettings, AuditLog, Policy, make_server
from holdall.connector.mcp.audit import without_secrets
from holdall.connector.mcp.search import search
from holdall.contract import find_operation, load_operations
from tests.connector.server import Reply


@pytest.fixture
def agent(server, tmp_path):
    """`agent(read_only=True)`: a client of a server that calls the scripted one, and writes down into audit.jsonl."""

    def connect(folder: Path | None = None, **policy: Any) -> Client:
        settings = AgentSettings(policy=Policy(**policy), folder=folder)
        return Client(
            make_server(
                settings,
                AuditLog(tmp_path / "audit.jsonl", clock=lambda: 0.0),
                lambda name: Box("t", base_url=server.url),
            )
        )

    return connect


def text_of(result: Any) -> Any:
    return msgspec.json.decode(result.content[0].text)


async def call(client: Client, operation: str, arguments: dict[str, Any] | None = None, **more: Any) -> Any:
    return await client.call_tool("call_operation", {"operation": operation, "arguments": arguments or {}, **more})


def audited(tmp_path: Path) -> list[dict[str, Any]]:
    return [msgspec.json.decode(line) for line in (tmp_path / "audit.jsonl").read_bytes().splitlines()]


class TestTools:
    async def test_there_are_three_and_they_say_what_they_do(self, agent):
        async with agent() as client:
            tools = {tool.name: tool.annotations for tool in (await client.list_tools()).tools}

        assert list(tools) == ["search_operations", "describe_operation", "call_operation"]
        assert [one.read_only_hint for one in tools.values()] == [True, True, False]
        assert tools["call_operation"].destructive_hint is True

    async def test_read_only_is_annotated(self, agent):
        async with agent(read_only=True) as client:
            tools = {tool.name: tool.annotations for tool in (await client.list_tools()).tools}

        assert (tools["call_operation"].read_only_hint, tools["call_operation"].destructive_hint) == (True, False)

    async def test_search_finds_operations_with_their_effect(self, agent):
        async with agent(deny=("effect:deletes",)) as client:
            found = text_of(await client.call_tool("search_operations", {"query": "delete webhook", "limit": 2}))

        assert found == [
            {
                "operation": "delete_webhooks_id",
                "title": "Webhooks: Remove webhook",
                "effect": "deletes",
                "refused": "the policy denies effect:deletes",
            },
            found[1],
        ]

    async def test_describe_tells_everything_that_a_call_needs(self, agent):
        async with agent() as client:
            record = text_of(await client.call_tool("describe_operation", {"operation": "post_folders"}))

        assert record["request"] == "POST /folders"
        assert record["effect"] == "changes"
        assert record["parameters"][:2] == [
            {"name": "name", "type": "string", "required": True, "meaning": "Its name."},
            {
                "name": "parent.id",
                "type": "string",
                "required": True,
                "meaning": "The id of the folder that it is in; 0 is the top.",
            },
        ]
        assert record["answer"]["type"] == "Folder--Full"

    async def test_every_operation_can_be_described(self, agent):
        async with agent() as client:
            records = [
                text_of(await client.call_tool("describe_operation", {"operation": operation}))
                for operation in load_operations()
            ]

        assert [record["operation"] for record in records] == list(load_operations())


class TestCalling:
    async def test_arguments_become_the_request_and_the_answer_comes_back(self, agent, server):
        server.script = [Reply(json={"type": "folder", "id": "7"})]

        async with agent() as client:
            result = await call(client, "post_folders", {"name": "a", "parent.id": "0", "fields": ["id"]})

        assert (result.is_error, text_of(result)) == (False, {"type": "folder", "id": "7"})
        assert server.received[0].target == "/2.0/folders?fields=id"
        assert msgspec.json.decode(server.received[0].body) == {"name": "a", "parent": {"id": "0"}}

    async def test_a_whole_list_can_be_read(self, agent, server):
        server.script = [Reply(json={"entries": [1], "next_marker": "m"}), Reply(json={"entries": [2]})]

        async with agent() as client:
            result = await call(client, "get_folders_id_items", {"folder_id": "0"}, all_pages=True)

        assert text_of(result) == {"entries": [1, 2], "more": False}

    @pytest.mark.parametrize("file", ["hello", {"text": "hello"}, {"base64": "aGVsbG8="}, {"path": "hello.txt"}])
    async def test_a_file_is_uploaded_from_what_the_agent_gives(self, agent, server, tmp_path, file):
        (tmp_path / "hello.txt").write_text("hello")

        async with agent(folder=tmp_path) as client:
            await call(client, "post_files_content", {"attributes": {"name": "a", "parent": {"id": "0"}}, "file": file})

        assert b"\r\n\r\nhello\r\n" in server.received[0].body

    @pytest.mark.parametrize("path", ["../secret", "/etc/passwd", "nothing", "link"])
    async def test_files_outside_the_folder_are_out_of_reach(self, agent, server, tmp_path, path):
        folder = tmp_path / "folder"
        folder.mkdir()
        (tmp_path / "secret").write_text("secret")
        (folder / "link").symlink_to(tmp_path / "secret")

        async with agent(folder=folder) as client:
            result = await call(client, "post_files_content", {"attributes": {}, "file": {"path": path}})

        assert result.is_error
        assert server.received == []

    @pytest.mark.parametrize(
        ("body", "answer"),
        [
            (b"text", {"content_type": "text/x", "size": 4, "text": "text"}),
            (b"\xff\x00", {"content_type": "text/x", "size": 2, "base64": "/wA="}),
        ],
    )
    async def test_content_comes_as_text_or_base64(self, agent, server, body, answer):
        server.script = [Reply(body=body, headers={"content-type": "text/x"})]

        async with agent() as client:
            assert text_of(await call(client, "get_files_id_content", {"file_id": "1"})) == answer

    @pytest.mark.parametrize(
        ("operation", "reply", "message"),
        [
            ("get_files_id_content", Reply(body=b"x" * (1024 * 1024 + 1)), "give a range, such as bytes=0-65535"),
            ("get_files_id", Reply(json={"description": "x" * 200_000}), "ask for fewer fields or a lower limit"),
        ],
    )
    async def test_what_would_fill_an_agents_memory_is_not_answered(self, agent, server, operation, reply, message):
        server.script = [reply]

        async with agent() as client:
            result = await call(client, operation, {"file_id": "1"})

        assert result.is_error
        assert message in text_of(result)["error"]["message"]

    async def test_a_failure_says_what_trying_again_would_mean(self, agent, server):
        server.script = [
            Reply(status=409, json={"code": "item_name_in_use", "message": "Taken", "context_info": {"x": 1}})
        ]

        async with agent() as client:
            result = await call(client, "post_folders", {"name": "a", "parent": {"id": "0"}})

        assert result.is_error
        assert text_of(result) == {
            "error": {
                "kind": "conflict",
                "retry": "never",
                "status": 409,
                "code": "item_name_in_use",
                "message": "Taken",
                "context_info": {"x": 1},
            }
        }

    @pytest.mark.parametrize(
        ("operation", "arguments", "message"),
        [
            ("get_file_id", {}, "did you mean: get_files_id"),
            ("get_files_id", {}, "missing: file_id"),
            ("get_files_id", {"file": "1"}, "there is no argument 'file'"),
            ("post_folders", {"parent": "0", "parent.id": "0", "name": "a"}, "parent is given whole and by id"),
            ("post_users_id_avatar", {"user_id": "1", "pic": {"base64": "%"}}, "this is no base64"),
            (
                "post_users_id_avatar",
                {"user_id": "1", "pic": {"path": "x"}},
                "this server gives no access to local files",
            ),
        ],
    )
    async def test_what_does_not_fit_is_told_and_not_sent(self, agent, server, operation, arguments, message):
        async with agent() as client:
            result = await call(client, operation, arguments)

        assert result.is_error
        assert message in text_of(result)["error"]["message"]
        assert server.received == []


class TestPolicy:
    @pytest.mark.parametrize(
        ("policy", "operation_id", "reason"),
        [
            ({}, "delete_files_id", None),
            ({}, "post_oauth2_token", "signing in is done by the person who set up the connection"),
            ({"read_only": True}, "get_files_id", None),
            ({"read_only": True}, "post_metadata_queries_execute_read", None),
            ({"read_only": True}, "put_files_id", "this server is read-only"),
            ({"deny": ("effect:deletes",)}, "delete_files_id", "the policy denies effect:deletes"),
            ({"deny": ("tag:web*",)}, "post_webhooks", "the policy denies tag:web*"),
            ({"deny": ("method:delete",)}, "delete_files_id", "the policy denies method:delete"),
            ({"allow": ("tag:files",)}, "get_files_id", None),
            ({"allow": ("tag:files",)}, "get_folders_id", "the policy does not allow it"),
            ({"allow": ("get_*",), "deny": ("get_users*",)}, "get_users_me", "the policy denies get_users*"),
            ({"allow": ("operation:put_files_id",)}, "put_files_id", None),
        ],
    )
    def test_a_denial_wins_and_an_allowance_is_all_there_is(self, policy, operation_id, reason):
        assert Policy(**policy).refusal(find_operation(operation_id)) == reason

    def test_a_pattern_that_matches_nothing_is_refused(self):
        with pytest.raises(
            ValueError, match="a pattern begins with operation, tag, method, effect and a colon, not tags:"
        ):
            Policy(deny=("tags:files",))

    async def test_a_refused_call_is_not_sent_and_is_written_down(self, agent, server, tmp_path):
        async with agent(read_only=True) as client:
            result = await call(client, "delete_files_id", {"file_id": "7"})

        assert text_of(result)["error"]["message"] == "this server is read-only"
        assert server.received == []
        assert audited(tmp_path) == [
            {
                "time": "1970-01-01T00:00:00+00:00",
                "user": None,
                "operation": "delete_files_id",
                "arguments": {"file_id": "7"},
                "outcome": "refused",
                "reason": "this server is read-only",
            }
        ]


class TestAudit:
    async def test_a_call_is_written_down_with_how_it_ended(self, agent, server, tmp_path):
        server.script = [Reply(json={}), Reply(status=404, json={"code": "not_found", "request_id": "r"})]

        async with agent() as client:
            await call(client, "get_files_id", {"file_id": "7", "boxapi": "shared_link=x&shared_link_password=y"})
            await call(client, "get_files_id", {"file_id": "8"})

        lines = audited(tmp_path)
        assert [(line["outcome"], line.get("status"), line.get("request_id")) for line in lines] == [
            ("ok", None, None),
            ("not_found", 404, "r"),
        ]
        assert lines[0]["arguments"] == {"file_id": "7", "boxapi": "***"}
        assert (tmp_path / "audit.jsonl").stat().st_mode & 0o777 == 0o600

    def test_secrets_are_hidden_by_their_names_wherever_they_are(self):
        given = {
            "shared_link": {"password": "p", "access": "open"},
            "tokens": ["t"],
            "items": [{"client_secret": "s"}],
            "shared_link_password": None,
            "content": "x" * 300,
        }

        assert without_secrets(given) == {
            "shared_link": {"password": "***", "access": "open"},
            "tokens": "***",
            "items": [{"client_secret": "***"}],
            "shared_link_password": None,
            "content": "x" * 200 + "... (300 characters)",
        }


class TestSearch:
    @pytest.mark.parametrize(
        ("words", "operation_id"),
        [
            ("upload a file", "post_files_content"),
            ("download file", "get_files_id_content"),
            ("list folder contents", "get_folders_id_items"),
            ("create folder", "post_folders"),
            ("list users", "get_users"),
            ("who am I", "get_users_me"),
            ("delete webhooks", "delete_webhooks_id"),
            ("rename a file", "put_files_id"),
            ("copy file", "post_files_id_copy"),
            ("search content", "get_search"),
            ("invite user", "post_invites"),
            ("get_files_id_versions", "get_files_id_versions"),
        ],
    )
    def test_the_obvious_operation_comes_first(self, words, operation_id):
        assert search(words)[0].id == operation_id

    def test_a_tag_narrows_it(self):
        assert {operation.tag for operation in search("get", tag="users")} == {"users"}

    def test_nonsense_finds_nothing(self):
        assert search("xyzzy") == []
