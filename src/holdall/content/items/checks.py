"""What `holdall fsck` checks of the tree: that it is one, and that everything kept about it agrees with it.

Sizes and counts are kept current by amounts; here they are counted. Trees that are being copied or removed are passed
over, since they are in nobody's reach and are put right or taken away by themselves.
"""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from holdall.base.db import Query, Transaction, contains, query
from holdall.base.db.database import Reader
from holdall.content.access import lock_trees
from holdall.content.identity.tables import users
from holdall.content.items.names import name_key
from holdall.content.items.space import free_space
from holdall.content.items.tables import ItemType, items, versions
from holdall.storage.fsck import Examination, register_check

BATCH = 1000
_BACKUP = "Restore the database from a backup"
_REPAIR = "`holdall fsck --repair` counts again"
_MOST_SHOWN = 100

_child = items.alias("child")
_parent = items.alias("parent")
_after = items.c.id > sa.bindparam("after", type_=sa.BigInteger)

_ROWS = query(
    sa.select(items.c.id, items.c.type, items.c.name, items.c.name_key).where(_after).order_by(items.c.id).limit(BATCH)
)
_CHILDREN_COUNT = sa.func.count(_child.c.id)
_CHILDREN_SIZE = sa.func.coalesce(sa.func.sum(_child.c.size), 0)
_COUNTED = query(
    sa.select(items.c.id, items.c.item_count, items.c.size, _CHILDREN_COUNT, _CHILDREN_SIZE)
    .outerjoin_from(items, _child, sa.and_(_child.c.parent_id == items.c.id, _child.c.trashed_at.is_(None)))
    .where(contains(items.c.id, "ids"))
    .group_by(items.c.id, items.c.item_count, items.c.size)
    .having(sa.or_(items.c.item_count != _CHILDREN_COUNT, items.c.size != _CHILDREN_SIZE))
)

_up = (
    sa.select(items.c.id, items.c.parent_id)
    .where(items.c.id == sa.bindparam("item_id", type_=sa.BigInteger))
    .cte("up", recursive=True)
)
_up = _up.union(sa.select(items.c.id, items.c.parent_id).join_from(_up, items, items.c.id == _up.c.parent_id))
_IS_OUT_OF_REACH = query(
    sa.select(items.c.id)
    .join_from(_up, items, items.c.id == _up.c.id)
    .where(items.c.parent_id.is_(None), items.c.trashed_at.is_not(None), items.c.trash_owner_id.is_(None))
)

_tree = (
    sa.select(items.c.id, items.c.owner_id.label("owner_id"))
    .where(items.c.parent_id.is_(None))
    .cte("t", recursive=True)
)
_tree = _tree.union(sa.select(items.c.id, _tree.c.owner_id).join_from(_tree, items, items.c.parent_id == _tree.c.id))
_LOOPS = query(sa.select(items.c.id).where(items.c.id.not_in(sa.select(_tree.c.id))).limit(_MOST_SHOWN))
_used = (
    sa.select(_tree.c.owner_id, sa.func.sum(versions.c.size).label("used"))
    .join_from(_tree, versions, versions.c.item_id == _tree.c.id)
    .where(_tree.c.owner_id.is_not(None))
    .group_by(_tree.c.owner_id)
    .subquery()
)
_SPACE = query(
    sa.select(users.c.id, users.c.space_used, sa.func.coalesce(_used.c.used, 0))
    .outerjoin_from(users, _used, _used.c.owner_id == users.c.id)
    .where(users.c.space_used != sa.func.coalesce(_used.c.used, 0), users.c.deleted_at.is_(None))
)

