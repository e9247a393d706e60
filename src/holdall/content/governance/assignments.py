"""Assignments of both kinds of policy, as they are read; and their end."""

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
import sqlalchemy as sa

from holdall.base.db import Database, Transaction, contains, query, rows_of
from holdall.base.db.database import Reader
from holdall.content.governance.tables import (
    governance_assignments,
    governance_places,
    legal_hold_policies,
    retention_policies,
)

ENDING = "end governance"
"""The workflow that takes away what was ended: the places in batches, then the rows."""
BATCH = 1000
MANY = 100_000


class Assignment(msgspec.Struct, frozen=True):
    """A row of the table `governance_assignments`. Instants in microseconds UTC."""

    id: int
    enterprise_id: int
    legal_hold_policy_id: int | None
    retention_policy_id: int | None
    target_type: str
    target_id: str
    assigned_by: int
    assigned_at: int
    covers_from: int
    covers_until: int
    is_ongoing: bool
    applied_at: int | None
    deleted_at: int | None
    filter_fields: list[dict[str, Any]] | None
    start_date_field: str | None
    notified_until: int
    look_at: int


ASSIGNMENT_COLUMNS = rows_of(Assignment, governance_assignments)
_enterprise = sa.bindparam("enterprise_id", type_=sa.BigInteger)
_id = sa.bindparam("assignment_id", type_=sa.BigInteger)
_ROW = sa.select(*ASSIGNMENT_COLUMNS)
_FIND = query(
    _ROW.where(governance_assignments.c.id == _id, governance_assignments.c.enterprise_id == _enterprise),
    into=Assignment,
)
_FIND_ANY = query(_ROW.where(governance_assignments.c.id == _id), into=Assignment)
_BY_IDS = query(_ROW.where(contains(governance_assignments.c.id, "ids")), into=Assignment)
_RETENTIONS = query(
    _ROW.where(
        governance_assignments.c.enterprise_id == _enterprise,
        governance_assignments.c.retention_policy_id.is_not(None),
        governance_assignments.c.deleted_at.is_(None),
    ).order_by(governance_assignments.c.id),
    into=Assignment,
)
_SAME = query(
    _ROW.where(
        governance_assignments.c.enterprise_id == _enterprise,
        governance_assignments.c.target_type == sa.bindparam("target_type"),
        governance_assignments.c.target_id == sa.bindparam("target_id"),
        governance_assignments.c.deleted_at.is_(None),
    ),
    into=Assignment,
)


def _of_policy(column: sa.ColumnElement[Any]) -> sa.Select[Any]:
    kind, target = sa.bindparam("target_type", type_=sa.Text), sa.bindparam("target_id", type_=sa.Text)
    return (
        _ROW.where(
            column == sa.bindparam("policy_id", type_=sa.BigInteger),
            governance_assignments.c.deleted_at.is_(None),
            governance_assignments.c.id > sa.bindparam("after", type_=sa.BigInteger),
            sa.or_(kind.is_(None), governance_assignments.c.target_type == kind),
            sa.or_(target.is_(None), governance_assignments.c.target_id == target),
        )
        .order_by(governance_assignments.c.id)
        .limit(sa.bindparam("limit", type_=sa.BigInteger))
    )


_OF_HOLD = query(_of_policy(governance_assignments.c.legal_hold_policy_id), into=Assignment)
_OF_RETENTION = query(_of_policy(governance_assignments.c.retention_policy_id), into=Assignment)


def _counts(column: sa.ColumnElement[Any]) -> sa.Select[Any]:
    return (
        sa.select(column, governance_assignments.c.target_type, sa.func.count())
        .where(contains(column, "ids"), governance_assignments.c.deleted_at.is_(None))
        .group_by(column, governance_assignments.c.target_type)
    )


_COUNTS_OF_HOLDS = query(_counts(governance_assignments.c.legal_hold_policy_id))
_COUNTS_OF_RETENTIONS = query(_counts(governance_assignments.c.retention_policy_id))

