"""The methods of the tag `task_assignments`.

Generated from the contract by `python -m holdall.connector.generate`; never edited.
"""

from __future__ import annotations

from typing import Literal, Required, TYPE_CHECKING, TypedDict

from msgspec import UNSET, UnsetType

from holdall.connector.tag import BlockingTag, Tag

if TYPE_CHECKING:
    from holdall.connector.generated.records import v2024_0


class TaskAssignmentsCreateTask(TypedDict, total=False):
    id: Required[str]
    type: Required[Literal["task"]]


class TaskAssignmentsCreateAssignTo(TypedDict, total=False):
    id: str
    login: str


class TaskAssignments(Tag):
    """The operations of the tag `task_assignments`."""

    async def list(
        self,
        task_id: str,
    ) -> v2024_0.TaskAssignments:
        """Task assignments: List task assignments (GET /tasks/{task_id}/assignments)."""
        return await self._call(
            "get_tasks_id_assignments",
            task_id=task_id,
        )

    async def create(
        self,
        *,
        task: TaskAssignmentsCreateTask,
        assign_to: TaskAssignmentsCreateAssignTo,
    ) -> v2024_0.TaskAssignment:
        """Task assignments: Assign task (POST /task_assignments)."""
        return await self._call(
            "post_task_assignments",
            task=task,
            assign_to=assign_to,
        )

    async def get(
        self,
        task_assignment_id: str,
    ) -> v2024_0.TaskAssignment:
        """Task assignments: Get task assignment (GET /task_assignments/{task_assignment_id})."""
        return await self._call(
            "get_task_assignments_id",
            task_assignment_id=task_assignment_id,
        )

    async def update(
        self,
        task_assignment_id: str,
        *,
        message: str | UnsetType = UNSET,
        resolution_state: Literal["completed", "incomplete", "approved", "rejected"] | UnsetType = UNSET,
    ) -> v2024_0.TaskAssignment:
        """Task assignments: Update task assignment (PUT /task_assignments/{task_assignment_id})."""
        return await self._call(
            "put_task_assignments_id",
            task_assignment_id=task_assignment_id,
            message=message,
            resolution_state=resolution_state,
        )

    async def delete(
        self,
        task_assignment_id: str,
    ) -> None:
        """Task assignments: Unassign task (DELETE /task_assignments/{task_assignment_id})."""
        await self._call(
            "delete_task_assignments_id",
            task_assignment_id=task_assignment_id,
        )


class BlockingTaskAssignments(BlockingTag):
    """The operations of the tag `task_assignments`, each waited for."""

    def list(
        self,
        task_id: str,
    ) -> v2024_0.TaskAssignments:
        """Task assignments: List task assignments (GET /tasks/{task_id}/assignments)."""
        return self._call(
            "get_tasks_id_assignments",
            task_id=task_id,
        )

    def create(
        self,
        *,
        task: TaskAssignmentsCreateTask,
        assign_to: TaskAssignmentsCreateAssignTo,
    ) -> v2024_0.TaskAssignment:
        """Task assignments: Assign task (POST /task_assignments)."""
        return self._call(
            "post_task_assignments",
            task=task,
            assign_to=assign_to,
        )

    def get(
        self,
        task_assignment_id: str,
    ) -> v2024_0.TaskAssignment:
        """Task assignments: Get task assignment (GET /task_assignments/{task_assignment_id})."""
        return self._call(
            "get_task_assignments_id",
            task_assignment_id=task_assignment_id,
        )

    def update(
        self,
        task_assignment_id: str,
        *,
        message: str | UnsetType = UNSET,
        resolution_state: Literal["completed", "incomplete", "approved", "rejected"] | UnsetType = UNSET,
    ) -> v2024_0.TaskAssignment:
        """Task assignments: Update task assignment (PUT /task_assignments/{task_assignment_id})."""
        return self._call(
            "put_task_assignments_id",
            task_assignment_id=task_assignment_id,
            message=message,
            resolution_state=resolution_state,
        )

    def delete(
        self,
        task_assignment_id: str,
    ) -> None:
        """Task assignments: Unassign task (DELETE /task_assignments/{task_assignment_id})."""
        self._call(
            "delete_task_assignments_id",
            task_assignment_id=task_assignment_id,
        )
