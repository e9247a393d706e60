"""Units of work that meet in one tree: each outcome is one that some order of them has."""

import asyncio
from collections.abc import Awaitable
from typing import Any

import pytest

from holdall.base.db import Database
from holdall.base.errors import ApiError
from holdall.content.access import reach
from holdall.content.identity.subject import Subject
from holdall.content.items.changes import Changes, update_item
from holdall.content.items.folders import create_folder
from holdall.content.items.tables import ItemType
from holdall.content.items.trash import purge_item, restore_item, trash_item
from tests.support.enterprise import Enterprise
from tests.support.tree import add_file, make_file, make_folder, space_used, subject_of


@pytest.fixture
def db(enterprise: Enterprise) -> Database:
    return enterprise.gateway.platform.db


@pytest.fixture
async def subject(enterprise: Enterprise) -> Subject:
    return await subject_of(enterprise.user)


async def outcomes(*work: Awaitable[Any]) -> list[str]:
    """The code of each error, or `done`; anything but an error of ours is raised."""
    answers = await asyncio.gather(*work, return_exceptions=True)
    for answer in answers:
        if isinstance(answer, BaseException) and not isinstance(answer, ApiError):
            raise answer
    return [answer.reason if isinstance(answer, ApiError) else "done" for answer in answers]


async def test_of_many_that_want_one_name_one_gets_it(db: Database, subject: Subject) -> None:
    makers = [db.write(create_folder, subject, parent_id=0, name=name) for name in ("a", "A") * 6]
    assert sorted(await outcomes(*makers)) == ["done"] + ["item_name_in_use"] * 11
    assert (await reach(db, subject, 0)).item.item_count == 1


async def test_two_moves_never_make_a_loop(enterprise: Enterprise, db: Database, subject: Subject) -> None:
    for number in range(5):
        one = (await make_folder(enterprise, f"one {number}")).item
        two = (await make_folder(enterprise, f"two {number}")).item
        found = await outcomes(
            db.write(update_item, subject, one.id, ItemType.FOLDER, Changes(parent_id=two.id)),
            db.write(update_item, subject, two.id, ItemType.FOLDER, Changes(parent_id=one.id)),
        )
        assert sorted(found) == ["cyclical_folder_structure", "done"]


async def test_sizes_add_up_after_uploads_at_once(enterprise: Enterprise, db: Database, subject: Subject) -> None:
    outer = (await make_folder(enterprise, "outer")).item
    inner = (await make_folder(enterprise, "inner", parent_id=outer.id)).item
    places = [outer.id, inner.id, 0] * 8
    uploads = [
        db.write(add_file, subject, parent_id=place, name=f"f{number}", size=3) for number, place in enumerate(places)
    ]
    assert set(await outcomes(*uploads)) == {"done"}
    sizes = [(await reach(db, subject, one)).item.size for one in (0, outer.id, inner.id)]
    assert (sizes, await space_used(db, subject.user_id)) == ([72, 48, 24], 72)


async def test_no_upload_gets_past_the_storage_limit(enterprise: Enterprise, db: Database) -> None:
    user_id, client = await enterprise.new_user(space_amount=10)
    subject = await subject_of(client)
    uploads = [db.write(add_file, subject, parent_id=0, name=f"f{number}", size=3) for number in range(8)]
    found = await outcomes(*uploads)
    assert sorted(found) == ["done"] * 3 + ["storage_limit_exceeded"] * 5
    assert await space_used(db, user_id) == 9


async def test_an_upload_into_a_folder_that_is_trashed_is_in_it_or_refused(
    enterprise: Enterprise, db: Database, subject: Subject
) -> None:
    for number in range(5):
        outer = (await make_folder(enterprise, f"outer {number}")).item
        inner = (await make_folder(enterprise, "inner", parent_id=outer.id)).item
        trashed, uploaded = await outcomes(
            db.write(trash_item, subject, outer.id, ItemType.FOLDER, retention=100),
            db.write(add_file, subject, parent_id=inner.id, name="f", size=3),
        )
        size = (await reach(db, subject, outer.id)).item.size
        assert (trashed, (uploaded, size) in {("done", 3), ("trashed", 0)}) == ("done", True)
    assert (await reach(db, subject, 0)).item.size == 0


async def test_restored_or_removed_but_not_both(enterprise: Enterprise, db: Database, subject: Subject) -> None:
    for number in range(5):
        file = (await make_file(enterprise, f"f{number}", size=1)).item
        await db.write(trash_item, subject, file.id, ItemType.FILE, retention=100)
        found = await outcomes(
            db.write(restore_item, subject, file.id, ItemType.FILE),
            db.write(purge_item, subject, file.id, ItemType.FILE),
        )
        assert sorted(found) in (["done", "not_trashed"], ["done", "not_found"])


async def test_moves_between_two_trees_of_folders_keep_the_sums(
    enterprise: Enterprise, db: Database, subject: Subject
) -> None:
    left = (await make_folder(enterprise, "left")).item
    right = (await make_folder(enterprise, "right")).item
    files = [(await make_file(enterprise, f"f{n}", parent_id=left.id, size=2)).item for n in range(10)]
    back = [(await make_file(enterprise, f"b{n}", parent_id=right.id, size=5)).item for n in range(10)]
    moves = [db.write(update_item, subject, one.id, ItemType.FILE, Changes(parent_id=right.id)) for one in files]
    moves += [db.write(update_item, subject, one.id, ItemType.FILE, Changes(parent_id=left.id)) for one in back]
    assert set(await outcomes(*moves)) == {"done"}
    found = [(await reach(db, subject, one.id)).item for one in (left, right)]
    assert [(one.size, one.item_count) for one in found] == [(50, 10), (20, 10)]
