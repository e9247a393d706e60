"""Every way to a token: what is asked of the server, renewed once for all, kept, weakened and ended."""

import asyncio
import base64
import hashlib
import time
from email.utils import formatdate
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlsplit

import aiohttp
import msgspec
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from joserfc import jwt
from joserfc.jwk import ECKey, RSAKey

from holdall.connector import BlockingBox, Box, BoxError, Hosts, Kind
from holdall.connector.sign_in import (
    AppSettings,
    AuthorizationRequest,
    ClientCredentials,
    MemoryStore,
    OAuthApp,
    ServerJwt,
    Token,
    UserOAuth,
)
from holdall.connector.sign_in.callback import CallbackServer
from tests.connector.conftest import SkippingClock
from tests.connector.server import Received, Reply, ScriptedServer

RSA = rsa.generate_private_key(public_exponent=65537, key_size=2048)
EC = ec.generate_private_key(ec.SECP384R1())


class TokenServer:
    """Grants numbered tokens and takes the one granted last; earlier ones are refused with 401."""

    def __init__(self, server: ScriptedServer) -> None:
        self.grants: list[dict[str, str]] = []
        self.revoked: list[dict[str, str]] = []
        self.refusals: list[Reply] = []
        self.expires_in = 3600
        server.answer = self.answer

    @property
    def current(self) -> str:
        return f"access-{len(self.grants)}"

    def answer(self, received: Received) -> Reply:
        if received.target == "/oauth2/token":
            if self.refusals:
                return self.refusals.pop(0)
            self.grants.append(dict(parse_qsl(received.body.decode())))
            number = len(self.grants)
            grant = {"access_token": f"access-{number}", "refresh_token": f"refresh-{number}"}
            return Reply(json={**grant, "expires_in": self.expires_in, "token_type": "bearer", "restricted_to": []})
        if received.target == "/oauth2/revoke":
            self.revoked.append(dict(parse_qsl(received.body.decode())))
            return Reply()
        if received.headers["authorization"] != f"Bearer {self.current}":
            return Reply(401, headers={"WWW-Authenticate": 'Bearer realm="Service", error="invalid_token"'})
        return Reply(json={"id": "7"})


@pytest.fixture
def tokens(server: ScriptedServer) -> TokenServer:
    return TokenServer(server)


def app_settings(key: Any = RSA, passphrase: str = "open", given: str | None = None) -> AppSettings:
    pem = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.BestAvailableEncryption(passphrase.encode()),
    )
    auth = {"publicKeyID": "kid1", "privateKey": pem.decode(), "passphrase": given or passphrase}
    app = {"clientID": "client", "clientSecret": "secret", "appAuth": auth}
    return AppSettings.load(msgspec.json.encode({"boxAppSettings": app, "enterpriseID": "99", "webhooks": {}}))


class TestClientCredentials:
    @pytest.mark.parametrize(
        ("subject", "asked"),
        [
            ({"enterprise_id": "99"}, {"box_subject_type": "enterprise", "box_subject_id": "99"}),
            ({"user_id": "7"}, {"box_subject_type": "user", "box_subject_id": "7"}),
        ],
    )
    async def test_it_asks_for_its_subject_once(self, server: ScriptedServer, tokens: TokenServer, subject, asked):
        async with Box(ClientCredentials("client", "secret", **subject), base_url=server.url) as box:
            await asyncio.gather(*(box.users.get_me() for _ in range(5)))

        app = {"grant_type": "client_credentials", "client_id": "client", "client_secret": "secret"}
        assert tokens.grants == [{**app, **asked}]

    @pytest.mark.parametrize("subject", [{}, {"enterprise_id": "1", "user_id": "2"}])
    def test_it_needs_one_subject(self, subject):
        with pytest.raises(ValueError, match="enterprise_id or user_id"):
            ClientCredentials("client", "secret", **subject)

    async def test_a_refusal_is_unauthorized(self, server: ScriptedServer, tokens: TokenServer):
        tokens.refusals = [Reply(400, json={"error": "unauthorized_client", "error_description": "not this app"})]
        async with Box(ClientCredentials("client", "no", user_id="7"), base_url=server.url) as box:
            with pytest.raises(BoxError) as caught:
                await box.users.get_me()

        assert (caught.value.kind, caught.value.code) == (Kind.UNAUTHORIZED, "unauthorized_client")
        assert str(caught.value) == "post_oauth2_token: 400 unauthorized_client: not this app"

    async def test_a_lost_grant_is_asked_for_again(self, server: ScriptedServer, tokens: TokenServer):
        tokens.refusals = [Reply(cut="read")]
        async with Box(ClientCredentials("client", "secret", user_id="7"), base_url=server.url) as box:
            assert await box.users.get_me() == {"id": "7"}


