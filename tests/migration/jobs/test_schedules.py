"""Schedules and stop policies over HTTP, with the clock moved: when jobs run, wait, and are over."""

from typing import Any

import pytest

from tests.migration.jobs.world import World


async def status(world: World, job_id: str) -> str:
    return str((await world.job(job_id))["status"])


async def execute_on(world: World, job_id: str) -> Any:
    return (await world.job(job_id))["execute_on"]


class TestAuto:
    async def test_a_job_runs_at_once_and_again_a_quarter_of_an_hour_after_its_end(self, world: World):
        now = world.at("2026-01-05 08:00")
        job_id = await world.create(schedule={"mode": "auto"})

        first = await world.work()
        planned = await execute_on(world, job_id)
        world.later(minutes=14)
        early = await world.work()
        world.later(minutes=2)
        second = await world.work()

        assert (first, early, second) == ([job_id], [], [job_id])
        assert 15 * 60 <= planned - now <= 15 * 60 + 30
        assert len(await world.runs(job_id)) == 2

    async def test_it_keeps_to_its_days_and_hours(self, world: World):
        world.at("2026-01-05 07:59")  # a Monday
        schedule = {
            "mode": "auto",
            "days": ["monday", "wednesday"],
            "start_window": {"hr": 8, "min": 0},
            "end_window": {"hr": 17, "min": 0},
            "repeat_interval": {"value": 1, "unit": "h"},
            "max_execution": {"value": 2, "unit": "h"},
        }
        job_id = await world.create(schedule=schedule)
        ran = {}

        for moment in ("05 07:59", "05 08:00", "05 08:30", "05 16:59", "05 17:30", "06 12:00", "07 08:00"):
            world.at(f"2026-01-{moment}")
            ran[moment] = await world.work() == [job_id]

        assert ran == {
            "05 07:59": False,
            "05 08:00": True,
            "05 08:30": False,
            "05 16:59": True,
            "05 17:30": False,
            "06 12:00": False,
            "07 08:00": True,
        }

    async def test_what_is_due_while_nothing_ran_begins_only_where_the_schedule_allows(self, world: World):
        world.at("2026-01-05 12:00")
        job_id = await world.create(schedule={"mode": "auto", "run_at": {"hr": 2}, "end_window": {"hr": 4}})
        planned = await execute_on(world, job_id)

        world.at("2026-01-06 09:00")  # the server was away in the night
        missed = await world.work()
        later = await execute_on(world, job_id)
        world.at("2026-01-07 02:30")
        late = await world.work()

        assert (planned, missed) == (world.at("2026-01-06 02:00"), [])
        assert (later, late) == (world.at("2026-01-07 02:00"), [job_id])

    async def test_no_more_than_so_many_runs_begin_in_a_window(self, world: World):
        schedule = {
            "mode": "auto",
            "start_window": {"hr": 8},
            "end_window": {"hr": 17},
            "repeat_interval": {"value": 1, "unit": "m"},
            "repeat_count": 2,
        }
        world.at("2026-01-05 08:00")
        job_id = await world.create(schedule=schedule)
        for _ in range(5):
            await world.work()
            world.later(minutes=10)

        assert len(await world.runs(job_id)) == 2
        assert await execute_on(world, job_id) == world.at("2026-01-06 08:00")

    async def test_a_run_that_a_person_starts_is_not_bound_to_the_window(self, world: World):
        world.at("2026-01-05 12:00")
        job_id = await world.create(schedule={"mode": "auto", "start_window": {"hr": 22}, "end_window": {"hr": 6}})

        assert (await world.run(job_id))["status"] == "no_changes"
        assert await execute_on(world, job_id) == world.at("2026-01-05 22:00")

    async def test_the_last_day_is_run_still_and_then_the_job_is_complete(self, world: World):
        end = world.at("2026-01-06 00:00")
        world.at("2026-01-06 23:00")
        job_id = await world.create(
            schedule={"mode": "auto", "end_date": end, "repeat_interval": {"value": 2, "unit": "h"}}
        )

        ran = await world.work()

        assert (ran, await status(world, job_id), await execute_on(world, job_id)) == ([job_id], "complete", None)

    async def test_a_paused_job_does_not_run_until_it_is_resumed(self, world: World):
        world.at("2026-01-05 08:00")
        job_id = await world.create(schedule={"mode": "auto"}, status="paused")

        held = await world.work()
        await world.patch(job_id, "resume=1")

        assert (held, await world.work()) == ([], [job_id])

    async def test_a_new_schedule_ends_the_pause_unless_it_says_paused_again(self, world: World):
        world.at("2026-01-05 08:00")
        first = await world.create(schedule={"mode": "auto"}, status="paused")
        second = await world.create(schedule={"mode": "auto"}, status="paused")

        await world.patch(first, said={"schedule": {"mode": "auto", "days": "everyday"}})
        await world.patch(second, said={"schedule": {"mode": "auto", "days": "everyday"}, "status": "paused"})

        assert await world.work() == [first]

    async def test_a_job_that_becomes_manual_runs_no_more_by_itself(self, world: World):
        job_id = await world.create(schedule={"mode": "auto"})

        await world.patch(job_id, said={"kind": "transfer", "schedule": {"mode": "manual"}})

        assert (await world.work(), await execute_on(world, job_id)) == ([], None)


