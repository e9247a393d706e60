"""The terms of an enterprise: one for its own people and one for those from outside, made and changed by administrators.

Who may see and change them: https://developer.box.com/guides/security/terms-of-service/permissions/
"""

from typing import Literal

import msgspec
import sqlalchemy as sa

from holdall.base.db import Transaction, query
from holdall.base.db.database import Reader
from holdall.base.errors import Conflict, InsufficientPermissions, InvalidParameter, NotFound
from holdall.content.hubs.outsiders import of_outsiders
from holdall.content.hubs.tables import hub_collaborations
from holdall.content.identity.scopes import holds
from holdall.content.identity.subject import Subject
from holdall.content.identity.tables import enterprises
from holdall.content.sharing.collaboration_tables import collaborations
from holdall.content.terms.asking import ASKED, terms_required
from holdall.content.terms.tables import terms_of_services

TermsType = Literal["managed", "external"]
TermsStatus = Literal["enabled", "disabled"]


class Terms(msgspec.Struct, frozen=True):
    """Terms of service, with the name of the enterprise. Instants in microseconds UTC."""

    id: int
    enterprise_id: int
    tos_type: TermsType
    status: TermsStatus
    text: str
    revision: int
    created_at: int
    modified_at: int
    enterprise_name: str


_SELECT = sa.select(
    *(terms_of_services.c[name] for name in Terms.__struct_fields__[:-1]), enterprises.c.name.label("enterprise_name")
).join_from(terms_of_services, enterprises, enterprises.c.id == terms_of_services.c.enterprise_id)
_OF_ENTERPRISE = query(
    _SELECT.where(terms_of_services.c.enterprise_id == sa.bindparam("enterprise_id", type_=sa.BigInteger)).order_by(
        terms_of_services.c.id
    ),
    into=Terms,
)
_BY_ID = query(_SELECT.where(terms_of_services.c.id == sa.bindparam("terms_id", type_=sa.BigInteger)), into=Terms)
_LOCK = query(
    sa.select(terms_of_services.c.id)
    .where(terms_of_services.c.id == sa.bindparam("terms_id", type_=sa.BigInteger))
    .with_for_update()
)
_USER, _ENTERPRISE = (sa.bindparam(name, type_=sa.BigInteger) for name in ("user_id", "enterprise_id"))
_COLLABORATES = query(
    sa.select(collaborations.c.user_id)
    .where(
        collaborations.c.user_id == _USER,
        collaborations.c.enterprise_id == _ENTERPRISE,
        collaborations.c.status != "rejected",
    )
    .union(of_outsiders(hub_collaborations.c.user_id == _USER, _ENTERPRISE))
)


async def list_terms(reader: Reader, subject: Subject, tos_type: TermsType | None) -> list[Terms]:
    """The terms of the subject's enterprise, for others than administrators those that they are asked to accept."""
    found = await reader.all(_OF_ENTERPRISE, enterprise_id=subject.enterprise_id)
    shown = [one for one in found if keeps_terms(subject) or _is_asked_at_home(subject, one)]
    return [one for one in shown if tos_type in {None, one.tos_type}]


async def find_terms(reader: Reader, subject: Subject, terms_id: int) -> Terms:
    """Terms that the subject keeps, or is asked to accept, in another enterprise too.

    Raises NotFound, and TermsRequired where the terms of the own enterprise come first.
    """
    terms = await reader.one(_BY_ID, terms_id=terms_id)
    if terms is not None and terms.enterprise_id == subject.enterprise_id:
        if keeps_terms(subject) or _is_asked_at_home(subject, terms):
            return terms
    elif terms is not None and await _is_asked_abroad(reader, subject, terms):
        if subject.terms_due is not None:
            raise await terms_required(reader, subject, subject.terms_due)
        return terms
    raise NotFound(f"There are no terms of service with id {terms_id}")


async def create_terms(
    tx: Transaction, subject: Subject, *, tos_type: TermsType, status: TermsStatus, text: str
) -> Terms:
    """A unit: write terms; raises Forbidden, InvalidParameter, or Conflict where the enterprise has such terms."""
    _require_admin(subject)
    _check_text(status, text)
    present = await tx.all(_OF_ENTERPRISE, enterprise_id=subject.enterprise_id)
    if any(one.tos_type == tos_type for one in present):
        raise Conflict(f"The enterprise has {tos_type} terms of service already: change those")
    terms_id = tx.new_id()
    await tx.insert(
        terms_of_services,
        id=terms_id,
        enterprise_id=subject.enterprise_id,
        tos_type=tos_type,
        status=status,
        text=text,
        revision=1,
        created_at=tx.now,
        modified_at=tx.now,
    )
    return await find_terms(tx, subject, terms_id)


async def change_terms(tx: Transaction, subject: Subject, terms_id: int, *, status: TermsStatus, text: str) -> Terms:
    """A unit: rewrite terms, enable or disable them; raises Forbidden, NotFound or InvalidParameter.

    A new text, and enabling them again, asks everybody anew (https://support.box.com/hc/en-us/articles/360044192733).
    """
    _require_admin(subject)
    await tx.all(_LOCK, terms_id=terms_id)
    terms = await find_terms(tx, subject, terms_id)
    if terms.enterprise_id != subject.enterprise_id:
        raise NotFound(f"There are no terms of service with id {terms_id}")
    _check_text(status, text)
    asks_anew = text != terms.text or (status == "enabled" and terms.status == "disabled")
    values = {"status": status, "text": text, "revision": terms.revision + int(asks_anew), "modified_at": tx.now}
    await tx.update(terms_of_services, {"id": terms_id}, **values)
    return await find_terms(tx, subject, terms_id)


def keeps_terms(subject: Subject) -> bool:
    """Whether the subject looks after the terms of its enterprise: an administrator, by a token for settings."""
    return subject.is_admin and holds(subject.scopes, "manage_enterprise_properties")


async def collaborates_with(reader: Reader, user_id: int, enterprise_id: int) -> bool:
    """Whether something of the enterprise is shared with the user, accepted or not yet answered."""
    return await reader.value(_COLLABORATES, user_id=user_id, enterprise_id=enterprise_id) is not None


def _is_asked_at_home(subject: Subject, terms: Terms) -> bool:
    return terms.status == "enabled" and terms.tos_type == "managed" and subject.kind == ASKED


async def _is_asked_abroad(reader: Reader, subject: Subject, terms: Terms) -> bool:
    is_for_subject = terms.status == "enabled" and terms.tos_type == "external" and subject.kind == ASKED
    return is_for_subject and await collaborates_with(reader, subject.user_id, terms.enterprise_id)


def _require_admin(subject: Subject) -> None:
    if not subject.is_admin:
        raise InsufficientPermissions("Only an administrator of the enterprise may write its terms of service")


def _check_text(status: TermsStatus, text: str) -> None:
    if status == "enabled" and not text.strip():
        raise InvalidParameter("text", "must not be empty for terms that are enabled")
