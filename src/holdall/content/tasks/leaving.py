"""What becomes of the tasks of a user who is deleted."""

import sqlalchemy as sa

from holdall.base.db import Transaction, query
from holdall.content.tasks.tables import task_assignments

_DROP_OPEN = query(
    sa.delete(task_assignments).where(
        task_assignments.c.user_id == sa.bindparam("user_id", type_=sa.BigInteger),
        task_assignments.c.resolution_state == "incomplete",
    )
)


async def drop_open_assignments(tx: Transaction, user_id: int) -> None:
    """Part of a unit that deletes a user: nobody waits for the user any more; what the user decided stays."""
    await tx.run(_DROP_OPEN, user_id=user_id)
