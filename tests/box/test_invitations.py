"""Inviting people and groups to folders and files."""

from typing import Any

import pytest

from holdall.content.mail import list_mail
from tests.box.test_collaborations import new_group, status_of
from tests.support.client import Client
from tests.support.enterprise import Enterprise, make_enterprise
from tests.support.sharing import error_of, send_invitation, share
from tests.support.tree import make_file, make_folder, subject_of


@pytest.mark.operation("post_collaborations")
class TestCreate:
    async def test_a_user_of_the_enterprise_is_a_collaborator_at_once(self, enterprise: Enterprise) -> None:
        user_id, client = await enterprise.new_user("Nora New")
        folder = await make_folder(enterprise, "Plans")
        made = await share(enterprise.user, folder.item.id, {"id": user_id}, "viewer")
        login = (await subject_of(client)).login
        owner_login = (await subject_of(enterprise.user)).login
        assert {name: made[name] for name in ("type", "role", "status", "invite_email", "expires_at")} == {
            "type": "collaboration",
            "role": "viewer",
            "status": "accepted",
            "invite_email": None,
            "expires_at": None,
        }
        person = {"type": "user", "id": str(user_id), "name": "Nora New", "login": login, "is_active": True}
        assert made["accessible_by"] == person
        assert made["created_by"]["login"] == owner_login
        assert made["item"] == {
            "type": "folder",
            "id": str(folder.item.id),
            "sequence_id": "0",
            "etag": "0",
            "name": "Plans",
        }
        assert made["acknowledged_at"] == made["created_at"]
        assert await status_of(client, folder.item.id) == 200

    async def test_an_unknown_login_is_invited_by_mail_and_waits(self, enterprise: Enterprise) -> None:
        folder = await make_folder(enterprise, "Plans")
        email = f"stranger.{enterprise.id}@elsewhere.example"
        made = await share(enterprise.user, folder.item.id, {"login": email})
        mail = (await list_mail(enterprise.gateway.platform.db, limit=1))[0]
        assert (made["status"], made["invite_email"], made["accessible_by"], made["item"], made["acknowledged_at"]) == (
            "pending",
            email,
            None,
            None,
            None,
        )
        assert (mail.recipient, mail.subject) == (email, "Uma User has shared “Plans” with you")
        assert "/invitations\n" in mail.text

    async def test_a_user_of_another_enterprise_must_accept_and_is_not_named_before(
        self, enterprise: Enterprise
    ) -> None:
        other = await make_enterprise(enterprise.gateway)
        login = (await subject_of(other.user)).login
        folder = await make_folder(enterprise, "Plans")
        made = await share(enterprise.user, folder.item.id, {"login": login.upper()})
        assert (made["status"], made["accessible_by"]["name"], made["accessible_by"]["login"]) == ("pending", "", login)
        assert await status_of(other.user, folder.item.id) == 404

    async def test_no_mail_is_written_where_notify_says_so(self, enterprise: Enterprise) -> None:
        folder = await make_folder(enterprise, "Plans")
        email = f"quiet.{enterprise.id}@elsewhere.example"
        await share(enterprise.user, folder.item.id, {"login": email}, notify=False)
        recipients = {mail.recipient for mail in await list_mail(enterprise.gateway.platform.db, limit=1000)}
        assert email not in recipients

    async def test_the_members_of_a_group_collaborate_as_long_as_they_are_members(self, enterprise: Enterprise) -> None:
        user_id, client = await enterprise.new_user()
        group_id = await new_group(enterprise, user_id)
        folder = await make_folder(enterprise, "Plans")
        made = await share(enterprise.user, folder.item.id, {"type": "group", "id": group_id})
        before = await status_of(client, folder.item.id)
        listed = await enterprise.admin.call("get_groups_id_memberships", group_id=group_id)
        membership_id = listed.json()["entries"][0]["id"]
        await enterprise.admin.call("delete_group_memberships_id", group_membership_id=membership_id)
        assert made["accessible_by"] == {
            "type": "group",
            "id": str(group_id),
            "name": "Team",
            "group_type": "managed_group",
        }
        assert (made["status"], before, await status_of(client, folder.item.id)) == ("accepted", 200, 404)

    async def test_a_group_is_invited_by_those_whom_it_lets(self, enterprise: Enterprise) -> None:
        member_id, member = await enterprise.new_user()
        group_id = await new_group(enterprise, member_id, invitability_level="admins_and_members")
        theirs = await make_folder(enterprise, "Theirs", client=member)
        mine = await make_folder(enterprise, "Mine")
        by_member = await send_invitation(member, theirs.item.id, {"type": "group", "id": group_id})
        by_other = await send_invitation(enterprise.user, mine.item.id, {"type": "group", "id": group_id})
        assert (by_member.status_code, by_other.status_code) == (201, 404)

    async def test_nobody_is_invited_twice_and_the_owner_never(self, enterprise: Enterprise) -> None:
        user_id, _ = await enterprise.new_user()
        folder = await make_folder(enterprise, "Plans")
        await share(enterprise.user, folder.item.id, {"id": user_id})
        again = await send_invitation(enterprise.user, folder.item.id, {"id": user_id}, "viewer")
        owner = await send_invitation(enterprise.user, folder.item.id, {"id": enterprise.user_id})
        assert [error_of(again), error_of(owner)] == [(400, "user_already_collaborator")] * 2

    async def test_a_root_folder_cannot_be_shared(self, enterprise: Enterprise) -> None:
        root = (await subject_of(enterprise.user)).root_id
        answers = [await send_invitation(enterprise.user, item, {"id": enterprise.admin_id}) for item in (0, root)]
        assert [error_of(one) for one in answers] == [(400, "collaborations_not_available_on_root_folder")] * 2

    @pytest.mark.parametrize("role", ["previewer", "uploader", "previewer uploader", "viewer uploader", "co-owner"])
    async def test_a_single_file_has_editors_and_viewers_only(self, enterprise: Enterprise, role: str) -> None:
        file = await make_file(enterprise, "a.txt")
        response = await send_invitation(enterprise.user, file.item.id, {"id": enterprise.admin_id}, role, "file")
        assert error_of(response) == (400, "bad_request")
        assert response.json()["context_info"]["errors"][0]["name"] == "role"

    async def test_what_the_inviter_may_not_see_is_not_there(self, enterprise: Enterprise) -> None:
        user_id, client = await enterprise.new_user()
        folder = await make_folder(enterprise, "Plans")
        hidden = await send_invitation(client, folder.item.id, {"id": user_id})
        kind = await send_invitation(enterprise.user, folder.item.id, {"id": user_id}, kind="file")
        nobody = await send_invitation(enterprise.user, folder.item.id, {"id": 1})
        assert [error_of(hidden), error_of(kind), error_of(nobody)] == [(404, "not_found")] * 3

    async def test_people_outside_are_invited_by_login_not_by_guessing_ids(self, enterprise: Enterprise) -> None:
        other = await make_enterprise(enterprise.gateway)
        folder = await make_folder(enterprise, "Plans")
        response = await send_invitation(enterprise.user, folder.item.id, {"id": other.user_id})
        assert error_of(response) == (404, "not_found")

    async def test_a_viewer_invites_nobody_and_an_editor_no_co_owner(self, enterprise: Enterprise) -> None:
        viewer_id, viewer = await enterprise.new_user()
        editor_id, editor = await enterprise.new_user()
        folder = await make_folder(enterprise, "Plans")
        await share(enterprise.user, folder.item.id, {"id": viewer_id}, "viewer")
        await share(enterprise.user, folder.item.id, {"id": editor_id}, "editor")
        somebody = {"id": enterprise.admin_id}
        by_viewer = await send_invitation(viewer, folder.item.id, somebody)
        co_owner = await send_invitation(editor, folder.item.id, somebody, "co-owner")
        as_editor = await send_invitation(editor, folder.item.id, somebody, "editor")
        insufficient = (403, "access_denied_insufficient_permissions")
        assert [error_of(by_viewer), error_of(co_owner)] == [insufficient, insufficient]
        assert as_editor.status_code == 201

    async def test_where_only_owners_invite_editors_do_not(self, enterprise: Enterprise) -> None:
        editor_id, editor = await enterprise.new_user()
        folder = await make_folder(enterprise, "Plans")
        below = await make_folder(enterprise, "Below", parent_id=folder.item.id)
        await share(enterprise.user, folder.item.id, {"id": editor_id}, "editor")
        await enterprise.user.call("put_folders_id", folder_id=folder.item.id, json={"can_non_owners_invite": False})
        responses = [
            await send_invitation(editor, item, {"id": enterprise.admin_id}) for item in (folder.item.id, below.item.id)
        ]
        assert [one.status_code for one in responses] == [403, 403]

    async def test_a_folder_can_be_closed_to_other_enterprises(self, enterprise: Enterprise) -> None:
        folder = await make_folder(enterprise, "Plans")
        body = {"is_collaboration_restricted_to_enterprise": True}
        await enterprise.user.call("put_folders_id", folder_id=folder.item.id, json=body)
        outside = await send_invitation(enterprise.user, folder.item.id, {"login": "a@elsewhere.example"})
        inside = await send_invitation(enterprise.user, folder.item.id, {"id": enterprise.admin_id})
        assert (error_of(outside), inside.status_code) == ((403, "forbidden_by_policy"), 201)

    async def test_the_allowlists_of_both_enterprises_are_asked(self, enterprise: Enterprise) -> None:
        other = await make_enterprise(enterprise.gateway)
        login = (await subject_of(other.user)).login
        folder = await make_folder(enterprise, "Plans")

        async def allow(who: Enterprise, domain: str, direction: str) -> None:
            body = {"domain": domain, "direction": direction}
            await who.admin.call("post_collaboration_whitelist_entries", json=body)

        await allow(enterprise, "example.com", "outbound")
        ours = await send_invitation(enterprise.user, folder.item.id, {"login": login})
        await allow(enterprise, "example.org", "inbound")
        await enterprise.admin.call(
            "post_collaboration_whitelist_exempt_targets", json={"user": {"id": str(enterprise.user_id)}}
        )
        await allow(other, "example.com", "inbound")
        theirs = await send_invitation(enterprise.user, folder.item.id, {"login": login})
        await other.admin.call("post_collaboration_whitelist_exempt_targets", json={"user": {"id": str(other.user_id)}})
        both = await send_invitation(enterprise.user, folder.item.id, {"login": login})
        assert (error_of(ours), error_of(theirs)) == ((403, "forbidden_by_policy"), (403, "forbidden_by_policy"))
        assert both.status_code == 201

    @pytest.mark.parametrize(
        ("more", "name"),
        [
            ({"expires_at": "2001-01-01T00:00:00Z"}, "expires_at"),
            ({"expires_at": "soon"}, "expires_at"),
            ({"role": "owner"}, "role"),
        ],
    )
    async def test_bad_values_are_named(self, enterprise: Enterprise, more: dict[str, Any], name: str) -> None:
        folder = await make_folder(enterprise, "Plans")
        body = {
            "item": {"type": "folder", "id": str(folder.item.id)},
            "accessible_by": {"type": "user", "id": str(enterprise.admin_id)},
            "role": "editor",
            **more,
        }
        response = await enterprise.user.call("post_collaborations", json=body)
        assert (response.status_code, response.json()["context_info"]["errors"][0]["name"]) == (400, name)

    async def test_a_token_that_only_reads_shares_nothing(self, enterprise: Enterprise) -> None:
        folder = await make_folder(enterprise, "Plans")
        token = await enterprise.new_token(enterprise.user_id, scopes=("root_readonly",))
        response = await send_invitation(Client(enterprise.gateway, token), folder.item.id, {"id": enterprise.admin_id})
        assert error_of(response) == (403, "insufficient_scope")
