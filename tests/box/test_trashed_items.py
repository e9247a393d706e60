"""The list of what is in the trash."""

from typing import Any

import pytest

from tests.support.client import counted_queries
from tests.support.enterprise import Enterprise
from tests.support.tree import create, make_file


async def trash(enterprise: Enterprise, *names: str, size: int = 0) -> list[int]:
    ids = []
    for name in names:
        file = (await make_file(enterprise, name, size=size)).item
        await enterprise.user.call("delete_files_id", file_id=file.id)
        ids.append(file.id)
    return ids


@pytest.mark.operation("get_folders_trash_items")
class TestListTrashedItems:
    async def test_what_was_trashed_itself_is_listed_and_nothing_else(self, enterprise: Enterprise) -> None:
        folder = await create(enterprise.user, "folder")
        await make_file(enterprise, "inside", parent_id=folder["id"])
        await make_file(enterprise, "active")
        await trash(enterprise, "b", "a")
        await enterprise.user.call("delete_folders_id", folder_id=folder["id"], recursive="true")
        _, stranger = await enterprise.new_user()
        await make_file(enterprise, "other", client=stranger)
        body = (await enterprise.user.call("get_folders_trash_items")).json()
        assert [(one["type"], one["name"]) for one in body["entries"]] == [
            ("folder", "folder"),
            ("file", "a"),
            ("file", "b"),
        ]
        assert (body["total_count"], body["offset"], body["limit"]) == (3, 0, 100)
        assert (await stranger.call("get_folders_trash_items")).json()["entries"] == []

    async def test_entries_are_minis_unless_fields_are_named(self, enterprise: Enterprise) -> None:
        (file_id,) = await trash(enterprise, "a")
        mini = (await enterprise.user.call("get_folders_trash_items")).json()["entries"][0]
        more = (
            await enterprise.user.call("get_folders_trash_items", fields="item_status,trashed_at,parent,owned_by")
        ).json()["entries"][0]
        assert set(mini) == {"type", "id", "etag", "sequence_id", "name", "sha1", "file_version"}
        assert (more["id"], more["item_status"], more["parent"]["name"]) == (str(file_id), "trashed", "Trash")
        assert more["owned_by"]["id"] == str(enterprise.user_id)

    @pytest.mark.parametrize("direction", ["ASC", "DESC"])
    @pytest.mark.parametrize(("sort", "expected"), [("name", "abc"), ("date", "cab"), ("size", "bca")])
    async def test_each_order(self, enterprise: Enterprise, sort: str, direction: str, expected: str) -> None:
        for name, size in (("c", 2), ("a", 3), ("b", 1)):
            await trash(enterprise, name, size=size)
        body = (await enterprise.user.call("get_folders_trash_items", sort=sort, direction=direction)).json()
        names = "".join(one["name"] for one in body["entries"])
        assert names == (expected if direction == "ASC" else expected[::-1])

    async def test_offsets_and_markers_lead_through_the_list(self, enterprise: Enterprise) -> None:
        await trash(enterprise, "a", "b", "c")
        page = (await enterprise.user.call("get_folders_trash_items", limit=1, offset=1)).json()
        first = (await enterprise.user.call("get_folders_trash_items", limit=2, usemarker="true")).json()
        second = (
            await enterprise.user.call(
                "get_folders_trash_items", limit=2, usemarker="true", marker=first["next_marker"]
            )
        ).json()
        assert [one["name"] for one in page["entries"]] == ["b"]
        assert [one["name"] for one in first["entries"] + second["entries"]] == ["a", "b", "c"]
        assert (set(first), second["next_marker"]) == ({"entries", "limit", "next_marker"}, None)

    @pytest.mark.parametrize(
        ("parameters", "code"),
        [
            ({"usemarker": "true", "sort": "name"}, "invalid_parameter"),
            ({"usemarker": "true", "direction": "ASC"}, "invalid_parameter"),
            ({"usemarker": "true", "offset": 1}, "invalid_parameter"),
            ({"marker": "abc"}, "invalid_parameter"),
            ({"usemarker": "true", "marker": "abc"}, "invalid_marker"),
            ({"offset": 10001}, "bad_request"),
            ({"sort": "id_of_something"}, "bad_request"),
        ],
    )
    async def test_parameters_that_cannot_be_are_refused(
        self, enterprise: Enterprise, parameters: dict[str, Any], code: str
    ) -> None:
        response = await enterprise.user.call("get_folders_trash_items", **parameters)
        assert (response.status_code, response.json()["code"]) == (400, code)

    async def test_one_and_three_items_cost_as_many_queries(self, enterprise: Enterprise) -> None:
        counts = []
        for names in (("a",), ("b", "c")):
            await trash(enterprise, *names)
            with counted_queries(enterprise.gateway.platform.db) as seen:
                await enterprise.user.call("get_folders_trash_items", fields="owned_by,modified_by,path_collection")
            counts.append(len(seen))
        assert counts == [4, 4]  # the token (which tells who the user is), the root, the page, the number of items
