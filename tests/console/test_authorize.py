"""The authorization endpoint from the first visit to the first token, as a person and an application meet it."""

import base64
import hashlib

import pytest

from holdall.base.db import Transaction
from holdall.content.identity.tables import applications
from tests.support.browser import Browser, cheap_hash
from tests.support.enterprise import Enterprise
from tests.support.oauth import client_of, me, request_token

PASSWORD = "correct horse battery"
CALLBACK = "https://app.example.com/callback?from=holdall"
AUTHORIZE = "/api/oauth2/authorize"
VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"  # the pair of RFC 7636, appendix B
CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"


@pytest.fixture
async def login(enterprise: Enterprise) -> str:
    """A person with a password, and an application with an address to come back to."""
    await register(enterprise, CALLBACK)
    _, client = await enterprise.new_user("Paula Person", password_hash=cheap_hash(PASSWORD))
    answer: str = (await client.call("get_users_me")).json()["login"]
    return answer


async def register(enterprise: Enterprise, *addresses: str) -> None:
    async def unit(tx: Transaction) -> None:
        await tx.update(applications, {"id": enterprise.application_id}, redirect_uris=list(addresses))

    await enterprise.gateway.platform.db.write(unit)


async def ask(enterprise: Enterprise, **parameters: str) -> Browser:
    """A browser that an application has sent to the authorization endpoint; an empty parameter is left away."""
    asked = {"response_type": "code", "client_id": f"client-{enterprise.id}"} | parameters
    browser = Browser(enterprise.gateway)
    await browser.visit(AUTHORIZE, **{name: value for name, value in asked.items() if value})
    return browser


async def ask_and_sign_in(enterprise: Enterprise, login: str, **parameters: str) -> Browser:
    browser = await ask(enterprise, **parameters)
    await browser.submit(login=login, password=PASSWORD)
    return browser


async def exchange(enterprise: Enterprise, browser: Browser, **form: str) -> dict[str, str]:
    code = browser.destination.params["code"]
    response = await request_token(
        enterprise, grant_type="authorization_code", code=code, **client_of(enterprise), **form
    )
    answer: dict[str, str] = response.json()
    return answer


@pytest.mark.operation("get_authorize")
class TestConsent:
    async def test_a_person_signs_in_consents_and_the_application_gets_tokens(
        self, enterprise: Enterprise, login: str
    ) -> None:
        browser = await ask(enterprise, state="a&b=c")
        assert "to continue to <strong>Tests</strong>" in browser.response.text
        await browser.submit(login=login, password=PASSWORD)
        assert "<strong>Tests</strong> asks for access" in browser.response.text
        await browser.submit(decision="grant")
        assert (browser.response.status_code, browser.destination.host) == (303, "app.example.com")
        assert browser.destination.params["state"] == "a&b=c"
        assert browser.destination.params["from"] == "holdall"
        tokens = await exchange(enterprise, browser, redirect_uri=CALLBACK)
        assert (await me(enterprise, tokens["access_token"])).json()["login"] == login

    async def test_a_denial_is_told_to_the_application(self, enterprise: Enterprise, login: str) -> None:
        browser = await ask_and_sign_in(enterprise, login, state="s")
        await browser.submit(decision="deny")
        assert (browser.destination.params["error"], browser.destination.params["state"]) == ("access_denied", "s")
        assert "code" not in browser.destination.params

    async def test_the_page_names_what_is_asked_for_and_where_it_leads(
        self, enterprise: Enterprise, login: str
    ) -> None:
        browser = await ask_and_sign_in(enterprise, login, scope="root_readonly manage_groups")
        text = browser.response.text
        assert text.count("<li>") == 2
        assert "Read your files and folders" in text
        assert "<code>app.example.com</code>" in text

    async def test_only_the_form_of_consent_may_lead_to_the_application(
        self, enterprise: Enterprise, login: str
    ) -> None:
        browser = await ask_and_sign_in(enterprise, login)
        policy = browser.response.headers["content-security-policy"]
        assert "form-action 'self' https://app.example.com;" in policy

    async def test_the_token_has_the_scopes_that_were_asked_for(self, enterprise: Enterprise, login: str) -> None:
        browser = await ask_and_sign_in(enterprise, login, scope="root_readonly")
        await browser.submit(decision="grant")
        token = (await exchange(enterprise, browser))["access_token"]
        from tests.support.client import Client

        response = await Client(enterprise.gateway, token).call("get_webhooks")
        assert (response.status_code, response.json()["code"]) == (403, "insufficient_scope")

    async def test_another_account_can_be_chosen(self, enterprise: Enterprise, login: str) -> None:
        browser = await ask_and_sign_in(enterprise, login)
        await browser.submit(0)
        assert "to continue to <strong>Tests</strong>" in browser.response.text

    async def test_a_forged_consent_is_asked_again(self, enterprise: Enterprise, login: str) -> None:
        browser = await ask_and_sign_in(enterprise, login)
        action = browser.forms[-1].action
        response = await browser.post(action, {"decision": "grant"})
        assert (response.status_code, "location" in response.headers) == (200, False)
        assert "asks for access" in response.text

    async def test_consent_needs_a_person(self, enterprise: Enterprise, login: str) -> None:
        browser = await ask_and_sign_in(enterprise, login)
        form = browser.forms[-1]
        del browser.http.cookies["holdall_session"]
        response = await browser.post(form.action, form.fields | {"decision": "grant"})
        assert "location" not in response.headers


