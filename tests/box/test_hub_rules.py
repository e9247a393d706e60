"""What else acts on hubs: search, explanations, barriers, the end of external users, and what the log tells."""

import pytest

from holdall.content.access import Action
from holdall.content.access.explain import explain
from holdall.content.access.report import report_access
from holdall.content.sharing.external_users import end_some
from tests.support.barriers import wall_off
from tests.support.enterprise import Enterprise, make_enterprise
from tests.support.finding import names
from tests.support.hubs import ask_in, items_in, let_in, make_hub, manage
from tests.support.tree import create, error_of, make_file, subject_of


async def folder_in(enterprise: Enterprise, hub_id: str, name: str) -> str:
    """The id of a new folder of the user's in a hub."""
    folder_id: str = (await create(enterprise.user, name))["id"]
    assert await manage(enterprise.user, hub_id, ("add", "folder", folder_id)) == [(200, None)]
    return folder_id


async def test_search_finds_what_hubs_show(enterprise: Enterprise) -> None:
    hub_id = await make_hub(enterprise.user)
    folder_id = await folder_in(enterprise, hub_id, "gathered quinces")
    await make_file(enterprise, "quince below", parent_id=folder_id)
    await make_file(enterprise, "quince elsewhere")
    viewer_id, viewer = await enterprise.new_user()
    before = await names(viewer, "quince*")
    await let_in(enterprise.user, hub_id, {"id": viewer_id})
    assert (before, sorted(await names(viewer, "quince*"))) == ([], ["gathered quinces", "quince below"])


async def test_an_explanation_names_the_role_that_a_hub_gives(enterprise: Enterprise) -> None:
    hub_id = await make_hub(enterprise.user)
    folder_id = int(await folder_in(enterprise, hub_id, "gathered"))
    viewer_id, viewer = await enterprise.new_user()
    collaboration_id = await let_in(enterprise.user, hub_id, {"id": viewer_id})
    found = await explain(enterprise.gateway.platform.db, await subject_of(viewer), Action.DOWNLOAD, folder_id)
    reason = f"user {viewer_id} is hub viewer of item {folder_id} itself (hub collaboration {collaboration_id})"
    assert (found.allowed, found.reasons) == (True, [reason])


async def test_a_report_of_access_tells_whom_hubs_show_what_is_in_a_folder(enterprise: Enterprise) -> None:
    top = await create(enterprise.user, "top")
    inner = await create(enterprise.user, "inner", top["id"])
    hub_id = await make_hub(enterprise.user)
    await manage(enterprise.user, hub_id, ("add", "folder", inner["id"]))
    member_id, _ = await enterprise.new_user("Member")
    group = (await enterprise.admin.call("post_groups", json={"name": "readers"})).json()
    membership = {"user": {"id": str(member_id)}, "group": {"id": group["id"]}}
    await enterprise.admin.call("post_group_memberships", json=membership)
    await let_in(enterprise.admin, hub_id, {"type": "group", "id": group["id"]})
    lines = [line async for line in report_access(enterprise.gateway.platform.db, int(top["id"]))]
    by_hub = [(one.item_id, one.user_id, one.role, one.group, one.granted_on) for one in lines if one.by == "hub"]
    assert by_hub == [
        (inner["id"], str(enterprise.user_id), "hub viewer", "", inner["id"]),
        (inner["id"], str(member_id), "hub viewer", "readers", inner["id"]),
    ]


@pytest.mark.operation("get_hubs_v2025.0", "get_hubs_id_v2025.0", "get_hub_items_v2025.0")
async def test_a_barrier_hides_a_maker_s_hubs_and_an_owner_s_items(enterprise: Enterprise) -> None:
    kept_id, kept = await enterprise.new_user("Ken")
    _, nora = await enterprise.new_user("Nora")
    of_user, of_nora = await make_hub(enterprise.user, "hidden"), await make_hub(nora, "shown")
    await let_in(enterprise.user, of_user, {"id": kept_id})
    await let_in(nora, of_nora, {"id": kept_id})
    await let_in(nora, of_nora, {"id": enterprise.user_id}, "editor")
    await folder_in(enterprise, of_nora, "hidden folder")
    assert await items_in(kept, of_nora) == ["hidden folder"]
    await wall_off(enterprise, kept_id, enterprise.user_id)
    listed = (await kept.call("get_hubs_v2025.0")).json()["entries"]
    hidden = await kept.call("get_hubs_id_v2025.0", hub_id=of_user)
    again = await ask_in(enterprise.user, await make_hub(enterprise.user), {"id": kept_id})
    assert ([one["title"] for one in listed], hidden.status_code) == (["shown"], 404)
    assert await items_in(kept, of_nora) == []
    assert error_of(again) == (403, "forbidden_by_policy")


@pytest.mark.operation("post_external_users_submit_delete_job_v2025.0")
async def test_external_users_who_are_let_go_leave_the_hubs_of_the_enterprise(enterprise: Enterprise) -> None:
    other = await make_enterprise(enterprise.gateway)
    hub_id = await make_hub(enterprise.user, is_collaboration_restricted_to_enterprise=False)
    await let_in(enterprise.user, hub_id, {"login": f"user.{other.id}@example.com"})
    own = await make_hub(other.user, "own")
    body = {"external_users": [{"type": "user", "id": str(other.user_id)}]}
    ordered = await enterprise.admin.call("post_external_users_submit_delete_job_v2025.0", json=body)
    db = enterprise.gateway.platform.db
    await end_some(db, enterprise.id, other.user_id, enterprise.admin_id, db.now)
    listed = (await other.user.call("get_hubs_v2025.0")).json()["entries"]
    assert (ordered.json()["entries"][0]["status"], [one["id"] for one in listed]) == (202, [own])


@pytest.mark.operation("post_hub_collaborations_v2025.0")
async def test_the_log_names_the_hub_and_whom_it_was_shared_with(enterprise: Enterprise) -> None:
    guest_id, guest = await enterprise.new_user("Guest")
    hub_id = await make_hub(enterprise.user, "Welcome")
    await let_in(enterprise.user, hub_id, {"id": guest_id}, "editor")
    log = (await enterprise.admin.call("get_events", stream_type="admin_logs", limit=500)).json()["entries"]
    (event,) = [one for one in log if one["event_type"] == "COLLABORATION_INVITE"]
    own = (await guest.call("get_events", stream_position=0)).json()["entries"]
    login = (await guest.call("get_users_me")).json()["login"]
    person = {"type": "user", "id": str(guest_id), "name": "Guest", "login": login}
    assert event["source"] == {"type": "app_item", "id": hub_id, "app_item_type": "hubs", "user": person}
    assert (event["additional_details"]["title"], event["accessible_by"]) == ("Welcome", person)
    assert [(one["event_type"], one["source"]["id"]) for one in own] == [("COLLAB_ADD_COLLABORATOR", hub_id)]
