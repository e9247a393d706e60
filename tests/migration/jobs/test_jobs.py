"""Jobs over HTTP: made of the bodies that the vendor's pages have, listed, changed, cloned, controlled and removed."""

from typing import Any

import pytest

from tests.migration.jobs.people import looking_at
from tests.migration.jobs.world import World
from tests.migration.service.said import administrator_job, full_job, impersonating_job, simple_job
from tests.support.client import counted_queries


def described(answer: Any) -> str:
    return str(answer.json()["errors"][0]["description"])


def told(said: dict[str, Any], answer: dict[str, Any]) -> dict[str, Any]:
    """What an answer tells of the keys that were sent, and of nothing else."""
    return {
        key: told(value, answer[key]) if isinstance(value, dict) and isinstance(answer[key], dict) else answer[key]
        for key, value in said.items()
    }


class TestBodiesOfTheVendorsPages:
    @pytest.mark.parametrize("make", [simple_job, impersonating_job, administrator_job])
    async def test_they_are_taken_as_they_stand_and_told_again(self, world: World, make: Any):
        said = make(world.source_id, world.destination_id)

        answer = await world.client.post("/v1/jobs", json=said)
        job = await world.job(answer.json()["job"]["id"])

        assert (answer.status_code, "warnings" in answer.json()) == (201, False)
        assert told(said, job) == {**said, "category": {"name": "Report Simple Job"}}
        assert (job["status"], job["execute_on"]) == ("idle", None)

    async def test_the_simple_job_copies_when_it_is_started_and_not_before(self, world: World):
        world.write("sourceFolder/plan.txt", "text")
        job_id = await world.create(simple_job(world.source_id, world.destination_id))

        before = await world.work()
        await world.run(job_id)

        assert (before, world.arrived()) == ([], {"Documents/destinationFolder/plan.txt": "text"})

    async def test_the_simple_job_is_over_after_five_runs_that_found_nothing_to_do(self, world: World):
        world.write("sourceFolder/plan.txt", "text")
        job_id = await world.create(simple_job(world.source_id, world.destination_id))

        for _ in range(6):
            await world.run(job_id)

        assert (await world.job(job_id))["status"] == "complete"

    async def test_the_fullest_example_is_taken_and_what_has_no_effect_is_told(self, world: World):
        said = full_job()
        for end, connection in (("source", world.source_id), ("destination", world.destination_id)):
            said["transfer"][end]["connection"]["id"] = connection
        made = await world.client.post("/v1/account_maps", json={"name": "People"})
        said["transfer"]["account_map"]["id"] = made.json()["account_map"]["id"]

        answer = await world.client.post("/v1/jobs", json=said)

        warned = {warning.split(" ")[0] for warning in answer.json()["warnings"]}
        assert answer.status_code == 201
        assert {"transfer.batch_mode", "transfer.restricted_content"} <= warned
        assert told(said["transfer"], (await world.job(answer.json()["job"]["id"]))["transfer"]) == said["transfer"]


