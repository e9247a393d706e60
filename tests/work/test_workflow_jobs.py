"""Workflows on an engine: what was started is carried out, and goes on when its tasks are decided."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest

from holdall.base.settings import Settings
from holdall.box.gateway import Gateway
from holdall.cli.server import Application
from tests.support.enterprise import make_enterprise
from tests.support.tree import create, make_file, names_in
from tests.support.workflows import make_workflow, start, workflow_of


@pytest.fixture
async def gateway(ready_database_url: str, tmp_path: Path) -> AsyncIterator[Gateway]:
    """A server without a socket that runs an engine."""
    application = Application(
        Settings(data=tmp_path, database=ready_database_url, dev=True, work="embedded", log_format="none")
    )
    yield await application.start()
    await application.stop()


async def until(condition: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(30):
        while not await condition():
            await asyncio.sleep(0.05)


async def test_a_flow_waits_for_its_task_and_then_goes_on(gateway: Gateway) -> None:
    enterprise = await make_enterprise(gateway)
    user = enterprise.user
    folder_id = (await create(user, "desk"))["id"]
    file_id = (await make_file(enterprise, "a.txt", parent_id=folder_id)).item.id
    await make_workflow(
        user,
        folder_id,
        {"action": "assign_task", "people": [enterprise.user_id]},
        {"action": "wait_for_task"},
        {"action": "create_folder", "folder_name": "done"},
        {"action": "delete_file"},
    )
    await start(user, await workflow_of(user, folder_id), folder_id, file_id)

    async def is_assigned() -> bool:
        return bool((await user.call("get_files_id_tasks", file_id=file_id)).json()["total_count"])

    async def is_over() -> bool:
        return await names_in(user, folder_id) == ["done"]

    await until(is_assigned)
    task = (await user.call("get_files_id_tasks", file_id=file_id)).json()["entries"][0]
    names_before = await names_in(user, folder_id)
    assignment = task["task_assignment_collection"]["entries"][0]["id"]
    await user.call("put_task_assignments_id", task_assignment_id=assignment, json={"resolution_state": "approved"})
    await until(is_over)
    assert names_before == ["a.txt"]