class TestRenewal:
    async def test_refused_calls_at_once_renew_once(self, server: ScriptedServer, tokens: TokenServer):
        store = MemoryStore(Token("stale", time.time() + 3600))
        async with Box(ClientCredentials("c", "s", user_id="7", store=store), base_url=server.url) as box:
            answers = await asyncio.gather(*(box.users.get_me() for _ in range(20)))

        assert answers == [{"id": "7"}] * 20
        assert len(tokens.grants) == 1

    async def test_a_second_refusal_is_final(self, server: ScriptedServer):
        tokens = TokenServer(server)
        server.answer = lambda received: tokens.answer(received) if "oauth2" in received.target else Reply(401)
        async with Box(ClientCredentials("c", "s", user_id="7"), base_url=server.url) as box:
            with pytest.raises(BoxError) as caught:
                await box.users.get_me()

        assert caught.value.kind is Kind.UNAUTHORIZED
        assert [received.target for received in server.received].count("/2.0/users/me") == 2

    async def test_a_token_near_its_end_is_renewed_before_use(self, server: ScriptedServer, tokens: TokenServer):
        tokens.expires_in = 30
        async with Box(ClientCredentials("c", "s", user_id="7"), base_url=server.url) as box:
            await box.users.get_me()
            await box.users.get_me()

        assert len(tokens.grants) == 2
        assert [received.target for received in server.received if "users" in received.target] == ["/2.0/users/me"] * 2

    async def test_a_token_expires_in_the_middle_of_an_upload(self, server: ScriptedServer, tokens: TokenServer):
        sign_in = ClientCredentials("c", "s", user_id="7", store=MemoryStore(Token("stale", time.time() + 3600)))
        async with Box(sign_in, base_url=server.url) as box:
            await box.uploads.create_file(attributes={"name": "a", "parent": {"id": "0"}}, file=b"content")

        uploads = [received for received in server.received if received.target == "/api/2.0/files/content"]
        assert [b"content" in received.body for received in uploads] == [True, True]

    async def test_a_developer_token_is_not_renewed(self, server: ScriptedServer, tokens: TokenServer):
        async with Box("copied", base_url=server.url) as box:
            with pytest.raises(BoxError) as caught:
                await box.users.get_me()

        assert caught.value.kind is Kind.UNAUTHORIZED
        assert len(server.received) == 1


