"""Opens the database that a URL names."""

from pathlib import Path

from holdall.base.clock import Clock
from holdall.base.db.database import Database
from holdall.base.db.sqlite import Memory, SqliteDatabase
from holdall.base.ids import IdBlock

SQLITE_PREFIX = "sqlite:///"


async def open_database(
    url: str, clock: Clock | None = None, ids: IdBlock | None = None, *, memory: Memory | None = None
) -> Database:
    """The database at `sqlite:///path` or `postgresql://...`, whose schema must be current (see base.db.migrate).

    `memory` bounds what is held of an SQLite file; PostgreSQL holds its own.
    Raises ValueError for another kind of URL.
    """
    clock, ids = clock or Clock(), ids or IdBlock()
    if url.startswith(SQLITE_PREFIX):
        return SqliteDatabase(Path(url.removeprefix(SQLITE_PREFIX)), clock, ids, memory or Memory())
    if url.startswith(("postgresql://", "postgres://")):
        from holdall.base.db.postgres import PostgresDatabase  # late: the driver is not loaded for SQLite

        return await PostgresDatabase.connect(url, clock, ids)
    raise ValueError(f"the database must be sqlite:///path or postgresql://..., not {url.partition(':')[0]!r}")
