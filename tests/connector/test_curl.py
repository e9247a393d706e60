"""curl commands and calls, both ways: every documented sample is understood, every call can be written."""

import re
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, unquote, urlsplit

import msgspec
import pytest

from holdall.connector.curl import CurlSyntaxError, NotRecognised, parse_curl, recognise, write_curl
from holdall.connector.curl.command import CurlCommand, Data, FormField, read_all
from holdall.connector.curl.loose_json import read_loose_json
from holdall.connector.render import RenderSettings, render
from holdall.connector.request import FileContent, FormBody, JsonBody, MultipartBody, Request, StreamBody
from holdall.connector.signature import signature
from holdall.contract import load_operations
from tests.connector.examples import example_arguments


class Sample(NamedTuple):
    number: int
    operation_id: str
    put_right: list[str]
    not_sent: list[str]
    command: str


def load_samples() -> list[Sample]:
    text = (Path(__file__).parent / "data" / "curl_samples.txt").read_text()
    samples = []
    for block in re.split(r"(?m)^=== ", text)[1:]:
        head, *lines = block.rstrip("\n").split("\n")
        number, operation_id = head.split()
        remarks = [line for line in lines if line.startswith("--- ")]
        samples.append(
            Sample(
                int(number),
                operation_id,
                [line.removeprefix("--- put right: ") for line in remarks if "put right: " in line],
                [line.removeprefix("--- not sent: ") for line in remarks if "not sent: " in line],
                "\n".join(lines[len(remarks) :]),
            )
        )
    return samples


SAMPLES = load_samples()
UNFIT = {
    45: "the method is not the path's",
    92: "the path is another operation's",
    160: "the body is missing",
    221: "a required parameter is missing",
}
"""Samples that can not be sent as they are written, with what is wrong in the source."""


def of_command(command: CurlCommand) -> dict[str, Any]:
    """What a curl command puts on the wire, without what depends on the caller or only on spelling."""
    parts = urlsplit(command.url)
    headers = {
        name: text for name, text in command.headers.items() if name not in {"authorization", "content-type", "accept"}
    }
    body: Any = None
    if command.form:
        body = [(field.name, field.path or read_loose_json(field.text or "")[0]) for field in command.form]
    elif command.data and command.data[0].path is not None:
        body = Path(command.data[0].path)
    elif command.data and (text := read_all(command.data)).strip():
        body = read_loose_json(text)[0] if text.lstrip()[0] in "{[" else dict(parse_qsl(text))
    return {
        "method": command.method,
        "path": re.sub(r"^(/api)?/2\.0(?=/)|^/api(?=/oauth2)", "", unquote(parts.path)),
        "query": sorted(parse_qsl(parts.query)),
        "headers": headers,
        "body": body,
    }


def of_request(request: Request) -> dict[str, Any]:
    """What a request puts on the wire, spelled like `of_command`."""
    parts = urlsplit(request.url)
    body: Any = None
    match request.body:
        case JsonBody(value):
            body = value
        case FormBody(fields):
            body = fields
        case StreamBody(source):
            body = source
        case MultipartBody(form):
            body = [
                (part.name, msgspec.json.decode(part.value) if isinstance(part.value, str) else str(part.value))
                for part in form
            ]
    return {
        "method": request.method,
        "path": re.sub(r"^(/api)?/2\.0(?=/)|^/api(?=/oauth2)", "", unquote(parts.path)),
        "query": sorted(parse_qsl(parts.query)),
        "headers": request.headers,
        "body": body,
    }


