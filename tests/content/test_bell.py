"""The bell wakes those who wait for events as soon as a unit of work has committed."""

import asyncio

import pytest

from holdall.base.db import Transaction
from holdall.content.events import bell
from holdall.content.events.outbox import emit_for_system
from tests.support.enterprise import Enterprise


async def test_a_commit_wakes_every_listener(enterprise: Enterprise) -> None:
    async def unit(tx: Transaction) -> None:
        await emit_for_system(tx, enterprise.id, "A")

    with bell.listening() as one, bell.listening() as other:
        waiting = asyncio.gather(one.wait(60), other.wait(60))
        await enterprise.gateway.platform.db.write(unit)
        assert await waiting == [True, True]


async def test_a_unit_that_fails_wakes_nobody(enterprise: Enterprise) -> None:
    async def unit(tx: Transaction) -> None:
        await emit_for_system(tx, enterprise.id, "A")
        raise LookupError("refused")

    with bell.listening() as listener:
        with pytest.raises(LookupError, match="refused"):
            await enterprise.gateway.platform.db.write(unit)
        assert await listener.wait(0.01) is False


async def test_one_that_was_busy_finds_the_bell_rung_once(enterprise: Enterprise) -> None:
    with bell.listening() as listener:
        bell.ring()
        bell.ring()
        assert [await listener.wait(1), await listener.wait(0.01)] == [True, False]
