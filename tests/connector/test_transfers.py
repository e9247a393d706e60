"""Contents go up and come down whole and right, whatever breaks in between."""

import asyncio
import os
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from holdall.connector import ArgumentError, BlockingBox, Box, BoxError, Kind
from holdall.connector.recipes import upload as uploads
from tests.connector.content_server import ContentServer, Fault
from tests.connector.server import Reply

CONTENT = os.urandom(10_500)
CUT = Reply(cut="read")


async def send(box: Box, source: Any, *, in_parts: bool, **target: Any) -> dict[str, Any]:
    """Upload with a limit that makes small contents go in parts."""
    names = ("journal", "progress", "on_conflict", "size")
    options = {name: target.pop(name) for name in names if name in target}
    limit = 100 if in_parts else uploads.SINGLE_LIMIT
    where = uploads.Target(**{"name": "f", **target})
    return await uploads.upload(box, source, where, uploads.UploadOptions(single_limit=limit, **options))


async def failure(call: Any) -> BoxError:
    with pytest.raises(BoxError) as caught:
        await call
    return caught.value


class TestUploadMethod:
    async def test_a_path_brings_its_name(self, box: Box, content: ContentServer, tmp_path: Path):
        (tmp_path / "report.pdf").write_bytes(CONTENT)

        record = await box.upload(tmp_path / "report.pdf", folder_id="7", content_modified_at="2026-01-02T03:04:05Z")

        assert content.files == {record["id"]: [CONTENT]}
        assert content.attributes[record["id"]] == {
            "name": "report.pdf",
            "parent": {"id": "7"},
            "content_modified_at": "2026-01-02T03:04:05Z",
        }

    async def test_a_version_keeps_its_files_name(self, box: Box, content: ContentServer, tmp_path: Path):
        identifier = content.add_file(b"old", "kept.txt")
        (tmp_path / "other.txt").write_bytes(b"new")

        await box.upload(tmp_path / "other.txt", file_id=identifier)

        assert content.files[identifier] == [b"old", b"new"]
        assert content.attributes[identifier] == {"name": "kept.txt"}

    async def test_bytes_need_a_name(self, box: Box):
        with pytest.raises(ArgumentError, match="need a name"):
            await box.upload(b"x")

    def test_blocking(self, blocking_box: BlockingBox, content: ContentServer, tmp_path: Path):
        record = blocking_box.upload(CONTENT, name="f")
        blocking_box.download(record["id"], tmp_path / "f")

        assert (tmp_path / "f").read_bytes() == CONTENT


