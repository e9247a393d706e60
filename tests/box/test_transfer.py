"""Giving everything that a user owns to another."""

from typing import Any

import pytest

from holdall.content.mail import list_mail
from tests.support.enterprise import Enterprise, make_enterprise
from tests.support.tree import create, make_file, names_in


async def transfer(enterprise: Enterprise, source: int, target: int, **parameters: Any) -> Any:
    body = {"owned_by": {"id": str(target)}}
    return await enterprise.admin.call("put_users_id_folders_0", user_id=source, json=body, **parameters)


@pytest.mark.operation("put_users_id_folders_0")
class TestTransfer:
    async def test_everything_lies_in_a_folder_of_the_new_owner(self, enterprise: Enterprise) -> None:
        folder = await create(enterprise.user, "a")
        await make_file(enterprise, "b.txt", parent_id=folder["id"], size=7)
        target, heir = await enterprise.new_user("Hanna Heir")
        response = await transfer(enterprise, enterprise.user_id, target)
        made = response.json()
        inside = (await heir.call("get_folders_id", folder_id=folder["id"])).json()
        used = [
            (await one.call("get_users_me", fields="space_used")).json()["space_used"]
            for one in (enterprise.user, heir)
        ]
        assert (response.status_code, made["name"], made["size"]) == (200, "Uma User's Files and Folders", 7)
        assert made["owned_by"]["id"] == inside["owned_by"]["id"] == str(target)
        assert (await names_in(enterprise.user), await names_in(heir)) == ([], ["Uma User's Files and Folders"])
        assert await names_in(heir, made["id"]) == ["a"]
        assert used == [0, 7]

    async def test_the_trash_goes_with_it(self, enterprise: Enterprise) -> None:
        folder = await create(enterprise.user, "a")
        await enterprise.user.call("delete_folders_id", folder_id=folder["id"])
        target, heir = await enterprise.new_user()
        made = (await transfer(enterprise, enterprise.user_id, target)).json()
        trashes = [
            [entry["name"] for entry in (await one.call("get_folders_trash_items")).json()["entries"]]
            for one in (enterprise.user, heir)
        ]
        restored = await heir.call("post_folders_id", folder_id=folder["id"], json={})
        assert (trashes, restored.json()["parent"]["id"]) == ([[], ["a"]], made["id"])

    async def test_a_second_transfer_finds_another_name(self, enterprise: Enterprise) -> None:
        target, heir = await enterprise.new_user()
        for _ in range(2):
            await transfer(enterprise, enterprise.user_id, target)
        assert await names_in(heir) == ["Uma User's Files and Folders", "Uma User's Files and Folders (1)"]

    async def test_afterwards_the_user_can_be_deleted_without_force(self, enterprise: Enterprise) -> None:
        await create(enterprise.user, "a")
        before = await enterprise.admin.call("delete_users_id", user_id=enterprise.user_id)
        await transfer(enterprise, enterprise.user_id, enterprise.admin_id)
        after = await enterprise.admin.call("delete_users_id", user_id=enterprise.user_id)
        assert (before.status_code, after.status_code) == (403, 204)

    async def test_the_new_owner_is_told_where_that_is_asked_for(self, enterprise: Enterprise) -> None:
        target, heir = await enterprise.new_user()
        login = (await heir.call("get_users_me")).json()["login"]
        for notify in (False, True):
            await transfer(enterprise, enterprise.user_id, target, notify=notify)
        mails = [one.subject for one in await list_mail(enterprise.gateway.platform.db) if one.recipient == login]
        assert mails == ["The files of Uma User are yours now"]

    async def test_only_administrators_transfer_and_only_among_their_own(self, enterprise: Enterprise) -> None:
        other = await make_enterprise(enterprise.gateway)
        body = {"owned_by": {"id": str(enterprise.admin_id)}}
        by_user = await enterprise.user.call("put_users_id_folders_0", user_id=enterprise.user_id, json=body)
        statuses = [
            by_user.status_code,
            (await transfer(enterprise, other.user_id, enterprise.admin_id)).status_code,
            (await transfer(enterprise, enterprise.user_id, other.user_id)).status_code,
            (await transfer(enterprise, enterprise.user_id, enterprise.user_id)).status_code,
        ]
        assert statuses == [403, 404, 404, 400]
