"""Tasks on files: set, read, changed and taken away.

https://developer.box.com/guides/tasks/. Who may set one and see it is in the table of roles that `content.access.actions`
cites; whoever set it changes it and takes it away, and so do the owners and co-owners of the file.
"""

from typing import Any

import msgspec
import sqlalchemy as sa
from msgspec import UNSET, UnsetType

from holdall.base.db import Transaction, query
from holdall.base.db.database import Reader
from holdall.base.errors import BadRequest, InsufficientPermissions, InvalidParameter, NotFound
from holdall.content.access import Access, Action, lock_trees, reach_active
from holdall.content.access.actions import OWNERS
from holdall.content.access.attached import reach_attached
from holdall.content.identity.subject import Subject
from holdall.content.items.news import announce
from holdall.content.items.tables import ItemType
from holdall.content.tasks.reminders import reminder_time
from holdall.content.tasks.rows import (
    TASK_COLUMNS,
    CompletionRule,
    Task,
    TaskAction,
    TaskOnFile,
    find_task_row,
    tasks_on,
    with_assignments,
)
from holdall.content.tasks.tables import task_assignments, tasks

MESSAGE_LENGTH = 10_000
"""Our own limit: the message is sent to every assignee."""

_REMIND_AT = query(
    sa.update(task_assignments)
    .where(
        task_assignments.c.task_id == sa.bindparam("on_task", type_=sa.BigInteger),
        task_assignments.c.resolution_state == "incomplete",
    )
    .values(remind_at=sa.bindparam("at", type_=sa.BigInteger))
)


class TaskChange(msgspec.Struct, frozen=True, kw_only=True):
    """What shall be different about a task; what is UNSET stays. Instants in microseconds UTC."""

    action: TaskAction | UnsetType = UNSET
    message: str | UnsetType = UNSET
    completion_rule: CompletionRule | UnsetType = UNSET
    due_at: int | UnsetType | None = UNSET


async def create_task(
    tx: Transaction,
    subject: Subject,
    file_id: int,
    *,
    action: TaskAction,
    message: str,
    completion_rule: CompletionRule,
    due_at: int | None,
) -> TaskOnFile:
    """A unit: set a task on a file, for nobody yet; raises NotFound, Forbidden, or InvalidParameter."""
    check_message(message)
    await lock_trees(tx, file_id)
    access = await reach_active(tx, subject, file_id, ItemType.FILE, Action.CREATE_TASKS)
    task = Task(
        id=tx.new_id(),
        item_id=access.item.id,
        action=action,
        message=message,
        completion_rule=completion_rule,
        due_at=due_at,
        created_by=subject.user_id,
        created_at=tx.now,
        creator_name=subject.name,
        creator_login=subject.login,
    )
    values = {name: getattr(task, name) for name in TASK_COLUMNS}
    await tx.insert(tasks, enterprise_id=access.item.enterprise_id, **values)
    await announce(tx, access, "TASK_CREATE", task=task_told(task))
    return TaskOnFile(task, access.item, [])


async def find_task(reader: Reader, subject: Subject, task_id: int) -> TaskOnFile:
    """One task; raises NotFound, or Forbidden where the subject sees the file and not its tasks."""
    return (await reach_task(reader, subject, task_id, Action.VIEW_TASKS))[0]


async def list_tasks(reader: Reader, subject: Subject, file_id: int) -> list[TaskOnFile]:
    """All tasks on a file, the first set first; raises NotFound or Forbidden."""
    access = await reach_active(reader, subject, file_id, ItemType.FILE, Action.VIEW_TASKS)
    return await with_assignments(reader, access.item, await tasks_on(reader, file_id))


async def change_task(tx: Transaction, subject: Subject, task_id: int, change: TaskChange) -> TaskOnFile:
    """A unit: change a task; those who have not decided are reminded by its new time.

    Raises NotFound, Forbidden, InvalidParameter, and BadRequest for another action once somebody has decided.
    """
    found, access = await reach_task_to_change(tx, subject, task_id)
    _require_management(access, found.task)
    wanted = {name: value for name in change.__struct_fields__ if (value := getattr(change, name)) is not UNSET}
    values = {name: value for name, value in wanted.items() if getattr(found.task, name) != value}
    check_message(values.get("message", ""))
    if "action" in values and any(one.is_resolved for one in found.assignments):
        raise BadRequest("The action cannot be changed: somebody has resolved the task already")
    if not values:
        return found
    await tx.update(tasks, {"id": task_id}, **values)
    if "due_at" in values:
        await tx.run(_REMIND_AT, on_task=task_id, at=reminder_time(values["due_at"], tx.now))
    changed = msgspec.structs.replace(found.task, **values)
    await announce(tx, access, "TASK_UPDATE", task=task_told(changed), changed=sorted(values))
    return msgspec.structs.replace(found, task=changed)


async def remove_task(tx: Transaction, subject: Subject, task_id: int) -> None:
    """A unit: take a task away with all its assignments; raises NotFound or Forbidden."""
    found, access = await reach_task_to_change(tx, subject, task_id)
    _require_management(access, found.task)
    await tx.delete(tasks, id=task_id)
    for assignment in found.assignments:  # Box has no event for the end of a task itself
        await announce(
            tx,
            access,
            "TASK_ASSIGNMENT_DELETE",
            task=task_told(found.task),
            assignment={"id": str(assignment.id), "assigned_to": str(assignment.user_id)},
        )


async def reach_task(reader: Reader, subject: Subject, task_id: int, action: Action) -> tuple[TaskOnFile, Access]:
    """A task and the access to its file; raises NotFound where either is out of reach, and Forbidden."""
    missing = f"There is no task with id {task_id}"
    task = await find_task_row(reader, task_id)
    if task is None:
        raise NotFound(missing)
    access = await reach_attached(reader, subject, task.item_id, action, missing)
    return (await with_assignments(reader, access.item, [task]))[0], access


async def reach_task_to_change(tx: Transaction, subject: Subject, task_id: int) -> tuple[TaskOnFile, Access]:
    """The same for who may set tasks; until the unit commits, everything about the task stays as it is."""
    task = await find_task_row(tx, task_id)
    if task is not None:
        await lock_trees(tx, task.item_id)  # and then we look again
    return await reach_task(tx, subject, task_id, Action.CREATE_TASKS)


def check_message(message: str) -> None:
    """Raise InvalidParameter for a message that is too long."""
    if len(message) > MESSAGE_LENGTH:
        raise InvalidParameter("message", f"has {MESSAGE_LENGTH} characters at most")


def task_told(task: Task) -> dict[str, Any]:
    """What events tell of a task."""
    return {
        "id": str(task.id),
        "action": task.action,
        "message": task.message,
        "completion_rule": task.completion_rule,
        "due_at": task.due_at,
        "created_by": None if task.created_by is None else str(task.created_by),
        "created_at": task.created_at,
    }


def _require_management(access: Access, task: Task) -> None:
    if task.created_by != access.subject.user_id and access.role not in OWNERS:
        raise InsufficientPermissions(
            f"Only whoever set task {task.id} and the owners of the file may change it or take it away"
        )
