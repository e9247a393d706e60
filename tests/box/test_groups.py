"""Groups and memberships."""

from typing import Any

import pytest
import sqlalchemy as sa

from holdall.base.db import query
from tests.support.client import counted_queries
from tests.support.enterprise import Enterprise, make_enterprise

EMPTY: dict[str, Any] = {"total_count": 0, "limit": 100, "offset": 0, "entries": []}


async def make_group(enterprise: Enterprise, name: str = "Makers", **values: Any) -> str:
    response = await enterprise.admin.call("post_groups", json={"name": name, **values})
    assert response.status_code == 201, response.text
    group_id: str = response.json()["id"]
    return group_id


async def add_member(enterprise: Enterprise, group_id: str, user_id: int, **values: Any) -> str:
    body = {"user": {"id": str(user_id)}, "group": {"id": group_id}, **values}
    response = await enterprise.admin.call("post_group_memberships", json=body)
    assert response.status_code == 201, response.text
    membership_id: str = response.json()["id"]
    return membership_id


@pytest.mark.operation("post_groups")
class TestCreateGroup:
    async def test_a_group_has_the_fields_that_were_asked_for(self, enterprise: Enterprise) -> None:
        body = {
            "name": "Makers",
            "description": "They make",
            "provenance": "LDAP",
            "external_sync_identifier": "cn=makers",
            "invitability_level": "admins_only",
            "member_viewability_level": "all_managed_users",
        }
        fields = ",".join([*body, "group_type"])
        response = await enterprise.admin.call("post_groups", json=body, fields=fields)
        made = response.json()
        expected = {"type": "group", "id": made["id"], "group_type": "managed_group", **body}
        assert (response.status_code, made) == (201, expected)

    async def test_the_standard_form_is_the_mini_form_with_its_times(self, enterprise: Enterprise) -> None:
        response = await enterprise.admin.call("post_groups", json={"name": "Makers"})
        assert list(response.json()) == ["type", "id", "name", "group_type", "created_at", "modified_at"]

    async def test_a_name_is_taken_whatever_its_case(self, enterprise: Enterprise) -> None:
        group_id = await make_group(enterprise, "Makers")
        response = await enterprise.admin.call("post_groups", json={"name": " MAKERS "})
        body = response.json()
        assert (response.status_code, body["code"]) == (409, "invalid_parameter")
        assert body["context_info"]["conflicts"][0]["id"] == group_id

    @pytest.mark.parametrize(
        "body",
        [{}, {"name": ""}, {"name": "  "}, {"name": 5}, {"name": "x", "invitability_level": "nobody"}, [], "text"],
    )
    async def test_a_body_that_makes_no_group_is_refused_and_nothing_is_made(
        self, enterprise: Enterprise, body: Any
    ) -> None:
        response = await enterprise.admin.call("post_groups", json=body)
        listed = await enterprise.admin.call("get_groups")
        assert (response.status_code, listed.json()) == (400, EMPTY)

    async def test_only_administrators_make_groups(self, enterprise: Enterprise) -> None:
        response = await enterprise.user.call("post_groups", json={"name": "Makers"})
        assert (response.status_code, response.json()["code"]) == (403, "access_denied_insufficient_permissions")


@pytest.mark.operation("get_groups")
class TestListGroups:
    async def test_groups_come_by_name_in_pages(self, enterprise: Enterprise) -> None:
        for name in ("beta", "Alpha", "gamma"):
            await make_group(enterprise, name)
        response = await enterprise.admin.call("get_groups", limit=2, offset=1, fields="name")
        body = response.json()
        assert [one["name"] for one in body["entries"]] == ["beta", "gamma"]
        assert (body["total_count"], body["limit"], body["offset"]) == (3, 2, 1)

    @pytest.mark.parametrize(("term", "names"), [("MA", ["Makers", "Managers"]), ("man", ["Managers"]), ("%", [])])
    async def test_filter_term_is_the_beginning_of_the_name(
        self, enterprise: Enterprise, term: str, names: list[str]
    ) -> None:
        for name in ("Makers", "Managers", "Others"):
            await make_group(enterprise, name)
        response = await enterprise.admin.call("get_groups", filter_term=term)
        assert [one["name"] for one in response.json()["entries"]] == names

    async def test_a_user_sees_groups_to_belong_to_or_to_invite_and_no_others(self, enterprise: Enterprise) -> None:
        own = await make_group(enterprise, "own", invitability_level="admins_only")
        await make_group(enterprise, "hidden", invitability_level="admins_only")
        await make_group(enterprise, "open")
        await add_member(enterprise, own, enterprise.user_id)
        response = await enterprise.user.call("get_groups")
        body = response.json()
        assert ([one["name"] for one in body["entries"]], body["total_count"]) == (["open", "own"], 2)

    async def test_groups_of_another_enterprise_are_not_there(self, enterprise: Enterprise) -> None:
        other = await make_enterprise(enterprise.gateway)
        await make_group(other, "theirs")
        assert (await enterprise.admin.call("get_groups")).json() == EMPTY

    @pytest.mark.parametrize(("offset", "status"), [(10_000, 200), (10_001, 400), (-1, 400)])
    async def test_an_offset_too_far_is_refused(self, enterprise: Enterprise, offset: int, status: int) -> None:
        assert (await enterprise.admin.call("get_groups", offset=offset)).status_code == status

    async def test_the_number_of_queries_does_not_grow_with_the_list(self, enterprise: Enterprise) -> None:
        counts = []
        for names in (["one"], ["two", "three"]):
            for name in names:
                await make_group(enterprise, name)
            with counted_queries(enterprise.gateway.platform.db) as seen:
                await enterprise.admin.call("get_groups")
            counts.append(len(seen))
        assert counts == [3, 3]


