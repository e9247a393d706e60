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
    TOKEN_EXCHANGE,
    claims_for,
    client_of,
    downscope,
    ec_key,
    exchange_assertion,
    forge,
    me,
    register,
    request_token,
    rsa_key,
    sign,
)
from tests.support.tree import create, make_file

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


async def share_openly(client: Client, folder_id: str, **more: str) -> str:
    """The address of an open link to the folder."""
    body = {"shared_link": {"access": "open", **more}}
    answer = await client.call("put_folders_id", folder_id=folder_id, json=body, fields="shared_link")
    url: str = answer.json()["shared_link"]["url"]
    return url


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
class TestAssertion:
    @pytest.mark.parametrize("algorithm", ["RS256", "RS384", "RS512"])
    async def test_rsa_signatures_are_taken(self, enterprise: Enterprise, algorithm: str) -> None:
        await register(enterprise, rsa_key())
        response = await exchange_assertion(enterprise, sign(claims_for(enterprise), rsa_key(), algorithm))
        assert (await me(enterprise, response.json()["access_token"])).json()["login"].startswith("AutomationUser_")

    @pytest.mark.parametrize(("curve", "algorithm"), [("P-256", "ES256"), ("P-384", "ES384"), ("P-521", "ES512")])
    async def test_elliptic_curve_signatures_are_taken(
        self, enterprise: Enterprise, curve: str, algorithm: str
    ) -> None:
        await register(enterprise, ec_key(curve))
        response = await exchange_assertion(enterprise, sign(claims_for(enterprise), ec_key(curve), algorithm))
        assert response.status_code == 200

    async def test_a_user_subject_speaks_for_the_user(self, enterprise: Enterprise) -> None:
        await register(enterprise, rsa_key())
        claims = claims_for(enterprise, sub=str(enterprise.user_id), box_sub_type="user")
        response = await exchange_assertion(enterprise, sign(claims, rsa_key()))
        assert (await me(enterprise, response.json()["access_token"])).json()["id"] == str(enterprise.user_id)

    async def test_the_address_of_this_server_is_an_audience_too(self, enterprise: Enterprise) -> None:
        await register(enterprise, rsa_key())
        claims = claims_for(enterprise, aud=["https://holdall.test/oauth2/token"])
        assert (await exchange_assertion(enterprise, sign(claims, rsa_key()))).status_code == 200

    async def test_without_a_key_id_the_only_key_is_meant(self, enterprise: Enterprise) -> None:
        await register(enterprise, rsa_key())
        assertion = sign(claims_for(enterprise), rsa_key(), key_id=None)
        assert (await exchange_assertion(enterprise, assertion)).status_code == 200

    @pytest.mark.parametrize(
        ("changed", "description"),
        [
            ({"iss": "somebody"}, "Please check the 'iss' claim"),
            ({"aud": "https://api.example.com/oauth2/token"}, "Please check the 'aud' claim"),
            ({"sub": "1"}, "Please check the 'sub' claim. The 'sub' specified is invalid"),
            ({"sub": None}, "Please check the 'sub' claim"),
            ({"box_sub_type": "group"}, "Please check the 'box_sub_type' claim"),
            ({"jti": "short"}, "Please check the 'jti' claim"),
            ({"jti": "x" * 129}, "Please check the 'jti' claim"),
            ({"jti": "x" * 20 + "\0"}, "Please check the 'jti' claim"),
            ({"exp": None}, "Please check the 'exp' claim. Should be an integer"),
            ({"exp": "soon"}, "Please check the 'exp' claim. Should be an integer"),
        ],
    )
    async def test_a_claim_that_does_not_hold_is_named(
        self, enterprise: Enterprise, changed: dict[str, Any], description: str
    ) -> None:
        await register(enterprise, rsa_key())
        response = await exchange_assertion(enterprise, sign(claims_for(enterprise, **changed), rsa_key()))
        assert (response.status_code, response.json()["error"]) == (400, "invalid_grant")
        assert response.json()["error_description"].startswith(description)

    async def test_a_clock_that_is_off_is_told_the_time_of_the_server(self, enterprise: Enterprise) -> None:
        await register(enterprise, rsa_key())
        now = enterprise.gateway.platform.clock.now() // SECOND
        behind = await exchange_assertion(enterprise, sign(claims_for(enterprise, exp=now - 100), rsa_key()))
        ahead = await exchange_assertion(enterprise, sign(claims_for(enterprise, exp=now + 100), rsa_key()))
        early = await exchange_assertion(enterprise, sign(claims_for(enterprise, nbf=now + 10), rsa_key()))
        descriptions = [one.json()["error_description"] for one in (behind, ahead, early)]
        assert [one.split(". ")[0] for one in descriptions] == [
            "Current date/time MUST be before the expiration date/time listed in the 'exp' claim",
            "Please check the 'exp' claim",
            "Current date/time MUST be after or equal to the not-before date/time listed in the 'nbf' or 'iat' claim",
        ]
        assert all("The server's date/time is " in one for one in descriptions)
        assert [one.json()["error"] for one in (behind, ahead, early)] == ["invalid_grant"] * 3

    async def test_an_assertion_is_good_once(self, enterprise: Enterprise) -> None:
        await register(enterprise, rsa_key())
        assertion = sign(claims_for(enterprise), rsa_key())
        assert (await exchange_assertion(enterprise, assertion)).status_code == 200
        again = await exchange_assertion(enterprise, assertion)
        assert (again.status_code, again.json()) == (
            400,
            {
                "error": "invalid_grant",
                "error_description": "Please check the 'jti' claim. A unique 'jti' value is required",
            },
        )

    async def test_signatures_of_other_keys_and_other_algorithms_are_refused(self, enterprise: Enterprise) -> None:
        await register(enterprise, rsa_key())
        claims = claims_for(enterprise)
        foreign = sign(claims, ec_key("P-256"), "ES256")
        unsigned = forge("none", claims, b"")
        unknown_key = sign(claims, rsa_key(), key_id="key2")
        cut = sign(claims, rsa_key())[:-8]
        answers = [await exchange_assertion(enterprise, one) for one in (foreign, unsigned, unknown_key, cut, "x.y.z")]
        assert [(one.status_code, one.json()["error"]) for one in answers] == [(400, "invalid_grant")] * 5

    async def test_a_public_key_is_no_secret_to_sign_with(self, enterprise: Enterprise) -> None:
        await register(enterprise, rsa_key())
        public = rsa_key().as_pem(private=False)
        response = await exchange_assertion(enterprise, forge("HS256", claims_for(enterprise), public))
        assert (response.status_code, response.json()["error"]) == (400, "invalid_grant")


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


