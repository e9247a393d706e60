"""Workers that are killed while they carry workflows out: every outcome is done, and done once."""

import asyncio
from pathlib import Path
from typing import Any

import msgspec
import pytest
import sqlalchemy as sa

from holdall.base.db import query
from holdall.base.settings import Settings
from holdall.cli.server import Application
from holdall.content.workflows.running import latest_runs
from holdall.content.workflows.tables import workflow_runs
from tests.faults.killable import Dice, Nursery, Workers
from tests.support.enterprise import make_enterprise
from tests.support.tree import create, make_file, names_in
from tests.support.workflows import make_workflow, start, workflow_of

pytestmark = [pytest.mark.faults, pytest.mark.timeout(600)]

OUTCOMES = 100  # as many as a flow may have
WORK_SECONDS = 0.5  # about what a flow takes once it is under way
_DONE = query(sa.select(sa.func.coalesce(sa.func.sum(workflow_runs.c.position), 0)).select_from(workflow_runs))


async def test_a_flow_does_each_thing_once_whenever_its_workers_are_killed(
    nursery: Nursery, ready_database_url: str, tmp_path: Path, dice: Dice, kills: int
) -> None:
    kills = max(kills // 3, 1)  # a flow is long, and its units are short
    settings = Settings(data=tmp_path, database=ready_database_url, log_format="none")
    application = Application(msgspec.structs.replace(settings, work="elsewhere"))
    enterprise = await make_enterprise(await application.start())
    db, user = enterprise.gateway.platform.db, enterprise.user
    # A second folder of a name is refused, and what is refused ends a run: so a run that is done made each once.
    names = [f"step {number:03}" for number in range(OUTCOMES)]
    workers = Workers(nursery, settings, 1 if db.dialect == "sqlite" else 2)
    folders: list[str] = []
    interrupted = 0
    try:
        for number in range(kills):
            folders.append((await create(user, f"desk {number}"))["id"])
            file_id = (await make_file(enterprise, "a.txt", parent_id=folders[-1])).item.id
            outcomes: list[dict[str, Any]] = [{"action": "create_folder", "folder_name": name} for name in names]
            await make_workflow(user, folders[-1], *outcomes)
            before = int(await db.value(_DONE))
            await start(user, await workflow_of(user, folders[-1]), folders[-1], file_id)
            async with asyncio.timeout(60):
                while await db.value(_DONE) <= before:
                    await asyncio.sleep(0.005)
            await asyncio.sleep(dice.moment(WORK_SECONDS))
            interrupted += int(await db.value(_DONE)) < (number + 1) * OUTCOMES
            await workers.replace(number % len(workers))
        async with asyncio.timeout(180):
            while {one.state for one in await latest_runs(db, kills)} != {"done"}:
                await asyncio.sleep(0.1)
        made = [await names_in(user, folder_id, limit=1000) for folder_id in folders]
    finally:
        await workers.close()
        await application.stop()

    assert made == [[*names, "a.txt"]] * kills
    assert interrupted > 0, f"none of {kills} kills was during the work"
