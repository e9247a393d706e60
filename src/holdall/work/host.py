"""Background work of one process: waits for its turn to run the engine, runs it, and gives it up in good order.

Of the processes of a server one runs the engine; the others take over when it ends. Of all engines on PostgreSQL one
leads: it follows the outbox and looks after orders and after engines that have died.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from enum import Enum

import structlog

from holdall.base.ids import new_uuid
from holdall.base.tasks import end
from holdall.work.address import has_one_engine
from holdall.work.crew import Crew
from holdall.work.engine import Engine
from holdall.work.leases import Leases, open_leases
from holdall.work.registry import SHAPE, load_jobs
from holdall.work.site import Site
from holdall.work.upkeep import renew, requeue_lost, settle_orders
from holdall.work.verbs import Work

ENGINE = "engine"
LEADER = "leader"
TURN_SECONDS = 1.0
"""Between questions whether it is this process's turn, and whether its leases are still its own."""
UPKEEP_SECONDS = 5.0
RESTART_SECONDS = 5.0

log = structlog.get_logger()


class Role(Enum):
    """What a process is to background work."""

    SERVER = "server"
    """One of those that answer requests: one engine for all of them is enough."""
    WORKER = "worker"
    """A worker runs an engine whatever others do, unless the database allows for one only."""


class WorkHost:
    """Runs background work in this process from `start` until `stop`."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self._role, self._shape = Role.SERVER, SHAPE
        self._task: asyncio.Task[None] | None = None
        self._changing = asyncio.Lock()
        self._stir = asyncio.Event()
        self.work = Work(site.settings.database_url)
        self._crew = Crew(site, self.work.books)
        self._hands = Crew(site, self.work.books, everywhere=True)
        self.engine: Engine | None = None
        self.is_leader = False
        self._is_failing = False

    @property
    def part(self) -> str:
        """What this process does: it leads, runs work, waits for its turn, fails to, or leaves it to others elsewhere."""
        if self._task is None:
            return "elsewhere"
        if self._is_failing:
            return "failing"
        if self.is_leader:
            return "leads"
        return "waits" if self.engine is None else "runs"

    def start(self, role: Role = Role.SERVER, shape: str = SHAPE) -> None:
        """Begin in the background; what fails is logged and tried again. `shape` is the version of the workflows."""
        self._role, self._shape = role, shape
        load_jobs()
        self._task = asyncio.create_task(self._run())

    async def stop(self) -> None:
        """End, leaving what runs to another process or to the next start."""
        if self._task is not None:
            await end([self._task])
            self._task = None
        await self.work.close()

    @asynccontextmanager
    async def forgetting(self) -> AsyncIterator[None]:
        """Let nothing run for the length of a block, and then forget all work: its rows are being replaced.

        Orders that are in the database afterwards are begun anew. Where the block raises, all goes on as before.
        """
        async with self._changing:
            await self._crew.stop()
            await self._hands.stop()
            if self.engine is not None:
                await self.engine.interrupt()
            try:
                yield
                await self.work.books.forget_all()
            finally:
                if self.engine is not None:
                    await self.work.books.requeue(self.engine.executor_id)
                    self.engine.go_on()
                    self._hands.start()
                self._stir.set()

    async def _run(self) -> None:
        while True:
            try:
                await self._take_part()
            except Exception:
                self._is_failing = True
                log.exception("background work stopped; it is started again")
            await asyncio.sleep(RESTART_SECONDS)

    async def _take_part(self) -> None:
        """Run an engine when it is this process's turn, until the leases are lost."""
        leases = await open_leases(self.site.settings.database_url)
        try:
            if self._role is Role.SERVER or has_one_engine(self.site.settings.database_url):
                while not await leases.take(ENGINE):  # noqa: ASYNC110 - the holder is another process
                    await asyncio.sleep(TURN_SECONDS)
                leases.tidy()
            executor_id = new_uuid()
            if not await leases.take(executor_id):
                raise RuntimeError("a lease of a new name is held by somebody else")
            self.engine = await Engine.start(self.site, self.work, executor_id, self._shape)
            self._is_failing = False
            log.info("background work runs here", executor=executor_id)
            self._hands.start()
            try:
                while await leases.are_held():
                    if await leases.take(LEADER):
                        await self._lead(leases, executor_id)
                    await asyncio.sleep(TURN_SECONDS)
            finally:
                await self._hands.stop()
                engine, self.engine = self.engine, None
                await engine.stop()
        finally:
            await leases.close()

    async def _lead(self, leases: Leases, executor_id: str) -> None:
        """Follow the outbox and look after things; returns when the leases are lost."""
        self.is_leader = True
        try:
            while await leases.are_held():
                async with self._changing:
                    self._crew.start()
                    await requeue_lost(self.work.books, leases, executor_id)
                    await renew(self.work.books, self._shape)
                    await settle_orders(self.site.db, self.work.books)
                with suppress(TimeoutError):
                    async with asyncio.timeout(UPKEEP_SECONDS):
                        await self._stir.wait()
                self._stir.clear()
        finally:
            self.is_leader = False
            await self._crew.stop()
