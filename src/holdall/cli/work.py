"""`holdall work`: look at background work, and stop it, let it go on, try it again."""

from collections.abc import Awaitable, Callable
from typing import Literal

import cyclopts
import msgspec

from holdall.base.clock import format_instant
from holdall.base.db import Database
from holdall.base.keys import ServerKey
from holdall.base.settings import load_settings
from holdall.cli.app import AsJson, refuse
from holdall.cli.offline import print_rows, run
from holdall.cli.place import HERE, Place
from holdall.content.events.cursors import list_cursors
from holdall.content.events.horizon import Horizon
from holdall.work.registry import load_jobs
from holdall.work.verbs import Run, State, Work

app = cyclopts.App(name="work")


@app.command(name="list")
def list_work(
    *,
    name: str | None = None,
    state: Literal["waiting", "running", "done", "failed", "cancelled", "paused", "given up"] | None = None,
    limit: int = 50,
    place: Place = HERE,
    json: AsJson = False,
) -> None:
    """List background work, the latest first.

    Work that was done is told of for a day, work that failed or was cancelled for 30 days.

    Parameters
    ----------
    name
        Only work of this name.
    state
        Only work in this state.
    limit
        How many lines at most.
    """

    async def look(work: Work, _db: Database) -> None:
        runs = await work.list_runs(name=name, states=[State(state)] if state else [], limit=limit)
        print_rows([_row(one) if json else _brief(one) for one in runs], json=json)

    _with_work(place, look)


@app.command
def cancel(run_id: str, *, place: Place = HERE) -> None:
    """End work, and what it has started, when the step under way is over.

    Parameters
    ----------
    run_id
        The id that `holdall work list` shows.
    """
    _with_work(place, lambda work, _db: work.cancel(run_id))


@app.command
def pause(run_id: str, *, place: Place = HERE) -> None:
    """Stop work when the step under way is over, until it is resumed.

    Parameters
    ----------
    run_id
        The id that `holdall work list` shows.
    """
    _with_work(place, lambda work, _db: work.pause(run_id))


@app.command
def resume(run_id: str, *, place: Place = HERE) -> None:
    """Let work go on that was paused or cancelled.

    Parameters
    ----------
    run_id
        The id that `holdall work list` shows.
    """
    _with_work(place, lambda work, _db: work.resume(run_id))


@app.command
def retry(run_id: str, *, place: Place = HERE) -> None:
    """Let work that failed go on with the step that failed.

    Parameters
    ----------
    run_id
        The id that `holdall work list` shows.
    """
    _with_work(place, lambda work, _db: work.retry(run_id))


@app.command
def consumers(*, place: Place = HERE, json: AsJson = False) -> None:
    """List who follows the events (search, webhooks and so on), how far they have come and what they fail at."""

    async def look(_work: Work, db: Database) -> None:
        last = await Horizon().advance(db)
        found = [
            {
                "consumer": one.consumer,
                "behind": max(last - one.sequence, 0),
                "failures": one.failures,
                "error": one.last_error or "",
            }
            for one in await list_cursors(db)
        ]
        print_rows(found, json=json)

    _with_work(place, look)


def _row(one: Run) -> dict[str, object]:
    return {
        "id": one.id,
        "name": one.name,
        "state": str(one.state),
        "since": format_instant(one.updated_at),
        "arguments": one.arguments,
        "error": one.error or "",
    }


def _brief(one: Run) -> dict[str, object]:
    return {**_row(one), "arguments": msgspec.json.encode(one.arguments).decode()}


def _with_work(place: Place, action: Callable[[Work, Database], Awaitable[None]]) -> None:
    """Do something with the background work of these data; says why and exits with status 2 where it cannot be."""
    load_jobs()

    async def with_database(db: Database, _key: ServerKey) -> None:
        work = Work(load_settings(None, data=place.data, database=place.database).database_url)
        try:
            if not await work.books.exist():
                refuse("there has been no background work on these data: start a server or a worker")
            await action(work, db)
        finally:
            await work.close()

    run(place, with_database)
