"""Writing the places of assignments: once each, and what is there reaches never less than it did."""

from typing import Any

import sqlalchemy as sa

from holdall.base.clock import LATEST
from holdall.base.db import Transaction, query
from holdall.content.access import lock_trees
from holdall.content.access.reach import find_places
from holdall.content.governance.tables import governance_assignments, governance_places

_NOBODY = 0
_assignment = sa.bindparam("assignment_id", type_=sa.BigInteger)
_LOCK = query(
    sa.select(governance_assignments.c.id)
    .where(governance_assignments.c.id == _assignment)
    .with_for_update(key_share=True)
)
_FIND = query(
    sa.select(governance_places.c.covers_until).where(
        governance_places.c.assignment_id == _assignment,
        governance_places.c.item_id == sa.bindparam("item_id", type_=sa.BigInteger),
    )
)


async def lock_assignment(tx: Transaction, assignment_id: int) -> None:
    """Part of a unit: let nobody else write places of an assignment until it commits, so that none is written twice."""
    await tx.one(_LOCK, assignment_id=assignment_id)


async def put_place(
    tx: Transaction,
    assignment_id: int,
    item_id: int,
    *,
    covers_until: int = LATEST,
    start_at: int | None = None,
    version_id: int | None = None,
) -> None:
    """Part of a unit: let an assignment reach down from an item too."""
    key = {"assignment_id": assignment_id, "item_id": item_id}
    await lock_assignment(tx, assignment_id)
    present = await tx.value(_FIND, **key)
    if present is None:
        values = {"covers_until": covers_until, "start_at": start_at, "version_id": version_id}
        await tx.insert(governance_places, **key, **values)
        return
    changed: dict[str, Any] = {} if start_at is None else {"start_at": start_at}
    if present < covers_until:
        changed |= {"covers_until": covers_until, "version_id": version_id}
    if changed:
        await tx.update(governance_places, key, **changed)


def insert_places(found: sa.Select[Any]) -> sa.Insert:
    """A statement that makes places of the items that a query finds, but for those that are places already.

    Its parameters are those of the query, and `assignment_id`, which is locked before.
    """
    wanted = found.subquery("wanted")
    there = sa.select(governance_places.c.item_id).where(
        governance_places.c.assignment_id == _assignment, governance_places.c.item_id == wanted.c.item_id
    )
    rows = sa.select(_assignment, wanted.c.item_id, sa.literal(LATEST, sa.BigInteger)).where(~there.exists())
    return sa.insert(governance_places).from_select(["assignment_id", "item_id", "covers_until"], rows)


async def is_within_reach(tx: Transaction, item_id: int) -> bool:
    """Part of a unit: whether an item is somebody's, in the trash or not; its tree is kept still until the unit commits."""
    await lock_trees(tx, item_id)
    place = (await find_places(tx, _NOBODY, [item_id])).get(item_id)
    if place is None:
        return False
    root = place.chain[-1]
    return root.owner_id is not None and (root.trashed_at is None or root.trash_owner_id is not None)
