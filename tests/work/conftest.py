"""A platform with background work in it: pieces to follow events with, and a whole server that runs an engine."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from holdall.base.db import Database, Transaction
from holdall.base.settings import Settings
from holdall.box.platform import Platform, open_platform
from holdall.cli.server import Application
from holdall.content.events.outbox import emit_for_system
from holdall.content.identity import provision
from tests.support.enterprise import Enterprise, make_enterprise


@pytest.fixture
async def site(ready_database_url: str, tmp_path: Path) -> AsyncIterator[Platform]:
    """The pieces that background work gets, on a database of their own."""
    platform = await open_platform(Settings(data=tmp_path, database=ready_database_url, work="elsewhere"))
    yield platform
    await platform.close()


@pytest.fixture
async def enterprise_id(site: Platform) -> int:
    """An enterprise that events can be of."""

    async def unit(tx: Transaction) -> int:
        return await provision.create_enterprise(tx, name="Acme")

    return await site.db.write(unit)


@pytest.fixture
async def working(ready_database_url: str, tmp_path: Path) -> AsyncIterator[Enterprise]:
    """An enterprise on a server that does its background work."""
    application = Application(
        Settings(data=tmp_path, database=ready_database_url, dev=True, work="embedded", log_format="none")
    )
    yield await make_enterprise(await application.start())
    await application.stop()


async def emit(db: Database, enterprise_id: int, *event_types: str) -> None:
    """Write events of these types in one unit."""

    async def unit(tx: Transaction) -> None:
        for event_type in event_types:
            await emit_for_system(tx, enterprise_id, event_type)

    await db.write(unit)
