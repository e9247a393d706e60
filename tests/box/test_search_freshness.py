"""Search finds what has just happened, and forgets what is gone: whoever asks next is told."""

from typing import Any

import httpx
import pytest
import sqlalchemy as sa

from holdall.base.db import query
from holdall.content.items.removal import remove_discarded
from holdall.content.search.tables import search_documents
from tests.support.client import Client
from tests.support.enterprise import Enterprise
from tests.support.finding import names, read_contents, search
from tests.support.sharing import share
from tests.support.tree import create, make_file, make_folder
from tests.support.uploads import upload, upload_version

_DOCUMENTS = query(sa.select(search_documents.c.item_id).where(search_documents.c.item_id == sa.bindparam("item_id")))


async def link_to(client: Client, kind: str, item_id: Any, **link: Any) -> str:
    """The address of a new shared link."""
    operation, place = (f"put_{kind}s_id", {f"{kind}_id": item_id})
    answer = await client.call(operation, **place, json={"shared_link": link}, fields="shared_link")
    address: str = answer.json()["shared_link"]["url"]
    return address


async def open_link(client: Client, address: str, kind: str = "", **more: str) -> httpx.Response:
    """Open a shared link as SDKs do; `kind` is #folders for that of a folder."""
    header = "&".join([f"shared_link={address}", *(f"{name}={value}" for name, value in more.items())])
    return await client.call(f"get_shared_items{kind}", headers={"boxapi": header})


@pytest.mark.operation("get_search")
class TestChanges:
    async def test_a_new_name_is_found_at_once_and_the_old_one_no_more(self, enterprise: Enterprise) -> None:
        file = await make_file(enterprise, "walrus")
        assert await names(enterprise.user, "walrus") == ["walrus"]
        await enterprise.user.call("put_files_id", file_id=file.item.id, json={"name": "oyster"})
        assert await names(enterprise.user, "walrus") == []
        assert await names(enterprise.user, "oyster") == ["oyster"]

    async def test_a_moved_folder_takes_what_is_below_with_it_and_nothing_is_read_again(
        self, enterprise: Enterprise
    ) -> None:
        other_id, other = await enterprise.new_user()
        place = await create(other, "place")
        await share(other, place["id"], {"id": enterprise.user_id})
        folder = await make_folder(enterprise, "folder")
        await make_file(enterprise, "walrus", parent_id=folder.item.id)
        assert await names(other, "walrus") == []
        body = {"parent": {"id": place["id"]}, "name": "moved"}
        await enterprise.user.call("put_folders_id", folder_id=folder.item.id, json=body)
        assert await names(other, "walrus", owner_user_ids=other_id) == ["walrus"]
        assert await names(other, "walrus", ancestor_folder_ids=place["id"]) == ["walrus"]

    async def test_what_is_shared_is_found_while_it_is_shared(self, enterprise: Enterprise) -> None:
        other_id, other = await enterprise.new_user()
        folder = await make_folder(enterprise, "folder")
        await make_file(enterprise, "walrus", parent_id=folder.item.id)
        collaboration = await share(enterprise.user, folder.item.id, {"id": other_id}, "viewer")
        assert await names(other, "walrus") == ["walrus"]
        await enterprise.user.call("delete_collaborations_id", collaboration_id=collaboration["id"])
        assert await names(other, "walrus") == []

    async def test_a_copied_folder_is_found_with_all_that_is_in_it(self, enterprise: Enterprise) -> None:
        folder = await make_folder(enterprise, "folder")
        below = await make_folder(enterprise, "below", parent_id=folder.item.id)
        await make_file(enterprise, "walrus", parent_id=below.item.id)
        body = {"parent": {"id": "0"}, "name": "copy"}
        copied = await enterprise.user.call("post_folders_id_copy", folder_id=folder.item.id, json=body)
        assert await names(enterprise.user, "walrus", ancestor_folder_ids=copied.json()["id"]) == ["walrus"]
        assert await names(enterprise.user, "walrus") == ["walrus", "walrus"]

    async def test_comments_are_found_as_they_are_now(self, enterprise: Enterprise) -> None:
        user = enterprise.user
        file = await make_file(enterprise, "file")
        body = {"message": "walrus", "item": {"type": "file", "id": str(file.item.id)}}
        comment_id = (await user.call("post_comments", json=body)).json()["id"]
        assert await names(user, "walrus") == ["file"]
        await user.call("put_comments_id", comment_id=comment_id, json={"message": "oyster"})
        assert (await names(user, "walrus"), await names(user, "oyster")) == ([], ["file"])
        await user.call("delete_comments_id", comment_id=comment_id)
        assert await names(user, "oyster") == []

    async def test_what_was_removed_for_good_leaves_nothing_behind(self, enterprise: Enterprise) -> None:
        user, db = enterprise.user, enterprise.gateway.platform.db
        folder = await make_folder(enterprise, "folder")
        file = await make_file(enterprise, "walrus", parent_id=folder.item.id)
        assert await names(user, "walrus") == ["walrus"]
        await user.call("delete_folders_id", folder_id=folder.item.id, recursive=True)
        await user.call("delete_folders_id_trash", folder_id=folder.item.id)
        await remove_discarded(db)
        assert await names(user, "walrus", trash_content="all_items") == []
        assert [await db.value(_DOCUMENTS, item_id=one) for one in (file.item.id, folder.item.id)] == [None, None]


