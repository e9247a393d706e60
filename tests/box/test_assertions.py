"""Signing in with an assertion that is signed with an application's private key."""

from typing import Any

import pytest

from holdall.base.clock import SECOND
from tests.support.enterprise import Enterprise
from tests.support.oauth import (
    claims_for,
    ec_key,
    exchange_assertion,
    forge,
    me,
    register,
    rsa_key,
    sign,
)


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
