"""Undoing the last run of a job over HTTP."""

from holdall.migration.service.undoing import undo_job
from tests.migration.jobs.world import World


async def test_the_last_run_is_taken_back_and_the_job_waits_for_a_person(world: World):
    world.write("one.txt")
    job_id = await world.create(schedule={"mode": "auto"})
    await world.run(job_id)
    (world.destination / "theirs.txt").write_text("theirs")

    answer = await world.patch(job_id, "undo=1")
    begun = (await world.job(job_id))["status"]
    await undo_job(world.site, job_id)

    assert (answer.status_code, begun) == (200, "running")
    assert world.arrived() == {"theirs.txt": "theirs"}
    assert (await world.job(job_id))["status"] == "paused"
    [run] = await world.runs(job_id)
    assert run["status"] == "undone"
    log = (await world.client.get(f"/v1/transfers/{job_id}/auditing?event=undone")).json()["item"]
    assert log[-1]["message"].startswith("1 removed")


async def test_a_job_whose_run_was_undone_runs_again(world: World):
    world.write("one.txt")
    job_id = await world.create()
    await world.run(job_id)
    await world.patch(job_id, "undo")
    await undo_job(world.site, job_id)

    await world.run(job_id)

    assert world.arrived() == {"one.txt": "content"}


async def test_a_job_that_runs_is_not_undone(world: World):
    world.write("one.txt")
    job_id = await world.create()
    await world.patch(job_id, "start")
    await world.look()

    answer = await world.patch(job_id, "undo")

    assert answer.status_code == 409
    assert "cancel it before" in answer.json()["errors"][0]["description"]


async def test_a_job_that_never_ran_says_so_in_its_log(world: World):
    job_id = await world.create()

    await world.patch(job_id, "undo")
    await undo_job(world.site, job_id)

    log = (await world.client.get(f"/v1/transfers/{job_id}/auditing")).json()["item"]
    assert [(note["event"], note["message"]) for note in log] == [("undone", "there is no run to undo")]
    assert (await world.job(job_id))["status"] == "idle"


async def test_a_side_that_is_gone_is_told_and_can_be_asked_for_again(world: World):
    world.write("one.txt")
    job_id = await world.create()
    await world.run(job_id)
    away = world.destination.rename(world.destination.with_name("away"))
    await world.patch(job_id, "undo")
    (world.destination).write_text("no folder")
    await undo_job(world.site, job_id)
    log = (await world.client.get(f"/v1/transfers/{job_id}/auditing?event=undone")).json()["item"]
    world.destination.unlink()
    away.rename(world.destination)

    await world.patch(job_id, "undo")
    await undo_job(world.site, job_id)

    assert "ask for it again" in log[-1]["message"]
    assert world.arrived() == {}
