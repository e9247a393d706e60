"""Workflows that people have started: carrying their outcomes out, one after the other."""

from collections.abc import Sequence

from holdall.content.events.feed import Event
from holdall.content.workflows.flows import RUN
from holdall.content.workflows.running import advance, wake
from holdall.work import Site, consumer, step, workflow


@workflow(RUN)
async def carry_out(site: Site, run_id: int) -> None:
    """Do what a run's outcomes say until it is done, fails or waits."""
    while await step(advance, site.db, run_id, site.settings.address, site.settings.trash_retention):
        pass


@consumer("workflows")
async def follow(site: Site, events: Sequence[Event]) -> None:
    """Let runs go on whose tasks were decided."""
    await wake(site.db, events)
