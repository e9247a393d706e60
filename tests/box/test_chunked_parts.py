"""The parts of a chunked upload: sent in any order, checked, and listed."""

import asyncio
import base64
import hashlib
import re
from typing import Any

import pytest

from tests.box.test_chunked_uploads import (
    PART,
    PARTS,
    SIZE,
    digest_of,
    on_session,
    open_session,
    outcome,
    send_all,
    send_part,
)
from tests.support.bytes import blobs_of
from tests.support.enterprise import Enterprise


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
