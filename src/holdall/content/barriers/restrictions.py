"""Restrictions: the people of a segment may not reach what belongs to the people of another. Each goes one way."""

import msgspec
import sqlalchemy as sa

from holdall.base.db import Transaction, query
from holdall.base.db.database import Reader
from holdall.base.errors import Conflict, InvalidParameter, NotFound
from holdall.content.barriers.barriers import authors, require_admin
from holdall.content.barriers.segments import find_segment, segment_to_edit
from holdall.content.barriers.tables import barrier_restrictions, barriers
from holdall.content.identity.subject import Subject


class Restriction(msgspec.Struct, frozen=True):
    """A restriction of a segment. Instants in microseconds UTC."""

    id: int
    barrier_id: int
    segment_id: int
    restricted_segment_id: int
    created_at: int
    created_by: int
    updated_at: int
    updated_by: int


_SELECT = sa.select(*(barrier_restrictions.c[name] for name in Restriction.__struct_fields__))
_OF_SEGMENT = barrier_restrictions.c.segment_id == sa.bindparam("segment_id", type_=sa.BigInteger)
_FIND = query(
    _SELECT.join_from(barrier_restrictions, barriers, barriers.c.id == barrier_restrictions.c.barrier_id).where(
        barrier_restrictions.c.id == sa.bindparam("restriction_id", type_=sa.BigInteger),
        barriers.c.enterprise_id == sa.bindparam("enterprise_id", type_=sa.BigInteger),
    ),
    into=Restriction,
)
_LIST = query(
    _SELECT.where(_OF_SEGMENT, barrier_restrictions.c.id > sa.bindparam("after", type_=sa.BigInteger))
    .order_by(barrier_restrictions.c.id)
    .limit(sa.bindparam("limit", type_=sa.BigInteger)),
    into=Restriction,
)
_SAME = query(
    sa.select(barrier_restrictions.c.id).where(
        _OF_SEGMENT,
        barrier_restrictions.c.restricted_segment_id == sa.bindparam("restricted_segment_id", type_=sa.BigInteger),
    )
)


async def list_restrictions(
    reader: Reader, subject: Subject, segment_id: int, *, after: int, limit: int
) -> list[Restriction]:
    """The restrictions of a segment with an id beyond `after`; raises Forbidden or NotFound."""
    await find_segment(reader, subject, segment_id)
    return list(await reader.all(_LIST, segment_id=segment_id, after=after, limit=limit))


async def find_restriction(reader: Reader, subject: Subject, restriction_id: int) -> Restriction:
    """The restriction with this id; raises Forbidden or NotFound."""
    require_admin(subject)
    found = await reader.one(_FIND, restriction_id=restriction_id, enterprise_id=subject.enterprise_id)
    if found is None:
        raise NotFound(f"There is no information barrier segment restriction with id {restriction_id}")
    return found


async def add_restriction(
    tx: Transaction, subject: Subject, segment_id: int, restricted_segment_id: int, *, barrier_id: int | None = None
) -> Restriction:
    """A unit: keep a segment's people from what the restricted segment's have.

    Raises Forbidden, NotFound for a segment, or one of another barrier than `barrier_id`, InvalidParameter where both are
    the same, and Conflict for a second one, or where the barrier acts.
    """
    segment = await segment_to_edit(tx, subject, segment_id)
    if barrier_id not in {None, segment.barrier_id}:
        raise NotFound(f"Information barrier {barrier_id} has no segment with id {segment_id}")
    await find_segment(tx, subject, restricted_segment_id)
    if segment_id == restricted_segment_id:
        raise InvalidParameter("restricted_segment", "must be another segment: people reach what their own segment has")
    if await tx.one(_SAME, segment_id=segment_id, restricted_segment_id=restricted_segment_id) is not None:
        raise Conflict(f"Segment {segment_id} is kept from segment {restricted_segment_id} already")
    restriction_id = tx.new_id()
    places = {
        "barrier_id": segment.barrier_id,
        "segment_id": segment_id,
        "restricted_segment_id": restricted_segment_id,
    }
    await tx.insert(barrier_restrictions, id=restriction_id, **places, **authors(tx, subject))
    return await find_restriction(tx, subject, restriction_id)


async def remove_restriction(tx: Transaction, subject: Subject, restriction_id: int) -> None:
    """A unit: take a restriction away; raises Forbidden, NotFound or Conflict."""
    restriction = await find_restriction(tx, subject, restriction_id)
    await segment_to_edit(tx, subject, restriction.segment_id)
    await tx.delete(barrier_restrictions, id=restriction_id)