class TestSamples:
    def test_there_are_as_many_as_were_published(self):
        assert [sample.number for sample in SAMPLES] == list(range(274))

    @pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: f"{sample.number}-{sample.operation_id}")
    def test_each_is_recognised_and_what_is_wrong_with_it_is_told(self, sample):
        call = recognise(sample.command)

        assert call.operation.id == sample.operation_id
        assert call.notes == sample.put_right
        assert call.doubts == sample.not_sent

    @pytest.mark.parametrize(
        "sample",
        [sample for sample in SAMPLES if sample.number not in UNFIT and sample.number != 225],
        ids=lambda sample: f"{sample.number}-{sample.operation_id}",
    )
    def test_each_becomes_the_same_request_again(self, sample):
        command = parse_curl(sample.command)
        call = recognise(command)

        request = render(call.operation, call.arguments, RenderSettings(headers=call.headers))

        assert of_request(request) == of_command(command)

    def test_a_body_that_its_operation_does_not_take_is_left_out(self):
        command = parse_curl(SAMPLES[225].command)

        call = recognise(command)

        request = render(call.operation, call.arguments)
        assert of_request(request) == {**of_command(command), "body": None}

    def test_only_these_do_not_fit_their_own_operation(self):
        unfit = {
            sample.number
            for sample in SAMPLES
            if any(not doubt.endswith("is to be filled in") for doubt in sample.not_sent)
        }

        assert unfit == UNFIT.keys()

    @pytest.mark.parametrize("sample", SAMPLES[::9], ids=lambda sample: sample.operation_id)
    def test_the_host_does_not_matter(self, sample):
        elsewhere = re.sub(r"https://[a-z]+\.\w+\.(com|net)", "http://127.0.0.1:8880/box", sample.command, count=1)

        assert recognise(elsewhere) == recognise(sample.command)


@pytest.mark.parametrize("operation", load_operations().values(), ids=lambda operation: operation.id)
class TestEveryOperation:
    def test_its_call_is_written_as_a_command_that_means_the_same_call(self, operation):
        request = render(operation, self.arguments(operation))

        call = recognise(write_curl(request))

        again = render(call.operation, call.arguments, RenderSettings(headers=call.headers))
        assert operation.id in {call.operation.id, *call.same}
        assert msgspec.structs.replace(again, operation_id=operation.id) == request
        assert call.doubts == []

    def arguments(self, operation: Any) -> dict[str, Any]:
        takes = signature(operation.id)
        arguments = example_arguments(takes)
        for item in takes.arguments:
            if item.schema.get("format") == "binary":
                path = Path('a folder/it\'s "one".bin')
                arguments[item.name] = path if item.location == "whole_body" else FileContent(path, "a.bin", "text/x")
        if (operation.variant or "").endswith("shared_link"):
            arguments["fields"] = "shared_link"
        if operation.variant == "remove_shared_link":
            arguments["shared_link"] = None
        return arguments


class TestWritten:
    def test_a_call_without_a_body(self):
        assert write_curl(render("get_files_id", {"file_id": "12", "fields": ["id", "name"]})) == (
            "curl 'https://api.box.com/2.0/files/12?fields=id,name' \\\n  -H \"Authorization: Bearer $HOLDALL_TOKEN\""
        )

    def test_the_token_is_written_only_when_it_is_given(self):
        written = write_curl(render("delete_files_id", {"file_id": "12", "if_match": "3"}), token="T'1")

        assert written == (
            "curl -X DELETE https://api.box.com/2.0/files/12 \\\n"
            "  -H 'Authorization: Bearer T'\"'\"'1' \\\n"
            "  -H 'if-match: 3'"
        )

    def test_json_is_quoted_for_the_shell(self):
        written = write_curl(render("post_folders", {"name": "it's", "parent": {"id": "0"}}))

        assert written == (
            "curl -X POST https://api.box.com/2.0/folders \\\n"
            '  -H "Authorization: Bearer $HOLDALL_TOKEN" \\\n'
            "  -H 'content-type: application/json' \\\n"
            """  -d '{"name":"it'"'"'s","parent":{"id":"0"}}'"""
        )

    def test_an_upload_names_its_file(self):
        content = FileContent(Path("report 1.pdf"), 'the "best".pdf')
        attributes = {"name": "report 1.pdf", "parent": {"id": "0"}}

        written = write_curl(render("post_files_content", {"attributes": attributes, "file": content}))

        assert written == (
            "curl -X POST https://upload.box.com/api/2.0/files/content \\\n"
            '  -H "Authorization: Bearer $HOLDALL_TOKEN" \\\n'
            """  --form-string 'attributes={"name":"report 1.pdf","parent":{"id":"0"}}' \\\n"""
            """  -F 'file=@"report 1.pdf";filename="the \\"best\\".pdf"'"""
        )

    def test_a_download_follows_to_the_bytes_and_saves_them(self):
        assert write_curl(render("get_files_id_content", {"file_id": "12"})) == (
            "curl -L https://api.box.com/2.0/files/12/content \\\n"
            '  -H "Authorization: Bearer $HOLDALL_TOKEN" \\\n'
            "  -o 12-content"
        )

    def test_sign_in_has_no_bearer_token(self):
        assert write_curl(render("post_oauth2_revoke", {"token": "a&b"})) == (
            "curl -X POST https://api.box.com/oauth2/revoke \\\n  --data-urlencode 'token=a&b'"
        )


