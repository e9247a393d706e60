"""Connections that break, before, in and after an answer, and bodies that are streamed over them."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from holdall.connector import Box, Kind, Retry, RetryPolicy
from tests.connector.conftest import SkippingClock
from tests.connector.server import Reply, ScriptedServer
from tests.connector.test_stress import FOLDER, OK, error, failure

CUT = Reply(cut="read")


class TestBrokenConnection:
    async def test_reading_is_repeated(self, box: Box, server: ScriptedServer):
        server.script = [CUT, Reply(json={}, cut="answering"), OK]

        assert await box.files.get("1") == {"id": "1"}

    async def test_setting_a_state_is_repeated(self, box: Box, server: ScriptedServer):
        server.script = [CUT, OK]

        assert await box.files.update("1", name="b") == {"id": "1"}

    @pytest.mark.parametrize("broken", [CUT, Reply(201, json={"id": "1"}, cut="answering")])
    async def test_making_something_is_not_repeated(self, box: Box, server: ScriptedServer, broken):
        server.otherwise = broken

        raised = await failure(box.folders.create(**FOLDER))

        assert (raised.kind, raised.retry) == (Kind.OUTCOME_UNKNOWN, Retry.LOOK_FIRST)
        assert len(server.received) == 1

    async def test_a_list_of_edits_is_not_repeated(self, box: Box, server: ScriptedServer):
        server.otherwise = CUT
        edits = box.file_metadata.update("1", "global", "a", body=[{"op": "add", "path": "/tags/-", "value": "x"}])

        assert (await failure(edits)).kind is Kind.OUTCOME_UNKNOWN
        assert len(server.received) == 1

    async def test_a_removal_that_turns_out_done_is_no_error(self, box: Box, server: ScriptedServer):
        server.script = [CUT, error(404)]

        await box.files.delete("1")

        assert len(server.received) == 2

    async def test_a_removal_of_nothing_is_an_error(self, box: Box, server: ScriptedServer):
        server.script = [error(404)]

        assert (await failure(box.files.delete("1"))).kind is Kind.NOT_FOUND

    async def test_a_condition_that_fails_on_the_repetition_may_be_our_own_change(self, box: Box, server):
        server.script = [CUT, error(412)]

        assert (await failure(box.files.update("1", name="b", if_match="0"))).kind is Kind.OUTCOME_UNKNOWN

    async def test_reading_that_never_succeeds_is_unreachable(self, box: Box, server: ScriptedServer):
        server.otherwise = CUT

        assert (await failure(box.files.get("1"))).kind is Kind.UNREACHABLE

    async def test_a_change_that_never_succeeds_is_unknown(self, box: Box, server: ScriptedServer):
        server.otherwise = CUT

        assert (await failure(box.files.update("1", name="b"))).kind is Kind.OUTCOME_UNKNOWN

    async def test_a_server_that_is_not_there_got_nothing(self, unused_tcp_port: int, clock: SkippingClock):
        async with Box("t", base_url=f"http://127.0.0.1:{unused_tcp_port}", clock=clock) as box:
            raised = await failure(box.folders.create(**FOLDER))

        assert (raised.kind, raised.retry) == (Kind.UNREACHABLE, Retry.LATER)
        assert len(clock.waits) == RetryPolicy().attempts - 1

    async def test_content_that_ends_early_is_an_error(self, box: Box, server: ScriptedServer):
        server.otherwise = Reply(body=b"half", cut="answering")
        content = await box.downloads.get("1")

        assert (await failure(content.read())).kind is Kind.UNREACHABLE


class TestStreamedBodies:
    async def test_an_upload_cut_in_the_middle_is_sent_again(self, box: Box, server: ScriptedServer, tmp_path: Path):
        content = bytes(range(256)) * 4096 * 32
        file = tmp_path / "large"
        file.write_bytes(content)
        server.script = [Reply(cut="unread"), Reply(201, json={"entries": []})]

        await box.uploads.create_file(attributes={"name": "a", "parent": {"id": "0"}}, file=file)

        [received] = server.received
        assert server.refused == 1
        assert content in received.body

    async def test_pieces_that_can_not_be_made_again_are_not_sent_again(self, box: Box, server: ScriptedServer):
        async def pieces() -> AsyncIterator[bytes]:
            yield b"once"

        server.script = [error(503)]
        upload = box.uploads.create_file(attributes={"name": "a", "parent": {"id": "0"}}, file=pieces())

        assert (await failure(upload)).kind is Kind.UNAVAILABLE
        assert len(server.received) == 1

    async def test_a_refusal_before_everything_was_sent_ends_the_sending(self, box: Box, server: ScriptedServer):
        asked = 0

        async def pieces() -> AsyncIterator[bytes]:
            nonlocal asked
            while True:
                asked += 1
                yield b"x" * 100_000

        server.script = [Reply(413, cut="early")]
        endless = box.uploads.create_file(attributes={"name": "a", "parent": {"id": "0"}}, file=pieces())
        raised = await failure(endless)
        before = asked
        await asyncio.sleep(0.02)

        assert (raised.kind, raised.status, asked) == (Kind.REFUSED, 413, before)

    async def test_what_reading_the_source_raises_is_raised(self, box: Box, server: ScriptedServer):
        async def pieces() -> AsyncIterator[bytes]:
            yield b"some"
            raise OSError("the disk is gone")

        with pytest.raises(OSError, match="the disk is gone"):
            await box.uploads.create_file(attributes={"name": "a", "parent": {"id": "0"}}, file=pieces())

    async def test_an_open_file_is_sent_again_from_where_it_stood(self, box: Box, server: ScriptedServer, tmp_path):
        (tmp_path / "f").write_bytes(b"skipped kept")
        server.script = [error(503)]
        with (tmp_path / "f").open("rb") as file:
            file.seek(8)
            await box.uploads.create_file(attributes={"name": "a", "parent": {"id": "0"}}, file=file)

        assert [b"\r\n\r\nkept\r\n" in received.body for received in server.received] == [True, True]
        assert [b"skipped" in received.body for received in server.received] == [False, False]
