"""Work like a cascade over many items: a parent that starts parts, parts that go through their items in batches.

What has been done to an item is in a ledger of its own, so that it can be counted afterwards.
"""

import sqlalchemy as sa

from holdall.base.db import Database, Transaction, query
from holdall.work import Queue, Site, start, step, wait_for, workflow

BATCH = 20

_ids = sa.bindparam("first", type_=sa.BigInteger), sa.bindparam("last", type_=sa.BigInteger)
_LEDGER = query(sa.text("CREATE TABLE test_ledger (item BIGINT PRIMARY KEY, job TEXT NOT NULL)"))
_APPLY = query(
    sa.text("INSERT INTO test_ledger (item, job) VALUES (:item, :job)").bindparams(
        sa.bindparam("item", type_=sa.BigInteger), sa.bindparam("job", type_=sa.Text)
    )
)
_NEXT = query(
    sa.text("SELECT COALESCE(MAX(item) + 1, :first) FROM test_ledger WHERE item BETWEEN :first AND :last").bindparams(
        *_ids
    ),
    lambda item: item,
)
ITEMS = query(sa.text("SELECT item FROM test_ledger ORDER BY item"), lambda item: item)


async def make_ledger(tx: Transaction) -> None:
    """Make the table that the workflows of this module write."""
    await tx.run(_LEDGER)


async def apply_batch(db: Database, job: str, first: int, last: int) -> bool:
    """Do the next batch of items; whether there are more. An item that was done twice would break its key."""

    async def unit(tx: Transaction) -> bool:
        begin = await tx.value(_NEXT, first=first, last=last)
        end = min(begin + BATCH - 1, last)
        for item in range(begin, end + 1):
            await tx.run(_APPLY, item=item, job=job)
        return bool(end < last)

    return await db.write(unit)


@workflow("test cascade", queue=Queue.LONG, attempts=1000)
async def cascade(site: Site, job: str, first: int, parts: int, size: int) -> int:
    """Start so many parts of so many items each, and add up what they answer."""
    begins = [first + part * size for part in range(parts)]
    runs = [await start("test cascade part", job, begin, begin + size - 1, key=str(begin)) for begin in begins]
    return sum([await wait_for(run_id) for run_id in runs])


@workflow("test cascade part", queue=Queue.PARTS, attempts=1000)
async def cascade_part(site: Site, job: str, first: int, last: int) -> int:
    """Go through the items in batches; answers how many there are."""
    while await step(apply_batch, site.db, job, first, last):
        pass
    return last - first + 1
