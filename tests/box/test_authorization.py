"""The token and revocation endpoints, as clients meet them over HTTP."""

import asyncio
from typing import Any

import pytest

from holdall.base.clock import DAY, HOUR, MINUTE, SECOND
from holdall.base.db import Transaction
from holdall.content.identity.codes import issue_code
from holdall.content.identity.tables import applications, users
from tests.support.client import Client
from tests.support.enterprise import Enterprise, make_enterprise
from tests.support.oauth import (
    JWT_BEARER,
    claims_for,
    client_of,
    me,
    register,
    request_token,
    rsa_key,
    sign,
)

VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"  # the pair of RFC 7636, appendix B
CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
REDIRECT = "https://app.example.com/callback"


async def make_code(enterprise: Enterprise, scopes: list[str] | None = None, **more: Any) -> str:
    async def unit(tx: Transaction) -> str:
        return await issue_code(
            tx,
            application_id=enterprise.application_id,
            user_id=enterprise.user_id,
            redirect_uri=REDIRECT,
            scopes=scopes or ["root_readwrite"],
            challenge=None,
            **more,
        )

    return await enterprise.gateway.platform.db.write(unit)


async def sign_in(enterprise: Enterprise) -> dict[str, Any]:
    response = await request_token(
        enterprise, grant_type="authorization_code", code=await make_code(enterprise), **client_of(enterprise)
    )
    tokens: dict[str, Any] = response.json()
    return tokens


async def change_application(enterprise: Enterprise, **columns: Any) -> None:
    async def unit(tx: Transaction) -> None:
        await tx.update(applications, {"id": enterprise.application_id}, **columns)

    await enterprise.gateway.platform.db.write(unit)


async def deactivate(enterprise: Enterprise, user_id: int) -> None:
    async def unit(tx: Transaction) -> None:
        await tx.update(users, {"id": user_id}, status="inactive")

    await enterprise.gateway.platform.db.write(unit)


@pytest.mark.operation("post_oauth2_token")
class TestClient:
    async def test_a_wrong_secret_and_an_unknown_client_get_the_same_answer(self, enterprise: Enterprise) -> None:
        form = {"grant_type": "client_credentials", "box_subject_type": "enterprise", "box_subject_id": enterprise.id}
        wrong = await request_token(enterprise, **form, client_id=f"client-{enterprise.id}", client_secret="guess")
        unknown = await request_token(enterprise, **form, client_id="nobody", client_secret="guess")
        expected = {"error": "invalid_client", "error_description": "The client credentials are invalid"}
        assert [(one.status_code, one.json()) for one in (wrong, unknown)] == [(400, expected)] * 2

    async def test_an_unknown_grant_type_is_refused(self, enterprise: Enterprise) -> None:
        response = await request_token(enterprise, grant_type="password", **client_of(enterprise))
        assert (response.status_code, response.json()) == (
            400,
            {
                "error": "unsupported_grant_type",
                "error_description": "Invalid grant_type parameter or parameter missing",
            },
        )

    async def test_credentials_may_come_in_the_authorization_header(self, enterprise: Enterprise) -> None:
        client = Client(enterprise.gateway)
        client.http.auth = (f"client-{enterprise.id}", "secret")
        form = {"grant_type": "client_credentials", "box_subject_type": "enterprise", "box_subject_id": enterprise.id}
        response = await client.call("post_oauth2_token", data=form)
        assert response.status_code == 200

    async def test_answers_may_not_be_stored_and_tell_the_time_of_the_server(self, enterprise: Enterprise) -> None:
        response = await request_token(enterprise, grant_type="refresh_token", **client_of(enterprise))
        assert response.status_code == 400
        assert response.headers["cache-control"] == "no-store"
        assert response.headers["date"].endswith(" GMT")

    @pytest.mark.parametrize("field", ["client_id", "client_secret", "code", "redirect_uri"])
    async def test_what_no_text_holds_is_refused(self, enterprise: Enterprise, field: str) -> None:
        form = {"grant_type": "authorization_code", "code": "x", **client_of(enterprise), field: "a\0b"}
        response = await request_token(enterprise, **form)
        assert (response.status_code, response.json()["error"]) == (400, "invalid_request")

    @pytest.mark.parametrize("body", [b"\xff\xfe", b"grant_type", b"a=b&" * 100, b"{}"])
    async def test_a_body_that_is_no_form_is_refused(self, enterprise: Enterprise, body: bytes) -> None:
        response = await Client(enterprise.gateway).call("post_oauth2_token", content=body)
        assert (response.status_code, set(response.json())) == (400, {"error", "error_description"})

    async def test_a_body_without_end_is_refused(self, enterprise: Enterprise) -> None:
        response = await Client(enterprise.gateway).http.post("/oauth2/token", content=b"x" * 100_000)
        assert response.status_code == 413

    async def test_the_address_of_the_web_application_works_too(self, enterprise: Enterprise) -> None:
        form = {"grant_type": "client_credentials", "box_subject_type": "enterprise", "box_subject_id": enterprise.id}
        response = await Client(enterprise.gateway).http.post("/api/oauth2/token/", data=form | client_of(enterprise))
        assert response.status_code == 200


