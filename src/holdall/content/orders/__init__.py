"""Orders of background work, written in the unit of work that needs it: done if, and only if, that unit commits.

    await place_order(tx, "cascade metadata", policy_id)

The engine (the work room) takes orders over, starts the workflow of that name with these arguments, and removes the row
when the workflow is over. So these rows tell at any time what is still to be done, whatever becomes of the engine's own
books; and a workflow that is started twice for one order runs once, since its id is the order's.
"""

from collections.abc import Sequence
from typing import Any

import msgspec
import sqlalchemy as sa

from holdall.base.db import Database, Transaction, contains, query, rows_of
from holdall.base.db.database import Reader
from holdall.content.events import bell
from holdall.content.orders.tables import work_orders


class Order(msgspec.Struct, frozen=True):
    """One order: the name of a workflow and its arguments."""

    id: int
    workflow: str
    arguments: list[Any]


_DUE = query(
    sa.select(*rows_of(Order, work_orders))
    .where(work_orders.c.taken_at.is_(None), work_orders.c.due_at <= sa.bindparam("now"))
    .order_by(work_orders.c.due_at, work_orders.c.id)
    .limit(sa.bindparam("limit", type_=sa.BigInteger)),
    into=Order,
)
_TAKEN = query(
    sa.select(work_orders.c.id)
    .where(work_orders.c.taken_at.is_not(None), work_orders.c.id > sa.bindparam("after"))
    .order_by(work_orders.c.id)
    .limit(sa.bindparam("limit", type_=sa.BigInteger)),
    lambda order_id: order_id,
)
_ids = contains(work_orders.c.id, "ids")
_at = sa.bindparam("at", type_=sa.BigInteger)
_TAKE = query(sa.update(work_orders).where(_ids).values(taken_at=_at))
_POSTPONE = query(sa.update(work_orders).where(_ids).values(due_at=_at))
_REMOVE = query(sa.delete(work_orders).where(_ids))
_OPEN = query(sa.select(work_orders.c.arguments).where(work_orders.c.workflow == sa.bindparam("workflow")))
_GIVE_BACK_ALL = query(sa.update(work_orders).values(taken_at=None))


async def place_order(tx: Transaction, workflow: str, *arguments: Any, after: int = 0) -> str:
    """Order a workflow, to be started `after` microseconds from now; answers the id that the workflow will have.

    Arguments are JSON: numbers, strings, booleans, null, lists and objects of them.
    """
    order_id = tx.new_id()
    due_at = tx.now + after if after else 0
    await tx.insert(
        work_orders, id=order_id, workflow=workflow, arguments=list(arguments), due_at=due_at, taken_at=None
    )
    tx.after_commit(bell.ring)
    return workflow_id(order_id)


def workflow_id(order_id: int) -> str:
    """The id of the workflow that an order starts."""
    return f"order-{order_id}"


async def open_orders(reader: Reader, workflow: str) -> list[list[Any]]:
    """The arguments of every order of a workflow that is not yet over; in a unit, as the unit finds it."""
    return [arguments for (arguments,) in await reader.all(_OPEN, workflow=workflow)]


async def due_orders(db: Database, limit: int) -> Sequence[Order]:
    """Orders that are due and not taken, the earliest first."""
    return await db.all(_DUE, now=db.now, limit=limit)


async def taken_orders(db: Database, *, after: int, limit: int) -> Sequence[int]:
    """Ids of orders that were taken and are not yet over, behind one of them."""
    return await db.all(_TAKEN, after=after, limit=limit)


async def take_orders(tx: Transaction, ids: Sequence[int]) -> None:
    """Note that the engine has taken orders over."""
    await tx.run(_TAKE, ids=list(ids), at=tx.now)


async def give_back_orders(tx: Transaction, ids: Sequence[int]) -> None:
    """Note that the engine knows nothing of orders that it had taken, so that it takes them again."""
    await tx.run(_TAKE, ids=list(ids), at=None)


async def give_back_all_orders(tx: Transaction) -> None:
    """Note that the engine has forgotten everything."""
    await tx.run(_GIVE_BACK_ALL)


async def postpone_orders(tx: Transaction, ids: Sequence[int], wait: int) -> None:
    """Let orders be due only in `wait` microseconds, because they cannot be carried out now."""
    await tx.run(_POSTPONE, ids=list(ids), at=tx.now + wait)


async def remove_orders(tx: Transaction, ids: Sequence[int]) -> None:
    """Remove orders whose work is over."""
    await tx.run(_REMOVE, ids=list(ids))
