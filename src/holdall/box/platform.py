"""One running platform: settings, clock, database, keys, and the background work of this process."""

import asyncio
from collections.abc import Awaitable, Callable

import structlog

from holdall.base.clock import Clock
from holdall.base.db import Database, open_database
from holdall.base.ids import IdBlock
from holdall.base.keys import ServerKey, load_server_key
from holdall.base.settings import Settings
from holdall.base.tasks import end
from holdall.box.delivery.targets import Targets
from holdall.box.long_poll import LongPolls
from holdall.content.events.bell import connect_bells
from holdall.content.events.horizon import Horizon
from holdall.content.renditions.children import Children, Limits
from holdall.content.renditions.making import Renditions
from holdall.content.search.index import SearchIndex
from holdall.content.storage_policies.choosing import require_stores
from holdall.content.uploads.whole_hash import WholeHashes
from holdall.storage import Stores, open_stores
from holdall.work.host import WorkHost

log = structlog.get_logger()


class Platform:
    """Everything that handlers share. Open it with `open_platform`, end it with `close`."""

    def __init__(self, settings: Settings, clock: Clock, db: Database, key: ServerKey, stores: Stores) -> None:
        self.settings = settings
        self.clock = clock
        self.db = db
        self.key = key
        self.stores = stores
        self.whole_hashes = WholeHashes(stores)
        limits = Limits(lifetime=float(settings.preview_process_lifetime))
        self.renditions = Renditions(db, stores, Children(settings.preview_processes, limits))
        self.link_targets = Targets(key, clock, stores)
        self.download_url = settings.download_url
        self.horizon = Horizon()
        self.long_polls = LongPolls()
        self.background = WorkHost(self)
        is_delayed = settings.search_consistency == "box-like"
        self.search_index = SearchIndex(db, self.horizon, delay=settings.search_delay if is_delayed else 0)
        self._tasks: list[asyncio.Task[None]] = []

    def keep(self, work: Callable[[], Awaitable[object]], name: str) -> None:
        """Run `work`, which does not end by itself; where it fails, that is logged and it is begun anew."""
        self._tasks.append(asyncio.create_task(self._keep(work, name)))

    async def close(self) -> None:
        """Stop background work and close what is open."""
        await self.background.stop()
        await end(self._tasks)
        await self.renditions.close()
        await self.whole_hashes.close()
        await self.stores.close()
        await self.db.close()

    async def _keep(self, work: Callable[[], Awaitable[object]], name: str) -> None:
        while True:
            try:
                await work()
            except Exception:
                log.exception("lasting work failed", work=name)
            await asyncio.sleep(1)


async def open_platform(settings: Settings) -> Platform:
    """A platform on a database whose schema is current; raises ValueError or StoreError for settings that cannot be."""
    clock = Clock()
    key = load_server_key(settings.key_file or settings.data / "server.key")
    db = await open_database(settings.database_url, clock, IdBlock())
    try:
        stores = open_stores(settings, db)
        await require_stores(db, stores)
    except BaseException:
        await db.close()
        raise
    platform = Platform(settings, clock, db, key, stores)
    platform.keep(lambda: connect_bells(db), "bells of other processes")
    return platform
