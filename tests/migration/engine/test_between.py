"""Migrations between platforms of different kinds, over real sockets: Holdall, a bucket, a folder."""

import itertools
import uuid
from collections.abc import AsyncIterator
from pathlib import Path
from typing import TYPE_CHECKING, cast

import pytest
from obstore.store import S3Store

from holdall.base.db import Database
from holdall.connector import Box
from holdall.migration.platforms.box import BoxPlatform
from holdall.migration.platforms.content import BytesContent
from holdall.migration.platforms.errors import PlatformError
from holdall.migration.platforms.local import LocalPlatform
from holdall.migration.platforms.objects import ObjectPlatform
from holdall.migration.platforms.platform import Details, Entry, Platform
from tests.migration.engine.trees import migrate, read_tree, rows, write_tree
from tests.suites.platforms import MOMENT, read
from tests.support.live import Live
from tests.support.s3 import options_of

if TYPE_CHECKING:
    from obstore.store import S3Config

TREE = {
    "two words.txt": "two words",
    "emoji 😀.txt": "😀",
    "nfd e\u0301.txt": "é",
    "con": "reserved elsewhere",
    "trailing dot.": "dot",
    "a" * 250 + ".txt": "long",
    "Folder": {"deep": {"file.bin": "x" * 3_000_000, "empty file": ""}},
}

_prefixes = itertools.count()


@pytest.fixture
async def box(live: Live) -> AsyncIterator[Box]:
    async with Box(live.token, base_url=live.url) as client:
        yield client


async def new_account_folder(box: Box) -> BoxPlatform:
    folder = await box.call("post_folders", name=f"migration {uuid.uuid4()}", parent={"id": "0"})
    return BoxPlatform(box, root_folder_id=folder["id"])


def new_bucket(endpoint: str) -> ObjectPlatform:
    config = cast("S3Config", options_of(endpoint))
    return ObjectPlatform(S3Store("blobs", prefix=f"between-{next(_prefixes)}", config=config))


async def tree_of(platform: Platform) -> dict[str, object]:
    """What a platform holds; without empty folders where those are none."""

    async def below(folder: Entry) -> dict[str, object]:
        found: dict[str, object] = {}
        try:
            entries = [entry async for page in platform.children(folder) for entry in page]
        except PlatformError:  # a server that shows what its folder was, after it was emptied
            entries = []
        for entry in entries:
            inside = await below(entry) if entry.type == "folder" else (await read(platform, entry)).decode()
            if inside or entry.type == "file" or platform.features.empty_folders:
                found[entry.name] = inside
        return found

    return await below(await platform.root())


@pytest.fixture
def source(tmp_path: Path) -> LocalPlatform:
    write_tree(tmp_path / "source", TREE)
    return LocalPlatform(tmp_path / "source")


async def test_from_a_folder_through_holdall_and_a_bucket_and_back(
    database: Database, box: Box, s3_endpoint: str, source: LocalPlatform, tmp_path: Path
):
    account, bucket = await new_account_folder(box), new_bucket(s3_endpoint)
    (tmp_path / "back").mkdir()
    back = LocalPlatform(tmp_path / "back")

    runs = [
        await migrate(database, source, account, job="in"),
        await migrate(database, account, bucket, job="across"),
        await migrate(database, bucket, back, job="back"),
    ]

    assert [run.status for run in runs] == ["completed"] * 3
    assert read_tree(tmp_path / "back") == TREE
    for job in ("in", "across", "back"):
        files = [item for item in (await rows(database, job)).values() if item.type == "file"]
        assert all(item.verified_run for item in files)


async def test_times_travel_through_every_platform(database: Database, box: Box, s3_endpoint: str, tmp_path: Path):
    (tmp_path / "from").mkdir()
    (tmp_path / "to").mkdir()
    begin, account = LocalPlatform(tmp_path / "from"), await new_account_folder(box)
    bucket, end = new_bucket(s3_endpoint), LocalPlatform(tmp_path / "to")
    await begin.create_file(await begin.root(), "old.txt", BytesContent(b"old"), Details(modified=MOMENT))

    for job, (one, other) in enumerate(itertools.pairwise([begin, account, bucket, end])):
        await migrate(database, one, other, job=str(job))

    assert (await end.entry("old.txt")).modified == MOMENT


