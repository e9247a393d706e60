"""Terms of service, and who is let in without having accepted them."""

import pytest

from holdall.content.access import Action
from holdall.content.access.explain import explain, subject_for
from holdall.content.identity.inventory import find_user
from tests.support.client import Client
from tests.support.enterprise import Enterprise, make_enterprise
from tests.support.sharing import error_of, share
from tests.support.terms import answer_terms, change_answer, rewrite_terms, write_terms
from tests.support.tree import create
from tests.support.uploads import upload

REQUIRED = (400, "terms_of_service_required")


async def status_of_home(client: Client) -> int:
    return (await client.call("get_folders_id", folder_id=0)).status_code


@pytest.mark.operation(
    "get_terms_of_services", "post_terms_of_services", "get_terms_of_services_id", "put_terms_of_services_id"
)
class TestTerms:
    async def test_terms_are_written_read_changed_and_listed(self, enterprise: Enterprise) -> None:
        admin = enterprise.admin
        terms_id = await write_terms(admin, status="disabled", text="")
        external_id = await write_terms(admin, "external", text="For guests")
        changed = await rewrite_terms(admin, terms_id, text="Be kind.", status="disabled")
        read = (await admin.call("get_terms_of_services_id", terms_of_service_id=terms_id)).json()
        listed = (await admin.call("get_terms_of_services")).json()
        external = (await admin.call("get_terms_of_services", tos_type="external")).json()
        assert (changed["type"], changed["status"], changed["tos_type"], changed["text"]) == (
            "terms_of_service",
            "disabled",
            "managed",
            "Be kind.",
        )
        assert changed["enterprise"] == {"type": "enterprise", "id": str(enterprise.id), "name": "Acme"}
        assert (read, listed["total_count"], listed["entries"][0]) == (changed, 2, changed)
        assert [one["id"] for one in external["entries"]] == [external_id]

    async def test_there_is_one_of_each_type(self, enterprise: Enterprise) -> None:
        await write_terms(enterprise.admin, status="disabled")
        body = {"status": "disabled", "text": "more"}
        assert error_of(await enterprise.admin.call("post_terms_of_services", json=body)) == (409, "conflict")

    async def test_enabled_terms_have_a_text(self, enterprise: Enterprise) -> None:
        body = {"status": "enabled", "text": " "}
        response = await enterprise.admin.call("post_terms_of_services", json=body)
        assert (response.status_code, response.json()["context_info"]["errors"][0]["name"]) == (400, "text")

    async def test_users_see_the_terms_that_are_asked_of_them(self, enterprise: Enterprise) -> None:
        terms_id = await write_terms(enterprise.admin, status="disabled")
        external_id = await write_terms(enterprise.admin, "external")
        before = (await enterprise.user.call("get_terms_of_services")).json()["total_count"]
        await rewrite_terms(enterprise.admin, terms_id)
        after = (await enterprise.user.call("get_terms_of_services")).json()["entries"]
        external = await enterprise.user.call("get_terms_of_services_id", terms_of_service_id=external_id)
        assert (before, [one["id"] for one in after], external.status_code) == (0, [terms_id], 404)


