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


async def test_where_there_is_no_run_to_undo_that_is_said(world: World):
    job_id = await world.create()

    answer = await world.patch(job_id, "undo")

    assert answer.status_code == 409
    assert answer.json()["errors"] == [{"description": "'Job': there is no run to undo"}]
    assert (await world.job(job_id))["status"] == "idle"


async def test_a_run_that_wrote_to_both_sides_is_refused_and_stays_as_it_is(world: World):
    world.write("one.txt")
    (world.destination / "theirs.txt").write_text("theirs")
    job_id = await world.create(transfer={"transfer_type": "sync"})
    await world.run(job_id)

    answer = await world.patch(job_id, "undo")

    assert answer.status_code == 409
    assert "wrote to both sides" in answer.json()["errors"][0]["description"]
    assert (await world.job(job_id))["status"] == "idle"
    assert [run["status"] for run in await world.runs(job_id)] == ["completed"]


async def test_what_a_run_published_is_taken_back(world: World):
    world.write("one.txt")
    (world.destination / "theirs.txt").write_text("theirs")
    job_id = await world.create(transfer={"transfer_type": "publish", "delete_brake": 100})
    await world.run(job_id)
    published = world.arrived()

    await world.patch(job_id, "undo")
    await undo_job(world.site, job_id)

    log = (await world.client.get(f"/v1/transfers/{job_id}/auditing?event=kept&fields=target")).json()["item"]
    assert (published, world.arrived()) == ({"one.txt": "content"}, {})
    assert [note["target"]["path"] for note in log] == ["theirs.txt"]  # a folder keeps nothing that was deleted


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
