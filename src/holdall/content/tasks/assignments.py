"""Assignments of tasks: who shall do a task, and what they have decided.

https://developer.box.com/guides/tasks/assignments/: whoever assigns a task and whoever it is assigned to must both have
the file open to them; the assignee alone resolves it; what is resolved is not taken away.
"""

from typing import Any

import msgspec
import sqlalchemy as sa
from msgspec import UNSET, UnsetType

from holdall.base.db import Transaction, query
from holdall.base.db.database import Reader
from holdall.base.errors import Conflict, Forbidden, InsufficientPermissions, InvalidParameter, NotFound
from holdall.content.access import Access, Action, lock_trees
from holdall.content.access.others import those_who_may
from holdall.content.directory.tables import email_aliases
from holdall.content.identity.subject import Subject
from holdall.content.identity.tables import users
from holdall.content.identity.users import User
from holdall.content.items.news import announce
from holdall.content.tasks.mail import write_task_mail
from holdall.content.tasks.reminders import reminder_time
from holdall.content.tasks.rows import ASSIGNMENT_COLUMNS, Assignment, State, TaskOnFile, find_assignment_row
from holdall.content.tasks.tables import task_assignments
from holdall.content.tasks.tasks import check_message, reach_task, reach_task_to_change, task_told

STATES: dict[str, frozenset[str]] = {
    "review": frozenset({"incomplete", "approved", "rejected"}),
    "complete": frozenset({"incomplete", "completed"}),
}
"""What an assignee can decide, by the action of the task."""

_KEY = sa.bindparam("login_key", type_=sa.Text)
_BY_LOGIN = query(
    sa.select(users.c.id).where(
        sa.or_(
            users.c.login_key == _KEY,
            users.c.id.in_(sa.select(email_aliases.c.user_id).where(email_aliases.c.email_key == _KEY)),
        )
    )
)


class AssignmentOnFile(msgspec.Struct, frozen=True):
    """An assignment with its task and file."""

    assignment: Assignment
    on: TaskOnFile


async def assign_task(
    tx: Transaction, subject: Subject, task_id: int, *, user_id: int | None, login: str | None, address: str
) -> AssignmentOnFile:
    """A unit: give a task to a user, named by id or by login, who gets mail; `address` is the server's, for the link.

    Raises NotFound for the task; Forbidden where the task is completed or the user cannot see the file; Conflict where
    the user has the task already.
    """
    found, access = await reach_task_to_change(tx, subject, task_id)
    _require_open(found)
    assignee = await _find_assignee(tx, access, user_id, login)
    if any(one.user_id == assignee.id for one in found.assignments):
        raise Conflict(f"Task {task_id} is assigned to user {assignee.id} already")
    assignment = Assignment(
        id=tx.new_id(),
        task_id=task_id,
        user_id=assignee.id,
        assigned_by=subject.user_id,
        assigned_at=tx.now,
        message=None,
        resolution_state="incomplete",
        completed_at=None,
        remind_at=reminder_time(found.task.due_at, tx.now),
        reminded_at=None,
        user_name=assignee.name,
        user_login=assignee.login,
        assigner_name=subject.name,
        assigner_login=subject.login,
    )
    values = {name: getattr(assignment, name) for name in ASSIGNMENT_COLUMNS}
    await tx.insert(task_assignments, enterprise_id=access.item.enterprise_id, **values)
    made = AssignmentOnFile(assignment, found)
    await _announce(tx, access, "TASK_ASSIGNMENT_CREATE", made)
    if assignee.id != subject.user_id:
        await write_task_mail(tx, "task_assignment", assignee, found, address, assigner=subject.name)
    return made


async def find_assignment(reader: Reader, subject: Subject, assignment_id: int) -> AssignmentOnFile:
    """One assignment; raises NotFound or Forbidden."""
    return (await _reach(reader, subject, assignment_id, Action.VIEW_TASKS))[0]


