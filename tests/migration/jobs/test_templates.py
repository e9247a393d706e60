"""Jobs that are made from others: clones, templates, and those of a folder mapping."""

from tests.migration.jobs.world import World
from tests.migration.service.said import simple_job


class TestClone:
    async def test_a_clone_is_the_same_job_with_other_parts_as_said(self, world: World):
        job_id = await world.create(simple_job(world.source_id, world.destination_id))

        answer = await world.client.post(
            f"/v1/jobs/{job_id}/clone", json={"name": "Duplicated Job", "schedule": {"mode": "manual"}}
        )
        clone, original = await world.job(answer.json()["job"]["id"]), await world.job(job_id)

        assert (answer.status_code, answer.json()["job"]["name"]) == (201, "Duplicated Job")
        assert clone["id"] != job_id
        for part in ("transfer", "stop_policy", "category", "kind"):
            assert clone[part] == original[part]

    async def test_a_clone_may_have_other_places(self, world: World):
        job_id = await world.create()
        elsewhere = {"destination": {"target": {"path": "/second"}}}
        world.write("one.txt")

        answer = await world.client.post(f"/v1/jobs/{job_id}/clone", json={"transfer": elsewhere})
        await world.run(answer.json()["job"]["id"])

        assert world.arrived() == {"second/one.txt": "content"}


class TestTemplates:
    async def test_a_template_never_runs_and_is_no_job(self, world: World):
        answer = await world.client.post("/v1/templates", json=world.body(name="Template", schedule={"mode": "auto"}))
        template = answer.json()["job"]["id"]

        assert (answer.status_code, await world.work()) == (201, [])
        assert (await world.client.get("/v1/jobs")).json()["jobs"] == []
        assert [one["id"] for one in (await world.client.get("/v1/templates")).json()["jobs"]] == [template]
        assert (await world.patch(template, "start")).status_code == 409

    async def test_a_job_is_made_of_a_template(self, world: World):
        world.write("one.txt")
        template = (await world.client.post("/v1/templates", json=world.body())).json()["job"]["id"]

        made = await world.client.post(f"/v1/jobs/{template}/clone", json={"name": "Made"})
        await world.run(made.json()["job"]["id"])

        assert world.arrived() == {"one.txt": "content"}

    async def test_the_name_in_a_template_s_category_is_that_of_the_job(self, world: World):
        said = world.body(name="Template", category={"name": f"{world.source_id} {{Name}}"})
        template = (await world.client.post("/v1/templates", json=said)).json()["job"]["id"]

        made = await world.client.post(f"/v1/jobs/{template}/clone", json={"name": "Sales"})

        job = await world.job(made.json()["job"]["id"])
        assert job["category"]["name"] == f"{world.source_id} Sales"

    async def test_a_template_is_changed_and_removed(self, world: World):
        template = (await world.client.post("/v1/templates", json=world.body())).json()["job"]["id"]

        changed = await world.client.patch(f"/v1/templates/{template}", json={"name": "Other"})
        removed = await world.client.delete(f"/v1/templates/{template}")

        assert (changed.json()["job"]["name"], removed.status_code) == ("Other", 204)
        assert (await world.client.get(f"/v1/templates/{template}")).status_code == 404


class TestFolderMapping:
    async def test_each_folder_of_the_first_level_gets_a_job_of_its_own(self, world: World):
        world.write("people/anna/a.txt", "a")
        world.write("people/bert/deep/b.txt", "b")
        world.write("people/loose.txt")
        said = world.body(
            kind="folder_mapping",
            transfer={
                "source": {"connection": {"id": world.source_id}, "target": {"path": "/people"}},
                "destination": {"connection": {"id": world.destination_id}, "target": {"path": "/home"}},
                "schedule": {"mode": "manual"},
            },
            schedule={"mode": "manual"},
            retention={"purge_empty": True},
        )
        parent = await world.create(said)

        run = await world.run(parent)
        asked = {"parent": parent, "sort": "name", "fields": "all"}
        children = (await world.client.get("/v1/jobs", params=asked)).json()["jobs"]
        for child in children:
            await world.run(child["id"])

        log = (await world.client.get("/v1/conventions/auditing", params={"jobs": parent})).json()["item"]
        assert (run["status"], [child["name"] for child in children]) == ("completed", ["Job: anna", "Job: bert"])
        assert [(note["event"], note["message"]) for note in log] == [
            ("job_made", f"{child['name']} ({child['id']})") for child in children
        ]
        assert [child["retention"] for child in children] == [{"purge_empty": True}] * 2
        assert world.arrived() == {"home/anna/a.txt": "a", "home/bert/deep/b.txt": "b"}

    async def test_a_folder_that_comes_later_gets_one_and_the_others_none_again(self, world: World):
        world.write("anna/a.txt")
        world.at("2026-01-05 08:00")
        manual = {"schedule": {"mode": "manual"}}
        said = world.body(kind="folder_mapping", transfer=manual)
        del said["schedule"]
        parent = await world.create(said)

        statuses = []
        for name in ("anna", "bert", "bert"):
            world.write(f"{name}/b.txt")
            assert await world.work() == [parent]
            statuses.append((await world.job(parent))["previous_execution"]["status"])
            world.later(hours=6)
        children = (await world.client.get("/v1/jobs", params={"parent": parent})).json()["meta"]["total_count"]

        assert (statuses, children) == (["completed", "completed", "no_changes"], 2)

    async def test_with_the_parent_its_jobs_are_removed(self, world: World):
        world.write("anna/a.txt")
        parent = await world.create(kind="folder_mapping")
        await world.run(parent)

        await world.client.delete(f"/v1/jobs/{parent}")

        assert (await world.client.get("/v1/jobs")).json()["jobs"] == []
