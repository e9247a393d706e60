"""What the token endpoint grants, one unit of work per grant type; what it refuses comes as an OAuthError.

A refusal that has to leave a mark (a code or refresh token used twice) is answered and not raised, so that it is kept.
"""

import msgspec
import sqlalchemy as sa

from holdall.base.clock import SECOND
from holdall.base.db import Transaction, query, rows_of
from holdall.base.ids import secret_hash
from holdall.content.identity.applications import Application
from holdall.content.identity.assertions import Assertion
from holdall.content.identity.codes import mark_redeemed, redeem_code
from holdall.content.identity.device_pinners import Device, pin_device
from holdall.content.identity.errors import OAuthError, invalid_grant
from holdall.content.identity.tables import assertions_seen, grants, refresh_tokens, users
from holdall.content.identity.tokens import (
    NEW_TOKEN,
    Holder,
    IssuedTokens,
    Lifetimes,
    announce_token,
    issue_access_token,
    issue_refresh_token,
    open_grant,
    revoke_grant,
)

CREDENTIALS_INVALID = "Grant credentials are invalid"
SUBJECT_INVALID = "Please check the 'sub' claim. The 'sub' specified is invalid"


class _User(msgspec.Struct, frozen=True):
    id: int
    enterprise_id: int
    kind: str
    status: str
    deleted_at: int | None


class _Refresh(msgspec.Struct, frozen=True):
    token_hash: str
    scopes: list[str]
    expires_at: int
    used_at: int | None
    grant_id: int
    application_id: int
    user_id: int
    revoked_at: int | None


_FIND_USER = query(sa.select(*rows_of(_User, users)).where(users.c.id == sa.bindparam("user")), _User)
_FIND_REFRESH = query(
    sa.select(
        refresh_tokens.c.token_hash,
        refresh_tokens.c.scopes,
        refresh_tokens.c.expires_at,
        refresh_tokens.c.used_at,
        grants.c.id,
        grants.c.application_id,
        grants.c.user_id,
        grants.c.revoked_at,
    )
    .join_from(refresh_tokens, grants, grants.c.id == refresh_tokens.c.grant_id)
    .where(refresh_tokens.c.token_hash == sa.bindparam("token_hash"))
    .with_for_update(),
    _Refresh,
)
_SEEN_UNTIL = query(
    sa.select(assertions_seen.c.expires_at).where(
        assertions_seen.c.application_id == sa.bindparam("application"), assertions_seen.c.jti == sa.bindparam("jti")
    )
)


async def exchange_code(
    tx: Transaction,
    application: Application,
    lifetimes: Lifetimes,
    *,
    code: str,
    redirect_uri: str | None,
    verifier: str | None,
    device: Device | None = None,
) -> IssuedTokens | OAuthError:
    """Tokens for the authorization code of a consent; `device` is where the user signs in, if the request says so."""
    found = await redeem_code(tx, application, code=code, redirect_uri=redirect_uri, verifier=verifier)
    if isinstance(found, OAuthError):
        return found
    user = await _find_active_user(tx, found.user_id)
    if user is None:
        return invalid_grant(CREDENTIALS_INVALID)
    grant_id = await open_grant(
        tx, enterprise_id=user.enterprise_id, application_id=application.id, user_id=found.user_id
    )
    await mark_redeemed(tx, found, grant_id)
    holder = Holder(user.id, user.enterprise_id, application.id, grant_id)
    return await _issue_pair(tx, holder, lifetimes, found.scopes, device)


async def exchange_refresh_token(
    tx: Transaction, application: Application, lifetimes: Lifetimes, *, token: str, device: Device | None = None
) -> IssuedTokens | OAuthError:
    """New tokens for a refresh token, which is good for one use within its life.

    https://developer.box.com/guides/authentication/tokens/refresh/. A second use means that somebody else has the
    token too, so the whole grant ends.
    """
    found = await tx.one(_FIND_REFRESH, token_hash=secret_hash(token))
    if found is None or found.application_id != application.id:
        return invalid_grant("Invalid refresh token")
    if found.used_at is not None:
        await revoke_grant(tx, found.grant_id)
        return invalid_grant("Refresh token has expired")
    if found.expires_at <= tx.now or found.revoked_at is not None:
        return invalid_grant("Refresh token has expired")
    user = await _find_active_user(tx, found.user_id)
    if user is None:
        return invalid_grant(CREDENTIALS_INVALID)
    await tx.update(refresh_tokens, {"token_hash": found.token_hash}, used_at=tx.now)
    holder = Holder(user.id, user.enterprise_id, application.id, found.grant_id)
    return await _issue_pair(tx, holder, lifetimes, found.scopes, device)


