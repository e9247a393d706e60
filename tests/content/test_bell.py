"""The bell wakes those who wait for events as soon as a unit of work has committed."""

import asyncio

import pytest

from holdall.base.db import Transaction, open_database
from holdall.content.events import bell
from holdall.content.events.outbox import emit_for_system
from holdall.content.identity.provision import create_enterprise
from tests.support.enterprise import Enterprise


async def test_a_commit_wakes_every_listener(enterprise: Enterprise) -> None:
    async def unit(tx: Transaction) -> None:
        await emit_for_system(tx, enterprise.id, "A")

    with bell.listening() as one, bell.listening() as other:
        waiting = asyncio.gather(one.wait(60), other.wait(60))
        await enterprise.gateway.platform.db.write(unit)
        assert list(await waiting) == [True, True]


async def test_a_unit_that_fails_wakes_nobody(enterprise: Enterprise) -> None:
    async def unit(tx: Transaction) -> None:
        await emit_for_system(tx, enterprise.id, "A")
        raise LookupError("refused")

    with bell.listening(is_for_own_commits=True) as listener:
        with pytest.raises(LookupError, match="refused"):
            await enterprise.gateway.platform.db.write(unit)
        assert await listener.wait(0.01) is False


async def test_one_that_was_busy_finds_the_bell_rung_once(enterprise: Enterprise) -> None:
    with bell.listening(is_for_own_commits=True) as listener:
        bell.ring()
        bell.ring()
        assert [await listener.wait(1), await listener.wait(0.01)] == [True, False]


async def test_what_follows_the_bell_closely_is_looked_at_once() -> None:
    with bell.listening(is_for_own_commits=True) as listener:
        bell.ring()
        looking = asyncio.create_task(listener.wait_and_gather(60))
        await asyncio.sleep(0)
        bell.ring()
        await looking
        assert await listener.wait(0.01) is False


async def test_a_commit_of_another_process_is_heard(ready_database_url: str) -> None:
    here, there = [await open_database(ready_database_url) for _ in range(2)]
    try:
        enterprise_id = await there.write(lambda tx: create_enterprise(tx, name="Acme"))
        heard, connected = asyncio.Event(), asyncio.Event()

        def hear() -> None:
            (heard if connected.is_set() else connected).set()

        listening = asyncio.create_task(here.listen("news", hear))
        if here.dialect == "sqlite":
            await asyncio.sleep(0)
            connected.set()
        await connected.wait()
        await there.write(lambda tx: emit_for_system(tx, enterprise_id, "A"))
        await there.tell("news")
        await asyncio.wait_for(heard.wait(), 30)
        listening.cancel()
    finally:
        await here.close()
        await there.close()


async def test_a_listener_that_is_cancelled_while_the_bell_rings_ends() -> None:
    with bell.listening() as listener:
        waiting = asyncio.create_task(listener.wait(60))
        await asyncio.sleep(0)
        listener.ring()
        await asyncio.sleep(0)
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting


async def test_who_listens_to_a_channel_hears_what_is_told_on_it_and_what_others_commit() -> None:
    with bell.listening_to([2, 3]) as one, bell.listening_to([3, 5]) as other:
        heard = []
        for channels in ([2], [3], [7]):
            bell.ring(channels)
            heard.append((await one.wait(0.01), await other.wait(0.01)))
        bell.ring_for_others()
        heard.append((await one.wait(0.01), await other.wait(0.01)))
    assert heard == [(True, False), (True, True), (False, False), (True, True)]
