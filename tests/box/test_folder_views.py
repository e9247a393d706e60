"""What is told of a folder, and of what is in it."""

from typing import Any

import pytest

from tests.support.client import counted_queries
from tests.support.enterprise import Enterprise
from tests.support.tree import ROOT_MINI, create, error_of, make_file, names_in


@pytest.mark.operation("get_folders_id")
class TestGetFolder:
    async def test_the_root_folder_is_all_files(self, enterprise: Enterprise) -> None:
        body = (await enterprise.user.call("get_folders_id", folder_id=0)).json()
        somebody = {"type": "user", "id": str(enterprise.user_id), "name": "Uma User"}
        owned_by = body.pop("owned_by")
        assert {name: owned_by[name] for name in somebody} == somebody
        assert body == {
            **ROOT_MINI,
            "description": "",
            "size": 0,
            "path_collection": {"total_count": 0, "entries": []},
            "created_at": None,
            "modified_at": None,
            "content_created_at": None,
            "content_modified_at": None,
            "trashed_at": None,
            "purged_at": None,
            "created_by": {"type": "user", "id": "", "name": "", "login": ""},
            "modified_by": {"type": "user", "id": "", "name": "", "login": ""},
            "shared_link": None,
            "folder_upload_email": None,
            "parent": None,
            "item_status": "active",
            "item_collection": {
                "total_count": 0,
                "entries": [],
                "offset": 0,
                "limit": 100,
                "order": [{"by": "type", "direction": "ASC"}, {"by": "name", "direction": "ASC"}],
            },
        }

    async def test_a_folder_tells_its_path_size_and_first_items(self, enterprise: Enterprise) -> None:
        outer = await create(enterprise.user, "outer")
        inner = await create(enterprise.user, "inner", outer["id"])
        await make_file(enterprise, "b.txt", parent_id=inner["id"], size=5)
        await create(enterprise.user, "a", inner["id"])
        body = (await enterprise.user.call("get_folders_id", folder_id=inner["id"])).json()
        outer_mini = {name: outer[name] for name in ("type", "id", "sequence_id", "etag", "name")}
        assert body["path_collection"] == {"total_count": 2, "entries": [ROOT_MINI, outer_mini]}
        assert body["parent"] == outer_mini
        assert body["size"] == 5
        assert [entry["name"] for entry in body["item_collection"]["entries"]] == ["a", "b.txt"]
        assert body["item_collection"]["total_count"] == 2

    async def test_fields_answers_the_base_and_what_was_asked_for(self, enterprise: Enterprise) -> None:
        folder = await create(enterprise.user, "a")
        body = (
            await enterprise.user.call(
                "get_folders_id", folder_id=folder["id"], fields="name,has_collaborations,tags,no_such_field"
            )
        ).json()
        assert body == {
            "type": "folder",
            "id": folder["id"],
            "etag": "0",
            "name": "a",
            "has_collaborations": False,
            "tags": [],
        }

    async def test_every_field_of_the_full_form(self, enterprise: Enterprise) -> None:
        folder = await create(enterprise.user, "a")
        names = (
            "sync_state,permissions,can_non_owners_invite,is_externally_owned,allowed_invitee_roles,watermark_info,"
            "is_collaboration_restricted_to_enterprise,allowed_shared_link_access_levels,classification,"
            "is_accessible_via_shared_link,can_non_owners_view_collaborators,is_associated_with_app_item"
        )
        body = (await enterprise.user.call("get_folders_id", folder_id=folder["id"], fields=names)).json()
        assert body == {
            "type": "folder",
            "id": folder["id"],
            "etag": "0",
            "sync_state": "not_synced",
            "permissions": {
                "can_delete": True,
                "can_download": True,
                "can_invite_collaborator": True,
                "can_rename": True,
                "can_set_share_access": True,
                "can_share": True,
                "can_upload": True,
                "can_apply_watermark": True,
            },
            "can_non_owners_invite": True,
            "is_externally_owned": False,
            "allowed_invitee_roles": [
                "editor",
                "viewer",
                "previewer",
                "uploader",
                "previewer uploader",
                "viewer uploader",
                "co-owner",
            ],
            "watermark_info": {
                "is_watermarked": False,
                "is_watermark_inherited": False,
                "is_watermarked_by_access_policy": False,
            },
            "is_collaboration_restricted_to_enterprise": False,
            "allowed_shared_link_access_levels": ["open", "company", "collaborators"],
            "classification": None,
            "is_accessible_via_shared_link": False,
            "can_non_owners_view_collaborators": True,
            "is_associated_with_app_item": False,
        }

    async def test_the_present_etag_answers_304_without_a_body(self, enterprise: Enterprise) -> None:
        folder = await create(enterprise.user, "a")
        same = await enterprise.user.call("get_folders_id", folder_id=folder["id"], if_none_match=folder["etag"])
        other = await enterprise.user.call("get_folders_id", folder_id=folder["id"], if_none_match="7")
        assert (same.status_code, same.content, other.status_code) == (304, b"", 200)

    async def test_item_collection_follows_sort_direction_offset_and_limit(self, enterprise: Enterprise) -> None:
        for name in ("a", "b", "c"):
            await create(enterprise.user, name)
        response = await enterprise.user.call(
            "get_folders_id", folder_id=0, fields="item_collection", direction="DESC", offset=1, limit=1
        )
        collection = response.json()["item_collection"]
        assert [entry["name"] for entry in collection["entries"]] == ["b"]
        assert (collection["total_count"], collection["offset"], collection["limit"]) == (3, 1, 1)
        assert collection["order"] == [{"by": "type", "direction": "ASC"}, {"by": "name", "direction": "DESC"}]

    @pytest.mark.parametrize("folder_id", ["1", "999999999999", "99999999999999999999", "abc", "trash", "-1"])
    async def test_an_id_that_names_nothing_answers_404(self, enterprise: Enterprise, folder_id: str) -> None:
        response = await enterprise.user.call("get_folders_id", folder_id=folder_id)
        assert error_of(response) == (404, "not_found")

    async def test_the_id_of_a_file_answers_404(self, enterprise: Enterprise) -> None:
        file = await make_file(enterprise, "a.txt")
        response = await enterprise.user.call("get_folders_id", folder_id=file.item.id)
        assert error_of(response) == (404, "not_found")

    async def test_a_folder_in_the_trash_answers_404_and_says_so(self, enterprise: Enterprise) -> None:
        outer = await create(enterprise.user, "outer")
        inner = await create(enterprise.user, "inner", outer["id"])
        await enterprise.user.call("delete_folders_id", folder_id=outer["id"], recursive="True")
        for folder in (outer, inner):
            response = await enterprise.user.call("get_folders_id", folder_id=folder["id"])
            assert error_of(response) == (404, "trashed")

    async def test_somebody_elses_folder_answers_404(self, enterprise: Enterprise) -> None:
        _, stranger = await enterprise.new_user()
        folder = await create(enterprise.user, "a")
        assert error_of(await stranger.call("get_folders_id", folder_id=folder["id"])) == (404, "not_found")

    async def test_a_folder_at_depth_30_costs_as_many_queries_as_one_at_depth_1(self, enterprise: Enterprise) -> None:
        counts = []
        folder = await create(enterprise.user, "1")
        for depth in (1, 30):
            while depth > 1 and folder["name"] != str(depth):
                folder = await create(enterprise.user, str(int(folder["name"]) + 1), folder["id"])
            with counted_queries(enterprise.gateway.platform.db) as seen:
                body = (await enterprise.user.call("get_folders_id", folder_id=folder["id"])).json()
            assert body["path_collection"]["total_count"] == depth
            counts.append(len(seen))
        # the token (which tells who the user is), the folder with its path (which tells that it has no link), the items
        assert counts == [3, 3]


