"""Users, roles, permissions and ownership groups: what each may do, and that nobody gets more than they have."""

from typing import Any

import httpx
import pytest

from holdall.base.ids import new_secret
from holdall.cli.server import Application
from holdall.migration.api.routing import all_routes
from holdall.migration.service.permissions import ADMINISTRATOR, AUDITOR, OPERATOR, PERMISSIONS, Role
from tests.migration.api.answers import described, many, one
from tests.migration.api.conftest import MakePerson

PASSWORD = "correct horse battery"


def unique(word: str = "name") -> str:
    return f"{word}-{new_secret(12).lower()}"


async def add_user(service: httpx.AsyncClient, **more: Any) -> dict[str, Any]:
    body = {"login": unique(), "password": PASSWORD, "group": {}, **more}
    return one(await service.post("/v1/users?fields=all", json=body), 201)


async def add_role(service: httpx.AsyncClient, *permissions: str) -> dict[str, Any]:
    return one(await service.post("/v1/roles", json={"name": unique(), "permissions": permissions}), 201)


class TestUsers:
    async def test_a_user_is_made_read_and_listed(self, service: httpx.AsyncClient):
        group = one(await service.post("/v1/groups", json={"name": unique(), "parent": {}}), 201)
        made = await add_user(
            service,
            name="Ada Lovelace",
            email="ada@example.com",
            group={"id": group["id"]},
            roles=[{"id": AUDITOR.id}],
        )

        listed = many(await service.get("/v1/users", params={"q": made["login"], "fields": "all"}))

        assert listed == [made] == [one(await service.get(f"/v1/users/{made['id']}"))]
        assert (made["name"], made["email"], made["disabled"]) == ("Ada Lovelace", "ada@example.com", False)
        assert made["group"] == {"id": group["id"], "name": group["name"], "type": "owner"}
        assert [role["name"] for role in made["roles"]] == ["Auditor"]
        assert {"id": "jobs.read", "name": "See jobs"} in made["roles"][0]["permissions"]

    async def test_no_answer_tells_a_password_or_its_hash(self, service: httpx.AsyncClient):
        answer = await service.post("/v1/users?fields=all", json={"login": unique(), "password": PASSWORD})

        assert PASSWORD not in answer.text
        assert "hash" not in answer.text
        assert "argon2" not in answer.text

    async def test_lists_tell_disabled_ones_apart(self, service: httpx.AsyncClient):
        word = unique()
        enabled = await add_user(service, login=f"{word}-a")
        disabled = await add_user(service, login=f"{word}-b", disabled=True)

        for query, expected in {
            "status=active": [enabled],
            "status=disabled": [disabled],
            "active=false": [disabled],
            "sort=login+DESC": [disabled, enabled],
            "limit=1": [enabled],
            "offset=1": [disabled],
        }.items():
            found = many(await service.get(f"/v1/users?q={word}&{query}"))
            assert [user["id"] for user in found] == [user["id"] for user in expected], query

    async def test_a_long_list_is_paged_by_its_links(self, service: httpx.AsyncClient):
        word = unique()
        made = [(await add_user(service, login=f"{word}-{number}"))["login"] for number in range(5)]

        found, address = [], f"/v1/users?q={word}&limit=2"
        while address:
            body = (await service.get(address)).json()
            found += [user["login"] for user in body["users"]]
            address = body["meta"]["links"].get("next", {}).get("href")
            assert (body["meta"]["total_count"], body["meta"]["has_more"]) == (5, bool(address))

        assert found == made

    async def test_a_login_belongs_to_one_user(self, service: httpx.AsyncClient):
        made = await add_user(service)

        answer = await service.post("/v1/users", json={"login": made["login"].upper(), "password": PASSWORD})

        assert (answer.status_code, described(answer)) == (
            409,
            f"There is a user with the login {made['login']} already",
        )

    @pytest.mark.parametrize(
        ("body", "reason"),
        [
            ({"login": "x"}, "A user needs a login and a password"),
            ({"login": "x", "password": "short"}, "The password is refused: a password has 8 to 256 characters"),
            ({"login": "x" * 300, "password": PASSWORD}, "A login has 1 to 254 characters"),
            ({"login": 1.5, "password": PASSWORD}, "login: expected `str`, got `float`"),
            (
                {"login": "x", "password": PASSWORD, "roles": [{"id": "none"}]},
                "There is no role none; GET /v1/roles lists them",
            ),
            (
                {"login": "x", "password": PASSWORD, "group": {"id": "none"}},
                "There is no group none; GET /v1/groups lists them",
            ),
        ],
    )
    async def test_impossible_users_are_refused_by_what_is_wrong(
        self, service: httpx.AsyncClient, body: dict[str, Any], reason: str
    ):
        answer = await service.post("/v1/users", json=body)

        assert (answer.status_code, described(answer)) == (400, reason)

    async def test_what_is_not_known_is_told_as_a_warning(self, service: httpx.AsyncClient):
        answer = await service.post("/v1/users", json={"login": unique(), "password": PASSWORD, "colour": "red"})

        assert answer.json()["warnings"] == ["colour is not known here and was ignored"]

    async def test_a_user_is_changed_and_removed(self, service: httpx.AsyncClient):
        made = await add_user(service, roles=[{"id": AUDITOR.id}])

        changed = one(
            await service.patch(f"/v1/users/{made['id']}", json={"name": "New", "roles": [{"id": OPERATOR.id}]})
        )
        removed = await service.delete(f"/v1/users/{made['id']}")

        assert (changed["name"], [role["id"] for role in changed["roles"]]) == ("New", [OPERATOR.id])
        assert removed.status_code == 204
        assert (await service.get(f"/v1/users/{made['id']}")).status_code == 404

    async def test_another_password_ends_the_users_tokens(
        self, service: httpx.AsyncClient, make_person: MakePerson, nobody: httpx.AsyncClient
    ):
        async with await make_person(AUDITOR) as person:
            me = one(await person.get("/v1/users/me"))

            await service.patch(f"/v1/users/{me['id']}", json={"new_password": PASSWORD})

            assert (await person.get("/v1/users/me")).status_code == 401
        form = {"grant_type": "password", "username": me["login"], "password": PASSWORD}
        assert (await nobody.post("/connect/token", data=form)).status_code == 200

    async def test_a_disabled_user_is_out_at_once(self, service: httpx.AsyncClient, make_person: MakePerson):
        async with await make_person(AUDITOR) as person:
            me = one(await person.get("/v1/users/me"))

            await service.patch(f"/v1/users/{me['id']}", json={"disabled": True})

            assert (await person.get("/v1/users/me")).status_code == 401


