"""`holdall migrate`: move content from one place to another in one line, prove that it arrived, and go on with what changed."""

import gc
import sys
from pathlib import Path
from typing import Any, Literal

import cyclopts
import msgspec

from holdall.cli.failures import INTERRUPTED, LATER, REFUSED
from holdall.cli.migration_display import print_summary, shown_progress, stopped_by_interrupt
from holdall.cli.migration_places import LedgerFile, Places, filters_of, ledger_file, open_ledger, run_work

app = cyclopts.App(
    name="migrate", help="Move content between Box, Holdall, disks and buckets, and prove that it arrived."
)
app.command("holdall.cli.migrate_check:check", name="check", help="Look at what would go wrong before anything moves.")
app.command("holdall.cli.migrate_service:run", name="run", help="Start a job of a server's migration service.")
app.command("holdall.cli.migrate_service:watch", name="watch", help="Watch a job of a server's migration service.")
app.command("holdall.cli.migrate_undo:undo", name="undo", help="Take back the last run of a job.")
app.command("holdall.cli.migrate_admin:admin", name="admin", help="The migration service's first administrator.")

_FLAGGED = REFUSED


@app.default
def migrate(
    source: str,
    destination: str,
    *,
    transfer_type: Literal["copy", "sync", "migrate", "move", "publish", "taxonomy"] = "copy",
    mirror: bool = False,
    delete_brake: int = 10,
    confirm_delete: bool = False,
    simulate: bool = False,
    exclude: list[str] | None = None,
    include: list[str] | None = None,
    versions: Literal["all", "latest"] = "all",
    item_overwrite: Literal["overwrite", "skip", "fail"] = "overwrite",
    conflict_resolution: Literal["copy", "latest", "source", "destination", "failure"] = "copy",
    truncate_names: bool = False,
    skip_empty_folders: bool = False,
    retry_flagged: bool = False,
    parallel_writes: int = 8,
    source_as_user: str | None = None,
    destination_as_user: str | None = None,
    job: str | None = None,
    manifest: Path | None = None,
    report: Path | None = None,
    output: Literal["text", "json"] = "text",
    ledger: LedgerFile = None,
) -> None:
    """Move content; the same command again moves what has changed since, and goes on where it was interrupted.

    A place is a folder (/data/team), a bucket (s3://bucket/prefix), or a connection and a path (box:/Team, where box is
    the connection in use, or the name of another one; see holdall connect list).

    Parameters
    ----------
    source
        Where the content is.
    destination
        Where it goes; missing folders are made.
    transfer_type
        copy leaves the source alone; sync brings changes both ways; migrate looks for no changes later; move removes from
        the source what is proved to have arrived; publish also deletes what is at the destination alone; taxonomy makes
        the folders alone.
    mirror
        Delete at the destination what the source no longer has.
    delete_brake
        The per cent of the items above which mirror deletes nothing before you confirm.
    confirm_delete
        Delete although it is more than the brake allows.
    simulate
        Do everything but write: the report says what would happen.
    exclude
        Leave out items whose name matches, such as "*.tmp"; may be given several times.
    include
        Move only files whose name matches; may be given several times.
    versions
        Move all versions of a file, or the latest alone, where both sides keep versions.
    item_overwrite
        What happens to a file that was at the destination before the first run.
    conflict_resolution
        What happens when both sides have changed since the last run.
    truncate_names
        Shorten names that are too long for the destination.
    skip_empty_folders
        Leave out folders with nothing in them.
    retry_flagged
        Try again what earlier runs have given up.
    parallel_writes
        How many files are under way at once.
    source_as_user
        The id of the user to act as at the source.
    destination_as_user
        The id of the user to act as at the destination.
    job
        The name of the job in the ledger; without it the two places name it.
    manifest
        Write a signed manifest of all that is at the destination to this file.
    report
        Write a report to this file: a page with charts where its name ends in .html, else a row for every item as CSV.
    output
        How the summary is printed.
    ledger
        The file that keeps what was moved; by default one beside your other settings of Holdall.
    """
    options: dict[str, Any] = {
        "transfer_type": transfer_type,
        "delete_propagation": "mirror" if mirror else "ignore_source",
        "delete_brake": delete_brake,
        "delete_confirmed": confirm_delete,
        "simulation_mode": simulate,
        "versioning": {"preserve": "native", "select": versions},
        "item_overwrite": item_overwrite,
        "conflict_resolution": conflict_resolution,
        "segment_truncate": truncate_names,
        "empty_containers": "skip" if skip_empty_folders else "create",
        "retry_flagged": retry_flagged,
        "parallel_writes": parallel_writes,
    }
    places = Places(source, destination, source_as_user, destination_as_user, job)
    run_work(
        _migrate(places, options, filters_of(exclude, include), _Results(manifest, report, output), ledger_file(ledger))
    )


@app.command
def jobs(*, ledger: LedgerFile = None) -> None:
    """List the jobs of the ledger with their last runs.

    Parameters
    ----------
    ledger
        The file that keeps what was moved.
    """
    run_work(_jobs(ledger_file(ledger)))


@app.command
def report(job: str, *, status: str | None = None, to: Path | None = None, ledger: LedgerFile = None) -> None:
    """Print a row for every item of a job as CSV.

    Parameters
    ----------
    job
        The name of the job (see holdall migrate jobs).
    status
        Only items of this status: success, processed, skipped, remediation, retry or pending.
    to
        A file to write to instead.
    ledger
        The file that keeps what was moved.
    """
    run_work(_report(job, status, to, ledger_file(ledger)))


