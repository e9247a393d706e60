"""Downloads: the redirect, and the signed link that it leads to."""

import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
import sqlalchemy as sa

from holdall.base.clock import SECOND
from holdall.base.db import query
from holdall.box.delivery.links import make_link
from holdall.content.events.tables import events
from tests.support.client import Client
from tests.support.enterprise import Enterprise
from tests.support.uploads import download, upload, upload_version

EVERY_ANSWER = {"box-request-id", "strict-transport-security"}
CONTENT = bytes(range(256)) * 5000
_DOWNLOADS = query(
    sa.select(events.c.source_id, events.c.created_by, events.c.details)
    .where(events.c.enterprise_id == sa.bindparam("enterprise_id"))
    .where(events.c.event_type == "ITEM_DOWNLOAD")
)


async def link_of(client: Client, file_id: str) -> str:
    response = await client.call("get_files_id_content", file_id=file_id)
    assert response.status_code == 302, response.text
    link: str = response.headers["location"]
    return link


async def follow(enterprise: Enterprise, link: str, method: str = "GET", **headers: str) -> httpx.Response:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return await Client(enterprise.gateway).http.request(method, link, headers=named)


@contextmanager
def later(enterprise: Enterprise, seconds: int) -> Iterator[None]:
    clock = enterprise.gateway.platform.clock
    clock.advance(seconds * SECOND)
    try:
        yield
    finally:
        clock.advance(-seconds * SECOND)


@pytest.mark.operation("get_files_id_content")
class TestGetFilesIdContent:
    async def test_the_answer_is_a_redirect_without_a_body(self, enterprise: Enterprise) -> None:
        file = await upload(enterprise.user, "a.txt", b"hello")
        response = await enterprise.user.call("get_files_id_content", file_id=file["id"])
        assert (response.status_code, response.content) == (302, b"")
        assert re.fullmatch(r"https://holdall\.test/d/1/[\w-]+/download", response.headers["location"])

    async def test_the_link_needs_no_token(self, enterprise: Enterprise) -> None:
        file = await upload(enterprise.user, "a.txt", CONTENT)
        response = await follow(enterprise, await link_of(enterprise.user, file["id"]))
        assert (response.status_code, response.content) == (200, CONTENT)

    async def test_a_version_can_be_asked_for(self, enterprise: Enterprise) -> None:
        file = await upload(enterprise.user, "a.txt", b"one")
        await upload_version(enterprise.user, file["id"], b"two", name="b.txt")
        response = await download(enterprise.user, file["id"], file["file_version"]["id"])
        assert (response.content, response.headers["content-disposition"]) == (b"one", 'attachment; filename="a.txt"')
        assert (await download(enterprise.user, file["id"])).content == b"two"

    @pytest.mark.parametrize("version", ["1", "abc"])
    async def test_a_version_that_the_file_does_not_have_is_refused(self, enterprise: Enterprise, version: str) -> None:
        file = await upload(enterprise.user, "a.txt", b"one")
        response = await enterprise.user.call("get_files_id_content", file_id=file["id"], version=version)
        assert response.status_code == (404 if version == "1" else 400)

    async def test_a_version_of_another_file_is_not_there(self, enterprise: Enterprise) -> None:
        one, two = [await upload(enterprise.user, name, b"x") for name in ("a.txt", "b.txt")]
        response = await enterprise.user.call(
            "get_files_id_content", file_id=one["id"], version=two["file_version"]["id"]
        )
        assert (response.status_code, response.json()["code"]) == (404, "not_found")

    async def test_a_file_of_somebody_else_is_not_there(self, enterprise: Enterprise) -> None:
        _, stranger = await enterprise.new_user()
        file = await upload(enterprise.user, "a.txt", b"hello")
        for file_id in (file["id"], "1", "abc"):
            response = await stranger.call("get_files_id_content", file_id=file_id)
            assert (response.status_code, response.json()["code"]) == (404, "not_found")

    async def test_the_token_may_be_in_the_address(self, enterprise: Enterprise) -> None:
        file = await upload(enterprise.user, "a.txt", b"hello")
        anonymous = Client(enterprise.gateway)
        token = enterprise.user.token
        response = await anonymous.call("get_files_id_content", file_id=file["id"], access_token=token)
        assert (await follow(enterprise, response.headers["location"])).content == b"hello"
        for wrong in ("wrong", ""):
            refused = await anonymous.call("get_files_id_content", file_id=file["id"], access_token=wrong)
            assert refused.status_code == 401

    async def test_only_this_operation_takes_a_token_from_the_address(self, enterprise: Enterprise) -> None:
        response = await Client(enterprise.gateway).http.get(f"/2.0/users/me?access_token={enterprise.user.token}")
        assert response.status_code == 401

    async def test_a_token_that_may_only_upload_may_not_read(self, enterprise: Enterprise) -> None:
        file = await upload(enterprise.user, "a.txt", b"hello")
        token = await enterprise.new_token(enterprise.user_id, scopes=("base_upload",))
        response = await Client(enterprise.gateway, token).call("get_files_id_content", file_id=file["id"])
        assert response.status_code == 403

    async def test_each_download_is_told_as_an_event(self, enterprise: Enterprise) -> None:
        file = await upload(enterprise.user, "a.txt", b"hello")
        await link_of(enterprise.user, file["id"])
        rows = await enterprise.gateway.platform.db.all(_DOWNLOADS, enterprise_id=enterprise.id)
        told = [(source, user, details["version_id"]) for source, user, details in rows]
        assert told == [(int(file["id"]), enterprise.user_id, int(file["file_version"]["id"]))]


