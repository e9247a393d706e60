"""Runs of jobs: what they bring over, what is told of them, and that they act on what a person asks."""

import asyncio
from typing import Any

import pytest

from holdall.content.orders import open_orders
from holdall.content.orders.tables import work_orders
from holdall.migration.engine.ledger import Ledger
from holdall.migration.service.job_rows import get_job
from holdall.migration.service.running import run_job
from holdall.migration.service.starting import RUN_A_JOB, begin_lost
from holdall.migration.service.tables import jobs
from tests.migration.jobs.world import World


async def begun(world: World, job_id: str) -> asyncio.Task[None]:
    """The run of a job that is under way."""
    await world.look()
    task = asyncio.create_task(run_job(world.site, job_id))
    async with asyncio.timeout(20):
        while "execution" not in await world.job(job_id):
            await asyncio.sleep(0.02)
    return task


SLOW: dict[str, Any] = {"performance": {"upload": {"bytes_per_second": 20_000}}}
"""Ten seconds for what `fill` writes."""
FILES = 100


def fill(world: World) -> None:
    for number in range(FILES):
        world.write(f"{number}.txt", "x" * 2_000)


class TestRun:
    async def test_a_run_brings_over_what_the_source_has_and_its_numbers_are_told(self, world: World):
        world.write("one.txt", "first")
        world.write("folder/two.txt", "second")
        job_id = await world.create()

        run = await world.run(job_id)

        assert world.arrived() == {"folder/two.txt": "second", "one.txt": "first"}
        assert (run["status"], run["phase"], run["progress"], run["job_id"]) == ("completed", "complete", 1, job_id)
        assert run["node_address"] is not None
        assert run["stats"] == {
            "source": {
                "existing": {"bytes": 11, "files": 2, "versions": 2},
                "folders": 1,
                "pending": {"bytes": 0, "files": 0, "versions": 0},
                "ignored": 0,
                "rate_limits": 0,
            },
            "destination": {
                "existing": {"bytes": 11, "files": 2, "versions": 2},
                "new": {"bytes": 11, "files": 2, "versions": 2},
                "folders": 1,
                "pending": {"bytes": 0, "files": 0, "versions": 0},
                "flagged": 0,
                "rate_limits": 0,
            },
            "errors": {"warnings": 0, "failures": 0},
        }

    async def test_a_manual_job_is_idle_again_and_waits(self, world: World):
        job_id = await world.create()
        await world.run(job_id)

        assert ((await world.job(job_id))["status"], await world.work()) == ("idle", [])

    async def test_a_second_run_finds_nothing_to_do(self, world: World):
        world.write("one.txt")
        job_id = await world.create()
        await world.run(job_id)

        assert (await world.run(job_id))["status"] == "no_changes"

    async def test_an_ad_hoc_job_is_complete_after_its_run(self, world: World):
        job_id = await world.create(schedule={"mode": "ad-hoc"})
        await world.run(job_id)

        assert (await world.job(job_id))["status"] == "complete"

    async def test_a_job_that_is_made_to_start_runs_at_once(self, world: World):
        world.write("one.txt")
        await world.create(status="start")

        await world.work()

        assert world.arrived() == {"one.txt": "content"}

    async def test_a_simulation_writes_nothing_and_tells_what_it_would(self, world: World):
        world.write("one.txt")
        job_id = await world.create(transfer={"simulation_mode": True})

        run = await world.run(job_id)

        assert (world.arrived(), run["simulation_mode"], run["stats"]["destination"]["new"]["files"]) == ({}, True, 1)

    async def test_a_side_that_cannot_be_opened_is_told_and_does_not_count(self, world: World):
        job_id = await world.create(
            transfer={"source": {"connection": {"id": world.source_id}, "target": {"path": "/nowhere"}}}
        )

        run = await world.run(job_id)

        assert (run["status"], "there is no /nowhere" in run["reason"]) == ("failed_to_start", True)
        assert (await world.job(job_id))["counts"] == {"executions": 0, "completions": 0, "failures": 0}
        assert (await world.job(job_id))["health"] == "unavailable"

    async def test_paths_lead_to_folders_which_are_made_at_the_destination(self, world: World):
        world.write("from/here/one.txt")
        job_id = await world.create(
            transfer={
                "source": {"connection": {"id": world.source_id}, "target": {"path": "/from/here"}},
                "destination": {"connection": {"id": world.destination_id}, "target": {"path": "/to/there"}},
            }
        )

        await world.run(job_id)

        assert world.arrived() == {"to/there/one.txt": "content"}

    async def test_what_the_filter_leaves_out_stays(self, world: World):
        world.write("one.txt")
        world.write("two.tmp")
        rules = [{"type": "filter_extension", "extensions": ["tmp"]}]
        job_id = await world.create(transfer={"filter": {"source": [{"action": "exclude", "rules": rules}]}})

        await world.run(job_id)

        assert world.arrived() == {"one.txt": "content"}

    @pytest.mark.parametrize(
        ("asked", "writes"),
        [(None, 3), ({"requested": 2}, 2), ({"requested": 50}, 12), ({"requested": 9, "max": 4}, 4)],
    )
    async def test_so_many_files_are_written_at_once_as_job_and_service_allow(
        self, world: World, asked: Any, writes: int
    ):
        limits = {"parallel_writes": {"requested": 3, "max": 12}}
        await world.client.post("/v1/performance/configuration", json=limits)
        job_id = await world.create(transfer={"performance": {"parallel_writes": asked}} if asked else {})
        await world.run(job_id)

        run = await Ledger(world.site.db, job_id).last_run()

        assert run is not None
        assert run.options["parallel_writes"] == writes

    async def test_a_run_that_would_delete_too_much_asks_and_goes_on_when_it_is_told_to(self, world: World):
        for number in range(4):
            world.write(f"{number}.txt")
        job_id = await world.create(transfer={"delete_propagation": "mirror"})
        await world.run(job_id)
        for number in range(3):
            (world.source / f"{number}.txt").unlink()

        await world.run(job_id)
        asking = (await world.job(job_id))["status"], len(world.arrived())
        await world.patch(job_id, "start=1&confirm_deletes=1")
        await world.work()

        assert asking == ("awaiting-user", 4)
        assert ((await world.job(job_id))["status"], world.arrived()) == ("idle", {"3.txt": "content"})