class TestParsing:
    @pytest.mark.parametrize(
        ("text", "command"),
        [
            ("curl example.com/a", CurlCommand("GET", "https://example.com/a")),
            ("curl -sSLXDELETE https://e.com/a", CurlCommand("DELETE", "https://e.com/a")),
            ("curl --request=PUT --url https://e.com/a", CurlCommand("PUT", "https://e.com/a")),
            ("curl -I https://e.com", CurlCommand("HEAD", "https://e.com")),
            (
                "curl https://e.com -H 'A: b' -HC:d -d x=1 -d y=2 -o out",
                CurlCommand("POST", "https://e.com", {"a": "b", "c": "d"}, [Data("x=1"), Data("y=2")], output="out"),
            ),
            ("curl https://e.com/a/b?c -O", CurlCommand("GET", "https://e.com/a/b?c", output="b")),
            ("curl -G https://e.com?a=1 -d b=2", CurlCommand("GET", "https://e.com?a=1&b=2")),
            (
                "curl -G https://e.com --data-urlencode 'q=a b&c'",
                CurlCommand("GET", "https://e.com?q=a%20b%26c"),
            ),
            ("curl https://e.com --data-raw @x", CurlCommand("POST", "https://e.com", data=[Data("@x")])),
            ("curl https://e.com --data-binary @x", CurlCommand("POST", "https://e.com", data=[Data(path="x")])),
            (
                "curl https://e.com --json '{}'",
                CurlCommand("POST", "https://e.com", {"content-type": "application/json"}, [Data("{}")]),
            ),
            ("curl -T part.bin https://e.com", CurlCommand("PUT", "https://e.com", upload="part.bin")),
            ("curl -u me:secret https://e.com", CurlCommand("GET", "https://e.com", user="me:secret")),
            (
                """curl https://e.com -F a=1 -F 'f=@"x y";type=text/plain;filename=z' -F 't=<note' --form-string 's=@no'""",
                CurlCommand(
                    "POST",
                    "https://e.com",
                    form=[
                        FormField("a", "1"),
                        FormField("f", path="x y", filename="z", content_type="text/plain"),
                        FormField("t", path="note", inline=True),
                        FormField("s", "@no"),
                    ],
                ),
            ),
            (
                "curl \\\n -X POST \\\r\n 'https://e.com' -d 'two\\\nlines'",
                CurlCommand("POST", "https://e.com", data=[Data("two\\\nlines")]),
            ),
            (
                'curl https://e.com -d "it\'s \\\njoined"',
                CurlCommand("POST", "https://e.com", data=[Data("it's joined")]),
            ),
        ],
    )
    def test_options_are_read_as_curl_reads_them(self, text, command):
        assert parse_curl(text) == command

    def test_words_that_a_shell_made_are_taken_as_they_are(self):
        assert parse_curl(["-d", "it's", "https://e.com"]) == CurlCommand("POST", "https://e.com", data=[Data("it's")])

    @pytest.mark.parametrize(
        ("text", "message"),
        [
            ("wget https://e.com", "a curl command begins with curl"),
            ("curl", "a command with one URL is needed, not 0"),
            ("curl https://e.com https://f.com", "a command with one URL is needed, not 2"),
            ("curl --frobnicate https://e.com", "the option --frobnicate of curl is not known here"),
            ("curl https://e.com -H", "-H needs a value"),
            ("curl https://e.com -F name", "-F needs name=value, not name"),
            ("""curl 'a" "b' "c""", "a command with one URL is needed, not 2"),
        ],
    )
    def test_what_can_not_be_read_is_refused(self, text, message):
        with pytest.raises(CurlSyntaxError) as caught:
            parse_curl(text)

        assert str(caught.value) == message


