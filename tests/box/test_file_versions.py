"""Versions of files: the list, promoting, the trash of versions, and their end."""

from typing import Any

import httpx
import pytest
import sqlalchemy as sa

from holdall.base.clock import DAY, format_instant
from holdall.base.db import Transaction, query
from holdall.content.events.tables import events
from holdall.content.identity.tables import enterprises
from holdall.content.items.version_changes import remove_expired_versions
from tests.support.bytes import space_used
from tests.support.client import Client, counted_queries
from tests.support.enterprise import Enterprise
from tests.support.uploads import download, upload, upload_version

_EVENTS = query(
    sa.select(events.c.event_type, events.c.source_id)
    .where(events.c.enterprise_id == sa.bindparam("enterprise_id"))
    .order_by(events.c.sequence)
)


async def file_with(client: Client, *contents: bytes) -> tuple[Any, list[str]]:
    """A file that had these contents one after the other, v1.txt and so on; and the ids of its versions."""
    file = await upload(client, "v1.txt", contents[0])
    ids = [file["file_version"]["id"]]
    for number, content in enumerate(contents[1:], 2):
        file = await upload_version(client, file["id"], content, name=f"v{number}.txt")
        ids.append(file["file_version"]["id"])
    return file, ids


async def on_version(client: Client, operation_id: str, file: Any, version_id: str, **more: Any) -> httpx.Response:
    return await client.call(operation_id, file_id=file["id"], file_version_id=version_id, **more)


async def promote(client: Client, file: Any, version_id: Any, **more: Any) -> httpx.Response:
    return await client.call(
        "post_files_id_versions_current", file_id=file["id"], json={"type": "file_version", "id": version_id}, **more
    )


async def delete(client: Client, file: Any, version_id: str, **headers: str) -> httpx.Response:
    return await on_version(client, "delete_files_id_versions_id", file, version_id, headers=headers)


async def restore(client: Client, file: Any, version_id: str) -> httpx.Response:
    return await on_version(client, "put_files_id_versions_id", file, version_id, json={"trashed_at": None})


async def listed(client: Client, file: Any, **parameters: Any) -> Any:
    response = await client.call("get_files_id_versions", file_id=file["id"], **parameters)
    assert response.status_code == 200, response.text
    return response.json()


async def event_types(enterprise: Enterprise, file: Any) -> list[str]:
    rows = await enterprise.gateway.platform.db.all(_EVENTS, enterprise_id=enterprise.id)
    return [event_type for event_type, source_id in rows if source_id == int(file["id"])]


def outcome(response: httpx.Response) -> tuple[int, str | None]:
    return response.status_code, response.json().get("code")


@pytest.mark.operation("get_files_id_versions")
class TestGetFilesIdVersions:
    async def test_past_versions_are_listed_latest_first_without_the_current_one(self, enterprise: Enterprise) -> None:
        file, ids = await file_with(enterprise.user, b"1", b"22", b"333")
        page = await listed(enterprise.user, file)
        entries = page.pop("entries")
        assert page == {"total_count": 2, "limit": 100, "offset": 0}
        assert [(one["id"], one["name"], one["size"]) for one in entries] == [
            (ids[1], "v2.txt", 2),
            (ids[0], "v1.txt", 1),
        ]

    async def test_a_file_with_one_version_has_no_past_ones(self, enterprise: Enterprise) -> None:
        file, _ = await file_with(enterprise.user, b"1")
        page = await listed(enterprise.user, file)
        assert (page["total_count"], page["entries"]) == (0, [])

    async def test_the_list_is_read_in_pages(self, enterprise: Enterprise) -> None:
        file, ids = await file_with(enterprise.user, b"1", b"2", b"3", b"4")
        pages = [await listed(enterprise.user, file, limit=2, offset=offset) for offset in (0, 2, 4)]
        assert [([one["id"] for one in page["entries"]], page["total_count"]) for page in pages] == [
            ([ids[2], ids[1]], 3),
            ([ids[0]], 3),
            ([], 3),
        ]

    @pytest.mark.parametrize("parameters", [{"limit": -1}, {"offset": -1}, {"offset": 10_001}, {"limit": "x"}])
    async def test_places_that_cannot_be_are_refused(self, enterprise: Enterprise, parameters: dict[str, Any]) -> None:
        file, _ = await file_with(enterprise.user, b"1")
        response = await enterprise.user.call("get_files_id_versions", file_id=file["id"], **parameters)
        assert response.status_code == 400

    async def test_fields_choose_what_is_answered(self, enterprise: Enterprise) -> None:
        file, ids = await file_with(enterprise.user, b"1", b"2")
        page = await listed(enterprise.user, file, fields="version_number,name")
        assert page["entries"] == [
            {"type": "file_version", "id": ids[0], "version_number": "1", "name": "v1.txt"},
        ]

    async def test_many_versions_take_as_many_queries_as_one(self, enterprise: Enterprise) -> None:
        one, _ = await file_with(enterprise.user, b"1", b"2")
        three, _ = await file_with((client := (await enterprise.new_user())[1]), b"1", b"2", b"3", b"4")
        with counted_queries(enterprise.gateway.platform.db) as of_one:
            await listed(enterprise.user, one)
        with counted_queries(enterprise.gateway.platform.db) as of_three:
            await listed(client, three)
        assert len(of_three) == len(of_one) == 5

    async def test_a_file_of_somebody_else_is_not_there(self, enterprise: Enterprise) -> None:
        _, stranger = await enterprise.new_user()
        file, _ = await file_with(enterprise.user, b"1")
        response = await stranger.call("get_files_id_versions", file_id=file["id"])
        assert outcome(response) == (404, "not_found")


