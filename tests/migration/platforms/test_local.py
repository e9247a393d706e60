"""Folders of this machine as a platform."""

import os
import resource
import signal
from pathlib import Path

import pytest

from holdall.migration.platforms.content import PIECE, BytesContent
from holdall.migration.platforms.errors import Kind, PlatformError
from holdall.migration.platforms.local import LocalPlatform
from holdall.migration.platforms.platform import Details
from tests.suites.platforms import PiecesContent, PlatformSuite, children, kind_of_failure, read


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "root"
    root.mkdir()
    return root


@pytest.fixture
def platform(root: Path) -> LocalPlatform:
    return LocalPlatform(root)


class TestLocal(PlatformSuite):
    link_target = "report.txt"


def test_a_root_that_is_no_folder_is_refused(tmp_path: Path):
    with pytest.raises(PlatformError, match="is no folder") as caught:
        LocalPlatform(tmp_path / "none")

    assert caught.value.kind is Kind.NOT_FOUND


async def test_no_address_leads_out_of_the_root(platform: LocalPlatform, root: Path, tmp_path: Path):
    (tmp_path / "secret").write_text("secret")
    (root / "way").symlink_to(tmp_path)

    for address in ("../secret", "way/secret", "way/../../secret"):
        assert await kind_of_failure(platform.entry(address)) is Kind.FORBIDDEN


async def test_a_folder_that_became_a_link_is_not_listed(platform: LocalPlatform, root: Path, tmp_path: Path):
    folder = await platform.create_folder(await platform.root(), "folder", Details())
    (root / "folder").rmdir()
    (root / "folder").symlink_to(tmp_path)

    assert await kind_of_failure(children(platform, folder)) is Kind.NOT_FOUND


async def test_a_file_that_became_a_link_is_not_read(platform: LocalPlatform, root: Path, tmp_path: Path):
    file = await platform.create_file(await platform.root(), "file", BytesContent(b"mine"), Details())
    (tmp_path / "secret").write_text("secret")
    (root / "file").unlink()
    (root / "file").symlink_to(tmp_path / "secret")

    with pytest.raises(PlatformError):
        await read(platform, file)


async def test_a_link_out_of_the_root_is_refused(platform: LocalPlatform):
    attempt = platform.create_link(await platform.root(), "link", "../secret")

    assert await kind_of_failure(attempt) is Kind.FORBIDDEN


async def test_a_file_that_changes_while_it_is_read_is_noticed(platform: LocalPlatform, root: Path):
    file = await platform.create_file(await platform.root(), "log", PiecesContent(bytes(4 * PIECE)), Details())
    content = await platform.open(file)

    async def read_while_it_grows() -> None:
        async for _ in content.pieces():
            with (root / "log").open("ab") as log:
                log.write(b"more")

    assert await kind_of_failure(read_while_it_grows()) is Kind.CHANGED
    await content.close()


async def test_a_small_file_that_changed_since_it_was_listed_is_noticed(platform: LocalPlatform, root: Path):
    file = await platform.create_file(await platform.root(), "note", BytesContent(b"one"), Details())
    (root / "note").write_bytes(b"other")

    assert await kind_of_failure(platform.open(file)) is Kind.CHANGED


async def test_zeros_become_holes(platform: LocalPlatform, root: Path):
    data = b"start" + bytes(8 * PIECE) + b"end"

    file = await platform.create_file(await platform.root(), "sparse", PiecesContent(data), Details())

    status = (root / "sparse").stat()
    assert await read(platform, file) == data
    assert status.st_size == len(data)
    assert status.st_blocks * 512 < PIECE


async def test_pipes_and_names_that_are_no_text_are_listed_with_the_reason(platform: LocalPlatform, root: Path):
    os.mkfifo(root / "pipe")
    Path(os.fsdecode(os.fsencode(root) + b"/bad \xff")).touch()

    found = await children(platform, await platform.root())

    assert {entry.type: entry.problem for entry in found.values()} == {
        "other": "is a device, a pipe or a socket",
        "file": "has a name that is no UTF-8",
    }


async def test_a_file_that_the_system_finds_too_large_is_told_as_such_and_leaves_nothing(
    platform: LocalPlatform, root: Path
):
    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (PIECE, limits[1]))
    try:
        content = PiecesContent(os.urandom(3 * PIECE))
        attempt = platform.create_file(await platform.root(), "large", content, Details())
        assert await kind_of_failure(attempt) is Kind.TOO_LARGE
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        signal.signal(signal.SIGXFSZ, before)

    assert list(root.iterdir()) == []


async def test_what_a_killed_process_left_is_removed_after_a_day(platform: LocalPlatform, root: Path, monkeypatch):
    old, young = root / ".holdall-partial-old", root / ".holdall-partial-young"
    for left in (old, young):
        left.touch()
    changed = young.stat().st_ctime

    monkeypatch.setattr("time.time", lambda: changed + 24 * 3600 - 1)
    await platform.create_file(await platform.root(), "first", BytesContent(b""), Details())
    kept = sorted(path.name for path in root.iterdir())
    monkeypatch.setattr("time.time", lambda: changed + 24 * 3600 + 1)
    await LocalPlatform(root).create_file(await platform.root(), "second", BytesContent(b""), Details())

    assert kept == [".holdall-partial-old", ".holdall-partial-young", "first"]
    assert sorted(path.name for path in root.iterdir()) == ["first", "second"]
