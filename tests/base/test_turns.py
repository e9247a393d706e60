"""Turns at periodic work: one caller gets it when it is due."""

import asyncio

from holdall.base.clock import HOUR
from holdall.base.turns import take_turn
from holdall.box.gateway import Gateway


async def test_a_turn_comes_once_in_each_period(gateway: Gateway):
    db = gateway.platform.db

    first = await asyncio.gather(*(db.write(take_turn, "sweep the yard", HOUR) for _ in range(8)))
    other = await db.write(take_turn, "feed the cat", HOUR)
    db.clock.advance(HOUR - 60_000_000)
    early = await db.write(take_turn, "sweep the yard", HOUR)
    db.clock.advance(120_000_000)
    due = await db.write(take_turn, "sweep the yard", HOUR)
    db.clock.offset = 0

    assert sorted(first) == [False] * 7 + [True]
    assert [other, early, due] == [True, False, True]