@pytest.mark.operation("post_oauth2_token")
class TestExchange:
    async def test_the_narrower_token_tells_what_it_is_limited_to(self, enterprise: Enterprise) -> None:
        file = (await make_file(enterprise, "a.txt")).item
        response = await downscope(
            enterprise,
            enterprise.user.token,
            "item_rename item_preview",
            resource=f"https://api.box.com/2.0/files/{file.id}",
        )
        body = response.json()
        assert set(body) == {"access_token", "expires_in", "token_type", "restricted_to", "issued_token_type"}
        assert body["issued_token_type"] == "urn:ietf:params:oauth:token-type:access_token"
        assert [(limit["scope"], limit["object"]["id"]) for limit in body["restricted_to"]] == [
            ("item_rename", str(file.id)),
            ("item_preview", str(file.id)),
        ]
        assert 3590 <= body["expires_in"] <= 3600

    async def test_its_scopes_are_all_that_it_can_do(self, enterprise: Enterprise) -> None:
        body = (await downscope(enterprise, enterprise.admin.token, "root_readonly")).json()
        response = await Client(enterprise.gateway, body["access_token"]).call("get_users")
        assert (response.status_code, response.json()["code"]) == (403, "insufficient_scope")
        assert response.headers["www-authenticate"].startswith('Bearer realm="Service", error="insufficient_scope"')

    async def test_it_never_exceeds_the_token_it_is_made_from(self, enterprise: Enterprise) -> None:
        narrow = (await downscope(enterprise, enterprise.user.token, "item_preview")).json()["access_token"]
        wider = await downscope(enterprise, narrow, "item_preview item_rename")
        assert (wider.status_code, wider.json()["error"]) == (401, "invalid_scope")

    async def test_it_never_leaves_the_folder_of_the_token_it_is_made_from(self, enterprise: Enterprise) -> None:
        inside, outside = await make_file(enterprise, "in.txt"), await make_file(enterprise, "out.txt")
        address = "https://holdall.test/2.0/files/{}"
        narrow = await downscope(
            enterprise, enterprise.user.token, "item_preview", resource=address.format(inside.item.id)
        )
        token = narrow.json()["access_token"]
        answers = [
            await downscope(enterprise, token, "item_preview", resource=address.format(one.item.id))
            for one in (inside, outside)
        ]
        assert [one.status_code for one in answers] == [200, 400]
        assert answers[1].json()["error"] == "invalid_resource"

    async def test_it_keeps_the_limits_where_none_are_named(self, enterprise: Enterprise) -> None:
        file = (await make_file(enterprise, "a.txt")).item
        address = f"https://api.box.com/2.0/files/{file.id}"
        narrow = (await downscope(enterprise, enterprise.user.token, "item_preview", resource=address)).json()
        again = (await downscope(enterprise, narrow["access_token"], "item_preview")).json()["access_token"]
        other = await make_file(enterprise, "b.txt")
        refused = await downscope(
            enterprise, again, "item_preview", resource=f"https://api.box.com/2.0/files/{other.item.id}"
        )
        assert refused.json()["error"] == "invalid_resource"

    async def test_it_lives_no_longer_than_the_token_it_is_made_from(self, enterprise: Enterprise) -> None:
        token = await enterprise.new_token(enterprise.user_id, lifetime=600)
        body = (await downscope(enterprise, token, "item_preview")).json()
        assert 590 <= body["expires_in"] <= 600

    @pytest.mark.parametrize(
        "resource",
        ["https://api.box.com/2.0/files/1", "https://api.box.com/2.0/folders/1"],
    )
    async def test_what_the_user_may_not_know_of_cannot_be_named(self, enterprise: Enterprise, resource: str) -> None:
        response = await downscope(enterprise, enterprise.user.token, "item_preview", resource=resource)
        assert (response.status_code, response.json()["error"]) == (400, "invalid_resource")

    async def test_another_users_file_cannot_be_named(self, enterprise: Enterprise) -> None:
        _, other = await enterprise.new_user()
        file = (await make_file(enterprise, "theirs.txt", client=other)).item
        response = await downscope(
            enterprise, enterprise.user.token, "item_preview", resource=f"https://api.box.com/2.0/files/{file.id}"
        )
        assert (response.status_code, response.json()["error"]) == (400, "invalid_resource")

    async def test_a_shared_link_opens_its_folder_to_the_narrower_token_alone(self, enterprise: Enterprise) -> None:
        _, stranger = await enterprise.new_user()
        folder = await create(enterprise.user, "plans")
        other = await create(enterprise.user, "other")
        url = await share_openly(enterprise.user, folder["id"])
        narrow = await downscope(enterprise, stranger.token, "base_explorer item_preview", box_shared_link=url)
        client = Client(enterprise.gateway, narrow.json()["access_token"])
        statuses = [
            (await one.call("get_folders_id_items", folder_id=place["id"])).status_code
            for one, place in ((client, folder), (client, other), (stranger, folder))
        ]
        assert narrow.json()["restricted_to"][0]["object"]["id"] == folder["id"]
        assert statuses == [200, 404, 404]

    async def test_a_link_that_is_taken_back_closes_the_narrower_token(self, enterprise: Enterprise) -> None:
        _, stranger = await enterprise.new_user()
        folder = await create(enterprise.user, "plans")
        url = await share_openly(enterprise.user, folder["id"])
        narrow = (await downscope(enterprise, stranger.token, "base_explorer", box_shared_link=url)).json()
        await enterprise.user.call("put_folders_id", folder_id=folder["id"], json={"shared_link": None})
        client = Client(enterprise.gateway, narrow["access_token"])
        assert (await client.call("get_folders_id", folder_id=folder["id"])).status_code == 404

    async def test_links_that_do_not_open_are_refused(self, enterprise: Enterprise) -> None:
        _, stranger = await enterprise.new_user()
        folder = await create(enterprise.user, "plans")
        url = await share_openly(enterprise.user, folder["id"], password="Secret123@")
        unknown = "https://holdall.test/s/unknown"
        answers = [
            await downscope(enterprise, stranger.token, "base_explorer", box_shared_link=one) for one in (url, unknown)
        ]
        assert [(one.status_code, one.json()["error"]) for one in answers] == [(400, "invalid_resource")] * 2

    async def test_an_address_and_a_link_exclude_each_other(self, enterprise: Enterprise) -> None:
        both = {"resource": "https://api.box.com/2.0/folders/0", "box_shared_link": "https://holdall.test/s/x"}
        response = await downscope(enterprise, enterprise.user.token, "base_explorer", **both)
        assert response.json()["error"] == "invalid_request"

    async def test_an_annotator_token_needs_an_assertion_that_names_an_external_person(
        self, enterprise: Enterprise
    ) -> None:
        await register(enterprise, rsa_key())
        person = {"sub": "person-7", "name": "Petra Person", "box_sub_type": "external"}
        good = sign(claims_for(enterprise, **person), rsa_key())
        internal = sign(claims_for(enterprise), rsa_key())
        answers = [
            await downscope(enterprise, enterprise.user.token, "item_preview", actor_token=one)
            for one in (good, good, internal, "x.y.z")
        ]
        assert [one.status_code for one in answers] == [200, 400, 400, 400]
        assert {one.json()["error"] for one in answers[1:]} == {"invalid_grant"}

    async def test_a_token_that_is_not_live_cannot_be_exchanged(self, enterprise: Enterprise) -> None:
        expired = await enterprise.new_token(enterprise.user_id, lifetime=0)
        answers = [await downscope(enterprise, one, "item_preview") for one in (expired, "unknown")]
        assert [(one.status_code, one.json()["error"]) for one in answers] == [(400, "invalid_grant")] * 2

    @pytest.mark.parametrize(
        ("changed", "error"),
        [
            ({"subject_token": ""}, "invalid_request"),
            ({"scope": ""}, "invalid_request"),
            ({"scope": "item_fly"}, "invalid_scope"),
            ({"resource": "https://api.box.com/2.0/users/1"}, "invalid_request"),
            ({"subject_token_type": "urn:ietf:params:oauth:token-type:id_token"}, "invalid_request"),
        ],
    )
    async def test_what_is_missing_or_malformed_is_refused(
        self, enterprise: Enterprise, changed: dict[str, str], error: str
    ) -> None:
        form = {"grant_type": TOKEN_EXCHANGE, "subject_token": enterprise.user.token, "scope": "item_preview"} | changed
        response = await request_token(enterprise, **form)
        assert (response.status_code, response.json()["error"]) == (400, error)


