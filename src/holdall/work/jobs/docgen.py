"""Doc Gen: making the documents that were asked for."""

from holdall.content.docgen.batches import MAKE
from holdall.content.docgen.making import Workshop, make_documents, order_again
from holdall.work import Queue, Site, schedule, step, workflow


@workflow(MAKE, queue=Queue.LONG)
async def make(site: Site, batch_id: int) -> None:
    """Make the documents of a batch, a few at a time."""
    while await step(make_documents, Workshop(site.db, site.stores, site.renditions), batch_id):
        pass


@schedule("documents left to generate", "*/10 * * * *")
async def go_on(site: Site) -> None:
    """Go on with what failed for a moment, because a store was out of reach for example."""
    await step(site.db.write, order_again)
