"""Workers that are killed in the middle of background work: all of it is done, and done once."""

import asyncio
from pathlib import Path

import pytest
import sqlalchemy as sa

from holdall.base.db import Database, open_database, query
from holdall.base.settings import Settings
from holdall.content.orders import place_order
from holdall.content.orders.tables import work_orders
from holdall.work.verbs import State, Work
from tests.faults.killable import Dice, Nursery, Workers
from tests.work.cascade import ITEMS, make_ledger

pytestmark = [pytest.mark.faults, pytest.mark.timeout(600)]

PARTS, SIZE = 3, 60
WORK_SECONDS = 0.4  # about what a job takes once it is under way
_COUNT = query(sa.text("SELECT COUNT(*) FROM test_ledger"))
_OPEN_ORDERS = query(sa.select(sa.func.count()).select_from(work_orders))


async def order_cascade(db: Database, number: int) -> None:
    """Order a cascade over items of its own."""
    await db.write(place_order, "test cascade", f"job {number}", number * PARTS * SIZE, PARTS, SIZE)


async def until_under_way(db: Database, count: int) -> None:
    """Wait until more than so many items have been done."""
    async with asyncio.timeout(60):
        while await db.value(_COUNT) <= count:
            await asyncio.sleep(0.005)


async def test_work_is_done_once_whenever_its_workers_are_killed(
    nursery: Nursery, ready_database_url: str, tmp_path: Path, dice: Dice, kills: int
):
    settings = Settings(data=tmp_path, database=ready_database_url, log_format="none")
    db, work = await open_database(ready_database_url), Work(ready_database_url)
    await db.write(make_ledger)
    workers = Workers(nursery, settings, 1 if db.dialect == "sqlite" else 2)
    interrupted = 0
    try:
        for number in range(kills):
            await order_cascade(db, number)
            await until_under_way(db, await db.value(_COUNT))
            await asyncio.sleep(dice.moment(WORK_SECONDS))
            interrupted += bool(await db.value(_OPEN_ORDERS))
            await workers.replace(number % len(workers))
        async with asyncio.timeout(180):
            while await db.value(_OPEN_ORDERS):
                await asyncio.sleep(0.1)
        items = await db.all(ITEMS)
        runs = [run for run in await work.list_runs(limit=10_000) if run.name.startswith("test cascade")]
    finally:
        await workers.close()
        await work.close()
        await db.close()

    # The ledger has a unique key, so that an item that was done twice would have been refused.
    assert items == list(range(kills * PARTS * SIZE))
    assert {run.state for run in runs} == {State.DONE}
    assert len(runs) == kills * (1 + PARTS)
    assert interrupted > 0, f"none of {kills} kills was during the work"
