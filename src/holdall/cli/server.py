"""Puts the server together: the platform, the operations of every room, and the ASGI application around them."""

import asyncio
import ctypes
import gc
import signal
import sys
import threading

from starlette.types import ASGIApp, Receive, Scope, Send

from holdall import console  # noqa: F401 - registers its pages
from holdall.base.db.revision import bring_up_to_date
from holdall.base.logs import configure_logging, flush_logs
from holdall.base.settings import Settings, load_settings
from holdall.box import openapi, pages, resources  # noqa: F401 - registers the pages of the box room
from holdall.box.gateway import Gateway
from holdall.box.platform import open_platform
from holdall.cli import duties  # noqa: F401 - registers the background work of all rooms
from holdall.cli.stopping import pass_one_on
from holdall.migration.api.face import Face, is_of_the_service

resources.import_all()

_SET_PARENT_DEATH_SIGNAL = 1  # of prctl(2)
_NEW_OBJECTS = 10_000


class Application:
    """The ASGI application: opens the platform when the server starts, closes it when it ends."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.gateway: Gateway | None = None
        self.migration: Face | None = None

    async def start(self) -> Gateway:
        """Open the platform on a database that is brought up to date.

        Raises ValueError for impossible settings and DatabaseUnusable.
        """
        await asyncio.to_thread(bring_up_to_date, self.settings.database_url)
        platform = await open_platform(self.settings)
        if self.settings.work == "embedded":
            platform.background.start()
        self.gateway = Gateway(platform)
        self.migration = Face(platform)
        if self.settings.control_access != "off":
            from holdall.control import install  # late: start-up time, and a production server never loads it

            await install(self.gateway)
        return self.gateway

    async def stop(self) -> None:
        """End background work and close the platform; the server has answered every request before."""
        if self.gateway is not None:
            await self.gateway.platform.close()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or follow the life of the server."""
        if scope["type"] == "http":
            assert self.gateway is not None
            assert self.migration is not None
            face = self.migration if is_of_the_service(scope["path"]) else self.gateway
            await face(scope, receive, send)
        elif scope["type"] == "lifespan":
            await self._live(receive, send)

    async def _live(self, receive: Receive, send: Send) -> None:
        await receive()
        pass_one_on()
        try:
            await self.start()
        except Exception as error:
            await send({"type": "lifespan.startup.failed", "message": str(error)})
            raise
        _end_polls_when_told(self.gateway)
        _look_for_cycles_seldom()
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await self.stop()
        flush_logs()
        await send({"type": "lifespan.shutdown.complete"})


def _look_for_cycles_seldom() -> None:
    """Leave what was loaded out of the search for cycles, and search once for many requests: a twentieth of their time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(_NEW_OBJECTS, 20, 20)


def _end_polls_when_told(gateway: Gateway | None) -> None:
    """Answer the long polls when the process that watches over the workers is about to stop them; see cli/serve.py."""
    if gateway is not None and threading.current_thread() is threading.main_thread():
        asyncio.get_running_loop().add_signal_handler(signal.SIGURG, gateway.platform.long_polls.end)


def build_application() -> ASGIApp:
    """The application with the settings of the environment: what the server's worker processes load."""
    settings = load_settings()
    configure_logging(settings.log_lines)
    _end_with_parent()
    return Application(settings)


def _end_with_parent() -> None:
    """Stop gracefully when the process that watches over the workers was killed; otherwise the port stays taken."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_SET_PARENT_DEATH_SIGNAL, signal.SIGTERM)
