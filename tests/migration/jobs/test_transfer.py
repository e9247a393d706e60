"""Options of the `transfer` block, asked for by a job over HTTP: what is at the destination afterwards."""

from collections.abc import Iterable
from typing import Any

from holdall.migration.platforms.box import BoxPlatform
from tests.migration.jobs.world import World, add_connection
from tests.support.companies import Company
from tests.support.metadata import EACH_TYPE


async def flagged(world: World, job_id: str) -> dict[str, str]:
    """The items that wait for a person, with the words of their reasons."""
    answer = await world.client.get(f"/v1/transfers/{job_id}/items/flagged", params={"fields": "all"})
    return {item["source"]["path"]: item["audit_category"]["name"] for item in answer.json()["item"]}


class TestTransferType:
    async def test_a_job_that_does_not_say_one_goes_both_ways(self, world: World):
        world.write("here.txt", "from the source")
        (world.destination / "there.txt").write_text("from the destination")
        body = world.body()
        del body["transfer"]["transfer_type"]
        job_id = await world.create(body)

        run = await world.run(job_id)

        everything = {"here.txt": "from the source", "there.txt": "from the destination"}
        assert run["status"] == "completed"
        assert world.arrived() == everything
        assert {path.name: path.read_text() for path in world.source.iterdir()} == everything


class TestMaxItemsPerContainer:
    async def test_what_a_folder_may_not_take_is_flagged_and_tried_again_by_every_run(self, world: World):
        for name in ("a.txt", "b.txt", "folder/c.txt", "folder/d.txt"):
            world.write(name)
        job_id = await world.create(transfer={"max_items_per_container": 2})

        first = await world.run(job_id)
        waiting = await flagged(world, job_id)
        await world.patch(job_id, said={"transfer": {"max_items_per_container": 3}})
        second = await world.run(job_id)

        assert (first["status"], second["status"]) == ("warn", "completed")
        assert list(waiting.values()) == ["Folder full"]
        assert list(world.arrived()) == ["a.txt", "b.txt", "folder/c.txt", "folder/d.txt"]

    async def test_what_is_there_already_counts(self, world: World):
        world.write("a.txt")
        job_id = await world.create(transfer={"max_items_per_container": 1})
        await world.run(job_id)
        world.write("a.txt", "changed")
        world.write("b.txt")

        await world.run(job_id)
        (item,) = (await world.client.get(f"/v1/transfers/{job_id}/items/flagged")).json()["item"]
        one = (await world.client.get(f"/v1/transfers/items/{item['id']}")).json()["item"]
        await world.client.patch(f"/v1/transfers/items/{item['id']}?retry=1")
        run = await world.run(job_id)

        assert (one["id"], one["status"]) == (item["id"], "remediation")
        assert (run["status"], world.arrived()) == ("warn", {"a.txt": "changed"})
        assert await flagged(world, job_id) == {"/b.txt": "Folder full"}


class TestNames:
    async def test_characters_that_are_refused_are_encoded_where_that_is_asked_for(
        self,
        world: World,
        company: Company,
    ):
        world.write("a\\b.txt")
        auth = {"access_token": company.admin.token, "base_url": company.url}
        there: dict[str, Any] = {"connection": {"id": await add_connection(world.site, "Box", auth, "box")}}
        job_id = await world.create(transfer={"destination": there, "encode_invalid_characters": True})

        await world.run(job_id)

        async with company.box() as box:
            assert "a%5Cb.txt" in [item["name"] for item in (await box.folders.list_items("0"))["entries"]]


class TestImportedPermissions:
    async def test_a_file_says_who_may_do_what_with_content_of_a_folder_and_an_export_is_such_a_file(
        self,
        world: World,
        company: Company,
    ):
        uma, vic = company.user("Uma"), company.user("Vic")
        for name in ("Team/plan.txt", "Team/other.txt", "notes.txt"):
            world.write(name)
        lists = world.source.parent / "lists"
        lists.mkdir()
        (lists / "rights.csv").write_text(
            f"path;email;rights;role\n/Team;{uma.login};;editor\nTeam/plan.txt;{vic.login};read;\n"
            f"/Team/other.txt;stranger@nowhere.test;full;\n"
        )
        elsewhere = await add_connection(world.site, "Lists", {"uri": str(lists)})

        def body(path: str, **source: Any) -> dict[str, Any]:
            text = {"text": {"target": {"path": "/rights.csv"}}, "connection": {"id": elsewhere}, **source}
            rights = {"policy": "add", "failures": "none", "import": {"source": text}}
            there = {"connection": {"id": box_id}, "target": {"path": path}}
            return world.body(transfer={"destination": there, "permissions": rights})

        auth = {"access_token": company.admin.token, "base_url": company.url}
        box_id = await add_connection(world.site, "Box", auth, "box")
        made = await world.client.post("/v1/jobs", json=body("/first", delimiter=";"))
        first = made.json()["job"]["id"]
        run = await world.run(first)
        exported = await world.client.get(f"/v1/transfers/{first}/permissions.csv")
        (lists / "rights.csv").write_text(exported.text)
        await world.run(await world.create(body("/second")))

        expected = {"Team": [(uma.login, "editor")], "Team/plan.txt": [(vic.login, "viewer")], "Team/other.txt": []}
        assert (run["status"], made.json()["job"].get("warnings"), made.json().get("warnings")) == (
            "completed",
            None,
            None,
        )
        assert await shared(company, "first", expected) == expected
        assert await shared(company, "second", expected) == expected

    async def test_a_file_that_cannot_be_read_keeps_the_job_from_beginning(self, world: World):
        world.write("rights.csv", "path,email,rights\na.txt,uma@company.test,everything\n")
        text = {"text": {"target": {"path": "/rights.csv"}}}
        job_id = await world.create(transfer={"permissions": {"policy": "add", "import": {"source": text}}})

        run = await world.run(job_id)

        assert run["status"] == "failed_to_start"
        assert "line 2: rights are some of" in run["reason"]


