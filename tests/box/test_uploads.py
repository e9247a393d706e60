"""Simple uploads: new files, new versions, and the checks beforehand."""

import asyncio
import hashlib
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest

from holdall.box.upload_form import OVERHEAD
from tests.support.bytes import blobs_of, space_used
from tests.support.client import Client
from tests.support.enterprise import Enterprise
from tests.support.uploads import (
    FORM_TYPE,
    download,
    file_form,
    form,
    send_form,
    send_upload,
    upload,
    upload_version,
)

LARGE = bytes(range(256)) * 4096 + b"end"
SHA1_OF_HELLO = hashlib.sha1(b"hello").hexdigest()


def attributes(name: str = "a.txt", parent: Any = "0", **more: Any) -> dict[str, Any]:
    return {"name": name, "parent": {"id": parent}, **more}


async def in_pieces(body: bytes, size: int) -> AsyncIterator[bytes]:
    for start in range(0, len(body), size):
        yield body[start : start + size]


async def check(client: Client, **body: Any) -> Any:
    return await client.call("options_files_content", json=body)


@pytest.mark.operation("post_files_content")
class TestPostFilesContent:
    async def test_the_new_file_is_answered_whole_and_its_bytes_come_back(self, enterprise: Enterprise) -> None:
        response = await send_upload(enterprise.user, attributes(), b"hello")
        body = response.json()
        [entry] = body["entries"]
        assert (response.status_code, body["total_count"]) == (201, 1)
        assert (entry["name"], entry["size"], entry["sha1"], entry["etag"]) == ("a.txt", 5, SHA1_OF_HELLO, "0")
        assert (entry["parent"]["id"], entry["created_by"]["id"]) == ("0", str(enterprise.user_id))
        assert (await download(enterprise.user, entry["id"])).content == b"hello"

    @pytest.mark.parametrize("content", [b"", b"x", LARGE])
    async def test_any_size_is_stored_as_it_was_sent(self, enterprise: Enterprise, content: bytes) -> None:
        file = await upload(enterprise.user, "any.bin", content)
        assert (file["size"], file["sha1"]) == (len(content), hashlib.sha1(content).hexdigest())
        assert (await download(enterprise.user, file["id"])).content == content

    @pytest.mark.parametrize(
        ("part", "filename"), [("file", ""), ("content", "unused"), ("contents", "a"), ("x", None)]
    )
    async def test_every_client_calls_the_file_otherwise(
        self, enterprise: Enterprise, part: str, filename: str | None
    ) -> None:
        response = await send_form(enterprise.user, file_form(attributes(), b"hello", part, filename))
        assert (response.status_code, response.json()["entries"][0]["sha1"]) == (201, SHA1_OF_HELLO)

    @pytest.mark.parametrize("size", [7, 100_000])
    async def test_a_body_of_undeclared_length_is_taken(self, enterprise: Enterprise, size: int) -> None:
        response = await send_form(enterprise.user, in_pieces(file_form(attributes(), LARGE), size))
        assert (response.status_code, response.json()["entries"][0]["size"]) == (201, len(LARGE))

    async def test_the_parent_may_be_a_number_and_the_file_lands_there(self, enterprise: Enterprise) -> None:
        root = (await upload(enterprise.user, "first"))["path_collection"]["entries"]
        file = await upload(enterprise.user, "second", parent=0)
        assert file["path_collection"]["entries"] == root

    async def test_times_of_the_content_are_kept_to_the_second_and_in_utc(self, enterprise: Enterprise) -> None:
        file = await upload(
            enterprise.user,
            "a.txt",
            content_created_at="2012-12-12T10:53:43.999-08:00",
            content_modified_at="2013-01-02T03:04:05Z",
        )
        assert file["content_created_at"] == "2012-12-12T18:53:43+00:00"
        assert file["content_modified_at"] == "2013-01-02T03:04:05+00:00"

    async def test_fields_choose_what_is_answered(self, enterprise: Enterprise) -> None:
        response = await enterprise.user.call(
            "post_files_content",
            fields="name,size",
            content=file_form(attributes(), b"hello"),
            headers={"content-type": FORM_TYPE},
        )
        [entry] = response.json()["entries"]
        assert entry == {"type": "file", "id": entry["id"], "etag": "0", "name": "a.txt", "size": 5}

    @pytest.mark.parametrize("sha1", [SHA1_OF_HELLO, SHA1_OF_HELLO.upper()])
    async def test_a_matching_sha1_in_content_md5_passes(self, enterprise: Enterprise, sha1: str) -> None:
        response = await send_upload(enterprise.user, attributes(), b"hello", content_md5=sha1)
        assert response.status_code == 201

    @pytest.mark.parametrize("sha1", ["0" * 40, "abc", "", "XUFAKrxLKna5cZ2REBfFkg=="])
    async def test_another_sha1_in_content_md5_is_refused_and_nothing_stored(
        self, enterprise: Enterprise, sha1: str
    ) -> None:
        response = await send_upload(enterprise.user, attributes(), b"hello", content_md5=sha1)
        assert (response.status_code, response.json()["code"]) == (400, "bad_digest")
        await self.assert_nothing_was_stored(enterprise)

    async def test_a_taken_name_is_refused_with_the_one_conflict_as_an_object(self, enterprise: Enterprise) -> None:
        first = await upload(enterprise.user, "A.txt", b"hello")
        response = await send_upload(enterprise.user, attributes("a.TXT"), b"other")
        body = response.json()
        assert (response.status_code, body["code"]) == (409, "item_name_in_use")
        assert body["context_info"]["conflicts"] == {
            name: first[name] for name in ("type", "id", "sequence_id", "etag", "name", "sha1", "file_version")
        }
        assert await blobs_of(enterprise) == 1

    async def test_of_many_uploads_of_one_name_at_once_one_wins(self, enterprise: Enterprise) -> None:
        responses = await asyncio.gather(
            *(send_upload(enterprise.user, attributes(), b"%d" % number) for number in range(8))
        )
        assert sorted(response.status_code for response in responses) == [201] + [409] * 7
        assert (await blobs_of(enterprise), await space_used(enterprise)) == (1, 1)

    @pytest.mark.parametrize(
        ("sent", "status", "code"),
        [
            (attributes("a/b"), 400, "item_name_invalid"),
            (attributes(".."), 400, "item_name_invalid"),
            (attributes("x" * 256), 400, "item_name_too_long"),
            (attributes(parent="123"), 404, "not_found"),
            (attributes(parent="abc"), 400, "bad_request"),
            (attributes(parent=-1), 400, "bad_request"),
            (attributes(parent=2**70), 400, "bad_request"),
            ({"parent": {"id": "0"}}, 400, "bad_request"),
            ({"name": "a.txt"}, 400, "bad_request"),
            ({"name": "a.txt", "parent": "0"}, 400, "bad_request"),
            ({"name": 5, "parent": {"id": "0"}}, 400, "bad_request"),
            (attributes(content_created_at="yesterday"), 400, "bad_request"),
            (attributes(content_modified_at="2026-13-01T00:00:00Z"), 400, "bad_request"),
        ],
    )
    @pytest.mark.parametrize("content", [b"hello", LARGE])
    async def test_attributes_that_cannot_be_are_refused_and_nothing_stored(
        self, enterprise: Enterprise, sent: Any, status: int, code: str, content: bytes
    ) -> None:
        response = await send_upload(enterprise.user, sent, content)
        assert (response.status_code, response.json()["code"]) == (status, code)
        await self.assert_nothing_was_stored(enterprise)

    @pytest.mark.parametrize(
        ("body", "code"),
        [
            (form(("file", "a", b"x"), ("attributes", None, b"{}")), "metadata_after_file_contents"),
            (form(("file", "a", b"x")), "bad_request"),
            (form(("attributes", None, json.dumps(attributes()).encode())), "bad_request"),
            (file_form(attributes(), LARGE)[:-1000], "bad_request"),
            (file_form(attributes(), b"hello")[:-20], "bad_request"),
            (b"no form", "bad_request"),
            (b"", "bad_request"),
        ],
    )
    async def test_a_broken_form_is_refused_and_nothing_stored(
        self, enterprise: Enterprise, body: bytes, code: str
    ) -> None:
        response = await send_form(enterprise.user, body)
        assert (response.status_code, response.json()["code"]) == (400, code)
        await self.assert_nothing_was_stored(enterprise)

    async def test_a_folder_of_somebody_else_is_not_there(self, enterprise: Enterprise) -> None:
        _, stranger = await enterprise.new_user()
        file = await upload(enterprise.user, "a.txt")
        response = await send_upload(stranger, attributes(parent=file["id"]), b"hello")
        assert (response.status_code, response.json()["code"]) == (404, "not_found")

    @pytest.mark.parametrize("undeclared", [False, True])
    @pytest.mark.parametrize(
        ("columns", "code"),
        [({"space_amount": 1000}, "storage_limit_exceeded"), ({"max_upload_size": 1000}, "file_size_limit_exceeded")],
    )
    async def test_limits_of_the_owner_are_kept_and_nothing_stored(
        self, enterprise: Enterprise, columns: dict[str, Any], code: str, undeclared: bool
    ) -> None:
        user_id, client = await enterprise.new_user(**columns)
        await upload(client, "fits", b"x" * 1000)
        for content in (b"y" * 1001, LARGE):
            body = file_form(attributes("does not"), content)
            response = await send_form(client, in_pieces(body, 5000) if undeclared else body)
            assert (response.status_code, response.json()["code"]) == (403, code)
        assert (await blobs_of(enterprise), await space_used(enterprise, user_id)) == (1, 1000)

    async def test_a_token_without_the_scope_may_not_upload(self, enterprise: Enterprise) -> None:
        token = await enterprise.new_token(enterprise.user_id, scopes=("root_readonly",))
        response = await send_upload(Client(enterprise.gateway, token), attributes(), b"hello")
        assert response.status_code == 403
        await self.assert_nothing_was_stored(enterprise)

    async def assert_nothing_was_stored(self, enterprise: Enterprise) -> None:
        assert (await blobs_of(enterprise), await space_used(enterprise)) == (0, 0)
        assert (await check(enterprise.user, **attributes())).status_code == 200


