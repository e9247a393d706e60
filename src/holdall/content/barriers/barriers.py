"""The information barrier of an enterprise: made as a draft, enabled by background work, disabled at once.

draft or disabled -> pending -> enabled; pending or enabled -> disabled. From pending on it acts, and its segments stay as they
are (https://docs.box.com/en/box-shield/shield-information-barrier/enabling-an-information-barrier).
"""

from typing import Any, Literal

import msgspec
import sqlalchemy as sa

from holdall.base.db import Transaction, query
from holdall.base.db.database import Reader
from holdall.base.errors import Conflict, InsufficientPermissions, NotFound
from holdall.content.barriers.tables import (
    barrier_members,
    barrier_reports,
    barrier_restrictions,
    barrier_segments,
    barriers,
)
from holdall.content.events.outbox import Actor, emit
from holdall.content.identity.subject import Subject
from holdall.content.orders import place_order

ENABLING = "enable information barrier"
"""The workflow that removes what crosses a barrier; its arguments: the barrier, and when it was to be enabled."""

Status = Literal["pending", "disabled"]
_EDITABLE = ("draft", "disabled")
_BEFORE: dict[str, tuple[str, ...]] = {"pending": _EDITABLE, "disabled": ("pending", "enabled")}


class Barrier(msgspec.Struct, frozen=True):
    """A barrier. Instants in microseconds UTC."""

    id: int
    enterprise_id: int
    status: str
    created_at: int
    created_by: int
    updated_at: int
    updated_by: int
    enabled_at: int | None
    enabled_by: int | None


_SELECT = sa.select(*(barriers.c[name] for name in Barrier.__struct_fields__))
_OF_ENTERPRISE = barriers.c.enterprise_id == sa.bindparam("enterprise_id", type_=sa.BigInteger)
_ID = sa.bindparam("barrier_id", type_=sa.BigInteger)
_FIND = query(_SELECT.where(_OF_ENTERPRISE, barriers.c.id == _ID), into=Barrier)
_BY_ID = query(_SELECT.where(barriers.c.id == _ID).with_for_update(), into=Barrier)
_LIST = query(
    _SELECT.where(_OF_ENTERPRISE, barriers.c.id > sa.bindparam("after", type_=sa.BigInteger))
    .order_by(barriers.c.id)
    .limit(sa.bindparam("limit", type_=sa.BigInteger)),
    into=Barrier,
)
_RESTRICTION = query(sa.select(barrier_restrictions.c.id).where(barrier_restrictions.c.barrier_id == _ID).limit(1))
_REPORT = query(
    sa.select(barrier_reports.c.id)
    .where(barrier_reports.c.barrier_id == _ID, barrier_reports.c.status == "done")
    .limit(1)
)
_COUNTS = query(
    sa.select(barrier_segments.c.name, sa.func.count(barrier_members.c.id))
    .outerjoin_from(barrier_segments, barrier_members, barrier_members.c.segment_id == barrier_segments.c.id)
    .where(barrier_segments.c.barrier_id == _ID)
    .group_by(barrier_segments.c.id, barrier_segments.c.name)
    .order_by(barrier_segments.c.id)
)


async def list_barriers(reader: Reader, subject: Subject, *, after: int, limit: int) -> list[Barrier]:
    """The enterprise's barrier, if it has one; raises Forbidden."""
    require_admin(subject)
    return list(await reader.all(_LIST, enterprise_id=subject.enterprise_id, after=after, limit=limit))


async def find_barrier(reader: Reader, subject: Subject, barrier_id: int) -> Barrier:
    """The barrier with this id; raises Forbidden or NotFound."""
    require_admin(subject)
    found = await reader.one(_FIND, barrier_id=barrier_id, enterprise_id=subject.enterprise_id)
    if found is None:
        raise NotFound(f"There is no information barrier with id {barrier_id}")
    return found


async def lock_barrier(tx: Transaction, barrier_id: int) -> Barrier | None:
    """Part of a unit of background work: the barrier with this id, which nobody changes until the unit commits."""
    return await tx.one(_BY_ID, barrier_id=barrier_id)


