"""Browser sessions: a person who has signed in with a password, known again by the secret in a cookie."""

import msgspec
import sqlalchemy as sa

from holdall.base.clock import SECOND
from holdall.base.db import Transaction, query
from holdall.base.db.database import Reader
from holdall.base.ids import new_secret, secret_hash
from holdall.content.identity.scopes import APPLICATION_SCOPES
from holdall.content.identity.subject import Role, Subject
from holdall.content.identity.tables import browser_sessions, users
from holdall.content.terms.asking import due_terms

LIFETIME = 12 * 3600
"""Seconds until a browser has to sign in again."""
PAGES = 0
"""The application and grant that a person at our own pages acts through."""


class _Person(msgspec.Struct, frozen=True):
    id: int
    enterprise_id: int
    name: str
    login: str
    kind: str
    role: Role
    status: str
    root_id: int
    terms_due: int | None
    expires_at: int = 0


_OWN = [users.c[name] for name in _Person.__struct_fields__ if name not in {"terms_due", "expires_at"}]
_COLUMNS = [*_OWN, due_terms(users).label("terms_due")]
_MAY_SIGN_IN = (users.c.deleted_at.is_(None), users.c.status != "inactive")
_FIND = query(
    sa.select(*_COLUMNS, browser_sessions.c.expires_at)
    .join_from(browser_sessions, users, users.c.id == browser_sessions.c.user_id)
    .where(browser_sessions.c.secret_hash == sa.bindparam("secret_hash"), *_MAY_SIGN_IN),
    _Person,
)
_FIND_USER = query(
    sa.select(*_COLUMNS).where(users.c.id == sa.bindparam("user_id", type_=sa.BigInteger), *_MAY_SIGN_IN), _Person
)


async def open_session(tx: Transaction, user_id: int) -> str:
    """Begin a session of the user and answer its secret; only the hash is kept."""
    secret = new_secret()
    await tx.insert(
        browser_sessions,
        secret_hash=secret_hash(secret),
        user_id=user_id,
        created_at=tx.now,
        expires_at=tx.now + LIFETIME * SECOND,
    )
    return secret


async def find_session(reader: Reader, secret: str) -> Subject | None:
    """Whom the session belongs to, or None where it has ended; its owner acts with every scope."""
    hashed = secret_hash(secret)
    person = await reader.one(_FIND, secret_hash=hashed)
    if person is None or person.expires_at <= reader.now:
        return None
    return _subject(person, hashed)


async def find_person(reader: Reader, user_id: int) -> Subject | None:
    """A user as at our own pages, for what the user asked for before; None where the user may not sign in any more."""
    person = await reader.one(_FIND_USER, user_id=user_id)
    return None if person is None else _subject(person, "")


async def close_session(tx: Transaction, secret: str) -> None:
    """End a session."""
    await tx.delete(browser_sessions, secret_hash=secret_hash(secret))


def _subject(person: _Person, token_hash: str) -> Subject:
    return Subject(
        user_id=person.id,
        enterprise_id=person.enterprise_id,
        application_id=PAGES,
        grant_id=PAGES,
        name=person.name,
        login=person.login,
        kind=person.kind,
        role=person.role,
        status=person.status,
        root_id=person.root_id,
        scopes=frozenset(APPLICATION_SCOPES) - {"enterprise_content"},
        actor_id=person.id,
        token_hash=token_hash,
        terms_due=person.terms_due,
    )