@pytest.mark.operation("get_groups_id")
class TestGetGroup:
    async def test_a_group_that_may_not_be_seen_is_not_there(self, enterprise: Enterprise) -> None:
        hidden = await make_group(enterprise, invitability_level="admins_only")
        other = await make_enterprise(enterprise.gateway)
        statuses = [
            (await client.call("get_groups_id", group_id=hidden)).status_code
            for client in (enterprise.user, other.admin)
        ]
        assert statuses == [404, 404]

    @pytest.mark.parametrize("group_id", ["1", "x", "-1", "99999999999999999999999"])
    async def test_an_unknown_id_is_not_found(self, enterprise: Enterprise, group_id: str) -> None:
        response = await enterprise.admin.call("get_groups_id", group_id=group_id)
        assert (response.status_code, response.json()["code"]) == (404, "not_found")


@pytest.mark.operation("put_groups_id")
class TestUpdateGroup:
    async def test_what_is_absent_stays(self, enterprise: Enterprise) -> None:
        group_id = await make_group(enterprise, provenance="LDAP", description="They make")
        response = await enterprise.admin.call(
            "put_groups_id",
            group_id=group_id,
            json={"name": "makers", "provenance": ""},
            fields="name,provenance,description",
        )
        expected = {"type": "group", "id": group_id, "name": "makers", "provenance": "", "description": "They make"}
        assert (response.status_code, response.json()) == (200, expected)

    async def test_a_name_of_another_group_is_refused(self, enterprise: Enterprise) -> None:
        await make_group(enterprise, "Takers")
        group_id = await make_group(enterprise, "Makers")
        response = await enterprise.admin.call("put_groups_id", group_id=group_id, json={"name": "takers"})
        assert response.status_code == 409

    async def test_only_administrators_change_groups(self, enterprise: Enterprise) -> None:
        group_id = await make_group(enterprise)
        response = await enterprise.user.call("put_groups_id", group_id=group_id, json={"name": "Mine"})
        assert response.status_code == 403


@pytest.mark.operation("delete_groups_id")
class TestDeleteGroup:
    async def test_a_deleted_group_is_gone_with_its_memberships(self, enterprise: Enterprise) -> None:
        group_id = await make_group(enterprise)
        membership_id = await add_member(enterprise, group_id, enterprise.user_id)
        response = await enterprise.admin.call("delete_groups_id", group_id=group_id)
        after = [
            (await enterprise.admin.call("get_groups_id", group_id=group_id)).status_code,
            (await enterprise.admin.call("get_group_memberships_id", group_membership_id=membership_id)).status_code,
            (await enterprise.admin.call("delete_groups_id", group_id=group_id)).status_code,
        ]
        assert (response.status_code, response.content, after) == (204, b"", [404, 404, 404])


