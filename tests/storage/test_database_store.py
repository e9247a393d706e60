"""The store inside the database: the suite of every store, and what only rows can show."""

from pathlib import Path

import pytest
import sqlalchemy as sa

from holdall.base.clock import DAY
from holdall.base.db import Database, Transaction, query
from holdall.storage import DATABASE, Collected, DatabaseStore, LocalStore, Stores, collect, record_blob
from holdall.storage.database import insert_small
from holdall.storage.fsck import examine
from holdall.storage.tables import small_blobs
from tests.storage.rows import ENTERPRISE, forget, recorded, refer
from tests.suites.blob_store import BlobStoreSuite, keys, read_all

STORAGE = {"database", "blobs", "wholes", "references"}


@pytest.fixture
def store(db: Database) -> DatabaseStore:
    return DatabaseStore(db)


@pytest.fixture
async def both(db: Database, tmp_path: Path):
    stores = Stores(LocalStore(tmp_path / "blobs", name="main"), DatabaseStore(db), small=100)
    yield stores
    await stores.close()


async def findings(db: Database, stores: Stores, **options: bool) -> list[tuple[str, str, str]]:
    report = await examine(db, stores, grace=DAY, only=STORAGE, **options)
    return [(finding.subject, finding.problem, finding.remedy) for finding in report.findings]


class TestDatabaseStore(BlobStoreSuite):
    """Rows pass the suite of every store."""


async def test_what_a_failed_unit_inserted_is_not_there(db: Database, store: DatabaseStore):
    async def unit(tx: Transaction) -> None:
        await insert_small(tx, b"never")
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        await db.write(unit)

    assert await keys(store) == []


async def test_keys_ascend_with_time(store: DatabaseStore):
    stored = [await store.put(b"%d" % number) for number in range(5)]

    assert [blob.key for blob in stored] == sorted(blob.key for blob in stored) == await keys(store)


async def test_the_store_is_its_database_s_own(db: Database, store: DatabaseStore, both: Stores):
    orphan = await store.put(b"orphan")

    collected = await collect(db, both, grace=0)

    assert (collected, await keys(store)) == (Collected(orphans=1, bytes=6), [])
    assert await store.exists(orphan.key) is False


async def test_garbage_goes_with_its_bytes_and_what_is_referred_to_stays(db: Database, both: Stores):
    kept, lost = [await recorded(db, both, data, store=DATABASE) for data in (b"kept", b"lost")]
    await db.write(refer, kept.key)
    version_id = await db.write(refer, lost.key)
    await db.write(forget, version_id)

    collected = await collect(db, both, grace=0)

    assert (collected, await keys(both[DATABASE])) == (Collected(blobs=1, bytes=4), [kept.key])
    assert await findings(db, both, with_hashes=True) == []


async def test_a_row_without_bytes_is_found(db: Database, both: Stores):
    lost = await recorded(db, both, b"lost", store=DATABASE)
    await db.write(refer, lost.key)
    await both[DATABASE].delete([lost.key])

    assert await findings(db, both) == [
        (
            f"blob {lost.key}",
            "Its bytes are not in store database. References to it: 1 in versions",
            "Restore the database from a backup; without one, whoever owns the file must upload it again",
        )
    ]


async def test_other_bytes_than_the_row_says_are_found(db: Database, both: Stores):
    changed = await recorded(db, both, b"was", store=DATABASE)
    await db.write(refer, changed.key)

    async def change(tx: Transaction) -> None:
        await tx.run(query(sa.update(small_blobs).values(content=sa.literal(b"new"))))

    await db.write(change)

    [(subject, problem, _)] = await findings(db, both, with_hashes=True)
    assert (subject, problem.partition(" have the SHA-1 ")[0]) == (
        f"blob {changed.key}",
        "Its bytes in store database",
    )


async def test_a_unit_records_many_small_blobs_at_once(db: Database, both: Stores):
    async def unit(tx: Transaction) -> list[str]:
        taken = [await both.intake.record(tx, one, enterprise_id=ENTERPRISE) for one in contents]
        return [blob.key for blob in taken]

    contents = [await both.intake.put(b"%d" % number) for number in range(20)]
    recorded_keys = await db.write(unit)

    assert await keys(both[DATABASE]) == recorded_keys
    assert [await read_all(await both[DATABASE].read(key, 0, 1)) for key in recorded_keys[:3]] == [b"0", b"1", b"2"]
    assert await findings(db, both, with_hashes=True) == []


async def test_a_stored_blob_may_be_recorded_as_from_any_store(db: Database, both: Stores):
    stored = await both[DATABASE].put(b"stored")
    await db.write(record_blob, stored, store=DATABASE, enterprise_id=ENTERPRISE)
    await db.write(refer, stored.key)

    assert await collect(db, both, grace=0) == Collected()
    assert await read_all(await both[DATABASE].read(stored.key, 2, 3)) == b"ore"
