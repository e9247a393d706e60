"""Platforms, and connections that a person makes by signing in: the link, the consent, the way back."""

import asyncio
import hashlib
from typing import Any

import httpx
import msgspec
import pytest
import sqlalchemy as sa

from holdall.base.db import query
from holdall.base.ids import new_secret, secret_hash
from holdall.cli.server import Application
from holdall.migration.api.face import Face
from holdall.migration.service.connections import open_side_of
from holdall.migration.service.credentials import Credentials
from holdall.migration.service.known_platforms import PLATFORMS
from holdall.migration.service.permissions import ADMINISTRATOR
from holdall.migration.service.sign_ins import CALLBACK, forget_sign_ins
from holdall.migration.service.tables import connections, sign_ins, tokens
from tests.migration.api.answers import described, many, one
from tests.migration.api.conftest import MakePerson
from tests.suites.platforms import children
from tests.support.browser import Browser
from tests.support.companies import Company

PASSWORD = "correct horse battery"
REDIRECT = f"https://holdall.test{CALLBACK}"


@pytest.fixture
def site(application: Application) -> Any:
    assert application.gateway is not None
    return application.gateway.platform


@pytest.fixture
def app(company: Company) -> dict[str, str]:
    """An application at the other server that leads people back to this one."""
    application = {"name": "Migrations", "redirect_uris": [REDIRECT]}
    planted = company.enterprise.control.seed(
        {"enterprises": [{"id": int(company.enterprise.id), "applications": [application]}]}
    )
    made = planted["applications"][0]
    return {"client_id": made["client_id"], "client_secret": made["client_secret"], "base_url": company.url}


async def ask(service: httpx.AsyncClient, **query: str) -> str:
    """The link to sign in."""
    answer = await service.get("/v1/connections/platforms/box/new", params=query)
    body = answer.json()
    assert (answer.status_code, body[body["type"]]["method"]) == (200, "oauth2")
    return str(body[body["type"]]["target"])


async def consent(company: Company, target: str, login: str) -> httpx.URL:
    """What a person does at the other server; where the browser is led then."""
    browser = Browser(None, company.url)
    await browser.visit(target)
    await browser.submit(login=login, password=PASSWORD)
    await browser.submit(decision="grant")
    return browser.destination


class TestPlatforms:
    async def test_each_is_told_with_what_it_can_do_and_allows(self, service: httpx.AsyncClient):
        found = {platform["id"]: platform for platform in many(await service.get("/v1/connections/platforms"))}

        assert list(found) == list(PLATFORMS) == ["box", "box-service", "fs", "nfs", "s3"]
        assert found["box"] == one(await service.get("/v1/connections/platforms/BOX"))
        assert found["box"]["authorize"]["methods"] == ["oauth2", "prompt"]
        features = {name: found["box"]["features"][name] for name in ("versioning", "timestamps", "impersonation")}
        assert features == {"versioning": True, "timestamps": True, "impersonation": {"per_request": True}}
        assert found["fs"]["features"]["impersonation"] is False
        assert found["box"]["path"]["validation"]["segment"] == {"max": 255}
        assert found["box"]["path"]["validation"]["invalid_characters"] == ["/", "\\"]
        assert found["s3"]["features"]["max_size"] == 5 * 1024**4
        assert found["s3"]["path"]["validation"]["total"] == {"max": 1024}

    async def test_another_one_is_not_there(self, service: httpx.AsyncClient):
        answer = await service.get("/v1/connections/platforms/dfb")

        assert (answer.status_code, described(answer)) == (
            404,
            "There is no platform 'dfb'; there are box, box-service, fs, nfs, s3",
        )

    async def test_those_without_a_link_answer_their_form(self, service: httpx.AsyncClient):
        form = one(await service.get("/v1/connections/platforms/s3/new"))

        assert (form["method"], form["target"]) == ("prompt", None)
        assert form["attributes"]["secret_key"] == {
            "type": "password",
            "id": "secret_key",
            "caption": "Secret key",
            "hint": None,
            "required": True,
            "value": None,
            "options": {},
        }