@pytest.mark.operation("get_search")
class TestContents:
    async def test_a_text_is_found_once_it_was_read_and_until_there_is_a_new_version(
        self, enterprise: Enterprise
    ) -> None:
        user = enterprise.user
        file_id = (await upload(user, "file.txt", b"The walrus and the carpenter"))["id"]
        assert await names(user, "carpenter") == []
        await read_contents(enterprise, file_id)
        assert await names(user, "carpenter") == ["file.txt"]
        await upload_version(user, file_id, b"An oyster")
        assert await names(user, "carpenter") == []
        await read_contents(enterprise, file_id)
        assert await names(user, "oyster") == ["file.txt"]

    async def test_copies_share_what_was_read(self, enterprise: Enterprise) -> None:
        user = enterprise.user
        file_id = (await upload(user, "file.txt", b"The walrus"))["id"]
        await read_contents(enterprise, file_id)
        await user.call("post_files_id_copy", file_id=file_id, json={"parent": {"id": "0"}, "name": "copy.txt"})
        assert await names(user, "walrus") == ["copy.txt", "file.txt"]

    async def test_a_new_name_keeps_the_content(self, enterprise: Enterprise) -> None:
        user = enterprise.user
        file_id = (await upload(user, "file.txt", b"The walrus"))["id"]
        await read_contents(enterprise, file_id)
        await user.call("put_files_id", file_id=file_id, json={"name": "renamed.txt"})
        assert await names(user, "walrus") == ["renamed.txt"]

    async def test_a_file_is_read_when_its_name_says_what_it_is(self, enterprise: Enterprise) -> None:
        user = enterprise.user
        file_id = (await upload(user, "file", b"The walrus"))["id"]
        await read_contents(enterprise, file_id)
        assert await names(user, "walrus") == []
        await user.call("put_files_id", file_id=file_id, json={"name": "file.txt"})
        await read_contents(enterprise, file_id)
        assert await names(user, "walrus") == ["file.txt"]

    async def test_an_uploader_finds_names_and_nothing_that_only_readers_may_know(self, enterprise: Enterprise) -> None:
        user = enterprise.user
        other_id, other = await enterprise.new_user()
        folder = await make_folder(enterprise, "folder")
        file_id = (await upload(user, "walrus.txt", b"oyster", folder.item.id))["id"]
        await user.call("post_comments", json={"message": "pearl", "item": {"type": "file", "id": file_id}})
        await user.call("put_files_id", file_id=file_id, json={"description": "shell"})
        await read_contents(enterprise, file_id)
        await share(user, folder.item.id, {"id": other_id}, "uploader")
        found = {
            query: await names(other, query)
            for query in ("walrus", "shell", "oyster", "pearl", "walrus NOT oyster", "NOT pearl", '"walrus" AND oyster')
        }
        assert found == {
            "walrus": ["walrus.txt"],
            "shell": ["walrus.txt"],
            "oyster": [],
            "pearl": [],
            "walrus NOT oyster": ["walrus.txt"],
            "NOT pearl": ["walrus.txt", "folder"],
            '"walrus" AND oyster': [],
        }
        assert await names(user, "walrus NOT oyster") == []


