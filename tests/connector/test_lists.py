"""Any list is read to its end, whichever way it pages; trees are walked; events are followed."""

import itertools
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from holdall.connector import ArgumentError, BlockingBox, Box, BoxError, Kind
from tests.connector.conftest import SkippingClock
from tests.connector.content_server import ContentServer
from tests.connector.server import Received, Reply, ScriptedServer


def query(received: Received) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(received.target).query).items()}


class TestIterate:
    async def test_by_marker(self, box: Box, server: ScriptedServer):
        server.script = [
            Reply(json={"entries": [1, 2], "next_marker": "m1"}),
            Reply(json={"entries": [3], "next_marker": "m2"}),
            Reply(json={"entries": [], "next_marker": None}),
        ]

        assert [entry async for entry in box.iterate("get_webhooks")] == [1, 2, 3]
        assert [query(received) for received in server.received] == [
            {"limit": "1000"},
            {"limit": "1000", "marker": "m1"},
            {"limit": "1000", "marker": "m2"},
        ]

    @pytest.mark.parametrize("end", [{}, {"next_marker": None}, {"next_marker": ""}])
    async def test_a_marker_that_is_missing_null_or_empty_ends_it(self, box: Box, server: ScriptedServer, end):
        server.otherwise = Reply(json={"entries": [1], **end})

        assert [entry async for entry in box.iterate("get_webhooks")] == [1]

    async def test_by_marker_where_it_must_be_asked_for(self, box: Box, server: ScriptedServer):
        server.script = [Reply(json={"entries": ["a"], "next_marker": "m"}), Reply(json={"entries": ["b"]})]

        assert [entry async for entry in box.iterate("get_folders_id_items", folder_id="0", fields="id")] == ["a", "b"]
        assert [query(received) for received in server.received] == [
            {"fields": "id", "limit": "1000", "usemarker": "true"},
            {"fields": "id", "limit": "1000", "usemarker": "true", "marker": "m"},
        ]

    async def test_by_offset_where_an_order_is_asked_for(self, box: Box, server: ScriptedServer):
        server.script = [
            Reply(json={"entries": ["a", "b"], "total_count": 5, "limit": 3, "offset": 0}),
            Reply(json={"entries": ["c"], "total_count": 5, "limit": 3, "offset": 3}),
        ]

        entries = [entry async for entry in box.iterate("get_folders_id_items", folder_id="0", sort="date", limit=3)]

        assert entries == ["a", "b", "c"]
        assert [query(received) for received in server.received] == [
            {"sort": "date", "limit": "3"},
            {"sort": "date", "limit": "3", "offset": "3"},
        ]

    async def test_by_offset_without_a_total(self, box: Box, server: ScriptedServer):
        server.script = [Reply(json={"entries": [1, 2]}), Reply(json={"entries": [3]}), Reply(json={"entries": []})]

        assert [entry async for entry in box.iterate("get_groups", offset=10)] == [1, 2, 3]
        assert [query(received).get("offset") for received in server.received] == ["10", "12", "13"]

    async def test_by_position(self, box: Box, server: ScriptedServer):
        server.script = [
            Reply(json={"entries": ["a"], "next_stream_position": 5}),
            Reply(json={"entries": ["b"], "next_stream_position": 9}),
            Reply(json={"entries": [], "next_stream_position": 9}),
        ]

        assert [entry async for entry in box.iterate("get_events", stream_position="0")] == ["a", "b"]
        assert [query(received)["stream_position"] for received in server.received] == ["0", "5", "9"]

    async def test_a_marker_in_a_body(self, box: Box, server: ScriptedServer):
        server.script = [Reply(json={"entries": [1], "next_marker": "m"}), Reply(json={"entries": [2]})]
        where = {"from": "enterprise_1.a", "ancestor_folder_id": "0"}

        entries = [entry async for entry in box.iterate("post_metadata_queries_execute_read", **where)]

        assert entries == [1, 2]
        assert b'"marker":"m"' in server.received[1].body

    async def test_a_list_of_one_page(self, box: Box, server: ScriptedServer):
        server.otherwise = Reply(json={"entries": [1], "total_count": 1})

        assert [entry async for entry in box.iterate("get_tasks_id_assignments", task_id="1")] == [1]

    async def test_looking_at_the_first_page_asks_for_one(self, box: Box, server: ScriptedServer):
        server.otherwise = Reply(json={"entries": [1, 2], "next_marker": "m"})

        async for entry in box.iterate("get_webhooks"):
            assert entry == 1
            break

        assert len(server.received) == 1

    async def test_what_is_no_list_is_told(self, box: Box, server: ScriptedServer):
        with pytest.raises(ArgumentError, match="answers no list"):
            await anext(box.iterate("get_files_id", file_id="1"))

    async def test_a_failure_in_the_middle_is_raised(self, box: Box, server: ScriptedServer):
        server.script = [Reply(json={"entries": [1], "next_marker": "m"}), Reply(403)]
        seen = []
        with pytest.raises(BoxError) as caught:
            async for entry in box.iterate("get_webhooks"):
                seen.append(entry)

        assert (seen, caught.value.kind) == ([1], Kind.FORBIDDEN)

    def test_blocking(self, blocking_box: BlockingBox, server: ScriptedServer):
        server.script = [Reply(json={"entries": [1, 2], "next_marker": "m"}), Reply(json={"entries": [3]})]

        assert list(blocking_box.iterate("get_webhooks")) == [1, 2, 3]

    def test_blocking_can_be_left_early(self, blocking_box: BlockingBox, server: ScriptedServer):
        server.otherwise = Reply(json={"entries": [1, 2], "next_marker": "m"})

        assert list(itertools.islice(blocking_box.iterate("get_webhooks"), 5)) == [1, 2, 1, 2, 1]


