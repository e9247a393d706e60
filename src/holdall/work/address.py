"""Where the engine keeps its own books: beside the database of the platform, and never in its tables."""

from pathlib import Path

from holdall.base.db.open import SQLITE_PREFIX

SCHEMA = "holdall_work"
APPLICATION = "holdall"


def engine_url(database_url: str) -> str:
    """The database of the engine: the file NAME-work.db beside a SQLite file, the same one on PostgreSQL (schema SCHEMA)."""
    if database_url.startswith(SQLITE_PREFIX):
        path = Path(database_url.removeprefix(SQLITE_PREFIX))
        return f"{SQLITE_PREFIX}{path.with_name(f'{path.stem}-work{path.suffix}')}"
    return "postgresql://" + database_url.partition("://")[2]


def has_one_engine(database_url: str) -> bool:
    """Whether only one process may run an engine on this database."""
    return database_url.startswith(SQLITE_PREFIX)
