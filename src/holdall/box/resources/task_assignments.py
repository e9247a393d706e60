"""Assignments of tasks: giving a task to a user, deciding it, and taking it back."""

from typing import Literal

import msgspec
from msgspec import UNSET, UnsetType

from holdall.box.binding import Id
from holdall.box.bodies import EntityId
from holdall.box.context import Context
from holdall.box.operations import operation
from holdall.box.views.plain import Document
from holdall.box.views.tasks import render_assignment, render_assignments
from holdall.content.tasks import assignments
from holdall.content.tasks.rows import State
from holdall.content.tasks.tasks import find_task


class TaskToAssign(msgspec.Struct):
    """The task to assign."""

    id: EntityId
    type: Literal["task"] = "task"


class Assignee(msgspec.Struct):
    """Whom to assign a task to: a user by id, or by login."""

    id: EntityId | None = None
    login: str | None = None


class NewAssignment(msgspec.Struct):
    """An assignment to make."""

    task: TaskToAssign
    assign_to: Assignee


class AssignmentChange(msgspec.Struct):
    """What the assignee says; absent leaves it as it is."""

    message: str | UnsetType | None = UNSET
    resolution_state: State | UnsetType = UNSET


@operation("post_task_assignments")
async def assign_task(ctx: Context, body: NewAssignment) -> Document:
    """Give a task to a user whom the file is open to, and who gets mail."""
    made = await ctx.db.write(
        assignments.assign_task,
        ctx.subject,
        body.task.id,
        user_id=body.assign_to.id,
        login=body.assign_to.login,
        address=ctx.base_url,
    )
    return render_assignment(made.on.file, made.assignment)


@operation("get_task_assignments_id")
async def get_task_assignment(ctx: Context, task_assignment_id: Id) -> Document:
    """One assignment: whose it is, and what they have decided."""
    found = await assignments.find_assignment(ctx.db, ctx.subject, task_assignment_id)
    return render_assignment(found.on.file, found.assignment)


@operation("get_tasks_id_assignments")
async def list_task_assignments(ctx: Context, task_id: Id) -> Document:
    """Everybody whom a task is assigned to."""
    found = await find_task(ctx.db, ctx.subject, task_id)
    return render_assignments(found.file, found.assignments)


@operation("put_task_assignments_id")
async def update_task_assignment(ctx: Context, task_assignment_id: Id, body: AssignmentChange) -> Document:
    """Complete, approve or reject a task, or open it again. Its assignee may."""
    changed = await ctx.db.write(
        assignments.change_assignment,
        ctx.subject,
        task_assignment_id,
        message=body.message,
        state=body.resolution_state,
    )
    return render_assignment(changed.on.file, changed.assignment)


@operation("delete_task_assignments_id")
async def delete_task_assignment(ctx: Context, task_assignment_id: Id) -> None:
    """Take a task from an assignee who has not resolved it yet."""
    await ctx.db.write(assignments.remove_assignment, ctx.subject, task_assignment_id)
