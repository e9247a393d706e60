"""Folders over HTTP."""

from typing import Any

import pytest

from tests.support.enterprise import Enterprise
from tests.support.tree import ROOT_MINI, create, error_of, make_file, names_in


@pytest.mark.operation("post_folders")
class TestCreateFolder:
    async def test_a_new_folder_answers_201_with_its_standard_form(self, enterprise: Enterprise) -> None:
        body = await create(enterprise.user, "Größe 📁", sync_state="synced")
        again = (await enterprise.user.call("get_folders_id", folder_id=body["id"])).json()
        assert again == body
        assert (body["name"], body["etag"], body["size"], body["parent"]) == ("Größe 📁", "0", 0, ROOT_MINI)
        assert body["item_collection"]["entries"] == []

    async def test_the_parent_id_may_be_a_json_number(self, enterprise: Enterprise) -> None:
        response = await enterprise.user.call("post_folders", json={"name": "a", "parent": {"id": 0}})
        assert (response.status_code, response.json()["parent"]) == (201, ROOT_MINI)

    async def test_an_upload_address_is_made_where_it_is_asked_for(self, enterprise: Enterprise) -> None:
        body = await create(enterprise.user, "Contracts", folder_upload_email={"access": "open"})
        email = body["folder_upload_email"]
        assert email["access"] == "open"
        assert email["email"].startswith("upload.Contracts.")

    @pytest.mark.parametrize("name", ["a", "A"])
    async def test_a_name_that_is_taken_answers_409_with_the_conflicts(self, enterprise: Enterprise, name: str) -> None:
        first = await create(enterprise.user, "a")
        response = await enterprise.user.call("post_folders", json={"name": name, "parent": {"id": "0"}})
        mini = {name: first[name] for name in ("type", "id", "sequence_id", "etag", "name")}
        assert error_of(response) == (409, "item_name_in_use")
        assert response.json()["context_info"] == {"conflicts": [mini]}

    async def test_composed_and_decomposed_letters_are_the_same_name(self, enterprise: Enterprise) -> None:
        await create(enterprise.user, "Caf\u00e9")
        response = await enterprise.user.call("post_folders", json={"name": "CAFE\u0301", "parent": {"id": "0"}})
        assert error_of(response) == (409, "item_name_in_use")

    async def test_the_name_of_a_file_is_taken_too(self, enterprise: Enterprise) -> None:
        await make_file(enterprise, "a")
        response = await enterprise.user.call("post_folders", json={"name": "A", "parent": {"id": "0"}})
        assert error_of(response) == (409, "item_name_in_use")
        assert [one["type"] for one in response.json()["context_info"]["conflicts"]] == ["file"]

    @pytest.mark.parametrize(
        ("name", "code"),
        [
            ("", "item_name_invalid"),
            (".", "item_name_invalid"),
            ("..", "item_name_invalid"),
            ("a/b", "item_name_invalid"),
            ("a\\b", "item_name_invalid"),
            (" a", "item_name_invalid"),
            ("a ", "item_name_invalid"),
            ("a\x00b", "bad_request"),
            ("a\tb", "item_name_invalid"),
            ("x" * 256, "item_name_too_long"),
        ],
    )
    async def test_a_name_that_cannot_be_is_refused(self, enterprise: Enterprise, name: str, code: str) -> None:
        response = await enterprise.user.call("post_folders", json={"name": name, "parent": {"id": "0"}})
        assert error_of(response) == (400, code)
        assert await names_in(enterprise.user) == []

    async def test_a_name_of_255_characters_is_taken(self, enterprise: Enterprise) -> None:
        assert (await create(enterprise.user, "📁" * 255))["name"] == "📁" * 255

    @pytest.mark.parametrize(
        "body",
        [
            {},
            {"name": "a"},
            {"parent": {"id": "0"}},
            {"name": 1, "parent": {"id": "0"}},
            {"name": "a", "parent": {"id": "x"}},
            {"name": "a", "parent": {"id": "-1"}},
            {"name": "a", "parent": {"id": 2**63}},
            {"name": "a", "parent": None},
            {"name": "a", "parent": {"id": "0"}, "sync_state": "perhaps"},
            [],
        ],
    )
    async def test_a_body_that_cannot_be_is_refused(self, enterprise: Enterprise, body: Any) -> None:
        response = await enterprise.user.call("post_folders", json=body)
        assert response.status_code == 400

    async def test_a_parent_that_is_not_there_answers_404(self, enterprise: Enterprise) -> None:
        _, stranger = await enterprise.new_user()
        folder = await create(enterprise.user, "a")
        gone = await create(enterprise.user, "b")
        await enterprise.user.call("delete_folders_id", folder_id=gone["id"])
        body = {"name": "c", "parent": {"id": folder["id"]}}
        assert error_of(await stranger.call("post_folders", json=body)) == (404, "not_found")
        body = {"name": "c", "parent": {"id": gone["id"]}}
        assert error_of(await enterprise.user.call("post_folders", json=body)) == (404, "trashed")


