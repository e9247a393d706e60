"""The filters of a search."""

from typing import Any

import pytest

from holdall.base.clock import MINUTE, SECOND, format_instant
from tests.support.enterprise import Enterprise
from tests.support.finding import names
from tests.support.sharing import share
from tests.support.tree import create, error_of, make_file, make_folder
from tests.support.uploads import upload, upload_version

LATER = 10 * MINUTE


@pytest.mark.operation("get_search")
class TestFilters:
    async def test_type(self, enterprise: Enterprise) -> None:
        await make_file(enterprise, "walrus file")
        await make_folder(enterprise, "walrus folder")
        link = {"name": "walrus link", "url": "https://example.com", "parent": {"id": "0"}}
        await enterprise.user.call("post_web_links", json=link)
        found = {kind: await names(enterprise.user, "walrus", type=kind) for kind in ("file", "folder", "web_link")}
        assert found == {"file": ["walrus file"], "folder": ["walrus folder"], "web_link": ["walrus link"]}

    async def test_extensions_are_those_of_files_in_any_case(self, enterprise: Enterprise) -> None:
        for name in ("walrus.PDF", "walrus.tar.gz", "walrus pdf", ".walrus", "walrus.pdfx"):
            await make_file(enterprise, name)
        await make_folder(enterprise, "walrus folder.pdf")
        found = {
            one: await names(enterprise.user, "walrus", file_extensions=one) for one in ("pdf", "gz,.pdf", "walrus")
        }
        assert found == {"pdf": ["walrus.PDF"], "gz,.pdf": ["walrus.tar.gz", "walrus.PDF"], "walrus": []}

    async def test_sizes_are_inclusive_and_of_files_and_folders(self, enterprise: Enterprise) -> None:
        folder = await make_folder(enterprise, "walrus folder")
        await make_file(enterprise, "walrus 7", size=7, parent_id=folder.item.id)
        await make_file(enterprise, "walrus 9", size=9)
        link = {"name": "walrus link", "url": "https://example.com", "parent": {"id": "0"}}
        await enterprise.user.call("post_web_links", json=link)
        ranges = ("7,9", ",7", "8,", "0,0", "10,20")
        found = {one: sorted(await names(enterprise.user, "walrus", size_range=one)) for one in ranges}
        assert found == {
            "7,9": ["walrus 7", "walrus 9", "walrus folder"],
            ",7": ["walrus 7", "walrus folder"],
            "8,": ["walrus 9"],
            "0,0": [],
            "10,20": [],
        }

    async def test_dates_are_inclusive_and_a_range_may_be_open(self, enterprise: Enterprise) -> None:
        clock = enterprise.gateway.platform.clock
        first = (await make_file(enterprise, "walrus 1")).item
        clock.advance(LATER)
        await make_file(enterprise, "walrus 2")
        await enterprise.user.call("put_files_id", file_id=first.id, json={"description": "changed"})
        moment, later = format_instant(first.created_at), format_instant(clock.now() + LATER)
        soon = format_instant(first.created_at + LATER // 2)
        created = {
            one: await names(enterprise.user, "walrus", created_at_range=one)
            for one in (f"{moment},{soon}", f",{soon}", f"{soon},", soon, f"{soon},{later}")
        }
        assert created == {
            f"{moment},{soon}": ["walrus 1"],
            f",{soon}": ["walrus 1"],
            f"{soon},": ["walrus 2"],
            soon: ["walrus 2"],
            f"{soon},{later}": ["walrus 2"],
        }
        assert await names(enterprise.user, "walrus", updated_at_range=f",{soon}") == []
        assert await names(enterprise.user, "walrus", updated_at_range=f"{soon},") == ["walrus 2", "walrus 1"]

    async def test_owners(self, enterprise: Enterprise) -> None:
        other_id, other = await enterprise.new_user()
        folder = await create(other, "walrus shared")
        await share(other, folder["id"], {"id": enterprise.user_id})
        await make_file(enterprise, "walrus in it", parent_id=folder["id"])
        await make_file(enterprise, "walrus own")
        found = {
            one: sorted(await names(enterprise.user, "walrus", owner_user_ids=one))
            for one in (str(other_id), str(enterprise.user_id), f"{enterprise.user_id},{other_id}", "1")
        }
        assert found == {
            str(other_id): ["walrus in it", "walrus shared"],
            str(enterprise.user_id): ["walrus own"],
            f"{enterprise.user_id},{other_id}": ["walrus in it", "walrus own", "walrus shared"],
            "1": [],
        }

    async def test_who_updated_a_file_with_one_of_its_last_ten_versions(self, enterprise: Enterprise) -> None:
        other_id, other = await enterprise.new_user()
        folder = await create(enterprise.user, "place")
        await share(enterprise.user, folder["id"], {"id": other_id})
        file_id = (await upload(other, "walrus.txt", b"0", folder["id"]))["id"]
        for number in range(1, 10):
            await upload_version(enterprise.user, file_id, str(number).encode())
        assert await names(enterprise.user, "walrus", recent_updater_user_ids=other_id) == ["walrus.txt"]
        await upload_version(enterprise.user, file_id, b"10")
        assert await names(enterprise.user, "walrus", recent_updater_user_ids=other_id) == []
        await other.call("put_files_id", file_id=file_id, json={"description": "changed"})
        assert await names(enterprise.user, "walrus", recent_updater_user_ids=other_id) == ["walrus.txt"]

    async def test_what_is_in_a_folder_and_below(self, enterprise: Enterprise) -> None:
        top, beside = await make_folder(enterprise, "walrus top"), await make_folder(enterprise, "beside")
        below = await make_folder(enterprise, "below", parent_id=top.item.id)
        await make_file(enterprise, "walrus deep", parent_id=below.item.id)
        await make_file(enterprise, "walrus beside", parent_id=beside.item.id)
        found = {
            one: sorted(await names(enterprise.user, "walrus", ancestor_folder_ids=one))
            for one in (str(top.item.id), f"{below.item.id},{beside.item.id}", "0")
        }
        assert found == {
            str(top.item.id): ["walrus deep"],
            f"{below.item.id},{beside.item.id}": ["walrus beside", "walrus deep"],
            "0": ["walrus beside", "walrus deep", "walrus top"],
        }

    async def test_a_folder_that_the_user_may_not_see_is_not_there(self, enterprise: Enterprise) -> None:
        _, other = await enterprise.new_user()
        folder = await create(other, "hidden")
        for folder_id in (folder["id"], 1):
            answer = await enterprise.user.call("get_search", query="walrus", ancestor_folder_ids=folder_id)
            assert error_of(answer) == (404, "not_found")

    async def test_the_trash_with_what_was_put_there_inside_a_folder(self, enterprise: Enterprise) -> None:
        folder = await make_folder(enterprise, "walrus folder")
        await make_file(enterprise, "walrus inside", parent_id=folder.item.id)
        await make_file(enterprise, "walrus active")
        await enterprise.user.call("delete_folders_id", folder_id=folder.item.id, recursive=True)
        choices = ("trashed_only", "non_trashed_only", "all_items")
        found = {one: sorted(await names(enterprise.user, "walrus", trash_content=one)) for one in choices}
        assert found == {
            "trashed_only": ["walrus folder", "walrus inside"],
            "non_trashed_only": ["walrus active"],
            "all_items": ["walrus active", "walrus folder", "walrus inside"],
        }

    async def test_who_deleted_it_and_when(self, enterprise: Enterprise) -> None:
        other_id, other = await enterprise.new_user()
        place = await make_folder(enterprise, "place")
        await share(enterprise.user, place.item.id, {"id": other_id})
        mine = (await make_file(enterprise, "walrus mine", parent_id=place.item.id)).item
        theirs = await make_folder(enterprise, "walrus theirs", parent_id=place.item.id)
        await make_file(enterprise, "walrus inside", parent_id=theirs.item.id)
        await enterprise.user.call("delete_files_id", file_id=mine.id)
        moment = format_instant(enterprise.gateway.platform.clock.now() + SECOND)
        enterprise.gateway.platform.clock.advance(LATER)
        await other.call("delete_folders_id", folder_id=theirs.item.id, recursive=True)

        async def found(**limits: Any) -> list[str]:
            return sorted(await names(enterprise.user, "walrus", trash_content="trashed_only", **limits))

        assert await found(deleted_user_ids=other_id) == ["walrus inside", "walrus theirs"]
        assert await found(deleted_user_ids=f"{other_id},{enterprise.user_id}") == [
            "walrus inside",
            "walrus mine",
            "walrus theirs",
        ]
        assert await found(deleted_at_range=f",{moment}") == ["walrus mine"]
        assert await found(deleted_at_range=f"{moment},") == ["walrus inside", "walrus theirs"]
        assert await names(enterprise.user, "walrus", deleted_user_ids=other_id, trash_content="all_items") == []
