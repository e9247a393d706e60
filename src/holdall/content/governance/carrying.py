"""What is kept stays kept wherever it goes: an item that leaves a place of an assignment becomes one itself.

One row for the item that is moved, however much is below it. See "Moving" in
https://support.box.com/hc/en-us/articles/360043694374.
"""

import sqlalchemy as sa

from holdall.base.db import Transaction, contains, query
from holdall.content.access import Access
from holdall.content.governance.keeping import require_removable
from holdall.content.governance.places import put_place
from holdall.content.governance.tables import governance_places

_PLACES_ON = query(
    sa.select(
        governance_places.c.assignment_id,
        sa.func.max(governance_places.c.covers_until),
        sa.func.max(governance_places.c.start_at),
    )
    .where(contains(governance_places.c.item_id, "ids"))
    .group_by(governance_places.c.assignment_id)
    .order_by(governance_places.c.assignment_id)
)


async def carry_along(tx: Transaction, access: Access, destination: Access) -> None:
    """Part of the unit that puts an item into another folder: let what covered it go on to cover what is there now.

    Raises Forbidden (forbidden_by_policy) where it would leave the enterprise with something that is kept.
    """
    item = access.item
    if item.enterprise_id != destination.item.enterprise_id:
        await require_removable(tx, item.id, f"take item {item.id} out of the enterprise")
    await carry_out_of(tx, item.id, set(access.folder_ids) - {destination.item.id, *destination.folder_ids})


async def carry_out_of(tx: Transaction, item_id: int, folder_ids: set[int]) -> None:
    """The same for an item that is below these folders no more."""
    if not folder_ids:
        return
    for assignment_id, until, start_at in await tx.all(_PLACES_ON, ids=sorted(folder_ids)):
        await put_place(tx, assignment_id, item_id, covers_until=min(until, tx.now), start_at=start_at)
