"""The ledger's rows as the destination has them: asked and written where that side has a say too."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from holdall.base.db import Transaction, contains, query, rows_of
from holdall.migration.tables import items

from . import statements
from .ledger import Ledger
from .rows import Item

_OF_JOB = items.c.job_id == sa.bindparam("job")
_ITEM = sa.select(*rows_of(Item, items))
_LENGTH = sa.bindparam("length", type_=sa.Integer)
_OLD, _NEW = sa.bindparam("old", type_=sa.Text), sa.bindparam("new", type_=sa.Text)
_IN = query(_ITEM.where(items.c.destination_parent_id == sa.bindparam("parent"), _OF_JOB), Item)
_KNOWN = query(_ITEM.where(_OF_JOB, contains(items.c.destination_identity, "identities")), Item)
_SOURCE_MOVED_BELOW = query(
    sa.update(items)
    .where(_OF_JOB, sa.func.substr(items.c.source_address, 1, _LENGTH) == _OLD)
    .values(source_address=_NEW + sa.func.substr(items.c.source_address, _LENGTH + 1))
)
_FORGET_IDENTITY = query(
    sa.update(items)
    .where(_OF_JOB, items.c.source_identity == sa.bindparam("identity"), items.c.id != sa.bindparam("item"))
    .values(source_identity=sa.literal("gone:") + sa.cast(items.c.id, sa.Text))
)
"""File systems give the number of a file that is gone to the next one."""
_MAKE_ANEW = query(
    sa.update(items)
    .where(contains(items.c.id, "ids"), items.c.seen_run == sa.bindparam("run"))
    .values(**statements.ANEW)
)
_LACKS_COUNTERPART = sa.or_(items.c.action != "none", items.c.destination_address.is_(None))
_HAS_OTHER_CONTENT = sa.and_(items.c.type == "file", items.c.moved_revision.is_distinct_from(items.c.source_revision))
_IS_NOT_KNOWN = sa.and_(items.c.type == "folder", items.c.listed_run.is_distinct_from(sa.bindparam("run")))
_CHANGED_BELOW = query(
    sa.select(sa.func.count()).where(
        items.c.id.in_(sa.select(statements.SUBTREE.c.id)),
        items.c.seen_run == sa.bindparam("run"),
        sa.or_(_LACKS_COUNTERPART, _HAS_OTHER_CONTENT, _IS_NOT_KNOWN),
    ),
    int,
)
_LOST_BY_BOTH = query(
    sa.select(items.c.id).where(contains(items.c.id, "ids"), items.c.seen_run != sa.bindparam("run")), int
)


class Counterparts:
    """The rows of one job."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._job = {"job": ledger.job_id}

    async def inside(self, folder: int) -> list[Item]:
        """The items whose counterparts lie in a folder's."""
        return await self._ledger.database.all(_IN, parent=folder, **self._job)

    async def known(self, identities: Iterable[str]) -> list[Item]:
        """The items whose counterparts the destination knows by these identities."""
        wanted = list(identities)
        return await self._ledger.database.all(_KNOWN, identities=wanted, **self._job) if wanted else []

    async def lie_at(self, places: Sequence[tuple[Item, str]]) -> None:
        """Write down at which addresses counterparts lie that somebody has moved; what is below folders has gone along.

        Two may have changed places, so that all are taken from their old addresses before any gets its new one.
        """

        async def moved(tx: Transaction, identifier: int, address: str) -> None:
            (item,) = await tx.all(statements.BY_IDS, ids=[identifier])
            old, new = f"{item.destination_address}/", f"{address}/"
            if item.type == "folder":
                await tx.run(statements.MOVED_BELOW, old=old, new=new, length=len(old), **self._job)
            await tx.update(items, {"id": identifier}, destination_address=address)

        async def unit(tx: Transaction) -> None:
            for item, _ in places:
                await moved(tx, item.id, f"?{item.id}")
            for item, address in places:
                await moved(tx, item.id, address)

        if places:
            await self._ledger.database.write(unit)

    async def add(self, row: Mapping[str, Any]) -> int:
        """The id of a new row."""

        async def unit(tx: Transaction) -> int:
            identifier = tx.new_id()
            await tx.run(_FORGET_IDENTITY, identity=row["source_identity"], item=identifier, **self._job)
            await tx.insert(items, id=identifier, **row)
            return identifier

        return await self._ledger.database.write(unit)

    async def make_anew(self, ids: Sequence[int], run: int) -> None:
        """Have those of the items that the source has made anew at the destination, which lost them; forget the others.

        What both sides lost must not stay known by an address: something else is about to be made there.
        """

        async def unit(tx: Transaction) -> None:
            await tx.run(_MAKE_ANEW, ids=list(ids), run=run)
            lost = await tx.all(_LOST_BY_BOTH, ids=list(ids), run=run)
            for statement in (*statements.REMOVE_EXTRAS, statements.REMOVE):
                await tx.run(statement, ids=lost)

        await self._ledger.database.write(unit)

    async def go_along(self, old: str, new: str) -> None:
        """Write down that what lay below an address lies below another, where addresses are paths."""

        async def unit(tx: Transaction) -> None:
            old_below, new_below = f"{old}/", f"{new}/"
            await tx.run(statements.MOVED_BELOW, old=old_below, new=new_below, length=len(old_below), **self._job)

        await self._ledger.database.write(unit)

    async def has_changes(self, item: Item, run: int) -> bool:
        """Whether the source has something for an item, or below it, that the destination never had or is to get."""
        return bool(await self._ledger.database.value(_CHANGED_BELOW, ids=[item.id], run=run))

    async def made_at_source(self, item: Item, values: Mapping[str, Any]) -> None:
        """Write down what the source has for an item now: something that was made, with nothing of the old below it."""

        async def unit(tx: Transaction) -> None:
            await tx.run(_FORGET_IDENTITY, identity=values["source_identity"], item=item.id, **self._job)
            await tx.update(items, {"id": item.id}, **values)

        await self._ledger.database.write(unit)

    async def moved_at_source(self, item: Item, values: Mapping[str, Any]) -> None:
        """Write down where an item is at the source now; what is below a folder has gone along, where addresses are paths."""
        old, new = f"{item.source_address}/", f"{values['source_address']}/"

        async def unit(tx: Transaction) -> None:
            if item.type == "folder" and old != new:
                await tx.run(_SOURCE_MOVED_BELOW, old=old, new=new, length=len(old), **self._job)
            await tx.run(_FORGET_IDENTITY, identity=values["source_identity"], item=item.id, **self._job)
            await tx.update(items, {"id": item.id}, **values)

        await self._ledger.database.write(unit)
