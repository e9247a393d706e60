"""What the next run of a job forgets before it begins.

Source of what each reset means: the vendor's documentation of resets.
"""

from collections.abc import Sequence

import sqlalchemy as sa

from holdall.base.db import Transaction, query
from holdall.migration.engine.people_ledger import forget_people
from holdall.migration.engine.statements import FORGET
from holdall.migration.tables import permissions

from .tables import jobs

_FORGET_PERMISSIONS = query(sa.delete(permissions).where(permissions.c.job_id == sa.bindparam("job")))


async def apply_resets(tx: Transaction, job_id: str, names: Sequence[str]) -> None:
    """A unit: forget what the resets of a job say. To do it twice is to do it once.

    `hard` and `full` forget the items, and the job's counts of runs begin anew; what is at the destination already is
    recognised there and not sent again. `permissions` and `full` forget which permissions were applied.
    """
    if {"hard", "full"} & set(names):
        await tx.run(FORGET, job=job_id)
        await forget_people(tx, job_id)
        await tx.update(jobs, {"id": job_id}, executions=0, completions=0, failures=0)
    elif "permissions" in names:
        await tx.run(_FORGET_PERMISSIONS, job=job_id)