@pytest.mark.operation("put_folders_id")
class TestUpdateFolder:
    async def test_rename_and_description_change_the_etag(self, enterprise: Enterprise) -> None:
        folder = await create(enterprise.user, "a")
        body = {"name": "b", "description": "Contracts"}
        changed = (await enterprise.user.call("put_folders_id", folder_id=folder["id"], json=body)).json()
        assert (changed["name"], changed["description"], changed["etag"]) == ("b", "Contracts", "1")
        assert (await enterprise.user.call("get_folders_id", folder_id=folder["id"])).json() == changed

    async def test_a_change_that_changes_nothing_keeps_the_etag(self, enterprise: Enterprise) -> None:
        folder = await create(enterprise.user, "a")
        for body in ({}, {"name": "a"}, {"description": ""}, {"parent": {"id": "0"}}):
            changed = (await enterprise.user.call("put_folders_id", folder_id=folder["id"], json=body)).json()
            assert changed == folder

    async def test_a_name_may_change_its_case(self, enterprise: Enterprise) -> None:
        folder = await create(enterprise.user, "a")
        response = await enterprise.user.call("put_folders_id", folder_id=folder["id"], json={"name": "A"})
        assert (response.status_code, response.json()["name"]) == (200, "A")

    async def test_one_call_moves_and_renames(self, enterprise: Enterprise) -> None:
        target = await create(enterprise.user, "target")
        folder = await create(enterprise.user, "a")
        await make_file(enterprise, "f", parent_id=folder["id"], size=4)
        body = {"name": "b", "parent": {"id": target["id"]}}
        changed = (await enterprise.user.call("put_folders_id", folder_id=folder["id"], json=body)).json()
        sizes = (await enterprise.user.call("get_folders_id", folder_id=target["id"], fields="size")).json()
        assert (changed["name"], changed["parent"]["id"]) == ("b", target["id"])
        assert await names_in(enterprise.user) == ["target"]
        assert await names_in(enterprise.user, target["id"]) == ["b"]
        assert sizes["size"] == 4

    async def test_a_folder_cannot_be_put_into_itself_or_below(self, enterprise: Enterprise) -> None:
        outer = await create(enterprise.user, "outer")
        inner = await create(enterprise.user, "inner", outer["id"])
        for target in (outer, inner):
            body = {"parent": {"id": target["id"]}}
            response = await enterprise.user.call("put_folders_id", folder_id=outer["id"], json=body)
            assert error_of(response) == (400, "cyclical_folder_structure")

    async def test_a_name_that_is_taken_at_the_target_answers_409(self, enterprise: Enterprise) -> None:
        target = await create(enterprise.user, "target")
        await create(enterprise.user, "A", target["id"])
        folder = await create(enterprise.user, "a")
        body = {"parent": {"id": target["id"]}}
        response = await enterprise.user.call("put_folders_id", folder_id=folder["id"], json=body)
        assert error_of(response) == (409, "item_name_in_use")
        assert await names_in(enterprise.user) == ["a", "target"]

    async def test_if_match_refuses_another_etag(self, enterprise: Enterprise) -> None:
        folder = await create(enterprise.user, "a")
        refused = await enterprise.user.call("put_folders_id", folder_id=folder["id"], json={"name": "b"}, if_match="7")
        done = await enterprise.user.call("put_folders_id", folder_id=folder["id"], json={"name": "b"}, if_match="0")
        assert error_of(refused) == (412, "precondition_failed")
        assert (done.status_code, done.json()["name"]) == (200, "b")

    async def test_settings_and_tags_are_kept(self, enterprise: Enterprise) -> None:
        folder = await create(enterprise.user, "a")
        settings = {
            "sync_state": "synced",
            "can_non_owners_invite": False,
            "can_non_owners_view_collaborators": False,
            "is_collaboration_restricted_to_enterprise": True,
            "tags": ["red", "blue"],
        }
        fields = ",".join(settings)
        response = await enterprise.user.call(
            "put_folders_id", folder_id=folder["id"], json={**settings, "tags": ["red", "blue", "red"]}, fields=fields
        )
        base = {"type": "folder", "id": folder["id"], "etag": "1"}
        assert response.json() == base | settings

    async def test_null_takes_the_upload_address_and_the_tags_away(self, enterprise: Enterprise) -> None:
        folder = await create(enterprise.user, "a", folder_upload_email={"access": "open"})
        body = {"folder_upload_email": None, "tags": None, "description": None}
        changed = (await enterprise.user.call("put_folders_id", folder_id=folder["id"], json=body)).json()
        assert (changed["folder_upload_email"], changed["description"]) == (None, "")

    @pytest.mark.parametrize(
        "body",
        [
            {"name": "a/b"},
            {"name": None},
            {"tags": ["x"] * 3 + [""]},
            {"tags": [str(number) for number in range(101)]},
            {"parent": {}},
            {"parent": None},
            {"parent": {"id": "5", "user_id": "5"}},
            {"parent": {"id": "0", "user_id": "5"}},
            {"description": "a\x00b"},
        ],
    )
    async def test_a_body_that_cannot_be_is_refused(self, enterprise: Enterprise, body: Any) -> None:
        folder = await create(enterprise.user, "a")
        response = await enterprise.user.call("put_folders_id", folder_id=folder["id"], json=body)
        assert response.status_code == 400
        assert (await enterprise.user.call("get_folders_id", folder_id=folder["id"])).json() == folder

    async def test_a_long_description_is_cut(self, enterprise: Enterprise) -> None:
        folder = await create(enterprise.user, "a")
        response = await enterprise.user.call("put_folders_id", folder_id=folder["id"], json={"description": "x" * 300})
        assert response.json()["description"] == "x" * 256

    @pytest.mark.parametrize("body", [{"name": "b"}, {"parent": {"id": "{target}"}}])
    async def test_the_root_folder_stays_what_and_where_it_is(
        self, enterprise: Enterprise, body: dict[str, Any]
    ) -> None:
        target = await create(enterprise.user, "target")
        if "parent" in body:
            body = {"parent": {"id": target["id"]}}
        response = await enterprise.user.call("put_folders_id", folder_id=0, json=body)
        assert error_of(response) == (403, "access_denied_insufficient_permissions")

    async def test_what_is_in_the_trash_cannot_be_changed(self, enterprise: Enterprise) -> None:
        folder = await create(enterprise.user, "a")
        await enterprise.user.call("delete_folders_id", folder_id=folder["id"])
        response = await enterprise.user.call("put_folders_id", folder_id=folder["id"], json={"name": "b"})
        assert error_of(response) == (404, "trashed")


