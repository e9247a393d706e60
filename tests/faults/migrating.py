"""Workers of one migration, as processes to be killed: one that leads the run, others that help."""

import asyncio
import multiprocessing
import random
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from holdall.base.db import Database, open_database
from holdall.connector import Box
from holdall.migration.engine.claims import LEASE
from holdall.migration.engine.execution import assist, execute
from holdall.migration.engine.ledger import Ledger
from holdall.migration.engine.options import Options
from holdall.migration.platforms.box import BoxPlatform
from holdall.migration.platforms.local import LocalPlatform
from holdall.migration.platforms.platform import Platform, Side

JOB = "job"


class Account(NamedTuple):
    """A folder of an account: where, by which token, and which one."""

    url: str
    token: str
    folder_id: str


Ends = tuple[Path | Account, Path | Account]
"""What is migrated, and whereto."""

_processes = multiprocessing.get_context("forkserver")
_processes.set_forkserver_preload([__name__])


class Lives:
    """The lives of the workers on one job; with a ledger on PostgreSQL two of them share a run."""

    def __init__(self, url: str, source: Path | Account, destination: Path | Account, seed: int) -> None:
        self.url = url
        self.dice = random.Random(seed)
        self._ends = source, destination
        self._lives = 0

    async def kill_when(self, is_time: Callable[[], Awaitable[bool]], **options: Any) -> bool:
        """Begin or go on, and kill the workers one after the other at a time; whether the run was not over by then."""
        workers = self._start(options)
        while workers[0].is_alive() and not await is_time():
            await asyncio.sleep(0.001)
        await asyncio.sleep(self.dice.uniform(0, 0.01))  # or it would always be right after something was written
        was_running: bool = workers[0].is_alive()
        self.dice.shuffle(workers)
        for worker in workers:
            await _kill(worker)
            await asyncio.sleep(self.dice.choice([0, 0.02]))
        return was_running

    async def finish(self, **options: Any) -> None:
        """Begin or go on, until the run is over."""
        leader, *helpers = self._start(options)
        await asyncio.to_thread(leader.join)
        for worker in helpers:
            await _kill(worker)

    def _start(self, options: dict[str, Any]) -> list[Any]:
        self._lives += 1
        workers = [_started(_lead, self.url, self._ends, self._lives, options)]
        if not self.url.startswith("sqlite"):
            workers.append(_started(_help, self.url, self._ends, self._lives))
        return workers


async def _kill(worker: Any) -> None:
    worker.kill()
    await asyncio.to_thread(worker.join)


def _started(work: Any, *arguments: Any) -> Any:
    process = _processes.Process(target=_run, args=(work, *arguments), daemon=True)
    process.start()
    return process


def _run(work: Any, *arguments: Any) -> None:
    asyncio.run(work(*arguments))


async def _lead(url: str, ends: Ends, life: int, options: dict[str, Any]) -> None:
    """Lead the run to its end. Of each `life` the clock goes on: what earlier lives had is free."""
    database = await _database(url, life)
    source, destination = [await _side(end) for end in ends]
    await execute(database, JOB, source, destination, msgspec.convert(options, Options))
    await database.close()


async def _help(url: str, ends: Ends, life: int) -> None:
    """Help whoever leads, for ever."""
    database = await _database(url, life)
    source, destination = [await _side(end) for end in ends]
    while True:
        await assist(database, JOB, source, destination)
        await asyncio.sleep(0.01)


async def _side(end: Path | Account) -> Side:
    platform: Platform
    if isinstance(end, Account):
        platform = BoxPlatform(Box(end.token, base_url=end.url), root_folder_id=end.folder_id)
    else:
        platform = LocalPlatform(end)
    return Side(platform, await platform.root())


async def _database(url: str, life: int) -> Database:
    database = await open_database(url)
    database.clock.advance(2 * LEASE * life)
    return database


def forget_partials(folder: Path) -> None:
    """Remove what killed processes were writing; by itself it goes after a day."""
    for path in list(folder.rglob(".holdall-partial-*")):
        path.unlink()


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
