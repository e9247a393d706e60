"""From a token to its subject, in one query: the first thing that every request needs."""

from functools import lru_cache
from typing import Any

import msgspec
import sqlalchemy as sa

from holdall.base.db import Database, query
from holdall.base.errors import BadRequest, InsufficientPermissions, Unauthorized
from holdall.base.ids import secret_hash
from holdall.content.identity.operation_scopes import check_scopes, insufficient_scope, waits_for_terms
from holdall.content.identity.subject import Restriction, Role, Subject
from holdall.content.identity.tables import access_tokens, applications, grants, users
from holdall.content.terms.asking import due_terms, terms_required

LARGEST_ID = 2**63 - 1

_decode_scopes = msgspec.json.Decoder(list[str]).decode
_decode_restriction = msgspec.json.Decoder(Restriction).decode


class _Person(msgspec.Struct, frozen=True):
    id: int
    enterprise_id: int
    name: str
    login: str
    kind: str
    role: Role
    status: str
    root_id: int
    deleted_at: int | None
    terms_due: int | None


class _Token(msgspec.Struct, frozen=True):
    token_hash: str
    application_id: int
    grant_id: int
    scopes: str
    """As JSON, like the restriction: they are decoded once for many requests."""
    restriction: str | None
    expires_at: int
    revoked_at: int | None
    can_act_as_user: bool


class _Holder(msgspec.Struct, frozen=True):
    """What the row of a token tells: whose it is, what it may do, and for whom it speaks."""

    person: _Person
    token: _Token
    subject: Subject
    acted_for: _Person | None
    """Whom As-User names, if anybody."""


@lru_cache(maxsize=4096)
def _holder_of(*columns: Any) -> _Holder:
    """What a row tells. After each commit it is read anew, and mostly says what it said before."""
    person = _Person(*columns[:_PERSON_COLUMNS])
    token = _Token(*columns[_PERSON_COLUMNS:_HOLDER_COLUMNS])
    other = columns[_HOLDER_COLUMNS:]
    return _Holder(person, token, _speak_for(person, person, token), _Person(*other) if any(other) else None)


_PERSON_COLUMNS = len(_Person.__struct_fields__)
_HOLDER_COLUMNS = _PERSON_COLUMNS + len(_Token.__struct_fields__)
_acted_for = users.alias("acted_for")


def _columns_of_person(source: sa.FromClause) -> list[sa.ColumnElement[Any]]:
    own = [source.c[name] for name in _Person.__struct_fields__ if name != "terms_due"]
    return [*own, due_terms(source).label("terms_due")]


def _find(*more: sa.ColumnElement[Any]) -> sa.Select[Any]:
    return (
        sa.select(
            *_columns_of_person(users),
            access_tokens.c.token_hash,
            access_tokens.c.application_id,
            access_tokens.c.grant_id,
            sa.type_coerce(access_tokens.c.scopes, sa.Text),
            sa.type_coerce(access_tokens.c.restriction, sa.Text),
            access_tokens.c.expires_at,
            grants.c.revoked_at,
            applications.c.can_act_as_user,
            *more,
        )
        .join_from(access_tokens, users, users.c.id == access_tokens.c.user_id)
        .join(grants, grants.c.id == access_tokens.c.grant_id)
        .join(applications, applications.c.id == access_tokens.c.application_id)
        .where(access_tokens.c.token_hash == sa.bindparam("token_hash"))
    )


_FIND_TOKEN = query(_find(), into=_holder_of)
_FIND_TOKEN_AND_USER = query(
    _find(*_columns_of_person(_acted_for)).join(
        _acted_for, _acted_for.c.id == sa.bindparam("as_user", type_=sa.BigInteger), isouter=True
    ),
    into=_holder_of,
)


async def authenticate(db: Database, token: str, *, as_user: str | None, operation_id: str | None) -> Subject:
    """The subject of an access token, checked against what the operation asks of the token.

    `as_user` is the As-User header: the id of the user to act for. Raises Unauthorized for a token that is unknown,
    expired or revoked or whose user may not sign in, InsufficientScope for one whose scopes do not open the operation,
    InsufficientPermissions where the token may not act for that user, TermsRequired where the user has terms of service
    to accept first, and BadRequest for an As-User that is no id.
    """
    token_hash = secret_hash(token)
    if as_user is None:
        holder = await db.recall(_FIND_TOKEN, token_hash=token_hash)
    else:
        holder = await db.recall(_FIND_TOKEN_AND_USER, token_hash=token_hash, as_user=_parse_id(as_user))
    if holder is None:
        raise Unauthorized("The access token is unknown; get a new one")
    _check_token(holder.token, holder.person, db.clock.now())
    subject = holder.subject
    if as_user is not None:
        acting = _check_acting(holder.person, holder.token, holder.acted_for)
        subject = _speak_for(acting, holder.person, holder.token)
    if operation_id is not None:
        check_scopes(subject, operation_id)
        if subject.terms_due is not None and waits_for_terms(operation_id):
            raise await terms_required(db, subject, subject.terms_due)
    return subject


def _speak_for(acting: _Person, person: _Person, token: _Token) -> Subject:
    """The subject of a token that is a person's and speaks for the one who is acting."""
    return Subject(
        user_id=acting.id,
        enterprise_id=acting.enterprise_id,
        name=acting.name,
        login=acting.login,
        kind=acting.kind,
        role=acting.role,
        status=acting.status,
        root_id=acting.root_id,
        application_id=token.application_id,
        grant_id=token.grant_id,
        scopes=frozenset(_decode_scopes(token.scopes)),
        restriction=None if token.restriction is None else _decode_restriction(token.restriction),
        actor_id=person.id,
        token_hash=token.token_hash,
        can_act_as_user=token.can_act_as_user,
        terms_due=acting.terms_due,
    )


def _check_token(held: _Token, person: _Person, now: int) -> None:
    if held.revoked_at is not None or person.deleted_at is not None:
        raise Unauthorized("The access token was revoked; get a new one")
    if held.expires_at <= now:
        # rclone looks for this very word before it refreshes.
        raise Unauthorized("The access token has expired; refresh it", error="expired_token")
    if person.status == "inactive":
        raise Unauthorized("The user of the access token is inactive")


def _check_acting(person: _Person, held: _Token, other: _Person | None) -> _Person:
    """The user acted for. The rules: https://developer.box.com/guides/authentication/oauth2/as-user/."""
    if not held.can_act_as_user:
        raise insufficient_scope(frozenset({"as-user"}))
    if other is not None and other.id == person.id:
        return person
    if person.role == "user" and person.kind != "service":
        raise InsufficientPermissions("Only admins, co-admins and service accounts may act as another user")
    if (
        other is None
        or other.enterprise_id != person.enterprise_id
        or other.deleted_at is not None
        or other.status == "inactive"
        or other.kind == "service"
    ):
        raise InsufficientPermissions("As-User must be the id of an active user of the same enterprise")
    return other


def _parse_id(as_user: str) -> int:
    text = as_user.strip()
    if text.isascii() and text.isdigit() and int(text) <= LARGEST_ID:
        return int(text)
    raise BadRequest("The header As-User must be the id of a user")