_PROBLEMS: dict[str, sa.Select[Any]] = {
    "It is not in a folder, and is no user's root": sa.select(items.c.id)
    .outerjoin_from(items, users, users.c.root_id == items.c.id)
    .where(items.c.parent_id.is_(None), items.c.trashed_at.is_(None), users.c.id.is_(None)),
    "What it is in is not a folder": sa.select(items.c.id)
    .join_from(items, _parent, _parent.c.id == items.c.parent_id)
    .where(_parent.c.type != ItemType.FOLDER),
    "It has an owner of its own, but is not the root of a tree": sa.select(items.c.id).where(
        items.c.parent_id.is_not(None), items.c.owner_id.is_not(None)
    ),
    "It is in a trash, but was not put there": sa.select(items.c.id).where(
        items.c.trashed_at.is_(None), sa.or_(items.c.trash_owner_id.is_not(None), items.c.purge_at.is_not(None))
    ),
    "Another active item of its folder has the same name": sa.select(items.c.id)
    .join_from(
        items,
        _child,
        sa.and_(_child.c.parent_id == items.c.parent_id, _child.c.name_key == items.c.name_key),
    )
    .where(items.c.trashed_at.is_(None), _child.c.trashed_at.is_(None), _child.c.id < items.c.id),
    "Its current version is missing, or another file's, or does not agree with it": sa.select(items.c.id)
    .outerjoin_from(items, versions, versions.c.id == items.c.version_id)
    .where(
        items.c.type == ItemType.FILE,
        sa.or_(
            versions.c.id.is_(None),
            versions.c.item_id != items.c.id,
            versions.c.size != items.c.size,
            versions.c.sha1 != items.c.sha1,
            versions.c.trashed_at.is_not(None),
        ),
    ),
    "It has versions, but is no file": sa.select(items.c.id).where(
        items.c.type != ItemType.FILE, items.c.version_id.is_not(None)
    ),
}
_QUERIES: dict[str, Query[tuple[Any, ...]]] = {
    problem: query(statement.order_by(items.c.id).limit(_MOST_SHOWN)) for problem, statement in _PROBLEMS.items()
}
_ROOTLESS = query(
    sa.select(users.c.id)
    .outerjoin_from(users, items, sa.and_(items.c.id == users.c.root_id, items.c.owner_id == users.c.id))
    .where(users.c.deleted_at.is_(None), sa.or_(items.c.id.is_(None), items.c.type != ItemType.FOLDER))
)


@register_check("items")
async def check_items(exam: Examination) -> None:
    """Every item is in a folder of a tree that ends at an owner's root, and its row agrees with itself."""
    for problem, statement in _QUERIES.items():
        for (item_id,) in await exam.db.all(statement):
            await exam.found(f"item {item_id}", problem, _BACKUP)
    for (item_id,) in await exam.db.all(_LOOPS):
        await exam.found(f"item {item_id}", "It is in a loop of folders that leads to no root", _BACKUP)
    for (user_id,) in await exam.db.all(_ROOTLESS):
        await exam.found(f"user {user_id}", "The user has no root folder", _BACKUP)


@register_check("folders")
async def check_folders(exam: Examination) -> None:
    """Names are kept with their keys; each folder knows how many active items it has and how large they are."""
    wrong = await _look_at_folders(exam, count=True)
    for folder_id in wrong:

        async def repair(folder_id: int = folder_id) -> None:
            await exam.db.write(_count_again, folder_id)

        problem = "Its size or its number of items is not that of the items in it"
        await exam.found(f"folder {folder_id}", problem, _REPAIR, repair)
    while exam.may_repair and wrong:  # what was repaired changes the sum of the folder above
        wrong = await _look_at_folders(exam, count=False)
        for folder_id in wrong:
            await exam.db.write(_count_again, folder_id)


@register_check("space")
async def check_space(exam: Examination) -> None:
    """What every user is charged is the size of all versions in the trees that the user owns."""
    for user_id, _, _ in await exam.db.all(_SPACE):
        for still_id, charged, used in await exam.db.all(_SPACE):  # an upload may have come between
            if still_id != user_id:
                continue

            async def repair(user_id: int = user_id, difference: int = used - charged) -> None:
                await exam.db.write(_charge, user_id, difference)

            problem = f"{charged} bytes are charged, but the versions in the user's trees have {used}"
            await exam.found(f"user {user_id}", problem, _REPAIR, repair)


async def _look_at_folders(exam: Examination, *, count: bool) -> list[int]:
    """The folders whose size or count is wrong, now and when looked at again."""
    wrong: list[int] = []
    after = 0
    while rows := await exam.db.all(_ROWS, after=after):
        after = rows[-1][0]
        folders = [row[0] for row in rows if row[1] == ItemType.FOLDER]
        if count:
            exam.count("items", len(rows))
            await _check_names(exam, rows)
        suspects = [row[0] for row in await exam.db.all(_COUNTED, ids=folders)]
        wrong += [folder_id for folder_id in suspects if await _is_wrong(exam.db, folder_id)]
    return wrong


async def _check_names(exam: Examination, rows: Sequence[tuple[Any, ...]]) -> None:
    for item_id, _, name, key in rows:
        if name_key(name) != key:
            await exam.found(f"item {item_id}", "The key of its name is not that of its name", _BACKUP)


async def _is_wrong(reader: Reader, folder_id: int) -> bool:
    """Whether the folder still disagrees with its items, and is within somebody's reach."""
    if not await reader.all(_COUNTED, ids=[folder_id]):
        return False
    return await reader.one(_IS_OUT_OF_REACH, item_id=folder_id) is None


async def _count_again(tx: Transaction, folder_id: int) -> None:
    await lock_trees(tx, folder_id)
    for _, _, _, count, size in await tx.all(_COUNTED, ids=[folder_id]):
        await tx.update(items, {"id": folder_id}, item_count=count, size=int(size))


async def _charge(tx: Transaction, user_id: int, difference: int) -> None:
    await free_space(tx, user_id, -int(difference))
