"""Sign requests: making their documents, reminding signers, noting the end of their time."""

from holdall.content.sign_requests.documents import Workshop, finish_document, prepare_document
from holdall.content.sign_requests.progress import FINISH, PREPARE, end_late_requests, order_again, remind_signers
from holdall.work import Queue, Site, schedule, step, workflow


@workflow(PREPARE, queue=Queue.LONG)
async def prepare(site: Site, request_id: int) -> None:
    """Make the document of a new request, and send it."""
    await step(prepare_document, _workshop(site), request_id)


@workflow(FINISH, queue=Queue.LONG)
async def finish(site: Site, request_id: int) -> None:
    """Put signatures on a document."""
    await step(finish_document, _workshop(site), request_id)


@schedule("sign requests", "*/5 * * * *")
async def go_on(site: Site) -> None:
    """End the requests whose time is over, and remind the signers of the others."""
    await step(site.db.write, order_again)
    await step(end_late_requests, site.db, address=site.settings.address)
    await step(remind_signers, site.db, address=site.settings.address)


def _workshop(site: Site) -> Workshop:
    return Workshop(site.db, site.stores, site.renditions, site.key, site.settings.address)
