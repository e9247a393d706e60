"""Events over HTTP: a user's stream, the enterprise's log, and long polls."""

import asyncio
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from holdall.base.clock import SECOND, format_instant
from holdall.base.ids import secret_hash
from holdall.box.gateway import Gateway
from holdall.box.long_poll import LIFETIME, MAX_RETRIES
from holdall.content.identity.tables import access_tokens
from tests.support.client import Client, counted_queries
from tests.support.enterprise import Enterprise, make_enterprise
from tests.support.sharing import share
from tests.support.tree import create, error_of, make_file


async def read(client: Client, **parameters: Any) -> dict[str, Any]:
    """A chunk of a stream."""
    response = await client.call("get_events", **parameters)
    assert response.status_code == 200, response.text
    chunk: dict[str, Any] = response.json()
    assert chunk["chunk_size"] == len(chunk["entries"])
    return chunk


async def types(client: Client, **parameters: Any) -> list[str]:
    """The types of the events in a chunk."""
    return [event["event_type"] for event in (await read(client, **parameters))["entries"]]


async def told(client: Client, **parameters: Any) -> list[tuple[str, str]]:
    """Type and name of what each event of a stream is about."""
    entries = (await read(client, **parameters))["entries"]
    return [(event["event_type"], event["source"]["name"]) for event in entries]


async def position(client: Client) -> int:
    """The position that is now."""
    now: int = (await read(client, stream_position="now"))["next_stream_position"]
    return now


async def log(enterprise: Enterprise, **parameters: Any) -> list[dict[str, Any]]:
    """The enterprise's log."""
    entries: list[dict[str, Any]] = (await read(enterprise.admin, stream_type="admin_logs", **parameters))["entries"]
    return entries


