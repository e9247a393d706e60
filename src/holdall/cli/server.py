"""Puts the server together: the platform, the operations of every room, and the ASGI application around them."""

import asyncio
import ctypes
import signal
import sys

from starlette.types import ASGIApp, Receive, Scope, Send

from holdall import console  # noqa: F401 - registers its pages
from holdall.base.db.revision import bring_up_to_date
from holdall.base.logs import configure_logging
from holdall.base.settings import Settings, load_settings
from holdall.box import openapi, pages, resources, webhook_news  # noqa: F401 - registers the pages of the box room
from holdall.box.gateway import Gateway
from holdall.box.platform import Platform, open_platform
from holdall.content.events.retention import remove_old_in_turn
from holdall.content.identity.expiry import remove_over_in_turn
from holdall.content.items.removal import purge_in_turn
from holdall.content.items.version_changes import remove_expired_versions
from holdall.content.mail import deliver_mail
from holdall.content.sharing.expiry import remove_expired
from holdall.content.uploads.sessions import remove_expired_sessions
from holdall.storage import collect_in_turn
from holdall.work.host import WorkHost

resources.import_all()

VERSIONS_SECONDS = 3600  # between looks for versions whose time in the trash is over

SESSIONS_SECONDS = 3600  # between looks for upload sessions that have expired

COLLABORATIONS_SECONDS = 60  # between looks for collaborations that have expired

GARBAGE_SECONDS = 600  # between questions whether it is time to collect garbage

TRASH_SECONDS = 30  # between looks for what has been in the trash for its time

EVENTS_SECONDS = 900  # between questions whether it is time to take old events away

SIGN_IN_SECONDS = 600  # between questions whether it is time to forget tokens and browser sessions that are over

MAIL_SECONDS = 2  # between looks into the outbox

_SET_PARENT_DEATH_SIGNAL = 1  # of prctl(2)


async def collect_garbage(platform: Platform) -> None:
    """Once a day, in one process of all: remove bytes that nothing refers to."""
    await collect_in_turn(platform.db, platform.stores, grace=platform.settings.blob_grace)


async def remove_versions(platform: Platform) -> None:
    """Remove the versions that have been in the trash for their time."""
    await remove_expired_versions(platform.db, retention=platform.settings.trash_retention)


async def end_collaborations(platform: Platform) -> None:
    """Remove the collaborations whose time is over."""
    await remove_expired(platform.db)


async def end_upload_sessions(platform: Platform) -> None:
    """Forget the upload sessions that expired a while ago."""
    await platform.db.write(remove_expired_sessions)


async def forget_sign_ins(platform: Platform) -> None:
    """Once an hour, in one process of all: remove tokens, codes and browser sessions that are over."""
    await remove_over_in_turn(platform.db)


async def forget_events(platform: Platform) -> None:
    """Once a day, in one process of all: take away events that are older than they are kept."""
    settings = platform.settings
    await remove_old_in_turn(platform.db, users=settings.user_event_retention, log=settings.event_retention)


async def empty_trash(platform: Platform) -> None:
    """Purge what has been in the trash for its time, and take away the rows of what was purged, in one process of all."""
    await purge_in_turn(platform.db)


async def send_mail(platform: Platform) -> None:
    """Send what is due of the mail outbox, in one process of all."""
    await deliver_mail(platform.db, smtp=platform.settings.smtp, sender=platform.settings.mail_from)


class Application:
    """The ASGI application: opens the platform when the server starts, closes it when it ends."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.gateway: Gateway | None = None
        self.background: WorkHost | None = None

    async def start(self) -> Gateway:
        """Open the platform on a database that is brought up to date.

        Raises ValueError for impossible settings and DatabaseUnusable.
        """
        await asyncio.to_thread(bring_up_to_date, self.settings.database_url)
        platform = await open_platform(self.settings)
        platform.every(COLLABORATIONS_SECONDS, end_collaborations)
        platform.every(GARBAGE_SECONDS, collect_garbage)
        platform.every(SESSIONS_SECONDS, end_upload_sessions)
        platform.every(VERSIONS_SECONDS, remove_versions)
        platform.every(TRASH_SECONDS, empty_trash)
        platform.every(SIGN_IN_SECONDS, forget_sign_ins)
        platform.every(EVENTS_SECONDS, forget_events)
        if self.settings.smtp:
            platform.every(MAIL_SECONDS, send_mail)
        if self.settings.work == "embedded":
            self.background = WorkHost(platform)
            self.background.start()
        self.gateway = Gateway(platform)
        if self.settings.control_access != "off":
            from holdall.control import install  # late: start-up time, and a production server never loads it

            await install(self.gateway)
        return self.gateway

    async def stop(self) -> None:
        """End background work and close the platform; the server has answered every request before."""
        if self.background is not None:
            await self.background.stop()
        if self.gateway is not None:
            await self.gateway.platform.close()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or follow the life of the server."""
        if scope["type"] == "http":
            assert self.gateway is not None
            await self.gateway(scope, receive, send)
        elif scope["type"] == "lifespan":
            await self._live(receive, send)

    async def _live(self, receive: Receive, send: Send) -> None:
        await receive()
        try:
            await self.start()
        except Exception as error:
            await send({"type": "lifespan.startup.failed", "message": str(error)})
            raise
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await self.stop()
        await send({"type": "lifespan.shutdown.complete"})


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
