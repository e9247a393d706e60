"""Collaborations over HTTP: inviting, reading, changing, answering and ending them."""

from typing import Any

import pytest

from tests.support.client import Client
from tests.support.enterprise import Enterprise, make_enterprise
from tests.support.sharing import error_of, send_invitation, share
from tests.support.tree import make_file, make_folder, subject_of


async def new_group(enterprise: Enterprise, *members: int, **options: Any) -> int:
    response = await enterprise.admin.call("post_groups", json={"name": "Team", **options})
    group_id = int(response.json()["id"])
    for user_id in members:
        body = {"user": {"id": str(user_id)}, "group": {"id": str(group_id)}}
        await enterprise.admin.call("post_group_memberships", json=body)
    return group_id


async def get(client: Client, collaboration_id: Any) -> Any:
    return await client.call("get_collaborations_id", collaboration_id=collaboration_id)


async def change(client: Client, collaboration_id: Any, **body: Any) -> Any:
    return await client.call("put_collaborations_id", collaboration_id=collaboration_id, json=body)


async def status_of(client: Client, item_id: Any, kind: str = "folder") -> int:
    response = await client.call(f"get_{kind}s_id", **{f"{kind}_id": item_id})
    return response.status_code


async def logins_on(client: Client, folder_id: Any) -> list[str]:
    response = await client.call("get_folders_id_collaborations", folder_id=folder_id)
    return [(entry["accessible_by"] or {}).get("login", entry["invite_email"]) for entry in response.json()["entries"]]


@pytest.mark.operation("get_collaborations_id")
class TestGet:
    async def test_owner_and_collaborator_read_it_and_nobody_else(self, enterprise: Enterprise) -> None:
        user_id, client = await enterprise.new_user()
        _, stranger = await enterprise.new_user()
        folder = await make_folder(enterprise, "Plans")
        made = await share(enterprise.user, folder.item.id, {"id": user_id})
        answers = [await get(one, made["id"]) for one in (enterprise.user, client, stranger)]
        assert [answers[0].json(), answers[1].json()] == [made, made]
        assert error_of(answers[2]) == (404, "not_found")

    async def test_fields_answers_the_base_and_what_was_asked_for(self, enterprise: Enterprise) -> None:
        folder = await make_folder(enterprise, "Plans")
        made = await share(enterprise.user, folder.item.id, {"id": enterprise.admin_id}, can_view_path=True)
        response = await enterprise.user.call(
            "get_collaborations_id", collaboration_id=made["id"], fields="role,can_view_path"
        )
        assert response.json() == {
            "type": "collaboration",
            "id": made["id"],
            "role": "editor",
            "can_view_path": True,
        }

    async def test_one_that_was_removed_is_not_there(self, enterprise: Enterprise) -> None:
        folder = await make_folder(enterprise, "Plans")
        made = await share(enterprise.user, folder.item.id, {"id": enterprise.admin_id})
        await enterprise.user.call("delete_collaborations_id", collaboration_id=made["id"])
        assert error_of(await get(enterprise.user, made["id"])) == (404, "not_found")


