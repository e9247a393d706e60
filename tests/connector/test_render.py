"""A call becomes the contract's request: method, URL, headers and body, for every operation."""

import re
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import msgspec
import pytest

from holdall.connector.errors import ArgumentError, Kind
from holdall.connector.hosts import Hosts
from holdall.connector.render import RenderSettings, render
from holdall.connector.request import FileContent, FormBody, JsonBody, MultipartBody, Part, Request, StreamBody
from holdall.connector.signature import signature
from holdall.contract import load_operations
from tests.connector.examples import example_arguments

BOX_HOSTS = {
    "api": "https://api.box.com/2.0",
    "api_root": "https://api.box.com",
    "upload": "https://upload.box.com/api/2.0",
    "upload_session": "https://upload.box.com/api/2.0",
    "authorize": "https://account.box.com/api/oauth2",
    "download": "https://dl.boxcloud.com/2.0",
}


def wire_text(value: Any) -> str:
    return {True: "true", False: "false"}[value] if isinstance(value, bool) else str(value)


@pytest.mark.parametrize("operation", load_operations().values(), ids=lambda operation: operation.id)
class TestEveryOperation:
    def test_its_method_and_path_are_the_contracts(self, operation):
        takes = signature(operation.id)
        arguments = example_arguments(takes)

        request = render(operation, arguments)

        base, _, rest = request.url.partition(BOX_HOSTS[operation.host])
        path = rest.partition("?")[0]
        pattern = re.sub(r"\\\{\w+\\\}", "([^/?]+)", re.escape(operation.path))
        found = re.fullmatch(pattern, path)
        assert found is not None
        assert base == ""
        assert request.method == operation.method
        names = re.findall(r"\{(\w+)\}", operation.path)
        assert [unquote(part) for part in found.groups()] == [str(arguments[name]) for name in names]

    def test_its_query_is_the_contracts(self, operation):
        arguments = example_arguments(signature(operation.id))
        expected: dict[str, list[str]] = {}
        for parameter in operation.parameters:
            if parameter.location == "query":
                value = arguments[re.sub(r"\W", "_", parameter.name)]
                if not isinstance(value, list):
                    expected[parameter.name] = [wire_text(value)]
                elif parameter.style == "comma":
                    expected[parameter.name] = [",".join(map(wire_text, value))]
                elif isinstance(value[0], dict):
                    expected[parameter.name] = [msgspec.json.encode(value).decode()]
                else:
                    expected[parameter.name] = [wire_text(item) for item in value]

        query = parse_qs(urlsplit(render(operation, arguments).url).query, strict_parsing=bool(expected))

        assert query == expected

    def test_its_headers_are_the_contracts(self, operation):
        arguments = example_arguments(signature(operation.id))
        del_version = {name: value for name, value in arguments.items() if name != "box_version"}
        expected = {
            parameter.name.lower(): wire_text(arguments[parameter.name.replace("-", "_")])
            for parameter in operation.parameters
            if parameter.location == "header" and parameter.name != "box-version"
        }
        if operation.version not in {"2024.0", "curl-samples"}:
            expected["box-version"] = operation.version

        assert render(operation, del_version).headers == expected

    def test_its_body_carries_every_field_under_the_contracts_name(self, operation):
        takes = signature(operation.id)
        arguments = example_arguments(takes)
        fields = {item.wire: arguments[item.name] for item in takes.arguments if item.location == "body"}

        body = render(operation, arguments).body

        match body:
            case None:
                assert operation.body is None
            case JsonBody():
                assert operation.body is not None
                assert list(operation.body.content) == [body.content_type]
                assert msgspec.json.decode(body.encode()) == (fields or arguments["body"])
            case FormBody():
                assert parse_qs(body.encode().decode()) == {name: [str(value)] for name, value in fields.items()}
            case MultipartBody():
                assert [part.name for part in body.parts] == list(fields)
                assert [part.value for part in body.parts if part.filename] == [
                    b"the bytes of " + list(fields)[-1].encode()
                ]
            case StreamBody():
                assert body.source == b"the bytes of body"

    def test_it_is_found_by_its_title_too(self, operation):
        arguments = example_arguments(signature(operation.id))

        assert render(operation.title.upper(), arguments) == render(operation.id, arguments)


