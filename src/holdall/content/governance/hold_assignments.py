"""What legal hold policies are assigned to: files, versions, folders, and people with what they own, see or touch.

https://developer.box.com/reference/resources/legal-hold-policy-assignment/. What the three kinds of custodians mean:
https://support.box.com/hc/en-us/articles/360044193773.
"""

from collections.abc import Sequence
from typing import Literal

import msgspec
import sqlalchemy as sa

from holdall.base.clock import EARLIEST, LATEST, parse_instant
from holdall.base.db import Transaction, query
from holdall.base.db.database import Reader
from holdall.base.errors import Conflict, NotFound
from holdall.content.events.outbox import emit
from holdall.content.governance.assignments import (
    ENDING,
    Assignment,
    assignments_to,
    find_assignment,
    page_of_assignments,
)
from holdall.content.governance.custody import APPLYING, hold_what_is_open_to
from holdall.content.governance.holds import HoldPolicy, find_hold, lock_hold
from holdall.content.governance.people import require_governor
from holdall.content.governance.places import is_within_reach, put_place
from holdall.content.governance.tables import governance_assignments
from holdall.content.identity.subject import Subject
from holdall.content.identity.tables import users
from holdall.content.items.tables import ItemType, items, versions
from holdall.content.items.trash import ORPHANS
from holdall.content.orders import place_order

TargetType = Literal["file", "file_version", "folder", "user", "ownership", "interactions"]
CUSTODIANS = frozenset({"user", "ownership", "interactions"})
_KINDS = {"file": ItemType.FILE, "folder": ItemType.FOLDER}

_ENTERPRISE = sa.bindparam("enterprise_id", type_=sa.BigInteger)
_ID = sa.bindparam("target_id", type_=sa.BigInteger)
_FIND_ITEM = query(
    sa.select(items.c.id).where(
        items.c.id == _ID,
        items.c.enterprise_id == _ENTERPRISE,
        items.c.type == sa.bindparam("kind", type_=sa.BigInteger),
    )
)
_FIND_VERSION = query(
    sa.select(versions.c.item_id).where(versions.c.id == _ID, versions.c.enterprise_id == _ENTERPRISE)
)
_FIND_ROOT = query(
    sa.select(users.c.root_id).where(
        users.c.id == _ID, users.c.enterprise_id == _ENTERPRISE, users.c.deleted_at.is_(None)
    )
)
_FIND_ORPHANS = query(sa.select(items.c.id).where(ORPHANS))


class Target(msgspec.Struct, frozen=True):
    """What to hold, as the wire names it."""

    type: TargetType
    id: int


async def assign_hold(tx: Transaction, subject: Subject, policy_id: int, target: Target) -> Assignment:
    """A unit: hold something from now on; of what a custodian has touched, as soon as background work has found it.

    Raises NotFound for the policy or the target, InsufficientPermissions, or Conflict where the policy is assigned to it
    already, or is not in force any more.
    """
    policy = await lock_hold(tx, subject, policy_id)
    if policy.deleted_at is not None:
        raise Conflict(f"The legal hold policy {policy_id} is {policy.status}: make another one")
    place_ids = await _find_places(tx, subject, target)
    present = await assignments_to(tx, subject.enterprise_id, target.type, str(target.id))
    if any(one.legal_hold_policy_id == policy_id for one in present):
        raise Conflict(f"The legal hold policy {policy_id} is assigned to {target.type} {target.id} already")
    assignment = _new_assignment(tx, subject, policy, target)
    await tx.insert(governance_assignments, **msgspec.structs.asdict(assignment))
    for item_id in place_ids:
        version_id = target.id if target.type == "file_version" else None
        await put_place(tx, assignment.id, item_id, version_id=version_id)
    if target.type == "user":
        await hold_what_is_open_to(tx, assignment)
    if assignment.applied_at is None:
        await place_order(tx, APPLYING, assignment.id)
    await _tell(tx, subject, "LEGAL_HOLD_ASSIGNMENT_CREATE", assignment)
    return assignment


async def find_hold_assignment(reader: Reader, subject: Subject, assignment_id: int) -> Assignment:
    """An assignment, also while it is being released; raises InsufficientPermissions or NotFound."""
    assignment = await find_assignment(reader, subject.enterprise_id, assignment_id)
    if assignment is None or assignment.legal_hold_policy_id is None:
        raise NotFound(f"There is no legal hold policy assignment with id {assignment_id}")
    require_governor(subject)
    return assignment


