"""Files in the trash: shown, restored, removed for good."""

from typing import Any

import pytest

from holdall.base.clock import DAY, parse_instant
from tests.support.client import Client
from tests.support.enterprise import Enterprise
from tests.support.tree import add_version, create, error_of, make_file, names_in, subject_of


async def trashed(enterprise: Enterprise, name: str, **more: Any) -> int:
    file = (await make_file(enterprise, name, **more)).item
    response = await (more.get("client") or enterprise.user).call("delete_files_id", file_id=file.id)
    assert response.status_code == 204
    return file.id


@pytest.mark.operation("get_files_id_trash")
class TestGetTrashedFile:
    async def test_it_tells_when_it_was_trashed_and_when_it_will_go(self, enterprise: Enterprise) -> None:
        file_id = await trashed(enterprise, "a.txt", size=3)
        response = await enterprise.user.call("get_files_id_trash", file_id=file_id)
        body = response.json()
        kept = parse_instant(body["purged_at"]) - parse_instant(body["trashed_at"])
        assert (response.status_code, body["id"], body["name"], body["size"]) == (200, str(file_id), "a.txt", 3)
        assert (body["item_status"], body["shared_link"], kept) == ("trashed", None, 30 * DAY)
        assert [one["name"] for one in body["path_collection"]["entries"]] == ["Trash"]

    async def test_fields_come_with_everything_that_clients_insist_on(self, enterprise: Enterprise) -> None:
        file_id = await trashed(enterprise, "a.txt")
        body = (await enterprise.user.call("get_files_id_trash", file_id=file_id, fields="trashed_at")).json()
        assert set(body) == {
            *("type", "id", "etag", "sequence_id", "name", "sha1", "file_version", "description", "size"),
            *("path_collection", "created_at", "modified_at", "created_by", "modified_by", "owned_by"),
            *("item_status", "trashed_at"),
        }

    async def test_what_is_not_in_the_trash_itself_answers_404(self, enterprise: Enterprise) -> None:
        folder = await create(enterprise.user, "a")
        inside = (await make_file(enterprise, "a.txt", parent_id=folder["id"])).item
        active = (await make_file(enterprise, "b.txt")).item
        await enterprise.user.call("delete_folders_id", folder_id=folder["id"], recursive="true")
        for file_id, code in ((active.id, "not_trashed"), (inside.id, "not_found"), (5, "not_found")):
            response = await enterprise.user.call("get_files_id_trash", file_id=file_id)
            assert error_of(response) == (404, code)

    async def test_somebody_elses_trash_answers_404(self, enterprise: Enterprise) -> None:
        _, stranger = await enterprise.new_user()
        file_id = await trashed(enterprise, "a.txt")
        assert error_of(await stranger.call("get_files_id_trash", file_id=file_id)) == (404, "not_found")