@pytest.mark.operation("post_files_id_content")
class TestPostFilesIdContent:
    async def test_a_new_version_changes_content_name_and_etag(self, enterprise: Enterprise) -> None:
        first = await upload(enterprise.user, "a.txt", b"hello")
        second = await upload_version(
            enterprise.user, first["id"], b"hello again", name="b.txt", content_modified_at="2013-01-02T03:04:05Z"
        )
        assert (second["id"], second["name"], second["size"], second["etag"]) == (first["id"], "b.txt", 11, "1")
        assert second["content_modified_at"] == "2013-01-02T03:04:05+00:00"
        assert second["content_created_at"] == first["content_created_at"]
        assert second["file_version"]["id"] != first["file_version"]["id"]
        assert (await download(enterprise.user, first["id"])).content == b"hello again"
        assert (await download(enterprise.user, first["id"], first["file_version"]["id"])).content == b"hello"

    async def test_without_a_name_the_file_keeps_its_own(self, enterprise: Enterprise) -> None:
        first = await upload(enterprise.user, "a.txt", b"hello")
        assert (await upload_version(enterprise.user, first["id"], LARGE))["name"] == "a.txt"

    async def test_every_version_counts_against_the_storage_limit(self, enterprise: Enterprise) -> None:
        user_id, client = await enterprise.new_user(space_amount=10)
        file = await upload(client, "a.txt", b"123456")
        response = await self.send(client, file["id"], b"12345")
        assert (response.status_code, response.json()["code"]) == (403, "storage_limit_exceeded")
        await upload_version(client, file["id"], b"1234")
        assert await space_used(enterprise, user_id) == 10

    @pytest.mark.parametrize("content", [b"hello", LARGE])
    async def test_if_match_keeps_others_work(self, enterprise: Enterprise, content: bytes) -> None:
        file = await upload(enterprise.user, "a.txt", b"one")
        stale = await self.send(enterprise.user, file["id"], content, if_match="7")
        fresh = await self.send(enterprise.user, file["id"], content, if_match='"0"')
        late = await self.send(enterprise.user, file["id"], content, if_match="0")
        codes = [(one.status_code, one.json().get("code")) for one in (stale, fresh, late)]
        assert codes == [(412, "precondition_failed"), (200, None), (412, "precondition_failed")]
        assert await blobs_of(enterprise) == 2

    async def test_a_name_of_another_file_is_refused(self, enterprise: Enterprise) -> None:
        await upload(enterprise.user, "a.txt")
        file = await upload(enterprise.user, "b.txt")
        response = await self.send(enterprise.user, file["id"], b"hello", name="A.txt")
        assert (response.status_code, response.json()["code"]) == (409, "item_name_in_use")

    async def test_another_sha1_is_refused_and_the_file_stays(self, enterprise: Enterprise) -> None:
        file = await upload(enterprise.user, "a.txt", b"hello")
        response = await self.send(enterprise.user, file["id"], b"other", content_md5="0" * 40)
        assert (response.status_code, response.json()["code"]) == (400, "bad_digest")
        assert (await download(enterprise.user, file["id"])).content == b"hello"

    async def test_a_file_of_somebody_else_is_not_there(self, enterprise: Enterprise) -> None:
        _, stranger = await enterprise.new_user()
        file = await upload(enterprise.user, "a.txt", b"hello")
        for file_id in (file["id"], "123", "abc"):
            response = await self.send(stranger, file_id, b"other")
            assert (response.status_code, response.json()["code"]) == (404, "not_found")

    @staticmethod
    async def send(client: Client, file_id: str, content: bytes, name: str | None = None, **headers: str) -> Any:
        sent = {} if name is None else {"name": name}
        return await client.call(
            "post_files_id_content",
            file_id=file_id,
            content=file_form(sent, content),
            headers={"content-type": FORM_TYPE, **{key.replace("_", "-"): value for key, value in headers.items()}},
        )


