"""The secrets of connections: taken in every form, and never told."""

import json
from typing import Any

import httpx
import pytest
import sqlalchemy as sa

from holdall.base.db import query
from holdall.migration.service.credentials import Credentials
from holdall.migration.service.tables import connections
from tests.migration.api.answers import all_described, described, many, one
from tests.support.companies import Company

SECRETS = ("private_key", "password", "client_secret", "secret_key", "access_token", "refresh_token", "session_token")


class TestServiceAccount:
    @pytest.fixture
    def auth(self, company: Company) -> dict[str, Any]:
        return company.service_auth()

    def seed_body(self, auth: dict[str, Any], **who: str) -> dict[str, Any]:
        """The vendor's sample, with its comma inside the value of the id."""
        return {
            "name": "Box Service Account (Access All Users)",
            "platform": {"id": "box-service"},
            "auth": {**auth, **{name: f"{value}," for name, value in who.items()}, "delete_behavior": "permanent"},
        }

    async def test_the_vendors_body_for_all_users_is_taken(
        self,
        service: httpx.AsyncClient,
        company: Company,
        auth: dict[str, Any],
    ):
        uma = company.user("Uma")

        answer = await service.post("/v1/connections/", json=self.seed_body(auth, enterprise_id=company.enterprise.id))

        made = one(answer, 201)
        assert "warnings" not in answer.json()
        assert made["account"]["id"] == company.enterprise.service_account_id
        side_of_uma = {"x-connect-as": uma.login}
        assert many(await service.get(f"/v1/connections/{made['id']}/items", headers=side_of_uma)) == []
        names = {item["name"] for item in many(await service.get(f"/v1/connections/{made['id']}/items"))}
        assert {uma.login, company.admin.login} <= names

    async def test_the_vendors_body_for_one_user_is_taken(
        self,
        service: httpx.AsyncClient,
        company: Company,
        auth: dict[str, Any],
    ):
        uma = company.user("Uma")

        made = one(await service.post("/v1/connections/", json=self.seed_body(auth, user_id=uma.id)), 201)

        assert (made["account"]["email"], made["account"]["name"]) == (uma.login, "Uma")

    @pytest.mark.parametrize("form", ["as it is", "escaped", "one line", "blanks"])
    async def test_a_private_key_is_taken_in_every_form_that_people_paste(
        self,
        service: httpx.AsyncClient,
        company: Company,
        auth: dict[str, Any],
        form: str,
    ):
        lines = auth["private_key"].strip().splitlines()
        auth["private_key"] = {
            "as it is": auth["private_key"],
            "escaped": "\\n".join(lines) + "\\n",
            "one line": "".join(lines),
            "blanks": "  \r\n  ".join(lines),
        }[form]

        answer = await service.post("/v1/connections", json=self.seed_body(auth, enterprise_id=company.enterprise.id))

        assert one(answer, 201)["account"]["id"] == company.enterprise.service_account_id

    async def test_the_samples_fields_are_taken_by_the_platform_box_too(
        self,
        service: httpx.AsyncClient,
        company: Company,
        auth: dict[str, Any],
    ):
        body = self.seed_body(auth, enterprise_id=company.enterprise.id) | {"platform": {"id": "box"}}

        assert one(await service.post("/v1/connections", json=body), 201)["account"]["built_in"] is True

    @pytest.mark.parametrize(
        ("changed", "reason"),
        [
            ({}, "auth is refused: auth needs one of enterprise_id (all users) and user_id (one user)"),
            (
                {"enterprise_id": "1", "user_id": "2"},
                "auth is refused: auth needs one of enterprise_id (all users) and user_id (one user)",
            ),
            (
                {"enterprise_id": "1", "password": "wrong"},
                "auth is refused: the private key of the app settings does not open with their passphrase",
            ),
            (
                {"enterprise_id": "1", "private_key": "no key"},
                "auth is refused: the private key of the app settings does not open with their passphrase",
            ),
        ],
    )
    async def test_a_key_that_does_not_open_and_other_faults_are_told_at_once(
        self, service: httpx.AsyncClient, auth: dict[str, Any], changed: dict[str, str], reason: str
    ):
        body = {"platform": {"id": "box-service"}, "auth": auth | changed}

        answer = await service.post("/v1/connections", json=body)

        assert (answer.status_code, described(answer)) == (400, reason)

    async def test_one_that_is_refused_by_the_platform_is_kept_with_a_warning(
        self,
        service: httpx.AsyncClient,
        company: Company,
        auth: dict[str, Any],
    ):
        body = self.seed_body(auth | {"client_secret": "wrong"}, enterprise_id=company.enterprise.id)

        answer = await service.post("/v1/connections", json=body)
        tried = await service.post(f"/v1/connections/{one(answer, 201)['id']}/test")

        (warning,) = answer.json()["warnings"]
        assert warning.startswith("the connection is kept, but cannot be used now: ")
        assert one(tried)["succeeded"] is False
        assert one(tried)["message"] in warning


