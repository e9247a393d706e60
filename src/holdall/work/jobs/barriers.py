"""Information barriers: enabling them, and writing the reports of what that removes."""

from holdall.content.barriers.barriers import ENABLING
from holdall.content.barriers.enabling import remove_some
from holdall.content.barriers.reports import REPORTING, write_report
from holdall.work import Queue, Site, step, workflow


@workflow(ENABLING, queue=Queue.LONG)
async def enable(site: Site, barrier_id: int, since: int) -> None:
    """Remove what crosses a barrier, a batch at a time; the last one enables it."""
    after: int | None = 0
    while after is not None:
        after = await step(remove_some, site.db, barrier_id, since, after)


@workflow(REPORTING, queue=Queue.LONG)
async def report(site: Site, report_id: int) -> None:
    """Write the file of a report."""
    await step(write_report, site.db, site.stores, report_id)