class TestImportedMetadata:
    async def test_a_file_says_which_values_items_of_a_folder_get(self, world: World, company: Company):
        about = {"scope": "enterprise", "displayName": "Contract", "templateKey": "contract", "fields": EACH_TYPE}
        for name in ("deals/big.txt", "plain.txt"):
            world.write(name)
        world.write(
            "values.csv",
            "path,name,amount,due,state,tags\n/deals/big.txt,Big,2.5,2026-01-31,open,a;b\ndeals,All,,,,\nplain.txt,,many,,,\n",
        )
        auth = {"access_token": company.admin.token, "base_url": company.url}
        box_id = await add_connection(world.site, "Box", auth, "box")
        listed = {"schema": "contract", "source": {"text": {"target": {"path": "/values.csv"}}}}
        there = {"connection": {"id": box_id}, "target": {"path": "/new"}}
        async with company.box() as box:
            await box.call("post_metadata_templates_schema", **about)
            job_id = await world.create(transfer={"destination": there, "metadata_import": listed})

            run = await world.run(job_id)
            again = await world.run(job_id)

            platform = BoxPlatform(box)
            found = [
                [dict(one.values) for one in await platform.extras.metadata(await platform.find(["new", *path]))]
                for path in (["deals", "big.txt"], ["deals"], ["plain.txt"])
            ]
        big = {"name": "Big", "amount": 2.5, "due": "2026-01-31T00:00:00.000Z", "state": "open", "tags": ["a", "b"]}
        assert (run["status"], again["status"]) == ("warn", "warn")
        assert found == [[big], [{"name": "All"}], []]
        assert await flagged(world, job_id) == {"/plain.txt": "Metadata not carried"}


async def shared(company: Company, top: str, paths: Iterable[str]) -> dict[str, list[tuple[str, str]]]:
    """Whom each path below a folder is itself shared with, and as what."""
    async with company.box() as box:
        platform = BoxPlatform(box)
        found = {}
        for path in paths:
            grants = await platform.extras.grants(await platform.find([top, *path.split("/")]))
            found[path] = [(one.account.email or "", one.role) for one in grants if one.account is not None]
        return found


class TestFilterShared:
    async def test_what_belongs_to_somebody_else_is_left_out(self, world: World, company: Company):
        uma, vic = company.user("Uma"), company.user("Vic")
        async with company.box(uma) as box:
            shared = await box.call("post_folders", name="Uma's", parent={"id": "0"})
            await box.upload(b"hers", name="hers.txt", folder_id=shared["id"])
            whom = {"type": "user", "id": vic.id}
            folder = {"type": "folder", "id": shared["id"]}
            await box.call("post_collaborations", item=folder, accessible_by=whom, role="viewer")
        async with company.box(vic) as box:
            await box.upload(b"own", name="own.txt")
        auth = {"access_token": vic.token, "base_url": company.url}
        here = {"connection": {"id": await add_connection(world.site, "Vic", auth, "box")}, "target": {"path": "/"}}
        rules = [{"type": "filter_rule", "action": "exclude", "rules": [{"type": "filter_shared"}]}]
        job_id = await world.create(transfer={"source": here, "filter": {"source": rules}})

        await world.run(job_id)
        items = await world.client.get(f"/v1/connections/{here['connection']['id']}/items")
        counted = await world.client.get(f"/v1/connections/{here['connection']['id']}/stats?ignoreShared=1")

        assert world.arrived() == {"own.txt": "own"}
        assert {item["name"]: item["is_shared"] for item in items.json()["items"]} == {"Uma's": True, "own.txt": False}
        assert counted.json()["item_stats"]["items"]["count"] == 1
