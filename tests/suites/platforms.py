"""What every platform of a migration must do, as far as it declares to. A platform joins with a class of its own:
a `platform` fixture with an empty root, and this as its base.
"""

import asyncio
import hashlib
import os
from collections.abc import AsyncIterator

import pytest

from holdall.migration.platforms.content import PIECE, BytesContent, Content
from holdall.migration.platforms.errors import Kind, PlatformError
from holdall.migration.platforms.names import problem
from holdall.migration.platforms.platform import Details, Entry, Platform

MOMENT = 1_500_000_000_000_000
"""A time of content that no platform would come to by itself: 14 July 2017."""

NAMES = [
    "plain.txt",
    "two words.txt",
    "emoji 😀.txt",
    "nfc é.txt",
    "nfd e\u0301.txt",
    "中文.txt",
    "quote ' \" `.txt",
    "percent %41.txt",
    "hash # question ? star *.txt",
    "colon : pipe | angle <>.txt",
    "trailing dot.",
    ".hidden",
    "a" * 250 + ".txt",
    "[brackets] {braces} ~.txt",
    "con",
    "tab\tnewline\n.txt",
    "back\\slash",
    " leading space",
]


class PiecesContent(Content):
    """Bytes that arrive in pieces, and may break off."""

    def __init__(self, data: bytes, breaks_after: int | None = None) -> None:
        super().__init__(len(data))
        self._data = data
        self._breaks_after = breaks_after

    async def _pieces(self) -> AsyncIterator[bytes]:
        for start in range(0, len(self._data), PIECE // 2):
            if self._breaks_after is not None and start >= self._breaks_after:
                raise PlatformError(Kind.UNAVAILABLE, "the source broke off")
            yield self._data[start : start + PIECE // 2]


async def children(platform: Platform, folder: Entry) -> dict[str, Entry]:
    return {entry.name: entry async for page in platform.children(folder) for entry in page}


async def read(platform: Platform, file: Entry) -> bytes:
    content = await platform.open(file)
    try:
        return b"".join([piece async for piece in content.pieces()])
    finally:
        await content.close()


async def kind_of_failure(attempt) -> Kind:
    with pytest.raises(PlatformError) as caught:
        await attempt
    assert caught.value.message
    return caught.value.kind


class PlatformSuite:
    """Listing, reading, writing, renaming and removing."""

    async def file(self, platform: Platform, name: str = "report.txt", data: bytes = b"first") -> Entry:
        return await platform.create_file(await platform.root(), name, BytesContent(data), Details(modified=MOMENT))

    async def folder(self, platform: Platform, name: str = "folder") -> Entry:
        """A folder that is there even where folders need content."""
        folder = await platform.create_folder(await platform.root(), name, Details())
        await platform.create_file(folder, "kept", BytesContent(b"k"), Details())
        return folder

    async def test_an_empty_root_has_no_children(self, platform: Platform):
        assert await children(platform, await platform.root()) == {}

    @pytest.mark.parametrize("size", [0, 1, 10_240, PIECE, PIECE + 1, 9 * PIECE + 17])
    async def test_a_file_holds_the_bytes_that_were_written(self, platform: Platform, size: int):
        data = os.urandom(size)
        content = PiecesContent(data)

        file = await platform.create_file(await platform.root(), "bytes.bin", content, Details())

        assert await read(platform, file) == data
        assert (file.size, file.type, file.name) == (size, "file", "bytes.bin")
        assert content.sha1 == hashlib.sha1(data).hexdigest()

    async def test_reading_tells_the_sha1_of_what_was_read(self, platform: Platform):
        file = await self.file(platform, data=b"hello")
        content = await platform.open(file)

        data = await content.read()

        assert (data, content.sha1) == (b"hello", hashlib.sha1(b"hello").hexdigest())

    async def test_the_hashes_that_a_platform_tells_are_those_of_the_bytes(self, platform: Platform):
        file = await self.file(platform, data=b"hello")

        listed = (await children(platform, await platform.root()))["report.txt"]

        expected = {name: hashlib.new(name, b"hello").hexdigest() for name in platform.features.hashes}
        assert dict(listed.hashes) == dict(file.hashes) == expected

    async def test_listing_answers_what_creating_answered(self, platform: Platform):
        file, folder = await self.file(platform), await self.folder(platform)

        found = await children(platform, await platform.root())

        assert {name: (entry.address, entry.identity, entry.type) for name, entry in found.items()} == {
            entry.name: (entry.address, entry.identity, entry.type) for entry in (file, folder)
        }
        assert (found["report.txt"].revision, found["report.txt"].size) == (file.revision, file.size)

    async def test_a_name_comes_back_as_it_was_given_or_is_refused_as_the_rules_say(self, platform: Platform):
        root = await platform.root()
        kept: list[str] = []
        for name in NAMES:
            if problem(name, platform.rules) is None:
                await platform.create_file(root, name, BytesContent(name.encode()), Details())
                kept.append(name)
            else:
                attempt = platform.create_file(root, name, BytesContent(b""), Details())
                assert await kind_of_failure(attempt) is Kind.NAME_REFUSED

        found = await children(platform, root)

        assert sorted(found) == sorted(kept)
        assert {name: await read(platform, entry) for name, entry in found.items()} == {
            name: name.encode() for name in kept
        }

    async def test_every_page_of_a_large_folder_is_listed_once(self, platform: Platform):
        folder = await self.folder(platform)
        names = {f"file {number:04}" for number in range(1100)}
        await asyncio.gather(*(platform.create_file(folder, name, BytesContent(b""), Details()) for name in names))

        listed = [entry.name async for page in platform.children(folder) for entry in page]

        assert sorted(listed) == sorted(names | {"kept"})

    async def test_find_follows_a_path_and_names_what_is_missing(self, platform: Platform):
        folder = await self.folder(platform)

        assert (await platform.find(["folder", "kept"])).name == "kept"
        assert (await platform.find([])).address == (await platform.root()).address
        assert (await platform.find(["folder"])).address == folder.address
        with pytest.raises(PlatformError, match="/folder/none") as caught:
            await platform.find(["folder", "none", "deeper"])
        assert caught.value.kind is Kind.NOT_FOUND

    async def test_an_empty_folder_stays_where_folders_may_be_empty(self, platform: Platform):
        await platform.create_folder(await platform.root(), "empty", Details())

        found = await children(platform, await platform.root())

        assert list(found) == (["empty"] if platform.features.empty_folders else [])

    async def test_a_taken_name_is_refused_and_changes_nothing(self, platform: Platform):
        file, folder = await self.file(platform), await self.folder(platform)
        root = await platform.root()

        for name in (file.name, folder.name):
            attempt = platform.create_file(root, name, BytesContent(b"second"), Details())
            assert await kind_of_failure(attempt) is Kind.NAME_TAKEN
            large = platform.create_file(root, name, PiecesContent(bytes(9 * PIECE)), Details())
            assert await kind_of_failure(large) is Kind.NAME_TAKEN
            assert await kind_of_failure(platform.create_folder(root, name, Details())) is Kind.NAME_TAKEN

        assert await read(platform, file) == b"first"
        assert sorted(await children(platform, root)) == ["folder", "report.txt"]

    async def test_the_times_that_a_platform_keeps_come_back(self, platform: Platform):
        details = Details(created=MOMENT - 86_400_000_000, modified=MOMENT)
        file = await platform.create_file(await platform.root(), "dated.txt", BytesContent(b"d"), details)

        found = await platform.entry(file.address)

        kept = {"created": found.created, "modified": found.modified}
        assert {name: kept[name] for name in platform.features.timestamps} == {
            name: getattr(details, name) for name in platform.features.timestamps
        }

    async def test_replacing_gives_a_file_other_bytes_and_another_revision(self, platform: Platform):
        file = await self.file(platform)

        replaced = await platform.replace(file, BytesContent(b"second"), Details(modified=MOMENT + 5_000_000))

        assert await read(platform, replaced) == b"second"
        assert replaced.revision != file.revision
        assert replaced.address == file.address
        assert list(await children(platform, await platform.root())) == ["report.txt"]

    async def test_replacing_keeps_the_identity_where_identities_are_for_life(self, platform: Platform):
        if not platform.features.versions:
            return
        file = await self.file(platform)

        replaced = await platform.replace(file, BytesContent(b"second"), Details())

        assert replaced.identity == file.identity

    async def test_every_version_can_be_read_oldest_first(self, platform: Platform):
        file = await self.file(platform)
        replaced = await platform.replace(file, BytesContent(b"second"), Details())

        versions = await platform.versions(replaced)

        expected = [b"first", b"second"] if platform.features.versions else [b"second"]
        assert [await read(platform, version) for version in versions] == expected

    async def test_a_file_that_changed_is_not_replaced(self, platform: Platform):
        file = await self.file(platform)
        await platform.replace(file, BytesContent(b"someone else's"), Details())

        assert await kind_of_failure(platform.replace(file, BytesContent(b"ours"), Details())) is Kind.CHANGED
        assert await read(platform, await platform.entry(file.address)) == b"someone else's"

    async def test_what_breaks_off_leaves_nothing(self, platform: Platform):
        root = await platform.root()
        for breaks_after in (0, 2 * PIECE):
            content = PiecesContent(bytes(10 * PIECE), breaks_after)
            attempt = platform.create_file(root, "broken.bin", content, Details())
            assert await kind_of_failure(attempt) is Kind.UNAVAILABLE

        assert await children(platform, root) == {}

    async def test_a_replacement_that_breaks_off_leaves_the_old_bytes(self, platform: Platform):
        file = await self.file(platform)

        attempt = platform.replace(file, PiecesContent(bytes(10 * PIECE), 2 * PIECE), Details())

        assert await kind_of_failure(attempt) is Kind.UNAVAILABLE
        assert await read(platform, await platform.entry(file.address)) == b"first"

    async def test_moving_keeps_bytes_and_identity_or_is_declared_impossible(self, platform: Platform):
        file, folder = await self.file(platform), await self.folder(platform)
        if not platform.features.move:
            assert await kind_of_failure(platform.move(file, folder, "moved.txt")) is Kind.UNSUPPORTED
            return

        moved = await platform.move(file, folder, "moved.txt")

        assert (moved.name, await read(platform, moved)) == ("moved.txt", b"first")
        assert sorted(await children(platform, folder)) == ["kept", "moved.txt"]
        assert (moved.identity == file.identity) is platform.features.stable_identity

    async def test_a_folder_moves_with_all_that_is_in_it(self, platform: Platform):
        if not platform.features.move:
            return
        folder, other = await self.folder(platform, "from"), await self.folder(platform, "to")

        moved = await platform.move(folder, other, "new name")

        assert moved.identity == folder.identity
        assert await read(platform, await platform.find(["to", "new name", "kept"])) == b"k"
        assert await platform.child(await platform.root(), "from") is None

    async def test_moving_to_a_taken_name_is_refused(self, platform: Platform):
        if not platform.features.move:
            return
        file, other = await self.file(platform), await self.file(platform, "other.txt", b"other")

        attempt = platform.move(file, await platform.root(), "other.txt")

        assert await kind_of_failure(attempt) is Kind.NAME_TAKEN
        assert await read(platform, other) == b"other"

    async def test_deleting_removes_files_and_folders_with_their_content(self, platform: Platform):
        file, folder = await self.file(platform), await self.folder(platform)

        await platform.delete(file)
        await platform.delete(folder)

        root = await platform.root()
        assert [await platform.child(root, name) for name in (file.name, folder.name)] == [None, None]
        assert await kind_of_failure(platform.delete(file)) is Kind.NOT_FOUND
        assert await kind_of_failure(platform.delete(folder)) is Kind.NOT_FOUND

    async def test_what_is_gone_is_not_found(self, platform: Platform):
        file, folder = await self.file(platform), await self.folder(platform)
        await platform.delete(file)
        await platform.delete(folder)

        assert await kind_of_failure(platform.entry(file.address)) is Kind.NOT_FOUND
        assert await kind_of_failure(read(platform, file)) is Kind.NOT_FOUND
        assert await kind_of_failure(children(platform, folder)) is Kind.NOT_FOUND
        assert await platform.child(await platform.root(), file.name) is None

    async def test_links_are_kept_or_declared_impossible(self, platform: Platform):
        root = await platform.root()
        if platform.features.links == "none":
            assert await kind_of_failure(platform.create_link(root, "link", self.link_target)) is Kind.UNSUPPORTED
            return

        link = await platform.create_link(root, "link", self.link_target)

        found = (await children(platform, root))["link"]
        assert (found.type, found.target, found.address) == ("link", self.link_target, link.address)

    #: What a link of this platform may point to.
    link_target = "https://example.com/page"