@pytest.mark.parametrize("in_parts", [False, True], ids=["whole", "parts"])
class TestAnyUpload:
    @pytest.mark.parametrize("kind", ["bytes", "path", "open file", "part of a file", "pieces", "pipe"])
    async def test_from_any_source(self, box: Box, content: ContentServer, tmp_path: Path, in_parts, kind):
        path = tmp_path / "f"
        path.write_bytes((b"skip" if kind == "part of a file" else b"") + CONTENT)
        with path.open("rb") as file:
            if kind == "part of a file":
                file.seek(4)
            sources = {"bytes": CONTENT, "path": path, "pieces": _pieces(), "pipe": _Pipe()}
            record = await send(box, sources.get(kind, file), in_parts=in_parts)

        assert content.files == {record["id"]: [CONTENT]}

    @pytest.mark.parametrize("taken", [False, True], ids=["new", "taken"])
    async def test_from_pieces_of_a_known_size(self, box: Box, content: ContentServer, in_parts, taken):
        before = [b"other"] if taken else []
        for other in before:
            content.add_file(other)

        record = await send(box, _pieces(), in_parts=in_parts, size=len(CONTENT), on_conflict="version")

        assert content.files == {record["id"]: [*before, CONTENT]}

    async def test_as_a_version(self, box: Box, content: ContentServer, in_parts):
        identifier = content.add_file(b"old")

        record = await send(box, CONTENT, in_parts=in_parts, file_id=identifier)

        assert (record["id"], content.files) == (identifier, {identifier: [b"old", CONTENT]})

    async def test_a_taken_name_is_an_error(self, box: Box, content: ContentServer, in_parts):
        content.add_file(b"other")

        assert (await failure(send(box, CONTENT, in_parts=in_parts))).kind is Kind.CONFLICT

    async def test_a_taken_name_becomes_a_version_if_wanted(self, box: Box, content: ContentServer, in_parts):
        identifier = content.add_file(b"other")

        await send(box, CONTENT, in_parts=in_parts, on_conflict="version")

        assert content.files == {identifier: [b"other", CONTENT]}

    async def test_a_taken_name_with_the_same_content_is_still_an_error(
        self, box: Box, content: ContentServer, in_parts
    ):
        content.add_file(CONTENT)

        assert (await failure(send(box, CONTENT, in_parts=in_parts))).kind is Kind.CONFLICT

    async def test_progress_ends_with_everything(self, box: Box, content: ContentServer, in_parts):
        told: list[tuple[int, int]] = []

        await send(box, CONTENT, in_parts=in_parts, progress=lambda done, total: told.append((done, total)))

        assert told[-1] == (len(CONTENT), len(CONTENT))
        assert [done for done, _ in told] == sorted(done for done, _ in told)

    @pytest.mark.parametrize("version", [False, True], ids=["file", "version"])
    async def test_the_last_answer_is_lost_but_it_happened(self, box: Box, content: ContentServer, in_parts, version):
        target = {"file_id": content.add_file(b"old")} if version else {}
        content.faults = [Fault("POST", "commit$" if in_parts else "content$", CUT, carried_out=True)]

        record = await send(box, CONTENT, in_parts=in_parts, **target)

        expected = [b"old", CONTENT] if version else [CONTENT]
        assert content.files == {record["id"]: expected}

    async def test_the_last_request_is_lost(self, box: Box, content: ContentServer, in_parts):
        content.faults = [Fault("POST", "commit$" if in_parts else "content$", CUT)]

        record = await send(box, CONTENT, in_parts=in_parts)

        assert content.files == {record["id"]: [CONTENT]}

    async def test_a_server_that_got_something_else_is_told(self, box: Box, content: ContentServer, in_parts):
        wrong = {"entries": [{"id": "1", "sha1": "0" * 40}]}
        content.faults = [Fault("POST", "commit$" if in_parts else "content$", Reply(201, json=wrong))]

        assert (await failure(send(box, CONTENT, in_parts=in_parts))).kind is Kind.CORRUPT

    async def test_an_empty_file(self, box: Box, content: ContentServer, in_parts):
        record = await send(box, b"", in_parts=False)

        assert content.files == {record["id"]: [b""]}


