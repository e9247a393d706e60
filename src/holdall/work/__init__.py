"""Durable background work and schedules behind a few verbs. What runs here survives a crash.

To plug in, add a module to `holdall.work.jobs`; it is found by itself, and registers what it has (see `registry`):

    @consumer("webhooks")                       # everything that happens, in order, at least once
    async def queue_deliveries(site: Site, events: Sequence[Event]) -> None:
        await webhooks.queue_deliveries(site.db, events)

    @workflow("deliver webhook")                # something that takes long, step by step
    async def deliver(site: Site, webhook_id: int) -> None:
        while await step(webhooks.send_batch, site.db, webhook_id):
            pass

    @schedule("remind of tasks", "0 6 * * *")   # something that is due at times (cron, UTC)
    async def remind(site: Site) -> None:
        await step(tasks.send_reminders, site.db)

    @service("webhook deliveries")              # something that goes on for ever, in one process of all
    async def deliver_webhooks(site: Site) -> None:
        ...

    @every(30, "purge the trash")               # a look for something that may be due, in one process of all
    async def purge(site: Site) -> None:
        await removal.purge_in_turn(site.db)

The rules themselves are plain functions of the content room, which knows nothing of this one and is tested without it.

A workflow is begun by an order that is written in the unit of work that needs it, so that it is begun if and only if
the unit commits: `await place_order(tx, "deliver webhook", webhook_id)` (holdall.content.orders). Where there is no
unit, and to look after what runs, there are the verbs of `Work` (see `verbs`).
"""

from holdall.content.orders import open_orders, place_order
from holdall.work.registry import Queue, consumer, every, schedule, service, workflow
from holdall.work.running import should_stop, sleep, start, step, wait_for
from holdall.work.site import Site

__all__ = [
    "Queue",
    "Site",
    "consumer",
    "every",
    "open_orders",
    "place_order",
    "schedule",
    "service",
    "should_stop",
    "sleep",
    "start",
    "step",
    "wait_for",
    "workflow",
]