def tree() -> ContentServer:
    """Seven files in four folders, one of which needs two pages."""
    content = ContentServer()
    content.folders = {
        "0": [
            _item("folder", "1"),
            _item("file", "f1"),
            _item("folder", "2"),
            _item("file", "f2"),
            _item("web_link", "w"),
        ],
        "1": [_item("folder", "3"), _item("file", "f3")],
        "2": [],
        "3": [_item("file", f"f{number}") for number in range(4, 8)],
    }
    return content


def _item(kind: str, identifier: str) -> dict[str, Any]:
    return {"type": kind, "id": identifier, "name": f"n{identifier}"}


PATHS = {
    *("n1", "nf1", "n2", "nf2", "nw", "n1/n3", "n1/nf3"),
    *("n1/n3/nf4", "n1/n3/nf5", "n1/n3/nf6", "n1/n3/nf7"),
}


class TestWalk:
    async def test_it_finds_everything_once(self, box: Box, server: ScriptedServer):
        server.answer = tree()

        found = ["/".join(found.path) async for found in box.walk()]

        assert sorted(found) == sorted(PATHS)

    def test_blocking(self, blocking_box: BlockingBox, server: ScriptedServer):
        server.answer = tree()

        assert {"/".join(found.path) for found in blocking_box.walk("0", fields=["size"])} == PATHS
        assert {query(received)["fields"] for received in server.received} == {"size,type,id,name"}

    async def test_a_folder_that_disappears_is_left_out(self, box: Box, server: ScriptedServer):
        content = tree()
        del content.folders["3"]
        server.answer = content

        found = {"/".join(found.path) async for found in box.walk()}

        assert found == {path for path in PATHS if not path.startswith("n1/n3/")}

    async def test_a_folder_that_never_was_is_an_error(self, box: Box, server: ScriptedServer):
        server.answer = tree()

        with pytest.raises(BoxError) as caught:
            await anext(box.walk("9"))

        assert caught.value.kind is Kind.NOT_FOUND


class TestFollow:
    @staticmethod
    def page(position: int, *ids: str) -> Reply:
        return Reply(
            json={"entries": [{"event_id": identifier} for identifier in ids], "next_stream_position": position}
        )

    async def test_from_now_on_each_event_once(self, box: Box, server: ScriptedServer):
        server.script = [self.page(5), self.servers(server), Reply(json={"message": "new_change"})]
        server.script += [self.page(7, "a", "b"), self.page(9, "b", "c")]
        stream = box.follow()
        events = aiter(stream)

        assert [(await anext(events))["event_id"] for _ in range(3)] == ["a", "b", "c"]
        assert [received.target.partition("?")[0] for received in server.received] == [
            "/2.0/events",
            "/2.0/events",
            "/realtime",
            "/2.0/events",
            "/2.0/events",
        ]
        assert query(server.received[0])["stream_position"] == "now"
        assert query(server.received[2]) == {"channel": "x", "stream_position": "5"}
        assert stream.position == "7"

    async def test_it_polls_again_when_told_to_reconnect(self, box: Box, server: ScriptedServer):
        server.script = [self.page(5), self.servers(server), Reply(json={"message": "reconnect"})]
        server.script += [Reply(json={"message": "new_change"}), self.page(6, "a")]

        assert (await anext(aiter(box.follow("5"))))["event_id"] == "a"

    @pytest.mark.parametrize("refusal", [Reply(501), Reply(404)])
    async def test_a_server_that_cannot_tell_is_asked_at_intervals(self, box: Box, server, clock, refusal):
        server.script = [self.page(5), refusal, self.page(5), self.page(6, "a")]

        assert (await anext(aiter(box.follow("5", every=2))))["event_id"] == "a"
        assert clock.waits == [2, 2]

    async def test_events_of_the_enterprise_are_asked_for_at_intervals(self, box: Box, server: ScriptedServer, clock):
        server.script = [self.page(5), self.page(6, "a")]

        assert (await anext(aiter(box.follow(stream_type="admin_logs_streaming"))))["event_id"] == "a"
        assert clock.waits == [5.0]

    def test_blocking(self, blocking_box: BlockingBox, server: ScriptedServer):
        server.script = [self.page(7, "a", "b")]
        stream = blocking_box.follow("3")

        assert [event["event_id"] for event in itertools.islice(stream, 2)] == ["a", "b"]
        assert stream.position == "3"

    @staticmethod
    def servers(server: ScriptedServer) -> Reply:
        return Reply(json={"entries": [{"url": f"{server.url}/realtime?channel=x", "max_retries": "10"}]})


class TestWait:
    async def test_it_asks_less_and_less_often_until_the_work_is_done(self, box: Box, server: ScriptedServer, clock):
        server.script = [Reply(json={"state": "in_progress"}), Reply(json={"state": "in_progress"})]
        server.script.append(Reply(json={"state": "succeeded"}))

        answer = await box.wait("get_zip_downloads_id_status", {"zip_download_id": "1"})

        assert (answer, clock.waits) == ({"state": "succeeded"}, [1.0, 1.5])

    async def test_until_says_when(self, box: Box, server: ScriptedServer):
        server.script = [Reply(json={"size": 1}), Reply(json={"size": 2})]

        answer = await box.wait("get_folders_id", {"folder_id": "1"}, until=lambda folder: folder["size"] == 2)

        assert answer == {"size": 2}

    async def test_patience_ends(self, box: Box, server: ScriptedServer, clock: SkippingClock):
        server.otherwise = Reply(json={"status": "Pending"})

        with pytest.raises(BoxError) as caught:
            await box.wait("get_invites_id", {"invite_id": "1"}, patience=60)

        assert caught.value.kind is Kind.NOT_READY
        assert sum(clock.waits) <= 60