@pytest.mark.operation("delete_folders_id")
class TestDeleteFolder:
    async def test_an_empty_folder_goes_to_the_trash(self, enterprise: Enterprise) -> None:
        folder = await create(enterprise.user, "a")
        response = await enterprise.user.call("delete_folders_id", folder_id=folder["id"])
        trashed = await enterprise.user.call("get_folders_id_trash", folder_id=folder["id"])
        assert (response.status_code, response.content) == (204, b"")
        assert trashed.json()["item_status"] == "trashed"

    @pytest.mark.parametrize("parameters", [{}, {"recursive": "false"}, {"recursive": "False"}])
    async def test_a_folder_with_items_needs_recursive(
        self, enterprise: Enterprise, parameters: dict[str, Any]
    ) -> None:
        folder = await create(enterprise.user, "a")
        await create(enterprise.user, "b", folder["id"])
        response = await enterprise.user.call("delete_folders_id", folder_id=folder["id"], **parameters)
        assert error_of(response) == (400, "folder_not_empty")
        done = await enterprise.user.call("delete_folders_id", folder_id=folder["id"], recursive="True")
        assert done.status_code == 204

    async def test_a_folder_whose_items_are_all_in_the_trash_is_empty(self, enterprise: Enterprise) -> None:
        folder = await create(enterprise.user, "a")
        inner = await create(enterprise.user, "b", folder["id"])
        await enterprise.user.call("delete_folders_id", folder_id=inner["id"])
        response = await enterprise.user.call("delete_folders_id", folder_id=folder["id"])
        assert response.status_code == 204

    async def test_the_sizes_above_shrink(self, enterprise: Enterprise) -> None:
        outer = await create(enterprise.user, "outer")
        inner = await create(enterprise.user, "inner", outer["id"])
        await make_file(enterprise, "a", parent_id=inner["id"], size=4)
        await make_file(enterprise, "b", parent_id=outer["id"], size=2)
        await enterprise.user.call("delete_folders_id", folder_id=inner["id"], recursive="true")
        sizes = [
            (await enterprise.user.call("get_folders_id", folder_id=folder_id, fields="size")).json()["size"]
            for folder_id in (outer["id"], 0)
        ]
        assert sizes == [2, 2]

    async def test_the_root_folder_stays(self, enterprise: Enterprise) -> None:
        response = await enterprise.user.call("delete_folders_id", folder_id=0, recursive="true")
        assert error_of(response) == (403, "access_denied_insufficient_permissions")

    async def test_if_match_refuses_another_etag(self, enterprise: Enterprise) -> None:
        folder = await create(enterprise.user, "a")
        refused = await enterprise.user.call("delete_folders_id", folder_id=folder["id"], if_match="7")
        done = await enterprise.user.call("delete_folders_id", folder_id=folder["id"], if_match="0")
        assert (error_of(refused), done.status_code) == ((412, "precondition_failed"), 204)

    async def test_a_second_time_answers_404(self, enterprise: Enterprise) -> None:
        folder = await create(enterprise.user, "a")
        await enterprise.user.call("delete_folders_id", folder_id=folder["id"])
        response = await enterprise.user.call("delete_folders_id", folder_id=folder["id"])
        assert error_of(response) == (404, "trashed")


