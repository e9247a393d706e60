"""Reminders: a day before a task is due, those who have not decided yet get mail, once.

When that is for whom stands in the rows, so nothing is searched for and a restart forgets nobody.
"""

from typing import Any

import sqlalchemy as sa

from holdall.base.clock import DAY
from holdall.base.db import Database, Transaction, query
from holdall.content.access.actions import Action
from holdall.content.access.others import those_who_may
from holdall.content.items.rows import FIND_ITEMS
from holdall.content.tasks.mail import write_task_mail
from holdall.content.tasks.rows import find_assignment_row, find_task_row, with_assignments
from holdall.content.tasks.tables import task_assignments

BEFORE = DAY
BATCH = 100

_DUE = query(
    sa.select(task_assignments.c.id)
    .where(task_assignments.c.remind_at <= sa.bindparam("now", type_=sa.BigInteger))
    .order_by(task_assignments.c.remind_at, task_assignments.c.id)
    .limit(BATCH)
    .with_for_update()
)


def reminder_time(due_at: int | None, now: int) -> int | None:
    """When to remind of a task that is due then, in microseconds UTC; None where it is too late for that, or no time."""
    return None if due_at is None or due_at - BEFORE <= now else due_at - BEFORE


async def remind_assignees(db: Database, *, address: str) -> int:
    """Write to everybody whose reminder is due; how many mails were written. `address` is the server's, for links.

    Safe to run in several processes and to stop at any moment: a reminder and its mail are in one unit.
    """
    written = 0
    while True:
        looked_at, mails = await db.write(_remind_some, address)
        written += mails
        if looked_at < BATCH:
            return written


async def _remind_some(tx: Transaction, address: str) -> tuple[int, int]:
    due = [assignment_id for (assignment_id,) in await tx.all(_DUE, now=tx.now)]
    mails = 0
    for assignment_id in due:
        is_reminded = await _remind(tx, assignment_id, address)
        values: dict[str, Any] = {"reminded_at": tx.now} if is_reminded else {}
        await tx.update(task_assignments, {"id": assignment_id}, remind_at=None, **values)
        mails += is_reminded
    return len(due), mails


async def _remind(tx: Transaction, assignment_id: int, address: str) -> bool:
    """Whether the assignee was written to: not of what is completed, or not the assignee's to see any more."""
    assignment = await find_assignment_row(tx, assignment_id)
    task = None if assignment is None else await find_task_row(tx, assignment.task_id)
    if assignment is None or task is None:
        return False
    (file,) = await tx.all(FIND_ITEMS, ids=[task.item_id])
    (found,) = await with_assignments(tx, file, [task])
    people = await those_who_may(tx, Action.VIEW_TASKS, task.item_id, [assignment.user_id])
    if found.is_completed or not people:
        return False
    await write_task_mail(tx, "task_reminder", people[0], found, address, assigner=assignment.assigner_name or "")
    return True