class TestRecognising:
    def test_data_from_a_file_is_read(self, tmp_path):
        (tmp_path / "body.json").write_text('{"message": "hello"}')

        call = recognise(
            f"curl -X PUT https://api.box.com/2.0/comments/7 -d @{tmp_path}/body.json --header 'as-user: 3'"
        )

        assert call.arguments == {"comment_id": "7", "message": "hello"}
        assert call.as_user == "3"

    def test_a_value_in_the_path_is_decoded(self):
        assert recognise("curl https://api.box.com/2.0/zip_downloads/a%2Fb%3D/status").arguments == {
            "zip_download_id": "a/b="
        }

    def test_a_header_that_is_no_parameter_travels_along(self):
        assert recognise("curl https://api.box.com/2.0/users/me -H 'x-trace: 1'").headers == {"x-trace": "1"}

    def test_a_shared_link_is_set_or_removed_by_its_value(self):
        address = "curl -X PUT 'https://api.box.com/2.0/files/1?fields=shared_link'"

        ids = [
            recognise(f"{address} --json '{body}'").operation.id
            for body in ('{"shared_link":{}}', '{"shared_link":null}', '{"shared_link":{},"name":"a"}')
        ]

        assert ids == ["put_files_id#add_shared_link", "put_files_id#remove_shared_link", "put_files_id"]

    @pytest.mark.parametrize(
        ("command", "message"),
        [
            ("curl https://api.box.com/2.0/nothing", "no operation of the contract has the path /2.0/nothing"),
            ("curl https://example.com", "no operation of the contract has the path "),
        ],
    )
    def test_another_path_is_not_recognised(self, command, message):
        with pytest.raises(NotRecognised) as caught:
            recognise(command)

        assert str(caught.value) == message

    @pytest.mark.parametrize(
        ("command", "doubts"),
        [
            (
                "curl https://api.box.com/2.0/files/1?colour=red",
                ["get_files_id has no query parameter colour"],
            ),
            (
                "curl -X PATCH https://api.box.com/2.0/comments/1",
                ["PATCH is no method of this path (it has DELETE, GET, PUT)"],
            ),
            ("curl https://api.box.com/2.0/files/<FILE_ID>", ["<FILE_ID> is to be filled in"]),
            (
                "curl https://api.box.com/2.0/collaborations",
                ["get_collaborations needs status"],
            ),
        ],
    )
    def test_what_should_not_be_sent_is_told(self, command, doubts):
        assert recognise(command).doubts == doubts


class TestLooseJson:
    @pytest.mark.parametrize(
        ("text", "value", "notes"),
        [
            ('{"a": [1, null]}', {"a": [1, None]}, []),
            ("[1,\n2,\n]", [1, 2], ["JSON line 3: a superfluous comma before the closing bracket"]),
            ('{"a": 1\n"b": 2}', {"a": 1, "b": 2}, ["JSON line 2: a comma is missing before this line's value"]),
            ("{a: true}", {"a": True}, ["JSON line 1: the name a lacks its quotes"]),
            ('{"a": {"b": 1}', {"a": {"b": 1}}, ["JSON line 1: the closing } is missing"]),
            ('["a": 1]', [{"a": 1}], ["JSON line 1: the object that ends here lacks its { }"]),
            ('{{"a": 1}}', [{"a": 1}], ["JSON line 1: the list that ends here stands in { } instead of [ ]"]),
            ('{"a": [1}', {"a": [1]}, ["JSON line 1: } closes what [ opened", "JSON line 1: the closing } is missing"]),
        ],
    )
    def test_small_slips_are_put_right_and_told(self, text, value, notes):
        assert read_loose_json(text) == (value, notes)

    @pytest.mark.parametrize(
        ("text", "message"),
        [
            ("", "JSON line 1: a value is missing"),
            ('{"a": }', "JSON line 1: a value is missing"),
            ("{\n'a': 1}", "JSON line 2: 'a' is no value"),
            ('{"a": yes}', "JSON line 1: yes is no value"),
            ('{"a": 1, 2}', "JSON line 1: names with values and values without names in one bracket"),
            ('{"a": "b}', "JSON line 1: a text without its closing quote"),
            ("{} {}", "JSON line 1: more follows the end of the JSON"),
        ],
    )
    def test_what_has_more_than_one_meaning_is_refused(self, text, message):
        with pytest.raises(ValueError, match=re.escape(message) + "$"):
            read_loose_json(text)
