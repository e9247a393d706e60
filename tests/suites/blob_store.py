"""What every blob store must do. A store joins with a class of its own: a `store` fixture and this as its base."""

import asyncio
import hashlib
import itertools
import os
import time

import pytest

from holdall.storage import PIECE, BlobDamaged, BlobEntry, BlobMissing, BlobStore, Pieces, SizeMismatch, StoredBlob

NO_KEY = "0" * 32


def random_bytes(size: int) -> bytes:
    return os.urandom(size)


def blob_of(stored: StoredBlob, data: bytes) -> StoredBlob:
    """What `stored` must equal if it holds `data`."""
    return StoredBlob(stored.key, len(data), hashlib.sha1(data).hexdigest())


async def write(store: BlobStore, *pieces: bytes, expected_size: int | None = None) -> StoredBlob:
    async with store.create(expected_size) as writer:
        for piece in pieces:
            await writer.write(piece)
        return await writer.finish()


async def read_all(pieces: Pieces) -> bytes:
    return b"".join([piece async for piece in pieces])


async def entries(store: BlobStore) -> list[BlobEntry]:
    return [entry async for entry in store.entries()]


async def keys(store: BlobStore) -> list[str]:
    return [entry.key async for entry in store.entries()]


class BlobStoreSuite:
    """Writing, reading, listing and removing blobs."""

    #: Two sizes of large blobs: one that a store may hold in memory at once, one that it must write in steps.
    large = 3 * PIECE + 17
    larger = 12 * 1024 * 1024 + 5

    async def test_check_passes_on_a_store_that_works(self, store: BlobStore):
        await store.check()

        assert await entries(store) == []

    @pytest.mark.parametrize("size", [0, 1, 10_240, PIECE - 1, PIECE, PIECE + 1])
    async def test_put_stores_the_bytes_under_a_new_key_with_their_sha1(self, store: BlobStore, size: int):
        data = random_bytes(size)

        stored = await store.put(data)

        assert stored == blob_of(stored, data)
        assert await read_all(await store.read(stored.key, 0, size)) == data

    async def test_two_blobs_of_the_same_bytes_have_two_keys(self, store: BlobStore):
        first, second = await store.put(b"same"), await store.put(b"same")

        assert first.key != second.key
        assert first.sha1 == second.sha1

    async def test_a_large_blob_written_in_pieces_of_every_size_is_whole(self, store: BlobStore):
        data = random_bytes(self.larger)
        cuts = [0, 1, 1000, PIECE, 2 * PIECE + 7, 5 * 1024 * 1024, 11 * 1024 * 1024, len(data)]

        stored = await write(store, *(data[start:end] for start, end in itertools.pairwise(cuts)))

        assert stored == blob_of(stored, data)
        assert await read_all(await store.read(stored.key, 0, len(data))) == data

    async def test_many_tiny_pieces_make_the_same_blob_as_one(self, store: BlobStore):
        data = random_bytes(5_000)

        stored = await write(store, *(data[position : position + 1] for position in range(len(data))))

        assert stored == blob_of(stored, data)
        assert await read_all(await store.read(stored.key, 0, len(data))) == data

    async def test_blobs_that_finish_together_are_all_stored(self, store: BlobStore):
        contents = [random_bytes(100 + number) for number in range(40)]

        stored = await asyncio.gather(*(store.put(data) for data in contents))

        assert stored == [blob_of(blob, data) for blob, data in zip(stored, contents, strict=True)]
        assert [await read_all(await store.read(blob.key, 0, blob.size)) for blob in stored] == contents

    @pytest.mark.parametrize(("size", "expected"), [(5, 6), (6, 5), (0, 1), (3 * PIECE, 3 * PIECE + 1)])
    async def test_another_size_than_expected_is_refused_and_leaves_nothing(self, store, size: int, expected: int):
        with pytest.raises(SizeMismatch, match=f"{size} bytes came where {expected} were expected"):
            await write(store, random_bytes(size), expected_size=expected)

        assert await keys(store) == []

    @pytest.mark.parametrize("size", [0, 10, large, larger])
    async def test_an_aborted_blob_leaves_nothing(self, store: BlobStore, size: int):
        writer = store.create()
        await writer.write(random_bytes(size))

        await writer.abort()
        await writer.abort()

        assert await keys(store) == []

    async def test_a_writer_left_by_an_error_leaves_nothing(self, store: BlobStore):
        with pytest.raises(ConnectionResetError):
            async with store.create() as writer:
                await writer.write(random_bytes(self.large))
                raise ConnectionResetError

        assert await keys(store) == []

    async def test_abort_after_finish_keeps_the_blob(self, store: BlobStore):
        writer = store.create()
        await writer.write(b"kept")
        stored = await writer.finish()

        await writer.abort()

        assert await read_all(await store.read(stored.key, 0, 4)) == b"kept"

    async def test_a_cancelled_writer_leaves_nothing(self, store: BlobStore):
        started = asyncio.Event()

        async def upload() -> None:
            async with store.create() as writer:
                while True:
                    await writer.write(random_bytes(PIECE))
                    started.set()
                    await asyncio.sleep(0)

        task = asyncio.create_task(upload())
        await started.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

        assert await keys(store) == []

    @pytest.mark.parametrize(
        ("offset", "length"),
        [(0, 1), (0, large), (1, large - 1), (PIECE - 1, 2), (PIECE, PIECE), (large - 1, 1), (5, 0), (large, 0)],
    )
    async def test_a_range_is_read_exactly(self, store: BlobStore, offset: int, length: int):
        data = random_bytes(self.large)
        stored = await store.put(data)

        pieces = [piece async for piece in await store.read(stored.key, offset, length)]

        assert b"".join(pieces) == data[offset : offset + length]
        assert max([len(piece) for piece in pieces], default=0) <= PIECE

    async def test_reading_beyond_the_end_says_that_the_blob_is_damaged(self, store: BlobStore):
        stored = await store.put(b"short")

        with pytest.raises(BlobDamaged):
            await read_all(await store.read(stored.key, 0, 6))
        with pytest.raises(BlobDamaged):
            await read_all(await store.read(stored.key, 7, 1))

    async def test_reading_can_stop_early(self, store: BlobStore):
        stored = await store.put(random_bytes(self.large))
        pieces = await store.read(stored.key, 0, self.large)
        first = await anext(pieces)

        await pieces.aclose()

        assert len(first) <= PIECE
        assert [piece async for piece in pieces] == []

    @pytest.mark.parametrize("key", [NO_KEY, "", "..", "../../etc/passwd", "a/b", "A" * 32, NO_KEY + "0"])
    async def test_a_key_that_was_never_given_is_missing(self, store: BlobStore, key: str):
        with pytest.raises(BlobMissing):
            await read_all(await store.read(key, 0, 1))
        with pytest.raises(BlobMissing):
            await store.size(key)
        assert await store.exists(key) is False

    async def test_missing_is_said_before_the_first_piece(self, store: BlobStore):
        with pytest.raises(BlobMissing):
            await store.read(NO_KEY, 0, 10)

    async def test_size_and_existence_of_a_blob(self, store: BlobStore):
        stored = await store.put(random_bytes(self.large))

        assert await store.size(stored.key) == self.large
        assert await store.exists(stored.key) is True

    async def test_delete_removes_the_named_blobs_only_and_may_be_repeated(self, store: BlobStore):
        first, second, third = [await store.put(data) for data in (b"1", b"22", b"333")]

        await store.delete([first.key, third.key])
        await store.delete([first.key, NO_KEY, third.key])

        assert await keys(store) == [second.key]
        assert await store.exists(first.key) is False

    async def test_delete_of_nothing_does_nothing(self, store: BlobStore):
        stored = await store.put(b"1")

        await store.delete([])

        assert await keys(store) == [stored.key]

    async def test_entries_are_in_order_of_key_with_size_and_time(self, store: BlobStore):
        before = time.time()
        stored = [await store.put(random_bytes(size)) for size in range(30)]
        after = time.time()

        found = await entries(store)

        assert [(entry.key, entry.size) for entry in found] == sorted((blob.key, blob.size) for blob in stored)
        # A store may keep whole seconds, and its clock is its own.
        assert all(before - 2 <= entry.modified <= after + 2 for entry in found)

    async def test_an_empty_store_has_no_entries(self, store: BlobStore):
        assert await entries(store) == []

    async def test_a_note_of_the_owner_is_kept_and_is_no_blob(self, store: BlobStore):
        before = await store.read_owner()

        await store.write_owner("first")
        await store.write_owner("second")

        assert before is None
        assert await store.read_owner() == "second"
        assert await keys(store) == []
