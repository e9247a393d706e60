"""What people decide about items: to try them again, or to leave them out for good. The next run goes by it."""

from collections.abc import Sequence
from typing import Literal

import sqlalchemy as sa

from holdall.base.db import Database, Transaction, contains, query
from holdall.base.errors import Conflict
from holdall.migration.engine.audit import Audit, Event
from holdall.migration.engine.history import write_notes
from holdall.migration.engine.reasons import Reason
from holdall.migration.engine.rows import Item
from holdall.migration.engine.statements import BY_IDS
from holdall.migration.tables import items

from .items import Chosen, every_item, find_item
from .people import Person
from .scope import Scope

Decision = Literal["retry", "ignore"]

_KNOWN_THERE = sa.and_(items.c.destination_address.is_not(None), items.c.action == "none", items.c.type == "folder")
_NOT_LISTED = items.c.category == Reason.FOLDER_NOT_LISTED.value
_RETRY = query(
    sa.update(items)
    .where(contains(items.c.id, "ids"))
    .values(
        # A folder that is there and was left out has nothing to be done for itself: what is in it is looked at again.
        status=sa.case((sa.and_(_KNOWN_THERE, items.c.category == Reason.IGNORED.value), "success"), else_="retry"),
        category=sa.case((_NOT_LISTED, items.c.category), else_=sa.null()),
        attempts=0,
        claimed_until=0,
        action=sa.case(
            (items.c.destination_address.is_(None), "create"),
            (sa.and_(items.c.action == "none", items.c.type == "file"), "update"),
            else_=items.c.action,
        ),
    )
)
_IGNORE = query(
    sa.update(items)
    .where(contains(items.c.id, "ids"))
    .values(
        status="skipped",
        action="none",
        claimed_until=0,
        category=Reason.IGNORED.value,
        reason=sa.bindparam("reason", type_=sa.Text),
    )
)


def can_be(decision: Decision, item: Item) -> bool:
    """Whether a decision changes anything for an item: what has arrived needs none."""
    if decision == "retry":
        return item.status in ("remediation", "retry") or item.category == Reason.IGNORED.value
    return item.status in ("remediation", "retry", "pending")


async def decide(tx: Transaction, by: Person, decision: Decision, ids: Sequence[int]) -> int:
    """A unit: write a decision about items down; how many of them it changes."""
    found = [item for item in await tx.all(BY_IDS, ids=list(ids)) if item.depth and can_be(decision, item)]
    chosen = [item.id for item in found]
    if not chosen:
        return 0
    if decision == "retry":
        await tx.run(_RETRY, ids=chosen)
    else:
        await tx.run(_IGNORE, ids=chosen, reason=f"{by.login} decided to leave it out")
    event = Event.RETRY_ASKED if decision == "retry" else Event.IGNORE_ASKED
    notes = [
        note
        for item in found
        for note in Audit(item.job_id, None, "info").note(event, item, message=f"asked for by {by.login}")
    ]
    await write_notes(tx, notes)
    return len(chosen)


async def decide_one(tx: Transaction, by: Person, decision: Decision, item_id: int, scope: Scope) -> Item:
    """A unit: the same about one item; raises NotFound, or Conflict where there is nothing to decide."""
    found = await find_item(tx, scope, item_id)
    if not await decide(tx, by, decision, [item_id]):
        raise Conflict(f"{found.path} is {found.status}, so there is nothing to {decision}")
    again = await tx.one(BY_IDS, ids=[item_id])
    assert again is not None
    return again


async def decide_all(database: Database, by: Person, decision: Decision, scope: Scope, chosen: Chosen) -> int:
    """A decision about every item of a list that it can change; how many there were. Units of work are small."""
    total = 0
    async for page in every_item(database, scope, chosen):
        total += await database.write(decide, by, decision, [item.id for item in page])
    return total
