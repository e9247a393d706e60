"""What belongs to a user beside the user: further addresses, sessions, invitations to an enterprise."""

from typing import Any

import pytest

from holdall.content.mail import list_mail
from tests.support.enterprise import Enterprise, make_enterprise
from tests.support.tree import create

MESSAGE = "Request is successful, please check the admin events for the status of the job"


async def add_alias(enterprise: Enterprise, user_id: int, email: str) -> str:
    response = await enterprise.admin.call("post_users_id_email_aliases", user_id=user_id, json={"email": email})
    assert response.status_code == 201, response.text
    alias_id: str = response.json()["id"]
    return alias_id


@pytest.mark.operation("get_users_id_email_aliases", "post_users_id_email_aliases", "delete_users_id_email_aliases_id")
class TestEmailAliases:
    async def test_an_alias_is_added_listed_and_removed(self, enterprise: Enterprise) -> None:
        email = f"uma.{enterprise.id}@example.org"
        alias_id = await add_alias(enterprise, enterprise.user_id, email)
        listed = await enterprise.user.call("get_users_id_email_aliases", user_id=enterprise.user_id)
        place: dict[str, Any] = {"user_id": enterprise.user_id, "email_alias_id": alias_id}
        removed = await enterprise.admin.call("delete_users_id_email_aliases_id", **place)
        again = await enterprise.admin.call("delete_users_id_email_aliases_id", **place)
        after = await enterprise.admin.call("get_users_id_email_aliases", user_id=enterprise.user_id)
        expected = {"type": "email_alias", "id": alias_id, "email": email, "is_confirmed": True}
        assert listed.json() == {"total_count": 1, "entries": [expected]}
        assert (removed.status_code, again.status_code) == (204, 404)
        assert after.json() == {"total_count": 0, "entries": []}

    async def test_an_address_belongs_to_one_user_as_alias_or_login(self, enterprise: Enterprise) -> None:
        email = f"uma.{enterprise.id}@example.org"
        await add_alias(enterprise, enterprise.user_id, email)
        login = (await enterprise.user.call("get_users_me")).json()["login"]
        for taken in (email.upper(), login):
            response = await enterprise.admin.call(
                "post_users_id_email_aliases", user_id=enterprise.admin_id, json={"email": taken}
            )
            assert (response.status_code, response.json()["code"]) == (409, "user_login_already_used")

    @pytest.mark.parametrize("email", ["", "no address", "a@b", "a@@b.c"])
    async def test_what_is_no_address_is_refused(self, enterprise: Enterprise, email: str) -> None:
        response = await enterprise.admin.call(
            "post_users_id_email_aliases", user_id=enterprise.user_id, json={"email": email}
        )
        assert response.status_code == 400

    async def test_only_administrators_change_addresses_and_only_of_their_own(self, enterprise: Enterprise) -> None:
        other = await make_enterprise(enterprise.gateway)
        body = {"email": f"x.{enterprise.id}@example.org"}
        own = await enterprise.user.call("post_users_id_email_aliases", user_id=enterprise.user_id, json=body)
        foreign = await enterprise.admin.call("post_users_id_email_aliases", user_id=other.user_id, json=body)
        assert (own.status_code, foreign.status_code) == (403, 404)


class TestInvitationsByAlias:
    async def invite(self, enterprise: Enterprise, email: str) -> tuple[str, Any]:
        folder = await create(enterprise.admin, f"for {email}")
        body = {
            "item": {"type": "folder", "id": folder["id"]},
            "accessible_by": {"type": "user", "login": email},
            "role": "viewer",
        }
        return folder["id"], (await enterprise.admin.call("post_collaborations", json=body)).json()

    async def test_an_alias_is_as_good_as_the_login(self, enterprise: Enterprise) -> None:
        email = f"uma.{enterprise.id}@example.org"
        await add_alias(enterprise, enterprise.user_id, email)
        _, invited = await self.invite(enterprise, email.upper())
        assert (invited["accessible_by"]["id"], invited["status"]) == (str(enterprise.user_id), "accepted")

    async def test_an_invitation_that_waited_for_the_address_is_the_users(self, enterprise: Enterprise) -> None:
        email = f"uma.{enterprise.id}@example.org"
        folder_id, waiting = await self.invite(enterprise, email)
        await add_alias(enterprise, enterprise.user_id, email)
        seen = await enterprise.user.call("get_folders_id", folder_id=folder_id)
        assert (waiting["status"], seen.status_code) == ("pending", 200)