class TestMe:
    async def test_everybody_sees_and_changes_themselves(self, make_person: MakePerson):
        async with await make_person() as person:
            body = {"name": "Uma", "email": "uma@example.com", "notifications": {"email": True}}
            changed = one(await person.patch("/v1/users/me", json=body))

            assert changed == one(await person.get("/v1/users/me"))
            assert (changed["name"], changed["notifications"]) == ("Uma", {"email": True})
            assert (await person.get("/v1/users")).status_code == 403

    async def test_a_password_is_changed_with_the_old_one_and_this_token_goes_on(
        self, service: httpx.AsyncClient, nobody: httpx.AsyncClient
    ):
        made = await add_user(service)
        form = {"grant_type": "password", "username": made["login"], "password": PASSWORD}
        token = (await nobody.post("/connect/token", data=form)).json()["access_token"]
        nobody.headers["authorization"] = f"Bearer {token}"

        wrong = await nobody.patch("/v1/users/me", json={"old_password": "guess", "new_password": "another one"})
        right = await nobody.patch("/v1/users/me", json={"old_password": PASSWORD, "new_password": "another one"})

        assert (wrong.status_code, described(wrong)) == (400, "old_password is not your present password")
        assert one(right)["id"] == made["id"]
        assert (await nobody.get("/v1/users/me")).status_code == 200

    async def test_guesses_at_the_old_password_have_to_wait(self, make_person: MakePerson):
        async with await make_person() as person:
            body = {"old_password": "guess", "new_password": "another one"}
            met = [(await person.patch("/v1/users/me", json=body)).status_code for _ in range(11)]

        assert met == [400] * 10 + [429]

    async def test_nobody_raises_themselves(self, make_person: MakePerson):
        async with await make_person() as person:
            answer = await person.patch("/v1/users/me", json={"roles": [{"id": ADMINISTRATOR.id}]})

            assert answer.json()["warnings"] == ["roles is not known here and was ignored"]
            assert one(await person.get("/v1/users/me"))["roles"] == []

    async def test_preferences_are_kept_for_each(self, make_person: MakePerson):
        async with await make_person() as person, await make_person() as other:
            await person.patch("/v1/users/me/preferences", json={"theme": "dark", "rows": 20})
            await person.patch("/v1/users/me/preferences", json={"rows": None, "zoom": 2})

            kept = one(await person.get("/v1/users/me/preferences"))
            assert kept == {"theme": "dark", "zoom": 2, "type": "user_preference"}
            assert one(await other.get("/v1/users/me/preferences")) == {"type": "user_preference"}


