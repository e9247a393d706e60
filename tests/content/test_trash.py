"""The end of the trash: what has been there for its time goes, in batches, and whatever was begun is finished."""

from typing import Any

import pytest
import sqlalchemy as sa

from holdall.base.clock import DAY, HOUR, SECOND
from holdall.base.db import Database, Transaction, contains, query
from holdall.base.errors import NotFound
from holdall.content.access import reach
from holdall.content.events.tables import events
from holdall.content.identity.subject import Subject
from holdall.content.items import removal
from holdall.content.items.tables import ItemType, items, versions
from holdall.content.items.trash import discard_everything_of, purge_item, restore_item, trash_item
from tests.support.enterprise import Enterprise
from tests.support.tree import make_file, make_folder, space_used, subject_of


@pytest.fixture
def db(enterprise: Enterprise) -> Database:
    return enterprise.gateway.platform.db


@pytest.fixture
async def subject(enterprise: Enterprise) -> Subject:
    return await subject_of(enterprise.user)


async def trash(db: Database, subject: Subject, item: Any, retention: int = 100) -> None:
    await db.write(trash_item, subject, item.id, ItemType(item.type), retention=retention)


async def rows_left(db: Database, *ids: int) -> list[int]:
    left = query(sa.select(items.c.id).where(contains(items.c.id, "ids")).order_by(items.c.id))
    return [one for (one,) in await db.all(left, ids=list(ids))]


