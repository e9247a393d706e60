"""Workers of one migration between two folders, as processes to be killed: one that leads the run, others that help."""

import asyncio
import multiprocessing
from pathlib import Path
from typing import Any

from holdall.base.db import Database, open_database
from holdall.migration.engine.execution import assist, execute
from holdall.migration.engine.ledger import LEASE, Ledger
from holdall.migration.engine.options import Options
from holdall.migration.platforms.local import LocalPlatform
from holdall.migration.platforms.platform import Side

JOB = "job"
_processes = multiprocessing.get_context("forkserver")
_processes.set_forkserver_preload([__name__])


def start_leader(url: str, folder: Path, life: int, options: dict[str, Any]) -> Any:
    """A process that leads the run to its end. Of each `life` the clock goes on: what earlier lives had is free."""
    return _started(_lead, url, folder, life, options)


def start_helper(url: str, folder: Path, life: int) -> Any:
    """A process that helps whoever leads, for ever."""
    return _started(_help, url, folder, life)


def _started(work: Any, *arguments: Any) -> Any:
    process = _processes.Process(target=_run, args=(work, *arguments), daemon=True)
    process.start()
    return process


def _run(work: Any, *arguments: Any) -> None:
    asyncio.run(work(*arguments))


async def _lead(url: str, folder: Path, life: int, options: dict[str, Any]) -> None:
    database = await _database(url, life)
    await execute(database, JOB, *await _sides(folder), Options(**options))
    await database.close()


async def _help(url: str, folder: Path, life: int) -> None:
    database = await _database(url, life)
    while True:
        await assist(database, JOB, *await _sides(folder))
        await asyncio.sleep(0.01)


async def _sides(folder: Path) -> tuple[Side, Side]:
    source, destination = (LocalPlatform(folder / name) for name in ("source", "destination"))
    return Side(source, await source.root()), Side(destination, await destination.root())


async def _database(url: str, life: int) -> Database:
    database = await open_database(url)
    database.clock.advance(2 * LEASE * life)
    return database


async def ledger_of(url: str) -> tuple[str, list[tuple[str, str, str | None, bool]]]:
    """How the last run ended, and of each file its path, status, name there, and whether it was verified."""
    database = await open_database(url)
    try:
        ledger = Ledger(database, JOB)
        run = await ledger.last_run()
        assert run is not None
        rows = [item for item in await ledger.all(limit=1_000_000) if item.type == "file"]
        return run.status, [
            (item.path, item.status, item.destination_address, item.verified_run is not None) for item in rows
        ]
    finally:
        await database.close()
