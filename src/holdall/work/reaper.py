"""Finds engines that have died and gives what they were running back to the queues. The leading engine does it.

An engine holds a lease of its id's name while it lives. Who can take that lease knows that the engine is dead; ids are
never used twice. A workflow that goes on elsewhere keeps the steps it has done.
"""

import structlog

from holdall.work.leases import Leases
from holdall.work.verbs import Work

log = structlog.get_logger()


async def reap(work: Work, leases: Leases, own_id: str) -> int:
    """Requeue what dead engines were running; how many workflows that were."""
    count = 0
    for executor_id in await work.executors():
        if executor_id == own_id or not await leases.take(executor_id):
            continue
        try:
            requeued = await work.requeue(executor_id)
        finally:
            await leases.release(executor_id)
        count += len(requeued)
        log.warning("work of a dead engine goes on", executor=executor_id, workflows=len(requeued))
    return count
