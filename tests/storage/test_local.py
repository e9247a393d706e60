"""The local store: the suite of every store, and what only files can show: what stays on the disk, and when it is full."""

import asyncio
import errno
import itertools
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdall.storage import PIECE, BlobMissing, StoredBlob, StoreUnavailable, open_store
from holdall.storage.local import LocalStore
from tests.suites.blob_store import BlobStoreSuite, blob_of, keys, random_bytes, read_all, write


@pytest.fixture
async def store(tmp_path: Path):
    store = LocalStore(tmp_path / "blobs")
    yield store
    await store.close()


def files_under(root: Path) -> list[Path]:
    return sorted(path for path in root.rglob("*") if path.is_file())


def open_descriptors() -> int:
    with os.scandir("/proc/self/fd") as descriptors:
        return len(list(descriptors))


class TestLocalStore(BlobStoreSuite):
    """Plain files pass the suite of every store."""


async def test_a_blob_is_a_plain_file_in_a_folder_named_by_how_its_key_begins(store: LocalStore):
    stored = await store.put(b"hello")

    assert files_under(store.root) == [store.root / stored.key[:3] / stored.key]
    assert (store.root / stored.key[:3] / stored.key).read_bytes() == b"hello"


async def test_other_files_in_the_store_are_not_blobs(store: LocalStore):
    stored = await store.put(b"hello")
    (store.root / "README").write_text("do not touch")
    (store.root / stored.key[:3] / "notes.txt").write_text("mine")
    (store.root / "lost+found").mkdir()
    (store.root / "fff").mkdir()
    (store.root / "fff" / ("e" * 32)).write_text("in another folder than its key says")

    assert await keys(store) == [stored.key]


@pytest.mark.parametrize("size", [10, 3 * PIECE])
async def test_an_aborted_blob_leaves_no_file_and_no_open_descriptor(store: LocalStore, size: int):
    await store.put(b"warm")
    descriptors = open_descriptors()
    writer = store.create()
    await writer.write(random_bytes(size))

    await writer.abort()

    assert len(files_under(store.root)) == 1
    assert open_descriptors() == descriptors


async def test_finished_and_read_blobs_leave_no_open_descriptor(store: LocalStore):
    await store.put(b"warm")
    descriptors = open_descriptors()

    stored = await write(store, *[random_bytes(PIECE)] * 8)
    await read_all(await store.read(stored.key, 0, stored.size))
    half_read = await store.read(stored.key, 0, stored.size)
    await anext(half_read)
    del half_read

    assert open_descriptors() == descriptors


async def test_a_blob_that_is_not_in_the_page_cache_is_read_all_the_same(store: LocalStore):
    data = random_bytes(20 * PIECE + 11)
    stored = await store.put(data)
    descriptor = os.open(store.root / stored.key[:3] / stored.key, os.O_RDONLY)
    os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
    os.close(descriptor)

    assert await read_all(await store.read(stored.key, 3, len(data) - 3)) == data[3:]


async def test_a_blob_deleted_while_it_is_read_is_read_to_its_end(store: LocalStore):
    data = random_bytes(4 * PIECE)
    stored = await store.put(data)
    pieces = await store.read(stored.key, 0, len(data))
    first = await anext(pieces)

    await store.delete([stored.key])

    assert first + await read_all(pieces) == data


async def test_a_folder_that_cannot_be_made_is_said_when_the_store_is_opened(tmp_path: Path):
    (tmp_path / "file").write_text("in the way")

    with pytest.raises(StoreUnavailable, match="file"):
        LocalStore(tmp_path / "file")


async def test_a_store_whose_folder_is_gone_fails_its_check(store: LocalStore):
    store.root.rmdir()

    with pytest.raises(StoreUnavailable, match="is not a folder that this process may write"):
        await store.check()


async def test_a_failed_sync_fails_every_blob_of_its_group_and_leaves_none(store: LocalStore, monkeypatch):
    await store.put(b"before")
    before = files_under(store.root)
    real_fsync, calls = os.fsync, []

    def fsync(descriptor: int) -> None:
        calls.append(descriptor)
        if len(calls) == 1:
            raise OSError(errno.EIO, "Input/output error")
        real_fsync(descriptor)

    monkeypatch.setattr(os, "fsync", fsync)

    outcomes = await asyncio.gather(*(store.put(b"%d" % number) for number in range(10)), return_exceptions=True)

    assert [type(outcome) for outcome in outcomes] == [StoreUnavailable] * 10
    assert files_under(store.root) == before


async def test_blobs_that_come_while_a_group_is_synced_do_not_share_its_failure(store: LocalStore, monkeypatch):
    real_fsync, calls = os.fsync, []

    def fsync(descriptor: int) -> None:
        calls.append(descriptor)
        if len(calls) == 1:
            time.sleep(0.05)
            raise OSError(errno.EIO, "Input/output error")
        real_fsync(descriptor)

    monkeypatch.setattr(os, "fsync", fsync)
    first = asyncio.create_task(store.put(b"first"))
    while not calls:
        await asyncio.sleep(0.001)

    second = await store.put(b"second")

    with pytest.raises(StoreUnavailable):
        await first
    assert await keys(store) == [second.key]


