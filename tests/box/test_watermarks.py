"""Watermarks on files and folders."""

from typing import Any

import httpx
import pytest

from holdall.base.clock import HOUR
from holdall.content.access import reach
from holdall.content.watermarks.rules import is_stamped
from tests.support.client import Client, counted_queries
from tests.support.enterprise import Enterprise
from tests.support.news import events_about
from tests.support.sharing import share
from tests.support.tree import create, error_of, make_file, subject_of

BODY = {"watermark": {"imprint": "default"}}
NONE = {"is_watermarked": False, "is_watermark_inherited": False, "is_watermarked_by_access_policy": False}
OWN = {**NONE, "is_watermarked": True}
INHERITED = {**OWN, "is_watermark_inherited": True}


async def mark(client: Client, item_id: Any, kind: str = "file", body: Any = BODY) -> httpx.Response:
    place: dict[str, Any] = {f"{kind}_id": item_id}
    return await client.call(f"put_{kind}s_id_watermark", json=body, **place)


async def read(client: Client, item_id: Any, kind: str = "file") -> httpx.Response:
    place: dict[str, Any] = {f"{kind}_id": item_id}
    return await client.call(f"get_{kind}s_id_watermark", **place)


async def unmark(client: Client, item_id: Any, kind: str = "file") -> httpx.Response:
    place: dict[str, Any] = {f"{kind}_id": item_id}
    return await client.call(f"delete_{kind}s_id_watermark", **place)


async def info(client: Client, item_id: Any, kind: str = "file") -> dict[str, bool]:
    place: dict[str, Any] = {f"{kind}_id": item_id}
    told: dict[str, bool] = (await client.call(f"get_{kind}s_id", **place, fields="watermark_info")).json()[
        "watermark_info"
    ]
    return told


async def new_item(enterprise: Enterprise, kind: str, parent_id: Any = 0, name: str = "plan") -> str:
    if kind == "folder":
        return str((await create(enterprise.user, name, parent_id))["id"])
    return str((await make_file(enterprise, name, parent_id=parent_id)).item.id)


async def marked_folder(enterprise: Enterprise) -> str:
    folder_id = await new_item(enterprise, "folder", name="marked")
    assert (await mark(enterprise.user, folder_id, "folder")).status_code == 201
    return folder_id


