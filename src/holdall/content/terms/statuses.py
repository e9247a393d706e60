"""Who has accepted which terms: people answer for themselves, and administrators for those whom they manage.

Whose answers one may see and give: https://developer.box.com/guides/security/terms-of-service/permissions/
"""

from typing import Any

import msgspec
import sqlalchemy as sa

from holdall.base.db import Transaction, query
from holdall.base.db.database import Reader
from holdall.base.errors import Conflict, InsufficientPermissions, NotFound
from holdall.content.events.outbox import emit
from holdall.content.identity.scopes import holds
from holdall.content.identity.subject import Subject
from holdall.content.identity.tables import users
from holdall.content.terms.asking import ASKED, terms_required
from holdall.content.terms.tables import terms_of_service_user_statuses as statuses
from holdall.content.terms.tables import terms_of_services
from holdall.content.terms.terms import Terms, collaborates_with, find_terms


class Status(msgspec.Struct, frozen=True):
    """What a user has answered to terms. Instants in microseconds UTC."""

    id: int
    terms_id: int
    user_id: int
    is_accepted: bool
    """Whether the terms are accepted as they are now."""
    created_at: int
    modified_at: int
    user_name: str
    user_login: str


class _Person(msgspec.Struct, frozen=True):
    id: int
    enterprise_id: int
    kind: str
    role: str


_SELECT = (
    sa.select(
        statuses.c.id,
        statuses.c.terms_id,
        statuses.c.user_id,
        sa.and_(statuses.c.is_accepted, statuses.c.revision == terms_of_services.c.revision).label("is_accepted"),
        statuses.c.created_at,
        statuses.c.modified_at,
        users.c.name.label("user_name"),
        users.c.login.label("user_login"),
    )
    .join_from(statuses, users, users.c.id == statuses.c.user_id)
    .join(terms_of_services, terms_of_services.c.id == statuses.c.terms_id)
)
_TERMS = statuses.c.terms_id == sa.bindparam("terms_id", type_=sa.BigInteger)
_USER = statuses.c.user_id == sa.bindparam("user_id", type_=sa.BigInteger)
_ALL = query(_SELECT.where(_TERMS).order_by(statuses.c.id), into=Status)
_OF_USER = query(_SELECT.where(_TERMS, _USER), into=Status)
_BY_ID = query(_SELECT.where(statuses.c.id == sa.bindparam("status_id", type_=sa.BigInteger)), into=Status)
_PERSON = query(
    sa.select(users.c.id, users.c.enterprise_id, users.c.kind, users.c.role).where(
        users.c.id == sa.bindparam("user_id", type_=sa.BigInteger), users.c.deleted_at.is_(None)
    ),
    into=_Person,
)


async def list_statuses(reader: Reader, subject: Subject, terms_id: int, user_id: int | None) -> list[Status]:
    """Who has answered to terms, or what one user has; people see their own answer, administrators everybody's.

    Raises NotFound, and TermsRequired where the subject has to accept terms itself before it looks after others.
    """
    terms = await find_terms(reader, subject, terms_id)
    if user_id == subject.user_id or not _looks_after_others(subject, terms):
        found = await reader.all(_OF_USER, terms_id=terms_id, user_id=subject.user_id)
        return [one for one in found if user_id in {None, one.user_id}]
    await _require_own(reader, subject)
    if user_id is not None:
        return list(await reader.all(_OF_USER, terms_id=terms_id, user_id=user_id))
    return list(await reader.all(_ALL, terms_id=terms_id))


async def create_status(tx: Transaction, subject: Subject, terms_id: int, user_id: int, *, is_accepted: bool) -> Status:
    """A unit: accept or decline terms for the first time.

    Raises NotFound for terms and user, Forbidden, TermsRequired as `list_statuses`, and Conflict for a second answer.
    """
    terms = await find_terms(tx, subject, terms_id)
    await _check_answering(tx, subject, terms, user_id)
    if await tx.one(_OF_USER, terms_id=terms_id, user_id=user_id) is not None:
        raise Conflict(f"User {user_id} has answered these terms of service before: change that answer")
    status_id = tx.new_id()
    await tx.insert(
        statuses,
        id=status_id,
        terms_id=terms_id,
        user_id=user_id,
        is_accepted=is_accepted,
        revision=terms.revision,
        created_at=tx.now,
        modified_at=tx.now,
    )
    return await _tell(tx, subject, terms, status_id)