@pytest.mark.operation("post_folders_id_copy")
class TestCopyFolder:
    async def test_a_copy_has_everything_under_new_ids(self, enterprise: Enterprise) -> None:
        folder = await create(enterprise.user, "a")
        inner = await create(enterprise.user, "inner", folder["id"])
        file = (await make_file(enterprise, "f.txt", parent_id=inner["id"], size=3)).item
        await make_file(enterprise, "gone", parent_id=inner["id"], size=9)
        gone = (await enterprise.user.call("get_folders_id_items", folder_id=inner["id"])).json()["entries"][1]
        await enterprise.user.call("delete_files_id", file_id=gone["id"])
        response = await enterprise.user.call(
            "post_folders_id_copy", folder_id=folder["id"], json={"parent": {"id": "0"}, "name": "b"}
        )
        copy = response.json()
        (copied_inner,) = copy["item_collection"]["entries"]
        (copied_file,) = (
            await enterprise.user.call("get_folders_id_items", folder_id=copied_inner["id"], fields="name,size,sha1")
        ).json()["entries"]
        assert (response.status_code, copy["name"], copy["parent"]) == (201, "b", ROOT_MINI)
        assert (copy["size"], copied_inner["name"]) == (3, "inner")
        assert (copied_file["name"], copied_file["size"], copied_file["sha1"]) == ("f.txt", 3, file.sha1)
        assert len({folder["id"], inner["id"], str(file.id), copy["id"], copied_inner["id"], copied_file["id"]}) == 6

    async def test_without_a_name_it_keeps_the_one_it_has(self, enterprise: Enterprise) -> None:
        target = await create(enterprise.user, "target")
        folder = await create(enterprise.user, "a")
        done = await enterprise.user.call(
            "post_folders_id_copy", folder_id=folder["id"], json={"parent": {"id": target["id"]}}
        )
        refused = await enterprise.user.call(
            "post_folders_id_copy", folder_id=folder["id"], json={"parent": {"id": "0"}}
        )
        assert (done.json()["name"], error_of(refused)) == ("a", (409, "item_name_in_use"))

    async def test_a_copy_cannot_go_into_its_original(self, enterprise: Enterprise) -> None:
        folder = await create(enterprise.user, "a")
        inner = await create(enterprise.user, "inner", folder["id"])
        response = await enterprise.user.call(
            "post_folders_id_copy", folder_id=folder["id"], json={"parent": {"id": inner["id"]}}
        )
        assert error_of(response) == (400, "cyclical_folder_structure")

    @pytest.mark.parametrize(
        ("body", "code"),
        [
            ({}, "bad_request"),
            ({"parent": {}}, "bad_request"),
            ({"parent": {"id": "0"}, "name": "a/b"}, "item_name_invalid"),
            ({"parent": {"id": "0"}, "name": "x" * 256}, "item_name_too_long"),
        ],
    )
    async def test_a_body_that_cannot_be_is_refused(self, enterprise: Enterprise, body: Any, code: str) -> None:
        folder = await create(enterprise.user, "a")
        response = await enterprise.user.call("post_folders_id_copy", folder_id=folder["id"], json=body)
        assert error_of(response) == (400, code)

    async def test_the_root_folder_cannot_be_copied(self, enterprise: Enterprise) -> None:
        folder = await create(enterprise.user, "a")
        response = await enterprise.user.call(
            "post_folders_id_copy", folder_id=0, json={"parent": {"id": folder["id"]}}
        )
        assert response.status_code == 400

    async def test_original_and_target_must_be_there(self, enterprise: Enterprise) -> None:
        _, stranger = await enterprise.new_user()
        folder, own = await create(enterprise.user, "a"), await create(stranger, "b")
        for folder_id, parent_id in ((folder["id"], "0"), (own["id"], folder["id"]), ("5", "0")):
            response = await stranger.call(
                "post_folders_id_copy", folder_id=folder_id, json={"parent": {"id": parent_id}}
            )
            assert error_of(response) == (404, "not_found")

    async def test_a_copy_that_does_not_fit_leaves_nothing(self, enterprise: Enterprise) -> None:
        _, client = await enterprise.new_user(space_amount=10)
        folder = await create(client, "a")
        await make_file(enterprise, "f", parent_id=folder["id"], size=6, client=client)
        response = await client.call(
            "post_folders_id_copy", folder_id=folder["id"], json={"parent": {"id": "0"}, "name": "b"}
        )
        assert error_of(response) == (403, "storage_limit_exceeded")
        assert await names_in(client) == ["a"]
