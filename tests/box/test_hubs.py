"""Hubs: made, listed, seen, changed, copied and deleted, and by whom."""

from typing import Any

import pytest

from tests.support.client import Client
from tests.support.enterprise import Enterprise, make_enterprise
from tests.support.hubs import items_in, let_in, make_hub, manage
from tests.support.sharing import share
from tests.support.tree import create, error_of

SETTINGS = {
    "is_ai_enabled": True,
    "is_collaboration_restricted_to_enterprise": True,
    "can_non_owners_invite": True,
    "can_shared_link_be_created": True,
    "can_public_shared_link_be_created": False,
    "copy_hub_access": "company",
}


async def titles(client: Client, **parameters: Any) -> list[str]:
    """The titles of the hubs that somebody is listed."""
    answer = await client.call("get_hubs_v2025.0", **parameters)
    assert answer.status_code == 200, answer.text
    return [one["title"] for one in answer.json()["entries"]]


async def get(client: Client, hub_id: str) -> dict[str, Any]:
    """A hub, as somebody sees it."""
    answer = await client.call("get_hubs_id_v2025.0", hub_id=hub_id)
    assert answer.status_code == 200, answer.text
    document: dict[str, Any] = answer.json()
    return document


@pytest.mark.operation("post_hubs_v2025.0", "get_hubs_id_v2025.0")
class TestMakeAndSee:
    async def test_a_hub_has_its_texts_its_maker_and_the_settings_of_a_new_one(self, enterprise: Enterprise) -> None:
        body = {"title": "Contracts", "description": "d" * 300}
        made = (await enterprise.user.call("post_hubs_v2025.0", json=body)).json()
        user = {
            "type": "user",
            "id": str(enterprise.user_id),
            "name": "Uma User",
            "login": f"user.{enterprise.id}@example.com",
        }
        assert made == {
            "type": "hubs",
            "id": made["id"],
            "title": "Contracts",
            "description": "d" * 200,
            "created_at": made["created_at"],
            "updated_at": made["created_at"],
            "created_by": user,
            "updated_by": user,
            "view_count": 0,
            **SETTINGS,
        }

    async def test_every_look_at_a_hub_counts_as_a_view(self, enterprise: Enterprise) -> None:
        hub_id = await make_hub(enterprise.user)
        assert [(await get(enterprise.user, hub_id))["view_count"] for _ in range(2)] == [1, 2]

    @pytest.mark.parametrize(
        "body",
        [{}, {"title": ""}, {"title": "  "}, {"title": "t" * 51}, {"title": "t", "description": "d" * 10_001}],
    )
    async def test_texts_that_are_none_or_too_long_are_refused(
        self, enterprise: Enterprise, body: dict[str, Any]
    ) -> None:
        assert error_of(await enterprise.user.call("post_hubs_v2025.0", json=body)) == (400, "bad_request")
        assert await titles(enterprise.user) == []

    async def test_a_user_who_may_not_upload_makes_no_hub(self, enterprise: Enterprise) -> None:
        _, client = await enterprise.new_user(status="cannot_delete_edit_upload")
        assert error_of(await client.call("post_hubs_v2025.0", json={"title": "t"})) == (403, "forbidden")

    async def test_only_collaborators_and_administrators_learn_of_a_hub(self, enterprise: Enterprise) -> None:
        hub_id = await make_hub(enterprise.user)
        viewer_id, viewer = await enterprise.new_user()
        _, stranger = await enterprise.new_user()
        await let_in(enterprise.user, hub_id, {"id": viewer_id})
        clients = [enterprise.user, viewer, enterprise.admin, stranger]
        answers = [await one.call("get_hubs_id_v2025.0", hub_id=hub_id) for one in clients]
        assert [one.status_code for one in answers] == [200, 200, 200, 404]

    async def test_a_token_of_one_folder_sees_no_hub(self, enterprise: Enterprise) -> None:
        hub_id = await make_hub(enterprise.user)
        folder = await create(enterprise.user, "only")
        resource = f"https://api.box.com/2.0/folders/{folder['id']}"
        exchanged = await enterprise.user.call(
            "post_oauth2_token",
            data={
                "grant_type": "urn:ietf:params:oauth:grant-type:token-exchange",
                "subject_token": enterprise.user.token or "",
                "subject_token_type": "urn:ietf:params:oauth:token-type:access_token",
                "scope": "root_readwrite",
                "resource": resource,
            },
        )
        narrow = Client(enterprise.gateway, exchanged.json()["access_token"])
        assert (await narrow.call("get_hubs_id_v2025.0", hub_id=hub_id)).status_code in {403, 404}
        assert (await narrow.call("post_hubs_v2025.0", json={"title": "t"})).status_code == 403