@pytest.mark.operation("put_collaborations_id")
class TestUpdate:
    async def test_a_new_role_acts_at_once(self, enterprise: Enterprise) -> None:
        user_id, client = await enterprise.new_user()
        folder = await make_folder(enterprise, "Plans")
        made = await share(enterprise.user, folder.item.id, {"id": user_id}, "editor")
        changed = await change(enterprise.user, made["id"], role="viewer")
        rename = await client.call("put_folders_id", folder_id=folder.item.id, json={"name": "Mine"})
        assert (changed.status_code, changed.json()["role"]) == (200, "viewer")
        assert error_of(rename) == (403, "access_denied_insufficient_permissions")

    async def test_an_invited_user_accepts(self, enterprise: Enterprise) -> None:
        other = await make_enterprise(enterprise.gateway)
        folder = await make_folder(enterprise, "Plans")
        login = (await subject_of(other.user)).login
        made = await share(enterprise.user, folder.item.id, {"login": login})
        by_owner = await change(enterprise.user, made["id"], status="accepted")
        accepted = await change(other.user, made["id"], status="accepted")
        again = await change(other.user, made["id"], status="rejected")
        assert error_of(by_owner) == (403, "access_denied_insufficient_permissions")
        assert (accepted.json()["status"], accepted.json()["item"]["name"]) == ("accepted", "Plans")
        assert accepted.json()["acknowledged_at"] is not None
        assert await status_of(other.user, folder.item.id) == 200
        assert error_of(again) == (400, "invalid_status")

    async def test_an_invited_user_rejects_and_may_be_invited_again(self, enterprise: Enterprise) -> None:
        other = await make_enterprise(enterprise.gateway)
        folder = await make_folder(enterprise, "Plans")
        login = (await subject_of(other.user)).login
        made = await share(enterprise.user, folder.item.id, {"login": login})
        rejected = await change(other.user, made["id"], status="rejected")
        listed = await logins_on(enterprise.user, folder.item.id)
        again = await send_invitation(enterprise.user, folder.item.id, {"login": login})
        assert (rejected.json()["status"], listed, again.status_code) == ("rejected", [], 201)
        assert await status_of(other.user, folder.item.id) == 404

    async def test_only_the_owner_changes_whether_the_path_is_seen(self, enterprise: Enterprise) -> None:
        co_owner_id, co_owner = await enterprise.new_user()
        outer = await make_folder(enterprise, "Outer")
        inner = await make_folder(enterprise, "Inner", parent_id=outer.item.id)
        made = await share(enterprise.user, inner.item.id, {"id": co_owner_id}, "co-owner")
        before = (await co_owner.call("get_folders_id", folder_id=inner.item.id)).json()["path_collection"]
        refused = await change(co_owner, made["id"], can_view_path=True)
        changed = await change(enterprise.user, made["id"], can_view_path=True)
        after = (await co_owner.call("get_folders_id", folder_id=inner.item.id)).json()["path_collection"]
        assert [entry["name"] for entry in before["entries"]] == ["All Files"]
        assert (refused.status_code, changed.status_code) == (403, 200)
        assert [entry["name"] for entry in after["entries"]] == ["All Files", "Outer"]

    async def test_an_editor_changes_others_but_no_co_owner(self, enterprise: Enterprise) -> None:
        editor_id, editor = await enterprise.new_user()
        viewer_id, viewer = await enterprise.new_user()
        co_owner_id, _ = await enterprise.new_user()
        folder = await make_folder(enterprise, "Plans")
        await share(enterprise.user, folder.item.id, {"id": editor_id}, "editor")
        low = await share(enterprise.user, folder.item.id, {"id": viewer_id}, "viewer")
        high = await share(enterprise.user, folder.item.id, {"id": co_owner_id}, "co-owner")
        answers = [
            await change(editor, low["id"], role="previewer"),
            await change(editor, low["id"], role="co-owner"),
            await change(editor, high["id"], role="viewer"),
            await change(viewer, low["id"], role="editor"),
        ]
        assert [one.status_code for one in answers] == [200, 403, 403, 403]

    async def test_a_changed_expiry_acts_when_it_is_reached(self, enterprise: Enterprise) -> None:
        user_id, client = await enterprise.new_user()
        folder = await make_folder(enterprise, "Plans")
        made = await share(enterprise.user, folder.item.id, {"id": user_id})
        changed = await change(enterprise.user, made["id"], expires_at="2999-01-01T00:00:00Z")
        cleared = await change(enterprise.user, made["id"], expires_at=None)
        past = await change(enterprise.user, made["id"], expires_at="2001-01-01T00:00:00Z")
        assert changed.json()["expires_at"] == "2999-01-01T00:00:00+00:00"
        assert (cleared.json()["expires_at"], error_of(past)) == (None, (400, "bad_request"))
        assert await status_of(client, folder.item.id) == 200