@pytest.mark.operation("get_events")
class TestOwnStream:
    async def test_an_event_carries_the_whole_item_as_get_shows_it(self, enterprise: Enterprise) -> None:
        folder = await create(enterprise.user, "plans")
        (event,) = (await read(enterprise.user))["entries"]
        item = (await enterprise.user.call("get_folders_id", folder_id=folder["id"])).json()
        mini = {name: event["source"][name] for name in item if name in event["source"]}
        assert (event["type"], event["event_type"], event["created_by"]["id"]) == (
            "event",
            "ITEM_CREATE",
            str(enterprise.user_id),
        )
        assert mini == {name: item[name] for name in mini}
        assert {"sequence_id", "parent", "item_status", "path_collection", "owned_by"} <= mini.keys()
        assert event["session_id"]
        assert "additional_details" not in event

    async def test_now_answers_no_events_and_where_to_go_on(self, enterprise: Enterprise) -> None:
        await create(enterprise.user, "before")
        chunk = await read(enterprise.user, stream_position="now")
        assert chunk["entries"] == []
        await create(enterprise.user, "after")
        assert await told(enterprise.user, stream_position=chunk["next_stream_position"]) == [("ITEM_CREATE", "after")]

    @pytest.mark.parametrize("start", [{}, {"stream_position": 0}, {"stream_position": "null"}])
    async def test_without_a_position_it_begins_with_the_oldest(
        self, enterprise: Enterprise, start: dict[str, Any]
    ) -> None:
        await create(enterprise.user, "a")
        await create(enterprise.user, "b")
        assert await told(enterprise.user, **start) == [("ITEM_CREATE", "a"), ("ITEM_CREATE", "b")]

    async def test_pages_go_on_where_the_last_one_ended_and_hold_each_event_once(self, enterprise: Enterprise) -> None:
        names = [f"folder {number}" for number in range(7)]
        for name in names:
            await create(enterprise.user, name)
        found, start, sizes = list[str](), 0, list[int]()
        while len(sizes) < 4:
            chunk = await read(enterprise.user, stream_position=start, limit=3)
            found += [event["source"]["name"] for event in chunk["entries"]]
            start = chunk["next_stream_position"]
            sizes.append(chunk["chunk_size"])
        assert (found, sizes) == (names, [3, 3, 1, 0])

    @pytest.mark.parametrize("start", ["-1", "soon", "1.5", "9" * 19])
    async def test_what_is_no_position_is_refused(self, enterprise: Enterprise, start: str) -> None:
        response = await enterprise.user.call("get_events", stream_position=start)
        assert error_of(response) == (400, "bad_request")

    async def test_a_limit_above_500_is_taken_for_500(self, enterprise: Enterprise) -> None:
        await create(enterprise.user, "a")
        assert (await read(enterprise.user, limit=100_000))["chunk_size"] == 1
        assert error_of(await enterprise.user.call("get_events", limit=-1)) == (400, "bad_request")

    async def test_changes_leaves_out_what_does_not_change_the_tree(self, enterprise: Enterprise) -> None:
        file = (await make_file(enterprise, "a.txt")).item
        link = {"shared_link": {"access": "open"}}
        await enterprise.user.call("put_files_id#add_shared_link", file_id=file.id, fields="shared_link", json=link)
        await enterprise.user.call("put_files_id", file_id=file.id, json={"name": "b.txt"})
        assert await types(enterprise.user) == ["ITEM_UPLOAD", "ITEM_SHARED_CREATE", "ITEM_RENAME"]
        assert await types(enterprise.user, stream_type="changes") == ["ITEM_UPLOAD", "ITEM_RENAME"]

    async def test_sync_is_about_folders_that_are_marked_for_it(self, enterprise: Enterprise) -> None:
        folder = await create(enterprise.user, "synced")
        await enterprise.user.call("put_folders_id", folder_id=folder["id"], json={"sync_state": "synced"})
        await create(enterprise.user, "inside", folder["id"])
        await create(enterprise.user, "beside")
        seen = await told(enterprise.user, stream_type="sync")
        assert [name for kind, name in seen if kind == "ITEM_CREATE"] == ["synced", "inside"]

    async def test_times_bound_every_stream(self, enterprise: Enterprise) -> None:
        await create(enterprise.user, "a")
        now = enterprise.gateway.platform.clock.now()
        future, past = format_instant(now + 60 * SECOND), format_instant(now - 60 * SECOND)
        assert await types(enterprise.user, created_after=past, created_before=future) == ["ITEM_CREATE"]
        assert await types(enterprise.user, created_after=future) == []
        assert await types(enterprise.user, created_before=past) == []
        assert error_of(await enterprise.user.call("get_events", created_after="yesterday")) == (400, "bad_request")

    async def test_event_types_bound_the_log_alone(self, enterprise: Enterprise) -> None:
        await create(enterprise.user, "a")
        assert await types(enterprise.user, event_type="LOGIN") == ["ITEM_CREATE"]

    async def test_many_events_take_as_many_queries_as_one(self, enterprise: Enterprise) -> None:
        counts = list[int]()
        for size in (1, 3):
            for number in range(size):
                await create(enterprise.user, f"{size} {number}")
            with counted_queries(enterprise.gateway.platform.db) as seen:
                assert (await read(enterprise.user))["chunk_size"] >= size
            counts.append(len(seen))
        assert counts[0] == counts[1]