class Each:
    """What holds for files and folders alike."""

    kind: str

    async def test_it_is_put_on_told_of_and_taken_off(self, enterprise: Enterprise) -> None:
        item_id = await new_item(enterprise, self.kind)
        before = await read(enterprise.user, item_id, self.kind)
        made = await mark(enterprise.user, item_id, self.kind)
        told, seen = await read(enterprise.user, item_id, self.kind), await info(enterprise.user, item_id, self.kind)
        removed = await unmark(enterprise.user, item_id, self.kind)
        after = [await read(enterprise.user, item_id, self.kind), await unmark(enterprise.user, item_id, self.kind)]
        assert (error_of(before), made.status_code, told.json()) == ((404, "not_found"), 201, made.json())
        assert made.json()["watermark"].keys() == {"created_at", "modified_at"}
        assert (seen, await info(enterprise.user, item_id, self.kind)) == (OWN, NONE)
        assert (removed.status_code, removed.content) == (204, b"")
        assert [error_of(one) for one in after] == [(404, "not_found")] * 2

    async def test_put_on_again_it_keeps_its_beginning(self, enterprise: Enterprise) -> None:
        item_id, clock = await new_item(enterprise, self.kind), enterprise.gateway.platform.clock
        first = (await mark(enterprise.user, item_id, self.kind)).json()["watermark"]
        clock.advance(HOUR // 60)
        second = await mark(enterprise.user, item_id, self.kind)
        clock.advance(-HOUR // 60)
        again = second.json()["watermark"]
        assert (second.status_code, again["created_at"]) == (200, first["created_at"])
        assert again["modified_at"] > first["modified_at"]

    async def test_putting_it_on_and_taking_it_off_are_events(self, enterprise: Enterprise) -> None:
        item_id = await new_item(enterprise, self.kind)
        await mark(enterprise.user, item_id, self.kind)
        await mark(enterprise.user, item_id, self.kind)
        await unmark(enterprise.user, item_id, self.kind)
        types = [event_type for event_type, _, _ in await events_about(enterprise, item_id)]
        assert types[1:] == ["WATERMARK_LABEL_CREATE", "WATERMARK_LABEL_DELETE"]

    @pytest.mark.parametrize(
        "body", [{}, {"watermark": {}}, {"watermark": {"imprint": "secret"}}, {"watermark": "default"}]
    )
    async def test_there_is_one_kind_of_watermark(self, enterprise: Enterprise, body: Any) -> None:
        response = await mark(enterprise.user, await new_item(enterprise, self.kind), self.kind, body)
        assert error_of(response) == (400, "bad_request")

    @pytest.mark.parametrize(
        ("role", "statuses"),
        [
            ("co-owner", (200, 200, 204)),
            ("editor", (200, 200, 204)),
            ("viewer uploader", (200, 403, 403)),
            ("viewer", (200, 403, 403)),
            ("previewer", (200, 403, 403)),
            ("uploader", (200, 403, 403)),
        ],
    )
    async def test_editors_decide_and_everybody_may_know(
        self, enterprise: Enterprise, role: str, statuses: tuple[int, ...]
    ) -> None:
        top = await new_item(enterprise, "folder", name="top")
        item_id = await new_item(enterprise, self.kind, top)
        user_id, client = await enterprise.new_user()
        await share(enterprise.user, top, {"id": user_id}, role)
        await mark(enterprise.user, item_id, self.kind)
        answers = [await ask(client, item_id, self.kind) for ask in (read, mark, unmark)]
        assert tuple(one.status_code for one in answers) == statuses
        place: dict[str, Any] = {f"{self.kind}_id": item_id}
        told = await client.call(f"get_{self.kind}s_id", **place, fields="permissions")
        assert told.json()["permissions"]["can_apply_watermark"] is (statuses[1] == 200)

    async def test_in_the_trash_it_is_hidden_and_stays(self, enterprise: Enterprise) -> None:
        item_id = await new_item(enterprise, self.kind)
        place: dict[str, Any] = {f"{self.kind}_id": item_id}
        made = await mark(enterprise.user, item_id, self.kind)
        await enterprise.user.call(f"delete_{self.kind}s_id", **place)
        trashed = await read(enterprise.user, item_id, self.kind)
        await enterprise.user.call(f"post_{self.kind}s_id", **place, json={})
        restored = await read(enterprise.user, item_id, self.kind)
        assert (error_of(trashed), restored.json()) == ((404, "trashed"), made.json())

    async def test_an_item_of_another_kind_is_not_there(self, enterprise: Enterprise) -> None:
        other = await new_item(enterprise, "folder" if self.kind == "file" else "file")
        answers = [await ask(enterprise.user, other, self.kind) for ask in (read, mark, unmark)]
        assert [error_of(one) for one in answers] == [(404, "not_found")] * 3

    async def test_other_changes_leave_it_on(self, enterprise: Enterprise) -> None:
        item_id = await new_item(enterprise, self.kind)
        place: dict[str, Any] = {f"{self.kind}_id": item_id}
        await mark(enterprise.user, item_id, self.kind)
        await enterprise.user.call(f"put_{self.kind}s_id", **place, json={"name": "b", "tags": ["x"]})
        if self.kind == "folder":
            await enterprise.user.call("put_folders_id", **place, json={"can_non_owners_invite": False})
        assert await info(enterprise.user, item_id, self.kind) == OWN


@pytest.mark.operation("get_files_id_watermark", "put_files_id_watermark", "delete_files_id_watermark")
class TestFileWatermarks(Each):
    kind = "file"


@pytest.mark.operation("get_folders_id_watermark", "put_folders_id_watermark", "delete_folders_id_watermark")
class TestFolderWatermarks(Each):
    kind = "folder"

    async def test_a_root_folder_has_none(self, enterprise: Enterprise) -> None:
        answers = [await read(enterprise.user, 0, "folder"), await mark(enterprise.user, 0, "folder")]
        assert [one.status_code for one in answers] == [404, 403]

    async def test_it_holds_for_everything_below(self, enterprise: Enterprise) -> None:
        folder_id = await marked_folder(enterprise)
        inner = await new_item(enterprise, "folder", folder_id, "inner")
        file_id = await new_item(enterprise, "file", inner)
        seen = [await info(enterprise.user, inner, "folder"), await info(enterprise.user, file_id)]
        own = await read(enterprise.user, file_id)
        await unmark(enterprise.user, folder_id, "folder")
        assert (seen, await info(enterprise.user, file_id)) == ([INHERITED, INHERITED], NONE)
        assert error_of(own) == (404, "not_found")

    async def test_lists_tell_it_of_each_item_at_no_further_query(self, enterprise: Enterprise) -> None:
        top = await new_item(enterprise, "folder", name="top")
        marked = await new_item(enterprise, "folder", top, "a")
        await mark(enterprise.user, marked, "folder")
        await new_item(enterprise, "file", top, "b")
        await new_item(enterprise, "file", marked, "c")
        counts, told = [], []
        for folder_id, fields in ((top, "name"), (top, "watermark_info"), (marked, "watermark_info")):
            with counted_queries(enterprise.gateway.platform.db) as seen:
                listed = await enterprise.user.call("get_folders_id_items", folder_id=folder_id, fields=fields)
            counts.append(len(seen))
            told.append([entry.get("watermark_info") for entry in listed.json()["entries"]])
        assert told[1:] == [[OWN, NONE], [INHERITED]]
        assert counts[0] == counts[1]


class TestKeeping:
    """What is watermarked stays so wherever it goes."""

    async def test_a_file_that_leaves_the_folder_gets_a_watermark_of_its_own(self, enterprise: Enterprise) -> None:
        file_id = await new_item(enterprise, "file", await marked_folder(enterprise))
        response = await enterprise.user.call("put_files_id", file_id=file_id, json={"parent": {"id": "0"}})
        types = [event_type for event_type, _, _ in await events_about(enterprise, file_id)]
        assert (response.status_code, await info(enterprise.user, file_id)) == (200, OWN)
        assert types[-2:] == ["ITEM_MOVE", "WATERMARK_LABEL_CREATE"]

    async def test_between_watermarked_folders_it_needs_none(self, enterprise: Enterprise) -> None:
        folder_id = await marked_folder(enterprise)
        file_id = await new_item(enterprise, "file", await new_item(enterprise, "folder", folder_id, "inner"))
        await enterprise.user.call("put_files_id", file_id=file_id, json={"parent": {"id": folder_id}})
        assert (await info(enterprise.user, file_id), (await read(enterprise.user, file_id)).status_code) == (
            INHERITED,
            404,
        )

    async def test_copies_of_what_is_watermarked_are_so_too(self, enterprise: Enterprise) -> None:
        folder_id = await marked_folder(enterprise)
        inner = await new_item(enterprise, "folder", folder_id, "inner")
        file_id = await new_item(enterprise, "file", inner)
        plain = await new_item(enterprise, "folder", name="plain")
        own = await new_item(enterprise, "file", plain, "own")
        await mark(enterprise.user, own)
        body = {"parent": {"id": "0"}, "name": "copy"}
        copies = {
            "of a file below": await enterprise.user.call("post_files_id_copy", file_id=file_id, json=body),
            "of a file with its own": await enterprise.user.call(
                "post_files_id_copy", file_id=own, json={**body, "name": "copy 2"}
            ),
            "of a folder below": await enterprise.user.call(
                "post_folders_id_copy", folder_id=inner, json={**body, "name": "copy 3"}
            ),
            "of a folder around": await enterprise.user.call(
                "post_folders_id_copy", folder_id=plain, json={**body, "name": "copy 4"}
            ),
        }
        seen = {}
        for name, response in copies.items():
            document = response.json()
            seen[name] = await info(enterprise.user, document["id"], document["type"])
            if document["type"] == "folder":
                (entry,) = document["item_collection"]["entries"]
                seen[f"{name}, inside"] = await info(enterprise.user, entry["id"])
        assert seen == {
            "of a file below": OWN,
            "of a file with its own": OWN,
            "of a folder below": OWN,
            "of a folder below, inside": INHERITED,
            "of a folder around": NONE,
            "of a folder around, inside": OWN,
        }

    async def test_restored_elsewhere_it_stays_watermarked(self, enterprise: Enterprise) -> None:
        file_id = await new_item(enterprise, "file", await marked_folder(enterprise))
        await enterprise.user.call("delete_files_id", file_id=file_id)
        await enterprise.user.call("post_files_id", file_id=file_id, json={"parent": {"id": "0"}})
        assert await info(enterprise.user, file_id) == OWN

    async def test_given_away_it_stays_watermarked(self, enterprise: Enterprise) -> None:
        inner = await new_item(enterprise, "folder", await marked_folder(enterprise), "inner")
        user_id, client = await enterprise.new_user()
        shared = await share(enterprise.user, inner, {"id": user_id}, "editor")
        await enterprise.user.call("put_collaborations_id", collaboration_id=shared["id"], json={"role": "owner"})
        assert await info(client, inner, "folder") == OWN


class TestWhoSeesIt:
    @pytest.mark.parametrize("role", ["owner", "editor", "viewer", "previewer"])
    async def test_everybody_who_looks_at_a_watermarked_file(self, enterprise: Enterprise, role: str) -> None:
        folder_id = await new_item(enterprise, "folder", name="top")
        file_id = await new_item(enterprise, "file", folder_id)
        user_id, client = await enterprise.new_user()
        if role != "owner":
            await share(enterprise.user, folder_id, {"id": user_id}, role)
        db, subject = enterprise.gateway.platform.db, await subject_of(enterprise.user if role == "owner" else client)
        before = is_stamped(await reach(db, subject, int(file_id)))
        await mark(enterprise.user, folder_id, "folder")
        assert (before, is_stamped(await reach(db, subject, int(file_id)))) == (False, True)