@pytest.mark.operation("put_collaborations_id")
class TestChangeOwner:
    async def test_the_item_moves_to_the_new_owner_and_the_old_one_stays_as_co_owner(
        self, enterprise: Enterprise
    ) -> None:
        user_id, client = await enterprise.new_user()
        outer = await make_folder(enterprise, "Outer")
        folder = await make_folder(enterprise, "Plans", parent_id=outer.item.id)
        await make_file(enterprise, "a.txt", parent_id=folder.item.id, size=7)
        made = await share(enterprise.user, folder.item.id, {"id": user_id})
        response = await change(enterprise.user, made["id"], role="owner")
        mine = (await client.call("get_folders_id", folder_id=folder.item.id)).json()
        entries = (await enterprise.user.call("get_folders_id_collaborations", folder_id=folder.item.id)).json()
        (left,) = entries["entries"]
        used = {
            who: (await one.call("get_users_me")).json()["space_used"]
            for who, one in (("old", enterprise.user), ("new", client))
        }
        outer_now = (await enterprise.user.call("get_folders_id", folder_id=outer.item.id)).json()
        assert (response.status_code, response.content) == (204, b"")
        assert (mine["owned_by"]["id"], mine["parent"]["id"], mine["size"]) == (str(user_id), "0", 7)
        assert (left["role"], left["accessible_by"]["id"]) == ("co-owner", str(enterprise.user_id))
        assert (used, outer_now["size"]) == ({"old": 0, "new": 7}, 0)
        assert error_of(await get(client, made["id"])) == (404, "not_found")

    async def test_the_old_owner_may_leave_and_the_new_one_may_delete(self, enterprise: Enterprise) -> None:
        user_id, client = await enterprise.new_user()
        folder = await make_folder(enterprise, "Plans")
        made = await share(enterprise.user, folder.item.id, {"id": user_id})
        await change(enterprise.user, made["id"], role="owner")
        entries = (await enterprise.user.call("get_folders_id_collaborations", folder_id=folder.item.id)).json()
        left = await enterprise.user.call("delete_collaborations_id", collaboration_id=entries["entries"][0]["id"])
        deleted = await client.call("delete_folders_id", folder_id=folder.item.id)
        purged = await client.call("delete_folders_id_trash", folder_id=folder.item.id)
        assert [left.status_code, deleted.status_code, purged.status_code] == [204, 204, 204]

    async def test_a_name_that_the_new_owner_has_is_changed_and_not_told(self, enterprise: Enterprise) -> None:
        user_id, client = await enterprise.new_user()
        await make_folder(enterprise, "Plans.v1", client=client)
        folder = await make_folder(enterprise, "Plans.v1")
        made = await share(enterprise.user, folder.item.id, {"id": user_id})
        response = await change(enterprise.user, made["id"], role="owner")
        mine = (await client.call("get_folders_id", folder_id=folder.item.id)).json()
        assert (response.status_code, mine["name"]) == (204, "Plans (1).v1")

    async def test_only_the_owner_gives_away_and_only_to_one_who_has_accepted(self, enterprise: Enterprise) -> None:
        user_id, client = await enterprise.new_user()
        group_id = await new_group(enterprise)
        folder = await make_folder(enterprise, "Plans")
        co_owner = await share(enterprise.user, folder.item.id, {"id": user_id}, "co-owner")
        group = await share(enterprise.user, folder.item.id, {"type": "group", "id": group_id})
        waiting = await share(enterprise.user, folder.item.id, {"login": "a@elsewhere.example"})
        answers = [
            await change(client, co_owner["id"], role="owner"),
            await change(enterprise.user, group["id"], role="owner"),
            await change(enterprise.user, waiting["id"], role="owner"),
        ]
        assert [one.status_code for one in answers] == [403, 400, 400]

    async def test_a_new_owner_without_room_gets_nothing(self, enterprise: Enterprise) -> None:
        user_id, _ = await enterprise.new_user(space_amount=5)
        folder = await make_folder(enterprise, "Plans")
        await make_file(enterprise, "a.txt", parent_id=folder.item.id, size=7)
        made = await share(enterprise.user, folder.item.id, {"id": user_id})
        response = await change(enterprise.user, made["id"], role="owner")
        assert error_of(response) == (403, "storage_limit_exceeded")
        assert (await get(enterprise.user, made["id"])).json() == made