class TestLimits:
    async def test_a_form_larger_than_the_server_takes_is_refused_unread(self, enterprise: Enterprise) -> None:
        limit = enterprise.gateway.platform.settings.upload_limit
        response = await enterprise.user.http.post(
            "/api/2.0/files/content",
            content=in_pieces(file_form(attributes(), b"hello"), 10**6),
            headers={"content-type": FORM_TYPE, "content-length": str(limit + OVERHEAD + 1)},
        )
        assert (response.status_code, response.json()["code"]) == (413, "request_entity_too_large")


@pytest.mark.operation("options_files_content")
class TestOptionsFilesContent:
    async def test_a_free_name_is_told_where_to_go_and_an_upload_there_works(self, enterprise: Enterprise) -> None:
        response = await check(enterprise.user, name="a.txt", parent={"id": "0"}, size=5)
        assert (response.status_code, set(response.json())) == (200, {"upload_url", "upload_token"})
        for client in (Client(enterprise.gateway, response.json()["upload_token"]), enterprise.user):
            posted = await client.http.post(
                response.json()["upload_url"],
                content=file_form(attributes(f"a{client.token}.txt"), b"hello"),
                headers={"content-type": FORM_TYPE},
            )
            assert (posted.status_code, posted.json()["entries"][0]["sha1"]) == (201, SHA1_OF_HELLO)

    async def test_the_upload_token_reads_nothing(self, enterprise: Enterprise) -> None:
        file = await upload(enterprise.user, "b.txt", b"hello")
        response = await check(enterprise.user, name="a.txt", parent={"id": "0"})
        narrow = Client(enterprise.gateway, response.json()["upload_token"])
        assert (await narrow.call("get_files_id_content", file_id=file["id"])).status_code == 403

    async def test_a_size_is_not_needed_and_a_slash_at_the_end_does_no_harm(self, enterprise: Enterprise) -> None:
        body = {"name": "a.txt", "parent": {"id": 0}}
        response = await enterprise.user.http.request("OPTIONS", "/2.0/files/content/", json=body)
        assert response.status_code == 200

    async def test_a_taken_name_answers_the_one_conflict_as_an_object(self, enterprise: Enterprise) -> None:
        file = await upload(enterprise.user, "a.txt", b"hello")
        response = await check(enterprise.user, name="A.TXT", parent={"id": "0"}, size=5)
        conflict = response.json()["context_info"]["conflicts"]
        assert (response.status_code, response.json()["code"]) == (409, "item_name_in_use")
        assert (conflict["type"], conflict["id"], conflict["sha1"]) == ("file", file["id"], file["sha1"])

    @pytest.mark.parametrize(
        ("body", "status", "code"),
        [
            ({"name": "a", "parent": {"id": "0"}, "size": -1}, 400, "bad_request"),
            ({"name": "a", "parent": {"id": "0"}, "size": "many"}, 400, "bad_request"),
            ({"name": "a", "parent": {"id": "0"}, "size": 10**15}, 403, "storage_limit_exceeded"),
            ({"name": "a/b", "parent": {"id": "0"}}, 400, "item_name_invalid"),
            ({"name": "x" * 256, "parent": {"id": "0"}}, 400, "item_name_too_long"),
            ({"parent": {"id": "0"}}, 400, "bad_request"),
            ({"name": "a"}, 400, "bad_request"),
            ({"name": "a", "parent": {"id": "123"}}, 404, "not_found"),
            ([], 400, "bad_request"),
        ],
    )
    async def test_what_would_be_refused_is_refused(
        self, enterprise: Enterprise, body: Any, status: int, code: str
    ) -> None:
        response = await enterprise.user.call("options_files_content", json=body)
        assert (response.status_code, response.json()["code"]) == (status, code)

    async def test_the_size_limit_of_the_user_is_told(self, enterprise: Enterprise) -> None:
        _, client = await enterprise.new_user(max_upload_size=10)
        response = await check(client, name="a", parent={"id": "0"}, size=11)
        assert (response.status_code, response.json()["code"]) == (403, "file_size_limit_exceeded")


