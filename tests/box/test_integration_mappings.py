"""Slack integration mappings: made, found, changed and removed, and the folders that may be mapped."""

from typing import Any

import httpx
import pytest

from holdall.content.items.removal import remove_discarded
from tests.support.client import Client
from tests.support.enterprise import Enterprise, make_enterprise
from tests.support.sharing import share
from tests.support.tree import create, error_of

CHANNEL = {"type": "channel", "id": "C0001", "slack_workspace_id": "T0001"}


async def map_channel(client: Client, folder_id: Any, channel: Any = CHANNEL, **body: Any) -> httpx.Response:
    """The answer to the wish to map a channel."""
    wanted = {"partner_item": channel, "box_item": {"type": "folder", "id": str(folder_id)}, **body}
    return await client.call("post_integration_mappings_slack", json=wanted)


async def listed(client: Client, **wanted: Any) -> list[str]:
    """The channels of the mappings that are found."""
    answer = await client.call("get_integration_mappings_slack", **wanted)
    assert answer.status_code == 200, answer.text
    return [one["partner_item"]["id"] for one in answer.json()["entries"]]


@pytest.fixture
async def service(enterprise: Enterprise) -> Client:
    return await enterprise.service()


@pytest.fixture
async def folder(service: Client) -> dict[str, Any]:
    return await create(service, "channel")


@pytest.mark.operation("post_integration_mappings_slack")
class TestMap:
    async def test_a_mapping_tells_both_sides_and_who_made_it(
        self, enterprise: Enterprise, folder: dict[str, Any]
    ) -> None:
        options = {"is_access_management_disabled": True}
        made = await map_channel(enterprise.admin, folder["id"], options=options)
        document = made.json()
        mini = {name: folder[name] for name in ("type", "id", "sequence_id", "etag", "name")}
        told = ("type", "integration_type", "is_manually_created", "options", "partner_item", "box_item")
        assert (made.status_code, {name: document[name] for name in told}) == (
            201,
            {
                "type": "integration_mapping",
                "integration_type": "slack",
                "is_manually_created": True,
                "options": options,
                "partner_item": CHANNEL,
                "box_item": mini,
            },
        )
        assert (document["created_by"]["id"], document["modified_by"]["id"]) == (str(enterprise.admin_id),) * 2

    async def test_a_channel_is_mapped_once_and_a_folder_may_be_often(
        self, enterprise: Enterprise, folder: dict[str, Any]
    ) -> None:
        in_org = {"type": "channel", "id": "C0001", "slack_org_id": "E0001"}
        answers = [await map_channel(enterprise.admin, folder["id"], one) for one in (CHANNEL, in_org, CHANNEL)]
        assert [one.status_code for one in answers] == [201, 201, 400]
        assert error_of(answers[-1]) == (400, "CHANNEL_ALREADY_MAPPED")

    @pytest.mark.parametrize(
        "channel",
        [
            {"type": "channel", "id": "C0001"},
            {**CHANNEL, "slack_org_id": "E0001"},
            {**CHANNEL, "id": ""},
            {**CHANNEL, "id": "general chat"},
            {**CHANNEL, "type": "message"},
        ],
    )
    async def test_a_channel_that_is_none_is_refused(
        self, enterprise: Enterprise, folder: dict[str, Any], channel: dict[str, str]
    ) -> None:
        assert error_of(await map_channel(enterprise.admin, folder["id"], channel)) == (400, "bad_request")

    async def test_only_what_the_service_account_owns_or_co_owns_can_be_mapped(
        self, enterprise: Enterprise, service: Client
    ) -> None:
        other = await make_enterprise(enterprise.gateway)
        folders = {name: (await create(enterprise.user, name))["id"] for name in ("unseen", "edited", "co-owned")}
        foreign = {name: (await create(other.user, name))["id"] for name in ("hidden", "shared")}
        guest = {"login": (await service.call("get_users_me")).json()["login"]}
        await share(enterprise.user, folders["edited"], guest, role="editor")
        await share(enterprise.user, folders["co-owned"], guest, role="co-owner")
        shared = await share(other.user, foreign["shared"], guest, role="co-owner")
        await enterprise.admin.call("put_collaborations_id", collaboration_id=shared["id"], json={"status": "accepted"})
        places = [folders["unseen"], folders["edited"], foreign["hidden"], foreign["shared"], 0, folders["co-owned"]]
        answers = [await map_channel(enterprise.admin, one) for one in places]
        assert [error_of(one) for one in answers[:-1]] == [
            (400, "SERVICE_ACCOUNT_IS_NOT_A_COOWNER_OR_OWNER"),
            (400, "SERVICE_ACCOUNT_IS_NOT_A_COOWNER_OR_OWNER"),
            (404, "not_found"),
            (400, "BOX_FOLDER_EXTERNALLY_OWNED"),
            (400, "bad_request"),
        ]
        assert answers[-1].status_code == 201