_ENDED = sa.select(governance_assignments.c.id).where(governance_assignments.c.deleted_at.is_not(None))
_PLACES_OF_ENDED = query(
    sa.select(governance_places.c.assignment_id, governance_places.c.item_id)
    .where(governance_places.c.assignment_id.in_(_ENDED))
    .limit(BATCH)
)
_REMOVE_PLACES = query(
    sa.delete(governance_places).where(
        governance_places.c.assignment_id == _id, contains(governance_places.c.item_id, "ids")
    )
)
_REMOVE_ENDED = query(sa.delete(governance_assignments).where(governance_assignments.c.deleted_at.is_not(None)))
_has_assignments = sa.exists().where(governance_assignments.c.legal_hold_policy_id == legal_hold_policies.c.id)
_RELEASE = query(
    sa.update(legal_hold_policies)
    .where(
        legal_hold_policies.c.deleted_at.is_not(None),
        legal_hold_policies.c.released_at.is_(None),
        ~_has_assignments,
    )
    .values(released_at=sa.bindparam("now", type_=sa.BigInteger))
)
_LOOK_AGAIN = query(
    sa.update(governance_assignments).where(governance_assignments.c.retention_policy_id.is_not(None)).values(look_at=0)
)
"""What was held may have been due for disposition for long."""
_REMOVE_RETENTIONS = query(sa.delete(retention_policies).where(retention_policies.c.deleted_at.is_not(None)))


async def find_assignment(reader: Reader, enterprise_id: int, assignment_id: int) -> Assignment | None:
    """An assignment of an enterprise, also while it is being ended."""
    return await reader.one(_FIND, enterprise_id=enterprise_id, assignment_id=assignment_id)


async def find_any_assignment(reader: Reader, assignment_id: int) -> Assignment | None:
    """An assignment of whatever enterprise: for background work."""
    return await reader.one(_FIND_ANY, assignment_id=assignment_id)


async def assignments_by_id(reader: Reader, ids: Iterable[int]) -> Sequence[Assignment]:
    """Those of these assignments that there are."""
    return await reader.all(_BY_IDS, ids=list(ids))


async def retention_assignments_of(reader: Reader, enterprise_id: int) -> Sequence[Assignment]:
    """All assignments of retention policies in an enterprise, the oldest first."""
    return await reader.all(_RETENTIONS, enterprise_id=enterprise_id)


async def assignments_to(reader: Reader, enterprise_id: int, target_type: str, target_id: str) -> Sequence[Assignment]:
    """All that are assigned to one thing, of both kinds."""
    return await reader.all(_SAME, enterprise_id=enterprise_id, target_type=target_type, target_id=target_id)


async def page_of_assignments(
    reader: Reader,
    policy_id: int,
    *,
    of_hold: bool,
    target_type: str | None = None,
    target_id: str | None = None,
    after: int = 0,
    limit: int = MANY,
) -> Sequence[Assignment]:
    """The next assignments of a policy that are not being ended, the oldest first."""
    found = _OF_HOLD if of_hold else _OF_RETENTION
    return await reader.all(
        found, policy_id=policy_id, target_type=target_type, target_id=target_id, after=after, limit=limit
    )


async def count_assignments(reader: Reader, policy_ids: Iterable[int], *, of_hold: bool) -> dict[int, dict[str, int]]:
    """How many things of each type some policies are assigned to; one query."""
    counts: dict[int, dict[str, int]] = {}
    found = _COUNTS_OF_HOLDS if of_hold else _COUNTS_OF_RETENTIONS
    for policy_id, kind, count in await reader.all(found, ids=list(policy_ids)):
        counts.setdefault(policy_id, {})[kind] = count
    return counts


async def end_governance(db: Database) -> None:
    """Take away all that was ended, a batch of places at a time. It may be interrupted anywhere, and begun again."""
    while places := await db.all(_PLACES_OF_ENDED):
        await db.write(_remove_places, places)
    await db.write(_remove_ended)


async def _remove_places(tx: Transaction, places: Sequence[tuple[int, int]]) -> None:
    by_assignment: dict[int, list[int]] = {}
    for assignment_id, item_id in places:
        by_assignment.setdefault(assignment_id, []).append(item_id)
    for assignment_id, ids in by_assignment.items():
        await tx.run(_REMOVE_PLACES, assignment_id=assignment_id, ids=ids)


async def _remove_ended(tx: Transaction) -> None:
    await tx.run(_REMOVE_ENDED)
    await tx.run(_LOOK_AGAIN)
    await tx.run(_RELEASE, now=tx.now)
    await tx.run(_REMOVE_RETENTIONS)
