"""Which hubs an item is in, by itself or with a folder above it: its associations with app items, as Box calls hubs here.

https://developer.box.com/reference/resources/app-item-association/. That there is a hub, and its id, is told to everybody who
sees the item, and nothing else of a hub that is not theirs to see.
"""

from collections.abc import Iterable, Sequence

import msgspec
import sqlalchemy as sa

from holdall.base.db import contains, query
from holdall.base.db.database import Reader
from holdall.content.access import Access
from holdall.content.hubs.tables import hub_items
from holdall.content.items.tables import items

APPLICATION_TYPE = "hubs"
"""The type of the one application that there is."""


class Association(msgspec.Struct, frozen=True):
    """A place in a hub; the item is the one that was added, which may be a folder above the one that was asked about."""

    id: int
    hub_id: int
    item_id: int
    type: int


_ON = contains(hub_items.c.item_id, "ids")
_PAGE = query(
    sa.select(hub_items.c.id, hub_items.c.hub_id, hub_items.c.item_id, items.c.type)
    .join_from(hub_items, items, items.c.id == hub_items.c.item_id)
    .where(_ON, hub_items.c.id > sa.bindparam("after", type_=sa.BigInteger))
    .order_by(hub_items.c.id)
    .limit(sa.bindparam("limit", type_=sa.BigInteger)),
    into=Association,
)
_AMONG = query(sa.select(hub_items.c.item_id).where(_ON).distinct())


async def list_associations(reader: Reader, access: Access, *, after: int, limit: int) -> Sequence[Association]:
    """The associations of an item and of what the subject sees above it, with an id beyond `after`, by id."""
    return await reader.all(_PAGE, ids=list(access.open_ids), after=after, limit=limit)


async def associated_items(reader: Reader, item_ids: Iterable[int]) -> set[int]:
    """Those of the items that are in a hub by themselves."""
    return {item_id for (item_id,) in await reader.all(_AMONG, ids=list(item_ids))}