async def change_assignment(
    tx: Transaction,
    subject: Subject,
    assignment_id: int,
    *,
    message: str | UnsetType | None = UNSET,
    state: State | UnsetType = UNSET,
) -> AssignmentOnFile:
    """A unit: decide, or say something to it; only the assignee may.

    Raises NotFound; InvalidParameter for a state that the task's action does not have; Forbidden for others, where a task
    to complete is completed for good, and where others have completed the task.
    """
    found, access = await _reach_to_change(tx, subject, assignment_id, Action.VIEW_TASKS)
    before, task = found.assignment, found.on.task
    if before.user_id != subject.user_id:
        raise InsufficientPermissions(f"Only user {before.user_id} may resolve task assignment {assignment_id}")
    check_message(message or "")
    values: dict[str, Any] = {} if message is UNSET or message == before.message else {"message": message}
    if state is not UNSET and state != before.resolution_state:
        _check_state(found, state)
        is_open = state == "incomplete"
        values |= {
            "resolution_state": state,
            "completed_at": None if is_open else tx.now,
            "remind_at": reminder_time(task.due_at, tx.now) if is_open else None,
        }
    if not values:
        return found
    await tx.update(task_assignments, {"id": assignment_id}, **values)
    changed = msgspec.structs.replace(found, assignment=msgspec.structs.replace(before, **values))
    await _announce(tx, access, "TASK_ASSIGNMENT_UPDATE", changed, changed=sorted(values))
    return changed


async def remove_assignment(tx: Transaction, subject: Subject, assignment_id: int) -> None:
    """A unit: take a task from an assignee; raises NotFound, or Forbidden where the assignee has resolved it."""
    found, access = await _reach_to_change(tx, subject, assignment_id, Action.CREATE_TASKS)
    if found.assignment.is_resolved:
        raise Forbidden(f"Task assignment {assignment_id} is resolved, so it stays")
    await tx.delete(task_assignments, id=assignment_id)
    await _announce(tx, access, "TASK_ASSIGNMENT_DELETE", found)


async def _reach(
    reader: Reader, subject: Subject, assignment_id: int, action: Action
) -> tuple[AssignmentOnFile, Access]:
    missing = f"There is no task assignment with id {assignment_id}"
    assignment = await find_assignment_row(reader, assignment_id)
    if assignment is None:
        raise NotFound(missing)
    try:
        task, access = await reach_task(reader, subject, assignment.task_id, action)
    except NotFound as error:
        raise NotFound(missing, code=error.reason) from None
    return AssignmentOnFile(assignment, task), access


async def _reach_to_change(
    tx: Transaction, subject: Subject, assignment_id: int, action: Action
) -> tuple[AssignmentOnFile, Access]:
    found, access = await _reach(tx, subject, assignment_id, action)
    await lock_trees(tx, access.item.id)
    return (found, access) if tx.dialect == "sqlite" else await _reach(tx, subject, assignment_id, action)


async def _find_assignee(tx: Transaction, access: Access, user_id: int | None, login: str | None) -> User:
    """The user to assign to. Whoever is not there and whoever cannot see the file are refused in the same words."""
    name: object = user_id
    if user_id is None:
        name = login = (login or "").strip()
        if not login:
            raise InvalidParameter("assign_to", "needs the id or the login of a user")
        user_id = await tx.value(_BY_LOGIN, login_key=login.casefold())
    found = [] if user_id is None else await those_who_may(tx, Action.VIEW_TASKS, access.item.id, [user_id])
    if not found:
        raise Forbidden(f"User {name} cannot see the file {access.item.id}: share it first")
    return found[0]


def _require_open(found: TaskOnFile) -> None:
    if found.is_completed:
        raise Forbidden(f"Task {found.task.id} is completed")


def _check_state(found: AssignmentOnFile, state: State) -> None:
    task = found.on.task
    if state not in STATES[task.action]:
        known = ", ".join(sorted(STATES[task.action]))
        raise InvalidParameter("resolution_state", f"of a task to {task.action} is one of {known}")
    if found.assignment.resolution_state == "completed":
        raise Forbidden("What was completed stays completed")
    if not found.assignment.is_resolved:
        _require_open(found.on)


async def _announce(tx: Transaction, access: Access, event_type: str, found: AssignmentOnFile, **details: Any) -> None:
    assignment = found.assignment
    told = {
        "id": str(assignment.id),
        "assigned_to": str(assignment.user_id),
        "assigned_by": None if assignment.assigned_by is None else str(assignment.assigned_by),
        "assigned_at": assignment.assigned_at,
        "message": assignment.message,
        "resolution_state": assignment.resolution_state,
        "completed_at": assignment.completed_at,
    }
    await announce(tx, access, event_type, task=task_told(found.on.task), assignment=told, **details)
