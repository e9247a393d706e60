"""Puts the server together: the platform, the operations of every room, and the ASGI application around them."""

from starlette.types import ASGIApp, Receive, Scope, Send

from holdall.base.db.migrate import upgrade_async
from holdall.base.settings import Settings, load_settings
from holdall.box import pages, resources  # noqa: F401 - registers the pages of the box room
from holdall.box.gateway import Gateway
from holdall.box.platform import open_platform

resources.import_all()


class Application:
    """The ASGI application: opens the platform when the server starts, closes it when it ends."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.gateway: Gateway | None = None

    async def start(self) -> Gateway:
        """Open the platform on a database that is brought up to date; raises ValueError for impossible settings."""
        await upgrade_async(self.settings.database_url)
        self.gateway = Gateway(await open_platform(self.settings))
        return self.gateway

    async def stop(self) -> None:
        """Finish what is being answered and close the platform."""
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
    return Application(load_settings())
