"""Who has still to accept which terms: for the own enterprise a part of the query by which a person is found.

Terms bind people who can sign in; application users and service accounts are asked for nothing
(https://developer.box.com/guides/security/terms-of-service/).
"""

from collections.abc import Iterable

import sqlalchemy as sa

from holdall.base.db import contains, query
from holdall.base.db.database import Reader
from holdall.base.errors import BadRequest
from holdall.content.identity.subject import Subject
from holdall.content.identity.tables import users
from holdall.content.terms.tables import terms_of_service_user_statuses as statuses
from holdall.content.terms.tables import terms_of_services

ASKED = "managed"
"""The kind of users who are asked."""


class TermsRequired(BadRequest):
    """The user must accept terms of service first; `terms_id` says which."""

    code = "terms_of_service_required"

    def __init__(self, terms_id: int, status_id: int | None) -> None:
        self.terms_id = terms_id
        context = {"tos_id": terms_id}
        if status_id is not None:
            context["tos_user_status_id"] = status_id
        message = "User must accept custom terms of service before action can be taken"
        super().__init__(message, context_info=context)


def _quoted(word: str) -> sa.ColumnElement[str]:
    """A word of ours as part of the statement: a parameter would be passed at every request."""
    return sa.literal_column(f"'{word}'")


def due_terms(person: sa.FromClause) -> sa.ScalarSelect[int]:
    """The id of the terms of its enterprise that a row of users has still to accept, or null."""
    answered = (
        sa.exists()
        .where(
            statuses.c.terms_id == terms_of_services.c.id,
            statuses.c.user_id == person.c.id,
            statuses.c.is_accepted,
            statuses.c.revision == terms_of_services.c.revision,
        )
        .correlate(terms_of_services, person)
    )
    return (
        sa.select(terms_of_services.c.id)
        .where(
            terms_of_services.c.enterprise_id == person.c.enterprise_id,
            terms_of_services.c.tos_type == _quoted("managed"),
            terms_of_services.c.status == _quoted("enabled"),
            person.c.kind == _quoted(ASKED),
            ~answered,
        )
        .correlate(person)
        .scalar_subquery()
    )


_DUE = query(sa.select(due_terms(users)).where(users.c.id == sa.bindparam("user_id", type_=sa.BigInteger)))
_STATUS = query(
    sa.select(statuses.c.id).where(
        statuses.c.terms_id == sa.bindparam("terms_id", type_=sa.BigInteger),
        statuses.c.user_id == sa.bindparam("user_id", type_=sa.BigInteger),
    )
)
_EXTERNAL = query(
    sa.select(
        terms_of_services.c.enterprise_id,
        terms_of_services.c.id,
        users.c.id,
        sa.and_(statuses.c.is_accepted, statuses.c.revision == terms_of_services.c.revision),
    )
    .select_from(terms_of_services.join(users, contains(users.c.id, "user_ids")))
    .outerjoin(statuses, sa.and_(statuses.c.terms_id == terms_of_services.c.id, statuses.c.user_id == users.c.id))
    .where(
        contains(terms_of_services.c.enterprise_id, "enterprise_ids"),
        terms_of_services.c.tos_type == "external",
        terms_of_services.c.status == "enabled",
        users.c.kind == ASKED,
    )
)


async def terms_required(reader: Reader, subject: Subject, terms_id: int) -> TermsRequired:
    """The refusal of somebody who has not accepted these terms; it names the answer that the user has given, if any."""
    return TermsRequired(terms_id, await reader.value(_STATUS, terms_id=terms_id, user_id=subject.user_id))


async def answers_from_outside(
    reader: Reader, user_ids: Iterable[int], enterprise_ids: Iterable[int]
) -> dict[tuple[int, int], tuple[int, bool]]:
    """What enterprises ask of people from outside: by enterprise and user, the terms and whether they are accepted.

    Only what is asked now is listed; who belongs to the enterprise is for the caller to know. One query.
    """
    rows = await reader.all(_EXTERNAL, user_ids=list(user_ids), enterprise_ids=list(enterprise_ids))
    return {(enterprise, user): (terms_id, bool(is_accepted)) for enterprise, terms_id, user, is_accepted in rows}


async def due_at_home(reader: Reader, user_id: int) -> int | None:
    """The terms of its enterprise that a user has still to accept, for whom no token speaks."""
    found: int | None = await reader.value(_DUE, user_id=user_id)
    return found


async def due_outside(reader: Reader, subject: Subject, enterprise_ids: Iterable[int]) -> dict[int, int]:
    """Terms of other enterprises that the subject has still to accept to collaborate there, by enterprise."""
    if subject.kind != ASKED:
        return {}
    answers = await answers_from_outside(reader, [subject.user_id], enterprise_ids)
    return {enterprise: terms_id for (enterprise, _), (terms_id, accepted) in answers.items() if not accepted}
