"""Removes files for good, wherever they are, because the platform has to: nobody did it."""

from typing import Any

import sqlalchemy as sa

from holdall.base.db import Transaction, contains, query
from holdall.content.access.place import Place
from holdall.content.events.outbox import Audience, emit_for_system
from holdall.content.items.rows import TYPE_NAMES
from holdall.content.items.siblings import mini_of
from holdall.content.items.space import change_children, free_space
from holdall.content.items.tables import versions
from holdall.content.items.trash import discard

_DELETE = query(sa.delete(versions).where(contains(versions.c.id, "ids")))


async def dispose_of_file(tx: Transaction, place: Place, **details: int | None) -> None:
    """Part of a unit that keeps the file's tree still: remove a file, in the trash or not; `details` tell why.

    People are told as if it had been put into the trash first.
    """
    file, chain = place.item, place.chain
    owner_id = chain[-1].owner_id
    above = tuple(step.id for step in chain[1:])
    told: dict[str, Any] = {
        "source_type": TYPE_NAMES[file.type],
        "source_id": file.id,
        "audience": Audience(owner_id, (file.id, *above)),
        "owner_id": owner_id,
        "parent_id": file.parent_id,
        "path_ids": above,
        "item": mini_of(file),
        **details,
    }
    if file.trashed_at is None:
        counted = [step.id for step in chain[1:]]
        for number, step in enumerate(chain[1:], start=1):
            if step.trashed_at is not None:  # what is above it does not count it any more
                counted = counted[:number]
                break
        await change_children(tx, None, tuple(counted), size=-file.size, count=-1)
        await emit_for_system(tx, file.enterprise_id, "ITEM_TRASH", **told)
    await discard(tx, file.id, owner_id)
    await emit_for_system(tx, file.enterprise_id, "DELETE", **told, is_permanent=True)


async def dispose_of_versions(tx: Transaction, owner_id: int, sizes: dict[int, int]) -> None:
    """Part of a unit that keeps the tree still: remove past versions of one owner; `sizes` are their bytes by id."""
    if sizes:
        await tx.run(_DELETE, ids=list(sizes))
        await free_space(tx, owner_id, sum(sizes.values()))
