"""The ledger's rows about people: whom everybody was mapped to, which rights and comments were carried, and what is left.

Written in small units of work, so that a run that is cut short finds what it did.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Literal

import msgspec
import sqlalchemy as sa

from holdall.base.db import Database, Transaction, contains, query, rows_of
from holdall.migration.tables import comments, extras, items, permissions, security

from .audit import Note
from .history import write_notes
from .rows import Item, Run

_LEASE = 10 * 60 * 1_000_000
"""How long an item belongs to the one that took it, in microseconds; only the worker that leads a run takes any here."""


class CarriedRight(msgspec.Struct, frozen=True):
    """A right that was carried over, or why it was not."""

    id: int
    item_id: int
    identity: str
    rights: str
    destination_address: str | None
    status: str


class CarriedExtras(msgspec.Struct, frozen=True):
    """What is known of an item's extras."""

    item_id: int
    run_id: int
    status: str
    attempts: int
    carried: dict[str, Any]


class ExtrasOutcome(msgspec.Struct, frozen=True):
    """What came of an item's extras; `carried` is what was written of what has no row of its own."""

    status: Literal["success", "retry", "remediation"]
    reason: str | None
    carried: dict[str, Any]


def _bind(name: str) -> sa.BindParameter[Any]:
    return sa.bindparam(name)


_JOB, _RUN, _LIMIT, _ITEM = _bind("job"), _bind("run"), _bind("limit"), _bind("item")
_HANDLED = sa.exists().where(extras.c.item_id == items.c.id, extras.c.run_id == _RUN, extras.c.status != "retry")
_NEVER = ~sa.exists().where(extras.c.item_id == items.c.id)
_FLAGGED = sa.exists().where(extras.c.item_id == items.c.id, extras.c.status == "remediation")
_GOOD = sa.or_(items.c.status == "success", items.c.status == "processed")
_AGAIN = sa.or_(items.c.status == "retry", items.c.status == "pending")
_TAKEN = query(
    sa.select(*rows_of(Item, items))
    .where(
        items.c.job_id == _JOB,
        contains(items.c.type, "types"),
        items.c.action == "none",
        items.c.destination_address.is_not(None),
        items.c.seen_run == _RUN,
        items.c.claimed_until < sa.bindparam("now"),
        sa.or_(
            sa.and_(items.c.changed_run == _RUN, _GOOD),
            sa.and_(sa.bindparam("all", type_=sa.Boolean), _GOOD),
            sa.and_(items.c.depth == 0, _NEVER),
            _AGAIN,
            sa.and_(sa.bindparam("flagged", type_=sa.Boolean), _FLAGGED, items.c.status == "remediation"),
        ),
        ~_HANDLED,
        items.c.id > _bind("after"),
    )
    .order_by(items.c.id)
    .limit(_LIMIT)
    .with_for_update(skip_locked=True),
    Item,
)
_CLAIM = query(
    sa.update(items)
    .where(contains(items.c.id, "ids"))
    .values(claimed_until=sa.bindparam("until", type_=sa.BigInteger), claimed_by=0)
)
_GIVE_BACK = query(sa.update(items).where(contains(items.c.id, "ids")).values(claimed_until=0))
_CARRIED = query(sa.select(*rows_of(CarriedExtras, extras)).where(contains(extras.c.item_id, "ids")), CarriedExtras)
_RIGHTS = query(sa.select(*rows_of(CarriedRight, permissions)).where(permissions.c.item_id == _ITEM), CarriedRight)
_COMMENTS = query(sa.select(comments.c.identity).where(comments.c.item_id == _ITEM), str)
_PERSON = query(
    sa.select(security.c.id).where(
        security.c.job_id == _JOB, security.c.type == sa.bindparam("kind"), security.c.source_key == sa.bindparam("key")
    ),
    int,
)
_COUNT_RIGHTS = query(
    sa.update(security)
    .where(security.c.job_id == _JOB)
    .values(
        permissions=sa.select(sa.func.count())
        .where(permissions.c.security_id == security.c.id, permissions.c.status == "success")
        .scalar_subquery()
    )
)
_CHANGED = query(
    sa.select(sa.func.count()).where(
        permissions.c.job_id == _JOB, permissions.c.run_id == _RUN, permissions.c.status == "success"
    ),
    int,
)
_OF_JOB = tuple(
    query(sa.delete(table).where(table.c.job_id == _JOB)) for table in (extras, comments, permissions, security)
)


