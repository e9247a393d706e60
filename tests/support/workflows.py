"""Workflows for tests: defined straight in the database, and carried out as the engine would."""

from typing import Any

import httpx
import msgspec

from holdall.base.db import Transaction
from holdall.content.orders import due_orders, take_orders
from holdall.content.workflows.flows import RUN, WorkflowDefinition, define
from holdall.content.workflows.running import Run, advance, latest_runs, wake
from tests.support.client import Client
from tests.support.enterprise import Enterprise
from tests.support.news import news_of
from tests.support.tree import subject_of

RETENTION = 1000


async def make_workflow(client: Client, folder_id: Any, *outcomes: dict[str, Any], **more: Any) -> int:
    """A workflow of a folder, defined as a seed would."""
    raw = {"name": "Review", "outcomes": list(outcomes), **more}
    definition = msgspec.convert(raw, WorkflowDefinition)
    return await client.gateway.platform.db.write(define, await subject_of(client), int(folder_id), definition)


async def workflow_of(client: Client, folder_id: Any) -> dict[str, Any]:
    """The one workflow of a folder, as it is listed."""
    answer = await client.call("get_workflows", folder_id=folder_id)
    assert answer.status_code == 200, answer.text
    (document,) = answer.json()["entries"]
    found: dict[str, Any] = document
    return found


async def start(
    client: Client, workflow: dict[str, Any], folder_id: Any, *file_ids: Any, **body: Any
) -> httpx.Response:
    """The answer to the wish to start a workflow on files."""
    wanted = {
        "type": "workflow_parameters",
        "flow": {"type": "flow", "id": workflow["flows"][0]["id"]},
        "files": [{"type": "file", "id": str(one)} for one in file_ids],
        "folder": {"type": "folder", "id": str(folder_id)},
        **body,
    }
    return await client.call("post_workflows_id_start", workflow_id=workflow["id"], json=wanted)


async def carry_out(enterprise: Enterprise) -> Run:
    """Do what the engine would do until nothing is due; the run that was started last."""
    db = enterprise.gateway.platform.db
    await wake(db, await news_of(enterprise))
    while orders := [one for one in await due_orders(db, 10_000) if one.workflow == RUN]:
        await db.write(_take, [one.id for one in orders])
        for order in orders:
            (run_id,) = order.arguments
            while await advance(db, run_id, "https://holdall.test", RETENTION):
                pass
    return next(one for one in await latest_runs(db, 1000) if one.enterprise_id == enterprise.id)


async def _take(tx: Transaction, ids: list[int]) -> None:
    await take_orders(tx, ids)
