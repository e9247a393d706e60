"""Takes the rows of discarded trees away: in batches of bounded size, from wherever an earlier run was stopped.

A batch removes children of one discarded folder; a child folder that is not empty is cut off and becomes a discarded
tree of its own, so that no batch needs to remember anything.
"""

import sqlalchemy as sa

from holdall.base.clock import DAY, SECOND
from holdall.base.db import Database, Transaction, contains, query
from holdall.base.turns import take_turn
from holdall.content.events.outbox import emit_for_system
from holdall.content.governance.keeping import find_kept
from holdall.content.items.rows import FIND_ITEMS, ITEM_COLUMNS, TYPE_NAMES, Item
from holdall.content.items.siblings import mini_of
from holdall.content.items.space import free_space
from holdall.content.items.tables import ItemType, items, versions
from holdall.content.items.trash import discard
from holdall.content.search.pending import ask_about_removed

BATCH = 500
TURN = 20 * SECOND
EXPIRED_BATCH = 100
LOOK_AGAIN = DAY

_CHILDREN = query(
    sa.select(*ITEM_COLUMNS)
    .where(items.c.parent_id == sa.bindparam("folder_id", type_=sa.BigInteger))
    .limit(sa.bindparam("batch", BATCH, sa.BigInteger)),
    into=Item,
)
_LOCK_ROOT = query(
    sa.select(items.c.owner_id)
    .where(items.c.id == sa.bindparam("item_id", type_=sa.BigInteger), items.c.purge_at == 0)
    .with_for_update()
)
_WITH_CHILDREN = query(sa.select(items.c.parent_id).where(contains(items.c.parent_id, "ids")).distinct())
_CUT_OFF = query(
    sa.update(items)
    .where(contains(items.c.id, "ids"))
    .values(
        parent_id=None,
        owner_id=sa.bindparam("new_owner_id", type_=sa.BigInteger),
        trashed_at=sa.bindparam("now", type_=sa.BigInteger),
        trash_owner_id=None,
        purge_at=0,
    )
)
_ORPHAN = query(
    sa.update(items).where(contains(items.c.id, "ids")).values(parent_id=None, owner_id=items.c.trash_owner_id)
)
_SPACE = query(sa.select(sa.func.coalesce(sa.func.sum(versions.c.size), 0)).where(contains(versions.c.item_id, "ids")))
_DELETE = query(sa.delete(items).where(contains(items.c.id, "ids")))
_FIND_DISCARDED = query(sa.select(items.c.id).where(items.c.purge_at == 0).limit(1))
_FIND_EXPIRED = query(
    sa.select(items.c.id)
    .where(items.c.purge_at > 0, items.c.purge_at <= sa.bindparam("now", type_=sa.BigInteger))
    .order_by(items.c.purge_at)
    .limit(EXPIRED_BATCH)
)
_LOCK_EXPIRED = query(
    sa.select(items.c.id)
    .where(
        contains(items.c.id, "ids"),
        items.c.purge_at > 0,
        items.c.purge_at <= sa.bindparam("now", type_=sa.BigInteger),
    )
    .order_by(items.c.id)
    .with_for_update()
)


async def remove_discarded(db: Database, batches: int | None = None) -> int:
    """Take away trees that were discarded, in this run or an earlier one; how many batches it took.

    Stops after `batches` where that is given, and leaves the rest to the next run.
    """
    count = 0
    while (batches is None or count < batches) and (item_id := await db.value(_FIND_DISCARDED)) is not None:
        await db.write(remove_batch, item_id)
        count += 1
    return count


async def purge_in_turn(db: Database) -> int:
    """`purge_expired` where it is this process's turn; how many items were discarded."""
    return await purge_expired(db) if await db.write(take_turn, "empty trash", TURN) else 0


async def purge_expired(db: Database) -> int:
    """Discard what has been in the trash for its time, and copies that were never finished; then remove the rows.

    Answers how many items were discarded. Safe to run in several processes and to stop at any moment.
    """
    count = 0
    while expired := [item_id for (item_id,) in await db.all(_FIND_EXPIRED, now=db.now)]:
        count += await db.write(_discard_expired, expired)
    await remove_discarded(db)
    return count


async def remove_batch(tx: Transaction, item_id: int) -> None:
    """Remove up to BATCH rows of a discarded tree, the root last, and give their space back."""
    found = await tx.one(_LOCK_ROOT, item_id=item_id)
    if found is None:
        return
    (owner_id,) = found
    children = await tx.all(_CHILDREN, folder_id=item_id)
    if not children:
        await _delete(tx, [item_id], owner_id)
        return
    kept: list[int] = []
    if owner_id is not None:
        kept = [child.id for child in children if child.trash_owner_id is not None]
    if kept:  # they were trashed on their own before, and stay in the trash until it is their time
        await tx.run(_ORPHAN, ids=kept)
    rest = [child for child in children if child.id not in kept]
    folders = [child.id for child in rest if child.type == ItemType.FOLDER]
    full = {folder_id for (folder_id,) in await tx.all(_WITH_CHILDREN, ids=folders)} if folders else set()
    if full:
        await tx.run(_CUT_OFF, ids=list(full), new_owner_id=owner_id, now=tx.now)
    await _delete(tx, [child.id for child in rest if child.id not in full], owner_id)


async def _delete(tx: Transaction, ids: list[int], owner_id: int | None) -> None:
    if not ids:
        return
    if owner_id is not None:
        await free_space(tx, owner_id, int(await tx.value(_SPACE, ids=ids)))
    await ask_about_removed(tx, ids)
    await tx.run(_DELETE, ids=ids)


async def _discard_expired(tx: Transaction, ids: list[int]) -> int:
    """Discard those of the items whose time is still over, now that nobody else can change that.

    What a hold or a retention keeps stays in the trash, and is looked at again a day later.
    """
    expired = [item_id for (item_id,) in await tx.all(_LOCK_EXPIRED, ids=ids, now=tx.now)]
    for item in await tx.all(FIND_ITEMS, ids=expired):
        was_seen = item.trash_owner_id is not None  # an unfinished copy was not
        kept = await find_kept(tx, [item.id]) if was_seen else None
        if kept is not None:
            await tx.update(items, {"id": item.id}, purge_at=min(kept.ends_at, tx.now + LOOK_AGAIN))
            continue
        await discard(tx, item.id, item.trash_owner_id if was_seen else item.owner_id)
        if was_seen:
            await emit_for_system(
                tx,
                item.enterprise_id,
                "DELETE",
                source_type=TYPE_NAMES[item.type],
                source_id=item.id,
                owner_id=item.trash_owner_id,
                parent_id=item.parent_id,
                item=mini_of(item),
                is_permanent=True,
            )
    return len(expired)