@app.command
def verify(
    manifest: Path,
    *,
    side: Literal["destination", "source"] = "destination",
    place: str | None = None,
    as_user: str | None = None,
    key: str | None = None,
) -> None:
    """Check that a side still holds what a manifest says, by reading it anew.

    Parameters
    ----------
    manifest
        A manifest that holdall migrate has written.
    side
        The side to look at.
    place
        Where that side is now, if not where it was.
    as_user
        The id of the user to act as.
    key
        The fingerprint of the key that must have signed the manifest.
    """
    run_work(_verify(manifest, side, place, as_user, key))


class _Results(msgspec.Struct, frozen=True):
    manifest: Path | None
    report: Path | None
    output: Literal["text", "json"]


async def _migrate(
    places: Places, options: dict[str, Any], filters: list[dict[str, Any]], results: _Results, file: Path
) -> int:
    from holdall.migration.engine.execution import execute, simulation_of
    from holdall.migration.engine.filters import Filter
    from holdall.migration.engine.ledger import Ledger
    from holdall.migration.engine.options import Options
    from holdall.migration.platforms.opening import open_side
    from holdall.migration.summary import summarise

    chosen = msgspec.convert(options, Options)
    gc.freeze()  # what was loaded stays
    missing: Literal["create", "imagine"] = "imagine" if chosen.simulation_mode else "create"
    _refuse_nesting(places)
    async with open_ledger(file) as database:
        source = await open_side(places.source, as_user=places.source_as_user, parallel=chosen.parallel_writes)
        try:
            destination = await open_side(
                places.destination,
                as_user=places.destination_as_user,
                missing=missing,
                parallel=chosen.parallel_writes,
            )
            try:
                name = places.name()
                ledger = Ledger(database, simulation_of(name) if chosen.simulation_mode else name)
                with stopped_by_interrupt() as stop:
                    async with shown_progress(ledger):
                        run = await execute(
                            database,
                            name,
                            source,
                            destination,
                            chosen,
                            chosen=Filter.of(filters, database.now),
                            stop=stop,
                        )
            finally:
                await destination.platform.close()
        finally:
            await source.platform.close()
        await _write_results(ledger, run, places, results, file)
        await print_summary(await summarise(ledger, run), ledger, results.output)
    return _exit_status(run.status)


def _refuse_nesting(places: Places) -> None:
    """A folder copied into itself would never end."""
    from holdall.migration.platforms.opening import is_folder

    if is_folder(places.source) and is_folder(places.destination):
        source, destination = Path(places.source).resolve(), Path(places.destination).resolve()
        if destination.is_relative_to(source) or source.is_relative_to(destination):
            raise ValueError(f"{source} and {destination} lie within each other; name two folders apart")


def _exit_status(status: str) -> int:
    return {"completed": 0, "no_changes": 0, "warn": _FLAGGED, "running": INTERRUPTED}.get(status, LATER)


async def _write_results(ledger: Any, run: Any, places: Places, results: _Results, file: Path) -> None:
    from holdall.migration.manifest import load_key, write_manifest
    from holdall.migration.summary import write_csv

    ends = {"source": _plain(places.source), "destination": _plain(places.destination)}
    if results.manifest is not None:
        with results.manifest.open("wb") as target:
            await write_manifest(target, ledger, run, key=load_key(file.with_name("migration-manifest.key")), **ends)
    if results.report is None:
        return
    with results.report.open("w", newline="", encoding="utf-8", errors="backslashreplace") as text:
        if results.report.suffix == ".html":
            from holdall.migration.page import write_page

            await write_page(text, ledger, run, **ends)
        else:
            await write_csv(text, ledger)


def _plain(place: str) -> str:
    """A place without the options of its URL, which may hold keys; a folder by its whole path."""
    from holdall.migration.platforms.opening import is_folder

    return str(Path(place).resolve()) if is_folder(place) else place.partition("?")[0]


async def _jobs(file: Path) -> int:
    from holdall.migration.engine.ledger import last_runs
    from holdall.migration.engine.rows import Run

    async with open_ledger(file) as database:
        found: list[Run] = await last_runs(database)
    for run in found:
        print(
            msgspec.json.encode(
                {"job": run.job_id, "status": run.status, "phase": run.phase, "reason": run.reason}
            ).decode()
        )
    return 0


async def _report(job: str, status: str | None, to: Path | None, file: Path) -> int:
    from holdall.migration.engine.ledger import Ledger
    from holdall.migration.summary import write_csv

    async with open_ledger(file) as database:
        ledger = Ledger(database, job)
        if await ledger.last_run() is None:
            raise LookupError(f"the ledger {file} has no job {job}; see holdall migrate jobs")
        if to is None:
            await write_csv(sys.stdout, ledger, status)
        else:
            with to.open("w", newline="") as target:
                await write_csv(target, ledger, status)
    return 0


async def _verify(path: Path, side: str, place: str | None, as_user: str | None, key: str | None) -> int:
    from holdall.migration.manifest import compare, read_manifest
    from holdall.migration.platforms.opening import open_side

    with path.open("rb") as file:
        manifest, lines = read_manifest(file)
        if key is not None and key != manifest.fingerprint:
            raise ValueError(f"the manifest was signed by the key {manifest.fingerprint}, not by {key}")
        where = place or (manifest.header.destination if side == "destination" else manifest.header.source)
        opened = await open_side(where, as_user=as_user)
        different = checked = 0
        try:
            async for found in compare(lines, opened.platform, opened.root, at_source=side == "source"):
                checked += 1
                if found is not None:
                    different += 1
                    print(f"{found.path}: {found.reason}")
        finally:
            await opened.platform.close()
    good = f"{checked - different} of {checked} items are as the manifest says"
    print(f"{good} (signed by the key {manifest.fingerprint})", file=sys.stderr)
    return _FLAGGED if different else 0
