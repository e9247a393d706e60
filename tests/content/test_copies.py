"""Copies of folders: whole or not at all, in batches, with shared bytes."""

from typing import Any

import pytest
import sqlalchemy as sa

from holdall.base.clock import HOUR
from holdall.base.db import Database, Transaction, query
from holdall.base.errors import ApiError, Conflict, Forbidden, NotFound
from holdall.base.ids import LOW_WATER
from holdall.content.access import reach
from holdall.content.identity.subject import Subject
from holdall.content.items import copies
from holdall.content.items.copies import copy_file, copy_folder
from holdall.content.items.folders import create_folder
from holdall.content.items.listing import Order, Where, page_at
from holdall.content.items.removal import purge_expired, remove_discarded
from holdall.content.items.tables import ItemType, items, versions
from holdall.content.items.trash import trash_item
from tests.support.enterprise import Enterprise
from tests.support.tree import add_version, make_file, make_folder, space_used, subject_of


@pytest.fixture
def db(enterprise: Enterprise) -> Database:
    return enterprise.gateway.platform.db


@pytest.fixture
async def subject(enterprise: Enterprise) -> Subject:
    return await subject_of(enterprise.user)


@pytest.fixture
async def tree(enterprise: Enterprise, monkeypatch: pytest.MonkeyPatch) -> int:
    """A folder of 3 folders with 4 files of 2 bytes each; a batch copies 3 items."""
    monkeypatch.setattr(copies, "BATCH", 3)
    top = (await make_folder(enterprise, "top")).item
    for name in "abc":
        folder = (await make_folder(enterprise, name, parent_id=top.id)).item
        for number in range(4):
            await make_file(enterprise, f"{name}{number}", parent_id=folder.id, size=2)
    return top.id


async def names_below(db: Database, folder_id: int) -> dict[str, Any]:
    found = {}
    for item in await page_at(db, Where("folder", folder_id), Order(), offset=0, limit=1000):
        found[item.name] = await names_below(db, item.id) if item.type == ItemType.FOLDER else item.size
    return found


async def count_items(db: Database, enterprise_id: int) -> int:
    statement = sa.select(sa.func.count()).where(items.c.enterprise_id == enterprise_id)
    return int(await db.value(query(statement)))


class Interruption:
    """Does something in the middle of a copy: after the given number of units of work."""

    def __init__(self, db: Database, after: int, work: Any) -> None:
        self.db, self.left, self.work = db, after, work

    def __getattr__(self, name: str) -> Any:
        return getattr(self.db, name)

    async def write(self, unit: Any, *args: Any, **kwargs: Any) -> Any:
        self.left -= 1
        if self.left == 0:
            await self.work()
        return await self.db.write(unit, *args, **kwargs)


class TestCopyFolder:
    async def test_a_copy_of_several_batches_is_complete(self, db: Database, subject: Subject, tree: int) -> None:
        copy = await copy_folder(db, subject, tree, parent_id=0, name="copy")
        root = (await reach(db, subject, 0)).item
        assert await names_below(db, copy.item.id) == await names_below(db, tree)
        assert (copy.item.size, copy.item.item_count) == (24, 3)
        assert (await reach(db, subject, copy.item.id)).item == copy.item
        assert (root.size, root.item_count) == (48, 2)
        assert await space_used(db, subject.user_id) == 48

    async def test_nobody_sees_a_part_of_it(
        self, enterprise: Enterprise, db: Database, subject: Subject, tree: int
    ) -> None:
        seen = []

        async def look() -> None:
            seen.append(await names_below(db, subject.root_id))
            hidden = query(sa.select(items.c.id).where(items.c.name == "copy", items.c.created_by == subject.user_id))
            with pytest.raises(NotFound):
                await reach(db, subject, await db.value(hidden))

        await copy_folder(Interruption(db, 3, look), subject, tree, parent_id=0, name="copy")  # type: ignore[arg-type]
        assert [list(names) for names in seen] == [["top"]]
        assert list(await names_below(db, subject.root_id)) == ["copy", "top"]

    async def test_a_copy_that_fails_leaves_nothing(
        self, enterprise: Enterprise, db: Database, subject: Subject, tree: int
    ) -> None:
        before = await count_items(db, enterprise.id)

        async def take_the_name() -> None:
            await db.write(create_folder, subject, parent_id=0, name="COPY")

        with pytest.raises(Conflict) as refused:
            await copy_folder(
                Interruption(db, 4, take_the_name),  # type: ignore[arg-type]
                subject,
                tree,
                parent_id=0,
                name="copy",
            )
        await remove_discarded(db)
        assert refused.value.reason == "item_name_in_use"
        assert (await count_items(db, enterprise.id), await space_used(db, subject.user_id)) == (before + 1, 24)

    async def test_a_target_that_goes_meanwhile_ends_it(
        self, enterprise: Enterprise, db: Database, subject: Subject, tree: int
    ) -> None:
        target = (await make_folder(enterprise, "target")).item

        async def trash_the_target() -> None:
            await db.write(trash_item, subject, target.id, ItemType.FOLDER, retention=100)

        work = Interruption(db, 4, trash_the_target)
        with pytest.raises(ApiError) as refused:
            await copy_folder(work, subject, tree, parent_id=target.id)  # type: ignore[arg-type]
        await remove_discarded(db)
        assert refused.value.reason == "trashed"
        assert await space_used(db, subject.user_id) == 24

    async def test_a_copy_that_was_cut_short_is_removed_when_its_lease_ends(
        self, enterprise: Enterprise, db: Database, subject: Subject, tree: int
    ) -> None:
        before = await count_items(db, enterprise.id)
        await db.write(copies._begin, subject, tree, 0, "copy")
        left = await count_items(db, enterprise.id)
        clock = enterprise.gateway.platform.clock
        clock.advance(2 * HOUR)
        try:
            await purge_expired(db)
        finally:
            clock.advance(-2 * HOUR)
        assert (left > before, await count_items(db, enterprise.id)) == (True, before)
        assert await space_used(db, subject.user_id) == 24

    async def test_space_runs_out_in_the_middle(
        self, enterprise: Enterprise, db: Database, subject: Subject, tree: int
    ) -> None:
        async def unit(tx: Transaction) -> None:
            from holdall.content.identity.tables import users

            await tx.update(users, {"id": subject.user_id}, space_amount=40)

        await db.write(unit)
        with pytest.raises(Forbidden) as refused:
            await copy_folder(db, subject, tree, parent_id=0, name="copy")
        await remove_discarded(db)
        assert (refused.value.reason, await space_used(db, subject.user_id)) == ("storage_limit_exceeded", 24)


class TestCopyFile:
    async def test_the_copy_shares_the_bytes_and_has_one_version(
        self, enterprise: Enterprise, db: Database, subject: Subject
    ) -> None:
        file = (await make_file(enterprise, "a", size=3)).item
        changed = (await db.write(add_version, subject, file_id=file.id, size=5)).item
        copy = (await db.write(copy_file, subject, file.id, parent_id=0, name="b")).item
        rows = query(sa.select(versions.c.number, versions.c.blob_key).where(versions.c.item_id == copy.id))
        original = query(sa.select(versions.c.blob_key).where(versions.c.id == changed.version_id))
        assert await db.all(rows) == [(1, await db.value(original))]


def test_a_batch_has_ids_for_the_metadata_of_almost_two_hundred_templates_on_every_item():
    of_its_own = 2  # the item's and its version's
    assert copies.BATCH * (of_its_own + 190) <= LOW_WATER
