"""Locks on folders."""

from typing import Any

import pytest

from tests.support.client import Client
from tests.support.enterprise import Enterprise
from tests.support.tree import create, error_of, names_in


async def lock(client: Client, folder_id: str, **operations: bool) -> dict[str, Any]:
    body: dict[str, Any] = {"folder": {"type": "folder", "id": folder_id}}
    if operations:
        body["locked_operations"] = {"move": False, "delete": False, **operations}
    response = await client.call("post_folder_locks", json=body)
    assert response.status_code == 200, response.text
    document: dict[str, Any] = response.json()
    return document


@pytest.mark.operation("post_folder_locks")
class TestLockFolder:
    async def test_a_lock_forbids_everything_unless_it_says_less(self, enterprise: Enterprise) -> None:
        folder = await create(enterprise.user, "a")
        made = await lock(enterprise.user, folder["id"])
        assert (made["type"], made["lock_type"], made["created_by"]["id"]) == (
            "folder_lock",
            "freeze",
            str(enterprise.user_id),
        )
        assert (made["folder"]["id"], made["locked_operations"]) == (folder["id"], {"move": True, "delete": True})

    async def test_a_locked_folder_is_neither_moved_nor_deleted_by_its_own_owner(self, enterprise: Enterprise) -> None:
        folder, other = await create(enterprise.user, "a"), await create(enterprise.user, "b")
        await lock(enterprise.user, folder["id"])
        moved = await enterprise.user.call(
            "put_folders_id", folder_id=folder["id"], json={"parent": {"id": other["id"]}}
        )
        deleted = await enterprise.user.call("delete_folders_id", folder_id=folder["id"], recursive=True)
        renamed = await enterprise.user.call("put_folders_id", folder_id=folder["id"], json={"name": "c"})
        assert [error_of(moved), error_of(deleted)] == [(403, "access_denied_item_locked")] * 2
        assert (renamed.status_code, await names_in(enterprise.user)) == (200, ["b", "c"])

    @pytest.mark.parametrize(("operation", "statuses"), [("move", (403, 204)), ("delete", (200, 403))])
    async def test_a_lock_forbids_no_more_than_it_says(
        self, enterprise: Enterprise, operation: str, statuses: tuple[int, int]
    ) -> None:
        folder, other = await create(enterprise.user, "a"), await create(enterprise.user, "b")
        await lock(enterprise.user, folder["id"], **{operation: True})
        moved = await enterprise.user.call(
            "put_folders_id", folder_id=folder["id"], json={"parent": {"id": other["id"]}}
        )
        deleted = await enterprise.user.call("delete_folders_id", folder_id=folder["id"])
        assert (moved.status_code, deleted.status_code) == statuses

    async def test_what_holds_a_locked_folder_is_locked_with_it(self, enterprise: Enterprise) -> None:
        outer, other = await create(enterprise.user, "outer"), await create(enterprise.user, "other")
        inner = await create(enterprise.user, "inner", (await create(enterprise.user, "middle", outer["id"]))["id"])
        await lock(enterprise.user, inner["id"])
        deleted = [
            (await enterprise.user.call("delete_folders_id", folder_id=one["id"], recursive=True)).status_code
            for one in (outer, other)
        ]
        assert deleted == [403, 204]

    @pytest.mark.parametrize(
        "body",
        [
            {},
            {"folder": {"type": "file", "id": "1"}},
            {"folder": {"type": "folder", "id": "0"}},
            {"folder": {"type": "folder", "id": "x"}},
        ],
    )
    async def test_what_is_no_folder_to_lock_is_refused(self, enterprise: Enterprise, body: Any) -> None:
        assert (await enterprise.user.call("post_folder_locks", json=body)).status_code == 400

    async def test_a_lock_that_forbids_nothing_or_comes_second_is_refused(self, enterprise: Enterprise) -> None:
        folder = await create(enterprise.user, "a")
        body = {"folder": {"type": "folder", "id": folder["id"]}}
        empty = await enterprise.user.call(
            "post_folder_locks", json={**body, "locked_operations": {"move": False, "delete": False}}
        )
        await lock(enterprise.user, folder["id"])
        second = await enterprise.user.call("post_folder_locks", json=body)
        assert (empty.status_code, second.status_code) == (400, 400)

    async def test_a_folder_that_may_not_be_seen_is_not_there(self, enterprise: Enterprise) -> None:
        folder = await create(enterprise.admin, "a")
        body = {"folder": {"type": "folder", "id": folder["id"]}}
        assert (await enterprise.user.call("post_folder_locks", json=body)).status_code == 404


@pytest.mark.operation("get_folder_locks")
class TestListFolderLocks:
    async def test_the_locks_of_a_folder_are_listed(self, enterprise: Enterprise) -> None:
        folder, other = await create(enterprise.user, "a"), await create(enterprise.user, "b")
        made = await lock(enterprise.user, folder["id"])
        listed = [
            (await enterprise.user.call("get_folder_locks", folder_id=one["id"])).json()["entries"]
            for one in (folder, other)
        ]
        assert listed == [[made], []]

    @pytest.mark.parametrize(("folder_id", "status"), [("x", 405), ("1", 404)])
    async def test_without_a_folder_there_are_none(self, enterprise: Enterprise, folder_id: str, status: int) -> None:
        assert (await enterprise.user.call("get_folder_locks", folder_id=folder_id)).status_code == status


@pytest.mark.operation("delete_folder_locks_id")
class TestUnlockFolder:
    async def test_without_its_lock_a_folder_can_be_deleted(self, enterprise: Enterprise) -> None:
        folder = await create(enterprise.user, "a")
        made = await lock(enterprise.user, folder["id"])
        first = await enterprise.user.call("delete_folder_locks_id", folder_lock_id=made["id"])
        second = await enterprise.user.call("delete_folder_locks_id", folder_lock_id=made["id"])
        deleted = await enterprise.user.call("delete_folders_id", folder_id=folder["id"])
        assert (first.status_code, second.status_code, deleted.status_code) == (204, 404, 204)

    async def test_the_lock_of_another_user_is_not_there(self, enterprise: Enterprise) -> None:
        folder = await create(enterprise.admin, "a")
        made = await lock(enterprise.admin, folder["id"])
        response = await enterprise.user.call("delete_folder_locks_id", folder_lock_id=made["id"])
        assert response.status_code == 404
