"""Metadata: removing what deleted templates leave behind."""

from holdall.content.metadata.removal import remove_template_rows
from holdall.content.metadata.templates import REMOVAL
from holdall.work import Queue, Site, step, workflow


@workflow(REMOVAL, queue=Queue.LONG)
async def remove_template(site: Site, template_id: int) -> None:
    """Remove what a deleted template leaves behind."""
    await step(remove_template_rows, site.db, template_id)