@pytest.mark.operation(
    "get_terms_of_service_user_statuses",
    "post_terms_of_service_user_statuses",
    "put_terms_of_service_user_statuses_id",
)
class TestAnswers:
    async def test_a_user_declines_and_then_accepts(self, enterprise: Enterprise) -> None:
        terms_id = await write_terms(enterprise.admin)
        declined = await answer_terms(enterprise.user, terms_id, enterprise.user_id, is_accepted=False)
        again = await answer_terms(enterprise.user, terms_id, enterprise.user_id)
        accepted = await change_answer(enterprise.user, declined.json()["id"])
        listed = (await enterprise.user.call("get_terms_of_service_user_statuses", tos_id=terms_id)).json()
        assert (declined.status_code, declined.json()["is_accepted"]) == (201, False)
        assert error_of(again) == (409, "conflict")
        assert (accepted.status_code, accepted.json()["is_accepted"]) == (200, True)
        assert accepted.json()["tos"] == {"type": "terms_of_service", "id": terms_id}
        assert accepted.json()["user"]["id"] == str(enterprise.user_id)
        assert listed == {"total_count": 1, "entries": [accepted.json()]}

    async def test_administrators_answer_for_those_whom_they_manage(self, enterprise: Enterprise) -> None:
        terms_id = await write_terms(enterprise.admin, status="disabled")
        coadmin_id, _ = await enterprise.new_user("Co", role="coadmin")
        made = await answer_terms(enterprise.admin, terms_id, enterprise.user_id)
        listed = await enterprise.admin.call(
            "get_terms_of_service_user_statuses", tos_id=terms_id, user_id=enterprise.user_id
        )
        for_admin = await answer_terms(enterprise.admin, terms_id, coadmin_id)
        narrow = Client(enterprise.gateway, await enterprise.new_token(enterprise.admin_id, scopes=["root_readwrite"]))
        without_scope = await answer_terms(narrow, terms_id, enterprise.user_id)
        assert (made.status_code, listed.json()["entries"]) == (201, [made.json()])
        assert (for_admin.status_code, without_scope.status_code) == (403, 404)

    async def test_administrators_accept_themselves_before_they_look_after_others(self, enterprise: Enterprise) -> None:
        terms_id = await write_terms(enterprise.admin)
        early = await answer_terms(enterprise.admin, terms_id, enterprise.user_id)
        await answer_terms(enterprise.admin, terms_id, enterprise.admin_id)
        late = await answer_terms(enterprise.admin, terms_id, enterprise.user_id)
        assert (error_of(early), late.status_code) == (REQUIRED, 201)

    async def test_nobody_answers_for_colleagues_or_sees_their_answers(self, enterprise: Enterprise) -> None:
        terms_id = await write_terms(enterprise.admin)
        other_id, other = await enterprise.new_user()
        theirs = (await answer_terms(other, terms_id, other_id)).json()
        answered = await answer_terms(enterprise.user, terms_id, other_id)
        changed = await change_answer(enterprise.user, theirs["id"], is_accepted=False)
        listed = await enterprise.user.call("get_terms_of_service_user_statuses", tos_id=terms_id)
        assert (answered.status_code, changed.status_code, listed.json()["entries"]) == (403, 403, [])


class TestLettingIn:
    async def test_who_has_not_accepted_is_refused_until_then(self, enterprise: Enterprise) -> None:
        terms_id = await write_terms(enterprise.admin)
        refused = await enterprise.user.call("get_folders_id", folder_id=0)
        who = await enterprise.user.call("get_users_me")
        declined = (await answer_terms(enterprise.user, terms_id, enterprise.user_id, is_accepted=False)).json()
        still = await enterprise.user.call("post_folders", json={"name": "a", "parent": {"id": "0"}})
        await change_answer(enterprise.user, declined["id"])
        assert (error_of(refused), who.status_code, error_of(still)) == (REQUIRED, 200, REQUIRED)
        assert refused.json()["context_info"] == {"tos_id": int(terms_id)}
        assert still.json()["context_info"] == {"tos_id": int(terms_id), "tos_user_status_id": int(declined["id"])}
        assert await status_of_home(enterprise.user) == 200

    async def test_a_new_text_and_enabling_again_ask_anew(self, enterprise: Enterprise) -> None:
        admin, user = enterprise.admin, enterprise.user
        terms_id = await write_terms(admin)
        status_id = (await answer_terms(user, terms_id, enterprise.user_id)).json()["id"]
        seen = [await status_of_home(user)]
        await rewrite_terms(admin, terms_id)
        seen.append(await status_of_home(user))
        await rewrite_terms(admin, terms_id, text="Be kinder.")
        seen.append(await status_of_home(user))
        await change_answer(user, status_id)
        await rewrite_terms(admin, terms_id, text="Be kinder.", status="disabled")
        seen.append(await status_of_home(user))
        await rewrite_terms(admin, terms_id, text="Be kinder.")
        seen.append(await status_of_home(user))
        assert seen == [200, 200, 400, 200, 400]

    async def test_application_users_and_service_accounts_are_not_asked(self, enterprise: Enterprise) -> None:
        await write_terms(enterprise.admin)
        clients = [(await enterprise.new_user(kind, kind=kind))[1] for kind in ("app", "service")]
        assert [await status_of_home(client) for client in clients] == [200, 200]

    async def test_with_as_user_it_counts_what_the_other_has_accepted(self, enterprise: Enterprise) -> None:
        terms_id = await write_terms(enterprise.admin)
        await answer_terms(enterprise.admin, terms_id, enterprise.admin_id)
        as_user = enterprise.admin.with_headers(as_user=str(enterprise.user_id))
        assert (await status_of_home(enterprise.admin), await status_of_home(as_user)) == (200, 400)

    async def test_a_decision_is_explained_by_the_terms(self, enterprise: Enterprise) -> None:
        terms_id = await write_terms(enterprise.admin)
        db = enterprise.gateway.platform.db
        user = await find_user(db, str(enterprise.user_id))
        assert user is not None
        why = await explain(db, subject_for(user), Action.VIEW, user.root_id)
        assert (why.allowed, why.reasons) == (
            False,
            [f"user {user.id} must accept terms of service {terms_id} first"],
        )

    async def test_other_enterprises_are_not_concerned(self, enterprise: Enterprise) -> None:
        other = await make_enterprise(enterprise.gateway)
        await write_terms(other.admin)
        assert await status_of_home(enterprise.user) == 200