class TestServerJwt:
    @pytest.mark.parametrize(
        ("key", "public", "algorithm"), [(RSA, RSAKey, "RS256"), (EC, ECKey, "ES384")], ids=["RSA", "EC"]
    )
    async def test_its_assertion_is_what_box_asks_for(self, server, tokens: TokenServer, key, public, algorithm):
        async with Box(ServerJwt(app_settings(key)), base_url=server.url) as box:
            await box.users.get_me()

        [grant] = tokens.grants
        pem = key.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
        assertion = jwt.decode(grant.pop("assertion"), public.import_key(pem), algorithms=[algorithm])
        assert grant == {
            "grant_type": "urn:ietf:params:oauth:grant-type:jwt-bearer",
            "client_id": "client",
            "client_secret": "secret",
        }
        assert assertion.header == {"alg": algorithm, "typ": "JWT", "kid": "kid1"}
        claims = assertion.claims
        assert len(claims.pop("jti")) >= 16
        assert 0 < claims.pop("exp") - time.time() <= 60
        assert claims == {
            "iss": "client",
            "sub": "99",
            "box_sub_type": "enterprise",
            "aud": "https://api.box.com/oauth2/token",
        }

    def test_it_signs_in_as_a_user(self):
        assertion = ServerJwt(app_settings(), user_id="7").assertion()

        claims = jwt.decode(assertion, RSAKey.import_key(_public(RSA)), algorithms=["RS256"]).claims
        assert (claims["sub"], claims["box_sub_type"]) == ("7", "user")

    def test_no_assertion_is_made_twice(self):
        sign_in = ServerJwt(app_settings())

        assert sign_in.assertion() != sign_in.assertion()

    async def test_a_clock_that_differs_is_corrected_once(self, server: ScriptedServer, tokens: TokenServer):
        skewed = {"error": "invalid_grant", "error_description": "Please check the 'exp' claim."}
        tokens.refusals = [Reply(400, json=skewed, headers={"Date": formatdate(time.time() + 500, usegmt=True)})]
        async with Box(ServerJwt(app_settings()), base_url=server.url) as box:
            await box.users.get_me()

        claims = jwt.decode(tokens.grants[0]["assertion"], RSAKey.import_key(_public(RSA)), algorithms=["RS256"]).claims
        assert 498 < claims["exp"] - 30 - time.time() < 502

    async def test_a_refusal_for_another_reason_is_raised_at_once(self, server: ScriptedServer, tokens: TokenServer):
        refusal = {"error": "invalid_grant", "error_description": "OAuth JWT signature is invalid."}
        tokens.refusals = [Reply(400, json=refusal)] * 2
        async with Box(ServerJwt(app_settings()), base_url=server.url) as box:
            with pytest.raises(BoxError) as caught:
                await box.users.get_me()

        assert caught.value.kind is Kind.UNAUTHORIZED
        assert len(tokens.refusals) == 1

    def test_a_wrong_passphrase_is_told(self):
        with pytest.raises(ValueError, match="does not open"):
            ServerJwt(app_settings(given="wrong")).assertion()

    @pytest.mark.parametrize("text", ["", "{}", '{"boxAppSettings": {"clientID": "x"}}'])
    def test_other_files_are_no_settings(self, text):
        with pytest.raises(ValueError, match="no app settings"):
            AppSettings.load(text)