@pytest.mark.operation("get_files_id_versions_id")
class TestGetFilesIdVersionsId:
    async def test_a_version_is_answered_whole(self, enterprise: Enterprise) -> None:
        file, ids = await file_with(enterprise.user, b"hello", b"2")
        response = await on_version(enterprise.user, "get_files_id_versions_id", file, ids[0])
        body = response.json()
        times = [body.pop(name) for name in ("created_at", "modified_at")]
        assert times == [file["created_at"]] * 2
        user = file["created_by"]
        assert body == {
            "type": "file_version",
            "id": ids[0],
            "sha1": "aaf4c61ddcc5e8a2dabede0f3b482cd9aea9434d",
            "name": "v1.txt",
            "size": 5,
            "modified_by": user,
            "trashed_at": None,
            "trashed_by": None,
            "restored_at": None,
            "restored_by": None,
            "purged_at": None,
            "uploader_display_name": user["name"],
        }

    async def test_the_current_version_can_be_asked_for_too(self, enterprise: Enterprise) -> None:
        file, ids = await file_with(enterprise.user, b"1", b"2")
        response = await on_version(
            enterprise.user, "get_files_id_versions_id", file, ids[1], fields="version_number,sha1"
        )
        assert response.json() == {
            "type": "file_version",
            "id": ids[1],
            "version_number": "2",
            "sha1": file["file_version"]["sha1"],
        }

    async def test_a_version_that_the_file_does_not_have_is_not_there(self, enterprise: Enterprise) -> None:
        file, ids = await file_with(enterprise.user, b"1")
        other = await upload(enterprise.user, "other")
        for one, version_id in ((file, "1"), (file, "abc"), (other, ids[0]), ({"id": "1"}, ids[0])):
            response = await on_version(enterprise.user, "get_files_id_versions_id", one, version_id)
            assert outcome(response) == (404, "not_found")


