"""The methods of the tag `tasks`.

Generated from the contract by `python -m holdall.connector.generate`; never edited.
"""

from __future__ import annotations

from datetime import datetime
from typing import Literal, TYPE_CHECKING, TypedDict

from msgspec import UNSET, UnsetType

from holdall.connector.tag import BlockingTag, Tag

if TYPE_CHECKING:
    from holdall.connector.generated.records import v2024_0


class TasksCreateItem(TypedDict, total=False):
    id: str
    type: Literal["file"]


class Tasks(Tag):
    """The operations of the tag `tasks`."""

    async def list_for_file(
        self,
        file_id: str,
    ) -> v2024_0.Tasks:
        """Tasks: List tasks on file (GET /files/{file_id}/tasks)."""
        return await self._call(
            "get_files_id_tasks",
            file_id=file_id,
        )

    async def create(
        self,
        *,
        item: TasksCreateItem,
        action: Literal["review", "complete"] | UnsetType = UNSET,
        message: str | UnsetType = UNSET,
        due_at: str | datetime | UnsetType = UNSET,
        completion_rule: Literal["all_assignees", "any_assignee"] | UnsetType = UNSET,
    ) -> v2024_0.Task:
        """Tasks: Create task (POST /tasks)."""
        return await self._call(
            "post_tasks",
            item=item,
            action=action,
            message=message,
            due_at=due_at,
            completion_rule=completion_rule,
        )

    async def get(
        self,
        task_id: str,
    ) -> v2024_0.Task:
        """Tasks: Get task (GET /tasks/{task_id})."""
        return await self._call(
            "get_tasks_id",
            task_id=task_id,
        )

    async def update(
        self,
        task_id: str,
        *,
        action: Literal["review", "complete"] | UnsetType = UNSET,
        message: str | UnsetType = UNSET,
        due_at: str | datetime | UnsetType = UNSET,
        completion_rule: Literal["all_assignees", "any_assignee"] | UnsetType = UNSET,
    ) -> v2024_0.Task:
        """Tasks: Update task (PUT /tasks/{task_id})."""
        return await self._call(
            "put_tasks_id",
            task_id=task_id,
            action=action,
            message=message,
            due_at=due_at,
            completion_rule=completion_rule,
        )

    async def delete(
        self,
        task_id: str,
    ) -> None:
        """Tasks: Remove task (DELETE /tasks/{task_id})."""
        await self._call(
            "delete_tasks_id",
            task_id=task_id,
        )


class BlockingTasks(BlockingTag):
    """The operations of the tag `tasks`, each waited for."""

    def list_for_file(
        self,
        file_id: str,
    ) -> v2024_0.Tasks:
        """Tasks: List tasks on file (GET /files/{file_id}/tasks)."""
        return self._call(
            "get_files_id_tasks",
            file_id=file_id,
        )

    def create(
        self,
        *,
        item: TasksCreateItem,
        action: Literal["review", "complete"] | UnsetType = UNSET,
        message: str | UnsetType = UNSET,
        due_at: str | datetime | UnsetType = UNSET,
        completion_rule: Literal["all_assignees", "any_assignee"] | UnsetType = UNSET,
    ) -> v2024_0.Task:
        """Tasks: Create task (POST /tasks)."""
        return self._call(
            "post_tasks",
            item=item,
            action=action,
            message=message,
            due_at=due_at,
            completion_rule=completion_rule,
        )

    def get(
        self,
        task_id: str,
    ) -> v2024_0.Task:
        """Tasks: Get task (GET /tasks/{task_id})."""
        return self._call(
            "get_tasks_id",
            task_id=task_id,
        )

    def update(
        self,
        task_id: str,
        *,
        action: Literal["review", "complete"] | UnsetType = UNSET,
        message: str | UnsetType = UNSET,
        due_at: str | datetime | UnsetType = UNSET,
        completion_rule: Literal["all_assignees", "any_assignee"] | UnsetType = UNSET,
    ) -> v2024_0.Task:
        """Tasks: Update task (PUT /tasks/{task_id})."""
        return self._call(
            "put_tasks_id",
            task_id=task_id,
            action=action,
            message=message,
            due_at=due_at,
            completion_rule=completion_rule,
        )

    def delete(
        self,
        task_id: str,
    ) -> None:
        """Tasks: Remove task (DELETE /tasks/{task_id})."""
        self._call(
            "delete_tasks_id",
            task_id=task_id,
        )