class TestSigningIn:
    async def test_a_person_signs_in_and_a_connection_is_made(
        self,
        service: httpx.AsyncClient,
        nobody: httpx.AsyncClient,
        company: Company,
        app: dict[str, str],
        site: Any,
    ):
        uma = company.user("Uma", password=PASSWORD)
        name = f"Umas {new_secret(12)}"
        target = await ask(service, name=name, **app)

        destination = await consent(company, target, uma.login)
        page = await nobody.get(str(destination))

        assert target.startswith(f"{company.url}/api/oauth2/authorize?")
        assert str(destination.copy_with(query=None)) == REDIRECT
        assert page.status_code == 200
        assert f"The connection {name} can be used." in page.text
        (made,) = many(await service.get("/v1/connections", params={"q": name, "fields": "all"}))
        assert (made["account"]["email"], made["admin_mode"], made["created_by"]) == (
            uma.login,
            False,
            one(await service.get("/v1/users/me"))["id"],
        )
        assert many(await service.get(f"/v1/connections/{made['id']}/items")) == []

    async def test_it_goes_on_when_the_access_token_is_over_and_keeps_the_new_one(
        self,
        service: httpx.AsyncClient,
        nobody: httpx.AsyncClient,
        company: Company,
        app: dict[str, str],
        site: Any,
    ):
        uma = company.user("Uma", password=PASSWORD)
        name = f"Umas {new_secret(12)}"
        await nobody.get(str(await consent(company, await ask(service, name=name, **app), uma.login)))
        (made,) = many(await service.get("/v1/connections", params={"q": name}))

        async def kept() -> Any:
            sealed = await site.db.value(query(sa.select(connections.c.auth).where(connections.c.id == made["id"])))
            return Credentials.unseal(site.key, sealed)

        first = await kept()

        async def expire(tx: Any) -> None:
            over = msgspec.structs.replace(first, token=msgspec.structs.replace(first.token, expires_at=0.0))
            await tx.update(connections, {"id": made["id"]}, auth=over.seal(site.key))

        await site.db.write(expire)
        one_side, other_side = [await open_side_of(site, made["id"], "/") for _ in range(2)]
        listed = await asyncio.gather(*(children(side.platform, side.root) for side in (one_side, other_side)))
        for side in (one_side, other_side):
            await side.platform.close()

        second = await kept()
        assert listed == [{}, {}]
        assert first.token.refresh_token != second.token.refresh_token
        assert first.fields == second.fields

    async def test_a_refresh_token_from_elsewhere_can_be_sent_instead(
        self, service: httpx.AsyncClient, nobody: httpx.AsyncClient, company: Company, app: dict[str, str], site: Any
    ):
        uma = company.user("Uma", password=PASSWORD)
        name = f"Umas {new_secret(12)}"
        await nobody.get(str(await consent(company, await ask(service, name=name, **app), uma.login)))
        (made,) = many(await service.get("/v1/connections", params={"q": name}))
        sealed = await site.db.value(query(sa.select(connections.c.auth).where(connections.c.id == made["id"])))
        token = Credentials.unseal(site.key, sealed).token
        assert token is not None

        auth = {**app, "refresh_token": token.refresh_token}
        answer = await service.post("/v1/connections", json={"platform": {"id": "box"}, "auth": auth})
        unknown = await service.post(
            "/v1/connections", json={"platform": {"id": "box"}, "auth": auth | {"refresh_token": "unknown"}}
        )

        assert one(answer, 201)["account"]["email"] == uma.login
        assert many(await service.get(f"/v1/connections/{one(answer, 201)['id']}/items")) == []
        (warning,) = unknown.json()["warnings"]
        assert "Invalid refresh token" in warning

    async def test_admin_mode_reaches_every_user_below_the_address(
        self,
        service: httpx.AsyncClient,
        nobody: httpx.AsyncClient,
        company: Company,
        app: dict[str, str],
    ):
        boss = company.user("Boss", role="admin", password=PASSWORD)
        uma = company.user("Uma")
        name = f"All {new_secret(12)}"
        target = await ask(service, name=name, admin_mode="1", **app)

        await nobody.get(str(await consent(company, target, boss.login)))

        (made,) = many(await service.get("/v1/connections", params={"q": name, "fields": "all"}))
        names = {item["name"] for item in many(await service.get(f"/v1/connections/{made['id']}/items"))}
        assert made["admin_mode"] is True
        assert {uma.login, boss.login} <= names

    async def test_a_connection_is_signed_in_anew(
        self,
        service: httpx.AsyncClient,
        nobody: httpx.AsyncClient,
        company: Company,
        app: dict[str, str],
    ):
        uma, eve = company.user("Uma", password=PASSWORD), company.user("Eve", password=PASSWORD)
        name = f"Umas {new_secret(12)}"
        await nobody.get(str(await consent(company, await ask(service, name=name, **app), uma.login)))
        (made,) = many(await service.get("/v1/connections", params={"q": name}))

        edit = one(await service.get(made["links"]["edit"]["href"]))
        page = await nobody.get(str(await consent(company, edit["target"], eve.login)))

        assert (edit["method"], page.status_code) == ("oauth2", 200)
        (changed,) = many(await service.get("/v1/connections", params={"q": name}))
        assert (changed["id"], changed["account"]["email"]) == (made["id"], eve.login)

    async def test_its_other_fields_are_changed_without_signing_in_again(
        self, service: httpx.AsyncClient, nobody: httpx.AsyncClient, company: Company, app: dict[str, str]
    ):
        uma = company.user("Uma", password=PASSWORD)
        name = f"Umas {new_secret(12)}"
        await nobody.get(str(await consent(company, await ask(service, name=name, **app), uma.login)))
        (made,) = many(await service.get("/v1/connections", params={"q": name}))
        address = f"/v1/connections/{made['id']}"

        changed = await service.patch(address, json={"auth": {"delete_behavior": "permanent"}})
        moved = await service.patch(address, json={"auth": {"base_url": "https://elsewhere.example"}})

        assert "warnings" not in changed.json()
        assert one(changed)["account"]["email"] == uma.login
        assert moved.status_code == 400
        assert many(await service.get(f"{address}/items")) == []

    async def test_a_link_works_once(
        self,
        service: httpx.AsyncClient,
        nobody: httpx.AsyncClient,
        company: Company,
        app: dict[str, str],
    ):
        uma = company.user("Uma", password=PASSWORD)
        name = f"Once {new_secret(12)}"
        destination = str(await consent(company, await ask(service, name=name, **app), uma.login))

        pages = [await nobody.get(destination) for _ in range(2)]

        assert [page.status_code for page in pages] == [200, 400]
        assert "The link was used already, or its time is over." in pages[1].text
        assert len(many(await service.get("/v1/connections", params={"q": name}))) == 1

    async def test_a_code_of_another_sign_in_is_not_taken(
        self,
        service: httpx.AsyncClient,
        nobody: httpx.AsyncClient,
        company: Company,
        app: dict[str, str],
    ):
        uma = company.user("Uma", password=PASSWORD)
        mine, other = await ask(service, **app), await ask(service, **app)
        code = (await consent(company, other, uma.login)).params["code"]

        page = await nobody.get(CALLBACK, params={"code": code, "state": httpx.URL(mine).params["state"]})

        assert page.status_code == 400
        assert "The server did not accept the sign-in" in page.text

    async def test_a_refusal_is_shown_as_text_and_ends_the_link(
        self, service: httpx.AsyncClient, nobody: httpx.AsyncClient, app: dict[str, str]
    ):
        state = httpx.URL(await ask(service, **app)).params["state"]

        page = await nobody.get(CALLBACK, params={"error_description": "<b>no</b>", "state": state})
        again = await nobody.get(CALLBACK, params={"code": "x", "state": state})

        assert (page.status_code, again.status_code) == (400, 400)
        assert "&lt;b&gt;no&lt;/b&gt;" in page.text
        assert page.headers["content-security-policy"].startswith("default-src 'none'")
        assert "The link was used already" in again.text

    async def test_who_has_lost_the_right_gets_no_connection(
        self,
        make_person: MakePerson,
        service: httpx.AsyncClient,
        nobody: httpx.AsyncClient,
        company: Company,
        app: dict[str, str],
    ):
        uma = company.user("Uma", password=PASSWORD)
        async with await make_person(ADMINISTRATOR) as person:
            destination = str(await consent(company, await ask(person, **app), uma.login))
            me = one(await person.get("/v1/users/me"))
        await service.patch(f"/v1/users/{me['id']}", json={"roles": []})

        page = await nobody.get(destination)

        assert page.status_code == 400
        assert "may not make connections any more" in page.text

    async def test_what_a_link_needs_is_kept_sealed(self, service: httpx.AsyncClient, app: dict[str, str], site: Any):
        target = await ask(service, **app)

        rows = await site.db.all(query(sa.select(sign_ins)))

        state = httpx.URL(target).params["state"]
        assert [row for row in rows if state in str(row) or app["client_secret"] in str(row)] == []

    async def test_what_is_over_is_forgotten(
        self, service: httpx.AsyncClient, app: dict[str, str], site: Any, monkeypatch: pytest.MonkeyPatch
    ):
        state = httpx.URL(await ask(service, **app)).params["state"]
        kept = query(sa.select(sa.func.count()).where(sign_ins.c.state == secret_hash(state)))
        digest = hashlib.sha256(service.headers["authorization"].split()[1].encode()).hexdigest()
        token = query(sa.select(sa.func.count()).where(tokens.c.digest == digest))

        await forget_sign_ins(site)
        before = await site.db.value(kept), await site.db.value(token)
        monkeypatch.setattr(site.clock, "offset", site.clock.offset + 3601 * 1_000_000)
        await forget_sign_ins(site)

        assert (before, (await site.db.value(kept), await site.db.value(token))) == ((1, 1), (0, 0))

    async def test_the_secret_can_be_sent_in_a_body(self, service: httpx.AsyncClient, app: dict[str, str]):
        answer = await service.post("/v1/connections/platforms/box/new", json=app)

        assert one(answer)["target"].startswith(app["base_url"])


