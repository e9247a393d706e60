"""Users who are changed and deleted."""

from typing import Any

import pytest

from holdall.base.errors import NotFound
from holdall.content.access import reach
from tests.box.test_users import DENIED, client_with, create, events_of, ids, outcome, subjects_of_mail
from tests.support.enterprise import Enterprise, make_enterprise
from tests.support.tree import make_file, subject_of


@pytest.mark.operation("put_users_id")
class TestUpdate:
    async def test_what_is_named_changes_and_the_rest_stays(self, enterprise: Enterprise) -> None:
        before = (await enterprise.admin.call("get_users_id", user_id=enterprise.user_id)).json()
        asked = {
            "name": "Uma Neu",
            "login": f"Uma.Neu.{enterprise.id}@example.com",
            "job_title": "CTO",
            "space_amount": 4096,
            "notification_email": {"email": "uma@example.org"},
        }
        response = await enterprise.admin.call("put_users_id", user_id=enterprise.user_id, json=asked)
        after = response.json()
        asked["notification_email"] = {"email": "uma@example.org", "is_confirmed": False}
        assert after == before | asked | {"modified_at": after["modified_at"]}
        assert (await events_of(enterprise))[-1] == ("EDIT_USER", enterprise.user_id, enterprise.admin_id)

    async def test_a_changed_name_and_login_are_found_by(self, enterprise: Enterprise) -> None:
        body = {"name": "Zoë", "login": f"zoe.{enterprise.id}@example.com"}
        await enterprise.admin.call("put_users_id", user_id=enterprise.user_id, json=body)
        found = [ids(await enterprise.admin.call("get_users", filter_term=one)) for one in ("ZOË", "zoe.", "uma")]
        assert found == [[enterprise.user_id], [enterprise.user_id], []]

    async def test_the_notification_email_is_taken_away_by_null(self, enterprise: Enterprise) -> None:
        for value in ({"email": "uma@example.org"}, None):
            response = await enterprise.admin.call(
                "put_users_id", user_id=enterprise.user_id, json={"notification_email": value}
            )
        assert response.json()["notification_email"] is None

    async def test_one_option_leaves_the_others(self, enterprise: Enterprise) -> None:
        for body in ({"is_sync_enabled": False}, {"can_see_managed_users": False}):
            await enterprise.admin.call("put_users_id", user_id=enterprise.user_id, json=body)
        told = await enterprise.admin.call(
            "get_users_id", user_id=enterprise.user_id, fields="is_sync_enabled,can_see_managed_users"
        )
        assert (told.json()["is_sync_enabled"], told.json()["can_see_managed_users"]) == (False, False)

    async def test_a_role_is_given_and_taken_and_the_admin_log_knows(self, enterprise: Enterprise) -> None:
        roles = []
        for role in ("coadmin", "user"):
            response = await enterprise.admin.call(
                "put_users_id", user_id=enterprise.user_id, json={"role": role}, fields="role"
            )
            roles.append(response.json()["role"])
        assert roles == ["coadmin", "user"]
        kinds = [kind for kind, _, _ in await events_of(enterprise)]
        assert kinds.count("CHANGE_ADMIN_ROLE") == 2

    async def test_a_deactivated_user_is_signed_out_for_good(self, enterprise: Enterprise) -> None:
        for status in ("inactive", "active"):
            await enterprise.admin.call("put_users_id", user_id=enterprise.user_id, json={"status": status})
        assert (await enterprise.user.call("get_users_me")).status_code == 401

    async def test_nobody_deactivates_the_admin_or_changes_its_role(self, enterprise: Enterprise) -> None:
        _, coadmin = await enterprise.new_user(role="coadmin")
        answers = [
            await client.call("put_users_id", user_id=enterprise.admin_id, json=body)
            for client in (enterprise.admin, coadmin)
            for body in ({"status": "inactive"}, {"role": "user"})
        ]
        assert [outcome(one) for one in answers] == [DENIED] * 4

    async def test_a_co_admin_may_not_change_the_admin(self, enterprise: Enterprise) -> None:
        _, coadmin = await enterprise.new_user(role="coadmin")
        response = await coadmin.call("put_users_id", user_id=enterprise.admin_id, json={"name": "Gone"})
        assert outcome(response) == DENIED

    async def test_a_login_in_use_is_refused_and_ones_own_is_not(self, enterprise: Enterprise) -> None:
        logins = (f"admin.{enterprise.id}@example.com", f"USER.{enterprise.id}@example.com")
        answers = [
            await enterprise.admin.call("put_users_id", user_id=enterprise.user_id, json={"login": one})
            for one in logins
        ]
        assert [one.status_code for one in answers] == [409, 200]
        assert answers[0].json()["code"] == "user_login_already_used"

    async def test_an_external_app_user_id_is_changed_by_the_application_that_made_the_user(
        self, enterprise: Enterprise
    ) -> None:
        made = await create(enterprise.admin, is_platform_access_only=True, external_app_user_id="sso|1")
        changed = await enterprise.admin.call(
            "put_users_id",
            user_id=made["id"],
            json={"external_app_user_id": "sso|2"},
            fields="external_app_user_id",
        )
        assert changed.json()["external_app_user_id"] == "sso|2"

    async def test_a_user_cannot_leave_its_enterprise(self, enterprise: Enterprise) -> None:
        leave = await enterprise.admin.call("put_users_id", user_id=enterprise.user_id, json={"enterprise": None})
        assert leave.status_code == 400

    @pytest.mark.parametrize(
        ("body", "name"),
        [
            ({"notification_email": {"email": "nobody"}}, "notification_email"),
            ({"name": ""}, "name"),
            ({"role": "admin"}, "role"),
        ],
    )
    async def test_what_cannot_be_is_named(self, enterprise: Enterprise, body: dict[str, Any], name: str) -> None:
        response = await enterprise.admin.call("put_users_id", user_id=enterprise.user_id, json=body)
        assert response.status_code == 400
        assert response.json()["context_info"]["errors"][0]["name"] == name

    async def test_a_user_may_change_neither_itself_nor_others(self, enterprise: Enterprise) -> None:
        answers = [
            await enterprise.user.call("put_users_id", user_id=one, json={"name": "Me"})
            for one in (enterprise.user_id, enterprise.admin_id)
        ]
        assert [outcome(one) for one in answers] == [DENIED] * 2

    async def test_users_of_another_enterprise_are_not_found(self, enterprise: Enterprise) -> None:
        other = await make_enterprise(enterprise.gateway)
        response = await enterprise.admin.call("put_users_id", user_id=other.user_id, json={"name": "Mine"})
        assert outcome(response) == (404, "not_found")


