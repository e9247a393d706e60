"""A database for ledgers, made once for a process and empty for each test."""

from collections.abc import AsyncIterator

import pytest
import sqlalchemy as sa

from holdall.base.db import Database, Transaction, open_database, query
from holdall.migration.tables import audit, changes, comments, extras, items, permissions, runs, samples, security
from tests.support.databases import ready_database


@pytest.fixture(scope="session")
async def ledger_database(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Database]:
    url = await ready_database(database_url, tmp_path_factory.mktemp("ledger"))
    database = await open_database(url)
    yield database
    await database.close()


@pytest.fixture
async def database(ledger_database: Database) -> Database:
    async def clear(tx: Transaction) -> None:
        for table in (items, runs, audit, changes, samples, extras, comments, permissions, security):
            await tx.run(query(sa.delete(table)))

    await ledger_database.write(clear)
    return ledger_database
