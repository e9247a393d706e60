"""Chunked uploads: sessions, parts in any order, and the commit."""

import asyncio
import base64
import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import pytest

from holdall.base.clock import DAY, MINUTE, parse_instant
from holdall.content.uploads.sessions import MAX_PARTS, part_size_for, remove_expired_sessions
from tests.support.bytes import blobs_of, space_used
from tests.support.client import Client
from tests.support.enterprise import Enterprise
from tests.support.uploads import download, upload, upload_version

SIZE = 20_000_000
PART = 8 * 1024 * 1024
CONTENT = b"".join(hashlib.sha256(b"%d" % number).digest() for number in range(SIZE // 32))
PARTS = [CONTENT[start : start + PART] for start in range(0, SIZE, PART)]


def digest_of(content: bytes) -> str:
    return "sha=" + base64.b64encode(hashlib.sha1(content).digest()).decode()


DIGEST = digest_of(CONTENT)


async def open_session(client: Client, name: str = "large.bin", size: int = SIZE, folder_id: Any = "0") -> Any:
    response = await client.call(
        "post_files_upload_sessions", json={"folder_id": folder_id, "file_size": size, "file_name": name}
    )
    assert response.status_code == 201, response.text
    return response.json()


async def send_part(
    client: Client,
    session: Any,
    number: int,
    content: bytes | None = None,
    content_range: str | None = None,
    digest: str | None = None,
) -> httpx.Response:
    content = PARTS[number] if content is None else content
    first = number * PART
    return await client.call(
        "put_files_upload_sessions_id",
        upload_session_id=session["id"],
        content=content,
        headers={
            "content-type": "application/octet-stream",
            "content-range": content_range or f"bytes {first}-{first + len(PARTS[number]) - 1}/{SIZE}",
            "digest": digest or digest_of(content),
        },
    )


async def send_all(client: Client, session: Any) -> list[Any]:
    responses = [await send_part(client, session, number) for number in range(len(PARTS))]
    return [response.json()["part"] for response in responses]


async def commit(
    client: Client, session: Any, parts: list[Any], digest: str = DIGEST, headers: Any = None, **body: Any
) -> httpx.Response:
    return await client.call(
        "post_files_upload_sessions_id_commit",
        upload_session_id=session["id"],
        json={"parts": parts, **body},
        headers={"digest": digest, **(headers or {})},
    )


async def on_session(client: Client, operation_id: str, session: Any, **more: Any) -> httpx.Response:
    return await client.call(operation_id, upload_session_id=session["id"], **more)


def outcome(response: httpx.Response) -> tuple[int, str | None]:
    return response.status_code, response.json().get("code")


@contextmanager
def later(enterprise: Enterprise, microseconds: int) -> Iterator[None]:
    clock = enterprise.gateway.platform.clock
    clock.advance(microseconds)
    try:
        yield
    finally:
        clock.advance(-microseconds)


@pytest.mark.operation("post_files_upload_sessions")
class TestPostFilesUploadSessions:
    async def test_the_session_tells_its_parts_and_where_to_send_them(self, enterprise: Enterprise) -> None:
        session = await open_session(enterprise.user)
        address = f"https://holdall.test/api/2.0/files/upload_sessions/{session['id']}"
        assert re.fullmatch("[0-9A-F]{32}", session["id"])
        expires_at = session.pop("session_expires_at")
        assert session == {
            "id": session["id"],
            "type": "upload_session",
            "part_size": PART,
            "total_parts": 3,
            "num_parts_processed": 0,
            "session_endpoints": {
                "upload_part": address,
                "commit": f"{address}/commit",
                "abort": address,
                "list_parts": f"{address}/parts",
                "status": address,
            },
        }
        left = parse_instant(expires_at) - enterprise.gateway.platform.clock.now()
        assert 7 * DAY - MINUTE < left <= 7 * DAY

    @pytest.mark.parametrize(
        ("size", "part_size"),
        [
            (SIZE, PART),
            (PART * 4, PART),
            (PART * MAX_PARTS, PART),
            (PART * MAX_PARTS + 1, PART * 2),
            (2**50, 2**37),
        ],
    )
    def test_parts_grow_with_the_file_so_that_there_are_not_too_many(self, size: int, part_size: int) -> None:
        assert part_size_for(size) == part_size

    @pytest.mark.parametrize(
        ("change", "status", "code"),
        [
            ({"folder_id": None}, 400, "missing_destination"),
            ({"folder_id": "abc"}, 400, "invalid_folder_id"),
            ({"folder_id": -1}, 400, "invalid_folder_id"),
            ({"folder_id": True}, 400, "invalid_folder_id"),
            ({"folder_id": "9" * 5000}, 400, "invalid_folder_id"),
            ({"folder_id": "123"}, 404, "invalid_parameter"),
            ({"file_size": None}, 400, "missing_file_size"),
            ({"file_size": "many"}, 400, "invalid_file_size"),
            ({"file_size": -1}, 400, "invalid_file_size"),
            ({"file_size": 1.5e7}, 400, "invalid_file_size"),
            ({"file_size": 2**64}, 400, "invalid_file_size"),
            ({"file_size": SIZE - 1}, 400, "file_size_too_small"),
            ({"file_size": 10**15}, 403, "storage_limit_exceeded"),
            ({"file_name": None}, 400, "missing_file_name"),
            ({"file_name": 5}, 400, "item_name_invalid"),
            ({"file_name": "a/b"}, 400, "item_name_invalid"),
            ({"file_name": "x" * 256}, 400, "item_name_too_long"),
        ],
    )
    async def test_what_cannot_be_is_refused(
        self, enterprise: Enterprise, change: dict[str, Any], status: int, code: str
    ) -> None:
        body = {"folder_id": "0", "file_size": SIZE, "file_name": "a.bin", **change}
        response = await enterprise.user.call("post_files_upload_sessions", json=body)
        assert outcome(response) == (status, code)

    async def test_numbers_may_be_strings_and_ids_numbers(self, enterprise: Enterprise) -> None:
        body = {"folder_id": 0, "file_size": str(SIZE), "file_name": "a.bin"}
        response = await enterprise.user.call("post_files_upload_sessions", json=body)
        assert (response.status_code, response.json()["total_parts"]) == (201, 3)

    async def test_a_taken_name_is_refused(self, enterprise: Enterprise) -> None:
        file = await upload(enterprise.user, "a.bin")
        body = {"folder_id": "0", "file_size": SIZE, "file_name": "A.BIN"}
        response = await enterprise.user.call("post_files_upload_sessions", json=body)
        assert outcome(response) == (409, "item_name_in_use")
        assert response.json()["context_info"]["conflicts"]["id"] == file["id"]

    async def test_the_file_size_limit_is_told(self, enterprise: Enterprise) -> None:
        _, client = await enterprise.new_user(max_upload_size=SIZE - 1)
        body = {"folder_id": "0", "file_size": SIZE, "file_name": "a.bin"}
        response = await client.call("post_files_upload_sessions", json=body)
        assert outcome(response) == (403, "file_size_limit_exceeded")


@pytest.mark.operation("post_files_id_upload_sessions")
class TestPostFilesIdUploadSessions:
    async def test_a_session_for_a_version_makes_one(self, enterprise: Enterprise) -> None:
        file = await upload(enterprise.user, "a.bin", b"first")
        session = await self.open(enterprise.user, file["id"], file_size=SIZE, file_name="b.bin")
        parts = await send_all(enterprise.user, session.json())
        response = await commit(enterprise.user, session.json(), parts)
        [entry] = response.json()["entries"]
        assert (session.status_code, response.status_code) == (201, 201)
        assert (entry["id"], entry["name"], entry["size"], entry["etag"]) == (file["id"], "b.bin", SIZE, "1")
        assert (await download(enterprise.user, file["id"])).content == CONTENT
        assert await space_used(enterprise) == SIZE + 5

    @pytest.mark.parametrize(
        ("body", "status", "code"),
        [
            ({}, 400, "missing_file_size"),
            ({"file_size": SIZE - 1}, 400, "file_size_too_small"),
            ({"file_size": 10**15}, 403, "storage_limit_exceeded"),
            ({"file_size": SIZE, "file_name": ".."}, 400, "item_name_invalid"),
            ({"file_size": SIZE, "file_name": "other"}, 409, "item_name_in_use"),
        ],
    )
    async def test_what_cannot_be_is_refused(self, enterprise: Enterprise, body: Any, status: int, code: str) -> None:
        await upload(enterprise.user, "other")
        file = await upload(enterprise.user, "a.bin")
        assert outcome(await self.open(enterprise.user, file["id"], **body)) == (status, code)

    async def test_a_file_of_somebody_else_is_not_there(self, enterprise: Enterprise) -> None:
        _, stranger = await enterprise.new_user()
        file = await upload(enterprise.user, "a.bin")
        assert outcome(await self.open(stranger, file["id"], file_size=SIZE)) == (404, "not_found")

    @pytest.mark.parametrize(
        ("headers", "status"),
        [
            ({"if-match": "0"}, 201),
            ({"if-match": "5"}, 412),
            ({"if-none-match": "0"}, 412),
            ({"if-none-match": "5"}, 201),
        ],
    )
    async def test_conditions_are_checked_at_the_commit(
        self, enterprise: Enterprise, headers: dict[str, str], status: int
    ) -> None:
        file = await upload(enterprise.user, "a.bin", b"first")
        session = (await self.open(enterprise.user, file["id"], file_size=SIZE)).json()
        parts = await send_all(enterprise.user, session)
        response = await commit(enterprise.user, session, parts, headers=headers)
        content = (await download(enterprise.user, file["id"])).content
        assert (response.status_code, len(content)) == (status, SIZE if status == 201 else 5)

    @staticmethod
    async def open(client: Client, file_id: str, **body: Any) -> httpx.Response:
        return await client.call("post_files_id_upload_sessions", file_id=file_id, json=body)


@pytest.mark.operation("put_files_upload_sessions_id")
class TestPutFilesUploadSessionsId:
    async def test_a_part_is_answered_with_its_place_and_sha1(self, enterprise: Enterprise) -> None:
        session = await open_session(enterprise.user)
        response = await send_part(enterprise.user, session, 2)
        part = response.json()["part"]
        assert response.status_code == 200
        assert re.fullmatch("[0-9A-F]{8}", part.pop("part_id"))
        assert part == {"offset": 2 * PART, "size": len(PARTS[2]), "sha1": hashlib.sha1(PARTS[2]).hexdigest()}

    async def test_the_same_part_again_changes_nothing(self, enterprise: Enterprise) -> None:
        session = await open_session(enterprise.user)
        first, second = [await send_part(enterprise.user, session, 2) for _ in range(2)]
        assert (second.status_code, second.json()) == (200, first.json())
        assert await blobs_of(enterprise) == 1

    async def test_the_same_part_many_times_at_once_is_kept_once(self, enterprise: Enterprise) -> None:
        session = await open_session(enterprise.user)
        responses = await asyncio.gather(*(send_part(enterprise.user, session, 2) for _ in range(4)))
        assert [response.json() for response in responses] == [responses[0].json()] * 4
        assert await blobs_of(enterprise) == 1

    async def test_other_bytes_for_the_same_range_are_refused(self, enterprise: Enterprise) -> None:
        session = await open_session(enterprise.user)
        await send_part(enterprise.user, session, 2)
        response = await send_part(enterprise.user, session, 2, PARTS[2][::-1])
        assert outcome(response) == (409, "range_overlaps_existing_part")
        assert await blobs_of(enterprise) == 1

    @pytest.mark.parametrize(
        ("content_range", "status", "code"),
        [
            (f"bytes 1-{PART}/{SIZE}", 416, "range_not_satisfiable"),
            (f"bytes 0-{PART - 2}/{SIZE}", 416, "range_not_satisfiable"),
            (f"bytes 0-{PART}/{SIZE}", 416, "range_not_satisfiable"),
            (f"bytes 0-{SIZE - 1}/{SIZE}", 416, "range_not_satisfiable"),
            (f"bytes 0-{PART - 1}/{SIZE + 1}", 416, "range_not_satisfiable"),
            (f"bytes {3 * PART}-{4 * PART - 1}/{SIZE}", 416, "range_not_satisfiable"),
            (f"bytes {2 * PART}-{3 * PART - 1}/{SIZE}", 416, "range_not_satisfiable"),
            (f"bytes {PART}-0/{SIZE}", 416, "range_not_satisfiable"),
            ("bytes 0-10/*", 400, "bad_request"),
            ("bytes=0-10", 400, "bad_request"),
            ("0-10/100", 400, "bad_request"),
            (f"bytes 0-{'9' * 5000}/{SIZE}", 400, "bad_request"),
        ],
    )
    async def test_a_range_that_is_no_part_of_the_session_is_refused(
        self, enterprise: Enterprise, content_range: str, status: int, code: str
    ) -> None:
        session = await open_session(enterprise.user)
        response = await send_part(enterprise.user, session, 2, content_range=content_range)
        assert outcome(response) == (status, code)
        assert await blobs_of(enterprise) == 0

    @pytest.mark.parametrize(
        ("digest", "code"),
        [
            (digest_of(b"other"), "digest_mismatch"),
            ("sha=", "invalid_digest"),
            ("sha=!!!!", "invalid_digest"),
            ("sha=" + base64.b64encode(b"short").decode(), "invalid_digest"),
            ("md5=" + base64.b64encode(b"x" * 16).decode(), "invalid_digest"),
            (hashlib.sha1(PARTS[2]).hexdigest(), "invalid_digest"),
        ],
    )
    async def test_another_digest_is_refused_and_nothing_stored(
        self, enterprise: Enterprise, digest: str, code: str
    ) -> None:
        session = await open_session(enterprise.user)
        response = await send_part(enterprise.user, session, 2, digest=digest)
        assert outcome(response) == (400, code)
        assert await blobs_of(enterprise) == 0
        assert (await send_part(enterprise.user, session, 2)).status_code == 200

    @pytest.mark.parametrize("content", [b"", PARTS[2][:-1], PARTS[2] + b"x", PARTS[0]])
    async def test_more_or_fewer_bytes_than_the_range_names_are_refused(
        self, enterprise: Enterprise, content: bytes
    ) -> None:
        session = await open_session(enterprise.user)
        response = await send_part(enterprise.user, session, 2, content)
        assert outcome(response) == (400, "request_size_mismatch")
        assert await blobs_of(enterprise) == 0

    @pytest.mark.parametrize("missing", ["digest", "content-range"])
    async def test_both_headers_are_required(self, enterprise: Enterprise, missing: str) -> None:
        session = await open_session(enterprise.user)
        headers = {"digest": digest_of(b""), "content-range": "bytes 0-0/1"}
        del headers[missing]
        response = await on_session(
            enterprise.user, "put_files_upload_sessions_id", session, content=b"", headers=headers
        )
        assert outcome(response) == (400, "bad_request")


@pytest.mark.operation("get_files_upload_sessions_id", "delete_files_upload_sessions_id")
class TestOneSession:
    async def test_a_session_counts_its_parts(self, enterprise: Enterprise) -> None:
        session = await open_session(enterprise.user)
        await send_part(enterprise.user, session, 2)
        response = await on_session(enterprise.user, "get_files_upload_sessions_id", session)
        assert (response.status_code, response.json()) == (200, {**session, "num_parts_processed": 1})

    @pytest.mark.parametrize(
        ("session_id", "status", "code"),
        [("0" * 32, 404, "not_found"), ("abc", 400, "invalid_upload_session_id")],
    )
    async def test_a_session_that_is_not_there_is_not_found(
        self, enterprise: Enterprise, session_id: str, status: int, code: str
    ) -> None:
        for operation in SESSION_OPERATIONS:
            assert outcome(await try_operation(enterprise.user, operation, {"id": session_id})) == (status, code)

    async def test_a_session_of_somebody_else_is_not_there(self, enterprise: Enterprise) -> None:
        session = await open_session(enterprise.user)
        for client in ((await enterprise.new_user())[1], enterprise.admin):
            for operation in SESSION_OPERATIONS:
                assert outcome(await try_operation(client, operation, session)) == (404, "not_found")

    async def test_a_session_expires_after_seven_days(self, enterprise: Enterprise) -> None:
        session = await open_session(enterprise.user)
        client = Client(enterprise.gateway, await enterprise.new_token(enterprise.user_id, lifetime=30 * 24 * 3600))
        with later(enterprise, 7 * DAY):
            for operation in SESSION_OPERATIONS:
                assert outcome(await try_operation(client, operation, session)) == (410, "session_expired")
        assert (await on_session(client, "get_files_upload_sessions_id", session)).status_code == 200

    async def test_expired_sessions_are_forgotten_with_their_parts(self, enterprise: Enterprise) -> None:
        session, db = await open_session(enterprise.user), enterprise.gateway.platform.db
        await send_part(enterprise.user, session, 2)
        await db.write(remove_expired_sessions)
        assert (await on_session(enterprise.user, "get_files_upload_sessions_id", session)).status_code == 200
        with later(enterprise, 8 * DAY):
            await db.write(remove_expired_sessions)
        response = await on_session(enterprise.user, "get_files_upload_sessions_id", session)
        assert outcome(response) == (404, "not_found")

    async def test_an_aborted_session_is_gone(self, enterprise: Enterprise) -> None:
        session = await open_session(enterprise.user)
        await send_part(enterprise.user, session, 2)
        response = await on_session(enterprise.user, "delete_files_upload_sessions_id", session)
        assert (response.status_code, response.content) == (204, b"")
        for operation in SESSION_OPERATIONS:
            assert outcome(await try_operation(enterprise.user, operation, session)) == (404, "not_found")


SESSION_OPERATIONS = (
    "get_files_upload_sessions_id",
    "get_files_upload_sessions_id_parts",
    "put_files_upload_sessions_id",
    "post_files_upload_sessions_id_commit",
    "delete_files_upload_sessions_id",
)


async def try_operation(client: Client, operation_id: str, session: Any) -> httpx.Response:
    if operation_id.startswith("put"):
        return await send_part(client, session, 2)
    if operation_id.startswith("post"):
        return await commit(client, session, [])
    return await on_session(client, operation_id, session)


@pytest.mark.operation("get_files_upload_sessions_id_parts")
class TestGetFilesUploadSessionsIdParts:
    async def test_parts_are_listed_in_the_order_of_the_file(self, enterprise: Enterprise) -> None:
        session = await open_session(enterprise.user)
        sent = [(await send_part(enterprise.user, session, number)).json()["part"] for number in (2, 0)]
        response = await on_session(enterprise.user, "get_files_upload_sessions_id_parts", session)
        assert (response.status_code, response.json()) == (
            200,
            {
                "total_count": 2,
                "limit": 1000,
                "offset": 0,
                "order": [{"by": "type", "direction": "ASC"}],
                "entries": [sent[1], sent[0]],
            },
        )

    async def test_the_list_is_read_in_pages(self, enterprise: Enterprise) -> None:
        session = await open_session(enterprise.user)
        parts = await send_all(enterprise.user, session)
        pages = []
        for offset in (0, 2, 4):
            response = await on_session(
                enterprise.user, "get_files_upload_sessions_id_parts", session, offset=offset, limit=2
            )
            pages.append((response.json()["entries"], response.json()["total_count"]))
        assert pages == [(parts[:2], 3), (parts[2:], 3), ([], 3)]

    @pytest.mark.parametrize(("offset", "limit"), [(-1, 1), (10_001, 1), (0, -1), ("x", 1), (0, "x")])
    async def test_places_that_cannot_be_are_refused(self, enterprise: Enterprise, offset: Any, limit: Any) -> None:
        session = await open_session(enterprise.user)
        response = await on_session(
            enterprise.user, "get_files_upload_sessions_id_parts", session, offset=offset, limit=limit
        )
        assert response.status_code == 400


@pytest.mark.operation("post_files_upload_sessions_id_commit")
class TestPostFilesUploadSessionsIdCommit:
    @pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0)])
    async def test_parts_in_any_order_become_the_file(self, enterprise: Enterprise, order: tuple[int, ...]) -> None:
        session = await open_session(enterprise.user)
        parts = [(await send_part(enterprise.user, session, number)).json()["part"] for number in order]
        response = await commit(
            enterprise.user,
            session,
            parts,
            attributes={
                "content_created_at": "2012-12-12T10:53:43-08:00",
                "content_modified_at": "2013-01-02T03:04:05Z",
                "description": "Large",
            },
        )
        [entry] = response.json()["entries"]
        assert (response.status_code, response.json()["total_count"]) == (201, 1)
        assert (entry["name"], entry["size"], entry["sha1"]) == ("large.bin", SIZE, hashlib.sha1(CONTENT).hexdigest())
        assert (entry["content_created_at"], entry["content_modified_at"], entry["description"]) == (
            "2012-12-12T18:53:43+00:00",
            "2013-01-02T03:04:05+00:00",
            "Large",
        )
        assert (await download(enterprise.user, entry["id"])).content == CONTENT
        assert await space_used(enterprise) == SIZE

    async def test_parts_sent_side_by_side_become_the_file(self, enterprise: Enterprise) -> None:
        session = await open_session(enterprise.user)
        responses = await asyncio.gather(*(send_part(enterprise.user, session, number) for number in (2, 1, 0)))
        response = await commit(enterprise.user, session, [one.json()["part"] for one in responses])
        assert response.status_code == 201

    async def test_ranges_reach_over_the_seams_of_the_parts(self, enterprise: Enterprise) -> None:
        session = await open_session(enterprise.user)
        committed = await commit(enterprise.user, session, await send_all(enterprise.user, session))
        file_id = committed.json()["entries"][0]["id"]
        for first, last in ((PART - 5, PART + 4), (PART - 1, 2 * PART), (2 * PART, 2 * PART)):
            response = await download(enterprise.user, file_id, range=f"bytes={first}-{last}")
            assert response.content == CONTENT[first : last + 1]
        response = await download(enterprise.user, file_id, range=f"bytes=0-0,{PART}-{PART}")
        assert (response.status_code, response.content.count(b"content-range")) == (206, 2)

    async def test_a_commit_that_is_repeated_answers_the_same_file(self, enterprise: Enterprise) -> None:
        session = await open_session(enterprise.user)
        parts = await send_all(enterprise.user, session)
        first, second = [await commit(enterprise.user, session, parts) for _ in range(2)]
        assert (second.status_code, second.json()) == (201, first.json())
        assert await space_used(enterprise) == SIZE

    async def test_of_commits_at_once_one_makes_the_file(self, enterprise: Enterprise) -> None:
        session = await open_session(enterprise.user)
        parts = await send_all(enterprise.user, session)
        responses = await asyncio.gather(*(commit(enterprise.user, session, parts) for _ in range(4)))
        assert [response.json() for response in responses] == [responses[0].json()] * 4
        assert await space_used(enterprise) == SIZE

    async def test_after_the_commit_the_session_takes_no_parts_and_can_be_deleted(self, enterprise: Enterprise) -> None:
        session = await open_session(enterprise.user)
        committed = await commit(enterprise.user, session, await send_all(enterprise.user, session))
        for operation in SESSION_OPERATIONS[:3]:
            assert outcome(await try_operation(enterprise.user, operation, session)) == (404, "not_found")
        deleted = await on_session(enterprise.user, "delete_files_upload_sessions_id", session)
        assert deleted.status_code == 204
        assert len((await download(enterprise.user, committed.json()["entries"][0]["id"])).content) == SIZE

    async def test_while_the_sha1_is_not_known_the_client_is_asked_to_wait(
        self, enterprise: Enterprise, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        hashes = enterprise.gateway.platform.whole_hashes
        session = await open_session(enterprise.user)
        parts = await send_all(enterprise.user, session)
        hashes.forget(session["id"])  # as after a restart
        monkeypatch.setattr(hashes, "patience", 0)
        waiting = await commit(enterprise.user, session, parts)
        monkeypatch.undo()
        ready = await commit(enterprise.user, session, parts)
        assert (waiting.status_code, waiting.headers["retry-after"], waiting.content) == (202, "1", b"")
        assert ready.status_code == 201

    async def test_parts_that_were_not_sent_are_refused(self, enterprise: Enterprise) -> None:
        session = await open_session(enterprise.user)
        parts = [(await send_part(enterprise.user, session, number)).json()["part"] for number in (0, 1)]
        incomplete = await commit(enterprise.user, session, parts)
        parts.append((await send_part(enterprise.user, session, 2)).json()["part"])
        wrong: list[list[Any]] = [
            [],
            parts[:2],
            [*parts, parts[0]],
            [*parts[:2], {**parts[2], "part_id": "00000000"}],
            [*parts[:2], {**parts[2], "offset": 0}],
            [*parts[:2], {**parts[2], "size": 1}],
            [*parts[:2], {**parts[2], "sha1": "0" * 40}],
        ]
        responses = [incomplete, *[await commit(enterprise.user, session, one) for one in wrong]]
        assert [outcome(response) for response in responses] == [(400, "parts_mismatch")] * len(responses)
        assert (await commit(enterprise.user, session, parts[::-1])).status_code == 201

    @pytest.mark.parametrize(
        ("digest", "code"), [(digest_of(b"other"), "digest_mismatch"), ("sha=x", "invalid_digest")]
    )
    async def test_another_digest_of_the_whole_is_refused(self, enterprise: Enterprise, digest: str, code: str) -> None:
        session = await open_session(enterprise.user)
        parts = await send_all(enterprise.user, session)
        assert outcome(await commit(enterprise.user, session, parts, digest)) == (400, code)
        assert await space_used(enterprise) == 0
        assert (await commit(enterprise.user, session, parts)).status_code == 201

    @pytest.mark.parametrize(
        "body", [{}, {"parts": "all"}, {"parts": [{}]}, {"parts": [], "attributes": {"content_modified_at": "now"}}]
    )
    async def test_a_body_that_cannot_be_is_refused(self, enterprise: Enterprise, body: Any) -> None:
        session = await open_session(enterprise.user)
        response = await on_session(
            enterprise.user, "post_files_upload_sessions_id_commit", session, json=body, headers={"digest": DIGEST}
        )
        assert outcome(response) == (400, "bad_request")

    async def test_a_name_that_was_taken_meanwhile_is_refused(self, enterprise: Enterprise) -> None:
        session = await open_session(enterprise.user)
        parts = await send_all(enterprise.user, session)
        await upload(enterprise.user, "Large.BIN")
        assert outcome(await commit(enterprise.user, session, parts)) == (409, "item_name_in_use")

    async def test_space_that_was_used_meanwhile_is_refused(self, enterprise: Enterprise) -> None:
        user_id, client = await enterprise.new_user(space_amount=SIZE)
        session = await open_session(client)
        parts = await send_all(client, session)
        await upload(client, "small", b"x")
        assert outcome(await commit(client, session, parts)) == (403, "storage_limit_exceeded")
        assert await space_used(enterprise, user_id) == 1

    async def test_a_new_file_has_no_etag_to_match(self, enterprise: Enterprise) -> None:
        session = await open_session(enterprise.user)
        parts = await send_all(enterprise.user, session)
        response = await commit(enterprise.user, session, parts, headers={"if-match": "0"})
        assert outcome(response) == (412, "precondition_failed")

    async def test_a_token_that_can_only_upload_does(self, enterprise: Enterprise) -> None:
        token = await enterprise.new_token(enterprise.user_id, scopes=("base_upload",))
        narrow = Client(enterprise.gateway, token)
        session = await open_session(narrow)
        parts = await send_all(narrow, session)
        responses = [await commit(narrow, session, parts) for _ in range(2)]
        assert [response.status_code for response in responses] == [201, 201]

    async def test_the_file_takes_simple_versions_too(self, enterprise: Enterprise) -> None:
        session = await open_session(enterprise.user)
        committed = await commit(enterprise.user, session, await send_all(enterprise.user, session))
        file = committed.json()["entries"][0]
        await upload_version(enterprise.user, file["id"], b"small")
        assert (await download(enterprise.user, file["id"])).content == b"small"
        assert (await download(enterprise.user, file["id"], file["file_version"]["id"])).content == CONTENT