class TestSecrets:
    async def test_no_answer_tells_them_and_the_database_holds_them_sealed(
        self,
        service: httpx.AsyncClient,
        company: Company,
        site: Any,
    ):
        auth = company.service_auth(enterprise_id=company.enterprise.id)
        answers = [await service.post("/v1/connections", json={"platform": {"id": "box-service"}, "auth": auth})]
        made = one(answers[0], 201)
        for path in ("", "?fields=all", "?fields=auth,auth.password", "/edit", "/items"):
            answers.append(await service.get(f"/v1/connections/{made['id']}{path}"))
        answers.append(
            await service.patch(f"/v1/connections/{made['id']}", json={"auth": {"password": "wrong-secret"}})
        )
        answers.append(await service.patch(f"/v1/connections/{made['id']}", json={"auth": auth}))
        answers.append(await service.post(f"/v1/connections/{made['id']}/test"))

        row = await site.db.one(query(sa.select(connections).where(connections.c.id == made["id"])))

        for secret in (auth["password"], auth["client_secret"], auth["private_key"].splitlines()[2], "wrong-secret"):
            assert [answer.url for answer in answers if secret in answer.text] == []
            assert secret not in json.dumps(row, default=str)
        sealed = next(value for name, value in zip(connections.c.keys(), row, strict=True) if name == "auth")
        assert Credentials.unseal(site.key, sealed).fields["password"] == auth["password"]

    async def test_editing_shows_what_is_no_secret(self, service: httpx.AsyncClient, company: Company):
        auth = company.service_auth(enterprise_id=company.enterprise.id)
        made = one(await service.post("/v1/connections", json={"platform": {"id": "box-service"}, "auth": auth}), 201)

        form = one(await service.get(f"/v1/connections/{made['id']}/edit"))

        values = {name: field["value"] for name, field in form["attributes"].items()}
        assert (form["method"], values["client_id"], values["enterprise_id"]) == (
            "prompt",
            auth["client_id"],
            company.enterprise.id,
        )
        assert {values[name] for name in values.keys() & set(SECRETS)} == {None}

    async def test_another_server_is_not_told_what_the_first_one_was(
        self, service: httpx.AsyncClient, company: Company
    ):
        auth = company.service_auth(enterprise_id=company.enterprise.id)
        made = one(await service.post("/v1/connections", json={"platform": {"id": "box-service"}, "auth": auth}), 201)

        answer = await service.patch(
            f"/v1/connections/{made['id']}", json={"auth": {"base_url": "https://elsewhere.example"}}
        )

        assert answer.status_code == 400
        assert all_described(answer) == [
            f"auth.{name} is missing: box-service needs it" for name in ("client_secret", "private_key")
        ]

    async def test_one_field_can_be_changed_alone(
        self,
        service: httpx.AsyncClient,
        company: Company,
        site: Any,
    ):
        auth = company.service_auth(enterprise_id=company.enterprise.id)
        made = one(await service.post("/v1/connections", json={"platform": {"id": "box-service"}, "auth": auth}), 201)
        uma = company.user("Uma")

        changed = await service.patch(
            f"/v1/connections/{made['id']}", json={"auth": {"enterprise_id": None, "user_id": uma.id}}
        )

        assert one(changed)["account"]["email"] == uma.login