class TestCreate:
    async def test_without_a_name_it_is_named_after_its_connections(self, world: World):
        said = world.body()
        del said["name"]

        assert (await world.job(await world.create(said)))["name"] == "Source to Target"

    async def test_an_option_in_the_wrong_place_is_told_and_kept(self, world: World):
        answer = await world.client.post("/v1/jobs", json=world.body(conflict_resolution="latest"))

        message = "conflict_resolution stands in the wrong place and has no effect; it belongs into transfer"
        assert answer.json()["warnings"] == [message]
        assert (await world.job(answer.json()["job"]["id"]))["warnings"] == [message]

    async def test_what_the_two_sides_do_not_keep_is_told(self, world: World):
        transfer = {
            "permissions": {"policy": "add", "links": True},
            "preserve_owners": True,
            "lock_propagation": "mirror_lock",
        }

        answer = await world.client.post("/v1/jobs", json=world.body(transfer=transfer))

        kept = "has no effect: the source is Local File System, which keeps no"
        assert sorted(answer.json()["warnings"]) == [
            f"transfer.lock_propagation {kept} locks",
            f"transfer.permissions {kept} permissions",
            f"transfer.permissions.links {kept} shared links",
            f"transfer.preserve_owners {kept} permissions",
        ]

    async def test_a_connection_that_is_not_there_is_refused(self, world: World):
        said = world.body(transfer={"source": {"connection": {"id": "f" * 32}}})

        answer = await world.client.post("/v1/jobs", json=said)

        assert (answer.status_code, described(answer)) == (
            400,
            f"transfer.source.connection.id is refused: there is no connection {'f' * 32}; GET /v1/connections lists them",
        )

    async def test_a_map_that_is_not_there_or_for_others_is_refused(self, world: World):
        other = {"name": "Others", "source": {"connection": {"id": world.destination_id}}}
        made = await world.client.post("/v1/account_maps", json=other)
        gone, strange = {"id": "f" * 32}, {"id": made.json()["account_map"]["id"]}

        answers = [
            await world.client.post("/v1/jobs", json=world.body(transfer={"account_map": said}))
            for said in (gone, strange, {"map_by": {"ldap": True}})
        ]

        assert [answer.status_code for answer in answers] == [400, 400, 400]
        assert [described(answer).split(":")[0] for answer in answers] == [
            "transfer.account_map.id",
            "transfer.account_map.id",
            "transfer.account_map.map_by.ldap",
        ]

    async def test_a_value_that_is_not_understood_is_refused(self, world: World):
        answer = await world.client.post("/v1/jobs", json=world.body(transfer={"failure_policy": "stop"}))

        assert (answer.status_code, described(answer)) == (
            400,
            "transfer.failure_policy is refused: Invalid enum value 'stop'; it is one of continue, halt",
        )

    async def test_a_manual_job_cannot_be_paused_before_it_runs(self, world: World):
        answer = await world.client.post("/v1/jobs", json=world.body(status="paused"))

        assert answer.status_code == 400

    async def test_options_may_stand_under_the_name_of_the_kind(self, world: World):
        said = world.body(kind="folder_mapping")
        said["folder_mapping"] = said.pop("transfer")

        assert (await world.job(await world.create(said)))["transfer"]["transfer_type"] == "copy"

    async def test_a_category_is_made_of_a_new_name_and_found_again(self, world: World):
        first = await world.job(await world.create(category={"name": f"Group {world.source_id}"}))
        second = await world.job(await world.create(category={"name": f"Group {world.source_id}"}))
        third = await world.job(await world.create(category={"id": first["category"]["id"]}))
        none = await world.job(await world.create())

        assert first["category"] == second["category"] == third["category"]
        assert none["category"] == {"id": -1, "name": "Default"}


class TestList:
    async def test_jobs_are_listed_by_what_they_are(self, world: World):
        first = await world.create(name="alpha one", schedule={"mode": "auto"}, status="paused")
        second = await world.create(name="alpha two", disabled=True)
        third = await world.create(name="beta", kind="folder_mapping")

        async def listed(**asked: Any) -> list[str]:
            answer = await world.client.get("/v1/jobs", params={"sort": "name", **asked})
            assert answer.json()["meta"]["total_count"] == len(answer.json()["jobs"])
            return [job["id"] for job in answer.json()["jobs"]]

        assert await listed() == [first, second, third]
        assert await listed(q="ALPHA") == [first, second]
        assert await listed(kind="folder_mapping") == [third]
        assert await listed(active="true") == [first, third]
        assert await listed(status="paused,running") == [first]
        assert await listed(sort="name DESC") == [third, second, first]

    async def test_without_fields_the_usual_ones_are_told_and_with_them_those(self, world: World):
        job_id = await world.create()
        await world.run(job_id)

        usual = (await world.client.get(f"/v1/jobs/{job_id}")).json()["job"]
        chosen = (await world.client.get(f"/v1/jobs/{job_id}?fields=name&fields=previous_execution.status")).json()[
            "job"
        ]

        assert list(usual) == [
            "id",
            "parent_id",
            "kind",
            "name",
            "discriminator",
            "status",
            "disabled",
            "type",
            "links",
        ]
        assert chosen == {
            "id": job_id,
            "kind": "transfer",
            "name": "Job",
            "type": "job",
            "previous_execution": {"status": "no_changes"},
        }

    async def test_a_list_of_everything_takes_as_many_queries_for_three_jobs_as_for_one(self, world: World):
        ids, taken = [], []
        for number in (1, 2, 3):
            ids.append(await world.create(name=f"job {number}"))
            await world.run(ids[-1])
            with counted_queries(world.site.db) as queries:
                answer = await world.client.get("/v1/jobs", params={"fields": "all", "sort": "name"})
            taken.append(len(queries))

        assert [job["previous_execution"]["job_id"] for job in answer.json()["jobs"]] == ids
        assert taken == [taken[0]] * 3