class TestArguments:
    def test_null_is_sent_and_absent_is_not(self):
        request = render("put_files_id", {"file_id": "1", "description": msgspec.UNSET, "shared_link": None})

        assert request.body == JsonBody({"shared_link": None})

    def test_python_names_and_wire_names_are_the_same_argument(self):
        by_python = render("get_files_id", {"file_id": "1", "if_none_match": "3"})

        assert by_python == render("get_files_id", {"file_id": "1", "if-none-match": "3"})
        assert by_python.headers == {"if-none-match": "3"}

    def test_a_name_that_is_a_keyword_gets_an_underscore(self):
        request = render("post_metadata_queries_execute_read", {"from_": "enterprise_1.a", "ancestor_folder_id": "0"})

        assert request.body == JsonBody({"from": "enterprise_1.a", "ancestor_folder_id": "0"})

    def test_a_body_can_be_given_whole_with_fields_on_top(self):
        request = render("post_folders", {"body": {"name": "a", "later": 1}, "name": "b"})

        assert request.body == JsonBody({"name": "b", "later": 1})

    def test_an_optional_body_without_fields_is_not_sent(self):
        assert render("post_files_id", {"file_id": "1"}).body is None

    def test_a_list_may_be_written_as_one_text(self):
        assert render("get_files_id", {"file_id": "1", "fields": "id,name"}).url.endswith("?fields=id,name")

    def test_a_file_part_keeps_its_name_and_type(self):
        request = render("post_users_id_avatar", {"user_id": "1", "pic": FileContent(b"png", "me.png", "image/png")})

        assert request.body == MultipartBody([Part("pic", b"png", "me.png", "image/png")])

    @pytest.mark.parametrize(
        ("arguments", "message"),
        [
            ({}, "get_files_id: missing: file_id"),
            (
                {"file_id": "1", "feilds": "id"},
                "get_files_id: there is no argument 'feilds' (did you mean: fields, file_id)",
            ),
            ({"file_id": ".."}, "get_files_id: file_id can not be '..'"),
            ({"file_id": ""}, "get_files_id: file_id can not be ''"),
            ({"file_id": None}, "get_files_id: file_id can not be null: it travels as text"),
            ({"file_id": "1", "body": {}}, "get_files_id: this operation has no body"),
            ({"file_id": "1", "if_none_match": "a\r\nb: c"}, "get_files_id: if_none_match can not hold a line break"),
        ],
    )
    def test_what_does_not_fit_is_refused_before_sending(self, arguments, message):
        with pytest.raises(ArgumentError) as caught:
            render("get_files_id", arguments)

        assert str(caught.value) == message
        assert caught.value.kind is Kind.ARGUMENTS

    def test_a_path_value_can_not_leave_its_segment(self):
        assert (
            render("get_files_id", {"file_id": "a/../b?c#d"}).url == "https://api.box.com/2.0/files/a%2F..%2Fb%3Fc%23d"
        )

    def test_an_unknown_operation_names_its_neighbours(self):
        with pytest.raises(LookupError, match="get_files_id"):
            render("get_file_id")


class TestSettings:
    def test_one_base_url_stands_for_all_hosts(self):
        assert Hosts.at("http://127.0.0.1:8880/") == Hosts(
            api="http://127.0.0.1:8880/2.0",
            api_root="http://127.0.0.1:8880",
            upload="http://127.0.0.1:8880/api/2.0",
            upload_session="http://127.0.0.1:8880/api/2.0",
            authorize="http://127.0.0.1:8880/api/oauth2",
            download="http://127.0.0.1:8880/2.0",
        )

    def test_a_base_url_may_have_a_path(self):
        assert Hosts.at("https://example.com/box").api == "https://example.com/box/2.0"

    @pytest.mark.parametrize("wrong", ["127.0.0.1:8880", "ftp://example.com", "https://example.com?x=1", ""])
    def test_what_is_no_base_url_is_refused(self, wrong):
        with pytest.raises(ValueError, match="a base URL looks like"):
            Hosts.at(wrong)

    def test_as_user_and_common_headers_are_added(self):
        settings = RenderSettings(as_user="7", headers={"X-Trace": "t"})

        assert render("get_users_me", {}, settings) == Request(
            "get_users_me", "GET", "https://api.box.com/2.0/users/me", {"x-trace": "t", "as-user": "7"}
        )

    def test_a_public_operation_has_neither_token_nor_as_user(self):
        request = render("post_oauth2_revoke", {"token": "t"}, RenderSettings(as_user="7"))

        assert request == Request(
            "post_oauth2_revoke", "POST", "https://api.box.com/oauth2/revoke", {}, FormBody({"token": "t"}), False
        )
