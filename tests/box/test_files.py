"""Files over HTTP, their bytes aside."""

from typing import Any

import pytest

from holdall.base.clock import HOUR, MINUTE, format_instant
from tests.support.client import Client
from tests.support.enterprise import Enterprise
from tests.support.tree import ROOT_MINI, add_version, create, error_of, make_file, names_in, subject_of


async def get(client: Client, file_id: Any, **parameters: Any) -> dict[str, Any]:
    response = await client.call("get_files_id", file_id=file_id, **parameters)
    assert response.status_code == 200, response.text
    body: dict[str, Any] = response.json()
    return body


@pytest.mark.operation("get_files_id")
class TestGetFile:
    async def test_the_standard_form_has_every_field_of_the_contract(self, enterprise: Enterprise) -> None:
        folder = await create(enterprise.user, "a")
        file = (await make_file(enterprise, "a.txt", parent_id=folder["id"], size=3)).item
        body = await get(enterprise.user, file.id)
        folder_mini = {name: folder[name] for name in ("type", "id", "sequence_id", "etag", "name")}
        assert (body["id"], body["name"], body["size"], body["sha1"]) == (str(file.id), "a.txt", 3, file.sha1)
        assert body["path_collection"] == {"total_count": 2, "entries": [ROOT_MINI, folder_mini]}
        assert body["parent"] == folder_mini
        assert set(body) == {
            *("type", "id", "etag", "sequence_id", "name", "sha1", "file_version", "description", "size"),
            *("path_collection", "created_at", "modified_at", "trashed_at", "purged_at", "content_created_at"),
            *("content_modified_at", "created_by", "modified_by", "owned_by", "shared_link", "parent", "item_status"),
        }

    async def test_fields_answers_the_base_and_what_was_asked_for(self, enterprise: Enterprise) -> None:
        file = (await make_file(enterprise, "report.tar.gz")).item
        names = (
            "version_number,comment_count,permissions,tags,lock,extension,is_package,watermark_info,classification,"
            "is_accessible_via_shared_link,allowed_invitee_roles,is_externally_owned,has_collaborations,expires_at,"
            "representations,uploader_display_name,disposition_at,shared_link_permission_options,"
            "is_associated_with_app_item,no_such_field"
        )
        body = await get(enterprise.user, file.id, fields=names)
        assert body == {
            "type": "file",
            "id": str(file.id),
            "etag": "0",
            "version_number": "1",
            "comment_count": 0,
            "permissions": {
                "can_delete": True,
                "can_download": True,
                "can_invite_collaborator": True,
                "can_rename": True,
                "can_set_share_access": True,
                "can_share": True,
                "can_upload": True,
                "can_apply_watermark": True,
                "can_annotate": True,
                "can_comment": True,
                "can_preview": True,
                "can_view_annotations_all": True,
                "can_view_annotations_self": True,
            },
            "tags": [],
            "lock": None,
            "extension": "gz",
            "is_package": False,
            "watermark_info": {
                "is_watermarked": False,
                "is_watermark_inherited": False,
                "is_watermarked_by_access_policy": False,
            },
            "classification": None,
            "is_accessible_via_shared_link": False,
            "allowed_invitee_roles": ["editor", "viewer"],
            "is_externally_owned": False,
            "has_collaborations": False,
            "expires_at": None,
            "representations": {"entries": []},
            "uploader_display_name": "Uma User",
            "disposition_at": None,
            "shared_link_permission_options": ["can_preview", "can_download", "can_edit"],
            "is_associated_with_app_item": False,
        }

    async def test_an_empty_fields_leaves_the_choice_to_us(self, enterprise: Enterprise) -> None:
        file = (await make_file(enterprise, "a.txt")).item
        assert await get(enterprise.user, file.id, fields="") == await get(enterprise.user, file.id)

    @pytest.mark.parametrize(("name", "extension"), [("a.txt", "txt"), (".profile", ""), ("README", ""), ("a.", "")])
    async def test_the_extension_is_what_follows_the_last_dot(
        self, enterprise: Enterprise, name: str, extension: str
    ) -> None:
        file = (await make_file(enterprise, name)).item
        assert (await get(enterprise.user, file.id, fields="extension"))["extension"] == extension

    @pytest.mark.parametrize("quoted", ["{}", '"{}"'])
    async def test_the_present_etag_answers_304_without_a_body(self, enterprise: Enterprise, quoted: str) -> None:
        file = (await make_file(enterprise, "a.txt")).item
        same = await enterprise.user.call("get_files_id", file_id=file.id, if_none_match=quoted.format(file.etag))
        other = await enterprise.user.call("get_files_id", file_id=file.id, if_none_match="7")
        assert (same.status_code, same.content, other.status_code) == (304, b"", 200)

    async def test_a_file_in_the_trash_says_so(self, enterprise: Enterprise) -> None:
        file = (await make_file(enterprise, "a.txt")).item
        await enterprise.user.call("delete_files_id", file_id=file.id)
        body = await get(enterprise.user, file.id)
        trash = {"type": "folder", "id": "1", "sequence_id": None, "etag": None, "name": "Trash"}
        assert (body["item_status"], body["parent"]) == ("trashed", trash)
        assert body["path_collection"] == {"total_count": 1, "entries": [trash]}
        assert None not in {body["trashed_at"], body["purged_at"]}

    async def test_a_file_below_a_folder_in_the_trash_is_trashed_with_it(self, enterprise: Enterprise) -> None:
        outer = await create(enterprise.user, "outer")
        inner = await create(enterprise.user, "inner", outer["id"])
        file = (await make_file(enterprise, "a.txt", parent_id=inner["id"])).item
        await enterprise.user.call("delete_folders_id", folder_id=outer["id"], recursive="true")
        body = await get(enterprise.user, file.id)
        assert body["item_status"] == "trashed"
        assert [one["name"] for one in body["path_collection"]["entries"]] == ["Trash", "outer", "inner"]
        assert body["trashed_at"] is not None

    async def test_somebody_elses_file_and_no_file_answer_404(self, enterprise: Enterprise) -> None:
        _, stranger = await enterprise.new_user()
        file = (await make_file(enterprise, "a.txt")).item
        folder = await create(enterprise.user, "a")
        assert error_of(await stranger.call("get_files_id", file_id=file.id)) == (404, "not_found")
        for file_id in (folder["id"], "1", "abc", "0"):
            assert error_of(await enterprise.user.call("get_files_id", file_id=file_id)) == (404, "not_found")


