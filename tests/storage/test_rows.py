"""Recording blobs and wholes, and finding what must be read for one."""

import hashlib

import pytest
import sqlalchemy as sa

from holdall.base.db import Database, Transaction
from holdall.base.db.database import ForeignKeyViolation
from holdall.storage import BlobMissing, Part, StoredBlob, Stores, find_parts, read_parts, record_blob, record_manifest
from holdall.storage.tables import blobs, register_reference
from tests.storage.rows import ENTERPRISE, recorded, recorded_keys, refer, whole
from tests.suites.blob_store import NO_KEY, read_all


async def test_a_recorded_blob_is_its_own_only_part(db: Database, stores: Stores):
    stored = await recorded(db, stores, b"hello")

    assert await find_parts(db, stored.key) == [Part("main", stored.key, 5)]


async def test_an_empty_blob_is_its_own_only_part(db: Database, stores: Stores):
    stored = await recorded(db, stores, b"")

    assert await find_parts(db, stored.key) == [Part("main", stored.key, 0)]


async def test_a_whole_is_its_parts_in_their_order(db: Database, stores: Stores):
    parts = [await recorded(db, stores, b"%d" % number) for number in range(12)]
    order = [*reversed(parts), parts[3]]

    made = await whole(db, *order, data=b"111098765432103")

    assert made == StoredBlob(made.key, 15, hashlib.sha1(b"111098765432103").hexdigest())
    found = await find_parts(db, made.key)
    assert found == [Part("main", part.key, part.size) for part in order]
    assert await read_all(await read_parts(stores, found, 0, made.size)) == b"111098765432103"


async def test_a_blob_that_is_not_recorded_is_missing(db: Database, stores: Stores):
    stored = await stores.default.put(b"no row")

    with pytest.raises(BlobMissing):
        await find_parts(db, stored.key)


async def test_a_whole_of_unknown_parts_or_of_wholes_is_refused(db: Database, stores: Stores):
    part = await recorded(db, stores, b"part")
    made = await whole(db, part)

    for key in (NO_KEY, made.key):
        with pytest.raises(BlobMissing, match=key):
            await db.write(record_manifest, [part.key, key], sha1="", enterprise_id=ENTERPRISE)
    assert await recorded_keys(db) == sorted([part.key, made.key])


async def test_a_whole_without_parts_is_refused(db: Database):
    with pytest.raises(ValueError, match="needs a part"):
        await db.write(record_manifest, [], sha1="", enterprise_id=ENTERPRISE)


async def test_a_unit_that_fails_records_nothing(db: Database, stores: Stores):
    stored = await stores.default.put(b"hello")

    async def unit(tx: Transaction) -> None:
        await record_blob(tx, stored, store="main", enterprise_id=ENTERPRISE)
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        await db.write(unit)
    assert await recorded_keys(db) == []


async def test_a_version_cannot_refer_to_a_blob_that_is_not_recorded(db: Database):
    with pytest.raises(ForeignKeyViolation):
        await db.write(refer, NO_KEY)


def test_a_reference_without_foreign_key_or_index_is_refused():
    tables = sa.MetaData()
    target = sa.ForeignKey(blobs.c.key)
    bare = sa.Table("bare", tables, sa.Column("key", sa.Text), sa.Index("ix_bare", "key"))
    slow = sa.Table("slow", tables, sa.Column("id", sa.Integer, primary_key=True), sa.Column("key", sa.Text, target))

    for table in (bare, slow):
        with pytest.raises(ValueError, match="needs a foreign key"):
            register_reference(table.c.key)
