"""Goes through the files below the places of assignments, a page at a time, from any place where a page ended.

The place is a path: the folders that are open, and how far each was gone through. So a page costs the same wherever it is.
"""

from collections.abc import Sequence
from typing import Any

import msgspec
import sqlalchemy as sa

from holdall.base.db import query
from holdall.base.db.database import Reader
from holdall.content.governance.assignments import Assignment
from holdall.content.governance.tables import governance_places
from holdall.content.items.tables import ItemType, items

FILES, FOLDERS, EVERYTHING = 0, 1, 2
"""What is gone through in an open folder: its files, then its folders; or all items of the enterprise, by id."""
MOST_STEPS = 1000
"""A page of little content ends after so many looks, though it may be short, or empty."""
WINDOW = 5000
LAST = 2**63 - 1

Frame = tuple[int, int, int]
"""A folder, what of it is gone through, and behind which item."""


class Spot(msgspec.Struct, frozen=True):
    """How far a walk has come: which assignment, which of its places, and the folders that are open below that."""

    assignment_id: int = 0
    place_id: int = -1
    frames: tuple[Frame, ...] = ()


class Found(msgspec.Struct, frozen=True):
    """A file, by which place of which assignment it was found, and the spot right before it."""

    file_id: int
    assignment_id: int
    place_id: int
    before: Spot


_AFTER = sa.bindparam("after", type_=sa.BigInteger)
_LIMIT = sa.bindparam("limit", type_=sa.BigInteger)


def _children(kind: ItemType) -> sa.Select[Any]:
    return (
        sa.select(items.c.id)
        .where(
            items.c.parent_id == sa.bindparam("folder_id", type_=sa.BigInteger),
            items.c.type == kind.value,
            items.c.id > _AFTER,
        )
        .order_by(items.c.id)
        .limit(_LIMIT)
    )


_FILES_IN = query(_children(ItemType.FILE))
_FOLDERS_IN = query(_children(ItemType.FOLDER))
_PLACES = query(
    sa.select(items.c.id, items.c.type)
    .join_from(governance_places, items, items.c.id == governance_places.c.item_id)
    .where(
        governance_places.c.assignment_id == sa.bindparam("assignment_id", type_=sa.BigInteger),
        governance_places.c.item_id > _AFTER,
    )
    .order_by(governance_places.c.item_id)
    .limit(_LIMIT)
)
_window = (
    sa.select(items.c.id, items.c.type, items.c.enterprise_id)
    .where(items.c.id > _AFTER)
    .order_by(items.c.id)
    .limit(WINDOW)
    .subquery()
)
_WINDOW_ENDS = query(sa.select(sa.func.max(_window.c.id)))
_FILES_OF = query(
    sa.select(items.c.id)
    .where(
        items.c.id > _AFTER,
        items.c.id <= sa.bindparam("until", type_=sa.BigInteger),
        items.c.type == ItemType.FILE.value,
        items.c.enterprise_id == sa.bindparam("enterprise_id", type_=sa.BigInteger),
    )
    .order_by(items.c.id)
    .limit(_LIMIT)
)


class Walk:
    """One page of a walk through the files of some assignments, in the order of their ids."""

    def __init__(self, reader: Reader, assignments: Sequence[Assignment], spot: Spot) -> None:
        self._reader = reader
        self._assignments = [one for one in assignments if one.id >= spot.assignment_id]
        self._place_id = spot.place_id
        self._frames = list(spot.frames)
        if not self._assignments or self._assignments[0].id != spot.assignment_id:
            self._place_id, self._frames = -1, []
        self._found: list[Found] = []
        self._steps = 0

    @property
    def spot(self) -> Spot | None:
        """Where the next page begins; None where there is no further file."""
        if not self._assignments:
            return None
        return Spot(self._assignments[0].id, self._place_id, tuple(self._frames))

    async def page(self, limit: int) -> list[Found]:
        """At most `limit` files."""
        while self._assignments and len(self._found) < limit and self._steps < MOST_STEPS:
            self._steps += 1
            if self._frames:
                await self._go_on(limit - len(self._found))
            elif self._assignments[0].target_type == "enterprise":
                self._open_enterprise()
            else:
                await self._open_places(limit - len(self._found))
        return self._found

    def _open_enterprise(self) -> None:
        if self._place_id < 0:
            self._place_id = 0
            self._frames = [(0, EVERYTHING, 0)]
        else:
            self._leave_assignment()

    async def _open_places(self, room: int) -> None:
        """Take places that are files, and stop at the first that is a folder."""
        assignment_id = self._assignments[0].id
        places = await self._reader.all(_PLACES, assignment_id=assignment_id, after=self._place_id, limit=room)
        for item_id, kind in places:
            before = Spot(assignment_id, self._place_id)
            self._place_id = item_id
            if kind == ItemType.FILE:
                self._found.append(Found(item_id, assignment_id, item_id, before))
            elif kind == ItemType.FOLDER:
                self._frames = [(item_id, FILES, 0)]
                return
        if len(places) < room:
            self._leave_assignment()

    async def _go_on(self, room: int) -> None:
        folder_id, phase, after = self._frames[-1]
        if phase == EVERYTHING:
            await self._go_through_enterprise(after, room)
        elif phase == FILES:
            files = [
                item_id
                for (item_id,) in await self._reader.all(_FILES_IN, folder_id=folder_id, after=after, limit=room)
            ]
            self._take(files)
            self._frames[-1] = (folder_id, FILES, files[-1]) if len(files) == room else (folder_id, FOLDERS, 0)
        else:
            child_id = await self._reader.value(_FOLDERS_IN, folder_id=folder_id, after=after, limit=1)
            if child_id is None:
                self._frames.pop()
            else:
                self._frames[-1] = (folder_id, FOLDERS, child_id)
                self._frames.append((child_id, FILES, 0))

    async def _go_through_enterprise(self, after: int, room: int) -> None:
        until = await self._reader.value(_WINDOW_ENDS, after=after)
        if until is None:
            self._frames.pop()
            return
        enterprise_id = self._assignments[0].enterprise_id
        rows = await self._reader.all(_FILES_OF, after=after, until=until, enterprise_id=enterprise_id, limit=room)
        files = [item_id for (item_id,) in rows]
        self._take(files)
        self._frames[-1] = (0, EVERYTHING, files[-1] if len(files) == room else until)

    def _take(self, files: Sequence[int]) -> None:
        """Note files of the open folder, with the spots before them."""
        folder_id, phase, after = self._frames[-1]
        above = tuple(self._frames[:-1])
        for item_id in files:
            before = Spot(self._assignments[0].id, self._place_id, (*above, (folder_id, phase, after)))
            self._found.append(Found(item_id, self._assignments[0].id, self._place_id, before))
            after = item_id

    def _leave_assignment(self) -> None:
        self._assignments.pop(0)
        self._place_id, self._frames = -1, []
