"""Who collaborates on hubs: invited by whom as what, given another role, and removed."""

from typing import Any

import pytest

from tests.support.enterprise import Enterprise, make_enterprise
from tests.support.hubs import ask_in, let_in, make_hub
from tests.support.tree import create, error_of

TOO_LOW = (403, "access_denied_insufficient_permissions")
POLICY = (403, "forbidden_by_policy")


@pytest.mark.operation(
    "post_hub_collaborations_v2025.0", "get_hub_collaborations_id_v2025.0", "get_hub_collaborations_v2025.0"
)
class TestInvite:
    async def test_users_by_id_and_by_login_and_groups_collaborate_at_once(self, enterprise: Enterprise) -> None:
        hub_id = await make_hub(enterprise.user)
        first_id, first = await enterprise.new_user("First")
        second_id, second = await enterprise.new_user("Second")
        login = (await second.call("get_users_me")).json()["login"]
        group = (await enterprise.admin.call("post_groups", json={"name": "them"})).json()
        made = [
            (await ask_in(enterprise.admin, hub_id, grantee, "editor")).json()
            for grantee in ({"id": first_id}, {"login": login}, {"type": "group", "id": group["id"]})
        ]
        read = [
            (await first.call("get_hub_collaborations_id_v2025.0", hub_collaboration_id=one["id"])).json()
            for one in made
        ]
        listed = (await first.call("get_hub_collaborations_v2025.0", hub_id=hub_id)).json()
        assert read == made
        assert listed["entries"][1:] == made
        assert [one["role"] for one in listed["entries"]] == ["co-owner", "editor", "editor", "editor"]
        assert [one["accessible_by"]["id"] for one in made] == [str(first_id), str(second_id), group["id"]]
        assert made[0] == {
            "type": "hub_collaboration",
            "id": made[0]["id"],
            "hub": {"type": "hubs", "id": hub_id},
            "accessible_by": {
                "type": "user",
                "id": str(first_id),
                "name": "First",
                "login": (await first.call("get_users_me")).json()["login"],
            },
            "role": "editor",
            "status": "accepted",
            "acceptance_requirements_status": made[0]["acceptance_requirements_status"],
        }

    async def test_the_list_goes_page_by_page(self, enterprise: Enterprise) -> None:
        hub_id = await make_hub(enterprise.user)
        for _ in range(2):
            await let_in(enterprise.user, hub_id, {"id": (await enterprise.new_user())[0]})
        sizes, marker = [], None
        for _ in range(2):
            more: dict[str, Any] = {} if marker is None else {"marker": marker}
            page = (await enterprise.user.call("get_hub_collaborations_v2025.0", hub_id=hub_id, limit=2, **more)).json()
            sizes.append(len(page["entries"]))
            marker = page["next_marker"]
        assert (sizes, marker) == ([2, 1], None)

    async def test_nobody_gives_more_than_the_own_role_and_the_hub_may_leave_it_to_co_owners(
        self, enterprise: Enterprise
    ) -> None:
        hub_id = await make_hub(enterprise.user)
        people = {"co-owner": enterprise.user}
        for role in ("editor", "viewer"):
            user_id, people[role] = await enterprise.new_user()
            await let_in(enterprise.user, hub_id, {"id": user_id}, role)
        outcomes: dict[tuple[bool, str], list[int]] = {}
        for is_open in (True, False):
            settings = {"can_non_owners_invite": is_open}
            await enterprise.user.call("put_hubs_id_v2025.0", hub_id=hub_id, json=settings)
            for role, client in people.items():
                outcomes[is_open, role] = [
                    (await ask_in(client, hub_id, {"id": (await enterprise.new_user())[0]}, given)).status_code
                    for given in ("viewer", "editor", "co-owner")
                ]
        assert outcomes == {
            (True, "co-owner"): [201, 201, 201],
            (True, "editor"): [201, 201, 403],
            (True, "viewer"): [201, 403, 403],
            (False, "co-owner"): [201, 201, 201],
            (False, "editor"): [403, 403, 403],
            (False, "viewer"): [403, 403, 403],
        }

    async def test_people_from_outside_are_let_in_by_a_setting_as_viewers_alone(self, enterprise: Enterprise) -> None:
        other = await make_enterprise(enterprise.gateway)
        login = {"login": (await other.user.call("get_users_me")).json()["login"]}
        hub_id = await make_hub(enterprise.user)
        closed = await ask_in(enterprise.user, hub_id, login)
        settings = {"is_collaboration_restricted_to_enterprise": False}
        await enterprise.user.call("put_hubs_id_v2025.0", hub_id=hub_id, json=settings)
        editor, viewer = [await ask_in(enterprise.user, hub_id, login, role) for role in ("editor", "viewer")]
        place: dict[str, Any] = {"hub_collaboration_id": viewer.json()["id"]}
        raised = await enterprise.user.call("put_hub_collaborations_id_v2025.0", json={"role": "editor"}, **place)
        further = await ask_in(other.user, hub_id, {"login": f"admin.{other.id}@example.com"})
        assert [error_of(one) for one in (closed, editor, raised)] == [POLICY] * 3
        assert (viewer.status_code, error_of(further)) == (201, TOO_LOW)

    async def test_a_hub_with_something_kept_in_the_enterprise_lets_nobody_in_from_outside(
        self, enterprise: Enterprise
    ) -> None:
        other = await make_enterprise(enterprise.gateway)
        login = {"login": (await other.user.call("get_users_me")).json()["login"]}
        hub_id = await make_hub(enterprise.user, is_collaboration_restricted_to_enterprise=False)
        folder = await create(enterprise.user, "ours")
        inner = await create(enterprise.user, "inner", folder["id"])
        kept = {"is_collaboration_restricted_to_enterprise": True}
        await enterprise.user.call("put_folders_id", folder_id=folder["id"], json=kept)
        body = {"operations": [{"action": "add", "item": {"type": "folder", "id": inner["id"]}}]}
        await enterprise.user.call("post_hubs_id_manage_items_v2025.0", hub_id=hub_id, json=body)
        assert error_of(await ask_in(enterprise.user, hub_id, login)) == POLICY

    async def test_whom_nobody_knows_and_who_collaborates_already_are_refused(self, enterprise: Enterprise) -> None:
        hub_id = await make_hub(enterprise.user)
        unknown: list[dict[str, Any]] = [{"login": "nobody@example.com"}, {"id": 1}, {"type": "group", "id": 1}]
        missing = [error_of(await ask_in(enterprise.user, hub_id, one)) for one in unknown]
        again = await ask_in(enterprise.user, hub_id, {"id": enterprise.user_id})
        assert missing == [(404, "not_found")] * 3
        assert error_of(again) == (400, "user_already_collaborator")

    @pytest.mark.parametrize(
        "body",
        [
            {"role": "owner"},
            {"accessible_by": {"type": "user"}},
            {"accessible_by": {"type": "robot", "id": "1"}},
            {"hub": {"type": "folder", "id": "1"}},
            {"hub": {"type": "hubs", "id": "x"}},
        ],
    )
    async def test_invitations_that_mean_nothing_are_refused(
        self, enterprise: Enterprise, body: dict[str, Any]
    ) -> None:
        hub_id = await make_hub(enterprise.user)
        whole = {"hub": {"type": "hubs", "id": hub_id}, "accessible_by": {"type": "user", "id": "1"}, "role": "viewer"}
        answer = await enterprise.user.call("post_hub_collaborations_v2025.0", json={**whole, **body})
        assert error_of(answer) == (400, "bad_request")