@pytest.mark.operation("put_files_id")
class TestUpdateFile:
    async def test_name_description_and_tags(self, enterprise: Enterprise) -> None:
        file = (await make_file(enterprise, "a.txt")).item
        body = {"name": "b.txt", "description": "x" * 300, "tags": ["red", "blue"]}
        response = await enterprise.user.call(
            "put_files_id", file_id=file.id, json=body, fields="name,description,tags"
        )
        base = {"type": "file", "id": str(file.id), "etag": "1"}
        assert response.json() == {**base, "name": "b.txt", "description": "x" * 255, "tags": ["red", "blue"]}

    async def test_a_move_changes_folder_and_sizes(self, enterprise: Enterprise) -> None:
        source, target = await create(enterprise.user, "source"), await create(enterprise.user, "target")
        file = (await make_file(enterprise, "a.txt", parent_id=source["id"], size=5)).item
        body = {"parent": {"id": target["id"]}}
        moved = (await enterprise.user.call("put_files_id", file_id=file.id, json=body)).json()
        sizes = [
            (await enterprise.user.call("get_folders_id", folder_id=one, fields="size")).json()["size"]
            for one in (source["id"], target["id"], 0)
        ]
        assert (moved["parent"]["id"], sizes) == (target["id"], [0, 5, 5])
        assert await names_in(enterprise.user, source["id"]) == []

    async def test_rclone_sets_the_time_of_the_content(self, enterprise: Enterprise) -> None:
        file = (await make_file(enterprise, "a.txt")).item
        body = {
            "content_modified_at": "2001-02-03T04:05:06.499999999-08:00",
            "content_created_at": "1999-12-31T23:59:59Z",
        }
        changed = (await enterprise.user.call("put_files_id", file_id=file.id, json=body)).json()
        assert changed["content_modified_at"] == "2001-02-03T12:05:06+00:00"
        assert changed["content_created_at"] == "1999-12-31T23:59:59+00:00"

    async def test_the_name_of_a_sibling_answers_409_with_the_one_conflict(self, enterprise: Enterprise) -> None:
        file = (await make_file(enterprise, "a.txt")).item
        other = await create(enterprise.user, "b.txt")
        response = await enterprise.user.call("put_files_id", file_id=file.id, json={"name": "B.TXT"})
        assert error_of(response) == (409, "item_name_in_use")
        assert response.json()["context_info"]["conflicts"]["id"] == other["id"]

    async def test_if_match_refuses_another_etag(self, enterprise: Enterprise) -> None:
        file = (await make_file(enterprise, "a.txt")).item
        for if_match, status in (("7", 412), ('"0"', 200), ("0", 412), ("*", 200)):
            response = await enterprise.user.call(
                "put_files_id", file_id=file.id, json={"name": f"{status}.txt", "tags": [if_match]}, if_match=if_match
            )
            assert response.status_code == status

    @pytest.mark.parametrize(
        ("body", "code"),
        [
            ({"name": "a/b"}, "item_name_invalid"),
            ({"name": "x" * 256}, "item_name_too_long"),
            ({"content_modified_at": "yesterday"}, "bad_request"),
            ({"content_modified_at": "9999-12-31T23:59:59-23:00"}, "bad_request"),
            ({"lock": {"access": "key"}}, "bad_request"),
            ({"lock": {"expires_at": "2001-01-01T00:00:00Z"}}, "bad_request"),
            ({"parent": {"id": "x"}}, "bad_request"),
        ],
    )
    async def test_a_body_that_cannot_be_is_refused(self, enterprise: Enterprise, body: Any, code: str) -> None:
        file = (await make_file(enterprise, "a.txt")).item
        response = await enterprise.user.call("put_files_id", file_id=file.id, json=body)
        assert error_of(response) == (400, code)
        assert (await get(enterprise.user, file.id))["etag"] == "0"

    async def test_an_unknown_parent_answers_404(self, enterprise: Enterprise) -> None:
        file = (await make_file(enterprise, "a.txt")).item
        response = await enterprise.user.call("put_files_id", file_id=file.id, json={"parent": {"id": "5"}})
        assert error_of(response) == (404, "not_found")

    async def test_a_file_in_the_trash_cannot_be_changed(self, enterprise: Enterprise) -> None:
        file = (await make_file(enterprise, "a.txt")).item
        await enterprise.user.call("delete_files_id", file_id=file.id)
        response = await enterprise.user.call("put_files_id", file_id=file.id, json={"name": "b"})
        assert error_of(response) == (404, "trashed")

    async def test_a_file_that_is_not_retained_has_no_disposition_to_change(self, enterprise: Enterprise) -> None:
        file = (await make_file(enterprise, "a.txt")).item
        body = {"disposition_at": "2099-01-01T00:00:00Z"}
        assert error_of(await enterprise.user.call("put_files_id", file_id=file.id, json=body)) == (403, "forbidden")


