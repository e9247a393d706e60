"""Legal holds and retention: finding what is held, releasing it, and disposing of what was retained for its time."""

from collections.abc import Sequence

from holdall.content.events.feed import Event
from holdall.content.governance.assignments import ENDING, end_governance
from holdall.content.governance.by_metadata import APPLYING as APPLYING_RETENTION
from holdall.content.governance.custody import APPLYING, EVENTS, apply_batch, follow_custodians
from holdall.content.governance.disposition import dispose_due
from holdall.content.governance.metadata_filling import apply_retention_batch
from holdall.work import Queue, Site, consumer, every, step, workflow


@workflow(APPLYING, queue=Queue.LONG)
async def apply_hold(site: Site, assignment_id: int) -> None:
    """Hold what a custodian has touched, a batch at a time."""
    progress: tuple[str, int] | None = (EVENTS, 0)
    while progress is not None:
        progress = await step(apply_batch, site.db, assignment_id, progress)


@workflow(APPLYING_RETENTION, queue=Queue.LONG)
async def apply_retention(site: Site, assignment_id: int) -> None:
    """Retain what has a metadata template already, a batch at a time."""
    after: int | None = 0
    while after is not None:
        after = await step(apply_retention_batch, site.db, assignment_id, after)


@workflow(ENDING, queue=Queue.LONG)
async def end(site: Site) -> None:
    """Take away policies and assignments that were ended, with all of their places."""
    await step(end_governance, site.db)


@consumer("legal holds")
async def follow(site: Site, events: Sequence[Event]) -> None:
    """Hold what custodians touch and are let into."""
    await follow_custodians(site.db, events)


@every(30, "dispose of retained content")
async def dispose(site: Site) -> None:
    """Remove what has been retained for its time, where a policy says so, and tell people of what will be soon."""
    await dispose_due(site.db)
