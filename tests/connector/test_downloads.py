"""Downloads of any size, whole or in ranges, checked as they arrive."""

import hashlib
import os
from pathlib import Path
from typing import Any

import pytest

from holdall.connector import Box, Kind
from holdall.connector.recipes import download as downloads
from tests.connector.content_server import ContentServer, Fault
from tests.connector.server import Received, Reply
from tests.connector.test_transfers import CONTENT, failure


async def fetch(box: Box, file: Any, target: Path, *, in_ranges: bool, version: str | None = None, **options: Any):
    what = await downloads.wanted(box, file, version)
    size = 1000 if in_ranges else downloads.RANGE
    return await downloads.download(box, what, target, downloads.DownloadOptions(range_size=size, **options))


def left_over(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize("in_ranges", [False, True], ids=["whole", "ranges"])
class TestAnyDownload:
    async def test_it_arrives(self, box: Box, content: ContentServer, tmp_path: Path, in_ranges):
        identifier = content.add_file(CONTENT)

        done = await fetch(box, identifier, tmp_path / "f", in_ranges=in_ranges, durable=True)

        assert (tmp_path / "f").read_bytes() == CONTENT
        assert (done.size, done.path, left_over(tmp_path)) == (len(CONTENT), tmp_path / "f", ["f"])

    async def test_an_old_version(self, box: Box, content: ContentServer, tmp_path: Path, in_ranges):
        identifier = content.add_file(CONTENT)
        content.files[identifier].append(b"new")

        await fetch(box, identifier, tmp_path / "f", in_ranges=in_ranges, version="v0")

        assert (tmp_path / "f").read_bytes() == CONTENT

    async def test_a_record_at_hand_saves_a_call(self, box: Box, content: ContentServer, tmp_path: Path, in_ranges):
        record = await box.call("get_files_id", file_id=content.add_file(CONTENT))
        content.sent.clear()

        await fetch(box, record, tmp_path / "f", in_ranges=in_ranges)

        assert content.count("GET", r"/files/\w+$") == 0

    async def test_a_break_in_the_middle_goes_on_where_it_stopped(self, box: Box, content, tmp_path: Path, in_ranges):
        identifier = content.add_file(CONTENT)
        cut = (
            Reply(206, body=CONTENT[:300], headers={"Content-Range": "bytes 0-999/10500"}, cut="answering")
            if in_ranges
            else Reply(body=CONTENT[:300], cut="answering")
        )
        content.faults = [Fault("GET", "/signed/", cut)]

        await fetch(box, identifier, tmp_path / "f", in_ranges=in_ranges, concurrency=1)

        assert (tmp_path / "f").read_bytes() == CONTENT

    async def test_wrong_content_never_gets_the_name(self, box: Box, content: ContentServer, tmp_path: Path, in_ranges):
        (tmp_path / "f").write_bytes(b"before")
        record = {"id": content.add_file(CONTENT), "size": len(CONTENT), "sha1": "0" * 40}

        raised = await failure(fetch(box, record, tmp_path / "f", in_ranges=in_ranges))

        assert raised.kind is Kind.CORRUPT
        assert (tmp_path / "f").read_bytes() == b"before"

    async def test_progress_ends_with_everything(self, box: Box, content: ContentServer, tmp_path: Path, in_ranges):
        told: list[tuple[int, int]] = []
        identifier = content.add_file(CONTENT)

        await fetch(
            box,
            identifier,
            tmp_path / "f",
            in_ranges=in_ranges,
            progress=lambda done, total: told.append((done, total)),
        )

        assert told[-1] == (len(CONTENT), len(CONTENT))

    async def test_an_empty_file(self, box: Box, content: ContentServer, tmp_path: Path, in_ranges):
        await fetch(box, content.add_file(b""), tmp_path / "f", in_ranges=in_ranges)

        assert (tmp_path / "f").read_bytes() == b""


class TestDownloadInRanges:
    async def test_what_arrived_before_a_failure_is_not_fetched_again(self, box: Box, server, content, tmp_path: Path):
        identifier = content.add_file(CONTENT)

        def refuse_after_six(received: Received) -> Reply:
            signed = "/signed/" in received.target and content.count("GET", "/signed/") == 6
            return Reply(403) if signed else content(received)

        server.answer = refuse_after_six
        await failure(fetch(box, identifier, tmp_path / "f", in_ranges=True, concurrency=1))
        interrupted = left_over(tmp_path)
        server.answer = content

        await fetch(box, identifier, tmp_path / "f", in_ranges=True)

        assert interrupted == [".f.journal", ".f.part"]
        assert content.count("GET", "/signed/") == 11
        assert ((tmp_path / "f").read_bytes(), left_over(tmp_path)) == (CONTENT, ["f"])

    async def test_what_was_spoiled_meanwhile_is_noticed(self, box: Box, server, content, tmp_path: Path):
        identifier = content.add_file(CONTENT)
        server.answer = lambda received: (
            Reply(403) if "/signed/" in received.target and content.count("GET", "/signed/") == 6 else content(received)
        )
        await failure(fetch(box, identifier, tmp_path / "f", in_ranges=True, concurrency=1))
        server.answer = content
        (tmp_path / ".f.part").write_bytes(b"x" * len(CONTENT))

        raised = await failure(fetch(box, identifier, tmp_path / "f", in_ranges=True))
        await fetch(box, identifier, tmp_path / "f", in_ranges=True)

        assert raised.kind is Kind.CORRUPT
        assert (tmp_path / "f").read_bytes() == CONTENT

    async def test_a_new_version_meanwhile_does_not_mix_in(self, box: Box, content: ContentServer, tmp_path: Path):
        identifier = content.add_file(CONTENT)
        what = await downloads.wanted(box, identifier, None)
        content.files[identifier].append(b"x" * len(CONTENT))

        await downloads.download(box, what, tmp_path / "f", downloads.DownloadOptions(range_size=1000))

        assert (tmp_path / "f").read_bytes() == CONTENT

    async def test_a_server_without_ranges_is_told(self, box: Box, content: ContentServer, tmp_path: Path):
        identifier = content.add_file(CONTENT)
        content.faults = [Fault("GET", "/signed/", Reply(body=CONTENT), times=50)]

        assert (await failure(fetch(box, identifier, tmp_path / "f", in_ranges=True))).kind is Kind.CORRUPT


class TestSmallFiles:
    """The methods of the client, which spare small files the call for their record."""

    async def test_into_memory(self, box: Box, content: ContentServer):
        assert await box.read(content.add_file(CONTENT)) == CONTENT

    async def test_to_a_path(self, box: Box, content: ContentServer, tmp_path: Path):
        told: list[tuple[int, int]] = []

        def tell(done: int, total: int) -> None:
            told.append((done, total))

        done = await box.download(content.add_file(CONTENT), tmp_path / "f", durable=True, progress=tell)

        assert ((tmp_path / "f").read_bytes(), left_over(tmp_path)) == (CONTENT, ["f"])
        assert (done.size, done.sha1) == (len(CONTENT), hashlib.sha1(CONTENT).hexdigest())
        assert told == [(len(CONTENT), len(CONTENT))]

    async def test_an_etag_that_is_the_sha1_saves_a_call(self, box: Box, content: ContentServer):
        content.etags = True

        assert await box.read(content.add_file(CONTENT)) == CONTENT
        assert content.count("GET", r"/files/\w+$") == 0

    async def test_without_one_the_record_vouches(self, box: Box, content: ContentServer):
        assert await box.read(content.add_file(CONTENT)) == CONTENT
        assert content.count("GET", r"/files/\w+$") == 1

    async def test_an_old_version(self, box: Box, content: ContentServer):
        identifier = content.add_file(CONTENT)
        content.files[identifier].append(b"new")

        assert await box.read(identifier, version_id="v0") == CONTENT

    @pytest.mark.parametrize("broken", [Reply(body=CONTENT[:50], cut="answering"), Reply(body=b"something else")])
    async def test_what_comes_wrong_is_fetched_again(self, box: Box, content: ContentServer, broken):
        content.faults = [Fault("GET", "/signed/", broken)]

        assert await box.read(content.add_file(CONTENT)) == CONTENT

    async def test_what_stays_wrong_is_an_error(self, box: Box, content: ContentServer, tmp_path: Path):
        content.faults = [Fault("GET", "/signed/", Reply(body=b"x" * len(CONTENT)), times=9)]

        assert (await failure(box.download(content.add_file(CONTENT), tmp_path / "f"))).kind is Kind.CORRUPT
        assert left_over(tmp_path) == []

    async def test_a_larger_file_is_not_read_into_memory(self, box: Box, content: ContentServer, tmp_path: Path):
        large = os.urandom(1 + downloads.SMALL)

        await box.download(content.add_file(large), tmp_path / "f")

        assert (tmp_path / "f").read_bytes() == large

    async def test_a_record_is_checked(self, box: Box, content: ContentServer):
        record = {"id": content.add_file(CONTENT), "size": len(CONTENT), "sha1": "0" * 40}

        assert (await failure(box.read(record))).kind is Kind.CORRUPT