@pytest.mark.operation("put_files_id")
class TestLockFile:
    async def test_a_lock_is_set_shown_and_taken_away(self, enterprise: Enterprise) -> None:
        file = (await make_file(enterprise, "a.txt")).item
        expires_at = format_instant(enterprise.gateway.platform.clock.now() + HOUR)
        body = {"lock": {"access": "lock", "expires_at": expires_at, "is_download_prevented": True}}
        locked = (await enterprise.user.call("put_files_id", file_id=file.id, json=body, fields="lock")).json()
        lock = locked["lock"]
        assert (lock["type"], lock["expired_at"], lock["is_download_prevented"]) == ("lock", expires_at, True)
        assert lock["created_by"]["id"] == str(enterprise.user_id)
        free = await enterprise.user.call("put_files_id", file_id=file.id, json={"lock": None}, fields="lock")
        assert (free.json()["lock"], free.json()["etag"]) == (None, "2")

    async def test_the_holder_goes_on_working_and_may_renew(self, enterprise: Enterprise) -> None:
        file = (await make_file(enterprise, "a.txt")).item
        lock = {"lock": {"access": "lock"}}
        first = (await enterprise.user.call("put_files_id", file_id=file.id, json=lock, fields="lock")).json()["lock"]
        renewed = await enterprise.user.call(
            "put_files_id", file_id=file.id, json={"name": "b.txt", **lock}, fields="lock,name"
        )
        assert (renewed.json()["name"], renewed.json()["lock"]["id"]) == ("b.txt", first["id"])

    async def test_a_lock_that_has_expired_is_none(self, enterprise: Enterprise) -> None:
        clock = enterprise.gateway.platform.clock
        file = (await make_file(enterprise, "a.txt")).item
        body = {"lock": {"expires_at": format_instant(clock.now() + 2 * MINUTE)}}
        await enterprise.user.call("put_files_id", file_id=file.id, json=body)
        before = await get(enterprise.user, file.id, fields="lock")
        clock.advance(3 * MINUTE)
        try:
            after = await get(enterprise.user, file.id, fields="lock")
        finally:
            clock.advance(-3 * MINUTE)
        assert (before["lock"] is None, after["lock"]) == (False, None)


