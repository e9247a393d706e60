"""Whatever people do with it: what a hold has once reached stays held, and is there, until the hold is released."""

import contextlib
import random
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
import sqlalchemy as sa

from holdall.base.clock import DAY
from holdall.base.db import Database, contains, query
from holdall.base.errors import ApiError
from holdall.content.governance.assignments import page_of_assignments
from holdall.content.governance.hold_assignments import Target, assign_hold
from holdall.content.governance.holds import create_hold
from holdall.content.governance.listing import Position, page_of_kept
from holdall.content.identity.subject import Subject
from holdall.content.items.changes import Changes, update_item
from holdall.content.items.removal import purge_expired
from holdall.content.items.tables import ItemType, versions
from holdall.content.items.trash import purge_item, restore_item, trash_item
from holdall.content.items.version_changes import remove_expired_versions, trash_version
from tests.support.enterprise import Enterprise
from tests.support.tree import add_version, make_file, make_folder, subject_of

STEPS = 120
_LEFT = query(sa.select(versions.c.id).where(contains(versions.c.id, "ids")))


class Play:
    """Random things done to a tree of two users' by its owner, and what is held of it after each."""

    def __init__(self, enterprise: Enterprise, subject: Subject, admin: Subject, seed: int) -> None:
        self.enterprise, self.subject, self.admin = enterprise, subject, admin
        self.db: Database = enterprise.gateway.platform.db
        self.random = random.Random(seed)
        self.folders: list[int] = [0]
        self.files: list[int] = []
        self.policy_id = 0

    async def begin(self, *, is_ongoing: bool) -> None:
        dates = {} if is_ongoing else {"filter_started_at": "2001-01-01", "filter_ended_at": "2999-01-01"}
        dates = {name: f"{date}T00:00:00Z" for name, date in dates.items()}
        policy = await self.db.write(create_hold, self.admin, policy_name="Case", is_ongoing=is_ongoing, **dates)
        self.policy_id = policy.id
        for number in range(3):
            await self.add_folder(f"start {number}")
            await self.add_file(f"start {number}.txt")

    async def step(self, number: int) -> None:
        acts: list[Callable[[str], Awaitable[Any]]] = [
            self.add_folder,
            self.add_file,
            self.add_version,
            self.move,
            self.move,
            self.move,
            self.trash,
            self.restore,
            self.restore,
            self.purge,
            self.drop_version,
            self.hold,
        ]
        with contextlib.suppress(ApiError):  # as people find out, not everything can be done
            await self.random.choice(acts)(f"{number}")

    async def held(self) -> set[int]:
        """The versions that the policy holds, as it lists them."""
        assignments = await page_of_assignments(self.db, self.policy_id, of_hold=True)
        found: set[int] = set()
        position: Position | None = Position()
        while position is not None:
            page, position = await page_of_kept(self.db, assignments, position, 7, lambda _one: True)
            ids = [one.version_id for one in page]
            assert found.isdisjoint(ids)
            found.update(ids)
        return found

    def any_item(self) -> tuple[int, ItemType]:
        item_id = self.random.choice([*self.folders[1:], *self.files])
        return item_id, ItemType.FILE if item_id in self.files else ItemType.FOLDER

    async def add_folder(self, name: str) -> None:
        made = await make_folder(self.enterprise, name, parent_id=self.random.choice(self.folders))
        self.folders.append(made.item.id)

    async def add_file(self, name: str) -> None:
        made = await make_file(self.enterprise, name, parent_id=self.random.choice(self.folders), size=1)
        self.files.append(made.item.id)

    async def add_version(self, _name: str) -> None:
        await self.db.write(add_version, self.subject, size=1, file_id=self.random.choice(self.files))

    async def move(self, _name: str) -> None:
        item_id, kind = self.any_item()
        await self.db.write(
            update_item, self.subject, item_id, kind, Changes(parent_id=self.random.choice(self.folders))
        )

    async def trash(self, _name: str) -> None:
        await self.db.write(trash_item, self.subject, *self.any_item(), retention=30 * 24 * 3600)

    async def restore(self, _name: str) -> None:
        parent_id = self.random.choice([None, *self.folders])
        await self.db.write(restore_item, self.subject, *self.any_item(), parent_id=parent_id)

    async def purge(self, _name: str) -> None:
        await self.db.write(purge_item, self.subject, *self.any_item())

    async def drop_version(self, _name: str) -> None:
        file_id = self.random.choice(self.files)
        found = query(sa.select(sa.func.min(versions.c.id)).where(versions.c.item_id == file_id))
        version_id = await self.db.value(found)
        if version_id is not None:
            await self.db.write(trash_version, self.subject, file_id=file_id, version_id=version_id)

    async def hold(self, _name: str) -> None:
        item_id, kind = self.any_item()
        target = Target("file" if kind == ItemType.FILE else "folder", item_id)
        await self.db.write(assign_hold, self.admin, self.policy_id, target)

    async def let_time_go_by(self) -> None:
        clock = self.enterprise.gateway.platform.clock
        clock.advance(40 * DAY)
        try:
            await purge_expired(self.db)
            await remove_expired_versions(self.db, retention=30 * 24 * 3600)
        finally:
            clock.advance(-40 * DAY)


@pytest.mark.parametrize(("seed", "is_ongoing"), [(1, True), (2, False), (3, True), (4, False)])
async def test_what_is_held_stays_held_and_is_there(enterprise: Enterprise, seed: int, is_ongoing: bool) -> None:
    play = Play(enterprise, await subject_of(enterprise.user), await subject_of(enterprise.admin), seed)
    await play.begin(is_ongoing=is_ongoing)
    held: set[int] = set()
    for number in range(STEPS):
        await play.step(number)
        now = await play.held()
        assert held <= now, f"step {number} let something go"
        held = now
    await play.let_time_go_by()
    left = {one for (one,) in await play.db.all(_LEFT, ids=sorted(held))}
    assert (left, held <= await play.held(), len(held) > 0) == (held, True, True)
