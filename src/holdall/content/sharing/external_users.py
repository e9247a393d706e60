"""Letting people of other enterprises go: everything of the enterprise's that was shared with them is so no more.

https://developer.box.com/reference/v2025.0/post-external-users-submit-delete-job/. The request only says of whom; background
work ends the collaborations, a batch a unit, so each is ended once and told of, whenever it is interrupted.
"""

from collections.abc import Sequence

import msgspec
import sqlalchemy as sa

from holdall.base.db import Database, Transaction, contains, query
from holdall.base.errors import InvalidParameter, NotFound
from holdall.content.access.reach import find_places
from holdall.content.hubs.collaborations import let_go
from holdall.content.hubs.outsiders import of_outsiders
from holdall.content.hubs.tables import hub_collaborations
from holdall.content.identity.subject import Subject
from holdall.content.identity.tables import users
from holdall.content.items.tables import items
from holdall.content.orders import place_order
from holdall.content.sharing.collaboration_tables import collaborations
from holdall.content.sharing.leaving import tell_of_end

LETTING_GO = "let external user go"
"""The durable workflow that ends one person's collaborations; its arguments are those of `end_some`."""
MAX_USERS = 1000
BATCH = 200
REASON = "external user removed"


class Verdict(msgspec.Struct, frozen=True):
    """What becomes of the wish to let one user go, as an HTTP status; a detail where it is refused."""

    user_id: int
    status: int
    detail: str | None = None


class _Ended(msgspec.Struct, frozen=True):
    id: int
    enterprise_id: int
    item_id: int
    user_id: int
    group_id: int | None
    role: str


class _By(msgspec.Struct, frozen=True):
    """Who has asked for it."""

    user_id: int
    enterprise_id: int


_ENTERPRISE = sa.bindparam("enterprise_id", type_=sa.BigInteger)
_IN_ENTERPRISE = sa.and_(items.c.id == collaborations.c.item_id, items.c.enterprise_id == _ENTERPRISE)
_EXTERNAL = query(
    sa.select(collaborations.c.user_id)
    .join_from(collaborations, items, _IN_ENTERPRISE)
    .join(users, users.c.id == collaborations.c.user_id)
    .where(contains(collaborations.c.user_id, "ids"), users.c.enterprise_id != _ENTERPRISE)
    .union(
        of_outsiders(contains(hub_collaborations.c.user_id, "ids"), _ENTERPRISE)
        .join(users, users.c.id == hub_collaborations.c.user_id)
        .where(users.c.enterprise_id != _ENTERPRISE)
    )
)
_SHARED = query(
    sa.select(*(collaborations.c[name] for name in _Ended.__struct_fields__))
    .join_from(collaborations, items, _IN_ENTERPRISE)
    .where(
        collaborations.c.user_id == sa.bindparam("user_id", type_=sa.BigInteger),
        collaborations.c.created_at <= sa.bindparam("until", type_=sa.BigInteger),
    )
    .order_by(collaborations.c.id)
    .limit(sa.bindparam("limit", type_=sa.BigInteger)),
    into=_Ended,
)


async def submit(tx: Transaction, subject: Subject, user_ids: Sequence[int]) -> list[Verdict]:
    """A unit: order that external users are let go; a verdict for each, in their order: 202 where it is ordered, or 404.

    Raises InvalidParameter for none and for too many users, and NotFound where the subject may not, or none of
    them collaborates with the enterprise from outside.
    """
    wanted = list(dict.fromkeys(user_ids))
    if not 1 <= len(wanted) <= MAX_USERS:
        raise InvalidParameter("external_users", f"names {len(wanted)} users; name 1 to {MAX_USERS}")
    if not subject.is_admin:
        # Box answers so, rather than with 403: who may not does not learn who collaborates.
        raise NotFound("Only administrators of the enterprise, co-admins and service accounts let external users go")
    known = {user_id for (user_id,) in await tx.all(_EXTERNAL, ids=wanted, enterprise_id=subject.enterprise_id)}
    if not known:
        raise NotFound("None of these users collaborates with your enterprise from outside")
    for user_id in wanted:
        if user_id in known:
            await place_order(tx, LETTING_GO, subject.enterprise_id, user_id, subject.user_id, tx.now)
    return [
        Verdict(user_id, 202)
        if user_id in known
        else Verdict(user_id, 404, f"User {user_id} does not collaborate with your enterprise from outside")
        for user_id in wanted
    ]


async def end_some(db: Database, enterprise_id: int, user_id: int, by: int, until: int, *, limit: int = BATCH) -> bool:
    """End some of a person's collaborations in an enterprise that are made by `until`; whether there may be more.

    `by` is the user who has asked for it. May be done again.
    """
    return await db.write(_end_some, user_id, _By(by, enterprise_id), until, limit)


async def _end_some(tx: Transaction, user_id: int, by: _By, until: int, limit: int) -> bool:
    await let_go(tx, by, user_id, until, REASON)
    found = await tx.all(_SHARED, enterprise_id=by.enterprise_id, user_id=user_id, until=until, limit=limit)
    places = await find_places(tx, 0, {one.item_id for one in found})
    for one in found:
        if await tx.delete(collaborations, id=one.id):
            await tell_of_end(tx, one, places[one.item_id], reason=REASON, by=by)
    return len(found) == limit