class TestExpiry:
    async def test_an_item_goes_when_its_time_is_over_and_not_before(
        self, enterprise: Enterprise, db: Database, subject: Subject
    ) -> None:
        clock = enterprise.gateway.platform.clock
        early, late = (await make_file(enterprise, "early", size=3)).item, (await make_file(enterprise, "late")).item
        await trash(db, subject, early, retention=DAY // SECOND)
        await trash(db, subject, late, retention=3 * DAY // SECOND)
        clock.advance(2 * DAY)
        try:
            await removal.purge_expired(db)
        finally:
            clock.advance(-2 * DAY)
        assert await rows_left(db, early.id, late.id) == [late.id]
        assert await space_used(db, subject.user_id) == 0
        assert (await reach(db, subject, late.id)).item.trashed_at is not None

    async def test_the_outbox_tells_that_nobody_did_it(
        self, enterprise: Enterprise, db: Database, subject: Subject
    ) -> None:
        file = (await make_file(enterprise, "a")).item
        await trash(db, subject, file, retention=0)
        await removal.purge_expired(db)
        statement = (
            sa.select(events.c.event_type, events.c.created_by)
            .where(events.c.source_id == file.id)
            .order_by(events.c.sequence)
        )
        assert await db.all(query(statement)) == [
            ("ITEM_UPLOAD", subject.user_id),
            ("ITEM_TRASH", subject.user_id),
            ("DELETE", None),
        ]

    async def test_what_was_restored_stays(self, enterprise: Enterprise, db: Database, subject: Subject) -> None:
        file = (await make_file(enterprise, "a")).item
        await trash(db, subject, file, retention=0)
        await db.write(restore_item, subject, file.id, ItemType.FILE)
        await removal.purge_expired(db)
        assert (await reach(db, subject, file.id)).is_trashed is False

    async def test_a_time_beyond_the_calendar_ends_with_it(
        self, enterprise: Enterprise, db: Database, subject: Subject
    ) -> None:
        file = (await make_file(enterprise, "a")).item
        await trash(db, subject, file, retention=10**15)
        body = (await enterprise.user.call("get_files_id_trash", file_id=file.id)).json()
        assert body["purged_at"] == "9999-12-31T23:59:59+00:00"


class TestRemoval:
    async def test_a_wide_and_deep_tree_goes_in_batches(
        self, enterprise: Enterprise, db: Database, subject: Subject, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        top = (await make_folder(enterprise, "top")).item
        ids, parent_id = [top.id], top.id
        for level in range(4):
            folder = (await make_folder(enterprise, f"level {level}", parent_id=parent_id)).item
            ids += [(await make_file(enterprise, str(n), parent_id=parent_id, size=2)).item.id for n in range(5)]
            ids.append(folder.id)
            parent_id = folder.id
        await trash(db, subject, top)
        await db.write(purge_item, subject, top.id, ItemType.FOLDER)
        monkeypatch.setitem(removal._CHILDREN.compiled(db.dialect)._defaults, "batch", 2)
        for item_id in ids:
            with pytest.raises(NotFound):
                await reach(db, subject, item_id)
        before, batches = await space_used(db, subject.user_id), await removal.remove_discarded(db)
        assert (before, await space_used(db, subject.user_id)) == (40, 0)
        assert await rows_left(db, *ids) == []
        assert batches >= len(ids) // 2
        assert await db.all(query(sa.select(versions.c.id).where(contains(versions.c.item_id, "ids"))), ids=ids) == []

    async def test_it_goes_on_where_it_was_stopped(
        self, enterprise: Enterprise, db: Database, subject: Subject
    ) -> None:
        top = (await make_folder(enterprise, "top")).item
        inner = (await make_folder(enterprise, "inner", parent_id=top.id)).item
        file = (await make_file(enterprise, "f", parent_id=inner.id, size=2)).item
        await removal.remove_discarded(db)
        await trash(db, subject, top)
        await db.write(purge_item, subject, top.id, ItemType.FOLDER)
        assert await removal.remove_discarded(db, batches=1) == 1
        assert await rows_left(db, top.id, inner.id, file.id) == [top.id, inner.id, file.id]
        await removal.remove_discarded(db)
        assert await rows_left(db, top.id, inner.id, file.id) == []
        assert await space_used(db, subject.user_id) == 0

    async def test_what_was_trashed_before_stays_in_the_trash(
        self, enterprise: Enterprise, db: Database, subject: Subject
    ) -> None:
        top = (await make_folder(enterprise, "top")).item
        folder = (await make_folder(enterprise, "folder", parent_id=top.id)).item
        file = (await make_file(enterprise, "f", parent_id=folder.id, size=2)).item
        await trash(db, subject, folder)
        await trash(db, subject, top)
        await db.write(purge_item, subject, top.id, ItemType.FOLDER)
        await removal.remove_discarded(db)
        assert await rows_left(db, top.id, folder.id, file.id) == [folder.id, file.id]
        with pytest.raises(NotFound):
            await db.write(restore_item, subject, folder.id, ItemType.FOLDER)
        restored = await db.write(restore_item, subject, folder.id, ItemType.FOLDER, parent_id=0)
        assert (restored.item.size, await space_used(db, subject.user_id)) == (2, 2)

    async def test_with_a_user_everything_goes(self, enterprise: Enterprise, db: Database) -> None:
        user_id, client = await enterprise.new_user()
        subject = await subject_of(client)
        top = (await make_folder(enterprise, "top", client=client)).item
        inner = (await make_file(enterprise, "inner", parent_id=top.id, client=client)).item
        active = (await make_file(enterprise, "active", client=client)).item
        trashed = (await make_file(enterprise, "trashed", client=client)).item
        await trash(db, subject, inner)
        await trash(db, subject, top)
        await db.write(purge_item, subject, top.id, ItemType.FOLDER)
        await removal.remove_discarded(db)
        await trash(db, subject, trashed)

        async def unit(tx: Transaction) -> None:
            await discard_everything_of(tx, user_id, subject.root_id)

        await db.write(unit)
        await removal.remove_discarded(db)
        assert await rows_left(db, subject.root_id, top.id, inner.id, active.id, trashed.id) == []


class TestTurn:
    async def test_one_process_at_a_time_empties_the_trash(self, enterprise: Enterprise, db: Database) -> None:
        clock = enterprise.gateway.platform.clock
        file, subject = (await make_file(enterprise, "a")).item, await subject_of(enterprise.user)
        clock.advance(HOUR)
        try:
            await removal.purge_in_turn(db)
            await trash(db, subject, file, retention=0)
            not_yet = await removal.purge_in_turn(db)
            clock.advance(removal.TURN)
            now = await removal.purge_in_turn(db)
        finally:
            clock.advance(-HOUR - removal.TURN)
        assert (not_yet, now >= 1) == (0, True)
