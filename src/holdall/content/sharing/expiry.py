"""Takes collaborations away whose time is over. They have given nothing since; this keeps the table and the lists clean."""

import sqlalchemy as sa

from holdall.base.db import Database, Transaction, query
from holdall.content.events.outbox import emit_for_system
from holdall.content.items.rows import TYPE_NAMES
from holdall.content.items.tables import items
from holdall.content.sharing.collaboration_tables import collaborations

BATCH = 200

_FIND_EXPIRED = query(
    sa.select(
        collaborations.c.id,
        collaborations.c.enterprise_id,
        collaborations.c.role,
        collaborations.c.user_id,
        collaborations.c.group_id,
        items.c.id.label("item_id"),
        items.c.type,
    )
    .join_from(collaborations, items, items.c.id == collaborations.c.item_id)
    .where(collaborations.c.expires_at <= sa.bindparam("now", type_=sa.BigInteger))
    .order_by(collaborations.c.expires_at)
    .limit(BATCH)
)


async def remove_expired(db: Database) -> int:
    """Remove every collaboration whose time is over; how many there were. Safe to run in several processes."""
    count = 0
    while removed := await db.write(_remove_batch):
        count += removed
    return count


async def _remove_batch(tx: Transaction) -> int:
    removed = 0
    for collaboration_id, enterprise_id, role, user_id, group_id, item_id, kind in await tx.all(
        _FIND_EXPIRED, now=tx.now
    ):
        if not await tx.delete(collaborations, id=collaboration_id):
            continue  # another process was faster
        removed += 1
        told = {
            "id": str(collaboration_id),
            "role": role,
            "user_id": None if user_id is None else str(user_id),
            "group_id": None if group_id is None else str(group_id),
        }
        await emit_for_system(
            tx,
            enterprise_id,
            "COLLABORATION_REMOVE",
            source_type=TYPE_NAMES[kind],
            source_id=item_id,
            collaboration=told,
            reason="expired",
        )
    return removed
