"""Metadata: carrying cascade policies out, and removing what deleted templates and taxonomies leave behind."""

from collections.abc import Sequence

from holdall.content.events.feed import Event
from holdall.content.metadata.cascading import cascade_batch, inherit, start_of
from holdall.content.metadata.policies import CASCADE, Resolution
from holdall.content.metadata.removal import remove_taxonomy_rows, remove_template_rows
from holdall.content.metadata.taxonomies import TAXONOMY_REMOVAL
from holdall.content.metadata.templates import REMOVAL
from holdall.work import Queue, Site, consumer, step, workflow


@workflow(CASCADE, queue=Queue.LONG)
async def cascade(site: Site, policy_id: int, resolution: Resolution, folder_id: int) -> None:
    """Carry a policy out on all that is below a folder, a batch at a time."""
    pending = start_of(folder_id)
    while pending:
        pending = await step(cascade_batch, site.db, policy_id, resolution, pending)


@consumer("metadata cascades")
async def follow(site: Site, events: Sequence[Event]) -> None:
    """Carry policies out on what comes into their folders."""
    await inherit(site.db, events)


@workflow(REMOVAL, queue=Queue.LONG)
async def remove_template(site: Site, template_id: int) -> None:
    """Remove what a deleted template leaves behind."""
    await step(remove_template_rows, site.db, template_id)


@workflow(TAXONOMY_REMOVAL, queue=Queue.LONG)
async def remove_taxonomy(site: Site, taxonomy_id: int) -> None:
    """Remove what a deleted taxonomy leaves behind."""
    await step(remove_taxonomy_rows, site.db, taxonomy_id)