async def test_every_version_travels_between_accounts_and_only_new_ones_later(database: Database, box: Box):
    one, other = await new_account_folder(box), await new_account_folder(box)
    file = await one.create_file(await one.root(), "v.txt", BytesContent(b"one"), Details())
    file = await one.replace(file, BytesContent(b"two"), Details())

    await migrate(database, one, other)
    first = (await rows(database))["v.txt"]
    for text in (b"three", b"four"):
        file = await one.replace(file, BytesContent(text), Details())
    await migrate(database, one, other)

    copied = await other.find(["v.txt"])
    assert [await read(other, version) for version in await other.versions(copied)] == [
        b"one",
        b"two",
        b"three",
        b"four",
    ]
    assert (first.versions, (await rows(database))["v.txt"].versions) == (2, 2)


async def test_web_links_travel_between_accounts_and_are_left_out_elsewhere(
    database: Database, box: Box, tmp_path: Path
):
    one, other = await new_account_folder(box), await new_account_folder(box)
    await one.create_link(await one.root(), "link", "https://example.com/page")
    (tmp_path / "folder").mkdir()

    await migrate(database, one, other, job="accounts")
    await migrate(database, one, LocalPlatform(tmp_path / "folder"), job="folder")

    assert (await other.find(["link"])).target == "https://example.com/page"
    left_out = (await rows(database, "folder"))["link"]
    assert (left_out.status, left_out.reason) == (
        "skipped",
        "is a link, which the destination does not keep; it points to https://example.com/page",
    )


async def test_names_that_the_destination_refuses_are_changed_and_case_twins_numbered(
    database: Database, box: Box, tmp_path: Path
):
    write_tree(tmp_path / "odd", {"back\\slash": "b", " space ": "s", "tab\t": "tab"})
    twins = ["Twin.txt", "twin.txt", "TWIN.txt", "tWIN.txt", "twin (2).txt"]
    write_tree(tmp_path / "odd", {name: name for name in twins})
    account = await new_account_folder(box)

    await migrate(database, LocalPlatform(tmp_path / "odd"), account)

    found = await tree_of(account)
    numbered = {name: content for name, content in found.items() if name.lower().startswith("twin")}
    assert sorted(set(found) - set(numbered)) == ["_space_", "back_slash", "tab_"]
    assert sorted(map(str, numbered.values())) == sorted(twins)
    assert len({name.lower() for name in numbered}) == len(twins)
    assert (await rows(database))["back\\slash"].status == "processed"


async def test_an_account_s_renames_and_edits_are_few_operations_on_the_other_side(database: Database, box: Box):
    one, other = await new_account_folder(box), await new_account_folder(box)
    root = await one.root()
    folder = await one.create_folder(root, "Folder", Details())
    files = [await one.create_file(folder, f"{number}.txt", BytesContent(b"x"), Details()) for number in range(20)]
    await migrate(database, one, other)
    before = {item.destination_identity for item in (await rows(database)).values()}

    await one.move(folder, root, "Renamed")
    for number in range(5):
        await one.move(files[number], root, f"moved {number}.txt")
    await one.replace(files[10], BytesContent(b"edited"), Details())
    await migrate(database, one, other)

    assert await tree_of(other) == await tree_of(one)
    assert {item.destination_identity for item in (await rows(database)).values()} == before


async def test_a_bucket_follows_renames_by_copying_and_keeps_the_old_unless_deletions_are_mirrored(
    database: Database, s3_endpoint: str, source: LocalPlatform, tmp_path: Path
):
    bucket = new_bucket(s3_endpoint)
    await migrate(database, source, bucket)
    (tmp_path / "source/con").rename(tmp_path / "source/aux")
    (tmp_path / "source/Folder").rename(tmp_path / "source/Renamed")

    await migrate(database, source, bucket)
    both = sorted(await tree_of(bucket))
    await migrate(database, source, bucket, delete_propagation="mirror", delete_brake=90)

    assert {"con", "aux", "Folder", "Renamed"} <= set(both)
    assert await tree_of(bucket) == read_tree(tmp_path / "source")