@pytest.mark.operation("get_integration_mappings_slack")
class TestList:
    async def test_mappings_are_found_by_either_side_and_page_by_page(
        self, enterprise: Enterprise, service: Client, folder: dict[str, Any]
    ) -> None:
        other = await create(service, "other")
        for name, place in (("C1", folder), ("C2", folder), ("C3", other)):
            await map_channel(enterprise.admin, place["id"], {**CHANNEL, "id": name})
        admin = enterprise.admin
        first = (await admin.call("get_integration_mappings_slack", limit=2)).json()
        rest = await listed(admin, marker=first["next_marker"])
        found = [
            await listed(admin, partner_item_id="C2", partner_item_type="channel"),
            await listed(admin, box_item_id=other["id"], box_item_type="folder"),
            await listed(admin, is_manually_created=True),
            await listed(admin, is_manually_created=False),
        ]
        assert [one["partner_item"]["id"] for one in first["entries"]] == ["C1", "C2"]
        assert (rest, found) == (["C3"], [["C2"], ["C3"], ["C1", "C2", "C3"], []])

    async def test_a_mapping_goes_with_its_folder(
        self, enterprise: Enterprise, service: Client, folder: dict[str, Any]
    ) -> None:
        await map_channel(enterprise.admin, folder["id"])
        await service.call("delete_folders_id", folder_id=folder["id"])
        in_trash = await listed(enterprise.admin)
        await service.call("delete_folders_id_trash", folder_id=folder["id"])
        await remove_discarded(enterprise.gateway.platform.db)
        assert (in_trash, await listed(enterprise.admin)) == (["C0001"], [])


@pytest.mark.operation("put_integration_mappings_slack_id", "delete_integration_mappings_slack_id")
class TestChange:
    async def test_folder_and_options_change_each_by_itself(
        self, enterprise: Enterprise, service: Client, folder: dict[str, Any]
    ) -> None:
        admin, other = enterprise.admin, await create(service, "other")
        mapping = (await map_channel(admin, folder["id"])).json()
        place: dict[str, Any] = {"integration_mapping_id": mapping["id"]}
        seen = []
        for body in (
            {"options": {"is_access_management_disabled": True}},
            {"box_item": {"type": "folder", "id": other["id"]}},
        ):
            changed = (await admin.call("put_integration_mappings_slack_id", **place, json=body)).json()
            seen.append((changed["box_item"]["id"], changed["options"]["is_access_management_disabled"]))
        refused = await admin.call(
            "put_integration_mappings_slack_id", **place, json={"box_item": {"type": "folder", "id": "1"}}
        )
        ended = [await admin.call("delete_integration_mappings_slack_id", **place) for _ in range(2)]
        assert (seen, refused.status_code) == ([(folder["id"], True), (other["id"], True)], 404)
        assert ([one.status_code for one in ended], await listed(admin)) == ([204, 404], [])