@pytest.mark.operation("delete_users_id")
class TestDelete:
    async def test_a_deleted_user_is_gone_signed_out_and_its_login_free(self, enterprise: Enterprise) -> None:
        response = await enterprise.admin.call("delete_users_id", user_id=enterprise.user_id)
        again = await create(enterprise.admin, login=f"user.{enterprise.id}@example.com")
        assert (response.status_code, response.content) == (204, b"")
        assert outcome(await enterprise.admin.call("get_users_id", user_id=enterprise.user_id)) == (404, "not_found")
        assert (await enterprise.user.call("get_users_me")).status_code == 401
        assert again["id"] != str(enterprise.user_id)

    async def test_the_event_names_the_user_that_was(self, enterprise: Enterprise) -> None:
        await enterprise.admin.call("delete_users_id", user_id=enterprise.user_id)
        assert (await events_of(enterprise))[-1] == ("DELETE_USER", enterprise.user_id, enterprise.admin_id)

    async def test_a_user_that_owns_content_needs_force(self, enterprise: Enterprise) -> None:
        await make_file(enterprise, "a.txt")
        without = await enterprise.admin.call("delete_users_id", user_id=enterprise.user_id)
        forced = await enterprise.admin.call(
            "delete_users_id", user_id=enterprise.user_id, force="True", notify="False"
        )
        assert (outcome(without), forced.status_code) == ((403, "forbidden"), 204)

    async def test_content_that_was_deleted_by_force_is_out_of_reach(self, enterprise: Enterprise) -> None:
        file = (await make_file(enterprise, "a.txt")).item
        manager = await client_with(enterprise, enterprise.admin_id, "root_readwrite", "enterprise_content")
        subject = await subject_of(manager)
        await reach(enterprise.gateway.platform.db, subject, file.id)
        await enterprise.admin.call("delete_users_id", user_id=enterprise.user_id, force="true")
        with pytest.raises(NotFound):
            await reach(enterprise.gateway.platform.db, subject, file.id)

    async def test_a_deleted_user_leaves_its_groups(self, enterprise: Enterprise) -> None:
        group = (await enterprise.admin.call("post_groups", json={"name": "Everybody"})).json()
        body = {"user": {"id": str(enterprise.user_id)}, "group": {"id": group["id"]}}
        await enterprise.admin.call("post_group_memberships", json=body)
        await enterprise.admin.call("delete_users_id", user_id=enterprise.user_id)
        listed = await enterprise.admin.call("get_groups_id_memberships", group_id=group["id"])
        assert listed.json()["total_count"] == 0

    async def test_the_user_is_told_by_mail_unless_nobody_wants_that(self, enterprise: Enterprise) -> None:
        users = [(await enterprise.new_user())[0] for _ in range(4)]
        silent = enterprise.admin.with_headers(box_notifications="off")
        await enterprise.admin.call("delete_users_id", user_id=users[0])
        await enterprise.admin.call("delete_users_id", user_id=users[1], notify="False")
        await silent.call("delete_users_id", user_id=users[2])
        app_user = await create(enterprise.admin, is_platform_access_only=True)
        await enterprise.admin.call("delete_users_id", user_id=app_user["id"])
        assert await subjects_of_mail(enterprise) == ["Your Holdall account was deleted"]

    async def test_the_admin_oneself_and_service_accounts_stay(self, enterprise: Enterprise) -> None:
        coadmin_id, coadmin = await enterprise.new_user(role="coadmin")
        service = ids(await enterprise.admin.call("get_users", limit=1))[0]
        answers = [
            await client.call("delete_users_id", user_id=one)
            for client, one in (
                (enterprise.admin, enterprise.admin_id),
                (coadmin, enterprise.admin_id),
                (coadmin, coadmin_id),
                (enterprise.admin, service),
            )
        ]
        assert [outcome(one) for one in answers] == [DENIED] * 4

    async def test_a_user_may_not_delete(self, enterprise: Enterprise) -> None:
        assert outcome(await enterprise.user.call("delete_users_id", user_id=enterprise.admin_id)) == DENIED

    async def test_users_of_another_enterprise_are_not_found(self, enterprise: Enterprise) -> None:
        other = await make_enterprise(enterprise.gateway)
        response = await enterprise.admin.call("delete_users_id", user_id=other.user_id)
        assert outcome(response) == (404, "not_found")
