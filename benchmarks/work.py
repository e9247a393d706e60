"""Background work: steps a second, and how soon an order is begun, against plain durable commits on the same disk."""

import asyncio
import sqlite3
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

from benchmarks.bench import Bench, say
from benchmarks.figures import Figure
from holdall.base.db.revision import bring_up_to_date
from holdall.base.settings import Settings
from holdall.box.platform import Platform, open_platform
from holdall.content.orders import place_order
from holdall.work import Queue, Site, step, workflow
from holdall.work.host import Role

NAMES = ("work_steps", "work_start")
STEPS = 400
STARTS = 10

_began = asyncio.Event()


@workflow("benchmark steps", queue=Queue.QUICK)
async def _steps(site: Site, count: int) -> None:
    """Do so many steps, one after the other, that do nothing."""
    for _ in range(count):
        await step(_nothing)


@workflow("benchmark start", queue=Queue.QUICK)
async def _start(site: Site) -> None:
    """Tell that it has begun."""
    _began.set()


async def _nothing() -> None:
    return None


def run(bench: Bench) -> Iterator[Figure]:
    """Steps a second; and orders that are begun a second when one waits for each, which is the latency upside down."""
    settings = Settings(data=bench.folder / "data", database=bench.database, log_format="none")
    settings.data.mkdir(parents=True, exist_ok=True)
    bring_up_to_date(settings.database_url)
    commits = _commits(bench.folder / "commits.db")
    steps, starts = asyncio.run(_measure(settings))
    for name, ours in (("work_steps", steps), ("work_start", starts)):
        if bench.wants(name):
            yield Figure(name=name, against="commits", ours=ours, theirs=commits, unit="a second")


def _commits(path: Path) -> float:
    """Durable commits a second of one row each, one after the other."""
    say("work: durable commits")
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("CREATE TABLE commits (number INTEGER PRIMARY KEY, text TEXT)")
    began = time.perf_counter()
    for number in range(STEPS):
        connection.execute("INSERT INTO commits VALUES (?, ?)", (number, "x" * 200))
    seconds = time.perf_counter() - began
    connection.close()
    return STEPS / seconds


async def _measure(settings: Settings) -> tuple[float, float]:
    async with _working(settings) as platform:
        say("work_steps, work_start")
        work = platform.background.work
        await work.run("benchmark steps", 1)
        began = time.perf_counter()
        await work.run("benchmark steps", STEPS)
        steps = STEPS / (time.perf_counter() - began)
        began = time.perf_counter()
        for _ in range(STARTS):
            _began.clear()
            await platform.db.write(place_order, "benchmark start")
            await _began.wait()
        return steps, STARTS / (time.perf_counter() - began)


@asynccontextmanager
async def _working(settings: Settings) -> AsyncIterator[Platform]:
    platform = await open_platform(settings)
    try:
        platform.background.start(Role.WORKER)
        while not platform.background.is_leader:
            await asyncio.sleep(0.01)
        yield platform
    finally:
        await platform.close()
