"""How background work is doing, for operators: a word for /readyz, and numbers for /metrics."""

import sqlalchemy as sa
from prometheus_client import Gauge

from holdall.base.db import query
from holdall.content.events.cursors import list_cursors
from holdall.content.events.tables import events
from holdall.content.orders.tables import work_orders
from holdall.work.host import WorkHost

BEHIND = Gauge(
    "holdall_consumer_behind", "Events that a consumer has not yet seen.", ["consumer"], multiprocess_mode="mostrecent"
)
FAILURES = Gauge(
    "holdall_consumer_failures", "Failures of a consumer in a row.", ["consumer"], multiprocess_mode="mostrecent"
)
ORDERS = Gauge(
    "holdall_work_orders", "Background work that was asked for and is not over.", multiprocess_mode="mostrecent"
)
WORKFLOWS = Gauge("holdall_workflows", "Workflows by state.", ["state"], multiprocess_mode="mostrecent")

_LAST = query(sa.select(sa.func.max(events.c.sequence)))
_ORDERS = query(sa.select(sa.func.count()).select_from(work_orders))


async def measure(host: WorkHost) -> None:
    """Set the gauges to what is so now; raises what the databases raise."""
    db = host.site.db
    last = await db.value(_LAST) or 0
    for cursor in await list_cursors(db):
        BEHIND.labels(cursor.consumer).set(max(last - cursor.sequence, 0))
        FAILURES.labels(cursor.consumer).set(cursor.failures)
    ORDERS.set(await db.value(_ORDERS))
    if host.part != "elsewhere" and await host.work.books.exist():
        for state, count in (await host.work.books.counts()).items():
            WORKFLOWS.labels(state).set(count)