async def exchange_client_credentials(
    tx: Transaction, application: Application, lifetimes: Lifetimes, *, subject_type: str, subject_id: str
) -> IssuedTokens:
    """A token for the application's service account, or for a user of its enterprise."""
    if subject_type not in {"enterprise", "user"}:
        raise invalid_grant(CREDENTIALS_INVALID)
    if subject_type == "user" and not application.can_create_user_tokens:
        raise OAuthError("unauthorized_client", "The 'box_subject_type' value is unauthorized for this client_id")
    user = await _find_subject(tx, application, subject_type, subject_id)
    if user is None:
        raise invalid_grant(CREDENTIALS_INVALID)
    return await _issue_access(tx, application, lifetimes, user)


async def exchange_assertion(
    tx: Transaction, application: Application, lifetimes: Lifetimes, assertion: Assertion
) -> IssuedTokens:
    """A token for whom a verified assertion names; each assertion is good once."""
    if assertion.subject_type not in {"enterprise", "user"}:
        raise invalid_grant("Please check the 'box_sub_type' claim. It must be 'enterprise' or 'user'")
    if assertion.subject_type == "user" and not application.can_create_user_tokens:
        raise OAuthError("unauthorized_client", "The application may not make tokens for users")
    user = await _find_subject(tx, application, assertion.subject_type, assertion.subject)
    if user is None:
        raise invalid_grant(SUBJECT_INVALID)
    await remember_assertion(tx, application.id, assertion)
    return await _issue_access(tx, application, lifetimes, user)


async def remember_assertion(tx: Transaction, application_id: int, assertion: Assertion) -> None:
    """Keep the assertion's id until it has expired; raises OAuthError where it is there already."""
    key = {"application_id": application_id, "jti": assertion.token_id}
    seen_until = await tx.value(_SEEN_UNTIL, application=application_id, jti=assertion.token_id)
    if seen_until is not None and seen_until > tx.now:
        raise invalid_grant("Please check the 'jti' claim. A unique 'jti' value is required")
    if seen_until is not None:
        await tx.delete(assertions_seen, **key)
    await tx.insert(assertions_seen, **key, expires_at=assertion.expires_at * SECOND)


async def _find_active_user(tx: Transaction, user_id: int) -> _User | None:
    user = await tx.one(_FIND_USER, user=user_id)
    return None if user is None or user.status == "inactive" or user.deleted_at is not None else user


async def _find_subject(tx: Transaction, application: Application, kind: str, subject_id: str) -> _User | None:
    if not (subject_id.isascii() and subject_id.isdigit()) or len(subject_id) > 18:
        return None
    if kind == "enterprise":
        if int(subject_id) != application.enterprise_id or application.service_account_id is None:
            return None
        return await _find_active_user(tx, application.service_account_id)
    user = await _find_active_user(tx, int(subject_id))
    if user is None or user.enterprise_id != application.enterprise_id:
        return None
    if user.kind == "service" and user.id != application.service_account_id:
        return None
    return user


async def _issue_access(tx: Transaction, application: Application, lifetimes: Lifetimes, user: _User) -> IssuedTokens:
    grant_id = await open_grant(tx, enterprise_id=user.enterprise_id, application_id=application.id, user_id=user.id)
    token = await issue_access_token(
        tx,
        grant_id=grant_id,
        user_id=user.id,
        application_id=application.id,
        scopes=application.scopes,
        expires_at=tx.now + lifetimes.access * SECOND,
    )
    await announce_token(tx, Holder(user.id, user.enterprise_id, application.id, grant_id), NEW_TOKEN)
    return IssuedTokens(token, lifetimes.access)


async def _issue_pair(
    tx: Transaction, holder: Holder, lifetimes: Lifetimes, scopes: list[str], device: Device | None
) -> IssuedTokens:
    access = await issue_access_token(
        tx,
        grant_id=holder.grant_id,
        user_id=holder.user_id,
        application_id=holder.application_id,
        scopes=scopes,
        expires_at=tx.now + lifetimes.access * SECOND,
    )
    refresh = await issue_refresh_token(tx, grant_id=holder.grant_id, scopes=scopes, lifetime=lifetimes.refresh)
    await pin_device(tx, holder, device)
    await announce_token(tx, holder, NEW_TOKEN)
    return IssuedTokens(access, lifetimes.access, refresh)