@pytest.mark.operation("get_events")
class TestWhoSeesWhat:
    async def test_nobody_sees_what_belongs_to_others(self, enterprise: Enterprise) -> None:
        _, colleague = await enterprise.new_user()
        await create(enterprise.user, "mine")
        assert await types(colleague) == []
        assert await types(enterprise.admin) == []

    async def test_collaborators_see_what_happens_below_a_shared_folder(self, enterprise: Enterprise) -> None:
        user_id, colleague = await enterprise.new_user()
        shared = await create(enterprise.user, "shared")
        await share(enterprise.user, shared["id"], {"id": user_id}, "viewer")
        await create(enterprise.user, "inner", shared["id"])
        await create(enterprise.user, "elsewhere")
        assert await told(colleague) == [("COLLAB_ADD_COLLABORATOR", "shared"), ("ITEM_CREATE", "inner")]

    async def test_members_of_a_group_see_what_the_group_sees(self, enterprise: Enterprise) -> None:
        user_id, colleague = await enterprise.new_user()
        group = (await enterprise.admin.call("post_groups", json={"name": f"group {enterprise.id}"})).json()
        shared = await create(enterprise.admin, "shared")
        body = {
            "item": {"type": "folder", "id": shared["id"]},
            "accessible_by": {"type": "group", "id": group["id"]},
            "role": "editor",
        }
        assert (await enterprise.admin.call("post_collaborations", json=body)).status_code == 201
        await create(enterprise.admin, "inner", shared["id"])
        assert await types(colleague) == []
        member = {"user": {"id": str(user_id)}, "group": {"id": group["id"]}}
        await enterprise.admin.call("post_group_memberships", json=member)
        seen = await types(colleague)
        assert seen == ["COLLAB_ADD_COLLABORATOR", "ITEM_CREATE", "GROUP_ADD_USER"]
        source = (await read(colleague))["entries"][-1]["source"]
        assert (source["type"], source["id"], source["name"]) == ("user", str(user_id), "Somebody")

    async def test_who_is_taken_off_a_folder_is_told_so_and_nothing_else(self, enterprise: Enterprise) -> None:
        user_id, colleague = await enterprise.new_user()
        shared = await create(enterprise.user, "shared")
        collaboration = await share(enterprise.user, shared["id"], {"id": user_id}, "editor")
        await create(enterprise.user, "inner", shared["id"])
        await enterprise.user.call("delete_collaborations_id", collaboration_id=collaboration["id"])
        await create(enterprise.user, "later", shared["id"])
        entries = (await read(colleague))["entries"]
        assert [event["event_type"] for event in entries] == ["COLLAB_ADD_COLLABORATOR", "COLLAB_REMOVE_COLLABORATOR"]
        assert entries[1]["source"].keys() == {"type", "id", "sequence_id", "etag", "name"}

    async def test_downloads_are_told_to_the_owner_alone(self, enterprise: Enterprise) -> None:
        user_id, colleague = await enterprise.new_user()
        shared = await create(enterprise.user, "shared")
        await share(enterprise.user, shared["id"], {"id": user_id}, "editor")
        file = (await make_file(enterprise, "a.txt", parent_id=shared["id"])).item
        await colleague.call("get_files_id_content", file_id=file.id)
        assert "ITEM_DOWNLOAD" in await types(enterprise.user)
        assert "ITEM_DOWNLOAD" not in await types(colleague)

    async def test_what_is_gone_for_good_is_told_by_its_name_to_who_could_see_it(self, enterprise: Enterprise) -> None:
        user_id, colleague = await enterprise.new_user()
        outer, shared = await create(enterprise.user, "private"), await create(enterprise.user, "shared")
        await share(enterprise.user, shared["id"], {"id": user_id}, "viewer")
        start = await position(enterprise.user)
        for folder, name in ((outer, "hidden"), (shared, "seen")):
            inner = await create(enterprise.user, name, folder["id"])
            await enterprise.user.call("delete_folders_id", folder_id=inner["id"])
            await enterprise.user.call("delete_folders_id_trash", folder_id=inner["id"])
        expected = [("ITEM_CREATE", "seen"), ("ITEM_TRASH", "seen")]
        assert await told(colleague, stream_position=start) == expected
        assert [("ITEM_CREATE", "hidden"), ("ITEM_TRASH", "hidden"), *expected] == await told(
            enterprise.user, stream_position=start
        )
        (last, *_) = reversed((await read(colleague))["entries"])
        assert last["source"]["item_status"] == "deleted"

    async def test_a_comment_is_told_without_its_words_to_who_may_read_it(self, enterprise: Enterprise) -> None:
        (reader_id, reader), (uploader_id, uploader) = await enterprise.new_user(), await enterprise.new_user()
        shared = await create(enterprise.user, "shared")
        await share(enterprise.user, shared["id"], {"id": reader_id}, "viewer")
        await share(enterprise.user, shared["id"], {"id": uploader_id}, "uploader")
        file = (await make_file(enterprise, "a.txt", parent_id=shared["id"])).item
        body = {"item": {"type": "file", "id": str(file.id)}, "message": "hear, hear"}
        comment = (await enterprise.user.call("post_comments", json=body)).json()
        event = (await read(reader))["entries"][-1]
        assert (event["event_type"], event["source"]["type"], event["source"]["id"]) == (
            "COMMENT_CREATE",
            "comment",
            comment["id"],
        )
        assert event["source"]["item"]["id"] == str(file.id)
        assert "message" not in event["source"]
        assert "COMMENT_CREATE" not in await types(uploader)

    async def test_a_token_for_one_folder_sees_what_happens_there(self, enterprise: Enterprise) -> None:
        folder = await create(enterprise.user, "open")
        await create(enterprise.user, "inside", folder["id"])
        await create(enterprise.user, "outside")
        token = await enterprise.new_token(enterprise.user_id)
        narrow = {"item_type": "folder", "item_id": int(folder["id"])}
        await enterprise.gateway.platform.db.write(
            lambda tx: tx.update(access_tokens, {"token_hash": secret_hash(token)}, restriction=narrow)
        )
        assert [name for _, name in await told(Client(enterprise.gateway, token))] == ["open", "inside"]


