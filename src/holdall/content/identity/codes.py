"""Authorization codes: what a person's consent gives an application, to be exchanged once within seconds."""

import base64
import hashlib
import hmac
import re
from typing import Literal

import msgspec
import sqlalchemy as sa

from holdall.base.clock import SECOND
from holdall.base.db import Transaction, query, rows_of
from holdall.base.ids import new_secret, secret_hash
from holdall.content.identity.applications import Application
from holdall.content.identity.errors import OAuthError, invalid_grant, invalid_request
from holdall.content.identity.tables import authorization_codes
from holdall.content.identity.tokens import revoke_grant

LIFETIME = 30
"""Seconds. Box: https://developer.box.com/guides/api-calls/permissions-and-errors/expiration/."""

_VERIFIER = re.compile(r"[A-Za-z0-9\-._~]{43,128}")


class Challenge(msgspec.Struct, frozen=True):
    """PKCE's challenge (RFC 7636): only who knows the verifier behind it may exchange the code."""

    value: str
    method: Literal["S256", "plain"] = "plain"

    def is_met_by(self, verifier: str) -> bool:
        """Whether the verifier is the one that the challenge was made from."""
        made = verifier
        if self.method == "S256":
            made = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")
        return hmac.compare_digest(made.encode(), self.value.encode())


def parse_challenge(value: str | None, method: str | None) -> Challenge | None:
    """The challenge of an authorization request, or None without one; raises OAuthError for a malformed one."""
    if value is None:
        return None
    if method not in {None, "S256", "plain"}:
        raise invalid_request("code_challenge_method must be S256 or plain")
    if not _VERIFIER.fullmatch(value):
        raise invalid_request("code_challenge must have 43 to 128 letters, digits or -._~")
    return Challenge(value, "S256" if method == "S256" else "plain")


class Code(msgspec.Struct, frozen=True):
    """An authorization code as it is kept."""

    code_hash: str
    application_id: int
    user_id: int
    redirect_uri: str
    scopes: list[str]
    code_challenge: str | None
    code_challenge_method: str | None
    expires_at: int
    grant_id: int | None


_FIND = query(
    sa.select(*rows_of(Code, authorization_codes))
    .where(authorization_codes.c.code_hash == sa.bindparam("code_hash"))
    .with_for_update(),
    Code,
)


async def issue_code(
    tx: Transaction,
    *,
    application_id: int,
    user_id: int,
    redirect_uri: str,
    scopes: list[str],
    challenge: Challenge | None,
) -> str:
    """Make a code for the consent that was just given, and answer it."""
    code = new_secret()
    await tx.insert(
        authorization_codes,
        code_hash=secret_hash(code),
        application_id=application_id,
        user_id=user_id,
        redirect_uri=redirect_uri,
        scopes=scopes,
        code_challenge=challenge.value if challenge else None,
        code_challenge_method=challenge.method if challenge else None,
        expires_at=tx.now + LIFETIME * SECOND,
    )
    return code


async def redeem_code(
    tx: Transaction, application: Application, *, code: str, redirect_uri: str | None, verifier: str | None
) -> Code | OAuthError:
    """The code's consent, if the application may exchange it now; otherwise why not.

    A code that comes a second time was stolen, here or there: the grant it gave ends. That must be kept, so the
    refusal is answered and not raised.
    """
    found = await tx.one(_FIND, code_hash=secret_hash(code))
    if found is None or found.application_id != application.id:
        return invalid_grant("Auth code doesn't exist or is invalid for the client")
    if found.grant_id is not None:
        await revoke_grant(tx, found.grant_id)
        return invalid_grant("Auth code doesn't exist or is invalid for the client")
    if found.expires_at <= tx.now:
        return invalid_grant("The authorization code has expired")
    if redirect_uri is not None and redirect_uri != found.redirect_uri:
        return invalid_grant("redirect_uri is not the one that the authorization was asked with")
    if found.code_challenge is not None:
        challenge = Challenge(found.code_challenge, "S256" if found.code_challenge_method == "S256" else "plain")
        if verifier is None or not challenge.is_met_by(verifier):
            return invalid_grant("code_verifier does not match the code_challenge")
    return found


async def mark_redeemed(tx: Transaction, code: Code, grant_id: int) -> None:
    """Keep which grant the code gave, so that a second use can end it."""
    await tx.update(authorization_codes, {"code_hash": code.code_hash}, grant_id=grant_id)