@pytest.mark.operation("get_hubs_v2025.0")
class TestList:
    async def test_own_hubs_and_those_of_a_group_are_listed_and_nobody_elses(self, enterprise: Enterprise) -> None:
        other = await make_enterprise(enterprise.gateway)
        member_id, member = await enterprise.new_user()
        group = (await enterprise.admin.call("post_groups", json={"name": "all of us"})).json()
        membership = {"user": {"id": str(member_id)}, "group": {"id": group["id"]}}
        await enterprise.admin.call("post_group_memberships", json=membership)
        shared = await make_hub(enterprise.user, "shared")
        await make_hub(enterprise.user, "private")
        await make_hub(member, "mine")
        await make_hub(other.user, "elsewhere")
        await let_in(enterprise.admin, shared, {"type": "group", "id": group["id"]})
        assert await titles(member, sort="name") == ["mine", "shared"]

    async def test_the_scope_tells_hubs_to_edit_from_hubs_to_view(self, enterprise: Enterprise) -> None:
        reader_id, reader = await enterprise.new_user()
        for role in ("viewer", "editor", "co-owner"):
            await let_in(enterprise.user, await make_hub(enterprise.user, role), {"id": reader_id}, role)
        listed = [await titles(reader, scope=scope, sort="name") for scope in ("all", "editable", "view_only")]
        assert listed == [["co-owner", "editor", "viewer"], ["co-owner", "editor"], ["viewer"]]

    async def test_the_query_finds_all_words_in_texts_the_best_title_first(self, enterprise: Enterprise) -> None:
        user = enterprise.user
        for title, description in (
            ("All of Müller", ""),
            ("Notes", "what müller said"),
            ("Müller", ""),
            ("Müllers", ""),
            ("Other", ""),
        ):
            await make_hub(user, title, description=description)
        assert await titles(user, query="MÜLLER") == ["Müller", "Müllers", "All of Müller", "Notes"]
        assert await titles(user, query="said  Notes") == ["Notes"]
        assert await titles(user, query="m%r") == []

    async def test_each_order_goes_both_ways_and_page_by_page(self, enterprise: Enterprise) -> None:
        user, clock = enterprise.user, enterprise.gateway.platform.clock
        made = {}
        for title in ("b", "a", "c"):
            made[title] = await make_hub(user, title)
            clock.advance(1_000_000)
        for title in ("c", "a", "a"):
            await get(user, made[title])
            clock.advance(1_000_000)
        orders = {
            "name": "abc",
            "updated_at": "cab",
            "relevance": "cab",
            "view_count": "acb",
            "last_accessed_at": "acb",
        }
        for sort, expected in orders.items():
            first = "ASC" if sort == "name" else "DESC"
            second = "DESC" if sort == "name" else "ASC"
            for direction, wanted in ((first, expected), (second, expected[::-1])):
                seen, marker = "", dict[str, Any]()
                for _ in range(3):
                    page = await user.call("get_hubs_v2025.0", sort=sort, direction=direction, limit=1, **marker)
                    seen += page.json()["entries"][0]["title"]
                    marker = {"marker": page.json()["next_marker"]}
                assert (seen, marker) == (wanted, {"marker": None}), sort
            assert "".join(await titles(user, sort=sort)) == expected

    @pytest.mark.parametrize(
        "parameters",
        [
            {"sort": "size"},
            {"scope": "mine"},
            {"direction": "UP"},
            {"marker": "x"},
            {"limit": -1},
            {"query": "q" * 501},
        ],
    )
    async def test_parameters_that_mean_nothing_are_refused(
        self, enterprise: Enterprise, parameters: dict[str, Any]
    ) -> None:
        assert (await enterprise.user.call("get_hubs_v2025.0", **parameters)).status_code == 400


