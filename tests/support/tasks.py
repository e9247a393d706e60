"""Tasks as clients set and assign them."""

from typing import Any

import httpx

from tests.support.client import Client


async def set_task(client: Client, file_id: Any, **more: Any) -> dict[str, Any]:
    """A new task on a file."""
    response = await client.call("post_tasks", json={"item": {"type": "file", "id": str(file_id)}, **more})
    assert response.status_code == 201, response.text
    document: dict[str, Any] = response.json()
    return document


async def send_assignment(client: Client, task_id: Any, **assign_to: Any) -> httpx.Response:
    """Assign a task to `id=` or `login=`, and answer what came back."""
    to = {name: str(value) for name, value in assign_to.items()}
    body = {"task": {"type": "task", "id": str(task_id)}, "assign_to": to}
    return await client.call("post_task_assignments", json=body)


async def assign(client: Client, task_id: Any, user_id: Any) -> dict[str, Any]:
    """The same where it must succeed: the new assignment."""
    response = await send_assignment(client, task_id, id=user_id)
    assert response.status_code == 201, response.text
    document: dict[str, Any] = response.json()
    return document


async def resolve(client: Client, assignment_id: Any, state: str, **more: Any) -> httpx.Response:
    """Say what was decided, and answer what came back."""
    body = {"resolution_state": state, **more}
    return await client.call("put_task_assignments_id", task_assignment_id=assignment_id, json=body)


async def is_completed(client: Client, task_id: Any) -> bool:
    """Whether the task says that it is completed."""
    completed: bool = (await client.call("get_tasks_id", task_id=task_id)).json()["is_completed"]
    return completed
