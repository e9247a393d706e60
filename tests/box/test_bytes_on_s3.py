"""Uploads, versions, sessions and downloads on a server whose bytes are in an object store."""

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from holdall.base.settings import Settings
from holdall.box.gateway import Gateway
from holdall.cli.server import Application
from tests.box.test_chunked_uploads import CONTENT, PART, commit, open_session, send_all, send_part
from tests.support.bytes import blobs_of, space_used
from tests.support.enterprise import Enterprise, make_enterprise
from tests.support.uploads import download, send_upload, upload, upload_version

LARGE = CONTENT[: 12 * 1024 * 1024]


@pytest.fixture
async def gateway(s3_url: Callable[..., str], tmp_path: Path) -> AsyncIterator[Gateway]:
    """A running server without a socket, on a place of its own in an object store."""
    application = Application(Settings(data=tmp_path, blobs=s3_url(), dev=True, work="elsewhere", log_format="none"))
    yield await application.start()
    await application.stop()


@pytest.fixture
async def enterprise(gateway: Gateway) -> Enterprise:
    """A fresh enterprise on that server."""
    return await make_enterprise(gateway)


class TestObjectStore:
    @pytest.mark.parametrize("content", [b"", b"hello", LARGE])
    async def test_what_is_uploaded_comes_back(self, enterprise: Enterprise, content: bytes) -> None:
        file = await upload(enterprise.user, "a.bin", content)
        response = await download(enterprise.user, file["id"])
        assert (response.content, await blobs_of(enterprise)) == (content, 1)

    async def test_ranges_and_versions_come_back(self, enterprise: Enterprise) -> None:
        file = await upload(enterprise.user, "a.bin", LARGE)
        await upload_version(enterprise.user, file["id"], b"second")
        old = await download(enterprise.user, file["id"], file["file_version"]["id"], range="bytes=5000000-9000000")
        assert (old.status_code, old.content) == (206, LARGE[5_000_000:9_000_001])
        assert (await download(enterprise.user, file["id"], range="bytes=-3")).content == b"ond"

    @pytest.mark.parametrize("content", [b"hello", LARGE])
    async def test_a_refused_upload_leaves_nothing(self, enterprise: Enterprise, content: bytes) -> None:
        attributes = {"name": "a.bin", "parent": {"id": "0"}}
        response = await send_upload(enterprise.user, attributes, content, content_md5="0" * 40)
        assert (response.status_code, await blobs_of(enterprise), await space_used(enterprise)) == (400, 0, 0)

    async def test_parts_become_a_file(self, enterprise: Enterprise) -> None:
        session = await open_session(enterprise.user)
        parts = await send_all(enterprise.user, session)
        response = await commit(enterprise.user, session, parts)
        file_id = response.json()["entries"][0]["id"]
        seam = await download(enterprise.user, file_id, range=f"bytes={PART - 5}-{PART + 4}")
        assert (response.status_code, seam.content) == (201, CONTENT[PART - 5 : PART + 5])
        assert (await download(enterprise.user, file_id)).content == CONTENT

    async def test_the_same_part_at_once_is_kept_once(self, enterprise: Enterprise) -> None:
        session = await open_session(enterprise.user)
        responses = await asyncio.gather(*(send_part(enterprise.user, session, 2) for _ in range(3)))
        assert {response.status_code for response in responses} == {200}
        assert await blobs_of(enterprise) == 1
