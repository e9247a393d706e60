"""Enabling a barrier: what crosses it is removed for good, in batches, and then it is enabled. Every step may be done again.

It acts since it became pending, so nothing new crosses it meanwhile.
"""

import msgspec

from holdall.base.db import Database, Transaction
from holdall.content.barriers.barriers import lock_barrier, tell_status
from holdall.content.barriers.crossings import find_crossings
from holdall.content.barriers.tables import barriers
from holdall.content.sharing.collaboration_tables import collaborations
from holdall.content.sharing.leaving import tell_of_end

BATCH = 200


class _Enabler(msgspec.Struct, frozen=True):
    """Who has asked for it."""

    user_id: int
    enterprise_id: int


async def remove_some(db: Database, barrier_id: int, since: int, after: int) -> int | None:
    """Remove what crosses a barrier among the next collaborations; the one after which to go on, None at the end.

    The last step enables the barrier, unless it was disabled meanwhile, or is to be enabled once more.
    """
    return await db.write(_remove_some, barrier_id, since, after)


async def _remove_some(tx: Transaction, barrier_id: int, since: int, after: int) -> int | None:
    barrier = await lock_barrier(tx, barrier_id)
    if barrier is None or barrier.status != "pending" or barrier.updated_at != since:
        return None
    page = await find_crossings(tx, barrier_id, after=after, limit=BATCH)
    for crossing in page.crossings:
        if await tx.delete(collaborations, id=crossing.shared.id):
            await tell_of_end(tx, crossing.shared, crossing.place, reason="information barrier")
    if page.after is None:
        assert barrier.enabled_by is not None
        await tx.update(barriers, {"id": barrier_id}, status="enabled", enabled_at=tx.now)
        await tell_status(tx, _Enabler(barrier.enabled_by, barrier.enterprise_id), barrier_id, "enabled")
    return page.after