@pytest.mark.operation("post_oauth2_token")
class TestClientCredentials:
    async def test_an_enterprise_subject_speaks_for_the_service_account(self, enterprise: Enterprise) -> None:
        response = await request_token(
            enterprise,
            grant_type="client_credentials",
            box_subject_type="enterprise",
            box_subject_id=enterprise.id,
            **client_of(enterprise),
        )
        tokens = response.json()
        assert set(tokens) == {"access_token", "expires_in", "restricted_to", "token_type"}
        assert (tokens["expires_in"], tokens["restricted_to"], tokens["token_type"]) == (3600, [], "bearer")
        assert (await me(enterprise, tokens["access_token"])).json()["login"].startswith("AutomationUser_")

    async def test_a_user_subject_speaks_for_the_user(self, enterprise: Enterprise) -> None:
        response = await request_token(
            enterprise,
            grant_type="client_credentials",
            box_subject_type="user",
            box_subject_id=enterprise.user_id,
            **client_of(enterprise),
        )
        assert (await me(enterprise, response.json()["access_token"])).json()["id"] == str(enterprise.user_id)

    async def test_subjects_elsewhere_inactive_or_unknown_are_refused_alike(self, enterprise: Enterprise) -> None:
        other = await make_enterprise(enterprise.gateway)
        inactive, _ = await enterprise.new_user(status="inactive")
        subjects = [
            ("user", other.user_id),
            ("user", inactive),
            ("user", 1),
            ("user", "abc"),
            ("enterprise", other.id),
            ("group", enterprise.id),
        ]
        answers = [
            await request_token(
                enterprise,
                grant_type="client_credentials",
                box_subject_type=kind,
                box_subject_id=subject_id,
                **client_of(enterprise),
            )
            for kind, subject_id in subjects
        ]
        expected = {"error": "invalid_grant", "error_description": "Grant credentials are invalid"}
        assert [(one.status_code, one.json()) for one in answers] == [(400, expected)] * len(subjects)

    async def test_an_application_without_the_right_makes_no_tokens_for_users(self, enterprise: Enterprise) -> None:
        await change_application(enterprise, can_create_user_tokens=False)
        response = await request_token(
            enterprise,
            grant_type="client_credentials",
            box_subject_type="user",
            box_subject_id=enterprise.user_id,
            **client_of(enterprise),
        )
        assert (response.status_code, response.json()["error"]) == (400, "unauthorized_client")


