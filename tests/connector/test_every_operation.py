"""Every operation through every face sends the contract's request over a real connection."""

import re
from email import message_from_bytes
from typing import Any, cast

import msgspec
import pytest

from holdall.connector import BlockingBox, Box, method_name, operation_names, signature
from holdall.connector.content import BlockingContent, Content
from holdall.connector.request import FormBody, JsonBody, MultipartBody, Request, StreamBody
from holdall.contract import Operation, load_operations
from tests.connector.examples import example_arguments
from tests.connector.server import Received, Reply, ScriptedServer


def form_parts(received: Received) -> list[tuple[str, bytes]]:
    head = f"Content-Type: {received.headers['content-type']}\r\n\r\n".encode()
    message = message_from_bytes(head + received.body)
    parts = cast("Any", message.get_payload())
    return [(part.get_param("name", header="content-disposition"), part.get_payload(decode=True)) for part in parts]


def assert_same(received: Received, request: Request, base_url: str) -> None:
    assert received.method == request.method
    assert base_url + received.target == request.url
    expected = {**request.headers, **({"authorization": "Bearer the-token"} if request.needs_token else {})}
    assert {name: received.headers.get(name) for name in expected} == expected
    assert ("authorization" in received.headers) == request.needs_token
    body: Any = request.body
    match body:
        case None:
            assert received.body == b""
        case JsonBody() | FormBody():
            assert received.headers["content-type"] == body.content_type
            assert received.body == body.encode()
        case StreamBody():
            assert received.headers["content-type"] == "application/octet-stream"
            assert received.body == body.source
        case MultipartBody():
            texts = [
                (part.name, part.value.encode() if isinstance(part.value, str) else part.value) for part in body.parts
            ]
            assert form_parts(received) == texts


def success(operation: Operation) -> Reply:
    """An answer that the contract knows for the operation."""
    status, response = next((int(key), value) for key, value in operation.responses.items() if key.startswith("2"))
    if "application/json" in response.content:
        return Reply(status, json={"unknown field": [1, None], "status": "a new value"})
    return Reply(status, body=b"bytes" if response.content else b"")


def expected_answer(operation: Operation) -> Any:
    reply = success(operation)
    return reply.json if reply.json is not msgspec.UNSET else (reply.body or None)


@pytest.mark.parametrize("operation", load_operations().values(), ids=lambda operation: operation.id)
class TestEveryOperation:
    async def test_by_id_and_as_a_method(self, operation: Operation, box: Box, server: ScriptedServer) -> None:
        server.otherwise = success(operation)
        arguments = example_arguments(signature(operation.id))
        arguments.pop("box_version", None)
        method = getattr(getattr(box, operation.tag), method_name(operation.id))

        answers = [await box.call(operation.id, **arguments), await method(**arguments)]

        values = [await answer.read() if isinstance(answer, Content) else answer for answer in answers]
        assert values == [expected_answer(operation)] * 2
        assert len(server.received) == 2
        for received in server.received:
            assert_same(received, box.render(operation.id, **arguments), server.url)

    def test_blocking(self, operation: Operation, blocking_box: BlockingBox, server: ScriptedServer) -> None:
        server.otherwise = success(operation)
        arguments = example_arguments(signature(operation.id))
        arguments.pop("box_version", None)

        answer = getattr(getattr(blocking_box, operation.tag), method_name(operation.id))(**arguments)

        value = answer.read() if isinstance(answer, BlockingContent) else answer
        assert value == expected_answer(operation)
        [received] = server.received
        assert_same(received, blocking_box.render(operation.id, **arguments), server.url)


class TestNames:
    def test_every_operation_has_a_name_of_its_own_on_its_tag(self) -> None:
        named = [operation_id for methods in operation_names().values() for operation_id in methods.values()]

        assert sorted(named) == sorted(load_operations())

    def test_names_are_python_names_and_hide_nothing_of_the_client(self) -> None:
        for tag, methods in operation_names().items():
            assert tag not in {*vars(Box), *vars(BlockingBox)}
            assert [name for name in methods if not re.fullmatch(r"[a-z][a-z0-9_]*", name)] == []

    @pytest.mark.parametrize(
        ("operation_id", "name"),
        [
            ("get_files_id", "get"),
            ("get_folders_id_items", "list_items"),
            ("post_folders", "create"),
            ("put_files_id", "update"),
            ("delete_files_id", "delete"),
            ("post_files_id_copy", "copy"),
            ("post_files_id", "restore"),
            ("get_files_id_comments", "list_for_file"),
            ("get_users_id_memberships", "list_for_user"),
            ("put_files_id#add_shared_link", "add_shared_link"),
            ("post_oauth2_token#refresh", "refresh"),
            ("post_files_content", "create_file"),
            ("options_files_content", "preflight_file"),
            ("post_metadata_taxonomies_id_id_levels:append", "append_levels"),
            ("get_legal_hold_policy_assignments_id_files_on_hold", "list_files_on_hold"),
            ("get_users_me", "get_me"),
        ],
    )
    def test_the_rule(self, operation_id: str, name: str) -> None:
        assert method_name(operation_id) == name
