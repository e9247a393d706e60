"""What changes hands with an item: who pays for it, whose trash its trashed content is in, who owns it."""

import pytest

from holdall.base.db import Database
from holdall.base.errors import Forbidden
from holdall.content.access import reach
from holdall.content.identity.subject import Subject
from holdall.content.identity.tables import users
from holdall.content.items.changes import Changes, update_item
from holdall.content.items.copies import copy_file
from holdall.content.items.listing import count_trash
from holdall.content.items.tables import ItemType
from holdall.content.items.trash import restore_item, trash_item
from tests.support.client import Client
from tests.support.enterprise import Enterprise
from tests.support.tree import add_version, make_file, make_folder, space_used, subject_of


@pytest.fixture
def db(enterprise: Enterprise) -> Database:
    return enterprise.gateway.platform.db


@pytest.fixture
async def host(enterprise: Enterprise) -> tuple[Subject, Client]:
    """Another user, who shares a folder with the enterprise's user as an editor."""
    _, client = await enterprise.new_user("Hana Host")
    return await subject_of(client), client


async def shared_folder(enterprise: Enterprise, host: Client) -> int:
    folder = (await make_folder(enterprise, "shared", client=host)).item
    body = {
        "item": {"type": "folder", "id": str(folder.id)},
        "accessible_by": {"type": "user", "id": str(enterprise.user_id)},
        "role": "editor",
    }
    response = await host.call("post_collaborations", json=body)
    assert response.status_code == 201, response.text
    return folder.id


async def test_a_move_into_anothers_folder_makes_the_other_the_owner(
    enterprise: Enterprise, db: Database, host: tuple[Subject, Client]
) -> None:
    owner, client = host
    subject, target = await subject_of(enterprise.user), await shared_folder(enterprise, client)
    folder = (await make_folder(enterprise, "mine")).item
    file = (await make_file(enterprise, "f", parent_id=folder.id, size=5)).item
    await db.write(add_version, subject, file_id=file.id, size=7)
    gone = (await make_file(enterprise, "gone", parent_id=folder.id, size=11)).item
    await db.write(trash_item, subject, gone.id, ItemType.FILE, retention=100)

    await db.write(update_item, subject, folder.id, ItemType.FOLDER, Changes(parent_id=target))

    assert [await space_used(db, one.user_id) for one in (subject, owner)] == [0, 23]
    assert [await count_trash(db, one.user_id) for one in (subject, owner)] == [0, 1]
    moved = await reach(db, owner, file.id)
    sizes = [(await reach(db, one, 0)).item.size for one in (subject, owner)]
    assert (moved.owner_id, moved.item.enterprise_id, sizes) == (owner.user_id, owner.enterprise_id, [0, 7])


async def test_a_move_that_the_other_has_no_space_for_is_refused(
    enterprise: Enterprise, db: Database, host: tuple[Subject, Client]
) -> None:
    owner, client = host
    subject, target = await subject_of(enterprise.user), await shared_folder(enterprise, client)
    file = (await make_file(enterprise, "f", size=5)).item

    async def unit(tx: object) -> None:
        await tx.update(users, {"id": owner.user_id}, space_amount=4)  # type: ignore[attr-defined]

    await db.write(unit)
    with pytest.raises(Forbidden) as refused:
        await db.write(update_item, subject, file.id, ItemType.FILE, Changes(parent_id=target))
    assert refused.value.reason == "storage_limit_exceeded"
    assert [await space_used(db, one.user_id) for one in (subject, owner)] == [5, 0]
    assert (await reach(db, subject, file.id)).item == file


async def test_a_restore_into_anothers_folder_makes_the_other_the_owner(
    enterprise: Enterprise, db: Database, host: tuple[Subject, Client]
) -> None:
    owner, client = host
    subject, target = await subject_of(enterprise.user), await shared_folder(enterprise, client)
    file = (await make_file(enterprise, "f", size=5)).item
    await db.write(trash_item, subject, file.id, ItemType.FILE, retention=100)
    restored = await db.write(restore_item, subject, file.id, ItemType.FILE, parent_id=target)
    assert (restored.owner_id, restored.item.size) == (owner.user_id, 5)
    assert [await space_used(db, one.user_id) for one in (subject, owner)] == [0, 5]


async def test_a_copy_into_anothers_folder_is_paid_by_the_other(
    enterprise: Enterprise, db: Database, host: tuple[Subject, Client]
) -> None:
    owner, client = host
    subject, target = await subject_of(enterprise.user), await shared_folder(enterprise, client)
    file = (await make_file(enterprise, "f", size=5)).item
    copy = await db.write(copy_file, subject, file.id, parent_id=target)
    assert (copy.owner_id, copy.item.created_by) == (owner.user_id, subject.user_id)
    assert [await space_used(db, one.user_id) for one in (subject, owner)] == [5, 5]
