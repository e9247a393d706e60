"""Legal holds and retention: finding what is held, releasing it, and disposing of what was retained for its time."""

from collections.abc import Sequence

from holdall.content.events.feed import Event
from holdall.content.governance.assignments import ENDING, end_governance
from holdall.content.governance.custody import APPLYING, EVENTS, apply_batch, follow_custodians
from holdall.work import Queue, Site, consumer, step, workflow


@workflow(APPLYING, queue=Queue.LONG)
async def apply_hold(site: Site, assignment_id: int) -> None:
    """Hold what a custodian has touched, a batch at a time."""
    progress: tuple[str, int] | None = (EVENTS, 0)
    while progress is not None:
        progress = await step(apply_batch, site.db, assignment_id, progress)


@workflow(ENDING, queue=Queue.LONG)
async def end(site: Site) -> None:
    """Take away policies and assignments that were ended, with all of their places."""
    await step(end_governance, site.db)


@consumer("legal holds")
async def follow(site: Site, events: Sequence[Event]) -> None:
    """Hold what custodians touch and are let into."""
    await follow_custodians(site.db, events)