async def change_status(tx: Transaction, subject: Subject, status_id: int, *, is_accepted: bool) -> Status:
    """A unit: accept or decline terms again; raises NotFound, Forbidden or TermsRequired."""
    status = await tx.one(_BY_ID, status_id=status_id)
    if status is None:
        raise _unknown(status_id)
    try:
        terms = await find_terms(tx, subject, status.terms_id)
        await _check_answering(tx, subject, terms, status.user_id)
    except NotFound:
        raise _unknown(status_id) from None
    values = {"is_accepted": is_accepted, "revision": terms.revision, "modified_at": tx.now}
    await tx.update(statuses, {"id": status_id}, **values)
    return await _tell(tx, subject, terms, status_id)


async def answer(tx: Transaction, subject: Subject, terms_id: int, *, is_accepted: bool) -> Status:
    """A unit: accept or decline terms for oneself, for the first time or again; raises as the others."""
    present = await tx.one(_OF_USER, terms_id=terms_id, user_id=subject.user_id)
    if present is None:
        return await create_status(tx, subject, terms_id, subject.user_id, is_accepted=is_accepted)
    return await change_status(tx, subject, present.id, is_accepted=is_accepted)


def _looks_after_others(subject: Subject, terms: Terms) -> bool:
    """Whether the subject manages people of the enterprise that the terms belong to."""
    manages = subject.is_admin and holds(subject.scopes, "manage_app_users")
    return manages and terms.enterprise_id == subject.enterprise_id


async def _check_answering(tx: Transaction, subject: Subject, terms: Terms, user_id: int) -> None:
    """Raise unless the subject may answer the terms for this user, of whom they are asked."""
    person = await tx.one(_PERSON, user_id=user_id)
    if user_id != subject.user_id:
        if not _looks_after_others(subject, terms):
            raise InsufficientPermissions("Only administrators who manage users answer terms of service for others")
        await _require_own(tx, subject)
    if person is None or not await _concerns(tx, terms, person):
        raise NotFound(f"There is no user with id {user_id} of whom these terms of service are asked")
    if user_id == subject.user_id:
        return
    if person.role != "user":
        raise InsufficientPermissions("Admins and co-admins answer terms of service for themselves alone")
    if not holds(subject.scopes, "manage_managed_users" if person.kind == ASKED else "manage_app_users"):
        raise InsufficientPermissions(f"You do not manage user {user_id}")


async def _concerns(reader: Reader, terms: Terms, person: _Person) -> bool:
    """Whether the terms are for such people; an answer may be kept for application users, of whom none is needed."""
    if person.kind == "service":
        return False
    if terms.tos_type == "managed":
        return person.enterprise_id == terms.enterprise_id
    return person.enterprise_id != terms.enterprise_id and await collaborates_with(
        reader, person.id, terms.enterprise_id
    )


async def _require_own(reader: Reader, subject: Subject) -> None:
    if subject.terms_due is not None:
        raise await terms_required(reader, subject, subject.terms_due)


async def _tell(tx: Transaction, subject: Subject, terms: Terms, status_id: int) -> Status:
    status = await tx.one(_BY_ID, status_id=status_id)
    assert status is not None
    event_type = "TERMS_OF_SERVICE_ACCEPT" if status.is_accepted else "TERMS_OF_SERVICE_REJECT"
    details: dict[str, Any] = {
        "name": status.user_name,
        "login": status.user_login,
        "tos_id": terms.id,
        "tos_type": terms.tos_type,
    }
    await emit(tx, subject, event_type, source_type="user", source_id=status.user_id, **details)
    return status


def _unknown(status_id: int) -> NotFound:
    return NotFound(f"There is no terms of service user status with id {status_id}")
