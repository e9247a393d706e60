"""The favourites of a user: the one collection that Box has.

https://developer.box.com/reference/resources/collection/
"""

from collections.abc import Iterable, Sequence

import sqlalchemy as sa

from holdall.base.db import Transaction, contains, query
from holdall.base.db.database import Reader
from holdall.base.errors import InvalidParameter, NotFound
from holdall.content.access import Access, Action, reach_active
from holdall.content.identity.subject import Subject
from holdall.content.items.news import announce
from holdall.content.items.tables import ItemType, favorites

_USER = favorites.c.user_id == sa.bindparam("user_id", type_=sa.BigInteger)
_LIST = query(
    sa.select(favorites.c.item_id).where(_USER).order_by(favorites.c.added_at.desc(), favorites.c.item_id.desc())
)
_AMONG = query(sa.select(favorites.c.item_id).where(_USER, contains(favorites.c.item_id, "ids")))


def collection_id(subject: Subject) -> int:
    """The id of a user's favourites: every user has exactly one such collection, so it needs no number of its own."""
    return subject.user_id


def check_collection(subject: Subject, wanted: int) -> None:
    """Raise NotFound for the id of anything but the subject's own favourites."""
    if wanted != collection_id(subject):
        raise NotFound(f"There is no collection with id {wanted}")


async def list_favorites(reader: Reader, subject: Subject) -> Sequence[int]:
    """The ids of the user's favourites, the latest first; the user may have lost access to some of them."""
    return [item_id for (item_id,) in await reader.all(_LIST, user_id=subject.user_id)]


async def favorites_among(reader: Reader, subject: Subject, item_ids: Iterable[int]) -> frozenset[int]:
    """Those of these items that are favourites of the user."""
    rows = await reader.all(_AMONG, user_id=subject.user_id, ids=list(item_ids))
    return frozenset(item_id for (item_id,) in rows)


async def set_collections(
    tx: Transaction, subject: Subject, item_id: int, kind: ItemType, wanted: Sequence[int]
) -> Access:
    """A unit: make an item a favourite, or no longer, as the list of collections says.

    Raises NotFound for an item that the subject may not know of, InvalidParameter for another collection.
    """
    access = await reach_active(tx, subject, item_id, kind, Action.VIEW)
    if any(one != collection_id(subject) for one in wanted):
        raise InvalidParameter(
            "collections", f"there is one collection, the favorites with id {collection_id(subject)}"
        )
    if access.is_root:
        raise InvalidParameter("collections", "a root folder cannot be in a collection")
    is_favorite = bool(await favorites_among(tx, subject, [access.item.id]))
    if wanted and not is_favorite:
        await tx.insert(favorites, user_id=subject.user_id, item_id=access.item.id, added_at=tx.now)
        await announce(tx, access, "FAVORITE")
    elif is_favorite and not wanted:
        await tx.delete(favorites, user_id=subject.user_id, item_id=access.item.id)
        await announce(tx, access, "UNFAVORITE")
    return access
