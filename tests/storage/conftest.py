"""An empty database of this folder's tests alone, and an empty store."""

from collections.abc import AsyncIterator
from pathlib import Path

import asyncpg
import pytest
import sqlalchemy as sa

from holdall.base.db import Database, Transaction, open_database, query
from holdall.base.db.migrate import upgrade_async
from holdall.base.ids import new_secret
from holdall.base.turns import turns
from holdall.content.identity.tables import enterprises
from holdall.content.items.tables import items, versions
from holdall.storage import LocalStore, Stores
from holdall.storage.tables import blob_parts, blobs, small_blobs, store_owner


@pytest.fixture(scope="session")
async def own_database(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Database]:
    """A database of this folder's tests alone, since collecting and checking take all of one; on each engine."""
    if database_url.startswith("sqlite"):
        url = f"sqlite:///{tmp_path_factory.mktemp('storage') / 'holdall.db'}"
    else:
        name = f"storage_{new_secret(12).lower()}"
        connection = await asyncpg.connect(database_url)
        await connection.execute(f"CREATE DATABASE {name}")
        await connection.close()
        url = database_url.replace("/postgres?", f"/{name}?")
    await upgrade_async(url)
    database = await open_database(url)
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
