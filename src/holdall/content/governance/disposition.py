"""What happens when a retention is over: content is removed for good where the policy says so; and people are told before.

An assignment is looked through when something in it may be due, and not more often than each hour. It may be interrupted
anywhere: what was done is done, and the rest is found by the next look.
"""

from collections.abc import Iterable, Sequence

import msgspec
import sqlalchemy as sa

from holdall.base.clock import DAY, HOUR, LATEST
from holdall.base.db import Database, Transaction, query
from holdall.content.access import lock_trees
from holdall.content.access.place import Place
from holdall.content.access.reach import find_places
from holdall.content.governance.assignments import ASSIGNMENT_COLUMNS, Assignment
from holdall.content.governance.coverage import Cover, covers_of, winner
from holdall.content.governance.notices import NOTICE, Notices
from holdall.content.governance.tables import governance_assignments, retention_policies
from holdall.content.governance.walking import Spot, Walk
from holdall.content.items.disposal import dispose_of_file, dispose_of_versions

PAGE = 200
_NOBODY = 0

_DUE = query(
    sa.select(*ASSIGNMENT_COLUMNS)
    .join_from(
        governance_assignments,
        retention_policies,
        retention_policies.c.id == governance_assignments.c.retention_policy_id,
    )
    .where(
        retention_policies.c.retention_length.is_not(None),
        governance_assignments.c.deleted_at.is_(None),
        governance_assignments.c.look_at <= sa.bindparam("now", type_=sa.BigInteger),
    )
    .order_by(governance_assignments.c.id),
    into=Assignment,
)

_FIND = query(
    sa.select(*ASSIGNMENT_COLUMNS)
    .where(governance_assignments.c.id == sa.bindparam("assignment_id", type_=sa.BigInteger))
    .with_for_update(),
    into=Assignment,
)


class _Look(msgspec.Struct):
    """What a look through an assignment has found so far."""

    next_at: int
    disposed: int
    notices: Notices


async def dispose_due(db: Database) -> int:
    """Remove what is due under every policy that removes, and tell people of what will be soon; how many files had to do with it."""
    disposed = 0
    for assignment in await db.all(_DUE, now=db.now):
        disposed += await _look_through(db, assignment)
    return disposed


async def _look_through(db: Database, assignment: Assignment) -> int:
    began = db.now
    look = _Look(began + DAY, 0, Notices(assignment, began))
    spot: Spot | None = Spot()
    while spot is not None:
        walk = Walk(db, [assignment], spot)
        found = await walk.page(PAGE)
        covers = await covers_of(db, {one.file_id for one in found})
        due = _note(look, assignment, covers.values(), began)
        if due:
            look.disposed += await db.write(_dispose, due)
        spot = walk.spot
    await db.write(_end_look, assignment, look, began)
    return look.disposed


def _note(look: _Look, assignment: Assignment, versions: Iterable[list[Cover]], now: int) -> list[int]:
    """The files of which something is due under this assignment; what will be is noted."""
    due: dict[int, None] = {}
    for covers in versions:
        cover = winner(covers)
        if cover is None or cover.assignment_id != assignment.id:
            continue
        if _is_due(covers, cover, now):
            due[cover.file_id] = None
        elif now < cover.ends_at < LATEST:
            look.next_at = min(look.next_at, cover.ends_at)
            if cover.is_current:
                look.notices.note(cover)
    return list(due)


def _is_due(covers: Sequence[Cover], cover: Cover, now: int) -> bool:
    return cover.disposition_action == "permanently_delete" and not any(one.keeps(now) for one in covers)


async def _dispose(tx: Transaction, file_ids: list[int]) -> int:
    """Remove what is due of some files, as it is now that nobody can change it: past versions, or the whole file."""
    await lock_trees(tx, *file_ids)
    places = await find_places(tx, _NOBODY, file_ids)
    by_file: dict[int, list[list[Cover]]] = {}
    for covers in (await covers_of(tx, places)).values():
        by_file.setdefault(covers[0].file_id, []).append(covers)
    count = 0
    for file_id, place in places.items():
        count += await _dispose_of(tx, place, by_file.get(file_id, []))
    return count


async def _dispose_of(tx: Transaction, place: Place, versions: list[list[Cover]]) -> bool:
    owner_id = place.chain[-1].owner_id
    if owner_id is None:
        return False  # it was removed meanwhile
    due = [won for covers in versions if (won := winner(covers)) is not None and _is_due(covers, won, tx.now)]
    is_kept = any(one.keeps(tx.now) for covers in versions for one in covers)
    for one in due:
        if one.is_current and not is_kept:
            await dispose_of_file(tx, place, retention_policy_id=one.retention_policy_id)
            return True
    past = {one.version_id: one.size for one in due if not one.is_current}
    await dispose_of_versions(tx, owner_id, past)
    return bool(past)


async def _end_look(tx: Transaction, assignment: Assignment, look: _Look, began: int) -> None:
    """Note when to look again, and write to those who are to be told; nothing where the policy was changed meanwhile."""
    present = await tx.one(_FIND, assignment_id=assignment.id)
    if present is None or present.look_at != assignment.look_at:
        return
    await look.notices.send(tx)
    values = {"look_at": max(look.next_at, began + HOUR), "notified_until": began + NOTICE}
    await tx.update(governance_assignments, {"id": assignment.id}, **values)
