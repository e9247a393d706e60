"""`holdall db`: bring the schema of the database up to date, or tell its revision."""

from pathlib import Path

import cyclopts

from holdall.base.db.revision import DatabaseUnusable, bring_up_to_date, needed_revision, stored_revision
from holdall.base.settings import load_settings
from holdall.cli.app import refuse

app = cyclopts.App(name="db")


@app.command
def upgrade(*, data: Path | None = None, database: str | None = None) -> None:
    """Run the migrations that the database lacks. Safe to repeat, and beside a running server of the same version.

    Parameters
    ----------
    data
        Folder of the server's data (HOLDALL_DATA).
    database
        sqlite:///path or postgresql://... (HOLDALL_DATABASE); without it, the file holdall.db in the data folder.
    """
    url = _database_url(data, database)
    try:
        before, after = bring_up_to_date(url)
    except DatabaseUnusable as error:
        refuse(f"the database cannot be used: {error}")
    print(f"already at revision {after}" if before == after else f"revision {before or 'none'} -> {after}")


@app.command
def revision(*, data: Path | None = None, database: str | None = None) -> None:
    """Print the revision that the database is at and the one that this version of Holdall needs.

    Parameters
    ----------
    data
        Folder of the server's data (HOLDALL_DATA).
    database
        sqlite:///path or postgresql://... (HOLDALL_DATABASE); without it, the file holdall.db in the data folder.
    """
    try:
        current = stored_revision(_database_url(data, database))
    except DatabaseUnusable as error:
        refuse(f"the database cannot be used: {error}")
    print(f"database {current or 'none'}, needed {needed_revision()}")


def _database_url(data: Path | None, database: str | None) -> str:
    try:
        return load_settings(data=data, database=database).database_url
    except ValueError as error:
        refuse(str(error))