class TestOAuth:
    APP = OAuthApp("client", "secret", "http://127.0.0.1:5000/callback")

    def test_the_link_carries_a_state_and_a_challenge(self):
        request = AuthorizationRequest.new(self.APP, hosts=Hosts(), scope="root_readwrite manage_webhook")

        parts = urlsplit(request.url)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        digest = hashlib.sha256(request.code_verifier.encode()).digest()
        assert f"{parts.scheme}://{parts.netloc}{parts.path}" == "https://account.box.com/api/oauth2/authorize"
        assert query == {
            "response_type": "code",
            "client_id": "client",
            "redirect_uri": "http://127.0.0.1:5000/callback",
            "state": request.state,
            "scope": "root_readwrite manage_webhook",
            "code_challenge": base64.urlsafe_b64encode(digest).rstrip(b"=").decode(),
            "code_challenge_method": "S256",
        }

    async def test_a_code_becomes_a_token_that_is_kept(self, server: ScriptedServer, tokens: TokenServer):
        store = MemoryStore()
        sign_in, request = UserOAuth(self.APP, store), AuthorizationRequest.new(self.APP)
        async with Box(sign_in, base_url=server.url) as box:
            await sign_in.accept(box.call_with, "the-code", request, request.state)
            me = await box.users.get_me()

        assert me == {"id": "7"}
        assert tokens.grants == [
            {
                "grant_type": "authorization_code",
                "code": "the-code",
                "code_verifier": request.code_verifier,
                "redirect_uri": "http://127.0.0.1:5000/callback",
                "client_id": "client",
                "client_secret": "secret",
            }
        ]
        kept = store.load()
        assert kept is not None
        assert (kept.access_token, kept.refresh_token) == ("access-1", "refresh-1")

    async def test_an_answer_to_another_request_is_refused(self, server: ScriptedServer, tokens: TokenServer):
        sign_in = UserOAuth(self.APP, MemoryStore())
        async with Box(sign_in, base_url=server.url) as box:
            with pytest.raises(BoxError, match="state differs"):
                await sign_in.accept(box.call_with, "code", AuthorizationRequest.new(self.APP), "forged")

        assert server.received == []

    async def test_a_refresh_token_is_used_once_and_replaced(self, server: ScriptedServer, tokens: TokenServer):
        store = MemoryStore(Token("stale", time.time() + 3600, "refresh-0"))
        async with Box(UserOAuth(self.APP, store), base_url=server.url) as box:
            await asyncio.gather(*(box.users.get_me() for _ in range(10)))

        app = {"client_id": "client", "client_secret": "secret"}
        assert tokens.grants == [{"grant_type": "refresh_token", "refresh_token": "refresh-0", **app}]
        kept = store.load()
        assert kept is not None
        assert kept.refresh_token == "refresh-1"

    async def test_a_token_that_another_process_renewed_is_taken_over(
        self, server: ScriptedServer, tokens: TokenServer
    ):
        store = MemoryStore(Token("stale", time.time() + 3600, "refresh-0"))
        async with Box(UserOAuth(self.APP, store), base_url=server.url) as first:
            await first.users.get_me()
        used = MemoryStore(Token("stale", time.time() + 3600, "refresh-0"))
        async with Box(UserOAuth(self.APP, used), base_url=server.url) as second:
            tokens.refusals = [Reply(400, json={"error": "invalid_grant"})]
            server.received.clear()
            old_load, loads = used.load, iter([used.load(), store.load()])
            used.load = lambda: next(loads, old_load())  # type: ignore[method-assign]
            assert await second.users.get_me() == {"id": "7"}

    async def test_nobody_signed_in_is_unauthorized(self, server: ScriptedServer):
        async with Box(UserOAuth(self.APP, MemoryStore()), base_url=server.url) as box:
            with pytest.raises(BoxError) as caught:
                await box.users.get_me()

        assert caught.value.kind is Kind.UNAUTHORIZED
        assert server.received == []

    async def test_the_browser_comes_back_to_this_machine(self):
        async with CallbackServer() as server, aiohttp.ClientSession() as browser:
            page = await browser.get(f"{server.redirect_uri}?code=c%2F1&state=s")
            answer = await server.answer()

        assert page.status == 200
        assert (answer.code, answer.state) == ("c/1", "s")

    async def test_a_refusal_in_the_browser_is_told(self):
        async with CallbackServer() as server, aiohttp.ClientSession() as browser:
            await browser.get(f"{server.redirect_uri}?error=access_denied&error_description=The+user+said+no")
            with pytest.raises(BoxError, match="The user said no") as caught:
                await server.answer()

        assert caught.value.kind is Kind.UNAUTHORIZED


class TestGrants:
    RESOURCE = "https://api.box.com/2.0/files/5"

    async def test_a_token_is_weakened(self, server: ScriptedServer, tokens: TokenServer, clock: SkippingClock):
        async with Box("the-token", base_url=server.url, clock=clock) as box:
            weaker = await box.downscope(["item_preview", "item_rename"], resource=self.RESOURCE)

        assert weaker.access_token == "access-1"
        assert tokens.grants == [
            {
                "grant_type": "urn:ietf:params:oauth:grant-type:token-exchange",
                "subject_token": "the-token",
                "subject_token_type": "urn:ietf:params:oauth:token-type:access_token",
                "scope": "item_preview item_rename",
                "resource": self.RESOURCE,
            }
        ]

    def test_signing_out_ends_the_token_and_forgets_it(self, server: ScriptedServer, tokens: TokenServer):
        store = MemoryStore()
        with BlockingBox(ClientCredentials("c", "s", user_id="7", store=store), base_url=server.url) as box:
            box.users.get_me()
            box.sign_out()

        assert tokens.revoked == [{"client_id": "c", "client_secret": "s", "token": "access-1"}]
        assert store.load() is None


def _public(key: Any) -> bytes:
    encoded: bytes = key.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return encoded