class TestControl:
    async def test_a_paused_run_stops_within_seconds_and_goes_on_where_it_was(self, world: World):
        fill(world)
        job_id = await world.create(transfer=SLOW, status="start")
        run = await begun(world, job_id)

        await world.patch(job_id, "pause=1")
        async with asyncio.timeout(8):
            await run
        paused = await world.job(job_id)
        await world.patch(job_id, "resume=1")
        await world.site.db.write(_without_limit, job_id)
        await world.work()
        done = await world.job(job_id)

        assert (paused["status"], paused["execution"]["status"]) == ("paused", "running")
        assert (done["status"], done["previous_execution"]["id"]) == ("idle", paused["execution"]["id"])
        assert len(world.arrived()) == FILES

    async def test_a_cancelled_run_ends_within_seconds_and_the_next_one_does_the_rest(self, world: World):
        fill(world)
        job_id = await world.create(transfer=SLOW, status="start")
        run = await begun(world, job_id)

        await world.patch(job_id, "cancel=1")
        cancelling = (await world.job(job_id))["status"]
        async with asyncio.timeout(8):
            await run
        job = await world.job(job_id)
        await world.site.db.write(_without_limit, job_id)
        await world.run(job_id)

        assert (cancelling, job["status"], job["previous_execution"]["status"]) == ("cancelling", "idle", "cancelled")
        assert len(world.arrived()) == FILES

    async def test_a_large_file_is_cut_short_by_a_pause_and_brought_over_whole_later(self, world: World):
        world.write("large.txt", "x" * 500_000)
        job_id = await world.create(transfer=SLOW, status="start")
        run = await begun(world, job_id)

        await world.patch(job_id, "pause=1")
        async with asyncio.timeout(8):
            await run
        before = world.arrived()
        await world.patch(job_id, "resume=1")
        await world.site.db.write(_without_limit, job_id)
        await world.work()

        assert (before, {name: len(text) for name, text in world.arrived().items()}) == ({}, {"large.txt": 500_000})

    async def test_what_is_cancelled_before_it_has_begun_leaves_no_run(self, world: World):
        world.write("one.txt")
        job_id = await world.create(status="start")
        await world.look()

        await world.patch(job_id, "cancel=1")
        await run_job(world.site, job_id)

        assert ((await world.job(job_id))["status"], await world.runs(job_id), world.arrived()) == ("idle", [], {})

    async def test_a_run_whose_work_is_struck_out_is_ordered_anew_once(self, world: World):
        world.write("one.txt")
        job_id = await world.create(status="start")
        await world.look()
        await world.site.db.write(_strike_out_orders)

        found = [await begin_lost(world.site), await begin_lost(world.site)]

        assert (found, await open_orders(world.site.db, RUN_A_JOB)) == ([1, 0], [[job_id]])

    async def test_a_deleted_job_ends_its_run(self, world: World):
        fill(world)
        job_id = await world.create(transfer=SLOW, status="start")
        run = await begun(world, job_id)

        assert (await world.client.delete(f"/v1/jobs/{job_id}")).status_code == 204
        async with asyncio.timeout(8):
            await run

        assert (await world.client.get(f"/v1/jobs/{job_id}")).status_code == 404
        history = await world.client.get("/v1/jobs/history", params={"job": job_id})
        assert [one["status"] for one in history.json()["job_executions"]] == ["cancelled"]

    async def test_a_run_ends_when_it_has_taken_as_long_as_it_may(self, world: World):
        fill(world)
        schedule = {"mode": "manual", "max_execution": {"value": 2, "unit": "h"}}
        job_id = await world.create(transfer=SLOW, schedule=schedule, status="start")
        run = await begun(world, job_id)

        world.later(hours=2)
        async with asyncio.timeout(8):
            await run

        ended = (await world.job(job_id))["previous_execution"]
        assert (ended["status"], ended["reason"]) == ("cancelled", "it ran for as long as max_execution allows")

    async def test_the_time_of_a_pause_is_none_of_a_run_s(self, world: World):
        fill(world)
        schedule = {"mode": "manual", "max_execution": {"value": 2, "unit": "h"}}
        job_id = await world.create(transfer=SLOW, schedule=schedule, status="start")
        run = await begun(world, job_id)
        await world.patch(job_id, "pause=1")
        await run

        world.later(days=1)
        await world.patch(job_id, "resume=1")
        await world.site.db.write(_without_limit, job_id)
        await world.work()

        assert (await world.job(job_id))["previous_execution"]["status"] == "completed"

    async def test_a_run_is_held_when_its_window_closes_and_goes_on_in_the_next_one(self, world: World):
        fill(world)
        world.at("2026-01-05 22:00")
        schedule = {"mode": "auto", "start_window": {"hr": 22}, "end_window": {"hr": 6}}
        job_id = await world.create(transfer=SLOW, schedule=schedule)
        run = await begun(world, job_id)

        world.at("2026-01-06 06:00")
        async with asyncio.timeout(8):
            await run
        held = await world.job(job_id)
        await world.site.db.write(_without_limit, job_id)
        by_day = await world.work()
        opens = world.at("2026-01-06 22:00")
        await world.work()
        done = await world.job(job_id)

        assert (held["status"], held["execute_on"], by_day) == ("idle", opens, [])
        assert done["previous_execution"]["id"] == held["execution"]["id"]
        assert len(world.arrived()) == FILES

    async def test_a_scheduler_that_pauses_holds_runs_until_it_starts(self, world: World):
        fill(world)
        job_id = await world.create(transfer=SLOW, status="start")
        run = await begun(world, job_id)

        await world.client.patch("/v1/schedulers/-1?pause=1")
        async with asyncio.timeout(8):
            await run
        held, meanwhile = (await world.job(job_id))["status"], await world.work()
        await world.site.db.write(_without_limit, job_id)
        await world.client.patch("/v1/schedulers/-1?start=1")
        await world.work()

        assert (held, meanwhile, len(world.arrived())) == ("resume", [], FILES)

    async def test_a_run_with_something_flagged_is_failing(self, world: World):
        for number in range(FILES):  # so many at once; what became of them is told before the next ones
            world.write(f"{number:03}.txt", "x" * (2_000 if number >= 50 else 20))
        (world.destination / "000.txt").write_text("theirs")
        job_id = await world.create(transfer={**SLOW, "item_overwrite": "fail"}, status="start")
        run = await begun(world, job_id)

        async with asyncio.timeout(20):
            while (await world.job(job_id))["execution"]["status"] != "failing":
                await asyncio.sleep(0.05)
        await world.patch(job_id, "cancel=1")
        await run

        assert (await world.job(job_id))["previous_execution"]["status"] == "cancelled"

    async def test_a_run_tells_how_far_it_is(self, world: World):
        fill(world)
        job_id = await world.create(transfer=SLOW, status="start")
        run = await begun(world, job_id)

        execution = (await world.job(job_id))["execution"]
        await world.patch(job_id, "cancel=1")
        await run

        assert (execution["status"], execution["end_time"], 0 <= execution["progress"] < 1) == ("running", None, True)


async def _without_limit(tx: Any, job_id: str) -> None:
    job = await get_job(tx, job_id)
    transfer = {name: value for name, value in job.transfer.items() if name != "performance"}
    await tx.update(jobs, {"id": job_id}, transfer=transfer)


async def _strike_out_orders(tx: Any) -> None:
    await tx.delete(work_orders, workflow=RUN_A_JOB)
