"""The commit of a chunked upload: parts become a file or a version, once, and only whole."""

import asyncio
import hashlib
from typing import Any

import pytest

from tests.box.test_chunked_uploads import (
    CONTENT,
    DIGEST,
    PART,
    SESSION_OPERATIONS,
    SIZE,
    commit,
    digest_of,
    on_session,
    open_session,
    outcome,
    send_all,
    send_part,
    try_operation,
)
from tests.support.bytes import space_used
from tests.support.client import Client
from tests.support.enterprise import Enterprise
from tests.support.uploads import download, upload, upload_version


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