@pytest.mark.operation(
    "post_group_memberships",
    "get_group_memberships_id",
    "put_group_memberships_id",
    "delete_group_memberships_id",
    "get_groups_id_memberships",
    "get_users_id_memberships",
)
class TestMemberships:
    async def test_a_membership_names_its_user_and_group(self, enterprise: Enterprise) -> None:
        group_id = await make_group(enterprise)
        membership_id = await add_member(enterprise, group_id, enterprise.user_id)
        body = (await enterprise.admin.call("get_group_memberships_id", group_membership_id=membership_id)).json()
        assert {name: body[name] for name in ("type", "id", "role")} == {
            "type": "group_membership",
            "id": membership_id,
            "role": "member",
        }
        assert (body["user"]["id"], body["group"]["id"]) == (str(enterprise.user_id), group_id)

    async def test_a_member_twice_is_a_conflict(self, enterprise: Enterprise) -> None:
        group_id = await make_group(enterprise)
        await add_member(enterprise, group_id, enterprise.user_id)
        body = {"user": {"id": str(enterprise.user_id)}, "group": {"id": group_id}}
        response = await enterprise.admin.call("post_group_memberships", json=body)
        assert (response.status_code, response.json()["code"]) == (409, "conflict")

    async def test_users_of_another_enterprise_and_deleted_ones_cannot_be_members(self, enterprise: Enterprise) -> None:
        group_id, other = await make_group(enterprise), await make_enterprise(enterprise.gateway)
        deleted, _ = await enterprise.new_user()
        await enterprise.admin.call("delete_users_id", user_id=deleted)
        bodies = [{"user": {"id": str(one)}, "group": {"id": group_id}} for one in (other.user_id, deleted)]
        answers = [await enterprise.admin.call("post_group_memberships", json=body) for body in bodies]
        assert [answer.status_code for answer in answers] == [404, 404]

    async def test_an_admin_of_the_group_looks_after_its_members_and_loses_permissions_with_the_role(
        self, enterprise: Enterprise
    ) -> None:
        group_id = await make_group(enterprise)
        permissions = {"can_run_reports": True}
        membership_id = await add_member(
            enterprise, group_id, enterprise.user_id, role="admin", configurable_permissions=permissions
        )
        somebody, _ = await enterprise.new_user()
        body = {"user": {"id": str(somebody)}, "group": {"id": group_id}}
        added = await enterprise.user.call("post_group_memberships", json=body)
        shown = await enterprise.user.call(
            "put_group_memberships_id",
            group_membership_id=membership_id,
            json={"role": "member"},
            fields="role,configurable_permissions",
        )
        refused = await enterprise.user.call("delete_group_memberships_id", group_membership_id=added.json()["id"])
        assert (added.status_code, shown.json()["role"], shown.json()["configurable_permissions"]) == (
            201,
            "member",
            None,
        )
        assert refused.status_code == 403

    async def test_permissions_are_for_admins_alone(self, enterprise: Enterprise) -> None:
        body = {
            "user": {"id": str(enterprise.user_id)},
            "group": {"id": await make_group(enterprise)},
            "configurable_permissions": {"can_run_reports": True},
        }
        assert (await enterprise.admin.call("post_group_memberships", json=body)).status_code == 400

    async def test_a_member_may_leave(self, enterprise: Enterprise) -> None:
        membership_id = await add_member(enterprise, await make_group(enterprise), enterprise.user_id)
        response = await enterprise.user.call("delete_group_memberships_id", group_membership_id=membership_id)
        assert response.status_code == 204

    @pytest.mark.parametrize(
        ("level", "statuses"),
        [("admins_only", [200, 403, 403]), ("admins_and_members", [200, 200, 403]), ("all_managed_users", [200] * 3)],
    )
    async def test_the_group_says_who_sees_its_members(
        self, enterprise: Enterprise, level: str, statuses: list[int]
    ) -> None:
        group_id = await make_group(enterprise, member_viewability_level=level)
        await add_member(enterprise, group_id, enterprise.user_id)
        _, stranger = await enterprise.new_user()
        asked = [enterprise.admin, enterprise.user, stranger]
        answers = [(await one.call("get_groups_id_memberships", group_id=group_id)).status_code for one in asked]
        assert answers == statuses

    async def test_a_user_sees_the_own_groups_and_an_administrator_those_of_all(self, enterprise: Enterprise) -> None:
        group_id = await make_group(enterprise)
        await add_member(enterprise, group_id, enterprise.user_id)
        own = await enterprise.user.call("get_users_id_memberships", user_id=enterprise.user_id)
        asked = await enterprise.admin.call("get_users_id_memberships", user_id=enterprise.user_id)
        others = await enterprise.user.call("get_users_id_memberships", user_id=enterprise.admin_id)
        assert own.json() == asked.json()
        assert ([one["group"]["id"] for one in own.json()["entries"]], others.status_code) == ([group_id], 403)


EVENT_TYPES = query(sa.text("SELECT event_type FROM events WHERE enterprise_id = :e ORDER BY sequence"))


class TestEvents:
    async def test_every_change_is_told_once_and_in_order(self, enterprise: Enterprise) -> None:
        group_id = await make_group(enterprise)
        membership_id = await add_member(enterprise, group_id, enterprise.user_id)
        await enterprise.admin.call("put_groups_id", group_id=group_id, json={"name": "Doers"})
        await enterprise.admin.call("delete_group_memberships_id", group_membership_id=membership_id)
        await enterprise.admin.call("delete_groups_id", group_id=group_id)
        rows = await enterprise.gateway.platform.db.all(EVENT_TYPES, e=enterprise.id)
        assert [one for (one,) in rows if one.startswith("GROUP")] == [
            "GROUP_CREATION",
            "GROUP_ADD_USER",
            "GROUP_EDITED",
            "GROUP_REMOVE_USER",
            "GROUP_DELETION",
        ]
