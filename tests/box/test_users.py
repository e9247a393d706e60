"""The operations on users: who may, what is told, what is refused."""

import asyncio
from typing import Any

import pytest
import sqlalchemy as sa

from holdall.base.db import query
from holdall.content.events.tables import events
from holdall.content.mail import list_mail
from tests.support.client import Client, counted_queries
from tests.support.enterprise import Enterprise, make_enterprise
from tests.support.sharing import share
from tests.support.tree import make_file, make_folder, subject_of

STANDARD = {
    "type", "id", "name", "login", "created_at", "modified_at", "language", "timezone", "space_amount", "space_used",
    "max_upload_size", "status", "job_title", "phone", "address", "avatar_url", "notification_email",
}  # fmt: skip
FULL = STANDARD | {
    "role", "tracking_codes", "can_see_managed_users", "is_sync_enabled", "is_external_collab_restricted",
    "is_exempt_from_device_limits", "is_exempt_from_login_verification", "enterprise", "my_tags", "hostname",
    "is_platform_access_only", "external_app_user_id",
}  # fmt: skip
DENIED = (403, "access_denied_insufficient_permissions")

_EVENTS = query(
    sa.select(events.c.event_type, events.c.source_id, events.c.created_by)
    .where(events.c.enterprise_id == sa.bindparam("enterprise"))
    .order_by(events.c.sequence)
)


async def events_of(enterprise: Enterprise) -> list[tuple[str, int, int]]:
    return await enterprise.gateway.platform.db.all(_EVENTS, enterprise=enterprise.id)


async def subjects_of_mail(enterprise: Enterprise) -> list[str]:
    found = await list_mail(enterprise.gateway.platform.db, limit=1000)
    return [mail.subject for mail in found if mail.enterprise_id == enterprise.id]


async def create(client: Client, **body: Any) -> dict[str, Any]:
    response = await client.call("post_users", json={"name": "New"} | body)
    assert response.status_code == 201, response.text
    made: dict[str, Any] = response.json()
    return made


async def client_with(enterprise: Enterprise, user_id: int, *scopes: str) -> Client:
    return Client(enterprise.gateway, await enterprise.new_token(user_id, scopes=scopes))


def outcome(response: Any) -> tuple[int, str]:
    return response.status_code, response.json()["code"]


def ids(response: Any) -> list[int]:
    return [int(entry["id"]) for entry in response.json()["entries"]]


@pytest.mark.operation("get_users_me")
class TestMe:
    async def test_the_standard_fields_are_told_and_the_role_is_not(self, enterprise: Enterprise) -> None:
        body = (await enterprise.user.call("get_users_me")).json()
        assert set(body) == STANDARD
        assert (body["type"], body["id"], body["name"]) == ("user", str(enterprise.user_id), "Uma User")
        assert (body["login"], body["status"]) == (f"user.{enterprise.id}@example.com", "active")
        assert (body["space_amount"], body["space_used"], body["max_upload_size"]) == (10 * 1024**3, 0, 5 * 1024**3)

    async def test_the_space_in_use_is_told(self, enterprise: Enterprise) -> None:
        await make_file(enterprise, "a.txt", size=7)
        assert (await enterprise.user.call("get_users_me")).json()["space_used"] == 7

    async def test_a_user_without_a_limit_has_the_number_that_box_gives(self, enterprise: Enterprise) -> None:
        _, client = await enterprise.new_user(space_amount=-1)
        assert (await client.call("get_users_me")).json()["space_amount"] == 999_999_999_999_999

    async def test_fields_choose_beside_type_and_id(self, enterprise: Enterprise) -> None:
        body = (await enterprise.admin.call("get_users_me", fields="role,enterprise,nothing")).json()
        assert body == {
            "type": "user",
            "id": str(enterprise.admin_id),
            "role": "admin",
            "enterprise": {"type": "enterprise", "id": str(enterprise.id), "name": "Acme"},
        }

    async def test_every_field_of_the_full_form_can_be_asked_for(self, enterprise: Enterprise) -> None:
        body = (await enterprise.user.call("get_users_me", fields=",".join(sorted(FULL)))).json()
        assert set(body) == FULL

    async def test_a_narrow_token_may_ask_whom_it_speaks_for(self, enterprise: Enterprise) -> None:
        client = await client_with(enterprise, enterprise.user_id, "item_preview")
        assert (await client.call("get_users_me")).json()["id"] == str(enterprise.user_id)


