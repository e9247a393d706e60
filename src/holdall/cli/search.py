"""`holdall search`: build the search index anew, or tell how far it is."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

import cyclopts

from holdall.base.db import Database, open_database
from holdall.base.db.revision import DatabaseUnusable, needed_revision, stored_revision
from holdall.base.settings import Settings, load_settings
from holdall.cli.app import refuse
from holdall.cli.place import HERE, Place
from holdall.content.search.index import SearchIndex, State, clear

Result = TypeVar("Result")

app = cyclopts.App(name="search")

REPORT_SECONDS = 2.0


@app.command
def rebuild(*, place: Place = HERE, resume: bool = False) -> None:
    """Build the search index from nothing. A server may run meanwhile: its searches ask their callers to wait.

    What was taken out of the contents of files is kept. May be stopped at any time: with --resume it goes on, and a
    running server goes on by itself.

    Parameters
    ----------
    resume
        Go on where the last one was stopped, instead of from the beginning.
    """

    async def work(db: Database) -> int:
        if not resume:
            await db.write(clear)
        index = SearchIndex(db)
        while not await index.catch_up(seconds=REPORT_SECONDS):
            print(_describe(await index.state()), flush=True)
        await index.tidy(everything=True)
        return await index.count()

    print(f"the index holds {_run(place, work):,} items")


@app.command
def status(*, place: Place = HERE) -> None:
    """Tell how far the search index is."""

    async def work(db: Database) -> str:
        index = SearchIndex(db)
        return f"{_describe(await index.state())}, it holds {await index.count():,} items"

    print(_run(place, work))


def _describe(state: State | None) -> str:
    if state is None:
        return "the index is to be built from nothing"
    if state.rebuilt_to is not None:
        return f"the index is being built: up to item {state.rebuilt_to}"
    return f"the index is built and has followed what happened up to event {state.sequence}"


def _run(place: Place, work: Callable[[Database], Awaitable[Result]]) -> Result:
    try:
        settings = load_settings(None, data=place.data, database=place.database)
        revision = stored_revision(settings.database_url)
        if revision is None:
            refuse("there is no database of Holdall's at the address in the settings; --data names its folder")
        if revision != needed_revision():
            refuse(f"the database is at revision {revision}, needed is {needed_revision()}: run `holdall db upgrade`")
        return asyncio.run(_with_database(settings, work))
    except DatabaseUnusable as error:
        refuse(f"the database cannot be used: {error}")
    except ValueError as error:
        refuse(str(error))


async def _with_database(settings: Settings, work: Callable[[Database], Awaitable[Result]]) -> Result:
    db = await open_database(settings.database_url)
    try:
        return await work(db)
    finally:
        await db.close()