@pytest.mark.operation("post_files_id")
class TestRestoreFile:
    async def test_it_goes_back_to_where_it_was(self, enterprise: Enterprise) -> None:
        folder = await create(enterprise.user, "a")
        file_id = await trashed(enterprise, "a.txt", parent_id=folder["id"], size=4)
        response = await enterprise.user.call("post_files_id", file_id=file_id)
        body = response.json()
        assert (response.status_code, body["item_status"], body["parent"]["id"]) == (201, "active", folder["id"])
        assert (body["trashed_at"], body["purged_at"]) == (None, None)
        assert await names_in(enterprise.user, folder["id"]) == ["a.txt"]
        again = (await enterprise.user.call("get_folders_id", folder_id=folder["id"])).json()
        assert again["size"] == 4

    async def test_a_taken_name_answers_409_and_another_name_helps(self, enterprise: Enterprise) -> None:
        file_id = await trashed(enterprise, "a.txt")
        await make_file(enterprise, "A.txt")
        refused = await enterprise.user.call("post_files_id", file_id=file_id, json={})
        done = await enterprise.user.call("post_files_id", file_id=file_id, json={"name": "b.txt"})
        assert error_of(refused) == (409, "item_name_in_use")
        assert (done.status_code, done.json()["name"]) == (201, "b.txt")

    async def test_another_folder_can_be_named(self, enterprise: Enterprise) -> None:
        folder = await create(enterprise.user, "a")
        file_id = await trashed(enterprise, "a.txt")
        body = {"parent": {"id": folder["id"]}}
        response = await enterprise.user.call("post_files_id", file_id=file_id, json=body)
        assert response.json()["parent"]["id"] == folder["id"]

    async def test_where_the_folder_is_in_the_trash_another_must_be_named(self, enterprise: Enterprise) -> None:
        folder = await create(enterprise.user, "a")
        file_id = await trashed(enterprise, "a.txt", parent_id=folder["id"])
        await enterprise.user.call("delete_folders_id", folder_id=folder["id"])
        refused = await enterprise.user.call("post_files_id", file_id=file_id)
        done = await enterprise.user.call("post_files_id", file_id=file_id, json={"parent": {"id": "0"}})
        assert (error_of(refused), done.status_code) == ((404, "trashed"), 201)

    async def test_where_the_folder_is_gone_another_must_be_named(self, enterprise: Enterprise) -> None:
        folder = await create(enterprise.user, "a")
        file_id = await trashed(enterprise, "a.txt", parent_id=folder["id"])
        await enterprise.user.call("delete_folders_id", folder_id=folder["id"])
        await enterprise.user.call("delete_folders_id_trash", folder_id=folder["id"])
        shown = await enterprise.user.call("get_files_id_trash", file_id=file_id)
        refused = await enterprise.user.call("post_files_id", file_id=file_id)
        done = await enterprise.user.call("post_files_id", file_id=file_id, json={"parent": {"id": 0}})
        assert (shown.status_code, error_of(refused), done.status_code) == (200, (404, "not_found"), 201)
        assert await names_in(enterprise.user) == ["a.txt"]

    @pytest.mark.parametrize(
        ("body", "status"),
        [({"name": "a/b"}, 400), ({"parent": {"id": "x"}}, 400), ({"parent": {"id": "5"}}, 404)],
    )
    async def test_a_body_that_cannot_be_is_refused(self, enterprise: Enterprise, body: Any, status: int) -> None:
        file_id = await trashed(enterprise, "a.txt")
        response = await enterprise.user.call("post_files_id", file_id=file_id, json=body)
        assert response.status_code == status

    async def test_what_is_not_in_the_trash_answers_404(self, enterprise: Enterprise) -> None:
        file = (await make_file(enterprise, "a.txt")).item
        assert error_of(await enterprise.user.call("post_files_id", file_id=file.id)) == (404, "not_trashed")


@pytest.mark.operation("delete_files_id_trash")
class TestDeleteTrashedFile:
    async def test_it_is_gone_for_good_and_its_space_is_free(self, enterprise: Enterprise) -> None:
        _, client = await enterprise.new_user(space_amount=100)
        db = enterprise.gateway.platform.db
        file = (await make_file(enterprise, "a.txt", size=30, client=client)).item
        await db.write(add_version, await subject_of(client), file_id=file.id, size=50)
        await client.call("delete_files_id", file_id=file.id)
        before = await space_used(client)
        response = await client.call("delete_files_id_trash", file_id=file.id)
        assert (response.status_code, response.content) == (204, b"")
        assert (before, await space_used(client)) == (80, 0)
        for operation in ("get_files_id_trash", "get_files_id", "post_files_id", "delete_files_id_trash"):
            assert error_of(await client.call(operation, file_id=file.id)) == (404, "not_found")

    async def test_what_is_not_in_the_trash_answers_404_and_stays(self, enterprise: Enterprise) -> None:
        file = (await make_file(enterprise, "a.txt")).item
        response = await enterprise.user.call("delete_files_id_trash", file_id=file.id)
        assert error_of(response) == (404, "not_trashed")
        assert await names_in(enterprise.user) == ["a.txt"]


async def space_used(client: Client) -> int:
    body = (await client.call("get_users_me")).json()
    used: int = body["space_used"]
    return used