@pytest.mark.operation("get_users_id")
class TestGet:
    async def test_an_admin_sees_any_user_of_the_enterprise(self, enterprise: Enterprise) -> None:
        body = (await enterprise.admin.call("get_users_id", user_id=enterprise.user_id)).json()
        assert (set(body), body["id"]) == (STANDARD, str(enterprise.user_id))

    async def test_a_user_sees_itself_and_no_other(self, enterprise: Enterprise) -> None:
        itself = await enterprise.user.call("get_users_id", user_id=enterprise.user_id)
        other = await enterprise.user.call("get_users_id", user_id=enterprise.admin_id)
        assert itself.json()["id"] == str(enterprise.user_id)
        assert outcome(other) == DENIED

    async def test_users_of_another_enterprise_and_unknown_ones_are_not_found(self, enterprise: Enterprise) -> None:
        other = await make_enterprise(enterprise.gateway)
        answers = [await enterprise.admin.call("get_users_id", user_id=one) for one in (other.user_id, 1, "x")]
        assert [outcome(one) for one in answers] == [(404, "not_found")] * 3

    async def test_of_somebody_elsewhere_who_collaborates_here_an_admin_sees_the_mini(
        self, enterprise: Enterprise
    ) -> None:
        other = await make_enterprise(enterprise.gateway)
        folder = await make_folder(enterprise, "shared")
        invited = await share(enterprise.user, folder.item.id, {"login": f"user.{other.id}@example.com"})
        before = await enterprise.admin.call("get_users_id", user_id=other.user_id)
        await other.user.call("put_collaborations_id", collaboration_id=invited["id"], json={"status": "accepted"})
        told = await enterprise.admin.call("get_users_id", user_id=other.user_id, fields="role,login,status")
        hidden = await enterprise.user.call("get_users_id", user_id=other.user_id)
        assert told.json() == {
            "type": "user",
            "id": str(other.user_id),
            "name": "Uma User",
            "login": f"user.{other.id}@example.com",
        }
        assert [outcome(one) for one in (before, hidden)] == [(404, "not_found")] * 2

    async def test_an_application_that_manages_app_users_sees_those_it_made(self, enterprise: Enterprise) -> None:
        made = await create(enterprise.admin, is_platform_access_only=True)
        client = await client_with(enterprise, enterprise.admin_id, "manage_app_users")
        answers = [await client.call("get_users_id", user_id=one) for one in (made["id"], enterprise.user_id)]
        assert [one.status_code for one in answers] == [200, 403]


@pytest.mark.operation("get_users")
class TestList:
    async def test_users_come_in_the_order_they_were_made_with_their_total(self, enterprise: Enterprise) -> None:
        body = (await enterprise.admin.call("get_users", limit=2, offset=1)).json()
        assert [entry["id"] for entry in body["entries"]] == [str(enterprise.admin_id), str(enterprise.user_id)]
        assert (body["total_count"], body["limit"], body["offset"]) == (3, 2, 1)

    async def test_markers_lead_through_the_list_and_end_in_null(self, enterprise: Enterprise) -> None:
        seen: list[int] = []
        marker: dict[str, Any] = {}
        while True:
            response = await enterprise.admin.call("get_users", usemarker="true", limit=1, **marker)
            assert "total_count" not in response.json()
            seen += ids(response)
            if response.json()["next_marker"] is None:
                break
            marker = {"marker": response.json()["next_marker"]}
        assert seen[1:] == [enterprise.admin_id, enterprise.user_id]

    @pytest.mark.parametrize("term", ["uma", "UMA U", "user."])
    async def test_a_term_is_the_beginning_of_a_name_or_login_in_any_case(
        self, enterprise: Enterprise, term: str
    ) -> None:
        assert ids(await enterprise.admin.call("get_users", filter_term=term)) == [enterprise.user_id]

    @pytest.mark.parametrize("term", ["ma User", "%", "_ma", "example.com"])
    async def test_the_middle_of_a_name_and_wildcards_find_nothing(self, enterprise: Enterprise, term: str) -> None:
        response = await enterprise.admin.call("get_users", filter_term=term)
        assert (ids(response), response.json()["total_count"]) == ([], 0)

    async def test_an_external_user_is_found_by_its_whole_login_with_its_mini_alone(
        self, enterprise: Enterprise
    ) -> None:
        other = await make_enterprise(enterprise.gateway)
        login = f"user.{other.id}@example.com"
        whole = await enterprise.admin.call("get_users", filter_term=login.upper(), user_type="external")
        part = await enterprise.admin.call("get_users", filter_term=login[:-1], user_type="external")
        assert whole.json()["entries"] == [
            {"type": "user", "id": str(other.user_id), "name": "Uma User", "login": login}
        ]
        assert part.json()["entries"] == []

    async def test_all_tells_the_external_user_alone_where_its_login_is_met(self, enterprise: Enterprise) -> None:
        other = await make_enterprise(enterprise.gateway)
        exact = await enterprise.admin.call("get_users", filter_term=f"user.{other.id}@example.com", user_type="all")
        prefix = await enterprise.admin.call("get_users", filter_term="user.", user_type="all")
        assert (ids(exact), ids(prefix)) == ([other.user_id], [enterprise.user_id])

    async def test_an_external_app_user_id_finds_the_user_of_this_application(self, enterprise: Enterprise) -> None:
        made = await create(enterprise.admin, is_platform_access_only=True, external_app_user_id="sso|1")
        response = await enterprise.admin.call("get_users", external_app_user_id="sso|1")
        assert ids(response) == [int(made["id"])]

    async def test_an_application_that_manages_app_users_sees_only_those(self, enterprise: Enterprise) -> None:
        made = await create(enterprise.admin, is_platform_access_only=True)
        client = await client_with(enterprise, enterprise.admin_id, "manage_app_users")
        assert ids(await client.call("get_users")) == [int(made["id"])]

    async def test_a_user_may_not_list(self, enterprise: Enterprise) -> None:
        assert outcome(await enterprise.user.call("get_users")) == DENIED

    async def test_a_deleted_user_is_gone(self, enterprise: Enterprise) -> None:
        await enterprise.admin.call("delete_users_id", user_id=enterprise.user_id)
        assert enterprise.user_id not in ids(await enterprise.admin.call("get_users"))

    @pytest.mark.parametrize(
        ("parameters", "name"),
        [
            ({"offset": 10_001}, "offset"),
            ({"offset": -1}, "offset"),
            ({"limit": -1}, "limit"),
            ({"limit": "many"}, "limit"),
            ({"user_type": "foreign"}, "user_type"),
            ({"usemarker": "true", "marker": "x"}, "marker"),
        ],
    )
    async def test_parameters_that_cannot_be_are_named(
        self, enterprise: Enterprise, parameters: dict[str, Any], name: str
    ) -> None:
        response = await enterprise.admin.call("get_users", **parameters)
        assert response.status_code == 400
        assert response.json()["context_info"]["errors"][0]["name"] == name

    async def test_the_number_of_queries_does_not_depend_on_the_number_of_users(self, enterprise: Enterprise) -> None:
        db, counts = enterprise.gateway.platform.db, []
        for limit in (1, 3):
            with counted_queries(db) as seen:
                await enterprise.admin.call("get_users", limit=limit, fields="name,enterprise,my_tags")
            counts.append(len(seen))
        assert counts == [5, 5]