@pytest.mark.operation("get_enterprise_hubs_v2025.0")
class TestListOfTheEnterprise:
    async def test_administrators_are_listed_every_hub_of_their_enterprise(self, enterprise: Enterprise) -> None:
        other = await make_enterprise(enterprise.gateway)
        await make_hub(other.user, "elsewhere")
        for title in ("Alpha", "Beta", "Gamma"):
            await make_hub(enterprise.user, title)
        first = (await enterprise.admin.call("get_enterprise_hubs_v2025.0", sort="name", limit=2)).json()
        marker = first["next_marker"]
        rest = (await enterprise.admin.call("get_enterprise_hubs_v2025.0", sort="name", limit=2, marker=marker)).json()
        found = (await enterprise.admin.call("get_enterprise_hubs_v2025.0", query="et")).json()
        pages = [[one["title"] for one in page["entries"]] for page in (first, rest, found)]
        assert pages == [["Alpha", "Beta"], ["Gamma"], ["Beta"]]
        assert rest["next_marker"] is None

    async def test_others_and_tokens_without_the_scope_of_all_content_are_refused(self, enterprise: Enterprise) -> None:
        narrow = Client(
            enterprise.gateway,
            await enterprise.new_token(enterprise.admin_id, scopes=frozenset({"root_readwrite"})),
        )
        answers = [await one.call("get_enterprise_hubs_v2025.0") for one in (enterprise.user, narrow)]
        assert [error_of(one) for one in answers] == [(403, "access_denied_insufficient_permissions")] * 2


@pytest.mark.operation("put_hubs_id_v2025.0", "delete_hubs_id_v2025.0")
class TestChange:
    async def test_what_is_named_changes_and_the_rest_stays(self, enterprise: Enterprise) -> None:
        hub_id = await make_hub(enterprise.user, description="first")
        before = await get(enterprise.user, hub_id)
        settings = {name: not value for name, value in SETTINGS.items() if isinstance(value, bool)}
        wish = {"title": "Other", "copy_hub_access": "all", **settings}
        changed = await enterprise.admin.call("put_hubs_id_v2025.0", hub_id=hub_id, json=wish)
        admin = {"type": "user", "id": str(enterprise.admin_id), "name": "Ada Admin"}
        expected = {**before, **wish, "updated_at": changed.json()["updated_at"]}
        expected["updated_by"] = {**admin, "login": f"admin.{enterprise.id}@example.com"}
        assert changed.json() == expected

    async def test_editors_change_texts_co_owners_settings_and_viewers_nothing(self, enterprise: Enterprise) -> None:
        hub_id = await make_hub(enterprise.user)
        outcomes = {}
        for role in ("viewer", "editor", "co-owner"):
            user_id, client = await enterprise.new_user()
            await let_in(enterprise.user, hub_id, {"id": user_id}, role)
            wishes: list[dict[str, Any]] = [{"title": role}, {"is_ai_enabled": False}]
            answers = [await client.call("put_hubs_id_v2025.0", hub_id=hub_id, json=wish) for wish in wishes]
            outcomes[role] = [one.status_code for one in answers]
        assert outcomes == {"viewer": [403, 403], "editor": [200, 403], "co-owner": [200, 200]}

    @pytest.mark.parametrize(
        "body", [{"title": ""}, {"title": None}, {"copy_hub_access": "some"}, {"is_ai_enabled": "maybe"}]
    )
    async def test_a_refused_change_changes_nothing(self, enterprise: Enterprise, body: dict[str, Any]) -> None:
        hub_id = await make_hub(enterprise.user)
        answer = await enterprise.user.call("put_hubs_id_v2025.0", hub_id=hub_id, json=body)
        hub = await get(enterprise.user, hub_id)
        assert (answer.status_code, hub["title"], hub["copy_hub_access"]) == (400, "Contracts", "company")

    async def test_co_owners_and_administrators_delete_and_what_was_in_the_hub_stays(
        self, enterprise: Enterprise
    ) -> None:
        hub_id = await make_hub(enterprise.user)
        folder = await create(enterprise.user, "kept")
        await manage(enterprise.user, hub_id, ("add", "folder", folder["id"]))
        editor_id, editor = await enterprise.new_user()
        await let_in(enterprise.user, hub_id, {"id": editor_id}, "editor")
        clients = [editor, enterprise.admin, enterprise.user]
        answers = [await one.call("delete_hubs_id_v2025.0", hub_id=hub_id) for one in clients]
        assert [one.status_code for one in answers] == [403, 204, 404]
        kept = await enterprise.user.call("get_folders_id", folder_id=folder["id"])
        gone = await editor.call("get_folders_id", folder_id=folder["id"])
        assert (kept.status_code, gone.status_code) == (200, 404)


