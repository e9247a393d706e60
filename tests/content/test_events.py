"""Each change of an item writes its events in the same unit of work."""

from typing import Any

import sqlalchemy as sa

from holdall.base.db import query
from holdall.content.events.tables import events
from holdall.content.items.changes import Changes, LockRequest, update_item
from holdall.content.items.copies import copy_file, copy_folder
from holdall.content.items.tables import ItemType
from holdall.content.items.trash import purge_item, restore_item, trash_item
from tests.support.enterprise import Enterprise
from tests.support.tree import add_version, make_file, make_folder, subject_of


async def events_of(enterprise: Enterprise, item_id: int) -> list[tuple[Any, ...]]:
    """Type, source type, user and details of every event of an item, in order."""
    statement = (
        sa.select(events.c.event_type, events.c.source_type, events.c.created_by, events.c.details)
        .where(events.c.source_id == item_id)
        .order_by(events.c.sequence)
    )
    return await enterprise.gateway.platform.db.all(query(statement))


async def test_the_life_of_a_file(enterprise: Enterprise) -> None:
    db, subject = enterprise.gateway.platform.db, await subject_of(enterprise.user)
    folder = (await make_folder(enterprise, "folder")).item
    file = (await make_file(enterprise, "a")).item
    kind = ItemType.FILE
    await db.write(add_version, subject, file_id=file.id, size=1)
    await db.write(update_item, subject, file.id, kind, Changes(name="b"))
    await db.write(update_item, subject, file.id, kind, Changes(name="c", parent_id=folder.id))
    await db.write(update_item, subject, file.id, kind, Changes(description="x", tags=["y"]))
    await db.write(update_item, subject, file.id, kind, Changes(lock=LockRequest()))
    await db.write(update_item, subject, file.id, kind, Changes(lock=None))
    await db.write(update_item, subject, file.id, kind, Changes(name="c"))
    await db.write(trash_item, subject, file.id, kind, retention=9)
    await db.write(restore_item, subject, file.id, kind)
    await db.write(trash_item, subject, file.id, kind, retention=9)
    await db.write(purge_item, subject, file.id, kind)
    seen = await events_of(enterprise, file.id)
    assert [event_type for event_type, *_ in seen] == [
        "ITEM_UPLOAD",
        "ITEM_UPLOAD",
        "ITEM_RENAME",
        "ITEM_MOVE",
        "ITEM_RENAME",
        "ITEM_MODIFY",
        "TAG_ITEM_CREATE",
        "LOCK_CREATE",
        "LOCK_DESTROY",
        "ITEM_TRASH",
        "ITEM_UNDELETE_VIA_TRASH",
        "ITEM_TRASH",
        "DELETE",
    ]
    assert {(source_type, user_id) for _, source_type, user_id, _ in seen} == {("file", subject.user_id)}
    moved = seen[3][3]
    assert (moved["old_parent_id"], moved["parent_id"], moved["old_name"]) == (subject.root_id, folder.id, "b")
    assert (moved["old_path_ids"], moved["path_ids"]) == ([subject.root_id], [folder.id, subject.root_id])
    assert (moved["owner_id"], moved["item"]["name"], moved["item"]["id"]) == (subject.user_id, "c", str(file.id))
    assert seen[5][3]["fields"] == ["description", "tags"]
    assert seen[12][3]["is_permanent"] is True


async def test_folders_and_copies(enterprise: Enterprise) -> None:
    db, subject = enterprise.gateway.platform.db, await subject_of(enterprise.user)
    folder = (await make_folder(enterprise, "folder")).item
    file = (await make_file(enterprise, "a", parent_id=folder.id)).item
    copy = (await copy_folder(db, subject, folder.id, parent_id=0, name="copy")).item
    other = (await db.write(copy_file, subject, file.id, parent_id=0, name="b")).item
    assert [one[:2] for one in await events_of(enterprise, folder.id)] == [("ITEM_CREATE", "folder")]
    ((event_type, source_type, _, details),) = await events_of(enterprise, copy.id)
    assert (event_type, source_type, details["copied_from"]) == ("ITEM_COPY", "folder", folder.id)
    ((event_type, source_type, _, details),) = await events_of(enterprise, other.id)
    assert (event_type, source_type, details["copied_from"]) == ("ITEM_COPY", "file", file.id)


async def test_what_is_refused_writes_none(enterprise: Enterprise) -> None:
    await make_file(enterprise, "a")
    folder = (await make_folder(enterprise, "b")).item
    response = await enterprise.user.call("put_folders_id", folder_id=folder.id, json={"name": "a"})
    assert response.status_code == 409
    assert [one[0] for one in await events_of(enterprise, folder.id)] == ["ITEM_CREATE"]
