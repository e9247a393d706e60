"""What PUT does to an item of any type: its fields, and what is kept beside it, in one unit of work."""

from collections.abc import Sequence

from msgspec import UNSET, UnsetType

from holdall.base.db import Transaction
from holdall.box.bodies import Reference
from holdall.box.context import Context
from holdall.content.access import Access
from holdall.content.items.changes import Changes, update_item
from holdall.content.items.favorites import set_collections
from holdall.content.items.tables import ItemType

Collections = Sequence[Reference] | UnsetType | None


async def change_item(
    ctx: Context,
    item_id: int,
    kind: ItemType,
    changes: Changes,
    *,
    collections: Collections = UNSET,
    if_match: str | None = None,
) -> Access:
    """Change an item and, where `collections` is given, which collections of the user's it is in: all of it, or nothing.

    Raises what `update_item` and `set_collections` raise.
    """

    async def unit(tx: Transaction) -> Access:
        access = await update_item(tx, ctx.subject, item_id, kind, changes, if_match=if_match)
        if collections is not UNSET:
            await set_collections(tx, ctx.subject, access.item.id, kind, [one.id for one in collections or ()])
        return access

    return await ctx.db.write(unit)