@pytest.mark.operation("post_users_terminate_sessions")
class TestEndUserSessions:
    async def test_every_token_of_the_users_ends(self, enterprise: Enterprise) -> None:
        _, client = await enterprise.new_user()
        login = (await client.call("get_users_me")).json()["login"]
        body = {"user_ids": [str(enterprise.user_id)], "user_logins": [login.upper()]}
        response = await enterprise.admin.call("post_users_terminate_sessions", json=body)
        after = [(await one.call("get_users_me")).status_code for one in (enterprise.user, client, enterprise.admin)]
        assert (response.status_code, response.json(), after) == (202, {"message": MESSAGE}, [401, 401, 200])

    @pytest.mark.parametrize("body", [{}, {"user_ids": [], "user_logins": []}, {"user_ids": [5]}, {"user_ids": ["x"]}])
    async def test_a_body_without_users_is_refused(self, enterprise: Enterprise, body: Any) -> None:
        assert (await enterprise.admin.call("post_users_terminate_sessions", json=body)).status_code == 400

    async def test_where_one_user_is_not_there_nobody_is_signed_out(self, enterprise: Enterprise) -> None:
        other = await make_enterprise(enterprise.gateway)
        body = {"user_ids": [str(enterprise.user_id), str(other.user_id)], "user_logins": []}
        response = await enterprise.admin.call("post_users_terminate_sessions", json=body)
        assert (response.status_code, (await enterprise.user.call("get_users_me")).status_code) == (404, 200)

    async def test_the_admin_is_signed_out_by_a_service_account_and_not_by_a_co_admin(
        self, enterprise: Enterprise
    ) -> None:
        body = {"user_ids": [str(enterprise.admin_id)], "user_logins": []}
        _, coadmin = await enterprise.new_user(role="coadmin")
        _, service = await enterprise.new_user(role="coadmin", kind="service")
        statuses = [
            (await one.call("post_users_terminate_sessions", json=body)).status_code for one in (coadmin, service)
        ]
        assert (statuses, (await enterprise.admin.call("get_users_me")).status_code) == ([403, 202], 401)

    async def test_it_is_for_administrators(self, enterprise: Enterprise) -> None:
        body = {"user_ids": [str(enterprise.user_id)], "user_logins": []}
        assert (await enterprise.user.call("post_users_terminate_sessions", json=body)).status_code == 403


@pytest.mark.operation("post_groups_terminate_sessions")
class TestEndGroupSessions:
    async def test_every_member_is_signed_out_and_nobody_else(self, enterprise: Enterprise) -> None:
        _, stranger = await enterprise.new_user()
        group_id = (await enterprise.admin.call("post_groups", json={"name": "Makers"})).json()["id"]
        member = {"user": {"id": str(enterprise.user_id)}, "group": {"id": group_id}}
        await enterprise.admin.call("post_group_memberships", json=member)
        response = await enterprise.admin.call("post_groups_terminate_sessions", json={"group_ids": [group_id]})
        after = [(await one.call("get_users_me")).status_code for one in (enterprise.user, stranger)]
        assert (response.status_code, response.json(), after) == (202, {"message": MESSAGE}, [401, 200])

    @pytest.mark.parametrize(("body", "status"), [({}, 400), ({"group_ids": ["x"]}, 400), ({"group_ids": ["1"]}, 404)])
    async def test_without_a_group_it_is_refused(self, enterprise: Enterprise, body: Any, status: int) -> None:
        assert (await enterprise.admin.call("post_groups_terminate_sessions", json=body)).status_code == status


@pytest.mark.operation("post_invites", "get_invites_id")
class TestInvites:
    async def test_a_user_of_another_enterprise_is_invited_and_told_by_mail(self, enterprise: Enterprise) -> None:
        other = await make_enterprise(enterprise.gateway)
        login = (await other.user.call("get_users_me")).json()["login"]
        body = {"enterprise": {"id": str(enterprise.id)}, "actionable_by": {"login": login}}
        first = await enterprise.admin.call("post_invites", json=body)
        second = await enterprise.admin.call("post_invites", json=body)
        invite_id = first.json()["id"]
        seen = [
            (await one.call("get_invites_id", invite_id=invite_id)).status_code
            for one in (enterprise.admin, other.user)
        ]
        hidden = [
            (await one.call("get_invites_id", invite_id=invite_id)).status_code
            for one in (enterprise.user, other.admin)
        ]
        mails = [mail for mail in await list_mail(enterprise.gateway.platform.db) if mail.recipient == login]
        assert (first.json()["invited_to"]["id"], first.json()["actionable_by"]["login"]) == (str(enterprise.id), login)
        assert (first.json()["status"], second.json()["id"]) == ("pending", invite_id)
        assert (seen, hidden) == ([200, 200], [404, 404])
        assert [mail.subject for mail in mails] == ["Ada Admin invites you to Acme"] * 2

    async def test_unknown_people_and_own_users_cannot_be_invited(self, enterprise: Enterprise) -> None:
        own = (await enterprise.user.call("get_users_me")).json()["login"]
        answers = [
            await enterprise.admin.call(
                "post_invites", json={"enterprise": {"id": str(enterprise.id)}, "actionable_by": {"login": login}}
            )
            for login in ("nobody@nowhere.example", own)
        ]
        assert [one.status_code for one in answers] == [404, 400]

    async def test_only_administrators_invite_and_only_into_their_own_enterprise(self, enterprise: Enterprise) -> None:
        other = await make_enterprise(enterprise.gateway)
        login = (await other.user.call("get_users_me")).json()["login"]
        body = {"enterprise": {"id": str(enterprise.id)}, "actionable_by": {"login": login}}
        foreign = {**body, "enterprise": {"id": str(other.id)}}
        by_user = await enterprise.user.call("post_invites", json=body)
        into_another = await enterprise.admin.call("post_invites", json=foreign)
        assert (by_user.status_code, into_another.status_code) == (403, 404)