@pytest.mark.operation("delete_files_id")
class TestDeleteFile:
    async def test_a_file_goes_to_the_trash_and_out_of_its_folder(self, enterprise: Enterprise) -> None:
        file = (await make_file(enterprise, "a.txt", size=4)).item
        response = await enterprise.user.call("delete_files_id", file_id=file.id)
        root = (await enterprise.user.call("get_folders_id", folder_id=0)).json()
        assert (response.status_code, response.content) == (204, b"")
        assert (root["size"], root["item_collection"]["total_count"]) == (0, 0)

    async def test_its_name_is_free_again(self, enterprise: Enterprise) -> None:
        file = (await make_file(enterprise, "a.txt")).item
        await enterprise.user.call("delete_files_id", file_id=file.id)
        assert (await make_file(enterprise, "A.txt")).item.name == "A.txt"

    async def test_if_match_refuses_another_etag(self, enterprise: Enterprise) -> None:
        file = (await make_file(enterprise, "a.txt")).item
        refused = await enterprise.user.call("delete_files_id", file_id=file.id, if_match="1")
        done = await enterprise.user.call("delete_files_id", file_id=file.id, if_match="0")
        assert (error_of(refused), done.status_code) == ((412, "precondition_failed"), 204)

    async def test_a_second_time_answers_404(self, enterprise: Enterprise) -> None:
        file = (await make_file(enterprise, "a.txt")).item
        await enterprise.user.call("delete_files_id", file_id=file.id)
        assert error_of(await enterprise.user.call("delete_files_id", file_id=file.id)) == (404, "trashed")
        assert error_of(await enterprise.user.call("delete_files_id", file_id=5)) == (404, "not_found")


@pytest.mark.operation("post_files_id_copy")
class TestCopyFile:
    async def test_a_copy_is_a_new_file_with_the_same_content(self, enterprise: Enterprise) -> None:
        file = (await make_file(enterprise, "a.txt", size=3, content_modified_at=0, description="x")).item
        response = await enterprise.user.call(
            "post_files_id_copy", file_id=file.id, json={"parent": {"id": "0"}, "name": "b.txt"}
        )
        copy = response.json()
        assert response.status_code == 201
        assert (copy["name"], copy["size"], copy["sha1"], copy["description"]) == ("b.txt", 3, file.sha1, "x")
        assert copy["content_modified_at"] == "1970-01-01T00:00:00+00:00"
        assert copy["etag"] == "0"
        assert copy["id"] != str(file.id)
        assert copy["file_version"]["id"] != str(file.version_id)

    async def test_only_the_version_that_is_copied_takes_space(self, enterprise: Enterprise) -> None:
        _, client = await enterprise.new_user(space_amount=100)
        file = (await make_file(enterprise, "a", size=40, client=client)).item
        await enterprise.gateway.platform.db.write(add_version, await subject_of(client), file_id=file.id, size=10)
        for name, version, status in (("b", None, 201), ("c", str(file.version_id), 201), ("d", None, 403)):
            response = await client.call(
                "post_files_id_copy", file_id=file.id, json={"parent": {"id": "0"}, "name": name, "version": version}
            )
            assert response.status_code == (status if name != "c" else 201), response.text
            if status == 201:
                assert response.json()["size"] == (10 if version is None else 40)

    async def test_without_a_name_it_keeps_the_one_it_has(self, enterprise: Enterprise) -> None:
        target = await create(enterprise.user, "target")
        file = (await make_file(enterprise, "a.txt")).item
        done = await enterprise.user.call("post_files_id_copy", file_id=file.id, json={"parent": {"id": target["id"]}})
        refused = await enterprise.user.call("post_files_id_copy", file_id=file.id, json={"parent": {"id": "0"}})
        assert (done.json()["name"], error_of(refused)) == ("a.txt", (409, "item_name_in_use"))

    @pytest.mark.parametrize(
        ("body", "code"),
        [
            ({}, "bad_request"),
            ({"parent": {}}, "bad_request"),
            ({"parent": {"id": "0"}, "name": ".."}, "item_name_invalid"),
            ({"parent": {"id": "0"}, "name": "b", "version": "x"}, "bad_request"),
        ],
    )
    async def test_a_body_that_cannot_be_is_refused(self, enterprise: Enterprise, body: Any, code: str) -> None:
        file = (await make_file(enterprise, "a.txt")).item
        response = await enterprise.user.call("post_files_id_copy", file_id=file.id, json=body)
        assert error_of(response) == (400, code)

    async def test_file_version_and_folder_must_be_there(self, enterprise: Enterprise) -> None:
        _, stranger = await enterprise.new_user()
        file = (await make_file(enterprise, "a.txt")).item
        own = (await make_file(enterprise, "a.txt", client=stranger)).item
        folder = await create(enterprise.user, "a")
        for file_id, body in (
            (file.id, {"parent": {"id": "0"}}),
            (own.id, {"parent": {"id": folder["id"]}}),
            (own.id, {"parent": {"id": "0"}, "name": "b", "version": str(file.version_id)}),
            (5, {"parent": {"id": "0"}}),
        ):
            response = await stranger.call("post_files_id_copy", file_id=file_id, json=body)
            assert error_of(response) == (404, "not_found")