@pytest.mark.operation("get_events")
class TestLog:
    async def test_an_entry_names_its_item_and_whose_it_is(self, enterprise: Enterprise) -> None:
        file = (await make_file(enterprise, "a.txt")).item
        (entry,) = await log(enterprise, event_type="UPLOAD")
        assert entry["source"] == {
            "item_type": "file",
            "item_id": str(file.id),
            "item_name": "a.txt",
            "parent": {"type": "folder", "id": str(file.parent_id)},
            "owned_by": entry["created_by"],
        }
        assert entry["created_by"]["name"] == "Uma User"
        assert entry["action_by"] is None
        assert entry["additional_details"]["version_id"] == str(file.version_id)
        assert entry["additional_details"]["service_name"] == "Tests"

    async def test_who_acts_for_another_is_named(self, enterprise: Enterprise) -> None:
        admin = enterprise.admin.with_headers(as_user=str(enterprise.user_id))
        await create(admin, "made for another")
        entry = (await log(enterprise, event_type="UPLOAD"))[-1]
        assert (entry["created_by"]["name"], entry["action_by"]["name"]) == ("Uma User", "Ada Admin")

    async def test_types_and_pages(self, enterprise: Enterprise) -> None:
        for name in ("a", "b", "c"):
            await create(enterprise.user, name)
        await enterprise.admin.call("post_groups", json={"name": f"group {enterprise.id}"})
        assert [entry["event_type"] for entry in await log(enterprise)] == ["UPLOAD"] * 3 + ["GROUP_CREATION"]
        both = "GROUP_CREATION,UPLOAD"
        first = await read(enterprise.admin, stream_type="admin_logs", event_type=both, limit=3)
        second = await read(
            enterprise.admin,
            stream_type="admin_logs",
            event_type=both,
            limit=3,
            stream_position=first["next_stream_position"],
        )
        assert [e["event_type"] for e in first["entries"] + second["entries"]] == ["UPLOAD"] * 3 + ["GROUP_CREATION"]

    async def test_a_type_that_does_not_exist_is_refused(self, enterprise: Enterprise) -> None:
        response = await enterprise.admin.call("get_events", stream_type="admin_logs", event_type="UPLAOD")
        assert error_of(response) == (400, "bad_request")

    async def test_times(self, enterprise: Enterprise) -> None:
        clock = enterprise.gateway.platform.clock
        await create(enterprise.user, "a")
        now = clock.now()
        early, late = format_instant(now - 60 * SECOND), format_instant(now + 60 * SECOND)
        assert len(await log(enterprise, created_after=early, created_before=late, limit=1)) == 1
        assert await log(enterprise, created_after=late) == []
        assert await log(enterprise, created_before=early) == []

    async def test_the_live_stream_holds_the_same(self, enterprise: Enterprise) -> None:
        await create(enterprise.user, "a")
        live = await read(enterprise.admin, stream_type="admin_logs_streaming")
        assert live["entries"] == await log(enterprise)

    async def test_other_enterprises_are_not_in_it(self, enterprise: Enterprise, gateway: Gateway) -> None:
        other = await make_enterprise(gateway)
        await create(other.user, "theirs")
        assert await log(enterprise) == []

    @pytest.mark.parametrize("stream", ["admin_logs", "admin_logs_streaming"])
    async def test_it_is_for_administrators_with_the_scope_for_it(self, enterprise: Enterprise, stream: str) -> None:
        response = await enterprise.user.call("get_events", stream_type=stream)
        assert error_of(response) == (403, "access_denied_insufficient_permissions")
        token = await enterprise.new_token(enterprise.admin_id, scopes=["root_readwrite"])
        response = await Client(enterprise.gateway, token).call("get_events", stream_type=stream)
        assert error_of(response) == (403, "insufficient_scope")
        token = await enterprise.new_token(enterprise.admin_id, scopes=["manage_enterprise_properties"])
        assert error_of(await Client(enterprise.gateway, token).call("get_events")) == (403, "insufficient_scope")


