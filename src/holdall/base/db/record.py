"""Records what all migrations make of an empty SQLite database: `python -m holdall.base.db.record`, after new migrations.

A new database then takes some milliseconds. Whatever is newer than the record is run on top of it.
"""

import sqlite3
import tempfile
from importlib import resources
from pathlib import Path

from holdall.base.db.migrate import upgrade
from holdall.base.db.revision import RECORD, SCRIPTS, SQLITE_PREFIX


def record(place: Path) -> None:
    """Write the statements that make such a database to a file, as one transaction."""
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / "made.db"
        upgrade(f"{SQLITE_PREFIX}{made}")
        connection = sqlite3.connect(made)
        try:
            statements = [*_definitions(connection), *_rows(connection)]
        finally:
            connection.close()
    lines = (f"{statement};" for statement in ("BEGIN IMMEDIATE", *statements, "COMMIT"))
    place.write_text("\n".join(lines) + "\n")


def _definitions(connection: sqlite3.Connection) -> list[str]:
    """Tables and indexes, but for those that SQLite makes by itself."""
    shadows = {name for (name,) in connection.execute("SELECT name FROM pragma_table_list WHERE type = 'shadow'")}
    found = connection.execute("SELECT tbl_name, sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY rowid")
    return [sql for table, sql in found if table not in shadows]


def _rows(connection: sqlite3.Connection) -> list[str]:
    tables = connection.execute("SELECT name FROM pragma_table_list WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    statements = []
    for (table,) in tables.fetchall():
        columns = [name for (name,) in connection.execute("SELECT name FROM pragma_table_info(?)", (table,))]
        values = " || ', ' || ".join(f'quote("{name}")' for name in columns)
        for (row,) in connection.execute(f'SELECT {values} FROM "{table}"'):
            statements.append(f'INSERT INTO "{table}" VALUES ({row})')
    return sorted(statements)


if __name__ == "__main__":
    record(Path(str(resources.files(SCRIPTS) / RECORD)))
