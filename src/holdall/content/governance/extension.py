"""An owner's word that a file shall be retained for longer, where its policy lets owners say so.

https://developer.box.com/reference/put-files-id (disposition_at)
"""

import sqlalchemy as sa

from holdall.base.clock import DAY, LATEST, format_instant
from holdall.base.db import Transaction, query
from holdall.base.errors import Forbidden, InsufficientPermissions, InvalidParameter
from holdall.content.access import Access
from holdall.content.access.actions import OWNERS
from holdall.content.governance.coverage import Cover, covers_of, winner
from holdall.content.governance.tables import governance_assignments, retention_extensions, retention_policies

_RULES = query(
    sa.select(
        retention_policies.c.can_owner_extend_retention,
        retention_policies.c.max_extension_length,
        retention_policies.c.retention_length,
    ).where(retention_policies.c.id == sa.bindparam("policy_id", type_=sa.BigInteger))
)
_LOOK = query(
    sa.update(governance_assignments)
    .where(governance_assignments.c.id == sa.bindparam("assignment_id", type_=sa.BigInteger))
    .values(look_at=0)
)


async def extend_retention(tx: Transaction, access: Access, disposition_at: int) -> None:
    """Part of a unit: retain a file until then, in microseconds UTC.

    Raises InsufficientPermissions for all but owners and co-owners, Forbidden where the file is not retained, has no end, or the
    policy does not let owners extend it so far, and InvalidParameter for an earlier date.
    """
    file = access.item
    covers = (await covers_of(tx, [file.id])).get(file.version_id or 0, [])
    cover = winner(covers)
    if cover is None or not cover.keeps(tx.now) or cover.ends_at >= LATEST:
        raise Forbidden("The file is not under a retention that ends, so its end cannot be changed")
    if disposition_at == cover.ends_at:
        return
    if access.role not in OWNERS:
        raise InsufficientPermissions(f"Only owners and co-owners of the file {file.id} extend its retention")
    await _require_leave(tx, cover, disposition_at)
    if disposition_at < cover.ends_at:
        raise InvalidParameter("disposition_at", f"cannot be shortened: it is {format_instant(cover.ends_at)}")
    await tx.delete(retention_extensions, item_id=file.id)
    await tx.insert(
        retention_extensions,
        item_id=file.id,
        disposition_at=disposition_at,
        set_by=access.subject.user_id,
        set_at=tx.now,
    )
    await tx.run(_LOOK, assignment_id=cover.assignment_id)


async def _require_leave(tx: Transaction, cover: Cover, disposition_at: int) -> None:
    found = await tx.one(_RULES, policy_id=cover.retention_policy_id)
    assert found is not None
    may_extend, most, length = found
    policy = f"The retention policy {cover.retention_policy_id}"
    if not may_extend or most == 0:
        raise Forbidden(f"{policy} does not let owners extend the retention of their files")
    usual = cover.starts_at + length * DAY
    if most is not None and disposition_at > usual + most * DAY:
        latest = format_instant(usual + most * DAY)
        raise Forbidden(f"{policy} lets owners extend the retention by {most} days: until {latest}")