@pytest.mark.operation("options_events")
class TestLongPoll:
    async def find(self, client: Client) -> str:
        """The address to poll, without its host."""
        response = await client.call("options_events")
        assert response.status_code == 200, response.text
        (server,) = response.json()["entries"]
        assert (server["type"], server["max_retries"], server["ttl"]) == ("realtime_server", str(MAX_RETRIES), "10")
        assert server["retry_timeout"] > client.gateway.platform.settings.long_poll_time
        parts = urlsplit(server["url"])
        assert "channel" in parse_qs(parts.query)
        return f"{parts.path}?{parts.query}"

    async def poll(self, client: Client, address: str, **more: Any) -> str:
        query = "".join(f"&{name}={value}" for name, value in more.items())
        response = await Client(client.gateway).http.get(address + query)
        assert response.status_code == 200, response.text
        message: str = response.json()["message"]
        return message

    async def test_it_is_answered_when_something_happens(self, enterprise: Enterprise) -> None:
        address, start = await self.find(enterprise.user), await position(enterprise.user)
        waiting = asyncio.create_task(self.poll(enterprise.user, address, stream_position=start))
        await asyncio.sleep(0.05)
        assert not waiting.done()
        await create(enterprise.user, "news")
        assert await asyncio.wait_for(waiting, 5) == "new_change"
        assert await told(enterprise.user, stream_position=start) == [("ITEM_CREATE", "news")]

    async def test_it_is_answered_at_once_where_something_happened_before(self, enterprise: Enterprise) -> None:
        address = await self.find(enterprise.user)
        await create(enterprise.user, "news")
        assert await self.poll(enterprise.user, address) == "new_change"
        assert await self.poll(enterprise.user, address, stream_position=0) == "new_change"

    async def test_what_happens_to_others_does_not_wake_it(self, enterprise: Enterprise) -> None:
        address = await self.find(enterprise.user)
        waiting = asyncio.create_task(self.poll(enterprise.user, address, stream_position="now"))
        await create(enterprise.admin, "not yours")
        await asyncio.sleep(0.1)
        assert not waiting.done()
        await create(enterprise.user, "yours")
        assert await asyncio.wait_for(waiting, 5) == "new_change"

    async def test_it_ends_after_its_time(self, enterprise: Enterprise, monkeypatch: pytest.MonkeyPatch) -> None:
        address = await self.find(enterprise.user)
        platform = enterprise.gateway.platform
        brief = type(platform.settings)(long_poll_time=1)
        monkeypatch.setattr(platform, "settings", brief)
        assert await self.poll(enterprise.user, address) == "reconnect"

    async def test_an_old_address_sends_to_a_new_one(self, enterprise: Enterprise) -> None:
        address = await self.find(enterprise.user)
        clock = enterprise.gateway.platform.clock
        clock.advance(LIFETIME)
        try:
            assert await self.poll(enterprise.user, address, stream_position=0) == "reconnect"
        finally:
            clock.advance(-LIFETIME)

    async def test_a_client_that_gives_up_again_and_again_is_sent_to_a_new_address(
        self, enterprise: Enterprise, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        address = await self.find(enterprise.user)
        monkeypatch.setattr("holdall.box.resources.events._has_left", lambda _ctx: asyncio.sleep(0))
        seen = [await self.poll(enterprise.user, address, stream_position="now") for _ in range(MAX_RETRIES + 1)]
        assert seen == ["reconnect"] * MAX_RETRIES + ["max_retries"]

    async def test_an_address_of_somebody_elses_making_is_refused(self, enterprise: Enterprise) -> None:
        address = await self.find(enterprise.user)
        for forged in (address.replace("channel=", "channel=x"), "/events/subscribe"):
            response = await Client(enterprise.gateway).http.get(forged)
            assert error_of(response) == (404, "not_found")
        response = await Client(enterprise.gateway).http.get(address.replace("stream_type=all", "stream_type=some"))
        assert error_of(response) == (400, "bad_request")