class TestFromOutside:
    async def test_an_invitation_is_accepted_after_the_terms(self, enterprise: Enterprise) -> None:
        other = await make_enterprise(enterprise.gateway)
        terms_id = await write_terms(other.admin, "external")
        login = (await enterprise.user.call("get_users_me")).json()["login"]
        folder = await create(other.user, "Shared")
        invited = await share(other.user, folder["id"], {"login": login})
        place = {"collaboration_id": invited["id"]}
        asked = (await enterprise.user.call("get_collaborations_id", **place)).json()
        early = await enterprise.user.call("put_collaborations_id", **place, json={"status": "accepted"})
        await answer_terms(enterprise.user, terms_id, enterprise.user_id)
        late = await enterprise.user.call("put_collaborations_id", **place, json={"status": "accepted"})
        requirement = asked["acceptance_requirements_status"]["terms_of_service_requirement"]
        assert requirement == {"is_accepted": False, "terms_of_service": {"type": "terms_of_service", "id": terms_id}}
        assert (error_of(early), late.status_code) == (REQUIRED, 200)
        assert late.json()["acceptance_requirements_status"]["terms_of_service_requirement"]["is_accepted"] is True

    async def test_a_collaborator_is_refused_and_shown_nothing_once_terms_are_written(
        self, enterprise: Enterprise
    ) -> None:
        other = await make_enterprise(enterprise.gateway)
        login = (await enterprise.user.call("get_users_me")).json()["login"]
        folder = await create(other.user, "Shared")
        await upload(other.user, "inside.txt", b"x", folder["id"])
        invited = await share(other.user, folder["id"], {"login": login})
        place = {"collaboration_id": invited["id"]}
        await enterprise.user.call("put_collaborations_id", **place, json={"status": "accepted"})
        before = (await enterprise.user.call("get_folders_id_items", folder_id=0)).json()["entries"]
        terms_id = await write_terms(other.admin, "external")
        after = (await enterprise.user.call("get_folders_id_items", folder_id=0)).json()["entries"]
        refused = await enterprise.user.call("get_folders_id_items", folder_id=folder["id"])
        left = await enterprise.user.call("delete_collaborations_id", **place)
        assert ([one["id"] for one in before], after) == ([folder["id"]], [])
        assert (error_of(refused), refused.json()["context_info"]) == (REQUIRED, {"tos_id": int(terms_id)})
        assert left.status_code == 204

    async def test_the_terms_of_the_own_enterprise_come_first(self, enterprise: Enterprise) -> None:
        other = await make_enterprise(enterprise.gateway)
        external_id = await write_terms(other.admin, "external")
        login = (await enterprise.user.call("get_users_me")).json()["login"]
        await share(other.user, (await create(other.user, "Shared"))["id"], {"login": login})
        own_id = await write_terms(enterprise.admin)
        early = await answer_terms(enterprise.user, external_id, enterprise.user_id)
        await answer_terms(enterprise.user, own_id, enterprise.user_id)
        late = await answer_terms(enterprise.user, external_id, enterprise.user_id)
        assert (error_of(early), early.json()["context_info"], late.status_code) == (
            REQUIRED,
            {"tos_id": int(own_id)},
            201,
        )
