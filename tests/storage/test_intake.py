"""Taking blobs in: which go into the database with their row, which into the store at once, and what a refusal leaves."""

import hashlib
from pathlib import Path

import pytest

from holdall.base.db import Database
from holdall.base.settings import Settings
from holdall.storage import (
    DATABASE,
    DatabaseStore,
    LocalStore,
    Part,
    SizeMismatch,
    Stores,
    Taken,
    find_parts,
    open_stores,
)
from tests.storage.rows import ENTERPRISE, recorded_keys
from tests.suites.blob_store import keys, read_all

LIMIT = 100


@pytest.fixture
async def stores(db: Database, tmp_path: Path):
    stores = Stores(LocalStore(tmp_path / "blobs", name="main"), DatabaseStore(db), small=LIMIT)
    yield stores
    await stores.close()


def sha1(content: bytes) -> str:
    return hashlib.sha1(content).hexdigest()


async def counts(stores: Stores) -> tuple[int, int]:
    """How many blobs are in the main store and in the database."""
    return len(await keys(stores.default)), len(await keys(stores[DATABASE]))


async def taken_in(stores: Stores, *pieces: bytes, expected_size: int | None = None) -> Taken:
    async with stores.intake.create(expected_size) as writer:
        for piece in pieces:
            await writer.write(piece)
        return await writer.finish()


@pytest.mark.parametrize("pieces", [[], [b""], [b"x"], [b"a" * 60, b"b" * 40]])
async def test_a_small_blob_is_in_no_store_until_its_unit_commits(db: Database, stores: Stores, pieces: list[bytes]):
    content = b"".join(pieces)

    taken = await taken_in(stores, *pieces)

    assert (taken.size, taken.sha1, await counts(stores)) == (len(content), sha1(content), (0, 0))
    blob = await db.write(stores.intake.record, taken, enterprise_id=ENTERPRISE)
    assert (blob.size, blob.sha1, await counts(stores)) == (len(content), sha1(content), (0, 1))
    assert await find_parts(db, blob.key) == [Part(DATABASE, blob.key, len(content))]
    assert await read_all(await stores[DATABASE].read(blob.key, 0, len(content))) == content


@pytest.mark.parametrize("pieces", [[b"x" * 101], [b"a" * 60, b"b" * 40, b"c"], [b"a" * 100, b"b" * 100, b"c" * 100]])
async def test_a_larger_one_is_in_the_main_store_at_once(db: Database, stores: Stores, pieces: list[bytes]):
    content = b"".join(pieces)

    taken = await taken_in(stores, *pieces)

    assert (taken.size, taken.sha1, await counts(stores)) == (len(content), sha1(content), (1, 0))
    blob = await db.write(stores.intake.record, taken, enterprise_id=ENTERPRISE)
    assert await find_parts(db, blob.key) == [Part("main", blob.key, len(content))]
    assert await read_all(await stores.default.read(blob.key, 0, len(content))) == content


async def test_with_a_limit_of_nothing_even_an_empty_blob_goes_to_the_store(db: Database, tmp_path: Path):
    stores = Stores(LocalStore(tmp_path / "all", name="main"), DatabaseStore(db))

    taken = await stores.intake.put(b"")

    assert (taken.sha1, await counts(stores)) == (sha1(b""), (1, 0))
    await stores.close()


@pytest.mark.parametrize("size", [LIMIT, LIMIT + 1])
async def test_what_is_discarded_leaves_nothing(db: Database, stores: Stores, size: int):
    taken = await stores.intake.put(bytes(size))

    await stores.intake.discard(taken)

    assert (await counts(stores), await recorded_keys(db)) == ((0, 0), [])


@pytest.mark.parametrize(("size", "expected"), [(5, 6), (6, 5), (LIMIT + 1, LIMIT), (LIMIT, LIMIT + 1), (500, 501)])
async def test_another_size_than_expected_is_refused_and_leaves_nothing(stores: Stores, size: int, expected: int):
    with pytest.raises(SizeMismatch, match=f"{size} bytes came where {expected} were expected"):
        await taken_in(stores, bytes(size), expected_size=expected)

    assert await counts(stores) == (0, 0)


@pytest.mark.parametrize("size", [LIMIT, LIMIT + 1])
async def test_a_writer_left_by_an_error_leaves_nothing(stores: Stores, size: int):
    with pytest.raises(ConnectionResetError):
        async with stores.intake.create() as writer:
            await writer.write(bytes(size))
            raise ConnectionResetError

    assert await counts(stores) == (0, 0)


@pytest.mark.parametrize(
    ("blobs", "setting", "limit"),
    [("", None, 65536), ("", 0, 0), ("", 1000, 1000), ("memory:///", None, 0), ("memory:///", 4096, 4096)],
)
async def test_an_object_store_keeps_all_bytes_unless_the_settings_say_otherwise(
    db: Database, tmp_path: Path, blobs: str, setting: int | None, limit: int
):
    stores = open_stores(Settings(data=tmp_path, blobs=blobs, small_blobs=setting), db)

    assert (stores.intake.small, list(stores)) == (limit, ["main", DATABASE])
    await stores.close()
