"""Rows for tests of the storage room: recorded blobs, and files whose versions refer to them."""

import hashlib
from pathlib import Path

import sqlalchemy as sa

from holdall.base.db import Database, Transaction, query
from holdall.content.identity.tables import enterprises
from holdall.content.items.tables import ItemType, items, versions
from holdall.storage import LocalStore, StoredBlob, Stores, record_blob, record_manifest

ENTERPRISE = 7
_KEYS = query(sa.select(sa.text("key")).select_from(sa.text("blobs")).order_by(sa.text("key")), lambda key: key)


async def recorded(db: Database, stores: Stores, data: bytes, store: str = "main") -> StoredBlob:
    """A blob that is stored and recorded."""
    stored = await stores[store].put(data)
    await db.write(record_blob, stored, store=store, enterprise_id=ENTERPRISE)
    return stored


async def whole(db: Database, *parts: StoredBlob, data: bytes = b"") -> StoredBlob:
    """A manifest of recorded parts; `data` is what its SHA-1 is of."""
    sha1 = hashlib.sha1(data).hexdigest()
    return await db.write(record_manifest, [part.key for part in parts], sha1=sha1, enterprise_id=ENTERPRISE)


async def refer(tx: Transaction, /, key: str, size: int = 1) -> int:
    """A file whose version is the blob of this size; answers the version's id."""
    enterprise_id, item_id, version_id = tx.new_id(), tx.new_id(), tx.new_id()
    stamps = {"created_at": tx.now, "modified_at": tx.now}
    await tx.insert(enterprises, id=enterprise_id, name="Acme", created_at=tx.now, settings={})
    common = {"enterprise_id": enterprise_id, "name": "a.txt", "size": size, "sha1": "", **stamps}
    await tx.insert(
        items,
        id=item_id,
        type=ItemType.FILE,
        name_key="a.txt",
        description="",
        sequence=0,
        item_count=0,
        tags=[],
        options={},
        **common,
    )
    await tx.insert(versions, id=version_id, item_id=item_id, number=1, blob_key=key, **common)
    return version_id


async def forget(tx: Transaction, /, version_id: int) -> None:
    """Delete the version."""
    await tx.delete(versions, id=version_id)


async def recorded_keys(db: Database) -> list[str]:
    return await db.all(_KEYS)


def file_of(stores: Stores, key: str) -> Path:
    """Where the main store keeps a blob."""
    store = stores["main"]
    assert isinstance(store, LocalStore)
    return store.root / key[:3] / key
