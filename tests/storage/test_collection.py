"""The collector: what it removes, what it must not touch, and when."""

import asyncio
import os
from pathlib import Path

import pytest

from holdall.base.clock import DAY, HOUR
from holdall.base.db import Database, Transaction
from holdall.base.db.database import ForeignKeyViolation
from holdall.storage import LocalStore, StoredBlob, Stores, StoreUnavailable, collect, collect_in_turn, collection
from holdall.storage.collection import Collected
from tests.storage.rows import file_of, forget, recorded, recorded_keys, refer, whole
from tests.suites.blob_store import keys

GRACE = 24 * 3600


def age(stores: Stores, *blobs: StoredBlob, seconds: int) -> None:
    """Make the files of blobs this old."""
    for blob in blobs:
        path = file_of(stores, blob.key)
        then = path.stat().st_mtime - seconds
        os.utime(path, (then, then))


async def test_a_blob_goes_a_grace_time_after_it_was_first_seen_without_reference(db: Database, stores: Stores):
    kept, lost = await recorded(db, stores, b"kept"), await recorded(db, stores, b"lost")
    await db.write(refer, kept.key)
    version = await db.write(refer, lost.key)
    db.clock.advance(40 * DAY)

    assert await collect(db, stores, grace=GRACE) == Collected()
    await db.write(forget, version)
    assert await collect(db, stores, grace=GRACE) == Collected()
    db.clock.advance(DAY - HOUR)
    assert await collect(db, stores, grace=GRACE) == Collected()
    db.clock.advance(2 * HOUR)
    assert await collect(db, stores, grace=GRACE) == Collected(blobs=1, bytes=4)

    assert await recorded_keys(db) == [kept.key]
    assert await keys(stores.default) == [kept.key]


async def test_without_grace_garbage_goes_at_once(db: Database, stores: Stores):
    await recorded(db, stores, b"garbage")
    await stores.default.put(b"orphan")

    assert await collect(db, stores, grace=0) == Collected(blobs=1, orphans=1, bytes=13)

    assert await recorded_keys(db) == []
    assert await keys(stores.default) == []


async def test_a_blob_that_is_referred_to_again_begins_a_new_grace(db: Database, stores: Stores):
    blob = await recorded(db, stores, b"back")
    await collect(db, stores, grace=GRACE)
    version = await db.write(refer, blob.key)
    db.clock.advance(2 * DAY)
    await collect(db, stores, grace=GRACE)
    await db.write(forget, version)

    assert await collect(db, stores, grace=GRACE) == Collected()
    assert await recorded_keys(db) == [blob.key]


async def test_one_of_two_references_keeps_a_blob(db: Database, stores: Stores):
    blob = await recorded(db, stores, b"shared by a copy")
    first, _ = await db.write(refer, blob.key), await db.write(refer, blob.key)
    await db.write(forget, first)

    assert await collect(db, stores, grace=0) == Collected()
    assert await keys(stores.default) == [blob.key]


async def test_a_whole_keeps_its_parts_and_takes_them_with_it(db: Database, stores: Stores):
    shared, own = await recorded(db, stores, b"shared"), await recorded(db, stores, b"own")
    going, staying = await whole(db, shared, own, own), await whole(db, shared)
    await db.write(refer, staying.key)
    version = await db.write(refer, going.key)

    assert await collect(db, stores, grace=0) == Collected()
    await db.write(forget, version)
    assert await collect(db, stores, grace=0) == Collected(blobs=2, bytes=3)

    assert await recorded_keys(db) == sorted([shared.key, staying.key])
    assert await keys(stores.default) == [shared.key]


async def test_the_parts_of_a_whole_do_not_wait_for_a_second_grace(db: Database, stores: Stores):
    part = await recorded(db, stores, b"part")
    await whole(db, part)
    await collect(db, stores, grace=GRACE)
    db.clock.advance(DAY)

    assert await collect(db, stores, grace=GRACE) == Collected(blobs=2, bytes=4)


async def test_bytes_without_a_row_go_when_they_are_old_in_real_time(db: Database, stores: Stores):
    old, young = await stores.default.put(b"old"), await stores.default.put(b"young")
    age(stores, old, seconds=GRACE + 60)
    age(stores, young, seconds=GRACE - 60)
    db.clock.advance(300 * DAY)

    assert await collect(db, stores, grace=GRACE) == Collected(orphans=1, bytes=3)

    assert await keys(stores.default) == [young.key]


