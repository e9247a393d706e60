"""Jobs that make a job for each user: who is who, and whose content goes where."""

from typing import Any

import pytest

from holdall.connector import Box
from tests.migration.jobs.world import World, add_connection
from tests.support.companies import Company


@pytest.fixture
async def accounts(world: World, company: Company) -> str:
    """A connection to everybody of a company."""
    auth = company.service_auth(enterprise_id=company.enterprise.id)
    return await add_connection(world.site, "Company", auth, "box-service")


def personal_job(source: str, destination: str, **convention: Any) -> dict[str, Any]:
    return {
        "kind": "personal_drive",
        "name": "Homes",
        "transfer": {
            "transfer_type": "copy",
            "source": {"connection": {"id": source}, "target": {"path": "/"}},
            "destination": {"connection": {"id": destination}, "target": {"path": "/From home"}},
            "schedule": {"mode": "manual"},
        },
        "convention": convention,
        "schedule": {"mode": "manual"},
    }


async def names_in(box: Box, folder_id: str = "0") -> list[str]:
    return [item["name"] for item in (await box.folders.list_items(folder_id))["entries"]]


async def children_of(world: World, job_id: str) -> list[dict[str, Any]]:
    asked = {"parent": job_id, "sort": "name", "fields": "all"}
    found: list[dict[str, Any]] = (await world.client.get("/v1/jobs", params=asked)).json()["jobs"]
    return found


class TestFoldersForPeople:
    async def test_each_folder_goes_into_the_content_of_whom_it_is_called_after(
        self,
        world: World,
        company: Company,
        accounts: str,
    ):
        uma, vic = company.user("Uma"), company.user("Vic")
        world.write(f"{uma.login.partition('@')[0]}/plan.txt")
        world.write("Vic/list.txt")
        world.write("nobody/else.txt")
        parent = await world.create(personal_job(world.source_id, accounts, match="container"))

        run = await world.run(parent)
        children = await children_of(world, parent)
        for child in children:
            await world.run(child["id"])

        assert (run["status"], run["reason"], len(children)) == ("completed", "2 jobs were made, 0 were removed", 2)
        for user, name in ((uma, "plan.txt"), (vic, "list.txt")):
            async with company.box(user) as box:
                [home] = (await box.folders.list_items("0"))["entries"]
                assert (home["name"], await names_in(box, home["id"])) == ("From home", [name])

    async def test_who_is_who_is_told_before_anything_moves(
        self,
        world: World,
        company: Company,
        accounts: str,
    ):
        vic = company.user("Vic")
        world.write("Vic/list.txt")
        world.write("stranger/else.txt")
        parent = await world.create(personal_job(world.source_id, accounts, match="container"))

        answer = await world.client.get(f"/v1/transfers/{parent}/personal_drives/matches")

        found = {item["source"]["name"]: item for item in answer.json()["item"]}
        assert (answer.json()["type"], found["Vic"]["resolution"], found["Vic"]["destination"]["id"]) == (
            "item",
            "name",
            vic.id,
        )
        assert (found["stranger"]["resolution"], found["stranger"]["destination"]) == ("unmapped", None)

    async def test_explicit_pairs_come_first_and_people_can_be_left_out(
        self,
        world: World,
        company: Company,
        accounts: str,
    ):
        uma, vic = company.user("Uma"), company.user("Vic")
        world.write("old/plan.txt")
        world.write("Vic/list.txt")
        parent = await world.create(personal_job(world.source_id, accounts, match="container"))
        items = [
            {"source": {"name": "old"}, "destination": {"email": uma.login}},
            {"source": {"name": "Vic"}, "excluded": True},
        ]

        answer = await world.client.post(
            f"/v1/transfers/{parent}/personal_drives/matches", json={"append": True, "items": items}
        )
        await world.run(parent)

        found = {item["source"]["name"]: item["resolution"] for item in answer.json()["item"]}
        assert (answer.status_code, found) == (200, {"old": "exception", "Vic": "excluded"})
        [child] = await children_of(world, parent)
        assert child["transfer"]["destination"]["impersonate_as"]["id"] == uma.id
        assert vic.id not in str(child["transfer"])