@pytest.mark.operation("post_oauth2_token")
class TestAuthorizationCode:
    async def test_a_code_gives_an_access_token_and_a_refresh_token(self, enterprise: Enterprise) -> None:
        tokens = await sign_in(enterprise)
        assert set(tokens) == {"access_token", "expires_in", "restricted_to", "token_type", "refresh_token"}
        assert (await me(enterprise, tokens["access_token"])).json()["id"] == str(enterprise.user_id)

    async def test_a_second_use_is_refused_and_ends_what_the_first_gave(self, enterprise: Enterprise) -> None:
        code = await make_code(enterprise)
        form = {"grant_type": "authorization_code", "code": code, **client_of(enterprise)}
        tokens = (await request_token(enterprise, **form)).json()
        again = await request_token(enterprise, **form)
        assert (again.status_code, again.json()["error"]) == (400, "invalid_grant")
        assert (await me(enterprise, tokens["access_token"])).status_code == 401

    async def test_a_code_lives_for_thirty_seconds(self, enterprise: Enterprise) -> None:
        code, clock = await make_code(enterprise), enterprise.gateway.platform.clock
        clock.advance(31 * SECOND)
        try:
            response = await request_token(
                enterprise, grant_type="authorization_code", code=code, **client_of(enterprise)
            )
        finally:
            clock.advance(-31 * SECOND)
        assert (response.status_code, response.json()) == (
            400,
            {"error": "invalid_grant", "error_description": "The authorization code has expired"},
        )

    async def test_a_code_of_another_application_is_refused(self, enterprise: Enterprise) -> None:
        other = await make_enterprise(enterprise.gateway)
        response = await request_token(
            other, grant_type="authorization_code", code=await make_code(enterprise), **client_of(other)
        )
        assert (response.status_code, response.json()["error"]) == (400, "invalid_grant")

    async def test_another_redirect_address_is_refused(self, enterprise: Enterprise) -> None:
        form = {"grant_type": "authorization_code", "code": await make_code(enterprise), **client_of(enterprise)}
        wrong = await request_token(enterprise, **form, redirect_uri="https://other.example.com/")
        right = await request_token(enterprise, **form, redirect_uri=REDIRECT)
        assert [one.status_code for one in (wrong, right)] == [400, 200]

    async def test_the_token_has_the_scopes_that_were_consented_to(self, enterprise: Enterprise) -> None:
        code = await make_code(enterprise, ["root_readonly"])
        tokens = (
            await request_token(enterprise, grant_type="authorization_code", code=code, **client_of(enterprise))
        ).json()
        response = await Client(enterprise.gateway, tokens["access_token"]).call("get_users")
        assert (response.status_code, response.json()["code"]) == (403, "insufficient_scope")


@pytest.mark.operation("post_oauth2_token#refresh")
class TestRefresh:
    async def test_a_refresh_token_gives_a_new_pair(self, enterprise: Enterprise) -> None:
        tokens = await sign_in(enterprise)
        response = await request_token(
            enterprise,
            grant_type="refresh_token",
            refresh_token=tokens["refresh_token"],
            **client_of(enterprise),
        )
        fresh = response.json()
        assert {fresh["access_token"], fresh["refresh_token"]}.isdisjoint(
            {tokens["access_token"], tokens["refresh_token"]}
        )
        assert (await me(enterprise, fresh["access_token"])).json()["id"] == str(enterprise.user_id)

    async def test_a_second_use_ends_the_whole_grant(self, enterprise: Enterprise) -> None:
        tokens = await sign_in(enterprise)
        form = {"grant_type": "refresh_token", **client_of(enterprise)}
        fresh = (await request_token(enterprise, **form, refresh_token=tokens["refresh_token"])).json()
        stolen = await request_token(enterprise, **form, refresh_token=tokens["refresh_token"])
        after = await request_token(enterprise, **form, refresh_token=fresh["refresh_token"])
        expected = {"error": "invalid_grant", "error_description": "Refresh token has expired"}
        assert [(one.status_code, one.json()) for one in (stolen, after)] == [(400, expected)] * 2
        assert (await me(enterprise, fresh["access_token"])).status_code == 401

    async def test_a_refresh_token_lives_for_sixty_days(self, enterprise: Enterprise) -> None:
        first, second = await sign_in(enterprise), await sign_in(enterprise)
        form, clock = {"grant_type": "refresh_token", **client_of(enterprise)}, enterprise.gateway.platform.clock
        clock.advance(60 * DAY - MINUTE)
        try:
            in_time = await request_token(enterprise, **form, refresh_token=first["refresh_token"])
            clock.advance(2 * MINUTE)
            too_late = await request_token(enterprise, **form, refresh_token=second["refresh_token"])
        finally:
            clock.advance(-60 * DAY - MINUTE)
        assert [one.status_code for one in (in_time, too_late)] == [200, 400]
        assert too_late.json()["error_description"] == "Refresh token has expired"

    async def test_an_unknown_one_and_one_of_another_application_are_refused(self, enterprise: Enterprise) -> None:
        other, tokens = await make_enterprise(enterprise.gateway), await sign_in(enterprise)
        form = {"grant_type": "refresh_token", **client_of(other)}
        answers = [await request_token(other, **form, refresh_token=one) for one in (tokens["refresh_token"], "x")]
        expected = {"error": "invalid_grant", "error_description": "Invalid refresh token"}
        assert [one.json() for one in answers] == [expected] * 2

    async def test_a_user_who_was_deactivated_gets_no_new_token(self, enterprise: Enterprise) -> None:
        tokens = await sign_in(enterprise)
        await deactivate(enterprise, enterprise.user_id)
        response = await request_token(
            enterprise, grant_type="refresh_token", refresh_token=tokens["refresh_token"], **client_of(enterprise)
        )
        assert (response.status_code, response.json()["error"]) == (400, "invalid_grant")


