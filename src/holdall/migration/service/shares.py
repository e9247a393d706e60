"""Limits of bandwidth over several processes: those that move content say so, and each takes an equal part.

Who comes or goes is known to the others within two seconds, and who dies within eight.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from weakref import WeakKeyDictionary

import sqlalchemy as sa
import structlog

from holdall.base.clock import SECOND
from holdall.base.db import Database, Transaction, query
from holdall.base.ids import new_secret
from holdall.base.turns import turns

LOOK_SECONDS = 2.0
_LIVES = 8 * SECOND
_PREFIX = "moves content: "
_THIS_PROCESS = new_secret(12)

_LIVE = query(
    sa.select(turns.c.name).where(turns.c.name.startswith(_PREFIX), turns.c.next_at > sa.bindparam("now")), str
)
_FORGET_DEAD = query(sa.delete(turns).where(turns.c.name.startswith(_PREFIX), turns.c.next_at <= sa.bindparam("now")))
_processes: WeakKeyDictionary[Database, int] = WeakKeyDictionary()

log = structlog.get_logger()


class Share:
    """The part of this process in moving the content of a job; `workers` is how many processes do."""

    def __init__(self, database: Database, job_id: str, process: str) -> None:
        self._database = database
        self._name = f"{_PREFIX}{job_id} {process}"
        self.workers = 1

    async def look(self) -> None:
        """Say that this process is at it, and count who else is."""
        names = await self._database.write(self._say)
        self.workers = sum(name.rpartition(" ")[0] == self._name.rpartition(" ")[0] for name in names)
        _processes[self._database] = len({name.rpartition(" ")[2] for name in names})

    async def leave(self) -> None:
        """Say that this process is at it no more; where that fails, the others find out by themselves."""
        try:
            await self._database.write(self._unsay)
        except Exception:
            log.exception("a process could not say that it has stopped moving content")

    async def _say(self, tx: Transaction) -> list[str]:
        await tx.run(_FORGET_DEAD, now=tx.now)
        if not await tx.update(turns, {"name": self._name}, next_at=tx.now + _LIVES):
            await tx.insert(turns, name=self._name, next_at=tx.now + _LIVES)
        return await tx.all(_LIVE, now=tx.now)

    async def _unsay(self, tx: Transaction) -> None:
        await tx.delete(turns, name=self._name)

    async def keep(self) -> None:
        """Look again and again, until this is cancelled."""
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            try:
                await self.look()
            except Exception:
                log.exception("counting those who move content failed; it goes on")


@asynccontextmanager
async def shared(database: Database, job_id: str, *, process: str = _THIS_PROCESS) -> AsyncIterator[Share]:
    """The part of this process in moving the content of a job, counted anew until the end of a block."""
    share = Share(database, job_id, process)
    await share.look()
    keeper = asyncio.create_task(share.keep())
    try:
        yield share
    finally:
        keeper.cancel()
        await asyncio.gather(keeper, return_exceptions=True)
        await share.leave()


def processes(database: Database) -> int:
    """How many processes move content of any job, as was counted last."""
    return max(_processes.get(database, 1), 1)


def part_of(rate: int | None, workers: int) -> int | None:
    """What one of several may use of a rate; None is without limit."""
    return None if rate is None else max(rate // max(workers, 1), 1)