@pytest.mark.operation("get_search")
class TestRecentLinks:
    async def test_what_a_link_has_opened_is_found_with_its_address(self, enterprise: Enterprise) -> None:
        other_id, other = await enterprise.new_user()
        folder = await make_folder(enterprise, "folder")
        await make_file(enterprise, "walrus linked", parent_id=folder.item.id)
        shared = await make_folder(enterprise, "shared")
        await make_file(enterprise, "walrus shared", parent_id=shared.item.id)
        await share(enterprise.user, shared.item.id, {"id": other_id})
        address = await link_to(enterprise.user, "folder", folder.item.id, access="open")
        assert await self.found(other) == {"walrus shared": None}
        assert (await open_link(other, address, "#folders")).status_code == 200
        assert await self.found(other) == {"walrus linked": address, "walrus shared": None}
        assert await names(other, "walrus") == ["walrus shared"]

    async def test_a_link_that_is_gone_or_another_one_shows_nothing(self, enterprise: Enterprise) -> None:
        _, other = await enterprise.new_user()
        file_id = (await make_file(enterprise, "walrus")).item.id
        await open_link(other, await link_to(enterprise.user, "file", file_id, access="open"))
        await enterprise.user.call("put_files_id", file_id=file_id, json={"shared_link": None})
        assert await self.found(other) == {}
        await link_to(enterprise.user, "file", file_id, access="open")
        assert await self.found(other) == {}

    async def test_a_new_password_must_be_known_first(self, enterprise: Enterprise) -> None:
        _, other = await enterprise.new_user()
        file_id = (await make_file(enterprise, "walrus")).item.id
        link = {"access": "open", "password": "Secret123@"}
        address = await link_to(enterprise.user, "file", file_id, **link)
        assert (await open_link(other, address)).status_code == 403
        assert await self.found(other) == {}
        assert (await open_link(other, address, shared_link_password="Secret123@")).status_code == 200
        assert await self.found(other) == {"walrus": address}
        await link_to(enterprise.user, "file", file_id, access="open", password="Another456@")
        assert await self.found(other) == {}

    async def test_a_link_tells_no_comments(self, enterprise: Enterprise) -> None:
        _, other = await enterprise.new_user()
        file_id = (await make_file(enterprise, "file")).item.id
        await enterprise.user.call(
            "post_comments", json={"message": "walrus", "item": {"type": "file", "id": str(file_id)}}
        )
        await open_link(other, await link_to(enterprise.user, "file", file_id, access="open"))
        assert await self.found(other) == {}

    async def test_with_a_link_in_its_header_a_search_finds_what_the_link_opens(self, enterprise: Enterprise) -> None:
        _, other = await enterprise.new_user()
        file_id = (await make_file(enterprise, "walrus")).item.id
        address = await link_to(enterprise.user, "file", file_id, access="open")
        assert await names(other.with_headers(boxapi=f"shared_link={address}"), "walrus") == ["walrus"]

    async def found(self, client: Client) -> dict[str, str | None]:
        """What is found, with the addresses of links."""
        answer = await search(client, "walrus", include_recent_shared_links=True)
        assert answer["type"] == "search_results_with_shared_links"
        assert answer["total_count"] == len(answer["entries"])
        assert {entry["type"] for entry in answer["entries"]} <= {"search_result"}
        return {entry["item"]["name"]: entry["accessible_via_shared_link"] for entry in answer["entries"]}
