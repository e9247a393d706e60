"""Who speaks to the service: signing in with a password, tokens and what they allow. Users of the platform are others."""

import hashlib
from collections.abc import Iterable

import msgspec
import sqlalchemy as sa

from holdall.base.attempts import count_attempt, forget_attempts
from holdall.base.clock import SECOND
from holdall.base.db import Database, Transaction, contains, query
from holdall.base.db.database import Reader
from holdall.base.ids import new_secret
from holdall.base.passwords import hash_password, needs_rehash, verify_password
from holdall.migration.service.permissions import BUILT_IN, Role
from holdall.migration.service.tables import roles, tokens, users

LONGEST_LOGIN = 254


class Person(msgspec.Struct, frozen=True):
    """Whom a token speaks for, and what the roles of this person allow together."""

    id: str
    login: str
    name: str | None
    email: str | None
    permissions: frozenset[str]
    token_digest: str


class Lifetimes(msgspec.Struct, frozen=True):
    """How long tokens live, in seconds."""

    access: int
    refresh: int


class IssuedTokens(msgspec.Struct, frozen=True):
    """New tokens: the only place where their text is known."""

    access_token: str
    expires_in: int
    refresh_token: str | None = None


class SignInRefused(Exception):
    """Login and password, or the refresh token, are not good; which of them is not told."""