class TestCategories:
    async def test_a_category_is_made_listed_and_removed(self, world: World):
        name = f"Wave {world.source_id}"
        made = (await world.client.post("/v1/jobs/categories", json={"name": name})).json()["job_category"]
        job_id = await world.create(category={"id": made["id"]})
        listed = (await world.client.get("/v1/jobs/categories", params={"q": name})).json()["job_categories"]

        removed = await world.client.delete(f"/v1/jobs/categories/{made['id']}")

        assert (listed, removed.status_code) == ([made], 204)
        assert (await world.job(job_id))["category"] == {"id": -1, "name": "Default"}
        assert (await world.client.delete("/v1/jobs/categories/-1")).status_code == 400


class TestHistory:
    async def test_the_runs_of_a_job_are_told_the_latest_first(self, world: World):
        world.write("one.txt")
        job_id = await world.create()
        await world.run(job_id)
        await world.run(job_id)

        answer = (await world.client.get(f"/v1/jobs/{job_id}/history/", params={"include": "all"})).json()

        assert (answer["type"], answer["meta"]["total_count"]) == ("job_executions", 2)
        assert [run["status"] for run in answer["job_executions"]] == ["no_changes", "completed"]

    async def test_one_run_is_chosen_by_its_id_or_as_the_last(self, world: World):
        job_id = await world.create()
        first = (await world.run(job_id))["id"]
        last = (await world.run(job_id))["id"]

        async def chosen(execution: Any) -> list[int]:
            asked = {"job": job_id, "execution": execution}
            answer = await world.client.get("/v1/jobs/history", params=asked)
            return [run["id"] for run in answer.json()["job_executions"]]

        assert (await chosen("last"), await chosen(first), await chosen("current")) == ([last], [first], [])

    async def test_the_history_is_a_table_too(self, world: World):
        world.write("one.txt")
        job_id = await world.create()
        run = await world.run(job_id)

        answers = [
            await world.client.get(path)
            for path in (
                f"/v1/jobs/{job_id}/history/.csv",
                f"/v1/jobs/{job_id}/history.csv",
                f"/v1/jobs/history.csv?job={job_id}",
            )
        ]

        heading, row = answers[0].text.splitlines()
        assert {answer.text for answer in answers} == {answers[0].text}
        assert heading.startswith("id,job_id,status,phase,reason")
        assert row.startswith(f"{run['id']},{job_id},completed,complete,")


class TestPerformance:
    async def test_limits_that_are_said_change_and_the_others_stay(self, world: World):
        before = (await world.client.get("/v1/performance/configuration")).json()["performance"]

        answer = await world.client.post(
            "/v1/performance/configuration", json={"parallel_writes": {"requested": 3, "max": 12}, "uplaod": {}}
        )

        after = (await world.client.get("/v1/performance/configuration")).json()["performance"]
        assert answer.json()["warnings"] == ["uplaod is not known and has no effect; perhaps upload is meant"]
        assert (
            after
            == {**before, "parallel_writes": {"requested": 3, "max": 12}}
            == {
                **answer.json()["performance"],
                "type": "performance",
            }
        )

    async def test_a_limit_that_cannot_be_is_refused(self, world: World):
        answer = await world.client.post("/v1/performance/configuration", json={"concurrent_transfers": 0})

        assert (answer.status_code, described(answer)) == (400, "concurrent_transfers is refused: Expected `int` >= 1")


class TestPermissions:
    async def test_who_may_only_look_changes_and_runs_nothing(self, world: World):
        job_id = await world.create()
        async with await looking_at(world) as client:
            allowed = await client.get("/v1/jobs")
            refused = [
                await client.post("/v1/jobs", json=world.body()),
                await client.patch(f"/v1/jobs/{job_id}?start"),
                await client.patch(f"/v1/jobs/{job_id}", json={"name": "x"}),
                await client.patch("/v1/jobs?start"),
                await client.delete(f"/v1/jobs/{job_id}"),
                await client.post("/v1/performance/configuration", json={}),
            ]

        assert allowed.status_code == 200
        assert {answer.status_code for answer in refused} == {403}