@pytest.mark.operation("post_files_id_versions_current")
class TestPostFilesIdVersionsCurrent:
    async def test_promoting_brings_back_content_size_and_name(self, enterprise: Enterprise) -> None:
        file, ids = await file_with(enterprise.user, b"hello", b"22")
        response = await promote(enterprise.user, file, ids[0])
        now = (await enterprise.user.call("get_files_id", file_id=file["id"])).json()
        assert (response.status_code, response.json()["name"], response.json()["size"]) == (201, "v1.txt", 5)
        assert response.json()["id"] == now["file_version"]["id"]
        assert response.json()["id"] not in ids
        assert (now["name"], now["size"], now["sha1"], now["etag"]) == ("v1.txt", 5, response.json()["sha1"], "2")
        assert (await download(enterprise.user, file["id"])).content == b"hello"
        assert [one["id"] for one in (await listed(enterprise.user, file))["entries"]] == [ids[1], ids[0]]

    async def test_the_promoted_version_counts_again_and_is_told(self, enterprise: Enterprise) -> None:
        file, ids = await file_with(enterprise.user, b"hello", b"22")
        await promote(enterprise.user, file, ids[0])
        assert await space_used(enterprise) == 12
        assert await event_types(enterprise, file) == ["ITEM_UPLOAD", "ITEM_UPLOAD", "ITEM_MAKE_CURRENT_VERSION"]

    async def test_an_id_may_be_a_number_and_fields_choose(self, enterprise: Enterprise) -> None:
        file, ids = await file_with(enterprise.user, b"hello", b"22")
        response = await promote(enterprise.user, file, int(ids[0]), fields="version_number")
        assert response.json() == {"type": "file_version", "id": response.json()["id"], "version_number": "3"}

    async def test_an_old_name_that_is_taken_now_is_refused(self, enterprise: Enterprise) -> None:
        file, ids = await file_with(enterprise.user, b"hello", b"22")
        await upload(enterprise.user, "V1.TXT")
        assert outcome(await promote(enterprise.user, file, ids[0])) == (409, "item_name_in_use")

    async def test_space_that_there_is_not_is_refused(self, enterprise: Enterprise) -> None:
        _, client = await enterprise.new_user(space_amount=8)
        file, ids = await file_with(client, b"hello", b"22")
        assert outcome(await promote(client, file, ids[0])) == (403, "storage_limit_exceeded")

    async def test_versions_that_cannot_be_promoted_are_refused(self, enterprise: Enterprise) -> None:
        file, ids = await file_with(enterprise.user, b"1", b"2", b"3")
        await delete(enterprise.user, file, ids[0])
        responses = [await promote(enterprise.user, file, one) for one in (ids[2], ids[0], "1", "x")]
        assert [outcome(response) for response in responses] == [
            (400, "bad_request"),
            (404, "trashed"),
            (404, "not_found"),
            (400, "bad_request"),
        ]

    @pytest.mark.parametrize("body", [{}, {"id": "1", "type": "file"}, []])
    async def test_a_body_that_cannot_be_is_refused(self, enterprise: Enterprise, body: Any) -> None:
        file, _ = await file_with(enterprise.user, b"1")
        response = await enterprise.user.call("post_files_id_versions_current", file_id=file["id"], json=body)
        assert outcome(response) == (400, "bad_request")

    async def test_a_file_of_somebody_else_is_not_there(self, enterprise: Enterprise) -> None:
        _, stranger = await enterprise.new_user()
        file, ids = await file_with(enterprise.user, b"1", b"2")
        assert outcome(await promote(stranger, file, ids[0])) == (404, "not_found")


@pytest.mark.operation("delete_files_id_versions_id")
class TestDeleteFilesIdVersionsId:
    async def test_a_deleted_version_stays_readable_with_who_and_when(self, enterprise: Enterprise) -> None:
        file, ids = await file_with(enterprise.user, b"hello", b"22")
        response = await delete(enterprise.user, file, ids[0])
        version = (await on_version(enterprise.user, "get_files_id_versions_id", file, ids[0])).json()
        platform = enterprise.gateway.platform
        assert (response.status_code, response.content) == (204, b"")
        assert (version["trashed_by"]["id"], version["restored_at"]) == (str(enterprise.user_id), None)
        assert version["trashed_at"] == version["modified_at"] <= format_instant(platform.clock.now())
        assert version["purged_at"] > version["trashed_at"]
        assert (await listed(enterprise.user, file))["entries"] == [version]

    async def test_its_content_is_not_sent_and_it_still_takes_space(self, enterprise: Enterprise) -> None:
        file, ids = await file_with(enterprise.user, b"hello", b"22")
        await delete(enterprise.user, file, ids[0])
        response = await enterprise.user.call("get_files_id_content", file_id=file["id"], version=ids[0])
        assert outcome(response) == (404, "trashed")
        assert await space_used(enterprise) == 7

    async def test_if_match_keeps_others_work(self, enterprise: Enterprise) -> None:
        file, ids = await file_with(enterprise.user, b"1", b"2")
        stale = await delete(enterprise.user, file, ids[0], **{"if-match": "7"})
        fresh = await delete(enterprise.user, file, ids[0], **{"if-match": file["etag"]})
        assert (outcome(stale), fresh.status_code) == ((412, "precondition_failed"), 204)

    async def test_versions_that_cannot_be_deleted_are_refused(self, enterprise: Enterprise) -> None:
        file, ids = await file_with(enterprise.user, b"1", b"2")
        await delete(enterprise.user, file, ids[0])
        responses = [await delete(enterprise.user, file, one) for one in (ids[1], ids[0], "1")]
        assert [outcome(response) for response in responses] == [
            (400, "bad_request"),
            (404, "trashed"),
            (404, "not_found"),
        ]

    async def test_a_file_of_somebody_else_is_not_there(self, enterprise: Enterprise) -> None:
        _, stranger = await enterprise.new_user()
        file, ids = await file_with(enterprise.user, b"1", b"2")
        assert outcome(await delete(stranger, file, ids[0])) == (404, "not_found")


