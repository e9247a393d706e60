"""A Holdall account as the platform `box`, over a socket."""

import uuid
from collections.abc import AsyncIterator

import pytest

from holdall.connector import Box
from holdall.migration.platforms.box import BoxPlatform
from holdall.migration.platforms.content import BytesContent
from holdall.migration.platforms.errors import Kind
from holdall.migration.platforms.platform import Account, Details, Entry
from tests.suites.platforms import MOMENT, PlatformSuite, children, kind_of_failure, read
from tests.support.live import Live


@pytest.fixture
async def box(live: Live) -> AsyncIterator[Box]:
    async with Box(live.token, base_url=live.url) as client:
        yield client


@pytest.fixture
async def platform(box: Box) -> BoxPlatform:
    folder = await box.call("post_folders", name=f"migration {uuid.uuid4()}", parent={"id": "0"})
    return BoxPlatform(box, root_folder_id=folder["id"])


class TestBox(PlatformSuite):
    pass


async def test_an_account_s_own_root_is_where_a_connection_begins(box: Box):
    name = f"at the root {uuid.uuid4()}"
    await box.call("post_folders", name=name, parent={"id": "0"})

    found = await BoxPlatform(box).find([name])

    assert (found.name, found.type) == (name, "folder")


async def test_a_connection_acts_as_another_account(box: Box):
    user = await box.call("post_users", name="Mover", login=f"{uuid.uuid4()}@example.com")
    platform = BoxPlatform(box).as_account(Account(id=user["id"]))

    file = await platform.create_file(await platform.root(), "mine.txt", BytesContent(b"m"), Details())

    assert (await platform.entry(file.address)).owner == Account(id=user["id"], email=user["login"], name="Mover")
    assert list(await children(platform, await platform.root())) == ["mine.txt"]


async def test_deleting_for_good_leaves_nothing_in_the_trash(box: Box):
    folder = await box.call("post_folders", name=f"migration {uuid.uuid4()}", parent={"id": "0"})
    platform = BoxPlatform(box, root_folder_id=folder["id"], delete_permanently=True)
    file = await platform.create_file(await platform.root(), "gone.txt", BytesContent(b"g"), Details())

    await platform.delete(file)

    trashed = [record["id"] async for record in box.iterate("get_folders_trash_items")]
    assert file.address.split("/")[1] not in trashed


async def test_times_are_kept_in_whole_seconds(platform: BoxPlatform):
    details = Details(created=MOMENT + 999_999, modified=MOMENT + 1)

    file = await platform.create_file(await platform.root(), "dated.txt", BytesContent(b"d"), details)

    found = await platform.entry(file.address)
    assert (found.created, found.modified) == (MOMENT, MOMENT)


async def test_an_older_version_has_its_own_size_hash_and_bytes(platform: BoxPlatform):
    file = await platform.create_file(await platform.root(), "v.txt", BytesContent(b"one"), Details())
    file = await platform.replace(file, BytesContent(b"two two"), Details())

    older, newest = await platform.versions(file)

    assert [(older.size, newest.size), await read(platform, older)] == [(3, 7), b"one"]
    assert older.hashes["sha1"] != newest.hashes["sha1"]


async def test_names_that_differ_in_case_alone_are_taken(platform: BoxPlatform):
    root = await platform.root()
    await platform.create_file(root, "Case.txt", BytesContent(b"c"), Details())

    attempt = platform.create_file(root, "cASE.TXT", BytesContent(b"c"), Details())

    assert await kind_of_failure(attempt) is Kind.NAME_TAKEN


async def test_links_are_found_by_address_and_moved(platform: BoxPlatform):
    root = await platform.root()
    link = await platform.create_link(root, "link", "https://example.com/page")
    folder = await platform.create_folder(root, "folder", Details())

    moved = await platform.move(link, folder, "renamed")

    found = await platform.entry(link.address)
    assert (found.name, found.target, moved.identity) == ("renamed", "https://example.com/page", link.identity)


async def test_an_author_writes_where_it_may_and_the_connection_s_own_account_elsewhere(box: Box):
    user = await box.call("post_users", name="Author", login=f"{uuid.uuid4()}@example.com")
    author = Account(id=user["id"])
    platform = BoxPlatform(box)
    root = await platform.root()
    own = await platform.create_folder(root, f"own {uuid.uuid4()}", Details())
    shared = await platform.create_folder(root, f"shared {uuid.uuid4()}", Details())
    await platform.extras.grant(shared, author, "editor", None)

    async def written_by(folder: Entry) -> list[str]:
        file = await platform.create_file(folder, "a.txt", BytesContent(b"one"), Details(author=author))
        file = await platform.replace(file, BytesContent(b"two"), Details(author=author))
        fields = ["created_by", "modified_by"]
        record = await box.call("get_files_id", file_id=file.address.split("/")[1], fields=fields)
        return [record[name]["id"] for name in fields]

    me = (await platform.myself()).id
    assert await written_by(own) == [me, me]
    assert await written_by(shared) == [user["id"], user["id"]]
