"""The files that a hub gathers: those in it, and those in its folders, however deep."""

import sqlalchemy as sa

from holdall.base.db import query
from holdall.base.db.database import Reader
from holdall.content.access import Access, Action, reach_many
from holdall.content.hubs.tables import hub_items
from holdall.content.identity.subject import Subject
from holdall.content.items.tables import ItemType, items

_tree = (
    sa.select(items.c.id)
    .join_from(hub_items, items, items.c.id == hub_items.c.item_id)
    .where(hub_items.c.hub_id == sa.bindparam("hub_id", type_=sa.BigInteger), items.c.trashed_at.is_(None))
    .cte("tree", recursive=True)
)
_tree = _tree.union(
    sa.select(items.c.id).join_from(
        _tree, items, sa.and_(items.c.parent_id == _tree.c.id, items.c.trashed_at.is_(None))
    )
)
_LATEST = query(
    sa.select(items.c.id)
    .join_from(_tree, items, items.c.id == _tree.c.id)
    .where(items.c.type == int(ItemType.FILE))
    .order_by(items.c.modified_at.desc(), items.c.id.desc())
    .limit(sa.bindparam("limit", type_=sa.BigInteger))
)


async def latest_files(reader: Reader, subject: Subject, hub_id: int, limit: int) -> list[Access]:
    """The files that were changed last, as far as the subject may preview them; two queries."""
    ids = [item_id for (item_id,) in await reader.all(_LATEST, hub_id=hub_id, limit=limit)]
    reached = await reach_many(reader, subject, ids)
    found = [reached[item_id] for item_id in ids if item_id in reached]
    return [access for access in found if access.allows(Action.PREVIEW) and not access.is_trashed]