async def test_an_upload_under_way_is_left_alone(db: Database, stores: Stores):
    async with stores.default.create() as writer:
        await writer.write(bytes(1_000_000))
        while not await keys(stores.default):
            await asyncio.sleep(0.001)
        collected = await collect(db, stores, grace=3600)
        stored = await writer.finish()

    assert collected == Collected()
    assert await keys(stores.default) == [stored.key]


async def test_garbage_in_a_store_that_the_settings_do_not_name_stays_and_is_counted(
    db: Database, stores: Stores, tmp_path: Path
):
    archive = LocalStore(tmp_path / "archive", name="archive")
    blob = await recorded(db, Stores(stores.default, archive), b"archived", store="archive")

    assert await collect(db, stores, grace=0) == Collected(unnamed=1)
    assert await collect(db, Stores(stores.default, archive), grace=0) == Collected(blobs=1, bytes=8)

    assert await keys(archive) == []
    assert await archive.exists(blob.key) is False
    await archive.close()


async def test_a_collection_goes_through_many_batches(db: Database, stores: Stores, monkeypatch):
    monkeypatch.setattr(collection, "BATCH", 4)
    kept = [await recorded(db, stores, b"kept") for _ in range(9)]
    for blob in kept:
        await db.write(refer, blob.key)
    for _ in range(9):
        await recorded(db, stores, b"lost")
        await stores.default.put(b"orphan")

    assert await collect(db, stores, grace=0) == Collected(blobs=9, orphans=9, bytes=90)

    assert await recorded_keys(db) == await keys(stores.default) == sorted(blob.key for blob in kept)


async def test_a_reference_that_comes_while_the_collector_works_either_holds_or_is_refused(
    db: Database, stores: Stores
):
    blobs = [await recorded(db, stores, b"%d" % number) for number in range(60)]

    async def use(blob: StoredBlob) -> bool:
        try:
            await db.write(refer, blob.key)
        except ForeignKeyViolation:
            return False
        return True

    held, _ = await asyncio.gather(asyncio.gather(*map(use, blobs)), collect(db, stores, grace=0))

    used = sorted(blob.key for blob, holds in zip(blobs, held, strict=True) if holds)
    assert await recorded_keys(db) == used
    assert await keys(stores.default) == used


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)  # SQLite's units come one after the other
async def test_a_reference_about_to_commit_holds(db: Database, stores: Stores):
    """The unit has referred to the blob and not yet committed when the collector decides."""
    blob = await recorded(db, stores, b"wanted")
    referred, go_on = asyncio.Event(), asyncio.Event()

    async def slow(tx: Transaction) -> None:
        await refer(tx, blob.key)
        referred.set()
        await go_on.wait()

    using = asyncio.create_task(db.write(slow))
    await referred.wait()
    collecting = asyncio.create_task(collect(db, stores, grace=0))
    await asyncio.sleep(0.1)
    go_on.set()

    assert await collecting == Collected()
    await using
    assert await keys(stores.default) == [blob.key]


async def test_servers_collect_once_a_day_between_them(db: Database, stores: Stores):
    await recorded(db, stores, b"garbage")

    first = await asyncio.gather(*(collect_in_turn(db, stores, grace=0) for _ in range(3)))
    await recorded(db, stores, b"more")
    db.clock.advance(DAY - HOUR)
    early = await collect_in_turn(db, stores, grace=0)
    db.clock.advance(2 * HOUR)
    due = await collect_in_turn(db, stores, grace=0)

    assert [one for one in first if one is not None] == [Collected(blobs=1, bytes=7)]
    assert early is None
    assert due == Collected(blobs=1, bytes=4)


async def test_bytes_that_could_not_be_deleted_are_collected_next_time(db: Database, stores: Stores, monkeypatch):
    await recorded(db, stores, b"garbage")

    def refuse(path: Path, **_options: bool) -> None:
        raise PermissionError(1, "Operation not permitted", str(path))

    with monkeypatch.context() as patch:
        patch.setattr(Path, "unlink", refuse)
        with pytest.raises(StoreUnavailable, match="Operation not permitted"):
            await collect(db, stores, grace=0)
    assert (await recorded_keys(db), len(await keys(stores.default))) == ([], 1)

    assert await collect(db, stores, grace=0) == Collected(orphans=1, bytes=7)
