"""The hubs that items are in: listed for files and folders, told in a field, and behind shared links of hubs."""

from typing import Any

import pytest

from tests.content.test_hub_links import share as share_hub
from tests.support.client import Client, counted_queries
from tests.support.enterprise import Enterprise, make_enterprise
from tests.support.hubs import make_hub, manage
from tests.support.sharing import share
from tests.support.tree import create, error_of
from tests.support.uploads import upload


async def hubs_of(client: Client, kind: str, item_id: str, **more: Any) -> list[tuple[str, str, str]]:
    """The hubs of an item, each with what is in it: the item, or a folder above it."""
    answer = await client.call(f"get_{kind}s_id_app_item_associations", **{f"{kind}_id": item_id, **more})
    assert answer.status_code == 200, answer.text
    return [(one["app_item"]["id"], one["item"]["type"], one["item"]["id"]) for one in answer.json()["entries"]]


async def is_in_hub(client: Client, kind: str, item_id: str) -> Any:
    """What the field says."""
    fields = "is_associated_with_app_item"
    parameters: dict[str, Any] = {f"{kind}_id": item_id, "fields": fields}
    answer = await client.call(f"get_{kind}s_id", **parameters)
    return answer.json()[fields]


@pytest.mark.operation("get_files_id_app_item_associations", "get_folders_id_app_item_associations")
class TestAssociations:
    async def test_an_item_tells_of_its_hubs_and_of_those_of_the_folders_above_it(self, enterprise: Enterprise) -> None:
        user = enterprise.user
        outer = (await create(user, "outer"))["id"]
        inner = (await create(user, "inner", outer))["id"]
        file, beside = (await upload(user, "a.txt", parent=inner))["id"], (await upload(user, "b.txt"))["id"]
        first, second = await make_hub(user, "First"), await make_hub(user, "Second")
        await manage(user, first, ("add", "folder", outer))
        await manage(user, second, ("add", "file", file))
        assert await hubs_of(user, "file", file) == [(first, "folder", outer), (second, "file", file)]
        assert await hubs_of(user, "folder", inner) == [(first, "folder", outer)]
        assert await hubs_of(user, "file", beside) == []
        said = [await is_in_hub(user, *one) for one in (("file", file), ("folder", inner), ("file", beside))]
        assert said == [True, True, False]
        listed = (
            await user.call("get_folders_id_items", folder_id="0", fields="name,is_associated_with_app_item")
        ).json()
        assert {one["name"]: one["is_associated_with_app_item"] for one in listed["entries"]} == {
            "outer": True,
            "b.txt": False,
        }

    async def test_an_association_has_the_form_of_the_contract(self, enterprise: Enterprise) -> None:
        user = enterprise.user
        file, hub = (await upload(user, "a.txt"))["id"], await make_hub(user)
        await manage(user, hub, ("add", "file", file))
        page = (await user.call("get_files_id_app_item_associations", file_id=file)).json()
        (association,) = page.pop("entries")
        assert page == {"limit": 100, "next_marker": None}
        assert association == {
            "type": "app_item_association",
            "id": association["id"],
            "app_item": {"type": "app_item", "id": hub, "application_type": "hubs"},
            "item": {"type": "file", "id": file},
        }

    async def test_pages_follow_by_marker_and_another_application_has_none(self, enterprise: Enterprise) -> None:
        user = enterprise.user
        folder = (await create(user, "a"))["id"]
        hubs = [await make_hub(user, str(number)) for number in range(3)]
        for hub in hubs:
            await manage(user, hub, ("add", "folder", folder))
        first = (await user.call("get_folders_id_app_item_associations", folder_id=folder, limit=2)).json()
        rest = await hubs_of(user, "folder", folder, limit=2, marker=first["next_marker"])
        assert [one["app_item"]["id"] for one in first["entries"]] + [one[0] for one in rest] == hubs
        assert await hubs_of(user, "folder", folder, application_type="hubs") != []
        assert await hubs_of(user, "folder", folder, application_type="else") == []

    async def test_who_sees_the_item_is_told_that_there_is_a_hub_and_not_of_folders_out_of_sight(
        self, enterprise: Enterprise
    ) -> None:
        user = enterprise.user
        outer = (await create(user, "outer"))["id"]
        inner = (await create(user, "inner", outer))["id"]
        hidden, shown = await make_hub(user, "Hidden"), await make_hub(user, "Shown")
        await manage(user, hidden, ("add", "folder", outer))
        await manage(user, shown, ("add", "folder", inner))
        colleague_id, colleague = await enterprise.new_user()
        await share(user, inner, {"id": colleague_id})
        assert await hubs_of(colleague, "folder", inner) == [(shown, "folder", inner)]
        assert (await colleague.call("get_hubs_id_v2025.0", hub_id=shown)).status_code == 404

    async def test_what_is_in_the_trash_or_in_an_archive_tells_of_none(self, enterprise: Enterprise) -> None:
        user, admin = enterprise.user, enterprise.admin
        trashed, archived = (await create(user, "a"))["id"], (await create(user, "b"))["id"]
        hub = await make_hub(user)
        await manage(user, hub, ("add", "folder", trashed), ("add", "folder", archived))
        await user.call("delete_folders_id", folder_id=trashed)
        archive = (await admin.call("post_archives_v2025.0", json={"name": "Old"})).json()["id"]
        await admin.call("put_folders_id", folder_id=archived, json={"parent": {"id": archive}})
        answer = await user.call("get_folders_id_app_item_associations", folder_id=trashed)
        assert (answer.status_code, await hubs_of(admin, "folder", archived)) == (404, [])

    async def test_the_field_of_a_list_takes_one_query_for_any_number(self, enterprise: Enterprise) -> None:
        user, counts = enterprise.user, []
        for names in ("a", "bcd"):
            for name in names:
                await create(user, name)
            with counted_queries(enterprise.gateway.platform.db) as queries:
                await user.call("get_folders_id_items", folder_id="0", fields="is_associated_with_app_item")
            counts.append(len(queries))
        assert counts[0] == counts[1]


@pytest.mark.operation("get_shared_items#app_items")
class TestSharedHubs:
    async def test_a_link_of_a_hub_leads_to_its_app_item(self, enterprise: Enterprise) -> None:
        other, hub = await make_enterprise(enterprise.gateway), await make_hub(enterprise.user)
        header = {"boxapi": f"shared_link={await share_hub(enterprise.user, hub)}"}
        _, colleague = await enterprise.new_user()
        found = await colleague.call("get_shared_items#app_items", headers=header)
        refused = await other.user.call("get_shared_items#app_items", headers=header)
        assert found.json() == {"type": "app_item", "id": hub, "application_type": "hubs"}
        assert error_of(refused) == (404, "not_found")

    async def test_it_opens_nothing_else(self, enterprise: Enterprise) -> None:
        hub = await make_hub(enterprise.user)
        folder = (await create(enterprise.user, "a"))["id"]
        await manage(enterprise.user, hub, ("add", "folder", folder))
        header = {"boxapi": f"shared_link={await share_hub(enterprise.user, hub)}"}
        _, colleague = await enterprise.new_user()
        answer = await colleague.call("get_folders_id", folder_id=folder, headers=header)
        assert answer.status_code == 404