class PeopleLedger:
    """The rows about people of one job."""

    def __init__(self, database: Database, job_id: str) -> None:
        self._database = database
        self._job_id = job_id

    async def take(
        self, run: Run, types: Sequence[str], after: int, limit: int, *, everything: bool, flagged: bool
    ) -> list[Item]:
        """Items at the destination after an id whose extras this run has not handled yet, taken for this worker, by id.

        So a folder comes before what is in it, and what is in one folder mostly together.
        Those that the run changed, the job's root once, those that a person wants tried again; or with `everything` all.
        """

        async def unit(tx: Transaction) -> list[Item]:
            values: dict[str, Any] = {"job": self._job_id, "run": run.id, "types": list(types), "now": tx.now}
            values |= {"all": everything, "flagged": flagged, "after": after}
            taken: list[Item] = await tx.all(_TAKEN, limit=limit, **values)
            if taken:
                await tx.run(_CLAIM, ids=[item.id for item in taken], until=tx.now + _LEASE)
            return taken

        return await self._database.write(unit)

    async def carried(self, ids: Sequence[int]) -> dict[int, CarriedExtras]:
        """What is known of the extras of items."""
        return {one.item_id: one for one in await self._database.all(_CARRIED, ids=list(ids))}

    async def handled(
        self, run: Run, item: Item, outcome: ExtrasOutcome, changes: Mapping[str, Any], notes: Sequence[Note] = ()
    ) -> None:
        """Write what came of an item's extras, `changes` of its own row and notes for the log, and give it free."""

        async def unit(tx: Transaction) -> None:
            attempts = await tx.all(_CARRIED, ids=[item.id])
            before = attempts[0].attempts if attempts and attempts[0].run_id == run.id else 0
            values: dict[str, Any] = {"run_id": run.id, **msgspec.structs.asdict(outcome)}
            values["attempts"] = before + (outcome.status != "success")
            if attempts:
                await tx.update(extras, {"item_id": item.id}, **values)
            else:
                await tx.insert(extras, item_id=item.id, job_id=self._job_id, **values)
            await tx.update(items, {"id": item.id}, claimed_until=0, **changes)
            await write_notes(tx, notes)

        await self._database.write(unit)

    async def handled_plain(self, run: Run, found: Sequence[Item]) -> None:
        """Write that items have no extras, several at once, and give them free. They must be new to `handled`."""
        row = {
            "job_id": self._job_id,
            "run_id": run.id,
            "status": "success",
            "reason": None,
            "attempts": 0,
            "carried": {},
        }

        async def unit(tx: Transaction) -> None:
            await tx.insert_many(extras, [{"item_id": item.id, **row} for item in found])
            await tx.run(_GIVE_BACK, ids=[item.id for item in found])

        await self._database.write(unit)

    async def forget_carried(self, known: CarriedExtras, name: str) -> None:
        """Write that something is at the destination no more."""
        left = {key: value for key, value in known.carried.items() if key != name}

        async def unit(tx: Transaction) -> None:
            await tx.update(extras, {"item_id": known.item_id}, carried=left)

        await self._database.write(unit)

    async def rights(self, item: Item) -> dict[str, CarriedRight]:
        """The rights of an item that were carried, by what the source knows them by."""
        return {right.identity: right for right in await self._database.all(_RIGHTS, item=item.id)}

    async def record_right(
        self, run: Run, item: Item, identity: str, known: CarriedRight | None, **values: Any
    ) -> None:
        """Write what came of one right."""

        async def unit(tx: Transaction) -> None:
            row = {"run_id": run.id, "access": "allow", **values}
            if known is not None:
                await tx.update(permissions, {"id": known.id}, **row)
            else:
                await tx.insert(
                    permissions, id=tx.new_id(), job_id=self._job_id, item_id=item.id, identity=identity, **row
                )

        await self._database.write(unit)

    async def forget_right(self, right: CarriedRight) -> None:
        """Remove a right that is no more on either side."""

        async def unit(tx: Transaction) -> None:
            await tx.delete(permissions, id=right.id)

        await self._database.write(unit)

    async def comments(self, item: Item) -> set[str]:
        """The comments that were carried, by what the source knows them by."""
        return set(await self._database.all(_COMMENTS, item=item.id))

    async def record_comment(self, item: Item, identity: str, address: str) -> None:
        """Write that a comment was carried."""

        async def unit(tx: Transaction) -> None:
            values = {"job_id": self._job_id, "item_id": item.id, "identity": identity}
            await tx.delete(comments, item_id=item.id, identity=identity)  # of a counterpart that is no more
            await tx.insert(comments, id=tx.new_id(), **values, destination_address=address)

        await self._database.write(unit)

    async def record_person(self, kind: str, key: str, **values: Any) -> int:
        """Write whom somebody was mapped to; the id of the row."""

        async def unit(tx: Transaction) -> int:
            known: int | None = await tx.one(_PERSON, job=self._job_id, kind=kind, key=key)
            if known is not None:
                await tx.update(security, {"id": known}, **values)
                return known
            identifier = tx.new_id()
            row = {"job_id": self._job_id, "type": kind, "source_key": key, "permissions": 0, **values}
            await tx.insert(security, id=identifier, **row)
            return identifier

        return await self._database.write(unit)

    async def has_changed(self, run: Run) -> bool:
        """Whether a run wrote down a right that it did not find written."""
        return bool(await self._database.value(_CHANGED, job=self._job_id, run=run.id))

    async def count_rights(self) -> None:
        """Count how many rights were carried for each person."""

        async def unit(tx: Transaction) -> None:
            await tx.run(_COUNT_RIGHTS, job=self._job_id)

        await self._database.write(unit)


async def forget_people(tx: Transaction, job_id: str) -> None:
    """In a unit: remove every row about people of a job."""
    for statement in _OF_JOB:
        await tx.run(statement, job=job_id)
