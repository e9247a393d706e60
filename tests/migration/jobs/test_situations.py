"""The situations of the vendor's pages, from one Holdall to another over sockets: whose content a job moves, and as whom."""

from typing import Any

import httpx
import pytest

from holdall.connector import Box
from holdall.testing.enterprise import TestUser
from tests.migration.jobs.world import World
from tests.support.companies import Company
from tests.support.metadata import field


class Move:
    """A person with a folder and a file that a colleague may read, in a company that moves to another."""

    def __init__(self, world: World, old: Company, new: Company) -> None:
        self.world, self.old, self.new = world, old, new
        login = f"user@{old.enterprise.id}.company.com"
        self.user, self.new_user = old.user("User", login=login), new.user("User", login=login)
        colleague = f"colleague@{old.enterprise.id}.company.com"
        self.colleague, self.new_colleague = old.user("C", login=colleague), new.user("C", login=colleague)

    async def fill(self) -> None:
        """Put the content of the vendor's pages there."""
        async with self.old.box(self.user) as box:
            folder = await box.call("post_folders", name="sourceFolder", parent={"id": "0"})
            await box.upload(b"content", name="report.txt", folder_id=folder["id"])
            await box.call(
                "post_collaborations",
                item={"type": "folder", "id": folder["id"]},
                accessible_by={"type": "user", "id": self.colleague.id},
                role="viewer",
            )

    async def connect(self, platform: str, auth: dict[str, Any], **more: Any) -> str:
        """The id of a new connection."""
        body = {"name": "Box", "platform": {"id": platform}, "auth": auth, **more}
        answer = await self.world.client.post("/v1/connections/", json=body)
        assert answer.status_code == 201, answer.text
        return str(answer.json()["connection"]["id"])

    async def connect_person(self, person: TestUser, **more: Any) -> str:
        return await self.connect("box", {"access_token": person.token, "base_url": self.old.url}, **more)

    async def connect_destination(self) -> str:
        return await self.connect("box-service", self.new.service_auth(enterprise_id=self.new.enterprise.id))

    async def post(self, source: dict[str, Any], **transfer: Any) -> httpx.Response:
        """Make the job of the vendor's pages, with this source, into the new user's content."""
        destination = {
            "connection": {"id": await self.connect_destination()},
            "impersonate_as": {"email": self.new_user.login},
            "target": {"path": "/Documents/destinationFolder"},
        }
        transfer = {"source": source, "destination": destination, "simulation_mode": False, **transfer}
        body = {
            "name": "Simple Job",
            "kind": "transfer",
            "transfer": {"transfer_type": "copy", **transfer},
            "schedule": {"mode": "manual"},
            "stop_policy": {"on_success": 5, "on_failure": 5, "on_execute": 25},
            "category": {"name": "Report {Name}"},
        }
        return await self.world.client.post("/v1/jobs", json=body)

    async def run(self, source: dict[str, Any], **transfer: Any) -> str:
        """The status of a run of such a job."""
        answer = await self.post(source, **transfer)
        assert answer.status_code == 201, answer.text
        return str((await self.world.run(answer.json()["job"]["id"]))["status"])

    async def arrived(self) -> dict[str, bytes]:
        """The files in the new user's destination, owned by that user."""
        async with self.new.box(self.new_user) as box:
            return {
                "/".join(found.path): await box.read(found.item["id"])
                async for found in box.walk()
                if found.item["type"] == "file"
            }

    async def shared_with(self) -> list[str]:
        """Whom the destination folder is shared with."""
        async with self.new.box(self.new_user) as box:
            folder_id = await _folder_id(box, ["Documents", "destinationFolder"])
            return [
                one["accessible_by"]["login"]
                async for one in box.iterate("get_folders_id_collaborations", folder_id=folder_id)
            ]


async def _folder_id(box: Box, path: list[str]) -> str:
    found = "0"
    for name in path:
        entries = [one async for one in box.iterate("get_folders_id_items", folder_id=found)]
        found = next(str(one["id"]) for one in entries if one["name"] == name)
    return found


@pytest.fixture
async def move(world: World, company: Company, other_company: Company) -> Move:
    made = Move(world, company, other_company)
    await made.fill()
    return made


ARRIVED = {"Documents/destinationFolder/report.txt": b"content"}
ADD = {"permissions": {"policy": "add"}}


async def test_as_a_standard_user_the_path_is_the_user_s_own(move: Move):
    connection = await move.connect_person(move.user)

    status = await move.run({"connection": {"id": connection}, "target": {"path": "/sourceFolder"}}, **ADD)

    assert (status, await move.arrived()) == ("completed", ARRIVED)
    assert await move.shared_with() == [move.new_colleague.login]


@pytest.mark.parametrize("by", ["email", "id", "name"])
async def test_an_administrator_may_impersonate_the_user_whom_a_job_names(move: Move, by: str):
    connection = await move.connect_person(move.old.admin)
    named = {"email": move.user.login, "id": move.user.id, "name": move.user.name}[by]

    source = {"connection": {"id": connection}, "impersonate_as": {by: named}, "target": {"path": "/sourceFolder"}}
    status = await move.run(source, **ADD)

    assert (status, await move.arrived()) == ("completed", ARRIVED)
    assert await move.shared_with() == [move.new_colleague.login]


async def test_who_is_no_administrator_impersonates_nobody(move: Move):
    connection = await move.connect_person(move.colleague)
    source = {
        "connection": {"id": connection},
        "impersonate_as": {"email": move.user.login},
        "target": {"path": "/sourceFolder"},
    }
    answer = await move.post(source)

    run = await move.world.run(answer.json()["job"]["id"])

    assert run["status"] == "failed_to_start"


