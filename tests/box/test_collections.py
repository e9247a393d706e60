"""Favourites, and the items a user worked with lately."""

from typing import Any

import pytest

from holdall.base.clock import DAY
from tests.support.client import Client, counted_queries
from tests.support.enterprise import Enterprise
from tests.support.tree import create, make_file


async def favorites_id(client: Client) -> str:
    (collection,) = (await client.call("get_collections")).json()["entries"]
    found: str = collection["id"]
    return found


async def set_favorite(client: Client, folder_id: str, is_favorite: bool = True) -> Any:
    wanted = [{"id": await favorites_id(client)}] if is_favorite else []
    return await client.call("put_folders_id", folder_id=folder_id, json={"collections": wanted})


async def favorites(client: Client, **parameters: Any) -> list[str]:
    response = await client.call("get_collections_id_items", collection_id=await favorites_id(client), **parameters)
    assert response.status_code == 200, response.text
    return [entry["name"] for entry in response.json()["entries"]]


@pytest.mark.operation("get_collections", "get_collections_id")
class TestCollections:
    async def test_every_user_has_one_the_favourites(self, enterprise: Enterprise) -> None:
        body = (await enterprise.user.call("get_collections")).json()
        (collection,) = body["entries"]
        read = await enterprise.user.call("get_collections_id", collection_id=collection["id"])
        assert body["total_count"] == 1
        assert read.json() == collection
        assert {name: collection[name] for name in ("type", "name", "collection_type")} == {
            "type": "collection",
            "name": "Favorites",
            "collection_type": "favorites",
        }

    async def test_the_favourites_of_another_user_are_not_there(self, enterprise: Enterprise) -> None:
        foreign = await favorites_id(enterprise.admin)
        read = await enterprise.user.call("get_collections_id", collection_id=foreign)
        listed = await enterprise.user.call("get_collections_id_items", collection_id=foreign)
        assert (read.status_code, listed.status_code) == (404, 404)


@pytest.mark.operation("get_collections_id_items")
class TestFavorites:
    async def test_items_become_favourites_and_no_longer(self, enterprise: Enterprise) -> None:
        first, second = await create(enterprise.user, "a"), await create(enterprise.user, "b")
        file = await make_file(enterprise, "c.txt")
        await set_favorite(enterprise.user, first["id"])
        await set_favorite(enterprise.user, second["id"])
        body = {"collections": [{"id": await favorites_id(enterprise.user)}]}
        await enterprise.user.call("put_files_id", file_id=file.item.id, json=body)
        before = await favorites(enterprise.user)
        await set_favorite(enterprise.user, first["id"], False)
        after = await favorites(enterprise.user)
        assert (sorted(before), sorted(after)) == (["a", "b", "c.txt"], ["b", "c.txt"])

    async def test_a_favourite_twice_is_one(self, enterprise: Enterprise) -> None:
        folder = await create(enterprise.user, "a")
        statuses = [(await set_favorite(enterprise.user, folder["id"])).status_code for _ in range(2)]
        assert (statuses, await favorites(enterprise.user)) == ([200, 200], ["a"])

    async def test_what_is_in_the_trash_is_not_listed(self, enterprise: Enterprise) -> None:
        folder = await create(enterprise.user, "a")
        await set_favorite(enterprise.user, folder["id"])
        await enterprise.user.call("delete_folders_id", folder_id=folder["id"])
        trashed = await favorites(enterprise.user)
        await enterprise.user.call("post_folders_id", folder_id=folder["id"], json={})
        assert (trashed, await favorites(enterprise.user)) == ([], ["a"])

    async def test_another_collection_is_refused_and_the_rest_of_the_change_with_it(
        self, enterprise: Enterprise
    ) -> None:
        folder = await create(enterprise.user, "a")
        body = {"name": "b", "collections": [{"id": "1"}]}
        response = await enterprise.user.call("put_folders_id", folder_id=folder["id"], json=body)
        after = (await enterprise.user.call("get_folders_id", folder_id=folder["id"])).json()
        assert (response.status_code, after["name"]) == (400, "a")

    async def test_pages_follow_by_offset_under_the_same_number_of_queries(self, enterprise: Enterprise) -> None:
        counts = []
        for names in (["a"], ["b", "c"]):
            for name in names:
                await set_favorite(enterprise.user, (await create(enterprise.user, name))["id"])
            with counted_queries(enterprise.gateway.platform.db) as seen:
                await favorites(enterprise.user, fields="name,owned_by,path_collection")
            counts.append(len(seen))
        assert counts[0] == counts[1]
        assert len(await favorites(enterprise.user, offset=1, limit=1)) == 1


@pytest.mark.operation("get_recent_items")
class TestRecentItems:
    async def recent(self, client: Client, **parameters: Any) -> list[tuple[str, str]]:
        response = await client.call("get_recent_items", **parameters)
        assert response.status_code == 200, response.text
        return [(entry["item"]["name"], entry["interaction_type"]) for entry in response.json()["entries"]]

    async def test_the_last_interaction_with_each_file_comes_first(self, enterprise: Enterprise) -> None:
        first = await make_file(enterprise, "a.txt")
        await make_file(enterprise, "b.txt")
        await enterprise.user.call("put_files_id", file_id=first.item.id, json={"description": "changed"})
        assert await self.recent(enterprise.user) == [("a.txt", "item_modify"), ("b.txt", "item_upload")]

    async def test_only_the_own_and_what_may_still_be_seen_are_listed(self, enterprise: Enterprise) -> None:
        await make_file(enterprise, "theirs.txt", client=enterprise.admin)
        trashed = await make_file(enterprise, "trashed.txt")
        await make_file(enterprise, "mine.txt")
        await enterprise.user.call("delete_files_id", file_id=trashed.item.id)
        assert await self.recent(enterprise.user) == [("mine.txt", "item_upload")]

    async def test_pages_follow_by_marker(self, enterprise: Enterprise) -> None:
        for name in "abc":
            await make_file(enterprise, name)
        first = (await enterprise.user.call("get_recent_items", limit=2)).json()
        second = await self.recent(enterprise.user, limit=2, marker=first["next_marker"])
        assert [entry["item"]["name"] for entry in first["entries"]] == ["c", "b"]
        assert second == [("a", "item_upload")]

    async def test_after_90_days_nothing_is_recent(self, enterprise: Enterprise) -> None:
        await make_file(enterprise, "a.txt")
        clock = enterprise.gateway.platform.clock
        clock.advance(91 * DAY)
        try:
            token = await enterprise.new_token(enterprise.user_id)
            assert await self.recent(Client(enterprise.gateway, token)) == []
        finally:
            clock.advance(-91 * DAY)
