"""The examination: clean where all agrees, and a finding with a remedy for each way in which rows and bytes can part."""

import hashlib
import os
import sqlite3
from pathlib import Path

import pytest
import sqlalchemy as sa

from holdall.base.db import Database, Transaction, query
from holdall.base.db.sqlite import SqliteDatabase
from holdall.storage import BlobStore, LocalStore, StoredBlob, Stores, StoreUnavailable, collect
from holdall.storage import checks as storage_checks
from holdall.storage.fsck import Finding, Report
from holdall.storage.fsck import examine as examine_all
from holdall.storage.ownership import claim, claim_unowned
from holdall.storage.tables import blob_parts, blobs, store_owner
from tests.storage.rows import file_of, recorded, refer, whole
from tests.suites.blob_store import keys

GRACE = 24 * 3600
STORAGE = {"database", "blobs", "wholes", "references"}


async def examine(
    db: Database, stores: Stores, *, grace: int, with_hashes: bool = False, may_repair: bool = False
) -> Report:
    """The checks of the storage room alone: other rooms have theirs, and tests of their own for them."""
    return await examine_all(db, stores, grace=grace, with_hashes=with_hashes, may_repair=may_repair, only=STORAGE)


def make_old(stores: Stores, blob: StoredBlob) -> None:
    os.utime(file_of(stores, blob.key), (1, 1))


async def problems(db: Database, stores: Stores, **options: bool) -> list[tuple[str, str, str]]:
    report = await examine(db, stores, grace=GRACE, **options)
    return [(finding.check, finding.subject, finding.problem) for finding in report.findings]


async def test_where_all_agrees_nothing_is_found(db: Database, stores: Stores):
    parts = [await recorded(db, stores, data) for data in (b"one", b"two", b"")]
    made = await whole(db, *parts, parts[0], data=b"onetwoone")
    await db.write(refer, made.key)

    for with_hashes in (False, True):
        report = await examine(db, stores, grace=GRACE, with_hashes=with_hashes)
        assert report == Report({"blobs": 3, "bytes": 6, "wholes": 1}, [], [])
        assert report.is_clean is True


async def test_nothing_at_all_is_clean(db: Database, stores: Stores):
    assert await examine(db, stores, grace=GRACE) == Report({}, [], [])


async def test_a_row_without_bytes_is_found_with_its_references(db: Database, stores: Stores):
    lost, garbage = await recorded(db, stores, b"lost"), await recorded(db, stores, b"garbage")
    await db.write(refer, lost.key)
    await db.write(refer, lost.key)
    await stores.default.delete([lost.key, garbage.key])

    report = await examine(db, stores, grace=GRACE, may_repair=True)

    remedies = {
        blob.key: f"Restore {blob.key[:3]}/{blob.key} in the store from a backup; without one, whoever owns the file must upload it again"
        for blob in (lost, garbage)
    }
    assert sorted(report.findings, key=lambda finding: finding.problem, reverse=True) == [
        Finding(
            "blobs",
            f"blob {lost.key}",
            "Its bytes are not in store main. References to it: 2 in versions",
            remedies[lost.key],
        ),
        Finding(
            "blobs",
            f"blob {garbage.key}",
            "Its bytes are not in store main. Nothing refers to it, so the collector will remove it",
            remedies[garbage.key],
        ),
    ]
    assert report.is_clean is False


async def test_bytes_without_a_row_are_found_when_old_and_repair_removes_them(db: Database, stores: Stores):
    kept = await recorded(db, stores, b"kept")
    orphan = await stores.default.put(b"orphan")
    make_old(stores, orphan)
    expected = Finding(
        "blobs",
        f"blob {orphan.key}",
        "6 bytes are in store main, but no row names them",
        "`holdall storage collect` or `holdall fsck --repair` removes them",
    )

    seen = await examine(db, stores, grace=GRACE)
    repaired = await examine(db, stores, grace=GRACE, may_repair=True)

    assert (seen.findings, seen.is_clean) == ([expected], False)
    assert repaired.findings == [
        Finding(expected.check, expected.subject, expected.problem, expected.remedy, repaired=True)
    ]
    assert repaired.is_clean is True
    assert await keys(stores.default) == [kept.key]
    assert (await examine(db, stores, grace=GRACE)).findings == []