class TestUploadInParts:
    async def test_every_part_goes_once(self, box: Box, content: ContentServer):
        await send(box, CONTENT, in_parts=True)

        assert content.count("PUT", "upload_sessions") == 11
        assert content.sessions == {}

    async def test_a_part_of_a_source_that_comes_once_is_sent_again(self, box: Box, content: ContentServer):
        content.faults = [Fault("PUT", "upload_sessions", CUT), Fault("PUT", "upload_sessions", Reply(500))]

        record = await send(box, _pieces(), in_parts=True, size=len(CONTENT))

        assert content.files == {record["id"]: [CONTENT]}

    async def test_what_a_source_raises_comes_out_and_leaves_nothing(self, box: Box, content: ContentServer):
        async def broken() -> AsyncIterator[bytes]:
            yield CONTENT[:5000]
            raise LookupError("the source is gone")

        with pytest.raises(LookupError, match="the source is gone"):
            await send(box, broken(), in_parts=True, size=len(CONTENT))

        assert (len(content.aborted), content.sessions, content.files) == (1, {}, {})

    async def test_a_source_of_another_size_than_announced_is_refused(self, box: Box, content: ContentServer):
        assert (await failure(send(box, _pieces(), in_parts=True, size=len(CONTENT) + 1))).kind is Kind.CORRUPT
        assert (len(content.aborted), content.files) == (1, {})

    async def test_a_lost_part_is_sent_again(self, box: Box, content: ContentServer):
        content.faults = [Fault("PUT", "upload_sessions", CUT), Fault("PUT", "upload_sessions", Reply(500))]

        record = await send(box, CONTENT, in_parts=True)

        assert content.files == {record["id"]: [CONTENT]}

    async def test_a_part_whose_answer_was_lost_counts(self, box: Box, content: ContentServer):
        content.faults = [Fault("PUT", "upload_sessions", CUT, carried_out=True, times=3)]

        record = await send(box, CONTENT, in_parts=True)

        assert content.files == {record["id"]: [CONTENT]}

    async def test_a_commit_that_takes_its_time(self, box: Box, content: ContentServer, clock):
        slow = Reply(202, headers={"Retry-After": "10"})
        content.faults = [Fault("POST", "commit$", slow, times=20)]

        record = await send(box, CONTENT, in_parts=True)

        assert content.files == {record["id"]: [CONTENT]}
        assert content.commits == 1

    async def test_a_failure_removes_the_session(self, box: Box, content: ContentServer):
        content.faults = [Fault("PUT", "upload_sessions", Reply(403))]

        assert (await failure(send(box, CONTENT, in_parts=True))).kind is Kind.FORBIDDEN
        assert (len(content.aborted), content.sessions, content.files) == (1, {}, {})

    async def test_with_a_journal_another_process_goes_on(self, box: Box, content: ContentServer, tmp_path: Path):
        source, journal = tmp_path / "f", tmp_path / "journal"
        source.write_bytes(CONTENT)
        content.faults = [Fault("POST", "commit$", Reply(403))]
        await failure(send(box, source, in_parts=True, journal=journal))
        before = content.count("PUT", "upload_sessions")

        record = await send(box, source, in_parts=True, journal=journal)

        assert content.files == {record["id"]: [CONTENT]}
        assert (before, content.count("PUT", "upload_sessions")) == (11, 11)
        assert not journal.exists()

    async def test_a_part_that_differs_is_sent_again(self, box: Box, content: ContentServer, tmp_path: Path):
        source, journal = tmp_path / "f", tmp_path / "journal"
        source.write_bytes(CONTENT)
        content.faults = [Fault("POST", "commit$", Reply(403))]
        await failure(send(box, source, in_parts=True, journal=journal))
        [session] = content.sessions.values()
        del session.parts[3000]
        session.parts[4000] = b"x" * 999

        with pytest.raises(BoxError) as caught:  # this server, as Box, takes no second part for a place
            await send(box, source, in_parts=True, journal=journal)

        assert caught.value.kind is Kind.CORRUPT
        assert session.parts[3000] == CONTENT[3000:4000]

    async def test_a_source_that_changed_begins_anew(self, box: Box, content: ContentServer, tmp_path: Path):
        source, journal = tmp_path / "f", tmp_path / "journal"
        source.write_bytes(CONTENT)
        content.faults = [Fault("POST", "commit$", Reply(403))]
        await failure(send(box, source, in_parts=True, journal=journal))
        source.write_bytes(CONTENT[:5000])

        record = await send(box, source, in_parts=True, journal=journal)

        assert content.files == {record["id"]: [CONTENT[:5000]]}

    async def test_a_journal_whose_work_was_done_finds_the_file(self, box: Box, content: ContentServer, tmp_path: Path):
        source, journal = tmp_path / "f", tmp_path / "journal"
        source.write_bytes(CONTENT)
        content.faults = [Fault("POST", "commit$", Reply(403), carried_out=True)]
        await failure(send(box, source, in_parts=True, journal=journal))

        record = await send(box, source, in_parts=True, journal=journal)

        assert content.files == {record["id"]: [CONTENT]}
        assert not journal.exists()

    async def test_a_cancelled_upload_leaves_nothing(self, box: Box, content: ContentServer):
        content.faults = [Fault("PUT", "upload_sessions", Reply(json={}, delay=5), times=100)]
        task = asyncio.create_task(send(box, CONTENT, in_parts=True))
        while content.count("PUT", "upload_sessions") < 4:
            await asyncio.sleep(0.001)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

        assert (len(content.aborted), content.files) == (1, {})


async def _pieces() -> AsyncIterator[bytes]:
    for start in range(0, len(CONTENT), 997):
        yield CONTENT[start : start + 997]


class _Pipe:
    """A file that can only be read forwards."""

    def __init__(self) -> None:
        self._left = CONTENT

    def read(self, count: int = -1) -> bytes:
        block, self._left = self._left[:1234], self._left[1234:]
        return block

    def seekable(self) -> bool:
        return False
