"""Grants and their tokens: how they are made, and how they end.

A grant is one sign-in of a user to an application; revoking it ends every token that came from it.
"""

import msgspec
import sqlalchemy as sa

from holdall.base.clock import SECOND
from holdall.base.db import Transaction, query
from holdall.base.ids import new_secret, secret_hash
from holdall.content.events.outbox import emit
from holdall.content.identity.subject import Restriction
from holdall.content.identity.tables import access_tokens, browser_sessions, grants, refresh_tokens

NEW_TOKEN = "USER_AUTHENTICATE_OAUTH2_ACCESS_TOKEN_CREATE"  # noqa: S105 - Box's name of an event
"""What the log calls the making of an access token."""


class Lifetimes(msgspec.Struct, frozen=True):
    """How long tokens live, in seconds. Box: https://developer.box.com/guides/api-calls/permissions-and-errors/expiration/."""

    access: int = 3600
    refresh: int = 60 * 24 * 3600


class Holder(msgspec.Struct, frozen=True):
    """Whom a token is for, as events tell of it."""

    user_id: int
    enterprise_id: int
    application_id: int
    grant_id: int


class IssuedTokens(msgspec.Struct, frozen=True):
    """New tokens, the only place where their text is known; only hashes are kept."""

    access_token: str
    expires_in: int
    refresh_token: str | None = None


async def open_grant(tx: Transaction, *, enterprise_id: int, application_id: int, user_id: int) -> int:
    """Begin a grant and answer its id."""
    grant_id = tx.new_id()
    await tx.insert(
        grants,
        id=grant_id,
        enterprise_id=enterprise_id,
        application_id=application_id,
        user_id=user_id,
        created_at=tx.now,
    )
    return grant_id


async def issue_access_token(
    tx: Transaction,
    *,
    grant_id: int,
    user_id: int,
    application_id: int,
    scopes: list[str],
    expires_at: int,
    is_downscoped: bool = False,
    restriction: Restriction | None = None,
    token: str | None = None,
) -> str:
    """Make an access token of the grant that lives until the instant `expires_at`, and answer it.

    `token` is its text, for tokens that are to be known beforehand; without it, one is made up.
    """
    token = token or new_secret()
    await tx.insert(
        access_tokens,
        token_hash=secret_hash(token),
        grant_id=grant_id,
        user_id=user_id,
        application_id=application_id,
        scopes=scopes,
        is_downscoped=is_downscoped,
        restriction=None if restriction is None else msgspec.to_builtins(restriction),
        expires_at=expires_at,
    )
    return token


async def issue_refresh_token(tx: Transaction, *, grant_id: int, scopes: list[str], lifetime: int) -> str:
    """Make a refresh token of the grant that lives `lifetime` seconds, and answer it."""
    token = new_secret(64)
    await tx.insert(
        refresh_tokens,
        token_hash=secret_hash(token),
        grant_id=grant_id,
        scopes=scopes,
        expires_at=tx.now + lifetime * SECOND,
    )
    return token


async def revoke_grant(tx: Transaction, grant_id: int) -> None:
    """End a grant: all of its tokens are refused from now on."""
    await tx.update(grants, {"id": grant_id}, revoked_at=tx.now)


async def announce_token(tx: Transaction, holder: Holder, event_type: str) -> None:
    """Write an event about a token of a user."""
    await emit(tx, holder, event_type, source_type="user", source_id=holder.user_id)


_REVOKE_GRANTS_OF_USER = query(
    sa.update(grants)
    .where(grants.c.user_id == sa.bindparam("user"), grants.c.revoked_at.is_(None))
    .values(revoked_at=sa.bindparam("now", type_=sa.BigInteger))
)


async def end_sessions(tx: Transaction, user_id: int) -> None:
    """Sign a user out everywhere: every grant and every browser session ends."""
    await tx.run(_REVOKE_GRANTS_OF_USER, user=user_id, now=tx.now)
    await tx.delete(browser_sessions, user_id=user_id)


_HOLDER = (grants.c.user_id, grants.c.enterprise_id, grants.c.application_id, grants.c.id)
_FIND_ACCESS_TOKEN = query(
    sa.select(*_HOLDER, access_tokens.c.is_downscoped)
    .join_from(access_tokens, grants, grants.c.id == access_tokens.c.grant_id)
    .where(access_tokens.c.token_hash == sa.bindparam("token_hash"))
)
_FIND_REFRESH_TOKEN = query(
    sa.select(*_HOLDER, sa.literal(False))
    .join_from(refresh_tokens, grants, grants.c.id == refresh_tokens.c.grant_id)
    .where(refresh_tokens.c.token_hash == sa.bindparam("token_hash"))
)


async def revoke_token(tx: Transaction, *, application_id: int, token: str) -> bool:
    """End the grant of an access or refresh token; of a downscoped token, only itself.

    A token that is not known needs no revoking. False where the token is another application's.
    """
    token_hash = secret_hash(token)
    event_type = "OAUTH2_ACCESS_TOKEN_REVOKE"
    found = await tx.one(_FIND_ACCESS_TOKEN, token_hash=token_hash)
    if found is None:
        event_type = "OAUTH2_REFRESH_TOKEN_REVOKE"
        found = await tx.one(_FIND_REFRESH_TOKEN, token_hash=token_hash)
    if found is None:
        return True
    *held, is_downscoped = found
    holder = Holder(*held)
    if holder.application_id != application_id:
        return False
    if is_downscoped:
        await tx.delete(access_tokens, token_hash=token_hash)
    else:
        await revoke_grant(tx, holder.grant_id)
    await announce_token(tx, holder, event_type)
    return True