@pytest.mark.operation("put_files_id_versions_id")
class TestPutFilesIdVersionsId:
    async def test_a_restored_version_says_who_and_when(self, enterprise: Enterprise) -> None:
        file, ids = await file_with(enterprise.user, b"hello", b"22")
        await delete(enterprise.user, file, ids[0])
        response = await restore(enterprise.user, file, ids[0])
        version = response.json()
        assert (response.status_code, version["trashed_at"], version["trashed_by"]) == (200, None, None)
        assert (version["restored_at"], version["purged_at"]) == (version["modified_at"], None)
        assert version["restored_by"]["id"] == str(enterprise.user_id)
        assert (await download(enterprise.user, file["id"], ids[0])).content == b"hello"
        types = ["ITEM_UPLOAD", "ITEM_UPLOAD", "ITEM_MODIFY", "FILE_VERSION_RESTORE", "ITEM_DOWNLOAD"]
        assert await event_types(enterprise, file) == types

    async def test_a_version_can_be_deleted_again(self, enterprise: Enterprise) -> None:
        file, ids = await file_with(enterprise.user, b"hello", b"22")
        for _ in range(2):
            assert (await delete(enterprise.user, file, ids[0])).status_code == 204
            assert (await restore(enterprise.user, file, ids[0])).status_code == 200

    async def test_a_version_that_is_not_in_the_trash_is_refused(self, enterprise: Enterprise) -> None:
        file, ids = await file_with(enterprise.user, b"1", b"2")
        responses = [await restore(enterprise.user, file, one) for one in (ids[0], "1")]
        assert [outcome(response) for response in responses] == [(404, "not_trashed"), (404, "not_found")]

    @pytest.mark.parametrize("body", [{}, {"trashed_at": "2026-01-01T00:00:00Z"}, {"trashed_at": 5}])
    async def test_anything_but_null_is_refused(self, enterprise: Enterprise, body: Any) -> None:
        file, ids = await file_with(enterprise.user, b"1", b"2")
        await delete(enterprise.user, file, ids[0])
        response = await on_version(enterprise.user, "put_files_id_versions_id", file, ids[0], json=body)
        assert outcome(response) == (400, "bad_request")

    async def test_a_file_of_somebody_else_is_not_there(self, enterprise: Enterprise) -> None:
        _, stranger = await enterprise.new_user()
        file, ids = await file_with(enterprise.user, b"1", b"2")
        await delete(enterprise.user, file, ids[0])
        assert outcome(await restore(stranger, file, ids[0])) == (404, "not_found")


class TestEndOfVersions:
    async def test_a_deleted_version_is_removed_when_its_time_is_over(self, enterprise: Enterprise) -> None:
        file, ids = await file_with(enterprise.user, b"hello", b"22", b"333")
        for version_id in ids[:2]:
            await delete(enterprise.user, file, version_id)
        await restore(enterprise.user, file, ids[1])
        await self.remove_after(enterprise, 29)
        assert await space_used(enterprise) == 10
        await self.remove_after(enterprise, 31)
        assert await space_used(enterprise) == 5
        assert [one["id"] for one in (await listed(enterprise.user, file))["entries"]] == [ids[1]]
        assert (await download(enterprise.user, file["id"])).content == b"333"

    async def test_versions_of_a_file_in_the_trash_end_too(self, enterprise: Enterprise) -> None:
        file, ids = await file_with(enterprise.user, b"hello", b"22")
        await delete(enterprise.user, file, ids[0])
        await enterprise.user.call("delete_files_id", file_id=file["id"])
        await self.remove_after(enterprise, 31)
        assert await space_used(enterprise) == 2

    @staticmethod
    async def remove_after(enterprise: Enterprise, days: int) -> None:
        platform = enterprise.gateway.platform
        platform.clock.advance(days * DAY)
        try:
            await remove_expired_versions(platform.db, retention=30 * 24 * 3600)
        finally:
            platform.clock.advance(-days * DAY)


class TestVersionLimit:
    @pytest.mark.parametrize(("limit", "names"), [(None, 3), (0, 3), (5, 3), (3, 2), (2, 1), (1, 0)])
    async def test_the_oldest_make_room_for_the_newest(
        self, enterprise: Enterprise, limit: int | None, names: int
    ) -> None:
        async def unit(tx: Transaction) -> None:
            await tx.update(enterprises, {"id": enterprise.id}, settings={"version_limit": limit})

        await enterprise.gateway.platform.db.write(unit)
        file, _ = await file_with(enterprise.user, b"1", b"2", b"3", b"4")
        entries = (await listed(enterprise.user, file))["entries"]
        assert [one["name"] for one in entries] == ["v3.txt", "v2.txt", "v1.txt"][:names]
        assert await space_used(enterprise) == names + 1
        assert (await download(enterprise.user, file["id"])).content == b"4"