@pytest.mark.operation("post_hubs_id_copy_v2025.0")
class TestCopy:
    async def test_a_copy_has_texts_and_settings_but_neither_collaborators_nor_items(
        self, enterprise: Enterprise
    ) -> None:
        hub_id = await make_hub(enterprise.user, description="first", is_ai_enabled=False)
        folder = await create(enterprise.user, "content")
        await manage(enterprise.user, hub_id, ("add", "folder", folder["id"]))
        viewer_id, viewer = await enterprise.new_user()
        await let_in(enterprise.user, hub_id, {"id": viewer_id})
        copy = (await viewer.call("post_hubs_id_copy_v2025.0", hub_id=hub_id, json={"title": "Mine"})).json()
        told = (copy["title"], copy["description"], copy["is_ai_enabled"], copy["created_by"]["id"])
        assert told == ("Mine", "first", False, str(viewer_id))
        assert await items_in(viewer, copy["id"]) == []
        assert (await enterprise.user.call("get_hubs_id_v2025.0", hub_id=copy["id"])).status_code == 404

    async def test_items_are_copied_where_the_copier_is_an_editor_of_them(self, enterprise: Enterprise) -> None:
        hub_id = await make_hub(enterprise.user)
        made = [await create(enterprise.user, name) for name in ("seen", "edited", "also edited")]
        await manage(enterprise.user, hub_id, *(("add", "folder", one["id"]) for one in made))
        copier_id, copier = await enterprise.new_user()
        await let_in(enterprise.user, hub_id, {"id": copier_id})
        for one in made[1:]:
            await share(enterprise.user, one["id"], {"id": copier_id}, "editor")
        copy = await copier.call("post_hubs_id_copy_v2025.0", hub_id=hub_id, json={"include_items": True})
        assert await items_in(copier, copy.json()["id"]) == ["also edited", "edited"]
        assert await items_in(copier, hub_id) == ["also edited", "edited", "seen"]

    async def test_co_owners_decide_who_copies(self, enterprise: Enterprise) -> None:
        other = await make_enterprise(enterprise.gateway)
        hub_id = await make_hub(enterprise.user, is_collaboration_restricted_to_enterprise=False)
        login = (await other.user.call("get_users_me")).json()["login"]
        await let_in(enterprise.user, hub_id, {"login": login})
        outcomes = {}
        for access in ("all", "company", "none"):
            await enterprise.user.call("put_hubs_id_v2025.0", hub_id=hub_id, json={"copy_hub_access": access})
            answers = [
                await one.call("post_hubs_id_copy_v2025.0", hub_id=hub_id, json={})
                for one in (enterprise.user, other.user)
            ]
            outcomes[access] = [one.status_code for one in answers]
        assert outcomes == {"all": [201, 201], "company": [201, 403], "none": [403, 403]}
