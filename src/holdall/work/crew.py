"""What goes on all the time: the leading process follows the outbox and runs the services, each process those of its own."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence

import structlog

from holdall.base.tasks import end
from holdall.content.orders import Order
from holdall.work.books import Books
from holdall.work.follower import Follower
from holdall.work.registry import consumers, services
from holdall.work.site import Site
from holdall.work.upkeep import forward_orders

AGAIN_SECONDS = 1.0
"""Until what has ended is begun anew."""

log = structlog.get_logger()


class Crew:
    """Services, each in a task of its own, from `start` until `stop`: those of one process of all, with the follower,
    or those that are `everywhere`.
    """

    def __init__(self, site: Site, books: Books, *, everywhere: bool = False) -> None:
        self._site = site
        self._books = books
        self._everywhere = everywhere
        self._tasks: list[asyncio.Task[None]] = []

    def start(self) -> None:
        """Begin, unless it has begun."""
        if self._tasks:
            return
        if not self._everywhere:
            follower = Follower(self._site, list(consumers.values()), self._forward)
            self._keep("follower", lambda _site: follower.run())
        for service in services.values():
            if service.everywhere == self._everywhere:
                self._keep(service.name, service.function)

    async def stop(self) -> None:
        """End everything, wherever it is."""
        tasks, self._tasks = self._tasks, []
        await end(tasks)

    def _keep(self, name: str, function: Callable[[Site], Awaitable[None]]) -> None:
        self._tasks.append(asyncio.create_task(self._go_on(name, function), name=name))

    async def _go_on(self, name: str, function: Callable[[Site], Awaitable[None]]) -> None:
        """Let a service go on, whatever it raises."""
        while True:
            try:
                await function(self._site)
            except Exception:
                log.exception("a service stopped; it is started again", service=name)
            await asyncio.sleep(AGAIN_SECONDS)

    async def _forward(self, orders: Sequence[Order]) -> None:
        await forward_orders(self._site.db, self._books, orders)