class TooManyAttempts(SignInRefused):
    """The next attempt is possible after `seconds` only."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"too many attempts; try again in {seconds} seconds")
        self.seconds = seconds


class _Bearer(msgspec.Struct, frozen=True):
    id: str
    login: str
    name: str | None
    email: str | None
    roles: list[str]


class _Account(msgspec.Struct, frozen=True):
    id: str
    password_hash: str | None
    disabled: bool


_OF_TOKEN = query(
    sa.select(users.c.id, users.c.login, users.c.name, users.c.email, users.c.roles).where(
        users.c.id == tokens.c.user_id,
        users.c.disabled.is_(False),
        tokens.c.digest == sa.bindparam("digest"),
        tokens.c.kind == sa.bindparam("kind"),
        tokens.c.expires_at > sa.bindparam("now", type_=sa.BigInteger),
    ),
    _Bearer,
)
_BY_LOGIN = query(
    sa.select(users.c.id, users.c.password_hash, users.c.disabled).where(users.c.login == sa.bindparam("login")),
    _Account,
)
_ROLES = query(sa.select(roles.c.id, roles.c.name, roles.c.permissions).where(contains(roles.c.id, "ids")))
_ROLES_OF = query(sa.select(users.c.roles).where(users.c.id == sa.bindparam("id"), users.c.disabled.is_(False)))
_FORGET_EXPIRED = query(sa.delete(tokens).where(tokens.c.expires_at <= sa.bindparam("now", type_=sa.BigInteger)))


def plain_login(login: str) -> str:
    """A login as it is kept: without regard to case and to blanks around it."""
    return login.strip().casefold()


async def find_person(reader: Reader, token: str) -> Person | None:
    """The person an access token speaks for; None where it is unknown or expired, or the person disabled."""
    digest = _digest(token)
    found = await reader.one(_OF_TOKEN, digest=digest, kind="access", now=reader.now)
    if found is None:
        return None
    held = await roles_by_id(reader, found.roles)
    permissions = frozenset().union(*(role.permissions for role in held.values()))
    return Person(found.id, found.login, found.name, found.email, permissions, digest)


async def permissions_of(reader: Reader, user_id: str) -> frozenset[str]:
    """What a user may do now; nothing where there is no such user, or a disabled one."""
    held = await reader.value(_ROLES_OF, id=user_id)
    return frozenset().union(*(role.permissions for role in (await roles_by_id(reader, held or [])).values()))


async def roles_by_id(reader: Reader, ids: Iterable[str]) -> dict[str, Role]:
    """The roles with these ids, built-in and made; ids without a role are left out."""
    wanted = list(dict.fromkeys(ids))
    made = [one for one in wanted if one not in BUILT_IN]
    rows = await reader.all(_ROLES, ids=made) if made else []
    found = {row[0]: Role(row[0], row[1], frozenset(row[2])) for row in rows}
    return {one: BUILT_IN.get(one) or found[one] for one in wanted if one in BUILT_IN or one in found}


async def sign_in(
    db: Database, *, login: str, password: str, address: str | None, lifetimes: Lifetimes, refreshable: bool
) -> IssuedTokens:
    """Tokens for the right password, a refresh token among them where that is asked for.

    `address` is where the attempt comes from, where attempts are to be counted by it. Raises SignInRefused or
    TooManyAttempts.
    """
    login = plain_login(login)
    if len(login) > LONGEST_LOGIN:
        raise SignInRefused
    keys = [f"person:{login}"] + ([f"address:{address}"] if address else [])
    wait = await db.write(count_attempt, keys)
    if wait:
        raise TooManyAttempts(wait)
    account = await db.one(_BY_LOGIN, login=login)
    matches = await verify_password(account.password_hash if account else None, password)
    if account is None or account.disabled or not matches:
        raise SignInRefused
    assert account.password_hash is not None
    fresh = await hash_password(password) if needs_rehash(account.password_hash) else None
    await db.write(_succeed, account.id, keys[0], fresh)
    return await db.write(issue, account.id, lifetimes, refreshable=refreshable)


async def confirm_password(db: Database, person: Person, password: str) -> None:
    """Raise SignInRefused or TooManyAttempts where this is not the present password of whom a token speaks for."""
    wait = await db.write(count_attempt, [f"person:{person.login}"])
    if wait:
        raise TooManyAttempts(wait)
    account = await db.one(_BY_LOGIN, login=person.login)
    if not await verify_password(account.password_hash if account else None, password):
        raise SignInRefused
    await db.write(forget_attempts, f"person:{person.login}")


async def refresh(db: Database, *, refresh_token: str, lifetimes: Lifetimes) -> IssuedTokens:
    """A new access token for a refresh token, which stays good: scripts keep it. Raises SignInRefused."""
    found = await db.one(_OF_TOKEN, digest=_digest(refresh_token), kind="refresh", now=db.now)
    if found is None:
        raise SignInRefused
    return await db.write(issue, found.id, lifetimes, refresh_token=refresh_token)


async def issue(
    tx: Transaction, user_id: str, lifetimes: Lifetimes, *, refreshable: bool = False, refresh_token: str | None = None
) -> IssuedTokens:
    """A unit: an access token of a user, from a refresh token or with a new one where that is asked for."""
    if refreshable and refresh_token is None:
        refresh_token = new_secret(64)
        await _keep(tx, "refresh", user_id, refresh_token, lifetimes.refresh)
    # Signing out ends the refresh token too, which is known by what the access token says of it.
    access_token = new_secret(48) + (f".{_digest(refresh_token)}" if refresh_token else "")
    await _keep(tx, "access", user_id, access_token, lifetimes.access)
    return IssuedTokens(access_token, lifetimes.access, refresh_token)


async def give_token(tx: Transaction, user_id: str, token: str, seconds: int) -> None:
    """A unit: let this text be an access token of a user for so long; for seeds of development servers."""
    await tx.delete(tokens, digest=_digest(token))
    await _keep(tx, "access", user_id, token, seconds)


async def forget_expired_tokens(tx: Transaction) -> None:
    """A unit: remove the tokens whose time is over."""
    await tx.run(_FORGET_EXPIRED, now=tx.now)


async def sign_out(tx: Transaction, person: Person, token: str) -> None:
    """A unit: end an access token of this person, and the refresh token that it came from or with."""
    await tx.delete(tokens, digest=person.token_digest)
    _, _, refresh_digest = token.partition(".")
    if refresh_digest:
        await tx.delete(tokens, digest=refresh_digest, user_id=person.id)


async def _succeed(tx: Transaction, user_id: str, key: str, fresh_hash: str | None) -> None:
    await forget_attempts(tx, key)
    if fresh_hash is not None:
        await tx.update(users, {"id": user_id}, password_hash=fresh_hash)


async def _keep(tx: Transaction, kind: str, user_id: str, token: str, seconds: int) -> None:
    expires_at = tx.now + seconds * SECOND
    await tx.insert(tokens, digest=_digest(token), kind=kind, user_id=user_id, expires_at=expires_at)


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogateescape")).hexdigest()
