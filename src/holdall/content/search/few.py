"""What a viewer may see, where that is little: all of it, from the tree."""

import sqlalchemy as sa

from holdall.base.clock import MINUTE
from holdall.base.db import Query, query
from holdall.base.db.database import Reader
from holdall.base.db.schema import List
from holdall.content.items.tables import ItemType
from holdall.content.search.candidates import OWN_COLUMNS, Candidate
from holdall.content.search.viewer import Viewer

Ancestors = tuple[int, ...] | None

REMEMBERED_FOR = 10 * MINUTE
MOST_REMEMBERED = 10_000
_counts: dict[object, tuple[int, int]] = {}
"""How many items were seen lately, and until when that is believed: it only decides which way is tried first."""


def _below(tops: str, children: str) -> Query[Candidate]:
    """The items of a list, those in a user's trash, and all that is below; at most so many."""
    own, further = ", ".join(OWN_COLUMNS), ", ".join(f"child.{name}" for name in OWN_COLUMNS)
    statement = (
        f"WITH RECURSIVE below (id, type, depth, {own}) AS (SELECT id, type, 0, {own} FROM items "
        f"WHERE id {tops} OR trash_owner_id = :user_id "
        f"UNION SELECT child.id, child.type, below.depth + 1, {further} FROM {children}) "
        f"SELECT id, 0, {own} FROM below LIMIT :most"
    )
    kinds = {"tops": List(sa.BigInteger()), "user_id": sa.BigInteger(), "most": sa.BigInteger()}
    binds = (sa.bindparam(name, type_=kind) for name, kind in kinds.items())
    return query(sa.text(statement).bindparams(*binds), into=Candidate)


_BELOW = {
    # SQLite takes in all that is in a folder before it gives out the next one, so it is told to go deep first.
    "sqlite": _below(
        "IN (SELECT value FROM json_each(:tops))",
        f"below JOIN items AS child ON child.parent_id = below.id WHERE below.type = {ItemType.FOLDER} ORDER BY 3 DESC",
    ),
    # PostgreSQL expects so many that it would read the whole table; the offset makes it look folder by folder.
    "postgresql": _below(
        "= ANY(:tops)",
        "below CROSS JOIN LATERAL (SELECT items.* FROM items WHERE items.parent_id = below.id OFFSET 0) "
        f"AS child WHERE below.type = {ItemType.FOLDER}",
    ),
}


async def some_items(reader: Reader, viewer: Viewer, ancestors: Ancestors, most: int) -> list[Candidate] | None:
    """Items that include all that the viewer may see, below some folders if there are such; None where they are more.

    Their tier is 0. Who was found to have more is not looked at again for a while.
    """
    count = lately_seen(reader, viewer, ancestors)
    if (viewer.enterprise_id is not None and not ancestors) or (count is not None and count > most):
        return None
    tops = ancestors or (
        [viewer.limit_id] if viewer.limit_id else [viewer.root_id, *viewer.shared_ids(), *viewer.linked]
    )
    statement = _BELOW[reader.dialect]
    found = await reader.all(statement, tops=list(tops), user_id=viewer.user_id, most=most + 1)
    items = {item.id: item for item in found}
    _counts[_key(viewer, ancestors)] = (len(found), reader.now + REMEMBERED_FOR)
    if len(_counts) > MOST_REMEMBERED:
        del _counts[next(iter(_counts))]
    return list(items.values()) if len(found) <= most else None


def lately_seen(reader: Reader, viewer: Viewer, ancestors: Ancestors) -> int | None:
    """How many items the viewer had when they were last looked at; None where that is long ago."""
    count, until = _counts.get(_key(viewer, ancestors), (0, 0))
    return count if until > reader.now else None


def _key(viewer: Viewer, ancestors: Ancestors) -> object:
    return (viewer.root_id, viewer.limit_id, ancestors, len(viewer.shown))
