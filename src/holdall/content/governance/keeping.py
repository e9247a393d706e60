"""The one rule that all ask who remove something for good: what a hold or a retention keeps stays.

The trash keeps it; nobody, and no expiry, takes it out of there for good before the hold is released or the retention over.
"""

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
import sqlalchemy as sa

from holdall.base.clock import LATEST, format_instant
from holdall.base.db import Transaction, contains, query
from holdall.base.db.database import Reader
from holdall.base.errors import Forbidden
from holdall.content.governance.coverage import IN_FORCE, covers_of, ends, is_governed, of_window
from holdall.content.governance.tables import (
    governance_assignments,
    governance_places,
    retention_extensions,
    retention_policies,
)
from holdall.content.items.tables import items, versions

CODE = "forbidden_by_policy"


class Kept(msgspec.Struct, frozen=True):
    """A version that may not be removed for good, by which policy, and until when (LATEST: until somebody ends it)."""

    file_id: int
    version_id: int
    legal_hold_policy_id: int | None
    retention_policy_id: int | None
    ends_at: int

    @property
    def reason(self) -> str:
        """Why, and what ends it."""
        thing = f"version {self.version_id} of the file {self.file_id}"
        if self.legal_hold_policy_id is not None:
            return f"{thing} is on hold by the legal hold policy {self.legal_hold_policy_id} until that is released"
        end = "until that is taken away" if self.ends_at >= LATEST else f"until {format_instant(self.ends_at)}"
        return f"{thing} is retained by the retention policy {self.retention_policy_id} {end}"


_top = contains(items.c.id, "ids")
_tree = sa.select(items.c.id).where(_top).cte("tree", recursive=True)
_tree = _tree.union_all(sa.select(items.c.id).join_from(_tree, items, items.c.parent_id == _tree.c.id))

_above = sa.select(items.c.id.label("top_id"), items.c.parent_id).where(_top).cte("above", recursive=True)
_above = _above.union_all(
    sa.select(_above.c.top_id, items.c.parent_id).join_from(_above, items, items.c.id == _above.c.parent_id)
)

_OF_PLACE = [
    governance_places.c.assignment_id,
    governance_places.c.version_id,
    governance_places.c.covers_until,
    governance_places.c.start_at,
]
_seeds = sa.union_all(
    sa.select(_tree.c.id, *_OF_PLACE).join_from(_tree, governance_places, governance_places.c.item_id == _tree.c.id),
    sa.select(_above.c.top_id, *_OF_PLACE).join_from(
        _above, governance_places, governance_places.c.item_id == _above.c.parent_id
    ),
).subquery("seeds")
_reached = sa.select(*_seeds.c).cte("reached", recursive=True)
_reached = _reached.union_all(
    sa.select(
        items.c.id, _reached.c.assignment_id, _reached.c.version_id, _reached.c.covers_until, _reached.c.start_at
    ).join_from(_reached, items, items.c.parent_id == _reached.c.id)
)
_NOW = sa.bindparam("now", type_=sa.BigInteger)


def _kept(start: Any, joined: sa.FromClause) -> sa.Select[Any]:
    with_policy = joined.outerjoin(
        retention_policies, retention_policies.c.id == governance_assignments.c.retention_policy_id
    ).outerjoin(retention_extensions, retention_extensions.c.item_id == versions.c.item_id)
    return (
        sa.select(
            versions.c.item_id,
            versions.c.id,
            governance_assignments.c.legal_hold_policy_id,
            governance_assignments.c.retention_policy_id,
            ends(start),
        )
        .select_from(with_policy)
        .where(IN_FORCE, ends(start) > _NOW)
        .limit(1)
    )


_KEPT_FROM_PLACES = query(
    _kept(
        _reached.c.start_at,
        _reached.join(governance_assignments, governance_assignments.c.id == _reached.c.assignment_id).join(
            versions,
            sa.and_(
                versions.c.item_id == _reached.c.id,
                of_window(_reached.c.covers_until),
                sa.or_(_reached.c.version_id.is_(None), _reached.c.version_id == versions.c.id),
            ),
        ),
    ),
    into=Kept,
)
_KEPT_BY_ENTERPRISE = query(
    _kept(
        sa.cast(sa.null(), sa.BigInteger),
        _tree.join(versions, versions.c.item_id == _tree.c.id).join(
            governance_assignments,
            sa.and_(
                governance_assignments.c.enterprise_id == versions.c.enterprise_id,
                governance_assignments.c.target_type == "enterprise",
                of_window(),
            ),
        ),
    ),
    into=Kept,
)
_ANY_ENTERPRISE = query(
    sa.select(governance_assignments.c.id).where(governance_assignments.c.target_type == "enterprise").limit(1)
)


async def find_kept(reader: Reader, item_ids: Iterable[int]) -> Kept | None:
    """Something among these items and all that is below them that may not be removed for good; None where all may."""
    if not await is_governed(reader):
        return None
    ids = list(item_ids)
    kept = await reader.one(_KEPT_FROM_PLACES, ids=ids, now=reader.now)
    if kept is None and await reader.value(_ANY_ENTERPRISE) is not None:
        kept = await reader.one(_KEPT_BY_ENTERPRISE, ids=ids, now=reader.now)
    return kept


async def require_removable(tx: Transaction, item_id: int, doing: str) -> None:
    """Part of a unit: raise Forbidden (forbidden_by_policy) where the item, or something below it, is kept."""
    kept = await find_kept(tx, [item_id])
    if kept is not None:
        raise Forbidden(f"You cannot {doing} now: {kept.reason}", code=CODE)


async def kept_versions(reader: Reader, file_ids: Sequence[int]) -> frozenset[int]:
    """Those of the versions of some files that may not be removed for good."""
    found = await covers_of(reader, file_ids)
    return frozenset(one for one, covers in found.items() if any(cover.keeps(reader.now) for cover in covers))
