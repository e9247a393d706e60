"""Compares a database's revision with the one that is needed, without Alembic, so that a server starts fast.

A new SQLite database begins with what the migrations made when they were last recorded. Only a database that lacks
migrations still costs the loading of Alembic.
"""

import asyncio
import sqlite3
from importlib import resources
from pathlib import Path

import sqlalchemy as sa

SCRIPTS = "holdall.content.migrations"
SQLITE_PREFIX = "sqlite:///"
POSTGRES_PREFIXES = ("postgresql://", "postgres://")
RECORD = "sqlite.sql"
"""The schema of a new SQLite database, beside the scripts; written by `holdall.base.db.record`. It may be behind them."""
_QUESTION = "SELECT version_num FROM alembic_version"


class DatabaseUnusable(Exception):
    """The database cannot be reached, read or brought up to date; the message says why, on one line."""


def bring_up_to_date(url: str) -> tuple[str | None, str]:
    """Run the migrations that the database lacks; the revision before and after. Raises DatabaseUnusable.

    Must not be called on a running event loop.
    """
    before, needed = stored_revision(url), needed_revision()
    now = _begin(Path(url.removeprefix(SQLITE_PREFIX))) if before is None and url.startswith(SQLITE_PREFIX) else before
    if now != needed:
        from holdall.base.db.migrate import upgrade  # late: start-up time

        try:
            upgrade(url)
        except Exception as error:
            raise DatabaseUnusable(_describe(error)) from error
    return before, needed


def needed_revision() -> str:
    """The revision that this version of Holdall needs: the highest number of a migration script."""
    versions = resources.files(SCRIPTS) / "versions"
    return max(script.name.partition("_")[0] for script in versions.iterdir() if script.name[:1].isdigit())


def stored_revision(url: str) -> str | None:
    """The revision that the database is at, or None for an empty one; raises DatabaseUnusable.

    Must not be called on a running event loop.
    """
    try:
        if url.startswith(SQLITE_PREFIX):
            return _revision_of_file(Path(url.removeprefix(SQLITE_PREFIX)))
        if url.startswith(POSTGRES_PREFIXES):
            return asyncio.run(_revision_of_server(url))
    except Exception as error:
        raise DatabaseUnusable(_describe(error)) from error
    raise DatabaseUnusable(f"it must be sqlite:///path or postgresql://..., not {url.partition(':')[0]!r}")


def _revision_of_file(path: Path) -> str | None:
    if not path.exists():
        return None
    connection = sqlite3.connect(path, timeout=5)
    try:
        row = connection.execute(_QUESTION).fetchone()
    except sqlite3.OperationalError as error:
        if "no such table" in str(error):
            return None
        raise
    finally:
        connection.close()
    return None if row is None else str(row[0])


async def _revision_of_server(url: str) -> str | None:
    import asyncpg  # late: the driver is not loaded for SQLite

    connection = await asyncpg.connect(url, timeout=10)
    try:
        revision: str | None = await connection.fetchval(_QUESTION)
    except asyncpg.UndefinedTableError:
        return None
    finally:
        await connection.close()
    return revision


def _begin(path: Path) -> str | None:
    """Make the recorded schema in a new file; its revision, or None where the file has tables already."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        connection = sqlite3.connect(path, timeout=5)
        try:
            connection.executescript((resources.files(SCRIPTS) / RECORD).read_text())
        finally:
            connection.close()  # what was not committed is not there
    except sqlite3.OperationalError:
        return None
    return _revision_of_file(path)


def _describe(error: Exception) -> str:
    """The first line of what the driver says; drivers put no password into it."""
    cause = getattr(error, "orig", None) if isinstance(error, sa.exc.DBAPIError) else None
    return (str(cause or error).strip() or type(error).__name__).splitlines()[0]
