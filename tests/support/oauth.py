"""What OAuth tests send: assertions signed with keys made once per process, and forms to the token endpoint."""

import base64
import hashlib
import hmac
from functools import cache
from typing import Any

import httpx
import msgspec
from joserfc import jwt
from joserfc.jwk import ECKey, RSAKey

from holdall.base.clock import SECOND
from holdall.base.db import Transaction
from holdall.base.ids import new_uuid
from holdall.content.identity import provision
from holdall.content.identity.assertions import BOX_AUDIENCE
from tests.support.client import Client
from tests.support.enterprise import Enterprise

JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer"
TOKEN_EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange"


def client_of(enterprise: Enterprise) -> dict[str, str]:
    """The credentials of the enterprise's application."""
    return {"client_id": f"client-{enterprise.id}", "client_secret": "secret"}


@cache
def rsa_key() -> RSAKey:
    """An RSA key."""
    return RSAKey.generate_key(2048)


@cache
def ec_key(curve: str) -> ECKey:
    """A key on the curve."""
    return ECKey.generate_key(curve)


async def register(enterprise: Enterprise, key: RSAKey | ECKey, key_id: str = "key1") -> None:
    """Register the public part of the key with the enterprise's application."""

    async def unit(tx: Transaction) -> None:
        await provision.register_public_key(
            tx,
            application_id=enterprise.application_id,
            public_key_id=key_id,
            public_key=key.as_pem(private=False).decode(),
        )

    await enterprise.gateway.platform.db.write(unit)


def claims_for(enterprise: Enterprise, **changed: Any) -> dict[str, Any]:
    """Claims for the application's service account, as the SDKs make them; None takes a claim away."""
    now = enterprise.gateway.platform.clock.now() // SECOND
    claims = {
        "iss": f"client-{enterprise.id}",
        "sub": str(enterprise.id),
        "box_sub_type": "enterprise",
        "aud": BOX_AUDIENCE,
        "jti": new_uuid(),
        "exp": now + 30,
    } | changed
    return {name: value for name, value in claims.items() if value is not None}


def sign(claims: dict[str, Any], key: RSAKey | ECKey, algorithm: str = "RS256", key_id: str | None = "key1") -> str:
    """The assertion with these claims."""
    header = {"alg": algorithm} | ({"kid": key_id} if key_id else {})
    return jwt.encode(header, claims, key, algorithms=[algorithm])


def forge(algorithm: str, claims: dict[str, Any], secret: bytes) -> str:
    """An assertion that says to be signed with `algorithm`, with a keyed hash under `secret` as its signature."""
    head, body = (_base64(msgspec.json.encode(part)) for part in ({"alg": algorithm, "kid": "key1"}, claims))
    digest = hmac.digest(secret, f"{head}.{body}".encode(), hashlib.sha256) if secret else b""
    return f"{head}.{body}.{_base64(digest)}"


def _base64(part: bytes) -> str:
    return base64.urlsafe_b64encode(part).decode().rstrip("=")


async def request_token(enterprise: Enterprise, **form: Any) -> httpx.Response:
    """The answer of the token endpoint to a form; None leaves a field away."""
    sent = {name: value for name, value in form.items() if value is not None}
    return await Client(enterprise.gateway).call("post_oauth2_token", data=sent)


async def exchange_assertion(enterprise: Enterprise, assertion: str) -> httpx.Response:
    """The answer of the token endpoint to an assertion of the enterprise's application."""
    return await request_token(enterprise, grant_type=JWT_BEARER, assertion=assertion, **client_of(enterprise))


async def downscope(enterprise: Enterprise, token: str | None, scope: str, **more: Any) -> httpx.Response:
    """The answer of the token endpoint to the exchange of a token for a narrower one."""
    return await request_token(
        enterprise,
        grant_type=TOKEN_EXCHANGE,
        subject_token=token,
        subject_token_type="urn:ietf:params:oauth:token-type:access_token",
        scope=scope,
        **more,
    )


async def me(enterprise: Enterprise, token: str, **headers: str) -> httpx.Response:
    """Who a token speaks for."""
    return await Client(enterprise.gateway, token, **headers).call("get_users_me")
