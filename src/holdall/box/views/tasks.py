"""Tasks and their assignments on the wire: the contract's schemas Task and TaskAssignment."""

from collections.abc import Sequence

from holdall.base.clock import format_instant
from holdall.box.views.plain import Document
from holdall.box.views.users import NOBODY, UserMini, user_mini
from holdall.content.items.rows import Item
from holdall.content.items.siblings import mini_of
from holdall.content.tasks.rows import Assignment, TaskOnFile


def _instant(instant: int | None) -> str | None:
    return None if instant is None else format_instant(instant)


def _person(user_id: int | None, name: str | None, login: str | None) -> UserMini:
    return NOBODY if user_id is None else user_mini(user_id, name or "", login or "")


def render_task(found: TaskOnFile) -> Document:
    """One task with its assignments."""
    task = found.task
    return {
        "type": "task",
        "id": str(task.id),
        "item": mini_of(found.file),
        "due_at": _instant(task.due_at),
        "action": task.action,
        "message": task.message,
        "task_assignment_collection": render_assignments(found.file, found.assignments),
        "is_completed": found.is_completed,
        "created_by": _person(task.created_by, task.creator_name, task.creator_login),
        "created_at": format_instant(task.created_at),
        "completion_rule": task.completion_rule,
    }


def render_assignments(file: Item, assignments: Sequence[Assignment]) -> Document:
    """All assignments of a task."""
    return {"total_count": len(assignments), "entries": [render_assignment(file, one) for one in assignments]}


def render_assignment(file: Item, assignment: Assignment) -> Document:
    """One assignment."""
    return {
        "type": "task_assignment",
        "id": str(assignment.id),
        "item": mini_of(file),
        "assigned_to": _person(assignment.user_id, assignment.user_name, assignment.user_login),
        "message": assignment.message,
        "completed_at": _instant(assignment.completed_at),
        "assigned_at": format_instant(assignment.assigned_at),
        "reminded_at": _instant(assignment.reminded_at),
        "resolution_state": assignment.resolution_state,
        "assigned_by": _person(assignment.assigned_by, assignment.assigner_name, assignment.assigner_login),
    }
