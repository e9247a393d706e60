"""Chunked uploads: sessions, parts in any order, and the commit."""

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
from tests.support.bytes import space_used
from tests.support.client import Client
from tests.support.enterprise import Enterprise
from tests.support.uploads import download, upload

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