@pytest.mark.operation("delete_collaborations_id")
class TestDelete:
    async def test_the_owner_ends_it_and_the_item_is_gone_for_the_other(self, enterprise: Enterprise) -> None:
        user_id, client = await enterprise.new_user()
        folder = await make_folder(enterprise, "Plans")
        made = await share(enterprise.user, folder.item.id, {"id": user_id})
        response = await enterprise.user.call("delete_collaborations_id", collaboration_id=made["id"])
        assert (response.status_code, response.content) == (204, b"")
        assert await status_of(client, folder.item.id) == 404

    async def test_a_viewer_leaves_but_ends_nobody_elses(self, enterprise: Enterprise) -> None:
        viewer_id, viewer = await enterprise.new_user()
        folder = await make_folder(enterprise, "Plans")
        own = await share(enterprise.user, folder.item.id, {"id": viewer_id}, "viewer")
        others = await share(enterprise.user, folder.item.id, {"id": enterprise.admin_id}, "viewer")
        answers = [
            await viewer.call("delete_collaborations_id", collaboration_id=others["id"]),
            await viewer.call("delete_collaborations_id", collaboration_id=own["id"]),
        ]
        assert [one.status_code for one in answers] == [403, 204]

    async def test_to_strangers_it_is_not_there(self, enterprise: Enterprise) -> None:
        _, stranger = await enterprise.new_user()
        folder = await make_folder(enterprise, "Plans")
        made = await share(enterprise.user, folder.item.id, {"id": enterprise.admin_id})
        response = await stranger.call("delete_collaborations_id", collaboration_id=made["id"])
        assert error_of(response) == (404, "not_found")


@pytest.mark.operation("get_collaborations")
class TestListPending:
    async def test_a_user_finds_the_invitations_that_wait(self, enterprise: Enterprise) -> None:
        other = await make_enterprise(enterprise.gateway)
        login = (await subject_of(other.user)).login
        made = []
        for name in ("a", "b", "c"):
            folder = await make_folder(enterprise, name)
            made.append(await share(enterprise.user, folder.item.id, {"login": login}))
        await change(other.user, made[0]["id"], status="accepted")
        listed = (await other.user.call("get_collaborations", status="pending", limit=1, offset=1)).json()
        assert [entry["id"] for entry in listed["entries"]] == [made[2]["id"]]
        assert {name: listed[name] for name in ("total_count", "limit", "offset")} == {
            "total_count": 2,
            "limit": 1,
            "offset": 1,
        }

    async def test_the_status_must_be_said(self, enterprise: Enterprise) -> None:
        assert (await enterprise.user.call("get_collaborations")).status_code == 400
        response = await enterprise.user.call("get_collaborations", status="pending", offset=10001)
        assert response.status_code == 400


