"""Pages of a folder: any limit and order lead through the sorted list once, whatever happens to the folder meanwhile."""

import random
from typing import Any

import pytest

from holdall.base.db import Database
from holdall.content.items.changes import Changes, update_item
from holdall.content.items.listing import By, Direction, Order, Page, Where, page_after, page_at
from holdall.content.items.names import name_key
from holdall.content.items.rows import Item
from holdall.content.items.tables import ItemType
from holdall.content.items.trash import trash_item
from tests.support.client import counted_queries
from tests.support.enterprise import Enterprise
from tests.support.tree import make_file, make_folder, subject_of

ORDERS = [Order(by, direction) for by in ("id", "name", "date", "size") for direction in ("ASC", "DESC")]


@pytest.fixture
def db(enterprise: Enterprise) -> Database:
    return enterprise.gateway.platform.db


@pytest.fixture
async def folder(enterprise: Enterprise) -> Where:
    """A folder of 7 folders and 16 files, several of one size, in no order."""
    top = (await make_folder(enterprise, "top")).item
    names = [*"qwertyuiopASDFGHJKLzxc", "é"]
    for number, name in enumerate(names):
        if number % 3:
            await make_file(enterprise, name, parent_id=top.id, size=number % 4)
        else:
            await make_folder(enterprise, name, parent_id=top.id)
    return Where("folder", top.id)


def sorted_items(items: list[Item], order: Order) -> list[Item]:
    """The naive way: each type for itself, by the value and then by id."""
    values: dict[By, Any] = {
        "id": lambda item: item.id,
        "name": lambda item: name_key(item.name),
        "date": lambda item: item.modified_at,
        "size": lambda item: item.size,
    }
    found: list[Item] = []
    for kind in ItemType:
        of_kind = [item for item in items if item.type == kind]
        found += sorted(of_kind, key=lambda item: (values[order.by](item), item.id), reverse=order.direction == "DESC")
    return found


async def all_pages(db: Database, where: Where, order: Order, limit: int) -> list[Item]:
    found, marker = [], None
    while True:
        page = await page_after(db, where, order, marker=marker, limit=limit)
        found += page.entries
        marker = page.next_marker
        if marker is None:
            return found


class TestPages:
    @pytest.mark.parametrize("order", ORDERS, ids=str)
    async def test_markers_lead_through_the_sorted_list(self, db: Database, folder: Where, order: Order) -> None:
        expected = sorted_items(await page_at(db, folder, Order(), offset=0, limit=1000), order)
        for limit in (1, 2, 5, 22, 23, 24):
            assert await all_pages(db, folder, order, limit) == expected

    @pytest.mark.parametrize("order", ORDERS, ids=str)
    async def test_offsets_cut_the_sorted_list(self, db: Database, folder: Where, order: Order) -> None:
        expected = sorted_items(await page_at(db, folder, Order(), offset=0, limit=1000), order)
        for offset in range(25):
            for limit in (1, 7, 100):
                page = await page_at(db, folder, order, offset=offset, limit=limit)
                assert page == expected[offset : offset + limit]

    @pytest.mark.parametrize("direction", ["ASC", "DESC"])
    async def test_what_stays_is_met_once_while_the_folder_changes(
        self, enterprise: Enterprise, db: Database, folder: Where, direction: Direction
    ) -> None:
        subject, chance = await subject_of(enterprise.user), random.Random(7)
        order = Order("name", direction)
        before = await page_at(db, folder, order, offset=0, limit=1000)
        gone: set[int] = set()
        met: list[Item] = []
        page = Page([], "")
        marker = None
        for number in range(100):
            page = await page_after(db, folder, order, marker=marker, limit=3)
            met += page.entries
            marker = page.next_marker
            if marker is None:
                break
            victim = chance.choice([item for item in before if item.id not in gone])
            gone.add(victim.id)
            if number % 2:
                await db.write(trash_item, subject, victim.id, ItemType(victim.type), retention=1)
            else:
                changes = Changes(name=f"{chance.choice('az')}{number}")
                await db.write(update_item, subject, victim.id, ItemType(victim.type), changes)
            await make_file(enterprise, f"m{number}", parent_id=folder.id)
        assert marker is None
        stayed = [item.id for item in before if item.id not in gone]
        assert [item.id for item in met if item.id in set(stayed)] == stayed

    async def test_an_ascending_page_is_one_query_and_a_descending_one_at_most_one_per_type(
        self, db: Database, folder: Where
    ) -> None:
        counts = []
        for direction in ("ASC", "DESC"):
            with counted_queries(db) as seen:
                await page_after(db, folder, Order("name", direction), marker=None, limit=1000)
            counts.append(len(seen))
        assert counts == [1, 3]
