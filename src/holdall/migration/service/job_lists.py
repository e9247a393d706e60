"""Lists of jobs: by what they are, where they stand and what they are called."""

from typing import Any

import msgspec
import sqlalchemy as sa

from holdall.base.db import contains
from holdall.base.db.database import Reader
from holdall.migration.tables import runs

from .job_rows import JOBS, Job
from .listing import Page, list_page
from .tables import jobs

_SORTABLE = {
    "name": jobs.c.name,
    "created_on": jobs.c.created_on,
    "modified_on": jobs.c.modified_on,
    "status": jobs.c.status,
    "kind": jobs.c.kind,
    "priority": jobs.c.priority,
    "execute_on": jobs.c.execute_on,
    "id": jobs.c.id,
}


class JobFilter(msgspec.Struct, frozen=True, kw_only=True):
    """What a list of jobs is narrowed to; None and nothing is no matter. `active` is that a job is not disabled."""

    kind: str | None = None
    active: bool | None = None
    parent: str | None = None
    node: str | None = None
    statuses: tuple[str, ...] = ()
    category: int | None = None
    ids: tuple[str, ...] = ()
    q: str | None = None
    templates: bool = False


async def list_jobs(reader: Reader, page: Page, chosen: JobFilter) -> tuple[list[Job], int]:
    """A page of jobs, and how many there are in all; raises InvalidParameter for an order that there is not."""
    statement = JOBS.where(jobs.c.deleted_on.is_(None), jobs.c.is_template.is_(chosen.templates))
    values: dict[str, Any] = {}
    for name, column in (("kind", jobs.c.kind), ("parent", jobs.c.parent_id), ("category", jobs.c.category_id)):
        if getattr(chosen, name) is not None:
            statement = statement.where(column == sa.bindparam(name, type_=column.type))
            values[name] = getattr(chosen, name)
    if chosen.active is not None:
        statement = statement.where(jobs.c.disabled.is_(not chosen.active))
    if chosen.node is not None:
        there = sa.select(runs.c.id).where(runs.c.node_address == sa.bindparam("node", type_=sa.Text))
        statement = statement.where(jobs.c.run_id.in_(there))
        values["node"] = chosen.node
    for name, listed, column in (("statuses", chosen.statuses, jobs.c.status), ("ids", chosen.ids, jobs.c.id)):
        if listed:
            statement = statement.where(contains(column, name))
            values[name] = list(listed)
    page = msgspec.structs.replace(page, q=chosen.q)
    return await list_page(reader, statement, page, into=Job, sortable=_SORTABLE, searched=(jobs.c.name,), **values)
