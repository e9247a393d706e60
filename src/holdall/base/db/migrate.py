"""Brings a database's schema up to date with Alembic, on either engine.

The scripts live with the tables they make; this module only knows how to run them.
"""

import asyncio
from collections.abc import Callable
from importlib import resources
from pathlib import Path
from typing import TypeVar

import alembic.command
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from holdall.base.db.schema import Json, metadata

Result = TypeVar("Result")

SCRIPTS = "holdall.content.migrations"
_LOCK = 0x686F6C64616C6C  # "holdall": one process migrates at a time


def upgrade(url: str) -> tuple[str | None, str]:
    """Run the migrations that the database lacks; answers the revision before and after.

    Must not be called on a running event loop; `upgrade_async` is for there.
    """
    return _with_connection(url, _upgrade)


async def upgrade_async(url: str) -> tuple[str | None, str]:
    """The same as `upgrade`, beside a running event loop."""
    return await asyncio.to_thread(upgrade, url)


def current_revision(url: str) -> str | None:
    """The revision that the database is at, or None for an empty one."""
    return _with_connection(url, lambda connection: MigrationContext.configure(connection).get_current_revision())


def head_revision() -> str:
    """The revision that this version of Holdall needs."""
    head = ScriptDirectory.from_config(_config()).get_current_head()
    assert head is not None
    return head


def differences(url: str) -> list[object]:
    """What the tables in code have and the database lacks, or the other way round; empty when they agree."""

    def compare(connection: sa.Connection) -> list[object]:
        context = MigrationContext.configure(connection, opts={"compare_type": same_type, "include_name": is_managed})
        return list(compare_metadata(context, metadata))

    return _with_connection(url, compare)


def make_revision(url: str, message: str) -> str:
    """Write a migration script from the difference between code and database; answers its path."""

    def generate(connection: sa.Connection) -> str:
        config = _config()
        config.attributes["connection"] = connection
        number = len(list(ScriptDirectory.from_config(config).walk_revisions())) + 1
        script = alembic.command.revision(config, message, autogenerate=True, rev_id=f"{number:04d}")
        return str(getattr(script, "path", ""))

    return _with_connection(url, generate)


def same_type(
    _context: object, _inspected: object, column: sa.Column[object], database_type: object, _code_type: object
) -> bool | None:
    """JSON is text in the database, which the comparison cannot know."""
    return False if isinstance(column.type, Json) and isinstance(database_type, sa.Text | sa.VARCHAR) else None


def is_managed(name: str | None, kind: str, _parents: object) -> bool:
    """Whether Alembic shall compare a table: not those that only one engine has, nor what FTS5 keeps beside its own.

    Whoever makes such tables by hand names them in `metadata.info["unmanaged"]`.
    """
    unmanaged: set[str] = metadata.info.get("unmanaged", set())
    return kind != "table" or not any(name == one or str(name).startswith(f"{one}_") for one in unmanaged)


def _upgrade(connection: sa.Connection) -> tuple[str | None, str]:
    if connection.dialect.name == "postgresql":
        connection.execute(sa.text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
    before = MigrationContext.configure(connection).get_current_revision()
    config = _config()
    config.attributes["connection"] = connection
    alembic.command.upgrade(config, "head")
    return before, head_revision()


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(resources.files(SCRIPTS)))
    return config


def _with_connection(url: str, work: Callable[[sa.Connection], Result]) -> Result:
    """Run `work` in one transaction on a connection of SQLAlchemy's own."""
    if url.startswith("sqlite:///"):
        Path(url.removeprefix("sqlite:///")).parent.mkdir(parents=True, exist_ok=True)
        engine = sa.create_engine(url, poolclass=NullPool)
        with engine.begin() as connection:
            return work(connection)
    return asyncio.run(_with_postgres(url, work))


async def _with_postgres(url: str, work: Callable[[sa.Connection], Result]) -> Result:
    address = sa.make_url(url).set(drivername="postgresql+asyncpg")
    engine = create_async_engine(address, poolclass=NullPool)
    try:
        async with engine.begin() as connection:
            return await connection.run_sync(work)
    finally:
        await engine.dispose()