@pytest.mark.operation("post_oauth2_token")
class TestAtOnce:
    async def test_of_two_uses_at_once_one_alone_succeeds(self, enterprise: Enterprise) -> None:
        await register(enterprise, rsa_key())
        tokens = await sign_in(enterprise)
        forms: list[dict[str, Any]] = [
            {"grant_type": "authorization_code", "code": await make_code(enterprise)},
            {"grant_type": "refresh_token", "refresh_token": tokens["refresh_token"]},
            {"grant_type": JWT_BEARER, "assertion": sign(claims_for(enterprise), rsa_key())},
        ]
        for form in forms:
            answers = await asyncio.gather(
                *(request_token(enterprise, **form, **client_of(enterprise)) for _ in range(4))
            )
            assert sorted(one.status_code for one in answers) == [200, 400, 400, 400], form["grant_type"]


class TestAuthenticate:
    async def test_an_expired_token_says_so_in_the_word_that_rclone_looks_for(self, enterprise: Enterprise) -> None:
        token = await enterprise.new_token(enterprise.user_id, lifetime=3600)
        enterprise.gateway.platform.clock.advance(HOUR)
        try:
            response = await me(enterprise, token)
        finally:
            enterprise.gateway.platform.clock.advance(-HOUR)
        assert response.status_code == 401
        assert "expired_token" in response.headers["www-authenticate"]

    async def test_the_token_of_an_inactive_user_is_refused(self, enterprise: Enterprise) -> None:
        await deactivate(enterprise, enterprise.user_id)
        assert (await me(enterprise, str(enterprise.user.token))).status_code == 401


class TestAsUser:
    async def test_an_admin_and_a_service_account_act_for_a_user(self, enterprise: Enterprise) -> None:
        token = (
            await request_token(
                enterprise,
                grant_type="client_credentials",
                box_subject_type="enterprise",
                box_subject_id=enterprise.id,
                **client_of(enterprise),
            )
        ).json()["access_token"]
        answers = [
            await me(enterprise, one, **{"as-user": str(enterprise.user_id)})
            for one in (str(enterprise.admin.token), token)
        ]
        assert [one.json()["id"] for one in answers] == [str(enterprise.user_id)] * 2

    async def test_a_user_may_not_act_for_another(self, enterprise: Enterprise) -> None:
        response = await me(enterprise, str(enterprise.user.token), **{"as-user": str(enterprise.admin_id)})
        assert (response.status_code, response.json()["code"]) == (403, "access_denied_insufficient_permissions")

    async def test_a_user_may_name_itself(self, enterprise: Enterprise) -> None:
        response = await me(enterprise, str(enterprise.user.token), **{"as-user": str(enterprise.user_id)})
        assert response.json()["id"] == str(enterprise.user_id)

    async def test_users_elsewhere_inactive_and_unknown_are_refused_alike(self, enterprise: Enterprise) -> None:
        other = await make_enterprise(enterprise.gateway)
        inactive, _ = await enterprise.new_user(status="inactive")
        answers = [
            await me(enterprise, str(enterprise.admin.token), **{"as-user": str(one)})
            for one in (other.user_id, inactive, 1)
        ]
        bodies = [(one.status_code, one.json()["code"], one.json()["message"]) for one in answers]
        message = "As-User must be the id of an active user of the same enterprise"
        assert bodies == [(403, "access_denied_insufficient_permissions", message)] * 3

    async def test_an_application_without_the_right_may_not(self, enterprise: Enterprise) -> None:
        await change_application(enterprise, can_act_as_user=False)
        response = await me(enterprise, str(enterprise.admin.token), **{"as-user": str(enterprise.user_id)})
        assert (response.status_code, response.json()["code"]) == (403, "insufficient_scope")

    async def test_a_header_that_is_no_id_is_refused(self, enterprise: Enterprise) -> None:
        response = await me(enterprise, str(enterprise.admin.token), **{"as-user": "somebody"})
        assert response.status_code == 400