class TestLink:
    async def test_an_expired_link_says_so(self, enterprise: Enterprise) -> None:
        file = await upload(enterprise.user, "a.txt", b"hello")
        link = await link_of(enterprise.user, file["id"])
        with later(enterprise, 899):
            assert (await follow(enterprise, link)).status_code == 200
        with later(enterprise, 900):
            response = await follow(enterprise, link)
        assert (response.status_code, response.json()["code"]) == (410, "gone")

    async def test_a_link_that_was_changed_leads_nowhere(self, enterprise: Enterprise) -> None:
        file = await upload(enterprise.user, "a.txt", b"hello")
        link = await link_of(enterprise.user, file["id"])
        token = urlsplit(link).path.split("/")[3]
        for position in range(len(token)):
            changed = token[:position] + ("A" if token[position] != "A" else "B") + token[position + 1 :]
            response = await follow(enterprise, link.replace(token, changed))
            assert (response.status_code, response.json()["code"]) == (404, "not_found"), position
        for other in ("x", token[:-1], token + "A", "%ff"):
            assert (await follow(enterprise, link.replace(token, other))).status_code == 404

    async def test_a_link_outlives_a_rename_and_tells_the_new_name(self, enterprise: Enterprise) -> None:
        file = await upload(enterprise.user, "a.txt", b"hello")
        link = await link_of(enterprise.user, file["id"])
        await upload_version(enterprise.user, file["id"], b"other", name="b.txt")
        response = await follow(enterprise, link)
        assert (response.content, response.headers["content-disposition"]) == (b"hello", 'attachment; filename="a.txt"')

    async def test_the_content_is_labelled_so_that_no_browser_runs_it(self, enterprise: Enterprise) -> None:
        content = b"<script>alert(1)</script>"
        file = await upload(enterprise.user, "Straße.html", content)
        headers = (await download(enterprise.user, file["id"])).headers
        assert {name: headers[name] for name in headers if name not in {"last-modified", *EVERY_ANSWER}} == {
            "content-type": "text/html",
            "content-length": str(len(content)),
            "content-disposition": "attachment; filename=\"Stra_e.html\"; filename*=UTF-8''Stra%C3%9Fe.html",
            "content-security-policy": (
                "default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'; sandbox"
            ),
            "x-content-type-options": "nosniff",
            "accept-ranges": "bytes",
            "cache-control": "private",
            "etag": f'"{hashlib.sha1(content).hexdigest()}"',
        }

    async def test_an_image_is_shown_where_the_link_says_so(self, enterprise: Enterprise) -> None:
        file = await upload(enterprise.user, "a.png", b"png")
        ctx: Any = _LinkMaker(enterprise)
        response = await follow(enterprise, make_link(ctx, int(file["file_version"]["id"]), inline=True))
        assert response.headers["content-disposition"] == 'inline; filename="a.png"'

    async def test_head_answers_the_headers_alone(self, enterprise: Enterprise) -> None:
        file = await upload(enterprise.user, "a.bin", CONTENT)
        link = await link_of(enterprise.user, file["id"])
        whole, head = await follow(enterprise, link), await follow(enterprise, link, "HEAD")
        assert (head.status_code, head.content) == (200, b"")
        assert dict(head.headers) | {"box-request-id": ""} == dict(whole.headers) | {"box-request-id": ""}

    @pytest.mark.parametrize("content", [b"", b"x"])
    async def test_tiny_content_is_sent(self, enterprise: Enterprise, content: bytes) -> None:
        file = await upload(enterprise.user, "a.bin", content)
        response = await download(enterprise.user, file["id"])
        assert (response.content, response.headers["content-length"]) == (content, str(len(content)))