class TestClocksThatChange:
    """The service's time zone is Europe/Berlin."""

    async def test_what_is_due_in_the_skipped_hour_runs_once_when_the_clocks_jump(self, world: World):
        world.at("2026-03-28 12:00")
        job_id = await world.create(schedule={"mode": "auto", "run_at": {"hr": 2, "min": 30}})

        planned = await execute_on(world, job_id)
        jump = world.at("2026-03-29 03:00")
        ran = await world.work()
        world.later(minutes=40)
        again = await world.work()

        assert (planned, ran, again) == (jump, [job_id], [])
        assert await execute_on(world, job_id) == world.at("2026-03-30 02:30")

    async def test_what_is_due_in_the_doubled_hour_runs_the_first_time_alone(self, world: World):
        world.at("2026-10-24 12:00")
        job_id = await world.create(schedule={"mode": "auto", "run_at": {"hr": 2, "min": 30}})

        planned = await execute_on(world, job_id)
        first = world.at("2026-10-25 02:30", fold=0)
        ran = await world.work()
        world.at("2026-10-25 02:30", fold=1)
        again = await world.work()

        assert (planned, ran, again) == (first, [job_id], [])
        assert await execute_on(world, job_id) == world.at("2026-10-26 02:30")


class TestSlots:
    async def test_jobs_of_high_priority_take_the_free_slots_first(self, world: World):
        await world.client.post("/v1/performance/configuration", json={"concurrent_transfers": 2})
        low = await world.create(status="start")
        high = await world.create(status="start", priority=5)
        middle = await world.create(status="start", priority=1)

        first = await world.look()
        await world.work()

        assert sorted(first) == sorted([high, middle])
        assert await world.work() == [low]

    async def test_jobs_of_a_scheduler_that_is_paused_wait(self, world: World):
        made = await world.client.post("/v1/schedulers", json={"name": f"nights {world.source_id}"})
        scheduler = made.json()["job_scheduler"]["id"]
        job_id = await world.create(scheduler={"id": scheduler}, status="start")
        other = await world.create(status="start")

        await world.client.patch(f"/v1/schedulers/{scheduler}?pause=1&wait=true")
        paused = await world.work()
        await world.client.patch(f"/v1/schedulers/{scheduler}?start=1")

        assert (paused, await world.work()) == ([other], [job_id])

    async def test_a_disabled_job_waits(self, world: World):
        job_id = await world.create(schedule={"mode": "auto"}, disabled=True)

        held = await world.work()
        await world.patch(job_id, said={"disabled": False})

        assert (held, await world.work()) == ([], [job_id])


