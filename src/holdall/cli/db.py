"""`holdall db`: bring the schema of the database up to date, or tell its revision."""

import cyclopts

from holdall.base.db.revision import DatabaseUnusable, bring_up_to_date, needed_revision, stored_revision
from holdall.base.settings import load_settings
from holdall.cli.app import refuse
from holdall.cli.place import HERE, Place

app = cyclopts.App(name="db")


@app.command
def upgrade(*, place: Place = HERE) -> None:
    """Run the migrations that the database lacks. Safe to repeat, and beside a running server of the same version."""
    url = _database_url(place)
    try:
        before, after = bring_up_to_date(url)
    except DatabaseUnusable as error:
        refuse(f"the database cannot be used: {error}")
    print(f"already at revision {after}" if before == after else f"revision {before or 'none'} -> {after}")


@app.command
def revision(*, place: Place = HERE) -> None:
    """Print the revision that the database is at and the one that this version of Holdall needs."""
    try:
        current = stored_revision(_database_url(place))
    except DatabaseUnusable as error:
        refuse(f"the database cannot be used: {error}")
    print(f"database {current or 'none'}, needed {needed_revision()}")


def _database_url(place: Place) -> str:
    try:
        return load_settings(data=place.data, database=place.database).database_url
    except ValueError as error:
        refuse(str(error))
