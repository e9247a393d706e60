"""Signing in with login and password: counted before it is tried, so that nobody gets many guesses (see `attempts`)."""

import msgspec
import sqlalchemy as sa

from holdall.base.attempts import count_attempt, forget_attempts
from holdall.base.db import Database, Transaction, query
from holdall.base.db.database import Reader
from holdall.base.passwords import hash_password, needs_rehash, verify_password
from holdall.content.directory.tables import email_aliases
from holdall.content.events.outbox import emit
from holdall.content.identity.sessions import open_session
from holdall.content.identity.subject import Role
from holdall.content.identity.tables import browser_sessions, users

LONGEST_LOGIN = 254


class SignInRefused(Exception):
    """Login and password do not belong together; the page does not tell which of them is wrong."""


class TooManyAttempts(SignInRefused):
    """The next attempt is possible after `seconds` only."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"try again in {seconds} seconds")
        self.seconds = seconds


class PasswordExpired(SignInRefused):
    """The password is right, but the user must choose a new one before going on."""

    def __init__(self, user: "Account") -> None:
        super().__init__("a new password is due")
        self.user = user


class Account(msgspec.Struct, frozen=True):
    """What signing in reads of a user."""

    id: int
    enterprise_id: int
    login: str
    name: str
    role: Role
    status: str
    password_hash: str | None
    options: dict[str, object]

    @property
    def user_id(self) -> int:
        """The user that events of signing in are by."""
        return self.id


_ACCOUNT = [users.c[name] for name in Account.__struct_fields__]
_LOGIN_KEY = sa.bindparam("login_key", type_=sa.Text)
_BY_LOGIN = query(
    sa.select(*_ACCOUNT).where(
        sa.or_(
            users.c.login_key == _LOGIN_KEY,
            users.c.id.in_(sa.select(email_aliases.c.user_id).where(email_aliases.c.email_key == _LOGIN_KEY)),
        ),
        users.c.kind == "managed",
    ),
    Account,
)
_BY_ID = query(sa.select(*_ACCOUNT).where(users.c.id == sa.bindparam("user"), users.c.deleted_at.is_(None)), Account)


async def find_account(db: Reader, login: str) -> Account | None:
    """The managed user with this login, or with this address beside it."""
    return await db.one(_BY_LOGIN, login_key=login.strip().casefold())


async def find_account_by_id(db: Reader, user_id: int) -> Account | None:
    """The user with this id, unless it was deleted."""
    return await db.one(_BY_ID, user=user_id)


async def sign_in(db: Database, *, login: str, password: str, address: str | None) -> str:
    """The secret of a new browser session, for the right password.

    `address` is where the attempt comes from, if attempts are to be counted by it. Raises SignInRefused,
    TooManyAttempts or PasswordExpired.
    """
    if len(login) > LONGEST_LOGIN:
        raise SignInRefused("nobody has such a login")
    keys = [f"login:{login.strip().casefold()}"] + ([f"address:{address}"] if address else [])
    wait = await db.write(count_attempt, keys)
    if wait:
        raise TooManyAttempts(wait)
    account = await find_account(db, login)
    matches = await verify_password(account.password_hash if account else None, password)
    if account is None or account.status == "inactive" or not matches:
        if account is not None:
            await db.write(_tell_failure, account)
        raise SignInRefused("wrong login or password")
    assert account.password_hash is not None
    fresh = await hash_password(password) if needs_rehash(account.password_hash) else None
    if account.options.get("is_password_reset_required"):
        raise PasswordExpired(account)
    return await db.write(_succeed, account, keys[0], fresh)


async def set_password(db: Database, account: Account, password: str) -> str:
    """Give the user a new password, end every session that the old one opened, and open a new one: its secret."""
    return await db.write(_set_password, account, await hash_password(password))


async def _tell_failure(tx: Transaction, account: Account) -> None:
    await emit(tx, account, "FAILED_LOGIN", source_type="user", source_id=account.id)


async def _succeed(tx: Transaction, account: Account, key: str, fresh_hash: str | None) -> str:
    await forget_attempts(tx, key)
    if fresh_hash is not None:
        await tx.update(users, {"id": account.id}, password_hash=fresh_hash)
    kind = "LOGIN" if account.role == "user" else "ADMIN_LOGIN"
    await emit(tx, account, kind, source_type="user", source_id=account.id, name=account.name, login=account.login)
    return await open_session(tx, account.id)


async def _set_password(tx: Transaction, account: Account, password_hash: str) -> str:
    options = {name: value for name, value in account.options.items() if name != "is_password_reset_required"}
    await tx.update(users, {"id": account.id}, password_hash=password_hash, options=options, modified_at=tx.now)
    await tx.delete(browser_sessions, user_id=account.id)
    return await _succeed(tx, account, f"login:{account.login.casefold()}", None)