class TestLimits:
    async def test_nobody_gives_roles_beyond_their_own(self, make_person: MakePerson, service: httpx.AsyncClient):
        people = await add_role(service, "users.read", "users.write")
        async with await make_person(
            Role(people["id"], people["name"], frozenset({"users.read", "users.write"}))
        ) as person:
            for request in (
                person.post(
                    "/v1/users", json={"login": unique(), "password": PASSWORD, "roles": [{"id": ADMINISTRATOR.id}]}
                ),
                person.post("/v1/roles", json={"name": "All", "permissions": ["jobs.run"]}),
                person.patch(
                    f"/v1/users/{one(await service.get('/v1/users/me'))['id']}", json={"new_password": PASSWORD}
                ),
                person.delete(f"/v1/users/{one(await service.get('/v1/users/me'))['id']}"),
            ):
                assert (await request).status_code == 403

    async def test_permissions_are_asked_for_by_route(self, make_person: MakePerson):
        expected = {route.permission for route in all_routes() if route.permission}
        assert expected <= PERMISSIONS.keys()
        async with await make_person() as person:
            for route in all_routes():
                if route.permission is not None:
                    path = route.full_path.replace("{", "").replace("}", "")
                    answer = await person.request(route.method, path)
                    assert (answer.status_code, route.permission in described(answer)) == (403, True), route.name

    async def test_an_auditor_reads_and_changes_nothing(self, make_person: MakePerson):
        async with await make_person(AUDITOR) as person:
            met = {
                route.name: (await person.request(route.method, route.full_path)).status_code
                for route in all_routes()
                if route.permission and not route.permission.endswith(".read")
            }

        assert set(met.values()) == {403}


