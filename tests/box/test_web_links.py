"""Web links, in their folders and in the trash."""

from typing import Any

import pytest

from tests.support.client import Client
from tests.support.enterprise import Enterprise, make_enterprise
from tests.support.tree import ROOT_MINI, create, error_of, names_in

URL = "https://www.example.com/plans?year=2026#top"


async def make(client: Client, parent_id: Any = 0, **values: Any) -> dict[str, Any]:
    body = {"url": URL, "parent": {"id": str(parent_id)}, "name": "Plans", **values}
    response = await client.call("post_web_links", json=body)
    assert response.status_code == 200, response.text
    document: dict[str, Any] = response.json()
    return document


@pytest.mark.operation("post_web_links")
class TestCreateWebLink:
    async def test_a_web_link_lies_in_its_folder(self, enterprise: Enterprise) -> None:
        folder = await create(enterprise.user, "a")
        link = await make(enterprise.user, folder["id"], description="of this year")
        shown = {name: link[name] for name in ("type", "url", "name", "description", "item_status", "shared_link")}
        assert shown == {
            "type": "web_link",
            "url": URL,
            "name": "Plans",
            "description": "of this year",
            "item_status": "active",
            "shared_link": None,
        }
        assert link["parent"]["id"] == folder["id"]
        assert await names_in(enterprise.user, folder["id"]) == ["Plans"]

    async def test_without_a_name_it_is_called_after_its_address(self, enterprise: Enterprise) -> None:
        response = await enterprise.user.call(
            "post_web_links", json={"url": "https://example.com/a/b/", "parent": {"id": 0}}
        )
        assert response.json()["name"] == "example.com_a_b"

    @pytest.mark.parametrize(
        "url", ["", "example.com", "ftp://example.com", "javascript:alert(1)", "https://", "http://a b", "http://[x"]
    )
    async def test_what_no_browser_may_be_sent_to_is_refused(self, enterprise: Enterprise, url: str) -> None:
        response = await enterprise.user.call("post_web_links", json={"url": url, "parent": {"id": "0"}, "name": "x"})
        assert (response.status_code, await names_in(enterprise.user, "0")) == (400, [])

    async def test_a_name_is_taken_by_an_item_of_any_type(self, enterprise: Enterprise) -> None:
        await create(enterprise.user, "plans")
        response = await enterprise.user.call(
            "post_web_links", json={"url": URL, "parent": {"id": "0"}, "name": "Plans"}
        )
        assert error_of(response) == (409, "item_name_in_use")

    async def test_a_parent_that_may_not_be_seen_is_not_there(self, enterprise: Enterprise) -> None:
        folder = await create(enterprise.admin, "a")
        response = await enterprise.user.call("post_web_links", json={"url": URL, "parent": {"id": folder["id"]}})
        assert response.status_code == 404


@pytest.mark.operation("get_web_links_id")
class TestGetWebLink:
    async def test_it_is_read_by_its_owner_alone(self, enterprise: Enterprise) -> None:
        other = await make_enterprise(enterprise.gateway)
        link = await make(enterprise.user)
        _, colleague = await enterprise.new_user()
        answers = [
            (await one.call("get_web_links_id", web_link_id=link["id"])).status_code
            for one in (enterprise.user, colleague, other.admin)
        ]
        assert answers == [200, 404, 404]

    async def test_the_id_of_a_folder_is_no_web_link(self, enterprise: Enterprise) -> None:
        folder = await create(enterprise.user, "a")
        assert (await enterprise.user.call("get_web_links_id", web_link_id=folder["id"])).status_code == 404


@pytest.mark.operation("put_web_links_id")
class TestUpdateWebLink:
    async def test_it_is_renamed_moved_described_and_leads_elsewhere(self, enterprise: Enterprise) -> None:
        folder, link = await create(enterprise.user, "a"), await make(enterprise.user)
        body = {"name": "New", "url": "http://example.org/", "description": "x", "parent": {"id": folder["id"]}}
        response = await enterprise.user.call("put_web_links_id", web_link_id=link["id"], json=body)
        changed = response.json()
        assert {**body, "parent": changed["parent"]["id"]} == {
            **{name: changed[name] for name in ("name", "url", "description")},
            "parent": folder["id"],
        }
        assert (int(changed["etag"]), await names_in(enterprise.user, folder["id"])) == (int(link["etag"]) + 1, ["New"])

    async def test_a_bad_address_changes_nothing(self, enterprise: Enterprise) -> None:
        link = await make(enterprise.user)
        response = await enterprise.user.call(
            "put_web_links_id", web_link_id=link["id"], json={"url": "javascript:x", "name": "y"}
        )
        after = (await enterprise.user.call("get_web_links_id", web_link_id=link["id"])).json()
        assert (response.status_code, after) == (400, link)


@pytest.mark.operation(
    "delete_web_links_id", "get_web_links_id_trash", "post_web_links_id", "delete_web_links_id_trash"
)
class TestTrash:
    async def test_a_deleted_web_link_is_read_as_trashed(self, enterprise: Enterprise) -> None:
        link = await make(enterprise.user)
        deleted = await enterprise.user.call("delete_web_links_id", web_link_id=link["id"])
        read = await enterprise.user.call("get_web_links_id", web_link_id=link["id"])
        trashed = await enterprise.user.call("get_web_links_id_trash", web_link_id=link["id"])
        assert (deleted.status_code, read.json()["item_status"]) == (204, "trashed")
        assert (trashed.status_code, trashed.json()["url"]) == (200, URL)
        assert await names_in(enterprise.user, "0") == []

    async def test_it_comes_back_where_it_was_or_elsewhere(self, enterprise: Enterprise) -> None:
        folder, link = await create(enterprise.user, "a"), await make(enterprise.user)
        await enterprise.user.call("delete_web_links_id", web_link_id=link["id"])
        body = {"name": "Back", "parent": {"id": folder["id"]}}
        response = await enterprise.user.call("post_web_links_id", web_link_id=link["id"], json=body)
        assert (response.status_code, response.json()["item_status"]) == (201, "active")
        assert await names_in(enterprise.user, folder["id"]) == ["Back"]

    async def test_what_is_not_in_the_trash_is_not_found_there(self, enterprise: Enterprise) -> None:
        link = await make(enterprise.user)
        place: dict[str, Any] = {"web_link_id": link["id"]}
        answers = [
            await enterprise.user.call("get_web_links_id_trash", **place),
            await enterprise.user.call("post_web_links_id", **place, json={}),
            await enterprise.user.call("delete_web_links_id_trash", **place),
        ]
        assert [one.status_code for one in answers] == [404, 404, 404]

    async def test_removed_for_good_it_is_gone(self, enterprise: Enterprise) -> None:
        link = await make(enterprise.user)
        await enterprise.user.call("delete_web_links_id", web_link_id=link["id"])
        removed = await enterprise.user.call("delete_web_links_id_trash", web_link_id=link["id"])
        read = await enterprise.user.call("get_web_links_id", web_link_id=link["id"])
        assert (removed.status_code, read.status_code) == (204, 404)


async def test_the_root_names_itself_as_parent(enterprise: Enterprise) -> None:
    assert (await make(enterprise.user))["parent"] == ROOT_MINI
