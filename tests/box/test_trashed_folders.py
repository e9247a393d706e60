"""Folders in the trash: shown, restored, removed for good."""

from typing import Any

import pytest

from tests.support.enterprise import Enterprise
from tests.support.tree import create, error_of, make_file, names_in


async def trashed(enterprise: Enterprise, name: str, parent_id: Any = 0) -> str:
    """A folder with a file of 5 bytes, in the trash."""
    folder = await create(enterprise.user, name, parent_id)
    await make_file(enterprise, "f.txt", parent_id=folder["id"], size=5)
    response = await enterprise.user.call("delete_folders_id", folder_id=folder["id"], recursive="true")
    assert response.status_code == 204
    folder_id: str = folder["id"]
    return folder_id


@pytest.mark.operation("get_folders_id_trash")
class TestGetTrashedFolder:
    async def test_it_is_shown_with_its_size(self, enterprise: Enterprise) -> None:
        folder_id = await trashed(enterprise, "a")
        response = await enterprise.user.call("get_folders_id_trash", folder_id=folder_id)
        body = response.json()
        assert (response.status_code, body["id"], body["name"], body["size"]) == (200, folder_id, "a", 5)
        assert (body["item_status"], body["shared_link"], body["folder_upload_email"]) == ("trashed", None, None)
        assert [one["name"] for one in body["path_collection"]["entries"]] == ["Trash"]

    async def test_what_is_not_in_the_trash_itself_answers_404(self, enterprise: Enterprise) -> None:
        outer = await create(enterprise.user, "outer")
        inner = await create(enterprise.user, "inner", outer["id"])
        active = await create(enterprise.user, "active")
        await enterprise.user.call("delete_folders_id", folder_id=outer["id"], recursive="true")
        for folder_id, code in ((active["id"], "not_trashed"), (inner["id"], "not_found"), ("5", "not_found")):
            response = await enterprise.user.call("get_folders_id_trash", folder_id=folder_id)
            assert error_of(response) == (404, code)


@pytest.mark.operation("post_folders_id")
class TestRestoreFolder:
    async def test_it_comes_back_with_everything_in_it(self, enterprise: Enterprise) -> None:
        folder_id = await trashed(enterprise, "a")
        response = await enterprise.user.call("post_folders_id", folder_id=folder_id)
        root = (await enterprise.user.call("get_folders_id", folder_id=0)).json()
        assert (response.status_code, response.json()["item_status"]) == (201, "active")
        assert await names_in(enterprise.user, folder_id) == ["f.txt"]
        assert (root["size"], root["item_collection"]["total_count"]) == (5, 1)

    async def test_what_was_trashed_before_it_stays_in_the_trash(self, enterprise: Enterprise) -> None:
        folder = await create(enterprise.user, "a")
        inner = await create(enterprise.user, "inner", folder["id"])
        await enterprise.user.call("delete_folders_id", folder_id=inner["id"])
        await enterprise.user.call("delete_folders_id", folder_id=folder["id"])
        await enterprise.user.call("post_folders_id", folder_id=folder["id"])
        assert await names_in(enterprise.user, folder["id"]) == []
        response = await enterprise.user.call("post_folders_id", folder_id=inner["id"])
        assert response.json()["parent"]["id"] == folder["id"]

    async def test_name_and_parent_can_be_others(self, enterprise: Enterprise) -> None:
        target = await create(enterprise.user, "target")
        folder_id = await trashed(enterprise, "a")
        body = {"name": "b", "parent": {"id": target["id"]}}
        response = await enterprise.user.call("post_folders_id", folder_id=folder_id, json=body)
        assert (response.json()["name"], response.json()["parent"]["id"]) == ("b", target["id"])

    async def test_it_cannot_come_back_into_itself(self, enterprise: Enterprise) -> None:
        outer = await create(enterprise.user, "outer")
        inner = await create(enterprise.user, "inner", outer["id"])
        await enterprise.user.call("delete_folders_id", folder_id=outer["id"], recursive="true")
        for folder_id in (outer["id"], inner["id"]):
            body = {"parent": {"id": folder_id}}
            response = await enterprise.user.call("post_folders_id", folder_id=outer["id"], json=body)
            assert error_of(response) == (404, "trashed")

    async def test_a_taken_name_answers_409(self, enterprise: Enterprise) -> None:
        folder_id = await trashed(enterprise, "a")
        await create(enterprise.user, "A")
        response = await enterprise.user.call("post_folders_id", folder_id=folder_id)
        assert error_of(response) == (409, "item_name_in_use")

    async def test_what_is_not_in_the_trash_answers_404(self, enterprise: Enterprise) -> None:
        folder = await create(enterprise.user, "a")
        response = await enterprise.user.call("post_folders_id", folder_id=folder["id"])
        assert error_of(response) == (404, "not_trashed")


@pytest.mark.operation("delete_folders_id_trash")
class TestDeleteTrashedFolder:
    async def test_everything_in_it_is_gone_and_its_space_is_free(self, enterprise: Enterprise) -> None:
        folder = await create(enterprise.user, "a")
        inner = await create(enterprise.user, "inner", folder["id"])
        file = (await make_file(enterprise, "f.txt", parent_id=inner["id"], size=5)).item
        await enterprise.user.call("delete_folders_id", folder_id=folder["id"], recursive="true")
        response = await enterprise.user.call("delete_folders_id_trash", folder_id=folder["id"])
        me = (await enterprise.user.call("get_users_me")).json()
        assert (response.status_code, me["space_used"]) == (204, 0)
        assert error_of(await enterprise.user.call("get_files_id", file_id=file.id)) == (404, "not_found")
        for folder_id in (folder["id"], inner["id"]):
            answer = await enterprise.user.call("get_folders_id", folder_id=folder_id)
            assert error_of(answer) == (404, "not_found")

    async def test_what_is_not_in_the_trash_answers_404_and_stays(self, enterprise: Enterprise) -> None:
        folder = await create(enterprise.user, "a")
        response = await enterprise.user.call("delete_folders_id_trash", folder_id=folder["id"])
        assert error_of(response) == (404, "not_trashed")
        assert await names_in(enterprise.user) == ["a"]