@pytest.mark.operation("options_files_id_content")
class TestOptionsFilesIdContent:
    async def test_a_version_is_told_where_to_go_and_an_upload_there_works(self, enterprise: Enterprise) -> None:
        file = await upload(enterprise.user, "a.txt", b"hello")
        response = await self.ask(enterprise.user, file["id"], name="a.txt", size=5)
        assert response.status_code == 200
        posted = await Client(enterprise.gateway, response.json()["upload_token"]).http.post(
            response.json()["upload_url"], content=file_form({}, b"new"), headers={"content-type": FORM_TYPE}
        )
        assert (posted.status_code, posted.json()["entries"][0]["etag"]) == (200, "1")

    @pytest.mark.parametrize(
        ("body", "status", "code"),
        [
            ({"size": -1}, 400, "bad_request"),
            ({"size": 10**15}, 403, "storage_limit_exceeded"),
            ({"name": "b.txt"}, 409, "item_name_in_use"),
            ({"name": ".."}, 400, "item_name_invalid"),
        ],
    )
    async def test_what_would_be_refused_is_refused(
        self, enterprise: Enterprise, body: Any, status: int, code: str
    ) -> None:
        file = await upload(enterprise.user, "a.txt", b"hello")
        await upload(enterprise.user, "b.txt", b"hello")
        response = await self.ask(enterprise.user, file["id"], **body)
        assert (response.status_code, response.json()["code"]) == (status, code)

    async def test_a_file_of_somebody_else_is_not_there(self, enterprise: Enterprise) -> None:
        _, stranger = await enterprise.new_user()
        file = await upload(enterprise.user, "a.txt", b"hello")
        response = await self.ask(stranger, file["id"], size=1)
        assert (response.status_code, response.json()["code"]) == (404, "not_found")

    @staticmethod
    async def ask(client: Client, file_id: str, **body: Any) -> Any:
        return await client.call("options_files_id_content", file_id=file_id, json=body)