async def test_young_bytes_without_a_row_are_only_noted(db: Database, stores: Stores):
    await stores.default.put(b"being uploaded")

    report = await examine(db, stores, grace=GRACE, may_repair=True)

    assert report == Report(
        {}, [], ["1 blobs in store main have no row yet; they are too young to say that they are orphans"]
    )


async def test_bytes_of_another_size_are_found(db: Database, stores: Stores):
    blob = await recorded(db, stores, b"whole")
    await db.write(refer, blob.key)
    file_of(stores, blob.key).write_bytes(b"cut")

    assert await problems(db, stores) == [
        (
            "blobs",
            f"blob {blob.key}",
            "It has 3 bytes in store main, but its row says 5. References to it: 1 in versions",
        )
    ]


async def test_changed_bytes_of_the_same_size_are_found_by_their_hash(db: Database, stores: Stores):
    blob = await recorded(db, stores, b"right")
    made = await whole(db, blob, data=b"right")
    await db.write(refer, made.key)
    file_of(stores, blob.key).write_bytes(b"wrong")
    wrong = hashlib.sha1(b"wrong").hexdigest()

    assert await problems(db, stores) == []
    assert await problems(db, stores, with_hashes=True) == [
        (
            "blobs",
            f"blob {blob.key}",
            f"Its bytes in store main have the SHA-1 {wrong}, but its row says {blob.sha1}. References to it: 1 in blob_parts",
        ),
        (
            "wholes",
            f"blob {made.key}",
            f"Its parts have the SHA-1 {wrong} together, but its row says {made.sha1}. References to it: 1 in versions",
        ),
    ]


async def test_a_whole_with_wrong_parts_is_found(db: Database, stores: Stores):
    part = await recorded(db, stores, b"part")
    gap, none, short = [await whole(db, part, part, data=b"partpart") for _ in range(3)]
    for made in (gap, none, short):
        await db.write(refer, made.key)

    async def damage(tx: Transaction) -> None:
        await tx.update(blob_parts, {"blob_key": gap.key, "number": 1}, number=2)
        await tx.delete(blob_parts, blob_key=none.key)
        await tx.update(blobs, {"key": short.key}, size=9)

    await db.write(damage)

    found = await problems(db, stores, with_hashes=True)

    tail = ". References to it: 1 in versions"
    assert sorted(found) == sorted(
        [
            ("wholes", f"blob {gap.key}", f"It has 2 parts, numbered up to 2{tail}"),
            ("wholes", f"blob {none.key}", f"It has 0 parts, numbered up to -1{tail}"),
            ("wholes", f"blob {short.key}", f"Its parts have 8 bytes together, but its row says 9{tail}"),
        ]
    )


async def test_a_missing_part_is_said_once(db: Database, stores: Stores):
    part = await recorded(db, stores, b"part")
    await db.write(refer, (await whole(db, part)).key)
    await stores.default.delete([part.key])

    assert await problems(db, stores, with_hashes=True) == [
        ("blobs", f"blob {part.key}", "Its bytes are not in store main. References to it: 1 in blob_parts")
    ]


async def test_blobs_in_a_store_that_the_settings_do_not_name_are_found(db: Database, stores: Stores, tmp_path: Path):
    archive = LocalStore(tmp_path / "archive", name="archive")
    for _ in range(2):
        await recorded(db, Stores(stores.default, archive), b"archived", store="archive")
    await archive.close()

    assert await problems(db, stores) == [
        ("blobs", "store archive", "2 blobs are in it, but the settings do not name it")
    ]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)  # where foreign keys can be off
