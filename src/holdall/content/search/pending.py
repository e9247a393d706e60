"""Asks the index to look at items again, in the unit that gives the reason: where no event of their own will tell."""

from collections.abc import Sequence

import sqlalchemy as sa

from holdall.base.db import Query, Transaction, contains, query
from holdall.content.items.tables import ItemType, items, versions
from holdall.content.search.tables import search_documents, search_pending


def _ask(ids: sa.Select[tuple[int, bool]]) -> Query[tuple[int]]:
    asked = ids.subquery()
    is_new = ~sa.exists(sa.select(search_pending.c.item_id).where(search_pending.c.item_id == asked.c[0]))
    return query(sa.insert(search_pending).from_select(["item_id", "with_children"], sa.select(asked).where(is_new)))


_NO = sa.literal_column("false", sa.Boolean).label("with_children")
_ASK = _ask(sa.select(items.c.id, _NO).where(contains(items.c.id, "ids")))
_ASK_INDEXED = _ask(sa.select(search_documents.c.item_id, _NO).where(contains(search_documents.c.item_id, "ids")))
_ASK_CHILDREN = _ask(
    sa.select(items.c.id, (items.c.type == ItemType.FOLDER.value).label("with_children")).where(
        contains(items.c.parent_id, "ids")
    )
)
_ASK_OWNERS_OF_TEXT = _ask(
    sa.select(items.c.id, _NO)
    .join_from(versions, items, (items.c.id == versions.c.item_id) & (items.c.version_id == versions.c.id))
    .where(contains(versions.c.blob_key, "blob_keys"))
)


async def ask_again(tx: Transaction, item_ids: Sequence[int]) -> None:
    """Part of a unit: have these items looked at."""
    if item_ids:
        await tx.run(_ASK, ids=list(item_ids))


async def ask_about_removed(tx: Transaction, item_ids: Sequence[int]) -> None:
    """Part of a unit that removes the rows of these items: have the index forget them."""
    await tx.run(_ASK_INDEXED, ids=list(item_ids))


async def ask_about_children(tx: Transaction, folder_ids: Sequence[int]) -> None:
    """Part of a unit: have everything below these folders looked at."""
    if folder_ids:
        await tx.run(_ASK_CHILDREN, ids=list(folder_ids))


async def ask_about_texts(tx: Transaction, blob_keys: Sequence[str]) -> None:
    """Part of a unit: have the files looked at whose current content is one of these blobs."""
    await tx.run(_ASK_OWNERS_OF_TEXT, blob_keys=list(blob_keys))
