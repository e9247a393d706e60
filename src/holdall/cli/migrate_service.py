"""`holdall migrate run` and `watch`: start a job of a server's migration service, and see how it gets on."""

import asyncio
import json
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from holdall.cli.failures import LATER, REFUSED, run_to_exit

if TYPE_CHECKING:
    from rich.progress import Progress

    from holdall.cli.migration_client import Service

_EVERY_SECONDS = 1.0
_COUNTED = 10
"""Counting a job's items may take this part of the time, so that watching a large job costs its server little."""
_RESTING = ("idle", "complete", "paused", "awaiting-user", "failed", "deleted")
_FLAGGED_SHOWN = 20


def run(job: str, *, server: str | None = None, login: str | None = None, watch: bool = True) -> None:
    """Start a job of a server: one that is there by its id, or one that a JSON file describes, which is made before.

    The exit status is 0 when everything arrived, 1 when something is flagged, and 5 when the run ended early.

    Parameters
    ----------
    job
        The id of the job, or a file with the body of POST /v1/jobs.
    server
        The address of the server, such as https://holdall.example.com; or the variable HOLDALL_MIGRATION_SERVER.
    login
        Who signs in, with the password in the variable HOLDALL_MIGRATION_PASSWORD; or the variable HOLDALL_MIGRATION_TOKEN.
    watch
        Stay until the run has ended.
    """
    run_to_exit(_run(job, server, login, stay=watch))


def watch(job: str, *, server: str | None = None, login: str | None = None) -> None:
    """Watch a job of a server until its run has ended: progress, pace, and what waits for a person.

    Parameters
    ----------
    job
        The id of the job.
    server
        The address of the server; or the variable HOLDALL_MIGRATION_SERVER.
    login
        Who signs in, with the password in the variable HOLDALL_MIGRATION_PASSWORD; or the variable HOLDALL_MIGRATION_TOKEN.
    """
    run_to_exit(_watch_alone(job, server, login))


async def _run(job: str, server: str | None, login: str | None, *, stay: bool) -> int:
    from holdall.cli.migration_client import Service

    file = Path(job)
    body = _body(file) if file.suffix == ".json" or file.is_file() else None
    async with Service(server, login) as service:
        if body is not None:
            made = await service.post("jobs", body)
            job = made["job"]["id"]
            print(f"made the job {job}")
            for warning in made.get("warnings", []):
                print(f"  warning: {warning}")
        before = _last(await _state(service, job))
        await service.patch(f"jobs/{job}", start="1")
        return await _watch(service, job, after=before) if stay else 0


async def _watch_alone(job: str, server: str | None, login: str | None) -> int:
    from holdall.cli.migration_client import Service

    async with Service(server, login) as service:
        return await _watch(service, job, after=None)


def _body(file: Path) -> dict[str, Any]:
    try:
        found = json.loads(file.read_text())
    except ValueError as error:
        raise ValueError(f"{file} is not JSON: {error}") from None
    if isinstance(found, dict):
        return found
    raise ValueError(f"{file} holds no job: it is one JSON object")


async def _state(service: "Service", job: str) -> dict[str, Any]:
    answer = await service.get(f"jobs/{job}", fields="name,status,execution,previous_execution")
    found: dict[str, Any] = answer["job"]
    return found


def _last(state: dict[str, Any]) -> int | None:
    last = state.get("previous_execution")
    return last["id"] if last else None


async def _watch(service: "Service", job: str, *, after: int | None) -> int:
    """Show a job until it rests with a run behind it that is not `after`."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

    console = Console(stderr=True)
    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(bar_width=None),  # as wide as the words leave
        TaskProgressColumn(),
        TimeElapsedColumn(),
    )
    try:
        with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
            state = await _until_rest(service, job, after, progress)
    except asyncio.CancelledError:
        print(f"holdall: the job goes on; holdall migrate watch {job} shows it again", file=sys.stderr)
        raise
    return await _tell(service, job, state)


async def _until_rest(service: "Service", job: str, after: int | None, progress: "Progress") -> dict[str, Any]:
    task = progress.add_task("waiting", total=1.0)
    detail, next_count = "", 0.0
    while True:
        state = await _state(service, job)
        begun = state["status"] not in _RESTING
        if not begun and (after is None or _last(state) != after or state["status"] not in ("idle", "complete")):
            return state
        execution = state.get("execution") or {}
        if not progress.disable and time.monotonic() >= next_count:
            started = time.monotonic()
            detail = await _detail(service, job)
            next_count = time.monotonic() + (time.monotonic() - started) * _COUNTED
        phase = str(execution.get("phase") or state["status"])
        text = phase if detail.startswith("0 files") else f"{phase}: {detail}"  # a count may be older than the bar
        progress.update(task, description=text, completed=float(execution.get("progress") or 0))
        await asyncio.sleep(_EVERY_SECONDS)


async def _detail(service: "Service", job: str) -> str:
    """How much has arrived, and how much waits for a person."""
    from holdall.migration.summary import readable

    answer = await service.get(f"transfers/{job}/stats/by_status")
    counts = answer["stats"]["by_status"]
    arrived = [counts[status]["destination"] for status in ("success", "processed") if status in counts]
    files, size = sum(one["files"] for one in arrived), sum(one["bytes"] for one in arrived)
    flagged = counts.get("remediation", {}).get("source", {"files": 0, "folders": 0})
    waiting = flagged["files"] + flagged["folders"]
    return f"{files:,} files, {readable(size)}" + (f", {waiting:,} flagged" if waiting else "")


async def _tell(service: "Service", job: str, state: dict[str, Any]) -> int:
    """What came of the last run, and the exit status that says so."""
    last = state.get("previous_execution") or {}
    status = last.get("status", state["status"])
    took = (last.get("duration") or {}).get("value")
    print(f"{status}: {state['name']}" + (f", {took:.1f} s" if took is not None else ""))
    if last.get("reason"):
        print(f"  {last['reason']}")
    if state["status"] in ("paused", "awaiting-user"):
        print(f"  the job is {state['status']}")
    print(f"  at the destination: {await _detail(service, job)}")
    flagged = await service.get(f"transfers/{job}/items/flagged", limit=str(_FLAGGED_SHOWN))
    for item in flagged["item"]:
        print(f"  flagged: {item['source']['path']}: {item['message']}")
    more = flagged["meta"]["total_count"] - len(flagged["item"])
    if more > 0:
        print(f"  ... and {more:,} more: GET /v1/transfers/{job}/items/flagged")
    if status in ("completed", "no_changes") and state["status"] != "awaiting-user":
        return 0
    return REFUSED if status == "warn" and state["status"] != "awaiting-user" else LATER
