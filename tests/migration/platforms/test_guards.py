"""Read-only connections and pools: nothing gets past the one, everything is shared out by the other."""

import uuid
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from holdall.connector import Box
from holdall.migration.platforms.box import BoxPlatform
from holdall.migration.platforms.content import BytesContent
from holdall.migration.platforms.errors import Kind, PlatformError
from holdall.migration.platforms.extras import Extras
from holdall.migration.platforms.guards import EXTRAS_READS, EXTRAS_WRITES, READS, WRITES, pooled, read_only
from holdall.migration.platforms.local import LocalPlatform
from holdall.migration.platforms.platform import Details, Platform
from tests.suites.platforms import children, read
from tests.support.live import Live


def test_everything_that_a_platform_can_do_is_known_as_a_read_or_a_write():
    methods = {name for name in vars(Platform) if not name.startswith("_")}

    assert methods | Platform.__annotations__.keys() == READS | WRITES


def test_everything_that_extras_can_do_is_known_too():
    assert {name for name in vars(Extras) if not name.startswith("_")} == EXTRAS_READS | EXTRAS_WRITES


async def test_the_extras_of_a_read_only_platform_are_read_and_never_written(live: Live):
    async with Box(live.token, base_url=live.url) as client:
        platform = BoxPlatform(client)
        file = await platform.create_file(await platform.root(), f"{uuid.uuid4()}.txt", BytesContent(b"a"), Details())
        extras = read_only(platform, "Archive").extras
        assert extras is not None

        with pytest.raises(PlatformError, match="the connection 'Archive' is in read-only mode"):
            await extras.comment(file, "Here")

        assert (await extras.comments(file), (await extras.traits(file)).comments) == ([], 0)


async def test_a_read_only_platform_reads_and_refuses_every_write(tmp_path: Path):
    (tmp_path / "a.txt").write_bytes(b"abc")
    platform = read_only(LocalPlatform(tmp_path), "Archive")
    root = await platform.root()
    file = (await children(platform, root))["a.txt"]
    writes: dict[str, Callable[[], Awaitable[object]]] = {
        "create_folder": lambda: platform.create_folder(root, "new", Details()),
        "create_file": lambda: platform.create_file(root, "new", BytesContent(b""), Details()),
        "create_link": lambda: platform.create_link(root, "new", "target"),
        "replace": lambda: platform.replace(file, BytesContent(b""), Details()),
        "move": lambda: platform.move(file, root, "new"),
        "delete": lambda: platform.delete(file),
        "restore": lambda: platform.restore(file, root, "again"),
        "revert": lambda: platform.revert(file, file.revision),
    }

    assert writes.keys() == WRITES
    assert await read(platform, file) == b"abc"
    for write in writes.values():
        with pytest.raises(PlatformError, match="the connection 'Archive' is in read-only mode") as refused:
            await write()
        assert refused.value.kind is Kind.FORBIDDEN
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]


async def test_what_nobody_has_said_to_be_a_read_is_not_there(tmp_path: Path):
    platform = read_only(LocalPlatform(tmp_path), "Archive")

    assert not hasattr(platform, "write_somewhere_else")


async def test_a_pool_takes_its_members_in_turn(tmp_path: Path):
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / f"{name}.txt").touch()
    pool = pooled([LocalPlatform(tmp_path / "one"), LocalPlatform(tmp_path / "two")])
    root = await LocalPlatform(tmp_path / "one").root()

    listed = [set(await children(pool, root)) for _ in range(4)]

    assert listed == [{"one.txt"}, {"two.txt"}, {"one.txt"}, {"two.txt"}]
