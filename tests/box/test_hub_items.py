"""What is in hubs: who adds and removes it, who sees it there and through it; and the documents of hubs."""

from typing import Any

import pytest

from tests.support.client import Client
from tests.support.enterprise import Enterprise, make_enterprise
from tests.support.hubs import items_in, let_in, make_hub, manage
from tests.support.sharing import share
from tests.support.terms import answer_terms, write_terms
from tests.support.tree import create, error_of, make_file


async def statuses(client: Client, *places: tuple[str, Any]) -> list[int]:
    """The statuses of looking at files and folders."""
    return [(await client.call(f"get_{kind}s_id", **{f"{kind}_id": item_id})).status_code for kind, item_id in places]


async def add_folder(client: Client, hub_id: str, name: str, **body: Any) -> str:
    """The id of a new folder in a hub."""
    folder_id: str = (await create(client, name, **body))["id"]
    assert await manage(client, hub_id, ("add", "folder", folder_id)) == [(200, None)]
    return folder_id


@pytest.mark.operation("post_hubs_id_manage_items_v2025.0", "get_hub_items_v2025.0")
class TestManage:
    async def test_files_folders_and_web_links_are_added_the_latest_first_and_removed(
        self, enterprise: Enterprise
    ) -> None:
        user, hub_id = enterprise.user, await make_hub(enterprise.user)
        folder = await create(user, "folder")
        file = (await make_file(enterprise, "file")).item
        link = await user.call("post_web_links", json={"name": "link", "url": "https://a.b", "parent": {"id": "0"}})
        added = await manage(
            user,
            hub_id,
            ("add", "folder", folder["id"]),
            ("add", "file", file.id),
            ("add", "web_link", link.json()["id"]),
        )
        assert (added, await items_in(user, hub_id)) == ([(200, None)] * 3, ["link", "file", "folder"])
        assert await manage(user, hub_id, ("remove", "file", file.id)) == [(200, None)]
        assert await items_in(user, hub_id) == ["link", "folder"]
        assert (await user.call("get_hubs_id_v2025.0", hub_id=hub_id)).json()["updated_by"]["name"] == "Uma User"

    async def test_each_operation_succeeds_or_fails_for_itself(self, enterprise: Enterprise) -> None:
        user, hub_id = enterprise.user, await make_hub(enterprise.user)
        other = await make_enterprise(enterprise.gateway)
        hidden = await create(other.user, "hidden")
        folder, trashed = await create(user, "folder"), await create(user, "trashed")
        await user.call("delete_folders_id", folder_id=trashed["id"])
        results = await manage(
            user,
            hub_id,
            ("add", "folder", folder["id"]),
            ("add", "folder", folder["id"]),
            ("add", "file", folder["id"]),
            ("add", "folder", hidden["id"]),
            ("add", "folder", trashed["id"]),
            ("add", "folder", "0"),
            ("remove", "folder", trashed["id"]),
            ("remove", "folder", folder["id"]),
            ("add", "folder", folder["id"]),
        )
        assert [status for status, _ in results] == [200, 409, 404, 404, 404, 404, 404, 200, 200]
        assert await items_in(user, hub_id) == ["folder"]

    async def test_only_who_may_invite_to_an_item_adds_it_and_only_what_the_enterprise_owns(
        self, enterprise: Enterprise
    ) -> None:
        editor_id, editor = await enterprise.new_user()
        hub_id = await make_hub(editor)
        seen, edited, closed = [await create(enterprise.user, name) for name in ("seen", "edited", "closed")]
        await enterprise.user.call("put_folders_id", folder_id=closed["id"], json={"can_non_owners_invite": False})
        for folder, role in ((seen, "viewer"), (edited, "editor"), (closed, "editor")):
            await share(enterprise.user, folder["id"], {"id": editor_id}, role)
        other = await make_enterprise(enterprise.gateway)
        foreign = await create(other.user, "foreign")
        login = (await editor.call("get_users_me")).json()["login"]
        invited = await share(other.user, foreign["id"], {"login": login}, "editor")
        await editor.call("put_collaborations_id", collaboration_id=invited["id"], json={"status": "accepted"})
        results = await manage(
            editor, hub_id, *(("add", "folder", one["id"]) for one in (seen, edited, closed, foreign))
        )
        assert [status for status, _ in results] == [403, 200, 403, 403]

    async def test_what_is_kept_in_the_enterprise_is_not_added_where_outsiders_view(
        self, enterprise: Enterprise
    ) -> None:
        other = await make_enterprise(enterprise.gateway)
        hub_id = await make_hub(enterprise.user, is_collaboration_restricted_to_enterprise=False)
        await let_in(enterprise.user, hub_id, {"login": f"user.{other.id}@example.com"})
        folder = await create(enterprise.user, "ours")
        kept = {"is_collaboration_restricted_to_enterprise": True}
        await enterprise.user.call("put_folders_id", folder_id=folder["id"], json=kept)
        ((status, _),) = await manage(enterprise.user, hub_id, ("add", "folder", folder["id"]))
        assert status == 403

    async def test_viewers_change_nothing_and_an_editor_removes_what_others_added(self, enterprise: Enterprise) -> None:
        hub_id = await make_hub(enterprise.user)
        folder_id = await add_folder(enterprise.user, hub_id, "folder")
        people = {}
        for role in ("viewer", "editor"):
            user_id, people[role] = await enterprise.new_user()
            await let_in(enterprise.user, hub_id, {"id": user_id}, role)
        body = {"operations": [{"action": "remove", "item": {"type": "folder", "id": folder_id}}]}
        refused = await people["viewer"].call("post_hubs_id_manage_items_v2025.0", hub_id=hub_id, json=body)
        assert error_of(refused) == (403, "access_denied_insufficient_permissions")
        assert await manage(people["editor"], hub_id, ("remove", "folder", folder_id)) == [(200, None)]

    @pytest.mark.parametrize(
        "operation",
        [
            {"action": "move", "item": {"type": "file", "id": "1"}},
            {"action": "add", "item": {"type": "hubs", "id": "1"}},
            {"action": "add", "item": {"type": "file", "id": "x"}},
            {"action": "add"},
        ],
    )
    async def test_operations_that_mean_nothing_are_refused(
        self, enterprise: Enterprise, operation: dict[str, Any]
    ) -> None:
        hub_id = await make_hub(enterprise.user)
        body = {"operations": [operation]}
        answer = await enterprise.user.call("post_hubs_id_manage_items_v2025.0", hub_id=hub_id, json=body)
        assert error_of(answer) == (400, "bad_request")


