"""Workers that are killed while they run migration jobs: the run goes on, all arrives once, and the job knows the truth."""

import asyncio
from pathlib import Path

import pytest

from holdall.base.clock import time_zone
from holdall.base.db import Database, open_database
from holdall.base.keys import load_server_key
from holdall.base.settings import Settings
from holdall.migration.service.control import start
from holdall.migration.service.history import list_executions
from holdall.migration.service.job_rows import Job, get_job
from holdall.migration.service.jobs import create_job
from holdall.migration.service.listing import Page
from tests.faults.killable import Dice, Nursery, Workers
from tests.faults.migrating import forget_partials
from tests.migration.engine.trees import read_tree, write_tree
from tests.migration.jobs.world import add_connection_to

pytestmark = [pytest.mark.faults, pytest.mark.timeout(900)]

FILES, FILE_BYTES, BYTES_PER_SECOND = 400, 1000, 100_000  # four seconds of work
UTC = time_zone("UTC")


async def reach(db: Database, job_id: str, *statuses: str) -> Job:
    """Wait until a job is in one of these states."""
    async with asyncio.timeout(120):
        while (job := await get_job(db, job_id)).status not in statuses:
            await asyncio.sleep(0.05)
    return job


async def test_a_run_goes_on_whenever_its_workers_are_killed(
    nursery: Nursery, ready_database_url: str, tmp_path: Path, dice: Dice, kills: int
):
    settings = Settings(
        data=tmp_path / "data", database=ready_database_url, log_format="none", migration_roots=str(tmp_path)
    )
    settings.data.mkdir()
    db, key = await open_database(ready_database_url), load_server_key(settings.data / "server.key")
    source, destination = tmp_path / "source", tmp_path / "destination"
    for folder in (source, destination):
        folder.mkdir()
    ids = [await add_connection_to(db, key, folder.name, {"uri": str(folder)}) for folder in (source, destination)]
    sides = [{"connection": {"id": one}, "target": {"path": "/"}} for one in ids]
    limit = {"upload": {"bytes_per_second": BYTES_PER_SECOND}}
    transfer = {"transfer_type": "copy", "source": sides[0], "destination": sides[1], "performance": limit}
    job = await db.write(create_job, {"name": "Job", "transfer": transfer, "schedule": {"mode": "manual"}}, UTC)
    workers = Workers(nursery, settings, 1 if db.dialect == "sqlite" else 2)
    rounds, left, interrupted = 0, max(kills // 4, 3), 0
    try:
        while left:
            rounds += 1
            write_tree(source, {f"round {rounds}": {f"{name}.txt": "x" * FILE_BYTES for name in range(FILES)}})
            await db.write(start, job.id)
            await reach(db, job.id, "running")
            while left and (await get_job(db, job.id)).status == "running":
                await asyncio.sleep(dice.moment(4))
                interrupted += (await get_job(db, job.id)).run_id is not None
                for number in range(len(workers)):
                    await workers.replace(number)
                left -= 1
            done = await reach(db, job.id, "idle", "complete", "failed")
        found, total = await list_executions(db, Page(), job_ids=[job.id])
    finally:
        await workers.close()
        await db.close()

    forget_partials(destination)
    assert read_tree(destination) == read_tree(source)
    assert (done.status, done.executions, total) == ("idle", rounds, rounds)
    assert [run.status for run in found] == ["completed"] * rounds
    moved = [(run.stats or {})["destination"]["new"]["files"] for run in found]
    assert moved == [FILES] * rounds
    assert interrupted > 0, "no kill was during a run"