class TestRoles:
    async def test_a_role_is_made_of_permissions_changed_and_removed(self, service: httpx.AsyncClient):
        made = await add_role(service, "jobs.run", "jobs.read")

        changed = one(
            await service.patch(f"/v1/roles/{made['id']}", json={"name": "R2", "permissions": [{"id": "maps.read"}]})
        )

        assert [permission["id"] for permission in made["permissions"]] == ["jobs.read", "jobs.run"]
        assert (changed["name"], changed["permissions"]) == ("R2", [{"id": "maps.read", "name": "See maps"}])
        assert (await service.delete(f"/v1/roles/{made['id']}")).status_code == 204
        assert (await service.get(f"/v1/roles/{made['id']}")).status_code == 404

    async def test_a_role_that_somebody_has_stays(self, service: httpx.AsyncClient):
        made = await add_role(service, "jobs.read")
        await add_user(service, roles=[{"id": made["id"]}])

        answer = await service.delete(f"/v1/roles/{made['id']}")

        assert (answer.status_code, described(answer)) == (
            409,
            f"Somebody has the role {made['name']}; take it from them first",
        )

    async def test_the_built_in_roles_stay_as_they_are(self, service: httpx.AsyncClient):
        listed = many(await service.get("/v1/roles?q=a&fields=id,built_in"))

        assert [role["id"] for role in listed[:3]] == [ADMINISTRATOR.id, OPERATOR.id, AUDITOR.id]
        assert (await service.patch(f"/v1/roles/{AUDITOR.id}", json={"name": "x"})).status_code == 403
        assert (await service.delete(f"/v1/roles/{AUDITOR.id}")).status_code == 403

    async def test_unknown_permissions_are_refused(self, service: httpx.AsyncClient):
        answer = await service.post("/v1/roles", json={"name": "x", "permissions": ["fly"]})

        assert (answer.status_code, described(answer)) == (
            400,
            "There is no permission 'fly'; GET /v1/permissions lists them",
        )


class TestGroups:
    async def test_groups_form_a_tree(self, service: httpx.AsyncClient):
        top = one(await service.post("/v1/groups", json={"name": unique()}), 201)
        low = one(await service.post("/v1/groups", json={"name": unique(), "parent": {"id": top["id"]}}), 201)

        assert low["parent"] == {"id": top["id"], "name": top["name"], "type": "owner"}
        assert many(await service.get(f"/v1/groups?parent={top['id']}")) == [low]
        assert one(await service.patch(f"/v1/groups/{low['id']}", json={"parent": None}))["parent"] is None

    async def test_a_group_does_not_lie_within_itself(self, service: httpx.AsyncClient):
        top = one(await service.post("/v1/groups", json={"name": unique()}), 201)
        low = one(await service.post("/v1/groups", json={"name": unique(), "parent": {"id": top["id"]}}), 201)

        answer = await service.patch(f"/v1/groups/{top['id']}", json={"parent": {"id": low["id"]}})

        assert answer.status_code == 400

    async def test_a_group_with_something_in_it_stays(self, service: httpx.AsyncClient):
        top = one(await service.post("/v1/groups", json={"name": unique()}), 201)
        low = one(await service.post("/v1/groups", json={"name": unique(), "parent": {"id": top["id"]}}), 201)

        assert (await service.delete(f"/v1/groups/{top['id']}")).status_code == 409
        assert (await service.delete(f"/v1/groups/{low['id']}")).status_code == 204
        assert (await service.delete(f"/v1/groups/{top['id']}")).status_code == 204


class TestTheLastAdministrator:
    async def test_one_stays_whatever_is_asked(self, application: Application):
        assert application.gateway is not None
        db = application.gateway.platform.db
        from holdall.base.db import Transaction
        from holdall.base.errors import Conflict
        from holdall.migration.service.people import Person
        from holdall.migration.service.tables import users
        from holdall.migration.service.users import Changes, change_user, create_user

        async def alone(tx: Transaction) -> None:
            """Whoever else there is stops being one, in a unit that is never kept."""
            last = await create_user(tx, None, Changes(login=unique(), password_hash="none", roles=[ADMINISTRATOR.id]))
            by = Person(last.id, last.login, None, None, ADMINISTRATOR.permissions, "")
            import sqlalchemy as sa

            from holdall.base.db import query

            await tx.run(query(sa.update(users).where(users.c.id != last.id).values(disabled=True)))
            await change_user(tx, by, last.id, Changes(roles=[]))

        with pytest.raises(Conflict, match="This is the last enabled administrator; make another one first"):
            await db.write(alone)