async def test_in_admin_mode_the_path_begins_with_the_user_s_address(move: Move):
    connection = await move.connect_person(move.old.admin, admin_mode=True)
    path = f"/{move.user.login}/sourceFolder"

    status = await move.run({"connection": {"id": connection}, "target": {"path": path}}, **ADD)

    assert (status, await move.arrived()) == ("completed", ARRIVED)
    assert await move.shared_with() == [move.new_colleague.login]


async def test_impersonating_in_admin_mode_leaves_permissions_behind_and_says_so(move: Move):
    connection = await move.connect_person(move.old.admin, admin_mode=True)
    source = {
        "connection": {"id": connection},
        "impersonate_as": {"email": move.user.login},
        "target": {"path": f"/{move.user.login}/sourceFolder"},
    }

    answer = await move.post(source, **ADD)
    run = await move.world.run(answer.json()["job"]["id"])

    assert (run["status"], await move.arrived()) == ("completed", ARRIVED)
    assert await move.shared_with() == []
    assert [warning for warning in answer.json()["warnings"] if "permissions" in warning] == [
        "transfer.permissions has no effect: the source connection is in admin mode and the job impersonates; "
        "leave impersonate_as out, since the path names the user"
    ]


async def test_a_service_account_for_all_users_impersonates_the_user_whom_a_job_names(move: Move):
    auth = move.old.service_auth(enterprise_id=f"{move.old.enterprise.id},", delete_behavior="permanent")
    connection = await move.connect("box-service", auth)
    source = {
        "connection": {"id": connection},
        "impersonate_as": {"email": move.user.login},
        "target": {"path": "/sourceFolder"},
    }

    status = await move.run(source, **ADD)

    assert (status, await move.arrived()) == ("completed", ARRIVED)
    assert await move.shared_with() == [move.new_colleague.login]


async def test_a_service_account_for_one_user_is_that_user(move: Move):
    connection = await move.connect("box-service", move.old.service_auth(user_id=f"{move.user.id},"))

    status = await move.run({"connection": {"id": connection}, "target": {"path": "/sourceFolder"}}, **ADD)

    assert (status, await move.arrived()) == ("completed", ARRIVED)
    assert await move.shared_with() == [move.new_colleague.login]


async def test_all_users_move_at_once_each_into_the_content_of_the_same_address(move: Move):
    source = await move.connect("box-service", move.old.service_auth(enterprise_id=move.old.enterprise.id))
    job = await move.world.create(
        move.world.body(
            transfer={
                "source": {"connection": {"id": source}, "target": {"path": f"/{move.user.login}"}},
                "destination": {
                    "connection": {"id": await move.connect_destination()},
                    "target": {"path": f"/{move.user.login}"},
                },
                **ADD,
            }
        )
    )

    run = await move.world.run(job)

    assert (run["status"], await move.arrived()) == ("completed", {"sourceFolder/report.txt": b"content"})


async def test_metadata_travels_from_company_to_company_into_the_template_that_the_job_s_map_names(move: Move):
    fields = [field("string", "title")]
    for box, key in ((move.old.box(), "deal"), (move.new.box(), "case")):
        async with box:
            about = {"scope": "enterprise", "displayName": key, "templateKey": key, "fields": fields}
            await box.call("post_metadata_templates_schema", **about)
    async with move.old.box(move.user) as box:
        (file,) = [found.item async for found in box.walk() if found.item["type"] == "file"]
        place = {"file_id": file["id"], "scope": "enterprise", "template_key": "deal"}
        await box.call("post_files_id_metadata_id_id", **place, body={"title": "Big"})
    source = await move.connect("box-service", move.old.service_auth(enterprise_id=move.old.enterprise.id))
    ends = [
        {"connection": {"id": connection}, "target": {"path": f"/{move.user.login}"}}
        for connection in (source, await move.connect_destination())
    ]
    pairs = [{"source": {"id": "deal"}, "destination": {"id": "case"}}]
    transfer = {"source": ends[0], "destination": ends[1], "metadata_map": {"schemas": pairs}}
    job = await move.world.create(move.world.body(transfer=transfer))

    run = await move.world.run(job)

    async with move.new.box(move.new_user) as box:
        (arrived,) = [found.item async for found in box.walk() if found.item["type"] == "file"]
        place = {"file_id": arrived["id"], "scope": "enterprise", "template_key": "case"}
        told = await box.call("get_files_id_metadata_id_id", **place)
    assert (run["status"], told["title"]) == ("completed", "Big")


async def test_a_job_s_map_says_who_gets_what_and_the_answers_tell_of_it(move: Move):
    connection = await move.connect_person(move.user)
    pair = {"source": {"email": move.colleague.login}, "destination": {"email": move.new.admin.login}}
    made = await move.world.client.post("/v1/account_maps", json={"name": "Company", "exceptions": [pair]})
    account_map = {"id": made.json()["account_map"]["id"], "type": "account_map"}
    source = {"connection": {"id": connection}, "target": {"path": "/sourceFolder"}}

    answer = await move.post(source, account_map=account_map, **ADD)
    job_id = answer.json()["job"]["id"]
    await move.world.run(job_id)

    told = (await move.world.client.get(f"/v1/transfers/{job_id}/security_map?include=all")).json()["item"]
    assert await move.shared_with() == [move.new.admin.login]
    assert [(row["resolution"], row["destination"]["email"], row["permissions"]) for row in told] == [
        ("exception", move.new.admin.login, 1)
    ]