@pytest.mark.operation("get_hub_items_v2025.0")
class TestSee:
    async def test_collaborators_of_a_hub_view_its_items_and_all_below_as_long_as_they_are_in_it(
        self, enterprise: Enterprise
    ) -> None:
        owner, hub_id = enterprise.user, await make_hub(enterprise.user)
        folder_id = await add_folder(owner, hub_id, "folder")
        file = (await make_file(enterprise, "below", parent_id=folder_id)).item
        outside = (await create(owner, "outside"))["id"]
        viewer_id, viewer = await enterprise.new_user()
        places = (("folder", folder_id), ("file", file.id), ("folder", outside))
        before = await statuses(viewer, *places)
        collaboration_id = await let_in(owner, hub_id, {"id": viewer_id}, "co-owner")
        during = await statuses(viewer, *places)
        renamed = await viewer.call("put_files_id", file_id=file.id, json={"name": "other"})
        fields = (await viewer.call("get_files_id", file_id=file.id, fields="permissions")).json()["permissions"]
        mine = (await viewer.call("get_folders_id_items", folder_id=0)).json()["entries"]
        await owner.call("delete_hub_collaborations_id_v2025.0", hub_collaboration_id=collaboration_id)
        after = await statuses(viewer, *places)
        assert (before, during, after) == ([404, 404, 404], [200, 200, 404], [404, 404, 404])
        assert renamed.status_code == 403
        assert (fields["can_download"], fields["can_rename"], fields["can_upload"]) == (True, False, False)
        assert mine == []

    async def test_members_of_a_group_view_what_is_in_its_hub(self, enterprise: Enterprise) -> None:
        hub_id = await make_hub(enterprise.user)
        folder_id = await add_folder(enterprise.user, hub_id, "folder")
        member_id, member = await enterprise.new_user()
        group = (await enterprise.admin.call("post_groups", json={"name": "readers"})).json()
        await let_in(enterprise.admin, hub_id, {"type": "group", "id": group["id"]})
        before = await statuses(member, ("folder", folder_id))
        membership = {"user": {"id": str(member_id)}, "group": {"id": group["id"]}}
        await enterprise.admin.call("post_group_memberships", json=membership)
        assert (before, await statuses(member, ("folder", folder_id))) == ([404], [200])
        assert await items_in(member, hub_id) == ["folder"]

    async def test_a_hub_adds_to_the_role_that_somebody_has(self, enterprise: Enterprise) -> None:
        owner, hub_id = enterprise.user, await make_hub(enterprise.user)
        folder_id = await add_folder(owner, hub_id, "folder")
        file = (await make_file(enterprise, "below", parent_id=folder_id)).item
        user_id, client = await enterprise.new_user()
        await share(owner, folder_id, {"id": user_id}, "uploader")
        url: dict[str, Any] = {"file_id": file.id, "fields": "permissions"}
        before = (await client.call("get_files_id", **url)).json()["permissions"]
        await let_in(owner, hub_id, {"id": user_id})
        after = (await client.call("get_files_id", **url)).json()["permissions"]
        listed = await client.call("get_folders_id_items", folder_id=folder_id, fields="permissions")
        shown = [(one["can_download"], one["can_upload"]) for one in (before, after)]
        assert shown == [(False, True), (True, True)]
        assert listed.json()["entries"][0]["permissions"] == after

    async def test_what_a_member_may_not_see_and_what_is_in_the_trash_is_left_out(self, enterprise: Enterprise) -> None:
        owner, hub_id = enterprise.user, await make_hub(enterprise.user)
        kept = await add_folder(owner, hub_id, "kept")
        trashed = await add_folder(owner, hub_id, "trashed")
        await owner.call("delete_folders_id", folder_id=trashed)
        assert await items_in(owner, hub_id) == ["kept"]
        await owner.call("post_folders_id", folder_id=trashed)
        assert await items_in(owner, hub_id) == ["trashed", "kept"]
        await owner.call("delete_folders_id", folder_id=kept)
        await owner.call("delete_folders_id_trash", folder_id=kept)
        assert await items_in(owner, hub_id) == ["trashed"]

    async def test_people_from_outside_view_after_they_accept_the_terms(self, enterprise: Enterprise) -> None:
        other = await make_enterprise(enterprise.gateway)
        hub_id = await make_hub(enterprise.user, is_collaboration_restricted_to_enterprise=False)
        folder_id = await add_folder(enterprise.user, hub_id, "folder")
        await let_in(enterprise.user, hub_id, {"login": f"user.{other.id}@example.com"})
        assert await statuses(other.user, ("folder", folder_id)) == [200]
        terms_id = await write_terms(enterprise.admin, "external")
        asked = await other.user.call("get_hubs_id_v2025.0", hub_id=hub_id)
        assert error_of(asked) == (400, "terms_of_service_required")
        assert (await other.user.call("get_hubs_v2025.0")).json()["entries"] == []
        await answer_terms(other.user, terms_id, other.user_id)
        assert (await other.user.call("get_hubs_id_v2025.0", hub_id=hub_id)).status_code == 200

    async def test_the_list_goes_page_by_page_over_what_is_left_out(self, enterprise: Enterprise) -> None:
        owner, hub_id = enterprise.user, await make_hub(enterprise.user)
        made = [await add_folder(owner, hub_id, str(number)) for number in range(5)]
        for folder_id in (made[1], made[3]):
            await owner.call("delete_folders_id", folder_id=folder_id)
        pages: list[list[str]] = []
        more: dict[str, Any] = {}
        for _ in range(2):
            page = (await owner.call("get_hub_items_v2025.0", hub_id=hub_id, limit=2, **more)).json()
            pages.append([one["name"] for one in page["entries"]])
            more = {"marker": page["next_marker"]}
        assert (pages, more) == ([["4", "2"], ["0"]], {"marker": None})


