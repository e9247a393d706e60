"""Teams integration mappings: made, found, changed and removed, and the folders that may be mapped."""

from typing import Any

import httpx
import pytest

from holdall.content.items.removal import remove_discarded
from tests.support.client import Client
from tests.support.enterprise import Enterprise, make_enterprise
from tests.support.tree import create, error_of

TEAM = {"type": "team", "id": "T1", "tenant_id": "E1", "team_id": "T1"}
CHANNEL = {"type": "channel", "id": "19%3Aabc%40thread.tacv2", "tenant_id": "E1", "team_id": "T1"}


async def map_place(client: Client, folder_id: Any, place: Any = CHANNEL) -> httpx.Response:
    """The answer to the wish to map a team or a channel."""
    wanted = {"partner_item": place, "box_item": {"type": "folder", "id": str(folder_id)}}
    return await client.call("post_integration_mappings_teams", json=wanted)


async def listed(client: Client, **wanted: Any) -> list[str]:
    """The teams and channels of the mappings that are found."""
    answer = await client.call("get_integration_mappings_teams", **wanted)
    assert answer.status_code == 200, answer.text
    return [one["partner_item"]["id"] for one in answer.json()["entries"]]


@pytest.fixture
async def service(enterprise: Enterprise) -> Client:
    return await enterprise.service()


@pytest.fixture
async def folder(service: Client) -> dict[str, Any]:
    return await create(service, "channel")


@pytest.mark.operation("post_integration_mappings_teams")
class TestMap:
    async def test_a_mapping_tells_both_sides(self, enterprise: Enterprise, folder: dict[str, Any]) -> None:
        made = await map_place(enterprise.admin, folder["id"])
        document = made.json()
        told = ("type", "integration_type", "is_overridden_by_manual_mapping", "partner_item", "box_item")
        assert (made.status_code, {name: document[name] for name in told}) == (
            201,
            {
                "type": "integration_mapping",
                "integration_type": "teams",
                "is_overridden_by_manual_mapping": False,
                "partner_item": CHANNEL,
                "box_item": {"type": "folder", "id": folder["id"]},
            },
        )
        assert document["created_at"] == document["modified_at"]

    async def test_a_place_has_one_folder_and_a_folder_one_place(
        self, enterprise: Enterprise, service: Client, folder: dict[str, Any]
    ) -> None:
        other = await create(service, "other")
        wishes = [(folder, CHANNEL), (other, CHANNEL), (folder, TEAM), (other, TEAM), (folder, TEAM)]
        answers = [await map_place(enterprise.admin, place["id"], what) for place, what in wishes]
        assert [error_of(answers[number]) for number in (1, 2, 4)] == [
            (400, "CHANNEL_ALREADY_MAPPED"),
            (400, "FOLDER_ALREADY_MAPPED"),
            (400, "TEAM_ALREADY_MAPPED"),
        ]
        assert (answers[0].status_code, answers[3].status_code) == (201, 201)

    async def test_another_enterprise_may_have_a_place_of_the_same_name(
        self, enterprise: Enterprise, folder: dict[str, Any]
    ) -> None:
        await map_place(enterprise.admin, folder["id"])
        other = await make_enterprise(enterprise.gateway)
        answer = await map_place(other.admin, folder["id"])
        assert (error_of(answer), await listed(other.admin)) == ((404, "not_found"), [])

    async def test_only_what_the_service_account_owns_or_co_owns_can_be_mapped(self, enterprise: Enterprise) -> None:
        unseen = await create(enterprise.user, "unseen")
        answers = [await map_place(enterprise.admin, one) for one in (unseen["id"], 0)]
        assert [error_of(one) for one in answers] == [
            (400, "SERVICE_ACCOUNT_IS_NOT_A_COOWNER_OR_OWNER"),
            (400, "bad_request"),
        ]

    @pytest.mark.parametrize(
        "place",
        [{**TEAM, "type": "chat"}, {**TEAM, "id": ""}, {**TEAM, "tenant_id": "a b"}, {"type": "team", "id": "T1"}],
    )
    async def test_a_place_that_is_none_is_refused(
        self, enterprise: Enterprise, folder: dict[str, Any], place: dict[str, str]
    ) -> None:
        assert error_of(await map_place(enterprise.admin, folder["id"], place)) == (400, "bad_request")


@pytest.mark.operation("get_integration_mappings_teams")
class TestList:
    async def test_mappings_are_found_by_either_side(
        self, enterprise: Enterprise, service: Client, folder: dict[str, Any]
    ) -> None:
        admin, other = enterprise.admin, await create(service, "other")
        await map_place(admin, folder["id"])
        await map_place(admin, other["id"], TEAM)
        found = [
            await listed(admin),
            await listed(admin, partner_item_type="team"),
            await listed(admin, partner_item_id=CHANNEL["id"]),
            await listed(admin, box_item_id=other["id"], box_item_type="folder"),
            await listed(admin, partner_item_id="T1", partner_item_type="channel"),
        ]
        assert found == [[CHANNEL["id"], "T1"], ["T1"], [CHANNEL["id"]], ["T1"], []]

    async def test_a_mapping_goes_with_its_folder(
        self, enterprise: Enterprise, service: Client, folder: dict[str, Any]
    ) -> None:
        await map_place(enterprise.admin, folder["id"])
        await service.call("delete_folders_id", folder_id=folder["id"])
        await service.call("delete_folders_id_trash", folder_id=folder["id"])
        await remove_discarded(enterprise.gateway.platform.db)
        assert await listed(enterprise.admin) == []


@pytest.mark.operation("put_integration_mappings_teams_id", "delete_integration_mappings_teams_id")
class TestChange:
    async def test_the_folder_changes_unless_it_is_taken(
        self, enterprise: Enterprise, service: Client, folder: dict[str, Any]
    ) -> None:
        admin, other, taken = enterprise.admin, await create(service, "other"), await create(service, "taken")
        mapping = (await map_place(admin, folder["id"])).json()
        await map_place(admin, taken["id"], TEAM)
        place: dict[str, Any] = {"integration_mapping_id": mapping["id"]}

        async def change(**body: Any) -> httpx.Response:
            return await admin.call("put_integration_mappings_teams_id", **place, json=body)

        to = [{"box_item": {"type": "folder", "id": one}} for one in (folder["id"], other["id"])]
        kept = [(await change(**one)).json()["box_item"]["id"] for one in ({}, *to)]
        refused = await change(box_item={"type": "folder", "id": taken["id"]})
        ended = [await admin.call("delete_integration_mappings_teams_id", **place) for _ in range(2)]
        assert kept == [folder["id"], folder["id"], other["id"]]
        assert error_of(refused) == (400, "FOLDER_ALREADY_MAPPED")
        assert ([one.status_code for one in ended], await listed(admin)) == ([204, 404], ["T1"])