@pytest.mark.operation("post_oauth2_revoke")
class TestRevoke:
    @pytest.mark.parametrize("which", ["access_token", "refresh_token"])
    async def test_either_token_ends_both(self, enterprise: Enterprise, which: str) -> None:
        tokens = await sign_in(enterprise)
        response = await Client(enterprise.gateway).call(
            "post_oauth2_revoke", data={"token": tokens[which], **client_of(enterprise)}
        )
        refreshed = await request_token(
            enterprise, grant_type="refresh_token", refresh_token=tokens["refresh_token"], **client_of(enterprise)
        )
        assert (response.status_code, response.content) == (200, b"")
        assert (await me(enterprise, tokens["access_token"])).status_code == 401
        assert refreshed.status_code == 400

    async def test_it_ends_the_narrower_tokens_made_from_it(self, enterprise: Enterprise) -> None:
        tokens = await sign_in(enterprise)
        narrow = (await downscope(enterprise, tokens["access_token"], "item_preview")).json()["access_token"]
        await Client(enterprise.gateway).call(
            "post_oauth2_revoke", data={"token": tokens["access_token"], **client_of(enterprise)}
        )
        assert (await me(enterprise, narrow)).status_code == 401

    async def test_a_narrower_token_ends_alone(self, enterprise: Enterprise) -> None:
        tokens = await sign_in(enterprise)
        narrow = (await downscope(enterprise, tokens["access_token"], "item_preview")).json()["access_token"]
        await Client(enterprise.gateway).call("post_oauth2_revoke", data={"token": narrow, **client_of(enterprise)})
        statuses = [(await me(enterprise, one)).status_code for one in (narrow, tokens["access_token"])]
        assert statuses == [401, 200]

    async def test_an_unknown_token_counts_as_revoked(self, enterprise: Enterprise) -> None:
        response = await Client(enterprise.gateway).call(
            "post_oauth2_revoke", data={"token": "unknown", **client_of(enterprise)}
        )
        assert response.status_code == 200

    async def test_another_applications_token_is_left_alone(self, enterprise: Enterprise) -> None:
        other, tokens = await make_enterprise(enterprise.gateway), await sign_in(enterprise)
        response = await Client(enterprise.gateway).call(
            "post_oauth2_revoke", data={"token": tokens["access_token"], **client_of(other)}
        )
        assert (response.status_code, response.json()["error"]) == (400, "unauthorized_client")
        assert (await me(enterprise, tokens["access_token"])).status_code == 200

    async def test_the_application_must_prove_itself(self, enterprise: Enterprise) -> None:
        response = await Client(enterprise.gateway).call(
            "post_oauth2_revoke", data={"token": enterprise.user.token, "client_id": f"client-{enterprise.id}"}
        )
        assert (response.status_code, response.json()["error"]) == (400, "invalid_client")
        assert (await me(enterprise, str(enterprise.user.token))).status_code == 200


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
