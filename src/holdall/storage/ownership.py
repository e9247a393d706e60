"""Whose a store is: a note beside the blobs names the database, so that no other one collects them as garbage.

Two installations on one bucket, or an old copy of the database on the live one, would each see the other's blobs as orphans.
"""

import sqlalchemy as sa

from holdall.base.db import Database, Transaction, query
from holdall.base.ids import new_uuid

from .store import BlobStore
from .tables import store_owner

_ID = query(sa.select(store_owner.c.id))


async def is_foreign(db: Database, store: BlobStore) -> bool:
    """Whether a store says that it belongs to another database. Raises StoreUnavailable."""
    owner = await store.read_owner()
    return owner is not None and owner != await db.value(_ID)


async def claim_unowned(db: Database, store: BlobStore) -> None:
    """Make a store without a note this database's. Raises StoreUnavailable."""
    if await store.read_owner() is None:
        await claim(db, store)


async def claim(db: Database, store: BlobStore) -> None:
    """Make a store this database's, whoever's it was. Raises StoreUnavailable."""
    await store.write_owner(await db.write(_own_id))


async def _own_id(tx: Transaction) -> str:
    known = await tx.value(_ID)
    if known is None:
        known = new_uuid()
        await tx.insert(store_owner, only=1, id=known)
    return str(known)