FILE_LIMIT = """
import asyncio, json, resource, signal, sys
from pathlib import Path
from holdall.storage import StoreFull
from holdall.storage.local import LocalStore

signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))

async def main() -> None:
    store = LocalStore(Path(sys.argv[1]))
    refused = []
    for size in (100_001, 3_000_000):
        try:
            async with store.create() as writer:
                for start in range(0, size, 50_000):
                    await writer.write(bytes(min(50_000, size - start)))
                await writer.finish()
        except StoreFull as error:
            refused.append(str(error).endswith("File too large"))
    kept = await store.put(bytes(100_000))
    print(json.dumps([refused, [entry.key == kept.key async for entry in store.entries()]]))
    await store.close()

asyncio.run(main())
"""


def test_a_store_without_room_refuses_the_blob_and_keeps_nothing_of_it(tmp_path: Path):
    answer = subprocess.run(
        [sys.executable, "-c", FILE_LIMIT, str(tmp_path / "blobs")], capture_output=True, text=True, check=True
    )

    assert answer.stdout.strip() == "[[true, true], [true]]"


ENDLESS_UPLOAD = """
import asyncio, sys
from pathlib import Path
from holdall.storage.local import LocalStore

async def main() -> None:
    store = LocalStore(Path(sys.argv[1]))
    done = await store.put(b"acknowledged")
    print(done.key, flush=True)
    async with store.create() as writer:
        while True:
            await writer.write(bytes(262144))
            await asyncio.sleep(0.01)

asyncio.run(main())
"""


async def test_a_killed_process_leaves_what_was_acknowledged_and_at_most_files_without_a_row(tmp_path: Path):
    root = tmp_path / "blobs"
    process = subprocess.Popen([sys.executable, "-c", ENDLESS_UPLOAD, str(root)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    acknowledged = process.stdout.readline().strip()
    while len(files_under(root)) < 2:
        await asyncio.sleep(0.005)

    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()

    store = open_store(str(root), name="main")
    assert await read_all(await store.read(acknowledged, 0, 12)) == b"acknowledged"
    left = [key for key in await keys(store) if key != acknowledged]
    assert len(left) == 1
    await store.delete(left)
    assert files_under(root) == [root / acknowledged[:3] / acknowledged]
    await store.close()


MEMORY = """
import asyncio, hashlib, os, resource, sys
from pathlib import Path
from holdall.storage.local import LocalStore

PIECE = os.urandom(262144)

async def round_trip(store: LocalStore, pieces: int) -> bool:
    async with store.create() as writer:
        for _ in range(pieces):
            await writer.write(PIECE)
        stored = await writer.finish()
    digest = hashlib.sha1()
    async for part in await store.read(stored.key, 0, stored.size):
        digest.update(part)
    return digest.hexdigest() == stored.sha1

async def main() -> None:
    store = LocalStore(Path(sys.argv[1]))
    await round_trip(store, 16)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    whole = await round_trip(store, 256)
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    print(whole, grown < 8 * 1024)
    await store.close()

asyncio.run(main())
"""


def test_memory_grows_by_less_than_8_mib_while_64_mib_are_written_and_read(tmp_path: Path):
    answer = subprocess.run(
        [sys.executable, "-c", MEMORY, str(tmp_path / "blobs")], capture_output=True, text=True, check=True
    )

    assert answer.stdout.split() == ["True", "True"]


async def test_open_store_reads_paths_and_file_urls(tmp_path: Path):
    by_path = open_store(str(tmp_path / "with space"), name="main")
    stored = await by_path.put(b"one folder")
    by_url = open_store(f"file://{tmp_path}/with%20space", name="main")

    assert await by_url.size(stored.key) == 10
    await by_url.delete([stored.key])
    with pytest.raises(BlobMissing):
        await by_path.read(stored.key, 0, 1)
    await by_path.close()
    await by_url.close()


def test_open_store_refuses_what_it_does_not_know():
    with pytest.raises(ValueError, match="gopher"):
        open_store("gopher://hole/blobs", name="main")


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_whatever_pieces_are_written_any_range_of_them_is_read(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
):
    sizes = data.draw(st.lists(st.integers(0, 2 * PIECE + 3), max_size=9))
    content = random_bytes(sum(sizes))
    offset = data.draw(st.integers(0, len(content)))
    length = data.draw(st.integers(0, len(content) - offset))
    ends = list(itertools.accumulate(sizes))

    async def round_trip() -> tuple[StoredBlob, bytes]:
        store = LocalStore(tmp_path_factory.mktemp("blobs"))
        stored = await write(store, *(content[end - size : end] for size, end in zip(sizes, ends, strict=True)))
        found = await read_all(await store.read(stored.key, offset, length))
        await store.close()
        return stored, found

    stored, found = asyncio.run(round_trip())

    assert stored == blob_of(stored, content)
    assert found == content[offset : offset + length]