@pytest.mark.operation("post_users")
class TestCreate:
    async def test_a_managed_user_is_made_as_asked_and_told_of(self, enterprise: Enterprise) -> None:
        asked = {
            "name": "Élise Ünal",
            "login": f"Elise.{enterprise.id}@example.com",
            "role": "coadmin",
            "language": "de",
            "job_title": "CEO",
            "phone": "+41 44 000 00 00",
            "address": "Bahnhofstrasse 1",
            "space_amount": 1024,
            "timezone": "Europe/Zurich",
            "status": "cannot_delete_edit",
            "tracking_codes": [{"type": "tracking_code", "name": "dept", "value": "7"}],
            "is_sync_enabled": False,
            "can_see_managed_users": False,
            "is_external_collab_restricted": True,
            "is_exempt_from_device_limits": True,
            "is_exempt_from_login_verification": True,
            "external_app_user_id": "sso|1",
        }
        response = await enterprise.admin.call("post_users", json=asked, fields=",".join(asked))
        assert response.status_code == 201
        made = response.json()
        assert {name: made[name] for name in asked} == asked
        assert (await events_of(enterprise))[-1] == ("NEW_USER", int(made["id"]), enterprise.admin_id)

    async def test_the_answer_is_the_standard_form(self, enterprise: Enterprise) -> None:
        assert set(await create(enterprise.admin, login=f"new.{enterprise.id}@example.com")) == STANDARD

    async def test_a_managed_user_is_welcomed_by_mail_unless_the_client_asks_for_silence(
        self, enterprise: Enterprise
    ) -> None:
        silent = enterprise.admin.with_headers(box_notifications="off")
        await create(enterprise.admin, login=f"one.{enterprise.id}@example.com")
        await create(silent, login=f"two.{enterprise.id}@example.com")
        await create(enterprise.admin, is_platform_access_only=True)
        assert await subjects_of_mail(enterprise) == ["Choose your password for Holdall"]

    async def test_an_app_user_needs_a_name_only_and_gets_a_login(self, enterprise: Enterprise) -> None:
        made = await create(enterprise.admin, is_platform_access_only=True)
        assert made["login"].startswith(f"AppUser_{enterprise.application_id}_")
        told = await enterprise.admin.call("get_users_id", user_id=made["id"], fields="is_platform_access_only,role")
        assert (told.json()["is_platform_access_only"], told.json()["role"]) == (True, "user")

    async def test_a_new_user_has_an_empty_root_folder(self, enterprise: Enterprise) -> None:
        made = await create(enterprise.admin, is_platform_access_only=True)
        token = await enterprise.new_token(int(made["id"]))
        client = Client(enterprise.gateway, token)
        file = (await make_file(enterprise, "first.txt", client=client)).item
        assert file.parent_id == (await subject_of(client)).root_id

    async def test_a_login_belongs_to_one_user_of_the_server_in_any_case(self, enterprise: Enterprise) -> None:
        other = await make_enterprise(enterprise.gateway)
        login = f"USER.{other.id}@example.com"
        response = await enterprise.admin.call("post_users", json={"name": "Double", "login": login})
        assert outcome(response) == (409, "user_login_already_used")

    async def test_of_two_users_made_at_once_with_one_login_one_is_refused(self, enterprise: Enterprise) -> None:
        body = {"name": "New", "login": f"new.{enterprise.id}@example.com"}
        answers = await asyncio.gather(*(enterprise.admin.call("post_users", json=body) for _ in range(3)))
        assert sorted(one.status_code for one in answers) == [201, 409, 409]

    async def test_an_address_beside_somebodys_login_is_taken_until_the_user_is_deleted(
        self, enterprise: Enterprise
    ) -> None:
        alias = {"email": f"Alias.{enterprise.id}@example.com"}
        await enterprise.admin.call("post_users_id_email_aliases", user_id=enterprise.user_id, json=alias)
        body = {"name": "New", "login": alias["email"].lower()}
        taken = await enterprise.admin.call("post_users", json=body)
        await enterprise.admin.call("delete_users_id", user_id=enterprise.user_id)
        free = await enterprise.admin.call("post_users", json=body)
        assert (outcome(taken), free.status_code) == ((409, "user_login_already_used"), 201)

    async def test_an_external_app_user_id_belongs_to_one_user_of_the_application(self, enterprise: Enterprise) -> None:
        body = {"name": "A", "is_platform_access_only": True, "external_app_user_id": "sso|1"}
        answers = [await enterprise.admin.call("post_users", json=body) for _ in range(2)]
        assert [one.status_code for one in answers] == [201, 409]

    @pytest.mark.parametrize(
        ("body", "name"),
        [
            ({}, "name"),
            ({"name": "   ", "is_platform_access_only": True}, "name"),
            ({"name": "x" * 51, "is_platform_access_only": True}, "name"),
            ({"name": "No Login"}, "login"),
            ({"name": "Bad Login", "login": "nobody"}, "login"),
            ({"name": "Bad Role", "login": "a@example.com", "role": "admin"}, "role"),
            ({"name": "Bad Status", "login": "a@example.com", "status": "asleep"}, "status"),
            ({"name": "Bad Space", "login": "a@example.com", "space_amount": -2}, "space_amount"),
            ({"name": "Bad Zone", "login": "a@example.com", "timezone": "here & now"}, "timezone"),
            ({"name": "Long", "login": "a@example.com", "job_title": "x" * 101}, "job_title"),
            ({"name": "Gone", "login": "a@example.com", "tracking_codes": [{"name": "a"}]}, "tracking_codes[0]"),
        ],
    )
    async def test_what_cannot_be_is_named(self, enterprise: Enterprise, body: dict[str, Any], name: str) -> None:
        response = await enterprise.admin.call("post_users", json=body)
        assert response.status_code == 400
        assert response.json()["context_info"]["errors"][0]["name"] == name

    async def test_text_with_the_character_that_no_database_keeps_is_refused(self, enterprise: Enterprise) -> None:
        body = {"name": "Nu\0ll", "is_platform_access_only": True}
        made = await enterprise.admin.call("post_users", json=body)
        found = await enterprise.admin.call("get_users", filter_term="Nu\0ll")
        harmless = await create(enterprise.admin, name="Back\\u0000slash", is_platform_access_only=True)
        assert [outcome(one) for one in (made, found)] == [(400, "bad_request")] * 2
        assert harmless["name"] == "Back\\u0000slash"

    async def test_a_user_may_not_make_users(self, enterprise: Enterprise) -> None:
        body = {"name": "New", "is_platform_access_only": True}
        assert outcome(await enterprise.user.call("post_users", json=body)) == DENIED

    async def test_an_application_that_manages_app_users_makes_no_managed_ones(self, enterprise: Enterprise) -> None:
        client = await client_with(enterprise, enterprise.admin_id, "manage_app_users")
        app_user = await client.call("post_users", json={"name": "A", "is_platform_access_only": True})
        managed = await client.call("post_users", json={"name": "A", "login": f"a.{enterprise.id}@example.com"})
        assert [app_user.status_code, managed.status_code] == [201, 403]