@pytest.mark.operation("get_authorize")
class TestChallenge:
    @pytest.mark.parametrize(("challenge", "method"), [(CHALLENGE, "S256"), (VERIFIER, "plain"), (VERIFIER, "")])
    async def test_the_code_is_exchanged_with_its_verifier_alone(
        self, enterprise: Enterprise, login: str, challenge: str, method: str
    ) -> None:
        browser = await ask_and_sign_in(enterprise, login, code_challenge=challenge, code_challenge_method=method)
        await browser.submit(decision="grant")
        refused = [await exchange(enterprise, browser), await exchange(enterprise, browser, code_verifier="x" * 43)]
        taken = await exchange(enterprise, browser, code_verifier=VERIFIER)
        assert [one["error"] for one in refused] == ["invalid_grant"] * 2
        assert set(taken) >= {"access_token", "refresh_token"}

    def test_the_pair_is_what_s256_makes(self) -> None:
        digest = hashlib.sha256(VERIFIER.encode()).digest()
        assert base64.urlsafe_b64encode(digest).decode().rstrip("=") == CHALLENGE

    @pytest.mark.parametrize(
        "parameters", [{"code_challenge": "short"}, {"code_challenge": VERIFIER, "code_challenge_method": "S512"}]
    )
    async def test_a_malformed_challenge_is_told_to_the_application(
        self, enterprise: Enterprise, login: str, parameters: dict[str, str]
    ) -> None:
        browser = await ask(enterprise, **parameters)
        assert browser.destination.params["error"] == "invalid_request"


@pytest.mark.operation("get_authorize")
class TestErrors:
    @pytest.mark.parametrize(
        ("parameters", "error"),
        [
            ({"response_type": "token"}, "unsupported_response_type"),
            ({"response_type": ""}, "unsupported_response_type"),
            ({"scope": "root_fly"}, "invalid_scope"),
        ],
    )
    async def test_what_the_application_did_wrong_is_told_to_it(
        self, enterprise: Enterprise, login: str, parameters: dict[str, str], error: str
    ) -> None:
        browser = await ask(enterprise, state="s", **parameters)
        assert (browser.destination.params["error"], browser.destination.params["state"]) == (error, "s")

    async def test_scopes_beyond_those_of_the_application_are_refused(self, enterprise: Enterprise, login: str) -> None:
        async def unit(tx: Transaction) -> None:
            await tx.update(applications, {"id": enterprise.application_id}, scopes=["root_readonly"])

        await enterprise.gateway.platform.db.write(unit)
        browser = await ask(enterprise, scope="root_readwrite")
        assert browser.destination.params["error"] == "invalid_scope"

    @pytest.mark.parametrize(
        "address",
        [
            "https://evil.example/callback",
            "https://app.example.com/callback",
            "https://app.example.com/callback?from=holdall&more=1",
            "https://app.example.com.evil.example/callback?from=holdall",
        ],
    )
    async def test_an_address_that_is_not_registered_is_never_led_to(
        self, enterprise: Enterprise, login: str, address: str
    ) -> None:
        browser = await ask(enterprise, redirect_uri=address)
        assert (browser.response.status_code, "location" in browser.response.headers) == (400, False)
        assert "redirect_uri_mismatch" in browser.response.text

    async def test_with_several_addresses_the_application_must_say_which(
        self, enterprise: Enterprise, login: str
    ) -> None:
        await register(enterprise, CALLBACK, "app.example:/callback")
        silent = await ask(enterprise)
        chosen = await ask_and_sign_in(enterprise, login, redirect_uri="app.example:/callback")
        assert "redirect_uri_missing" in silent.response.text
        assert "form-action 'self' app.example:;" in chosen.response.headers["content-security-policy"]

    @pytest.mark.parametrize("client_id", ["nobody", "a\0b", "x" * 5000])
    async def test_an_unknown_application_is_told_to_the_person(self, enterprise: Enterprise, client_id: str) -> None:
        browser = await ask(enterprise, client_id=client_id)
        assert (browser.response.status_code, "invalid_client" in browser.response.text) == (400, True)