async def test_a_reference_to_a_blob_without_a_row_is_found(db: Database, stores: Stores):
    blob = await recorded(db, stores, b"hello")
    await db.write(refer, blob.key)
    assert isinstance(db, SqliteDatabase)
    with sqlite3.connect(db.path) as careless:  # another program, which leaves foreign keys off
        careless.execute("DELETE FROM blobs WHERE key = ?", [blob.key])
    careless.close()
    make_old(stores, blob)
    await stores.default.delete([blob.key])

    found = await problems(db, stores)

    assert found == [
        ("database", "row 1 of table versions", "It refers to a row of blobs that is not there"),
        ("references", "table versions", f"It refers to blob {blob.key}, which has no row"),
    ]


async def test_garbage_that_waits_is_noted(db: Database, stores: Stores):
    await recorded(db, stores, b"garbage")
    await collect(db, stores, grace=GRACE)

    assert (await examine(db, stores, grace=GRACE)).notes == ["1 blobs are garbage that waits for the collector"]


async def test_a_walk_in_many_batches_finds_the_same(db: Database, stores: Stores, monkeypatch):
    monkeypatch.setattr(storage_checks, "_BATCH", 3)
    blobs_made = [await recorded(db, stores, b"%d" % number) for number in range(20)]
    lost, orphans = blobs_made[::7], [await stores.default.put(b"orphan") for _ in range(5)]
    await stores.default.delete([blob.key for blob in lost])
    for orphan in orphans:
        make_old(stores, orphan)

    report = await examine(db, stores, grace=GRACE)

    assert {finding.subject for finding in report.findings} == {f"blob {blob.key}" for blob in [*lost, *orphans]}
    assert len(report.findings) == 8
    assert report.counts == {"blobs": 20, "bytes": sum(blob.size for blob in blobs_made if blob not in lost)}


async def test_a_store_that_lists_out_of_order_cannot_be_checked(db: Database, tmp_path: Path):
    class Disordered(LocalStore):
        async def entries(self):
            for entry in reversed([entry async for entry in super().entries()]):
                yield entry

    store: BlobStore = Disordered(tmp_path / "blobs", name="main")
    await store.put(b"1")
    await store.put(b"2")

    with pytest.raises(StoreUnavailable, match="does not list in the order of keys"):
        await examine(db, Stores(store), grace=GRACE)
    await store.close()


class TestOwnership:
    """One database collects a store, and no other."""

    async def another_database(self, db: Database) -> None:
        """Make the database forget who it is, as an empty one would not know."""

        async def forget(tx: Transaction) -> None:
            await tx.run(query(sa.delete(store_owner)))

        await db.write(forget)

    async def test_the_first_collection_makes_a_store_ours(self, db: Database, stores: Stores):
        await stores.default.put(b"orphan")

        first = await collect(db, stores, grace=0)
        await stores.default.put(b"orphan")
        second = await collect(db, stores, grace=0)

        assert (first.orphans, second.orphans) == (1, 1)
        assert await problems(db, stores) == []

    async def test_the_blobs_of_another_database_are_not_collected_and_fsck_tells(self, db: Database, stores: Stores):
        await claim(db, stores.default)
        theirs = await stores.default.put(b"theirs")
        make_old(stores, theirs)
        await self.another_database(db)

        collected = await collect(db, stores, grace=0)
        report = await examine(db, stores, grace=GRACE)

        assert (collected.orphans, collected.foreign) == (0, ["main"])
        assert await keys(stores.default) == [theirs.key]
        assert report.findings[0] == Finding(
            "blobs",
            "store main",
            "A note in it says that it belongs to another database, so its orphans are not collected",
            "Check the setting; if the store is yours alone, take it over with `holdall storage claim main`",
        )

    async def test_a_claimed_store_is_collected_again(self, db: Database, stores: Stores):
        await claim(db, stores.default)
        await self.another_database(db)
        await stores.default.put(b"orphan")
        await claim_unowned(db, stores.default)
        refused = await collect(db, stores, grace=0)

        await claim(db, stores.default)

        assert refused.foreign == ["main"]
        assert (await collect(db, stores, grace=0)).orphans == 1
