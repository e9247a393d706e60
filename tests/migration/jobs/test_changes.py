"""Jobs that are changed, one by one or many at once."""

from tests.migration.jobs.test_jobs import described
from tests.migration.jobs.world import World


class TestChange:
    async def test_parts_that_are_said_change_and_the_others_stay(self, world: World):
        job_id = await world.create(stop_policy={"on_success": 5})

        answer = await world.patch(job_id, said={"name": "New", "transfer": {"large_item": "skip"}, "priority": 3})
        job = await world.job(job_id)

        assert answer.status_code == 200
        assert (job["name"], job["priority"], job["stop_policy"]) == ("New", 3, {"on_success": 5})
        assert (job["transfer"]["large_item"], job["transfer"]["transfer_type"]) == ("skip", "copy")

    async def test_with_put_all_of_it_is_said_anew(self, world: World):
        job_id = await world.create(description="old", stop_policy={"on_success": 5})

        answer = await world.client.put(f"/v1/jobs/{job_id}", json=world.body(name="New"))
        job = await world.job(job_id)

        assert answer.status_code == 200
        assert (job["name"], job["description"], job["stop_policy"]) == ("New", None, None)

    async def test_what_was_told_can_be_sent_back(self, world: World):
        job_id = await world.create(stop_policy={"on_success": 5})
        before = await world.job(job_id)

        answer = await world.client.put(f"/v1/jobs/{job_id}", json=before)

        changing = {"modified_on", "modified_by"}
        after = await world.job(job_id)
        assert (answer.status_code, "warnings" in answer.json()) == (200, False)
        assert {key: value for key, value in after.items() if key not in changing} == {
            key: value for key, value in before.items() if key not in changing
        }

    async def test_of_a_side_single_keys_change(self, world: World):
        job_id = await world.create()

        answer = await world.patch(job_id, said={"transfer": {"source": {"size_estimate": {"count": 9, "bytes": 5}}}})

        source = (await world.job(job_id))["transfer"]["source"]
        assert (answer.status_code, source["size_estimate"]) == (200, {"count": 9, "bytes": 5})
        assert source["connection"]["id"] == world.source_id

    async def test_the_kind_is_decided_once(self, world: World):
        answer = await world.patch(await world.create(), said={"kind": "folder_mapping"})

        assert (answer.status_code, described(answer)) == (
            400,
            "kind is decided when a job is made; the job 'Job' is a transfer job",
        )

    async def test_places_are_decided_once(self, world: World):
        job_id = await world.create()
        moved = {"source": {"connection": {"id": world.source_id}, "target": {"path": "/elsewhere"}}}

        answer = await world.patch(job_id, said={"transfer": moved})

        assert (answer.status_code, described(answer)) == (
            400,
            f"transfer.source is decided when a job is made; POST /v1/jobs/{job_id}/clone makes another",
        )

    async def test_the_body_and_the_flag_of_one_request_are_both_done(self, world: World):
        world.write("one.txt")
        job_id = await world.create()

        await world.patch(job_id, "start", {"transfer": {"simulation_mode": True}})
        await world.work()

        assert (await world.job(job_id))["previous_execution"]["simulation_mode"] is True

    async def test_a_request_for_nothing_is_refused(self, world: World):
        assert (await world.patch(await world.create())).status_code == 400

    async def test_two_flags_at_once_are_refused(self, world: World):
        answer = await world.patch(await world.create(), "start&cancel")

        assert described(answer) == "Ask for one thing at a time, not for start and cancel"

    async def test_a_job_that_is_not_there_is_not_found(self, world: World):
        assert (await world.patch("e" * 32, "start")).status_code == 404


class TestMany:
    async def test_all_jobs_that_a_filter_chooses_are_changed(self, world: World):
        first, second = await world.create(name="move a"), await world.create(name="move b")
        other = await world.create(name="stay")

        answer = await world.client.patch("/v1/jobs?q=move", json={"priority": 7})

        assert answer.json()["meta"] == {"total_count": 2}
        assert [(await world.job(one))["priority"] for one in (first, second, other)] == [7, 7, 0]

    async def test_all_of_them_are_started(self, world: World):
        first, second = await world.create(name="move a"), await world.create(name="move b")
        await world.create(name="stay")

        answer = await world.client.patch("/v1/jobs?start=1&q=move")

        assert (answer.json()["meta"], sorted(await world.work())) == ({"total_count": 2}, sorted([first, second]))

    async def test_what_cannot_be_done_is_told_and_keeps_no_other_from_it(self, world: World):
        manual = await world.create(name="a")
        await world.create(name="b", schedule={"mode": "auto"})

        answer = await world.client.patch("/v1/jobs?pause=1")

        assert answer.json()["meta"] == {"total_count": 1}
        assert [warning.split(" ")[0] for warning in answer.json()["warnings"]] == [manual]

    async def test_a_filter_that_is_misspelt_does_not_choose_all(self, world: World):
        job_id = await world.create()

        answers = [await world.client.delete("/v1/jobs?statsu=idle"), await world.client.patch("/v1/jobs?knd=x&start")]

        assert [answer.status_code for answer in answers] == [400, 400]
        assert (await world.job(job_id))["status"] == "idle"

    async def test_all_of_them_are_removed(self, world: World):
        first, second = await world.create(name="move a"), await world.create(name="stay")

        answer = await world.client.delete("/v1/jobs?q=move")

        assert answer.json()["meta"] == {"total_count": 1}
        assert [(await world.client.get(f"/v1/jobs/{one}")).status_code for one in (first, second)] == [404, 200]