async def list_hold_assignments(
    reader: Reader,
    subject: Subject,
    policy_id: int,
    *,
    target_type: str | None = None,
    target_id: str | None = None,
    after: int = 0,
    limit: int,
) -> Sequence[Assignment]:
    """The next assignments of a policy; raises NotFound or InsufficientPermissions."""
    await find_hold(reader, subject, policy_id)
    return await page_of_assignments(
        reader, policy_id, of_hold=True, target_type=target_type, target_id=target_id, after=after, limit=limit
    )


async def end_hold_assignment(tx: Transaction, subject: Subject, assignment_id: int) -> None:
    """A unit: ask for the release of what an assignment holds; raises NotFound, InsufficientPermissions or Conflict."""
    assignment = await find_hold_assignment(tx, subject, assignment_id)
    assert assignment.legal_hold_policy_id is not None
    await lock_hold(tx, subject, assignment.legal_hold_policy_id)
    assignment = await find_hold_assignment(tx, subject, assignment_id)
    if assignment.deleted_at is not None:
        raise Conflict(f"The legal hold policy assignment {assignment_id} is being released already")
    await tx.update(governance_assignments, {"id": assignment.id}, deleted_at=tx.now)
    await _tell(tx, subject, "LEGAL_HOLD_ASSIGNMENT_DELETE", assignment)
    await place_order(tx, ENDING)


def _new_assignment(tx: Transaction, subject: Subject, policy: HoldPolicy, target: Target) -> Assignment:
    covers_from, covers_until = EARLIEST, LATEST
    if target.type in CUSTODIANS and policy.filter_started_at is not None:
        covers_from = parse_instant(policy.filter_started_at)
    if target.type in CUSTODIANS and policy.filter_ended_at is not None:
        covers_until = parse_instant(policy.filter_ended_at)
    if not policy.is_ongoing:
        covers_until = min(covers_until, tx.now)
    return Assignment(
        id=tx.new_id(),
        enterprise_id=subject.enterprise_id,
        legal_hold_policy_id=policy.id,
        retention_policy_id=None,
        target_type=target.type,
        target_id=str(target.id),
        assigned_by=subject.user_id,
        assigned_at=tx.now,
        covers_from=covers_from,
        covers_until=covers_until,
        is_ongoing=policy.is_ongoing,
        applied_at=None if target.type == "interactions" else tx.now,
        deleted_at=None,
        filter_fields=None,
        start_date_field=None,
        notified_until=0,
        look_at=LATEST,
    )


async def _find_places(tx: Transaction, subject: Subject, target: Target) -> list[int]:
    """The items from which the target reaches down; its tree is kept still meanwhile. Raises NotFound."""
    found: int | None
    if target.type in CUSTODIANS:
        found = await tx.value(_FIND_ROOT, target_id=target.id, enterprise_id=subject.enterprise_id)
    elif target.type == "file_version":
        found = await tx.value(_FIND_VERSION, target_id=target.id, enterprise_id=subject.enterprise_id)
    else:
        kind = _KINDS[target.type].value
        found = await tx.value(_FIND_ITEM, target_id=target.id, enterprise_id=subject.enterprise_id, kind=kind)
    if found is None or not await is_within_reach(tx, found):
        raise NotFound(f"There is no {_thing(target)} with id {target.id} in the enterprise")
    if target.type == "interactions":
        return []
    if target.type in CUSTODIANS:
        return [found, *(item_id for (item_id,) in await tx.all(_FIND_ORPHANS, user_id=target.id))]
    return [found]


def _thing(target: Target) -> str:
    return "user" if target.type in CUSTODIANS else target.type.replace("_", " ")


async def _tell(tx: Transaction, subject: Subject, event_type: str, assignment: Assignment) -> None:
    await emit(
        tx,
        subject,
        event_type,
        source_type="legal_hold_policy_assignment",
        source_id=assignment.id,
        legal_hold_policy_id=assignment.legal_hold_policy_id,
        assigned_to={"type": assignment.target_type, "id": assignment.target_id},
    )
