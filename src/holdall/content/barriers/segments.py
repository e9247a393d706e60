"""Segments of a barrier: named parts of an enterprise's people, changed while the barrier does not act."""

from typing import Any

import msgspec
import sqlalchemy as sa

from holdall.base.db import Transaction, query
from holdall.base.db.database import Reader
from holdall.base.errors import Conflict, InvalidParameter, NotFound
from holdall.content.barriers.barriers import authors, barrier_to_edit, find_barrier, require_admin
from holdall.content.barriers.tables import barrier_segments, barriers
from holdall.content.identity.subject import Subject

MOST = 10
"""https://docs.box.com/en/box-shield/shield-information-barrier/creating-an-information-barrier-user-segment"""
LONGEST_NAME = 255


class Segment(msgspec.Struct, frozen=True):
    """A segment. Instants in microseconds UTC."""

    id: int
    barrier_id: int
    name: str
    description: str
    created_at: int
    created_by: int
    updated_at: int
    updated_by: int


_SELECT = sa.select(*(barrier_segments.c[name] for name in Segment.__struct_fields__))
_OF_BARRIER = barrier_segments.c.barrier_id == sa.bindparam("barrier_id", type_=sa.BigInteger)
_FIND = query(
    _SELECT.join_from(barrier_segments, barriers, barriers.c.id == barrier_segments.c.barrier_id).where(
        barrier_segments.c.id == sa.bindparam("segment_id", type_=sa.BigInteger),
        barriers.c.enterprise_id == sa.bindparam("enterprise_id", type_=sa.BigInteger),
    ),
    into=Segment,
)
_LIST = query(
    _SELECT.where(_OF_BARRIER, barrier_segments.c.id > sa.bindparam("after", type_=sa.BigInteger))
    .order_by(barrier_segments.c.id)
    .limit(sa.bindparam("limit", type_=sa.BigInteger)),
    into=Segment,
)
_NAMED = query(
    sa.select(barrier_segments.c.id).where(_OF_BARRIER, barrier_segments.c.name_key == sa.bindparam("name_key"))
)
_COUNT = query(sa.select(sa.func.count()).select_from(barrier_segments).where(_OF_BARRIER))


async def list_segments(reader: Reader, subject: Subject, barrier_id: int, *, after: int, limit: int) -> list[Segment]:
    """The segments of a barrier with an id beyond `after`; raises Forbidden or NotFound."""
    await find_barrier(reader, subject, barrier_id)
    return list(await reader.all(_LIST, barrier_id=barrier_id, after=after, limit=limit))


async def find_segment(reader: Reader, subject: Subject, segment_id: int) -> Segment:
    """The segment with this id; raises Forbidden or NotFound."""
    require_admin(subject)
    found = await reader.one(_FIND, segment_id=segment_id, enterprise_id=subject.enterprise_id)
    if found is None:
        raise NotFound(f"There is no information barrier segment with id {segment_id}")
    return found


async def create_segment(tx: Transaction, subject: Subject, barrier_id: int, *, name: str, description: str) -> Segment:
    """A unit: add a segment; raises Forbidden, NotFound, InvalidParameter, and Conflict for a name that is taken.

    A barrier that acts is a Conflict too, and so is an eleventh segment.
    """
    barrier = await barrier_to_edit(tx, subject, barrier_id)
    name = await _check_name(tx, barrier.id, name)
    if await tx.value(_COUNT, barrier_id=barrier_id) >= MOST:
        raise Conflict(f"An information barrier has {MOST} segments at most: delete one of those first")
    segment_id = tx.new_id()
    named = {"name": name, "name_key": name.casefold(), "description": description}
    await tx.insert(barrier_segments, id=segment_id, barrier_id=barrier_id, **named, **authors(tx, subject))
    return await find_segment(tx, subject, segment_id)


async def change_segment(tx: Transaction, subject: Subject, segment_id: int, values: dict[str, str]) -> Segment:
    """A unit: give a segment another name or description; raises as `create_segment`."""
    segment = await segment_to_edit(tx, subject, segment_id)
    changed: dict[str, Any] = dict(values)
    if "name" in values:
        changed["name"] = await _check_name(tx, segment.barrier_id, values["name"], but_of=segment_id)
        changed["name_key"] = changed["name"].casefold()
    if changed:
        changed |= {"updated_at": tx.now, "updated_by": subject.user_id}
        await tx.update(barrier_segments, {"id": segment_id}, **changed)
    return await find_segment(tx, subject, segment_id)


async def delete_segment(tx: Transaction, subject: Subject, segment_id: int) -> None:
    """A unit: remove a segment with its members and restrictions; raises Forbidden, NotFound or Conflict."""
    await segment_to_edit(tx, subject, segment_id)
    await tx.delete(barrier_segments, id=segment_id)


async def segment_to_edit(tx: Transaction, subject: Subject, segment_id: int) -> Segment:
    """Part of a unit: a segment of a barrier that may be changed; raises Forbidden, NotFound or Conflict."""
    segment = await find_segment(tx, subject, segment_id)
    await barrier_to_edit(tx, subject, segment.barrier_id)
    return await find_segment(tx, subject, segment_id)


async def _check_name(tx: Transaction, barrier_id: int, name: str, but_of: int | None = None) -> str:
    name = name.strip()
    if not name or len(name) > LONGEST_NAME:
        raise InvalidParameter("name", f"must have 1 to {LONGEST_NAME} characters, and not only spaces")
    owner = await tx.value(_NAMED, barrier_id=barrier_id, name_key=name.casefold())
    if owner is not None and owner != but_of:
        raise Conflict(f"The information barrier has a segment named {name!r} already")
    return name
