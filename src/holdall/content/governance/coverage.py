"""Which assignments keep the versions of some files, and until when: read from where the files are.

An assignment reaches from its places down to everything below them; one of an enterprise, everything in it. It keeps the
versions that were made in its window. A hold keeps them until it is released, a retention until its time is over.
"""

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
import sqlalchemy as sa

from holdall.base.clock import DAY, LATEST
from holdall.base.db import contains, query
from holdall.base.db.database import Reader
from holdall.content.governance.tables import (
    governance_assignments,
    governance_places,
    retention_extensions,
    retention_policies,
)
from holdall.content.items.tables import items, versions


class Cover(msgspec.Struct, frozen=True):
    """That an assignment covers a version. `ends_at` is when its retention is over; LATEST, where that is not known."""

    file_id: int
    version_id: int
    is_current: bool
    size: int
    enterprise_id: int
    assignment_id: int
    place_id: int
    """The item that the assignment reaches the version from; 0 for one of the whole enterprise."""
    legal_hold_policy_id: int | None
    retention_policy_id: int | None
    starts_at: int
    """When the retention began, or the version was made."""
    ends_at: int
    disposition_action: str | None

    @property
    def is_hold(self) -> bool:
        """Whether it is a legal hold, which has no end of its own."""
        return self.legal_hold_policy_id is not None

    def keeps(self, now: int) -> bool:
        """Whether the version may not be removed for good at `now`."""
        return self.ends_at > now


def of_window(until: Any = governance_assignments.c.covers_until) -> sa.ColumnElement[bool]:
    """The condition that a version was made in the window of an assignment."""
    return sa.and_(
        versions.c.created_at >= governance_assignments.c.covers_from,
        versions.c.created_at <= governance_assignments.c.covers_until,
        versions.c.created_at <= until,
    )


IN_FORCE = sa.or_(
    governance_assignments.c.deleted_at.is_(None), governance_assignments.c.legal_hold_policy_id.is_not(None)
)
"""What is held stays held while the release goes on; a retention that is taken away is over at once."""


def starts(start: Any = governance_places.c.start_at) -> sa.ColumnElement[int]:
    """When the retention of a version begins."""
    return sa.func.coalesce(start, versions.c.created_at)


def ends(start: Any = governance_places.c.start_at) -> sa.ColumnElement[int]:
    """When the retention of a version is over: the policy's length after its start, or the later date of the owner."""
    length = retention_policies.c.retention_length
    usual = starts(start) + sa.cast(length, sa.BigInteger) * DAY
    extended = sa.case(
        (retention_extensions.c.disposition_at > usual, retention_extensions.c.disposition_at), else_=usual
    )
    return sa.case((length.is_(None), LATEST), (starts(start) >= LATEST, LATEST), else_=extended)


_climb = (
    sa.select(items.c.id.label("file_id"), items.c.id.label("node_id"), items.c.parent_id)
    .where(contains(items.c.id, "ids"))
    .cte("climb", recursive=True)
)
_climb = _climb.union_all(
    sa.select(_climb.c.file_id, items.c.id, items.c.parent_id).join_from(
        _climb, items, items.c.id == _climb.c.parent_id
    )
)


def _columns(place: Any, start: Any) -> list[sa.ColumnElement[Any]]:
    return [
        items.c.id.label("file_id"),
        versions.c.id.label("version_id"),
        (versions.c.id == items.c.version_id).label("is_current"),
        versions.c.size,
        items.c.enterprise_id,
        governance_assignments.c.id.label("assignment_id"),
        place.label("place_id"),
        governance_assignments.c.legal_hold_policy_id,
        governance_assignments.c.retention_policy_id,
        starts(start).label("starts_at"),
        ends(start).label("ends_at"),
        retention_policies.c.disposition_action,
    ]


def _finish(joined: sa.FromClause) -> sa.FromClause:
    """The same with the policy of a retention, and the date of the owner."""
    with_policy = joined.outerjoin(
        retention_policies, retention_policies.c.id == governance_assignments.c.retention_policy_id
    )
    return with_policy.outerjoin(retention_extensions, retention_extensions.c.item_id == items.c.id)


_NO_START = sa.cast(sa.null(), sa.BigInteger)
_from_places = sa.select(*_columns(governance_places.c.item_id, governance_places.c.start_at)).select_from(
    _finish(
        _climb.join(governance_places, governance_places.c.item_id == _climb.c.node_id)
        .join(
            governance_assignments, sa.and_(governance_assignments.c.id == governance_places.c.assignment_id, IN_FORCE)
        )
        .join(items, items.c.id == _climb.c.file_id)
        .join(
            versions,
            sa.and_(
                versions.c.item_id == items.c.id,
                of_window(governance_places.c.covers_until),
                sa.or_(governance_places.c.version_id.is_(None), governance_places.c.version_id == versions.c.id),
            ),
        )
    )
)
_from_enterprises = (
    sa.select(*_columns(sa.literal(0, sa.BigInteger), _NO_START))
    .select_from(
        _finish(
            items.join(
                governance_assignments,
                sa.and_(
                    governance_assignments.c.enterprise_id == items.c.enterprise_id,
                    governance_assignments.c.target_type == "enterprise",
                    IN_FORCE,
                ),
            ).join(versions, sa.and_(versions.c.item_id == items.c.id, of_window()))
        )
    )
    .where(contains(items.c.id, "ids"))
)


def _cover(file_id: int, version_id: int, is_current: Any, *rest: Any) -> Cover:
    return Cover(file_id, version_id, bool(is_current), *rest)


_COVERS = query(sa.union_all(_from_places, _from_enterprises), _cover)
_ANY = query(sa.select(governance_assignments.c.id).limit(1))


async def is_governed(reader: Reader) -> bool:
    """Whether anything at all is assigned: mostly nothing is, and then there is nothing to look for."""
    return await reader.value(_ANY) is not None


async def covers_of(reader: Reader, file_ids: Iterable[int]) -> dict[int, list[Cover]]:
    """What covers the versions of some files, by version, those whose time is over too; one query or two."""
    ids = list(file_ids)
    if not ids or not await is_governed(reader):
        return {}
    found: dict[int, list[Cover]] = {}
    for cover in await reader.all(_COVERS, ids=ids):
        found.setdefault(cover.version_id, []).append(cover)
    return found


def winner(covers: Sequence[Cover]) -> Cover | None:
    """The retention that a version follows where several cover it: the one that ends last, and of these one that deletes not."""
    retentions = [one for one in covers if not one.is_hold]
    return max(retentions, key=_weight, default=None)


def _weight(cover: Cover) -> tuple[int, bool, int]:
    return cover.ends_at, cover.disposition_action == "remove_retention", -cover.assignment_id


async def dispositions_of(reader: Reader, file_ids: Iterable[int]) -> dict[int, int]:
    """When the retention of the current versions of some files ends, by file: of those that are retained for a known time."""
    found = (winner(covers) for covers in (await covers_of(reader, file_ids)).values() if covers[0].is_current)
    return {one.file_id: one.ends_at for one in found if one is not None and reader.now < one.ends_at < LATEST}
