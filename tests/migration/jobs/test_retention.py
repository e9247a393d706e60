"""How long a job's runs, logs and rows are kept: with the clock moved, over HTTP."""

from typing import Any

import pytest

from holdall.migration.engine.ledger import Ledger
from holdall.migration.service.retention import remove_what_is_over
from tests.migration.jobs.world import World

DAYS: dict[str, Any] = {"duration": {"type": "days", "count": 7}}


async def statuses(world: World, job_id: str) -> list[str]:
    return [run["status"] for run in await world.runs(job_id)]


async def logged(world: World, job_id: str) -> int:
    answer = await world.client.get("/v1/transfers/auditing", params={"job": job_id})
    return int(answer.json()["meta"]["total_count"])


async def test_runs_and_their_logs_go_after_the_duration_and_the_last_one_stays(world: World):
    world.write("one.txt")
    job_id = await world.create(retention=DAYS)
    await world.run(job_id)
    world.write("two.txt")
    world.later(days=3)
    await world.run(job_id)
    both = await logged(world, job_id)

    world.later(days=5)
    await remove_what_is_over(world.site.db)
    after = await statuses(world, job_id), await logged(world, job_id)
    world.later(days=30)
    await remove_what_is_over(world.site.db)
    last = await statuses(world, job_id), await logged(world, job_id)

    assert after == last == (["completed"], last[1])
    assert 0 < last[1] < both
    items = await world.client.get("/v1/transfers/items", params={"job": job_id})
    assert items.json()["meta"]["total_count"] == 2
    assert (await world.run(job_id))["status"] == "no_changes"


async def test_runs_that_found_nothing_go_at_once_where_that_is_asked_for(world: World):
    world.write("one.txt")
    job_id = await world.create(retention={"purge_empty": True})
    for _ in range(3):
        await world.run(job_id)

    await remove_what_is_over(world.site.db)

    assert await statuses(world, job_id) == ["no_changes", "completed"]


async def test_a_deleted_job_is_forgotten_after_the_duration_and_another_s_rows_stay(world: World):
    world.write("one.txt")
    gone, other = await world.create(retention=DAYS), await world.create()
    await world.run(gone)
    await world.run(other)
    await world.client.delete(f"/v1/jobs/{gone}")
    ledger = Ledger(world.site.db, gone)
    world.later(days=6)
    await remove_what_is_over(world.site.db)
    before = len(await ledger.all()), await ledger.last_run() is not None

    world.later(days=2)
    await remove_what_is_over(world.site.db)

    assert before == (1, True)
    assert (await ledger.all(), await ledger.last_run()) == ([], None)
    assert await statuses(world, other) == ["completed"]
    assert len(await Ledger(world.site.db, other).all()) == 1


async def test_without_retention_everything_stays(world: World):
    job_id = await world.create()
    await world.run(job_id)
    await world.run(job_id)

    world.later(days=10_000)
    await remove_what_is_over(world.site.db)

    assert len(await world.runs(job_id)) == 2


@pytest.mark.parametrize("duration", [{"type": "fortnight", "count": 1}, {"type": "day", "count": 0}, {"count": 3}])
async def test_a_duration_that_is_none_is_refused(world: World, duration: dict[str, Any]):
    answer = await world.client.post("/v1/jobs", json=world.body(retention={"duration": duration}))

    assert answer.status_code == 400
