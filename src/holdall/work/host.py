"""Background work of one process: waits for its turn to run the engine, runs it, and gives it up in good order.

Of the processes of a server one runs the engine; the others take over when it ends. Of all engines on PostgreSQL one
leads: it follows the outbox and looks after engines that have died.
"""

import asyncio
from contextlib import suppress
from enum import Enum

import structlog

from holdall.base.ids import new_uuid
from holdall.work.address import has_one_engine
from holdall.work.engine import Engine
from holdall.work.follower import Follower
from holdall.work.leases import Leases, open_leases
from holdall.work.reaper import reap
from holdall.work.registry import Service, consumers, load_jobs, services
from holdall.work.site import Site
from holdall.work.verbs import Work

ENGINE = "engine"
LEADER = "leader"
TURN_SECONDS = 1.0
"""Between questions whether it is this process's turn, and whether its leases are still its own."""
REAP_SECONDS = 5.0
RESTART_SECONDS = 5.0
SERVICE_SECONDS = 1.0
"""Until a service that has ended is begun anew."""

log = structlog.get_logger()


class Role(Enum):
    """What a process is to background work."""

    SERVER = "server"
    """One of those that answer requests: one engine for all of them is enough."""
    WORKER = "worker"
    """A worker runs an engine whatever others do, unless the database allows for one only."""


class WorkHost:
    """Runs background work in this process from `start` until `stop`."""

    def __init__(self, site: Site, role: Role = Role.SERVER) -> None:
        self._site = site
        self._role = role
        self._task: asyncio.Task[None] | None = None
        self.work = Work(site.settings.database_url)
        self.engine: Engine | None = None
        self.is_leader = False

    def start(self) -> None:
        """Begin in the background; what fails is logged and tried again."""
        load_jobs()
        self._task = asyncio.create_task(self._run())

    async def stop(self) -> None:
        """End, leaving what runs to another process or to the next start."""
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task
            self._task = None
        await self.work.close()

    async def _run(self) -> None:
        while True:
            try:
                await self._take_part()
            except Exception:
                log.exception("background work stopped; it is started again")
            await asyncio.sleep(RESTART_SECONDS)

    async def _take_part(self) -> None:
        """Run an engine when it is this process's turn, until the leases are lost."""
        leases = await open_leases(self._site.settings.database_url)
        try:
            if self._role is Role.SERVER or has_one_engine(self._site.settings.database_url):
                while not await leases.take(ENGINE):  # noqa: ASYNC110 - the holder is another process
                    await asyncio.sleep(TURN_SECONDS)
            executor_id = new_uuid()
            await leases.take(executor_id)
            self.engine = await Engine.start(self._site, self.work, executor_id)
            log.info("background work runs here", executor=executor_id)
            try:
                await self._lead_in_turn(leases, executor_id)
            finally:
                engine, self.engine = self.engine, None
                await engine.stop()
        finally:
            await leases.close()

    async def _lead_in_turn(self, leases: Leases, executor_id: str) -> None:
        """Lead when nobody else does; returns when the leases are lost."""
        while await leases.are_held():
            if await leases.take(LEADER):
                await self._lead(leases, executor_id)
                return
            await asyncio.sleep(TURN_SECONDS)

    async def _lead(self, leases: Leases, executor_id: str) -> None:
        self.is_leader = True
        follower = asyncio.create_task(
            Follower(self._site, list(consumers.values()), self.work.forward).run(), name="follower"
        )
        serving = [asyncio.create_task(self._serve(one), name=one.name) for one in services.values()]
        try:
            while await leases.are_held() and not follower.done():
                await reap(self.work, leases, executor_id)
                await asyncio.wait([follower], timeout=REAP_SECONDS)
        finally:
            self.is_leader = False
            for task in (follower, *serving):
                task.cancel()
            await asyncio.gather(follower, *serving, return_exceptions=True)

    async def _serve(self, service: Service) -> None:
        """Let a service go on, whatever it raises."""
        while True:
            try:
                await service.function(self._site)
            except Exception:
                log.exception("a service stopped; it is started again", service=service.name)
            await asyncio.sleep(SERVICE_SECONDS)