class TestCsv:
    async def test_matches_are_sent_as_a_file_and_told_as_one_that_can_be_sent_back(
        self,
        world: World,
        company: Company,
        accounts: str,
    ):
        uma, vic = company.user("Uma"), company.user("Vic")
        for name in ("old", "Vic", "stranger"):
            world.write(f"{name}/plan.txt")
        parent = await world.create(personal_job(world.source_id, accounts, match="container"))
        matches = f"/v1/transfers/{parent}/personal_drives/matches"
        text = f"source_name,destination_email,excluded\nold,{uma.login},\nVic,,yes\n"

        sent = await world.client.post(matches, files={"file": ("matches.csv", text)})
        exported = await world.client.get(f"{matches}.csv")
        await world.client.post(matches, json={"items": []})
        plain = await world.client.get(matches)
        back = await world.client.post(matches, content=exported.content, headers={"content-type": "text/csv"})

        def told(answer: Any) -> dict[str, tuple[str, str | None]]:
            return {
                item["source"]["name"]: (item["resolution"], (item["destination"] or {}).get("id"))
                for item in answer.json()["item"]
            }

        expected = {"old": ("exception", uma.id), "Vic": ("excluded", None), "stranger": ("unmapped", None)}
        assert (sent.status_code, told(sent)) == (200, expected)
        assert told(plain) == {"old": ("unmapped", None), "Vic": ("name", vic.id), "stranger": ("unmapped", None)}
        assert told(back) == expected

    async def test_a_line_that_names_nobody_is_refused_by_its_number(self, world: World, accounts: str):
        parent = await world.create(personal_job(world.source_id, accounts, match="container"))

        answer = await world.client.post(
            f"/v1/transfers/{parent}/personal_drives/matches",
            content=b"one,two@company.test\nthree,\n",
            headers={"content-type": "text/csv"},
        )

        assert (answer.status_code, answer.json()["errors"][0]["description"]) == (
            400,
            "line 2: names nobody at the destination",
        )


class TestPeopleToPeople:
    async def test_everybody_s_content_goes_to_the_same_person_on_the_other_side(
        self,
        world: World,
        company: Company,
        accounts: str,
    ):
        uma = company.user("Uma")
        async with company.box(uma) as box:
            await box.upload(b"mine", name="mine.txt")
        everybody = {"access_token": company.admin.token, "base_url": company.url}
        admins = await add_connection(world.site, "All", everybody, "box", admin_mode=True)
        parent = await world.create(personal_job(accounts, admins, search_domain=uma.login.partition("@")[2]))

        await world.run(parent)
        [child] = [
            one
            for one in await children_of(world, parent)
            if one["transfer"]["source"]["impersonate_as"]["id"] == uma.id
        ]

        assert child["transfer"]["source"]["target"]["path"] == "/"
        assert child["transfer"]["destination"]["target"]["path"] == f"/{uma.login}/From home"

    async def test_a_side_without_people_is_told(self, world: World, accounts: str):
        parent = await world.create(personal_job(world.source_id, accounts, match="account"))

        run = await world.run(parent)

        assert (run["status"], "match by container" in run["reason"]) == ("failed_to_start", True)

    async def test_jobs_of_people_who_are_gone_are_removed_where_that_is_asked_for(
        self,
        world: World,
        company: Company,
        accounts: str,
    ):
        company.user("Vic")
        world.write("Vic/list.txt")
        parent = await world.create(personal_job(world.source_id, accounts, match="container", remove_invalid=True))
        await world.run(parent)
        before = len(await children_of(world, parent))
        (world.source / "Vic/list.txt").unlink()
        (world.source / "Vic").rmdir()

        await world.run(parent)

        assert (before, await children_of(world, parent)) == (1, [])

    async def test_only_such_jobs_have_matches(self, world: World):
        answer = await world.client.get(f"/v1/transfers/{await world.create()}/personal_drives/matches")

        assert answer.status_code == 409