class TestStopPolicies:
    async def test_runs_that_find_nothing_to_do_end_the_job(self, world: World):
        world.write("one.txt")
        job_id = await world.create(stop_policy={"on_success": 2})

        after = []
        for _ in range(3):
            await world.run(job_id)
            after.append(await status(world, job_id))

        assert after == ["idle", "idle", "complete"]
        assert (await world.job(job_id))["counts"] == {"executions": 3, "completions": 2, "failures": 0}

    async def test_so_many_runs_in_all_end_the_job(self, world: World):
        job_id = await world.create(schedule={"mode": "auto"}, stop_policy={"on_execute": 2})

        ran = []
        for _ in range(3):
            ran.append(await world.work())
            world.later(hours=1)

        assert ran == [[job_id], [job_id], []]
        assert await status(world, job_id) == "complete"

    async def test_runs_with_failures_end_the_job(self, world: World):
        world.write("one.txt", "ours")
        (world.destination / "one.txt").write_text("theirs, and another")
        job_id = await world.create(
            transfer={"item_overwrite": "fail"}, schedule={"mode": "auto"}, stop_policy={"on_failure": 1}
        )

        await world.work()

        assert (await status(world, job_id), (await world.runs(job_id))[0]["status"]) == ("complete", "warn")

    async def test_runs_that_could_not_begin_do_not_count(self, world: World):
        nowhere = {"source": {"connection": {"id": world.source_id}, "target": {"path": "/nowhere"}}}
        job_id = await world.create(transfer=nowhere, stop_policy={"on_failure": 1, "on_execute": 1})

        await world.run(job_id)

        assert await status(world, job_id) == "idle"

    async def test_a_higher_limit_lets_the_job_go_on(self, world: World):
        job_id = await world.create(schedule={"mode": "auto"}, stop_policy={"on_execute": 1})
        await world.work()

        await world.patch(job_id, said={"stop_policy": {"on_execute": 2}})
        world.later(hours=1)

        assert await world.work() == [job_id]

    async def test_a_hard_reset_counts_anew(self, world: World):
        job_id = await world.create(stop_policy={"on_execute": 2})
        await world.run(job_id)

        await world.patch(job_id, "reset=hard")
        await world.run(job_id)

        assert (await world.job(job_id))["counts"]["executions"] == 1


class TestResets:
    async def test_after_a_hard_reset_nothing_that_is_there_is_sent_again(self, world: World):
        world.write("one.txt")
        job_id = await world.create()
        await world.run(job_id)

        await world.patch(job_id, "reset=full&start")
        asked = (await world.job(job_id))["reset"]
        await world.work()
        run = (await world.job(job_id))["previous_execution"]

        assert (asked, (await world.job(job_id))["reset"]) == (["full"], [])
        assert run["stats"]["destination"]["new"]["bytes"] == 0

    async def test_a_soft_reset_tries_flagged_items_again(self, world: World):
        world.write("one.txt", "ours")
        (world.destination / "one.txt").write_text("theirs, and another")
        job_id = await world.create(transfer={"item_overwrite": "fail"})
        await world.run(job_id)
        (world.destination / "one.txt").unlink()

        before = (await world.run(job_id))["status"]
        await world.patch(job_id, "reset=soft")
        after = (await world.run(job_id))["status"]

        assert (before, after, world.arrived()) == ("warn", "completed", {"one.txt": "ours"})

    @pytest.mark.parametrize("flag", ["reset", "reset=1", "reset=full"])
    async def test_a_reset_without_a_word_is_a_full_one(self, world: World, flag: str):
        job_id = await world.create()

        await world.patch(job_id, flag)

        assert (await world.job(job_id))["reset"] == ["full"]

    async def test_one_that_does_nothing_here_is_told(self, world: World):
        answer = await world.patch(await world.create(), "reset=link_remediation")

        assert answer.json()["warnings"] == [
            "reset=link_remediation is known but not acted on: links in documents stay as they are"
        ]

    async def test_one_that_there_is_not_is_refused(self, world: World):
        answer = await world.patch(await world.create(), "reset=everything")

        assert answer.status_code == 400
        assert answer.json()["errors"][0]["description"].startswith(
            "reset is refused: there is no 'everything'; it is one"
        )
