"""Tasks on files: setting, reading, changing and removing them."""

from typing import Literal

import msgspec
from msgspec import UNSET, UnsetType

from holdall.box.binding import Id
from holdall.box.bodies import EntityId, read_instant
from holdall.box.context import Context
from holdall.box.operations import operation
from holdall.box.views.plain import Document
from holdall.box.views.tasks import render_task
from holdall.content.tasks import tasks
from holdall.content.tasks.rows import CompletionRule, TaskAction
from holdall.content.tasks.tasks import TaskChange


class FileOfTask(msgspec.Struct):
    """The file that a task is set on."""

    id: EntityId
    type: Literal["file"] = "file"


class NewTask(msgspec.Struct):
    """A task to set."""

    item: FileOfTask
    action: TaskAction = "review"
    message: str | None = None
    due_at: str | None = None
    completion_rule: CompletionRule = "all_assignees"


class TaskBody(msgspec.Struct):
    """What can be changed of a task; absent leaves it as it is."""

    action: TaskAction | UnsetType = UNSET
    message: str | UnsetType | None = UNSET
    due_at: str | UnsetType | None = UNSET
    completion_rule: CompletionRule | UnsetType = UNSET


@operation("post_tasks")
async def create_task(ctx: Context, body: NewTask) -> Document:
    """Set a task on a file; it is nobody's until it is assigned."""
    made = await ctx.db.write(
        tasks.create_task,
        ctx.subject,
        body.item.id,
        action=body.action,
        message=body.message or "",
        completion_rule=body.completion_rule,
        due_at=None if body.due_at is None else read_instant("due_at", body.due_at),
    )
    return render_task(made)


@operation("get_tasks_id")
async def get_task(ctx: Context, task_id: Id) -> Document:
    """One task with its assignments."""
    return render_task(await tasks.find_task(ctx.db, ctx.subject, task_id))


@operation("get_files_id_tasks")
async def list_tasks(ctx: Context, file_id: Id) -> Document:
    """All tasks on a file with their assignments."""
    found = await tasks.list_tasks(ctx.db, ctx.subject, file_id)
    return {"total_count": len(found), "entries": [render_task(one) for one in found]}


@operation("put_tasks_id")
async def update_task(ctx: Context, task_id: Id, body: TaskBody) -> Document:
    """Change a task. Whoever set it may, and the owners of the file."""
    change = TaskChange(
        action=body.action,
        message=UNSET if body.message is UNSET else body.message or "",
        due_at=read_instant("due_at", body.due_at) if isinstance(body.due_at, str) else body.due_at,
        completion_rule=body.completion_rule,
    )
    return render_task(await ctx.db.write(tasks.change_task, ctx.subject, task_id, change))


@operation("delete_tasks_id")
async def delete_task(ctx: Context, task_id: Id) -> None:
    """Remove a task and its assignments. Whoever set it may, and the owners of the file."""
    await ctx.db.write(tasks.remove_task, ctx.subject, task_id)