@pytest.mark.operation("get_files_id_collaborations", "get_folders_id_collaborations")
class TestListOnItem:
    async def test_those_invited_above_are_listed_too(self, enterprise: Enterprise) -> None:
        first_id, _ = await enterprise.new_user()
        second_id, _ = await enterprise.new_user()
        outer = await make_folder(enterprise, "Outer")
        file = await make_file(enterprise, "a.txt", parent_id=outer.item.id)
        await share(enterprise.user, outer.item.id, {"id": first_id})
        await share(enterprise.user, file.item.id, {"id": second_id}, kind="file")
        listed = (await enterprise.user.call("get_files_id_collaborations", file_id=file.item.id)).json()
        above = (await enterprise.user.call("get_folders_id_collaborations", folder_id=outer.item.id)).json()
        assert [entry["item"]["id"] for entry in listed["entries"]] == [str(outer.item.id), str(file.item.id)]
        assert [entry["item"]["id"] for entry in above["entries"]] == [str(outer.item.id)]

    async def test_who_was_invited_below_does_not_see_who_was_above(self, enterprise: Enterprise) -> None:
        user_id, client = await enterprise.new_user()
        outer = await make_folder(enterprise, "Outer")
        inner = await make_folder(enterprise, "Inner", parent_id=outer.item.id)
        await share(enterprise.user, outer.item.id, {"id": enterprise.admin_id})
        own = await share(enterprise.user, inner.item.id, {"id": user_id})
        listed = (await client.call("get_folders_id_collaborations", folder_id=inner.item.id)).json()
        assert listed == {"entries": [own], "limit": 100, "next_marker": None}

    async def test_pages_follow_by_marker(self, enterprise: Enterprise) -> None:
        folder = await make_folder(enterprise, "Plans")
        emails = [f"{letter}.{enterprise.id}@elsewhere.example" for letter in "abcde"]
        for email in emails:
            await share(enterprise.user, folder.item.id, {"login": email})
        seen: list[str] = []
        query: dict[str, Any] = {"folder_id": folder.item.id, "limit": 2}
        while True:
            page = (await enterprise.user.call("get_folders_id_collaborations", **query)).json()
            seen += [entry["invite_email"] for entry in page["entries"]]
            if page["next_marker"] is None:
                break
            query["marker"] = page["next_marker"]
        assert seen == emails

    async def test_the_owner_can_hide_the_others(self, enterprise: Enterprise) -> None:
        user_id, client = await enterprise.new_user()
        folder = await make_folder(enterprise, "Plans")
        made = await share(enterprise.user, folder.item.id, {"id": enterprise.admin_id})
        await share(enterprise.user, folder.item.id, {"id": user_id})
        body = {"can_non_owners_invite": False, "can_non_owners_view_collaborators": False}
        await enterprise.user.call("put_folders_id", folder_id=folder.item.id, json=body)
        listed = await client.call("get_folders_id_collaborations", folder_id=folder.item.id)
        assert error_of(listed) == (403, "access_denied_insufficient_permissions")
        assert error_of(await get(client, made["id"])) == (404, "not_found")

    async def test_the_list_of_what_is_hidden_or_in_the_trash_is_not_there(self, enterprise: Enterprise) -> None:
        _, stranger = await enterprise.new_user()
        folder = await make_folder(enterprise, "Plans")
        hidden = await stranger.call("get_folders_id_collaborations", folder_id=folder.item.id)
        await enterprise.user.call("delete_folders_id", folder_id=folder.item.id)
        trashed = await enterprise.user.call("get_folders_id_collaborations", folder_id=folder.item.id)
        assert (error_of(hidden), error_of(trashed)) == ((404, "not_found"), (404, "trashed"))


@pytest.mark.operation("get_groups_id_collaborations")
class TestListOfGroup:
    async def test_administrators_see_what_a_group_works_on(self, enterprise: Enterprise) -> None:
        group_id = await new_group(enterprise)
        folder = await make_folder(enterprise, "Plans")
        made = await share(enterprise.user, folder.item.id, {"type": "group", "id": group_id})
        listed = (await enterprise.admin.call("get_groups_id_collaborations", group_id=group_id)).json()
        assert listed == {"entries": [made], "total_count": 1, "limit": 100, "offset": 0}

    async def test_others_do_not(self, enterprise: Enterprise) -> None:
        member_id, member = await enterprise.new_user()
        group_id = await new_group(enterprise, member_id)
        refused = await member.call("get_groups_id_collaborations", group_id=group_id)
        other = await make_enterprise(enterprise.gateway)
        hidden = await other.admin.call("get_groups_id_collaborations", group_id=group_id)
        assert (refused.status_code, hidden.status_code) == (403, 404)