class TestSettings:
    async def test_without_an_application_it_says_what_to_set(self, service: httpx.AsyncClient):
        answer = await service.get("/v1/connections/platforms/box/new?admin_mode=1")

        assert (answer.status_code, described(answer)) == (
            400,
            "There is no application to sign in to: set HOLDALL_MIGRATION_BOX_CLIENT_ID and _SECRET of the server, or send "
            f"client_id and client_secret. The application leads people back to {REDIRECT}",
        )

    async def test_the_settings_application_is_used_at_box_unless_told_otherwise(
        self, application: Application, make_person: MakePerson
    ):
        assert application.migration is not None
        real = application.migration
        settings = msgspec.structs.replace(
            real.site.settings, migration_box_client_id="set-id", migration_box_client_secret="set-secret"
        )

        class Elsewhere:
            """The same server with other settings."""

            def __getattr__(self, name: str) -> Any:
                return settings if name == "settings" else getattr(real.site, name)

        async with await make_person(ADMINISTRATOR) as person:
            http = httpx.AsyncClient(
                transport=httpx.ASGITransport(Face(Elsewhere())),
                base_url="https://holdall.test",
                headers=person.headers,
            )
            target = httpx.URL(await ask(http, admin_mode="1"))
            elsewhere = await http.get("/v1/connections/platforms/box/new?base_url=https://elsewhere.example")

        assert str(target.copy_with(query=None)) == "https://account.box.com/api/oauth2/authorize"
        assert (target.params["client_id"], target.params["redirect_uri"]) == ("set-id", REDIRECT)
        assert "secret" not in str(target)
        assert (elsewhere.status_code, described(elsewhere)[:42]) == (400, "There is no application to sign in to: set")
