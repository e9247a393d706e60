"""What custodians are held with besides what they own: what is open to them, and what they have touched.

Both become places of the assignment: one for each collaboration, one for each file that was touched. What was touched before
is found by background work, a batch at a time; what is opened or touched later is met by a consumer of events.
"""

from collections.abc import Sequence

import sqlalchemy as sa

from holdall.base.db import Database, Transaction, contains, query
from holdall.base.db.database import Reader
from holdall.content.directory.tables import memberships
from holdall.content.events.feed import Event
from holdall.content.events.tables import events
from holdall.content.governance.assignments import ASSIGNMENT_COLUMNS, Assignment, find_any_assignment
from holdall.content.governance.places import insert_places, lock_assignment
from holdall.content.governance.tables import governance_assignments
from holdall.content.items.tables import items, versions
from holdall.content.sharing.collaboration_tables import collaborations

APPLYING = "apply legal hold"
"""The workflow that finds what a custodian has touched; its argument: the assignment."""
EVENTS, VERSIONS = "events", "versions"
BATCH = 1000
WINDOW = 5000
"""How many versions are looked at in one step."""

Progress = tuple[str, int]
"""What is gone through, and behind which number."""

_TOUCHING = frozenset(
    {
        "ITEM_UPLOAD",
        "ITEM_MAKE_CURRENT_VERSION",
        "FILE_VERSION_RESTORE",
        "ITEM_COPY",
        "ITEM_DOWNLOAD",
        "ITEM_PREVIEW",
        "ITEM_OPEN",
        "ITEM_TRASH",
    }
)
_FOLDERS_TOO = "ITEM_TRASH"
_OPENING = frozenset({"COLLABORATION_INVITE", "COLLABORATION_ACCEPT", "GROUP_ADD_USER", "NEW_USER", "EDIT_USER"})

_USER = sa.bindparam("user_id", type_=sa.BigInteger)
_ENTERPRISE = sa.bindparam("enterprise_id", type_=sa.BigInteger)
_AFTER = sa.bindparam("after", type_=sa.BigInteger)
_given = sa.or_(
    collaborations.c.user_id == _USER,
    collaborations.c.group_id.in_(sa.select(memberships.c.group_id).where(memberships.c.user_id == _USER)),
)
_HOLD_OPEN = query(
    insert_places(
        sa.select(collaborations.c.item_id)
        .join_from(collaborations, items, items.c.id == collaborations.c.item_id)
        .where(_given, collaborations.c.status == "accepted", items.c.enterprise_id == _ENTERPRISE)
        .distinct()
    )
)
_HOLD = query(
    insert_places(
        sa.select(items.c.id.label("item_id")).where(contains(items.c.id, "ids"), items.c.enterprise_id == _ENTERPRISE)
    )
)
_TOUCHED = query(
    sa.select(events.c.sequence, events.c.event_type, events.c.source_type, events.c.source_id)
    .where(events.c.created_by == _USER, events.c.sequence > _AFTER)
    .order_by(events.c.sequence)
    .limit(BATCH)
)
_window = sa.select(versions.c.id).where(versions.c.id > _AFTER).order_by(versions.c.id).limit(WINDOW).subquery()
_WINDOW_ENDS = query(sa.select(sa.func.max(_window.c.id)))
_MADE = query(
    sa.select(versions.c.item_id)
    .where(versions.c.id > _AFTER, versions.c.id <= sa.bindparam("until", type_=sa.BigInteger))
    .where(versions.c.created_by == _USER)
    .distinct()
)
_CUSTODIANS = query(
    sa.select(*ASSIGNMENT_COLUMNS).where(
        sa.or_(governance_assignments.c.target_type == "user", governance_assignments.c.target_type == "interactions"),
        governance_assignments.c.is_ongoing.is_(True),
        governance_assignments.c.deleted_at.is_(None),
    ),
    into=Assignment,
)


async def hold_what_is_open_to(tx: Transaction, assignment: Assignment) -> None:
    """Part of a unit: hold what the custodian of an assignment collaborates on, by a group too, in the enterprise."""
    await lock_assignment(tx, assignment.id)
    await tx.run(
        _HOLD_OPEN,
        assignment_id=assignment.id,
        user_id=int(assignment.target_id),
        enterprise_id=assignment.enterprise_id,
    )


async def apply_batch(db: Database, assignment_id: int, progress: Progress) -> Progress | None:
    """Hold the next of what a custodian has touched; how far that went, or None where it is all."""
    assignment = await find_any_assignment(db, assignment_id)
    if assignment is None or assignment.deleted_at is not None:
        return None
    kind, after = progress
    step = _find_in_events if kind == EVENTS else _find_in_versions
    touched, until = await step(db, int(assignment.target_id), after)
    if touched:
        await db.write(_hold, assignment, touched)
    if until is not None:
        return kind, until
    if kind == EVENTS:
        return VERSIONS, 0
    await db.write(_end_applying, assignment_id)
    return None


async def follow_custodians(db: Database, batch: Sequence[Event]) -> None:
    """Hold what custodians have touched, or have been let into, as events tell it."""
    custodians = await db.all(_CUSTODIANS)
    if not custodians:
        return
    opened = {event.enterprise_id for event in batch if event.event_type in _OPENING}
    for assignment in custodians:
        if assignment.target_type == "user":
            if opened:
                await db.write(hold_what_is_open_to, assignment)
            continue
        touched = {
            event.source_id
            for event in batch
            if event.created_by == int(assignment.target_id)
            and event.source_id is not None
            and _is_touch(event.event_type, event.source_type)
        }
        if touched:
            await db.write(_hold, assignment, sorted(touched))


def _is_touch(event_type: str, source_type: str | None) -> bool:
    return event_type in _TOUCHING and (
        source_type == "file" or (source_type == "folder" and event_type == _FOLDERS_TOO)
    )


async def _find_in_events(reader: Reader, user_id: int, after: int) -> tuple[list[int], int | None]:
    rows = await reader.all(_TOUCHED, user_id=user_id, after=after)
    touched = {source_id for _, kind, source, source_id in rows if _is_touch(kind, source)}
    return sorted(touched), rows[-1][0] if len(rows) == BATCH else None


async def _find_in_versions(reader: Reader, user_id: int, after: int) -> tuple[list[int], int | None]:
    until = await reader.value(_WINDOW_ENDS, after=after)
    if until is None:
        return [], None
    return [item_id for (item_id,) in await reader.all(_MADE, user_id=user_id, after=after, until=until)], until


async def _hold(tx: Transaction, assignment: Assignment, item_ids: list[int]) -> None:
    await lock_assignment(tx, assignment.id)
    await tx.run(_HOLD, assignment_id=assignment.id, ids=item_ids, enterprise_id=assignment.enterprise_id)


async def _end_applying(tx: Transaction, assignment_id: int) -> None:
    await tx.update(governance_assignments, {"id": assignment_id}, applied_at=tx.now)
