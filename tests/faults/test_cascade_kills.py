"""Workers that are killed while they pass the metadata of folders on: everything gets it, and gets it once."""

import asyncio
from pathlib import Path

import msgspec
import pytest
import sqlalchemy as sa

from holdall.base.db import Database, Transaction, query
from holdall.base.settings import Settings
from holdall.cli.server import Application
from holdall.content.access import reach
from holdall.content.events.tables import events
from holdall.content.items.making import new_item
from holdall.content.items.tables import ItemType, items
from holdall.content.metadata.tables import metadata_instances
from holdall.content.orders.tables import work_orders
from tests.faults.killable import Dice, Nursery, Workers
from tests.support.enterprise import Enterprise, make_enterprise
from tests.support.metadata import apply, make_template
from tests.support.tree import create, subject_of

pytestmark = [pytest.mark.faults, pytest.mark.timeout(600)]

INNER, IN_EACH = 4, 250
WORK_SECONDS = 0.4  # about what a cascade takes once it is under way
_OPEN_ORDERS = query(sa.select(sa.func.count()).select_from(work_orders))
_INSTANCES = query(sa.select(sa.func.count()).select_from(metadata_instances))
_PER_ITEM = query(sa.select(metadata_instances.c.item_id, sa.func.count()).group_by(metadata_instances.c.item_id))
_TOLD = query(
    sa.select(events.c.source_id, sa.func.count())
    .where(events.c.event_type == "METADATA_INSTANCE_CREATE")
    .group_by(events.c.source_id)
)


async def make_tree(enterprise: Enterprise, number: int) -> tuple[str, list[int]]:
    """A folder with folders with folders in it; the ids of all of them."""
    top = (await create(enterprise.user, f"top {number}"))["id"]
    inner = [int((await create(enterprise.user, f"inner {place}", top))["id"]) for place in range(INNER)]
    subject = await subject_of(enterprise.user)

    async def fill(tx: Transaction, folder_id: int) -> list[int]:
        access = await reach(tx, subject, folder_id)
        made = [new_item(tx, access, ItemType.FOLDER, f"folder {place}") for place in range(IN_EACH)]
        await tx.insert_many(items, [msgspec.structs.asdict(one) for one in made])
        return [one.id for one in made]

    db = enterprise.gateway.platform.db
    leaves = [item_id for folder_id in inner for item_id in await db.write(fill, folder_id)]
    return top, [int(top), *inner, *leaves]


async def until_more(db: Database, count: int) -> None:
    """Wait until there are more than so many instances."""
    async with asyncio.timeout(60):
        while await db.value(_INSTANCES) <= count:
            await asyncio.sleep(0.005)


async def test_a_cascade_reaches_everything_once_whenever_its_workers_are_killed(
    nursery: Nursery, ready_database_url: str, tmp_path: Path, dice: Dice, kills: int
) -> None:
    settings = Settings(data=tmp_path, database=ready_database_url, log_format="none")
    application = Application(msgspec.structs.replace(settings, work="elsewhere"))
    enterprise = await make_enterprise(await application.start())
    db = enterprise.gateway.platform.db
    await make_template(enterprise)
    workers = Workers(nursery, settings, 1 if db.dialect == "sqlite" else 2)
    everything: list[int] = []
    interrupted = 0
    try:
        for number in range(kills):
            top, ids = await make_tree(enterprise, number)
            everything += ids
            await apply(enterprise.user, top, "folder", "contract", {"name": "new"})
            before = await db.value(_INSTANCES)
            body = {"folder_id": top, "scope": "enterprise", "templateKey": "contract"}
            await enterprise.user.call("post_metadata_cascade_policies", json=body)
            await until_more(db, before)
            await asyncio.sleep(dice.moment(WORK_SECONDS))
            interrupted += await db.value(_INSTANCES) < before + len(ids) - 1
            await workers.replace(number % len(workers))
        async with asyncio.timeout(180):
            while await db.value(_OPEN_ORDERS):
                await asyncio.sleep(0.1)
        instances, told = dict(await db.all(_PER_ITEM)), dict(await db.all(_TOLD))
    finally:
        await workers.close()
        await application.stop()

    assert instances == told == dict.fromkeys(everything, 1)
    assert interrupted > 0, f"none of {kills} kills was during the work"