class TestRanges:
    @pytest.mark.parametrize(
        ("header", "first", "last"),
        [
            ("bytes=0-0", 0, 0),
            ("bytes=1000-300000", 1000, 300_000),
            ("bytes=262144-", 262_144, len(CONTENT) - 1),
            ("bytes=-5", len(CONTENT) - 5, len(CONTENT) - 1),
            ("bytes=5-99999999", 5, len(CONTENT) - 1),
        ],
    )
    async def test_a_range_is_answered_with_its_bytes(
        self, enterprise: Enterprise, header: str, first: int, last: int
    ) -> None:
        file = await upload(enterprise.user, "a.bin", CONTENT)
        response = await download(enterprise.user, file["id"], range=header)
        assert (response.status_code, response.content) == (206, CONTENT[first : last + 1])
        assert response.headers["content-range"] == f"bytes {first}-{last}/{len(CONTENT)}"
        assert response.headers["content-length"] == str(last + 1 - first)

    async def test_several_ranges_are_answered_as_parts(self, enterprise: Enterprise) -> None:
        file = await upload(enterprise.user, "a.txt", CONTENT)
        response = await download(enterprise.user, file["id"], range="bytes=0-9, 300000-600000, -1")
        boundary = response.headers["content-type"].removeprefix("multipart/byteranges; boundary=")
        expected = b""
        for first, last in ((0, 9), (300_000, 600_000), (len(CONTENT) - 1, len(CONTENT) - 1)):
            expected += (
                f"{'' if not expected else chr(13) + chr(10)}--{boundary}\r\ncontent-type: text/plain\r\n"
                f"content-range: bytes {first}-{last}/{len(CONTENT)}\r\n\r\n"
            ).encode() + CONTENT[first : last + 1]
        expected += f"\r\n--{boundary}--\r\n".encode()
        assert (response.status_code, response.content) == (206, expected)
        assert response.headers["content-length"] == str(len(expected))

    async def test_a_range_beyond_the_end_is_refused_with_the_size(self, enterprise: Enterprise) -> None:
        file = await upload(enterprise.user, "a.bin", b"hello")
        response = await download(enterprise.user, file["id"], range="bytes=5-")
        assert (response.status_code, response.content) == (416, b"")
        assert response.headers["content-range"] == "bytes */5"

    async def test_a_head_request_knows_no_range(self, enterprise: Enterprise) -> None:
        file = await upload(enterprise.user, "a.bin", b"hello")
        link = await link_of(enterprise.user, file["id"])
        response = await follow(enterprise, link, "HEAD", range="bytes=1-2")
        assert (response.status_code, response.headers["content-length"]) == (200, "5")


class TestConditions:
    async def test_content_that_the_client_has_is_not_sent_again(self, enterprise: Enterprise) -> None:
        file = await upload(enterprise.user, "a.bin", b"hello")
        link = await link_of(enterprise.user, file["id"])
        whole = await follow(enterprise, link)
        for headers in (
            {"if_none_match": whole.headers["etag"]},
            {"if_modified_since": whole.headers["last-modified"]},
        ):
            response = await follow(enterprise, link, **headers)
            assert (response.status_code, response.content) == (304, b"")
            assert response.headers["etag"] == whole.headers["etag"]
            assert "content-length" not in response.headers

    async def test_a_condition_that_fails_is_told(self, enterprise: Enterprise) -> None:
        file = await upload(enterprise.user, "a.bin", b"hello")
        response = await download(enterprise.user, file["id"], **{"if-match": '"other"'})
        assert (response.status_code, response.content) == (412, b"")

    async def test_a_range_of_other_content_is_answered_with_the_whole(self, enterprise: Enterprise) -> None:
        file = await upload(enterprise.user, "a.bin", b"hello")
        link = await link_of(enterprise.user, file["id"])
        etag = f'"{file["sha1"]}"'
        same = await follow(enterprise, link, range="bytes=1-2", if_range=etag)
        other = await follow(enterprise, link, range="bytes=1-2", if_range='"other"')
        assert [(one.status_code, one.content) for one in (same, other)] == [(206, b"el"), (200, b"hello")]


class _LinkMaker:
    """What making a link asks of a request."""

    def __init__(self, enterprise: Enterprise) -> None:
        self.platform = enterprise.gateway.platform
        self.db = self.platform.db
        self.download_url = "https://holdall.test"