@pytest.mark.operation("put_hub_collaborations_id_v2025.0", "delete_hub_collaborations_id_v2025.0")
class TestChange:
    async def test_a_role_is_changed_and_somebody_removed_by_those_who_give_that_role(
        self, enterprise: Enterprise
    ) -> None:
        hub_id = await make_hub(enterprise.user)
        editor_id, editor = await enterprise.new_user()
        viewer_id, viewer = await enterprise.new_user()
        places: list[dict[str, Any]] = [
            {"hub_collaboration_id": await let_in(enterprise.user, hub_id, {"id": user_id}, role)}
            for user_id, role in ((editor_id, "editor"), (viewer_id, "viewer"))
        ]

        async def change(client: Any, place: dict[str, Any], role: str) -> int:
            answer = await client.call("put_hub_collaborations_id_v2025.0", json={"role": role}, **place)
            return int(answer.status_code)

        assert await change(viewer, places[0], "viewer") == 403
        assert await change(editor, places[1], "co-owner") == 403
        assert await change(editor, places[1], "editor") == 200
        assert await change(enterprise.user, places[1], "co-owner") == 200
        assert await change(editor, places[1], "viewer") == 403
        answers = [
            await client.call("delete_hub_collaborations_id_v2025.0", **place)
            for client, place in ((editor, places[1]), (viewer, places[0]), (editor, places[0]))
        ]
        assert [one.status_code for one in answers] == [403, 204, 404]
        assert (await editor.call("get_hubs_id_v2025.0", hub_id=hub_id)).status_code == 404

    async def test_everybody_may_leave_and_the_last_co_owner_stays(self, enterprise: Enterprise) -> None:
        hub_id = await make_hub(enterprise.user)
        viewer_id, viewer = await enterprise.new_user()
        theirs = await let_in(enterprise.user, hub_id, {"id": viewer_id})
        listed = (await enterprise.user.call("get_hub_collaborations_v2025.0", hub_id=hub_id)).json()["entries"]
        own: dict[str, Any] = {"hub_collaboration_id": listed[0]["id"]}
        lowered = await enterprise.user.call("put_hub_collaborations_id_v2025.0", json={"role": "viewer"}, **own)
        left = await enterprise.admin.call("delete_hub_collaborations_id_v2025.0", **own)
        gone = await viewer.call("delete_hub_collaborations_id_v2025.0", hub_collaboration_id=theirs)
        assert [error_of(lowered), error_of(left), gone.status_code] == [(403, "forbidden"), (403, "forbidden"), 204]
        second_id, _ = await enterprise.new_user()
        await let_in(enterprise.user, hub_id, {"id": second_id}, "co-owner")
        assert (await enterprise.user.call("delete_hub_collaborations_id_v2025.0", **own)).status_code == 204
        assert (await enterprise.user.call("get_hubs_id_v2025.0", hub_id=hub_id)).status_code == 404

    async def test_a_deleted_user_collaborates_no_more(self, enterprise: Enterprise) -> None:
        hub_id = await make_hub(enterprise.user)
        user_id, _ = await enterprise.new_user()
        await let_in(enterprise.user, hub_id, {"id": user_id})
        await enterprise.admin.call("delete_users_id", user_id=user_id)
        listed = (await enterprise.user.call("get_hub_collaborations_v2025.0", hub_id=hub_id)).json()["entries"]
        assert [one["accessible_by"]["id"] for one in listed] == [str(enterprise.user_id)]
