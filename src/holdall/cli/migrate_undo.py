"""`holdall migrate undo`: take back the last run of a job."""

from pathlib import Path
from typing import Literal

import msgspec

from holdall.cli.failures import INTERRUPTED, REFUSED
from holdall.cli.migration_display import stopped_by_interrupt
from holdall.cli.migration_places import LedgerFile, Places, ledger_file, open_ledger, run_work


def undo(
    source: str,
    destination: str,
    *,
    source_as_user: str | None = None,
    destination_as_user: str | None = None,
    job: str | None = None,
    output: Literal["text", "json"] = "text",
    ledger: LedgerFile = None,
) -> None:
    """Take back the last run of a job, named as when it ran: what it made is removed, what it changed goes back.

    What somebody changed since stays as it is, and is told; so is what a platform without versions or a trash cannot
    bring back. The same command again takes back the run before.

    Parameters
    ----------
    source
        Where the content is.
    destination
        Where it went.
    source_as_user
        The id of the user to act as at the source.
    destination_as_user
        The id of the user to act as at the destination.
    job
        The name of the job in the ledger; without it the two places name it.
    output
        How the outcome is printed.
    ledger
        The file that keeps what was moved.
    """
    places = Places(source, destination, source_as_user, destination_as_user, job)
    run_work(_undo(places, output, ledger_file(ledger)))


async def _undo(places: Places, output: str, file: Path) -> int:
    from holdall.migration.engine.sides import Halted
    from holdall.migration.engine.undoing import undo as undo_last_run
    from holdall.migration.platforms.opening import open_side

    async with open_ledger(file) as database:
        source = await open_side(places.source, as_user=places.source_as_user)
        try:
            destination = await open_side(places.destination, as_user=places.destination_as_user)
            try:
                with stopped_by_interrupt() as stop:
                    done = await undo_last_run(database, places.name(), source, destination, stop=stop)
            except Halted:
                return INTERRUPTED
            finally:
                await destination.platform.close()
        finally:
            await source.platform.close()
    if done is None:
        raise LookupError("there is no run to undo between these places; see holdall migrate jobs")
    if output == "json":
        print(msgspec.json.encode(done).decode())
    else:
        print(f"run {done.run} is undone: {done.summary}")
        for path, reason in done.kept:
            print(f"  left as it is: {path}: {reason}")
    return REFUSED if done.kept else 0
