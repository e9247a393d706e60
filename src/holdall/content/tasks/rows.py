"""Tasks and assignments as they are read: with the names of the people on them."""

from collections.abc import Iterable
from typing import Any, Literal

import msgspec
import sqlalchemy as sa

from holdall.base.db import contains, query
from holdall.base.db.database import Reader
from holdall.content.identity.tables import users
from holdall.content.items.rows import Item
from holdall.content.tasks.tables import task_assignments, tasks

TaskAction = Literal["review", "complete"]
CompletionRule = Literal["all_assignees", "any_assignee"]
State = Literal["incomplete", "completed", "approved", "rejected"]


class Assignment(msgspec.Struct, frozen=True):
    """A row of `task_assignments`, and the names on it. Instants in microseconds UTC."""

    id: int
    task_id: int
    user_id: int
    assigned_by: int | None
    assigned_at: int
    message: str | None
    resolution_state: State
    completed_at: int | None
    remind_at: int | None
    reminded_at: int | None
    user_name: str | None
    user_login: str | None
    assigner_name: str | None
    assigner_login: str | None

    @property
    def is_resolved(self) -> bool:
        """Whether the assignee has decided."""
        return self.resolution_state != "incomplete"


class Task(msgspec.Struct, frozen=True):
    """A row of `tasks`, and the names of whoever set it. Instants in microseconds UTC."""

    id: int
    item_id: int
    action: TaskAction
    message: str
    completion_rule: CompletionRule
    due_at: int | None
    created_by: int | None
    created_at: int
    creator_name: str | None
    creator_login: str | None


class TaskOnFile(msgspec.Struct, frozen=True):
    """A task with its file and its assignments."""

    task: Task
    file: Item
    assignments: list[Assignment]

    @property
    def is_completed(self) -> bool:
        """Whether as many assignees as the rule asks for have decided; a task without any is not completed."""
        resolved = [one.is_resolved for one in self.assignments]
        return any(resolved) if self.task.completion_rule == "any_assignee" else bool(resolved) and all(resolved)


TASK_COLUMNS = Task.__struct_fields__[:8]
ASSIGNMENT_COLUMNS = Assignment.__struct_fields__[:10]
_assigners = users.alias("assigners")


def _names(source: sa.FromClause, name: str) -> list[sa.ColumnElement[Any]]:
    return [source.c.name.label(f"{name}_name"), source.c.login.label(f"{name}_login")]


_TASKS = sa.select(*(tasks.c[name] for name in TASK_COLUMNS), *_names(users, "creator")).select_from(
    tasks.outerjoin(users, users.c.id == tasks.c.created_by)
)
_ASSIGNMENTS = sa.select(
    *(task_assignments.c[name] for name in ASSIGNMENT_COLUMNS), *_names(users, "user"), *_names(_assigners, "assigner")
).select_from(
    task_assignments.outerjoin(users, users.c.id == task_assignments.c.user_id).outerjoin(
        _assigners, _assigners.c.id == task_assignments.c.assigned_by
    )
)
_FIND_TASK = query(_TASKS.where(tasks.c.id == sa.bindparam("task_id", type_=sa.BigInteger)), into=Task)
_ON_FILE = query(
    _TASKS.where(tasks.c.item_id == sa.bindparam("file_id", type_=sa.BigInteger)).order_by(tasks.c.id), into=Task
)
_FIND_ASSIGNMENT = query(
    _ASSIGNMENTS.where(task_assignments.c.id == sa.bindparam("assignment_id", type_=sa.BigInteger)), into=Assignment
)
_OF_TASKS = query(
    _ASSIGNMENTS.where(contains(task_assignments.c.task_id, "ids")).order_by(task_assignments.c.id), into=Assignment
)


async def find_task_row(reader: Reader, task_id: int) -> Task | None:
    """The task with this id, whoever may see it."""
    return await reader.one(_FIND_TASK, task_id=task_id)


async def find_assignment_row(reader: Reader, assignment_id: int) -> Assignment | None:
    """The assignment with this id, whoever may see it."""
    return await reader.one(_FIND_ASSIGNMENT, assignment_id=assignment_id)


async def tasks_on(reader: Reader, file_id: int) -> list[Task]:
    """The tasks on a file, the first set first."""
    return await reader.all(_ON_FILE, file_id=file_id)


async def with_assignments(reader: Reader, file: Item, found: Iterable[Task]) -> list[TaskOnFile]:
    """Tasks on one file with their assignments; one query for all of them."""
    listed = list(found)
    by_task: dict[int, list[Assignment]] = {task.id: [] for task in listed}
    for assignment in await reader.all(_OF_TASKS, ids=list(by_task)) if listed else []:
        by_task[assignment.task_id].append(assignment)
    return [TaskOnFile(task, file, by_task[task.id]) for task in listed]
