"""Orders of background work, written in the unit of work that needs it: done if, and only if, that unit commits.

    await place_order(tx, "cascade metadata", policy_id)

The engine (the work room) takes orders over in the order of their ids, starts the workflow of that name with these
arguments, and removes the row. A workflow that is started twice for one order runs once, since its id is the order's.
"""

from collections.abc import Sequence
from typing import Any

import msgspec
import sqlalchemy as sa

from holdall.base.db import Database, Transaction, contains, query, rows_of
from holdall.content.events import bell
from holdall.content.orders.tables import work_orders


class Order(msgspec.Struct, frozen=True):
    """One order: the name of a workflow and its arguments."""

    id: int
    workflow: str
    arguments: list[Any]


_DUE = query(
    sa.select(*rows_of(Order, work_orders))
    .where(work_orders.c.due_at <= sa.bindparam("now"))
    .order_by(work_orders.c.due_at, work_orders.c.id)
    .limit(sa.bindparam("limit", type_=sa.BigInteger)),
    into=Order,
)
_REMOVE = query(sa.delete(work_orders).where(contains(work_orders.c.id, "ids")))


async def place_order(tx: Transaction, workflow: str, *arguments: Any, after: int = 0) -> str:
    """Order a workflow, to be started `after` microseconds from now; answers the id that the workflow will have.

    Arguments are JSON: numbers, strings, booleans, null, lists and objects of them.
    """
    order_id = tx.new_id()
    await tx.insert(
        work_orders, id=order_id, workflow=workflow, arguments=list(arguments), due_at=tx.now + after if after else 0
    )
    tx.after_commit(bell.ring)
    return workflow_id(order_id)


def workflow_id(order_id: int) -> str:
    """The id of the workflow that an order starts."""
    return f"order-{order_id}"


async def due_orders(db: Database, limit: int) -> Sequence[Order]:
    """Orders that are due, the earliest first."""
    return await db.all(_DUE, now=db.now, limit=limit)


async def remove_orders(tx: Transaction, ids: list[int]) -> None:
    """Remove orders that the engine has taken over."""
    await tx.run(_REMOVE, ids=ids)
