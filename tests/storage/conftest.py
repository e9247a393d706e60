"""An empty database of this folder's tests alone, and an empty store."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from holdall.base.db import Database, Transaction, open_database, query
from holdall.base.turns import turns
from holdall.content.identity.tables import enterprises
from holdall.content.items.tables import items, versions
from holdall.storage import LocalStore, Stores
from holdall.storage.tables import blob_parts, blobs, small_blobs, store_owner
from tests.support.databases import ready_database


@pytest.fixture(scope="session")
async def own_database(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Database]:
    """A database of this folder's tests alone, since collecting and checking take all of one; on each engine."""
    database = await open_database(await ready_database(database_url, tmp_path_factory.mktemp("storage")))
    yield database
    await database.close()


@pytest.fixture
async def db(own_database: Database) -> Database:
    """The database without any rows, at the present time."""
    own_database.clock.offset = 0

    async def empty(tx: Transaction) -> None:
        for table in (versions, items, enterprises, blob_parts, blobs, small_blobs, store_owner, turns):
            await tx.run(query(sa.delete(table)))

    await own_database.write(empty)
    return own_database


@pytest.fixture
async def stores(tmp_path: Path) -> AsyncIterator[Stores]:
    """An empty local store named main."""
    stores = Stores(LocalStore(tmp_path / "blobs", name="main"))
    yield stores
    await stores.close()