async def create_barrier(tx: Transaction, subject: Subject, enterprise_id: int) -> Barrier:
    """A unit: begin a barrier; raises Forbidden, NotFound for another enterprise, or Conflict for a second one."""
    require_admin(subject)
    if enterprise_id != subject.enterprise_id:
        raise NotFound(f"There is no enterprise with id {enterprise_id}")
    present = await tx.all(_LIST, enterprise_id=enterprise_id, after=0, limit=1)
    if present:
        raise Conflict(f"The enterprise has information barrier {present[0].id} already: change that one")
    barrier_id = tx.new_id()
    await tx.insert(barriers, id=barrier_id, enterprise_id=enterprise_id, status="draft", **authors(tx, subject))
    return await find_barrier(tx, subject, barrier_id)


async def change_status(tx: Transaction, subject: Subject, barrier_id: int, status: Status) -> Barrier:
    """A unit: enable a barrier, by way of `pending`, or disable it.

    Raises Forbidden, NotFound, and Conflict where its present status does not lead there, where it keeps nobody from
    anything, and where no report has told yet what enabling it will remove.
    """
    barrier = await _lock(tx, subject, barrier_id)
    if barrier.status not in _BEFORE[status]:
        raise Conflict(f"Information barrier {barrier_id} is {barrier.status}: it cannot become {status} from there")
    values: dict[str, Any] = {"status": status, "updated_at": tx.now, "updated_by": subject.user_id}
    if status == "pending":
        await _check_ready(tx, barrier)
        values |= {"enabled_at": None, "enabled_by": subject.user_id}
        await place_order(tx, ENABLING, barrier_id, tx.now)
    await tx.update(barriers, {"id": barrier_id}, **values)
    await tell_status(tx, subject, barrier_id, status)
    return await find_barrier(tx, subject, barrier_id)


async def barrier_to_edit(tx: Transaction, subject: Subject, barrier_id: int) -> Barrier:
    """Part of a unit: a barrier whose segments may be changed; raises Forbidden, NotFound or Conflict."""
    barrier = await _lock(tx, subject, barrier_id)
    if barrier.status not in _EDITABLE:
        raise Conflict(f"Information barrier {barrier_id} is {barrier.status}: disable it before you change it")
    return barrier


async def tell_status(tx: Transaction, actor: Actor, barrier_id: int, status: str) -> None:
    """Part of a unit: write the event of a new status, with the segments that there are."""
    segments = [{"name": name, "member_count": count} for name, count in await tx.all(_COUNTS, barrier_id=barrier_id)]
    told = {"barrier_id": barrier_id, "barrier_status": status.upper(), "barrier_segments": segments}
    await emit(tx, actor, f"SHIELD_INFORMATION_BARRIER_{status.upper()}", barrier=told)


def authors(tx: Transaction, subject: Subject) -> dict[str, int]:
    """The columns that say who made a row, and when."""
    by, at = subject.user_id, tx.now
    return {"created_at": at, "created_by": by, "updated_at": at, "updated_by": by}


def require_admin(subject: Subject) -> None:
    """Raise Forbidden unless the subject looks after the barriers of its enterprise."""
    if not subject.is_admin:
        raise InsufficientPermissions("Only an administrator of the enterprise may see and change information barriers")


async def _lock(tx: Transaction, subject: Subject, barrier_id: int) -> Barrier:
    await lock_barrier(tx, barrier_id)
    return await find_barrier(tx, subject, barrier_id)


async def _check_ready(tx: Transaction, barrier: Barrier) -> None:
    if await tx.one(_RESTRICTION, barrier_id=barrier.id) is None:
        raise Conflict(f"Information barrier {barrier.id} restricts no segment: it would keep nobody from anything")
    if await tx.one(_REPORT, barrier_id=barrier.id) is None:
        raise Conflict(
            f"Enabling information barrier {barrier.id} removes collaborations for good: create a report of them first, "
            "and wait until it is done"
        )