@pytest.mark.operation("get_hub_document_pages_v2025.0", "get_hub_document_blocks_v2025.0")
class TestDocument:
    async def test_a_hub_has_one_page_under_its_title_and_on_it_the_list_of_its_items(
        self, enterprise: Enterprise
    ) -> None:
        user, hub_id = enterprise.user, await make_hub(enterprise.user, "Welcome")
        await add_folder(user, hub_id, "folder")
        pages = (await user.call("get_hub_document_pages_v2025.0", hub_id=hub_id)).json()
        (page,) = pages["entries"]
        blocks = (await user.call("get_hub_document_blocks_v2025.0", hub_id=hub_id, page_id=page["id"])).json()
        (block,) = blocks["entries"]
        assert (page["type"], page["title_fragment"], page["parent_id"]) == ("page", "Welcome", None)
        assert (block["type"], block["parent_id"]) == ("item_list", None)
        assert await items_in(user, hub_id, parent_id=block["id"]) == ["folder"]

    async def test_items_are_added_to_that_list_and_to_no_other(self, enterprise: Enterprise) -> None:
        user, hub_id = enterprise.user, await make_hub(enterprise.user)
        item = {"type": "folder", "id": (await create(user, "folder"))["id"]}
        body = {
            "operations": [{"action": "add", "item": item, "parent_id": "elsewhere"}, {"action": "add", "item": item}]
        }
        answer = await user.call("post_hubs_id_manage_items_v2025.0", hub_id=hub_id, json=body)
        first, second = answer.json()["operations"]
        assert (first["status"], second["status"]) == (404, 200)
        assert await items_in(user, hub_id, parent_id=second["parent_id"]) == ["folder"]

    async def test_pages_and_lists_of_other_hubs_are_unknown(self, enterprise: Enterprise) -> None:
        user, hub_id, other_id = enterprise.user, await make_hub(enterprise.user), await make_hub(enterprise.user)
        page_id = (await user.call("get_hub_document_pages_v2025.0", hub_id=other_id)).json()["entries"][0]["id"]
        answers = [
            await user.call("get_hub_document_blocks_v2025.0", hub_id=hub_id, page_id=page_id),
            await user.call("get_hub_items_v2025.0", hub_id=hub_id, parent_id="elsewhere"),
        ]
        assert [error_of(one) for one in answers] == [(404, "not_found")] * 2