@pytest.mark.operation("get_folders_id_items")
class TestListFolderItems:
    async def test_folders_come_first_then_files_each_by_name(self, enterprise: Enterprise) -> None:
        for name in ("b", "Z", "a"):
            await create(enterprise.user, name)
            await make_file(enterprise, f"{name}.txt")
        assert await names_in(enterprise.user) == ["a", "b", "Z", "a.txt", "b.txt", "Z.txt"]
        assert await names_in(enterprise.user, direction="DESC") == ["Z", "b", "a", "Z.txt", "b.txt", "a.txt"]

    async def test_entries_are_minis(self, enterprise: Enterprise) -> None:
        file = (await make_file(enterprise, "a.txt")).item
        folder = await create(enterprise.user, "a")
        body = (await enterprise.user.call("get_folders_id_items", folder_id=0)).json()
        assert body == {
            "total_count": 2,
            "entries": [
                {"type": "folder", "id": folder["id"], "etag": "0", "sequence_id": "0", "name": "a"},
                {
                    "type": "file",
                    "id": str(file.id),
                    "etag": "0",
                    "sequence_id": "0",
                    "name": "a.txt",
                    "sha1": file.sha1,
                    "file_version": {"type": "file_version", "id": str(file.version_id), "sha1": file.sha1},
                },
            ],
            "offset": 0,
            "limit": 100,
            "order": [{"by": "type", "direction": "ASC"}, {"by": "name", "direction": "ASC"}],
        }

    @pytest.mark.parametrize("direction", ["ASC", "DESC"])
    @pytest.mark.parametrize(
        ("sort", "expected"),
        [("size", ["b", "c", "a"]), ("id", ["a", "b", "c"]), ("date", ["c", "a", "b"]), ("name", ["a", "b", "c"])],
    )
    async def test_each_order(self, enterprise: Enterprise, sort: str, direction: str, expected: list[str]) -> None:
        ids = {}
        for name, size in (("a", 3), ("b", 1), ("c", 2)):
            ids[name] = (await make_file(enterprise, name, size=size)).item.id
        for name in ("a", "b"):
            await enterprise.user.call("put_files_id", file_id=ids[name], json={"description": "later"})
        if direction == "DESC":
            expected = expected[::-1]
        assert await names_in(enterprise.user, sort=sort, direction=direction) == expected
        assert await names_in(enterprise.user, sort=sort, direction=direction, usemarker="true") == expected

    async def test_markers_lead_through_the_list_and_end_with_null(self, enterprise: Enterprise) -> None:
        for name in ("a", "b", "c"):
            await create(enterprise.user, name)
        first = (await enterprise.user.call("get_folders_id_items", folder_id=0, usemarker="true", limit=2)).json()
        second = (
            await enterprise.user.call(
                "get_folders_id_items", folder_id=0, usemarker="true", limit=2, marker=first["next_marker"]
            )
        ).json()
        assert [entry["name"] for entry in first["entries"] + second["entries"]] == ["a", "b", "c"]
        assert set(first) == {"entries", "limit", "next_marker"}
        assert second["next_marker"] is None

    @pytest.mark.parametrize(
        "parameters",
        [
            {"offset": 10001},
            {"offset": -1},
            {"limit": -1},
            {"limit": "x"},
            {"sort": "colour"},
            {"direction": "UP"},
            {"marker": "abc"},
            {"usemarker": "true", "marker": "abc"},
            {"usemarker": "true", "marker": "lqRuYW1lo0FTQwCjYQBiAQ"},
            {"usemarker": "perhaps"},
        ],
    )
    async def test_parameters_that_cannot_be_are_refused(
        self, enterprise: Enterprise, parameters: dict[str, Any]
    ) -> None:
        response = await enterprise.user.call("get_folders_id_items", folder_id=0, **parameters)
        assert response.status_code == 400

    async def test_a_marker_of_another_order_is_refused(self, enterprise: Enterprise) -> None:
        for name in ("a", "b"):
            await create(enterprise.user, name)
        page = (await enterprise.user.call("get_folders_id_items", folder_id=0, usemarker="true", limit=1)).json()
        response = await enterprise.user.call(
            "get_folders_id_items", folder_id=0, usemarker="true", sort="size", marker=page["next_marker"]
        )
        assert error_of(response) == (400, "invalid_marker")

    async def test_a_limit_above_1000_is_capped(self, enterprise: Enterprise) -> None:
        body = (await enterprise.user.call("get_folders_id_items", folder_id=0, limit=5000)).json()
        assert body["limit"] == 1000

    async def test_what_is_in_the_trash_is_not_listed(self, enterprise: Enterprise) -> None:
        folder = await create(enterprise.user, "a")
        await create(enterprise.user, "b")
        await enterprise.user.call("delete_folders_id", folder_id=folder["id"])
        body = (await enterprise.user.call("get_folders_id_items", folder_id=0)).json()
        assert ([entry["name"] for entry in body["entries"]], body["total_count"]) == (["b"], 1)

    async def test_one_and_three_items_cost_as_many_queries(self, enterprise: Enterprise) -> None:
        fields = (
            "name,size,created_by,modified_by,owned_by,path_collection,parent,permissions,lock,version_number,"
            "uploader_display_name,allowed_invitee_roles,item_status"
        )
        counts = []
        for wanted in (1, 3):
            for number in range(wanted):
                await make_file(enterprise, f"{wanted}-{number}")
            with counted_queries(enterprise.gateway.platform.db) as seen:
                await enterprise.user.call("get_folders_id_items", folder_id=0, fields=fields)
            counts.append(len(seen))
        # the token (which tells who the user is), the folder, what was shared with the user, the page, the versions
        assert counts == [5, 5]

    async def test_rclone_finds_everything_it_insists_on(self, enterprise: Enterprise) -> None:
        folder = await create(enterprise.user, "a")
        await make_file(enterprise, "b.txt", parent_id=folder["id"], size=3)
        await create(enterprise.user, "c", folder["id"])
        fields = (
            "type,id,sequence_id,etag,sha1,name,size,created_at,modified_at,content_created_at,content_modified_at,"
            "item_status,shared_link,owned_by"
        )
        body = (
            await enterprise.user.call(
                "get_folders_id_items", folder_id=folder["id"], fields=fields, limit=1000, usemarker="true"
            )
        ).json()
        login = f"user.{enterprise.id}@example.com"
        for entry in body["entries"]:
            times = [entry[name] for name in ("created_at", "modified_at", "content_created_at", "content_modified_at")]
            assert all(isinstance(time, str) for time in times)
            assert (entry["item_status"], entry["shared_link"], entry["owned_by"]["login"]) == ("active", None, login)
            assert (entry["sequence_id"], type(entry["size"])) == ("0", int)
        assert body["next_marker"] is None
