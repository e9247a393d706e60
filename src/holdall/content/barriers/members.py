"""Who is in which segment: managed users of the enterprise, each in one segment at most."""

import msgspec
import sqlalchemy as sa

from holdall.base.db import Transaction, query
from holdall.base.db.database import Reader
from holdall.base.errors import Conflict, InvalidParameter, NotFound
from holdall.content.barriers.barriers import authors, require_admin
from holdall.content.barriers.segments import find_segment, segment_to_edit
from holdall.content.barriers.tables import barrier_members, barriers
from holdall.content.identity.subject import Subject
from holdall.content.identity.tables import users


class Member(msgspec.Struct, frozen=True):
    """A user in a segment. Instants in microseconds UTC."""

    id: int
    barrier_id: int
    segment_id: int
    user_id: int
    created_at: int
    created_by: int
    updated_at: int
    updated_by: int


_SELECT = sa.select(*(barrier_members.c[name] for name in Member.__struct_fields__))
_FIND = query(
    _SELECT.join_from(barrier_members, barriers, barriers.c.id == barrier_members.c.barrier_id).where(
        barrier_members.c.id == sa.bindparam("member_id", type_=sa.BigInteger),
        barriers.c.enterprise_id == sa.bindparam("enterprise_id", type_=sa.BigInteger),
    ),
    into=Member,
)
_LIST = query(
    _SELECT.where(
        barrier_members.c.segment_id == sa.bindparam("segment_id", type_=sa.BigInteger),
        barrier_members.c.id > sa.bindparam("after", type_=sa.BigInteger),
    )
    .order_by(barrier_members.c.id)
    .limit(sa.bindparam("limit", type_=sa.BigInteger)),
    into=Member,
)
_OF_USER = query(
    sa.select(barrier_members.c.segment_id).where(
        barrier_members.c.user_id == sa.bindparam("user_id", type_=sa.BigInteger)
    )
)
_KIND = query(
    sa.select(users.c.kind).where(
        users.c.id == sa.bindparam("user_id", type_=sa.BigInteger),
        users.c.enterprise_id == sa.bindparam("enterprise_id", type_=sa.BigInteger),
        users.c.deleted_at.is_(None),
    )
)


async def list_members(reader: Reader, subject: Subject, segment_id: int, *, after: int, limit: int) -> list[Member]:
    """The members of a segment with an id beyond `after`; raises Forbidden or NotFound."""
    await find_segment(reader, subject, segment_id)
    return list(await reader.all(_LIST, segment_id=segment_id, after=after, limit=limit))


async def find_member(reader: Reader, subject: Subject, member_id: int) -> Member:
    """The member with this id; raises Forbidden or NotFound."""
    require_admin(subject)
    found = await reader.one(_FIND, member_id=member_id, enterprise_id=subject.enterprise_id)
    if found is None:
        raise NotFound(f"There is no information barrier segment member with id {member_id}")
    return found


async def add_member(
    tx: Transaction, subject: Subject, segment_id: int, user_id: int, *, barrier_id: int | None = None
) -> Member:
    """A unit: put a user into a segment; `barrier_id` is the segment's, if the request names it.

    Raises Forbidden, NotFound for segment and user, InvalidParameter for a service account, and Conflict where the user
    is in a segment already or the barrier acts.
    """
    segment = await segment_to_edit(tx, subject, segment_id)
    if barrier_id not in {None, segment.barrier_id}:
        raise NotFound(f"Information barrier {barrier_id} has no segment with id {segment_id}")
    kind = await tx.value(_KIND, user_id=user_id, enterprise_id=subject.enterprise_id)
    if kind is None:
        raise NotFound(f"There is no user with id {user_id}")
    if kind == "service":
        raise InvalidParameter("user", f"{user_id} is a service account; segments hold people")
    present = await tx.value(_OF_USER, user_id=user_id)
    if present is not None:
        raise Conflict(f"User {user_id} is in segment {present} already, and can be in one only")
    member_id = tx.new_id()
    places = {"barrier_id": segment.barrier_id, "segment_id": segment_id, "user_id": user_id}
    await tx.insert(barrier_members, id=member_id, **places, **authors(tx, subject))
    return await find_member(tx, subject, member_id)


async def remove_member(tx: Transaction, subject: Subject, member_id: int) -> None:
    """A unit: take a user out of a segment; raises Forbidden, NotFound or Conflict."""
    member = await find_member(tx, subject, member_id)
    await segment_to_edit(tx, subject, member.segment_id)
    await tx.delete(barrier_members, id=member_id)
