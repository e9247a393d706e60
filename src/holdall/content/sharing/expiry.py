"""Takes collaborations away whose time is over. They have given nothing since; this keeps the table and the lists clean."""

import msgspec
import sqlalchemy as sa

from holdall.base.db import Database, Transaction, query
from holdall.content.access.place import Place
from holdall.content.access.reach import find_places
from holdall.content.events.outbox import Audience, emit_for_system
from holdall.content.items.rows import TYPE_NAMES
from holdall.content.items.siblings import mini_of
from holdall.content.sharing.collaboration_tables import collaborations

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
        await _announce(tx, row, places[row.item_id])
    return removed


async def _announce(tx: Transaction, row: _Expired, place: Place) -> None:
    owner_id, path_ids = place.chain[-1].owner_id, tuple(step.id for step in place.chain[1:])
    told = {
        "id": str(row.id),
        "role": row.role,
        "user_id": None if row.user_id is None else str(row.user_id),
        "group_id": None if row.group_id is None else str(row.group_id),
    }
    await emit_for_system(
        tx,
        row.enterprise_id,
        "COLLABORATION_REMOVE",
        source_type=TYPE_NAMES[place.item.type],
        source_id=row.item_id,
        audience=Audience(owner_id, (row.item_id, *path_ids), () if row.user_id is None else (row.user_id,)),
        owner_id=owner_id,
        parent_id=place.item.parent_id,
        path_ids=path_ids,
        item=mini_of(place.item),
        collaboration=told,
        reason="expired",
    )
