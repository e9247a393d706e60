"""What the engine that leads looks after, every few seconds: engines that have died, and orders that are over.

An engine holds a lease of its id's name while it lives. Who can take that lease knows that the engine is dead; ids are
never used twice. A workflow that goes on elsewhere keeps the steps it has done.
"""

from collections.abc import Sequence

import structlog

from holdall.base.clock import MINUTE
from holdall.base.db import Database
from holdall.content.orders import (
    Order,
    give_back_orders,
    postpone_orders,
    remove_orders,
    take_orders,
    taken_orders,
)
from holdall.work.books import BATCH, Books
from holdall.work.leases import Leases
from holdall.work.registry import workflows

log = structlog.get_logger()


async def requeue_lost(books: Books, leases: Leases, own_id: str) -> int:
    """Give back to the queues what dead engines were running; how many workflows that were."""
    count = 0
    for executor_id in await books.executors():
        if executor_id == own_id or not await leases.take(executor_id):
            continue
        try:
            requeued = await books.requeue(executor_id)
        finally:
            await leases.release(executor_id)
        count += requeued
        log.warning("work of a dead engine goes on", executor=executor_id, workflows=requeued)
    return count


async def renew(books: Books, shape: str) -> None:
    """Begin anew what waits and was begun by workflows of another shape: nobody would go on with it."""
    if count := await books.begin_anew(shape):
        log.warning("work of another version is begun anew", workflows=count)


async def forward_orders(db: Database, books: Books, orders: Sequence[Order]) -> None:
    """Let the workflows of orders wait in their queues, and note that. An order for unknown work waits for who knows it."""
    known = [order for order in orders if order.workflow in workflows]
    if known:
        await books.enqueue_orders(known)
        await db.write(take_orders, [order.id for order in known])
    unknown = [order for order in orders if order.workflow not in workflows]
    if unknown:
        log.error("orders of unknown work wait", workflows=sorted({order.workflow for order in unknown}))
        await db.write(postpone_orders, [order.id for order in unknown], MINUTE)


async def settle_orders(db: Database, books: Books) -> None:
    """Remove orders whose work is over, and have those taken again that the books know nothing of.

    The latter happens where the books were lost, or are older than the database, such as after a restored backup.
    """
    after = 0
    while order_ids := await taken_orders(db, after=after, limit=BATCH):
        after = order_ids[-1]
        over, unknown = await books.sort_out(order_ids)
        if over:
            await db.write(remove_orders, over)
        if unknown:
            log.warning("the engine's books lack work that it had taken; it is begun anew", workflows=len(unknown))
            await db.write(give_back_orders, unknown)
