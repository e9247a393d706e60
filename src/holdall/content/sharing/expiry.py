"""Takes collaborations away whose time is over. They have given nothing since; this keeps the table and the lists clean."""

import msgspec
import sqlalchemy as sa

from holdall.base.db import Database, Transaction, query
from holdall.content.access.reach import find_places
from holdall.content.sharing.collaboration_tables import collaborations
from holdall.content.sharing.leaving import tell_of_end

BATCH = 200


class _Expired(msgspec.Struct, frozen=True):
    id: int
    enterprise_id: int
    role: str
    user_id: int | None
    group_id: int | None
    item_id: int


_FIND_EXPIRED = query(
    sa.select(
        collaborations.c.id,
        collaborations.c.enterprise_id,
        collaborations.c.role,
        collaborations.c.user_id,
        collaborations.c.group_id,
        collaborations.c.item_id,
    )
    .where(collaborations.c.expires_at <= sa.bindparam("now", type_=sa.BigInteger))
    .order_by(collaborations.c.expires_at)
    .limit(BATCH),
    into=_Expired,
)


async def remove_expired(db: Database) -> int:
    """Remove every collaboration whose time is over; how many there were. Safe to run in several processes."""
    count = 0
    while removed := await db.write(_remove_batch):
        count += removed
    return count


async def _remove_batch(tx: Transaction) -> int:
    found = await tx.all(_FIND_EXPIRED, now=tx.now)
    places = await find_places(tx, 0, {row.item_id for row in found})
    removed = 0
    for row in found:
        if not await tx.delete(collaborations, id=row.id):
            continue  # another process was faster
        removed += 1
        await tell_of_end(tx, row, places[row.item_id], reason="expired")
    return removed
