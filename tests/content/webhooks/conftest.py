"""A receiver, and a ledger that holds nothing of other tests."""

from collections.abc import AsyncIterator

import pytest
import sqlalchemy as sa

from holdall.base.db import Transaction, query
from holdall.box.gateway import Gateway
from holdall.content.webhooks.delivering import Deliverer
from holdall.content.webhooks.sending import Sender
from holdall.content.webhooks.tables import webhooks
from tests.support.client import Client
from tests.support.enterprise import Enterprise
from tests.support.receiver import Receiver, receiving

YEAR_SECONDS = 365 * 86_400
_FORGET_ALL = query(sa.delete(webhooks))


@pytest.fixture
async def enterprise(enterprise: Enterprise) -> Enterprise:
    """A fresh enterprise whose tokens outlast the months that tests let go by."""
    for name in ("user", "admin"):
        token = await enterprise.new_token(getattr(enterprise, f"{name}_id"), lifetime=YEAR_SECONDS)
        setattr(enterprise, name, Client(enterprise.gateway, token))
    return enterprise


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    """A receiver of webhooks."""
    async with receiving() as receiver:
        yield receiver


@pytest.fixture
async def deliverer(gateway: Gateway) -> AsyncIterator[Deliverer]:
    """What delivers, to anywhere; the clock is right at first, may be moved, and is set right in the end."""

    async def unit(tx: Transaction) -> None:
        await tx.run(_FORGET_ALL)

    platform = gateway.platform
    platform.clock.offset = 0
    await platform.db.write(unit)
    async with Sender(timeout=2, reach="anywhere") as sender:
        yield Deliverer(platform.db, platform.key, sender)
    await platform.db.write(unit)
    platform.clock.offset = 0
