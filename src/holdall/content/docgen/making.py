"""Making the documents of a batch, carried out by the engine: each job is filled in a child, and becomes a file.

A job is over in the unit of work that adds its file: what was interrupted is done again, and nothing is made twice.
"""

import msgspec
import sqlalchemy as sa

from holdall.base.clock import MINUTE
from holdall.base.db import Database, Transaction, query
from holdall.base.errors import ApiError, Forbidden
from holdall.content.access import Access, Action, lock_trees, reach_active
from holdall.content.access.explain import subject_for
from holdall.content.access.others import OF_COLLABORATORS, those_who_may
from holdall.content.docgen.batches import JOBS, MAKE, Job
from holdall.content.docgen.tables import docgen_batches, docgen_jobs
from holdall.content.items.files import Content, add_file
from holdall.content.items.tables import ItemType
from holdall.content.orders import open_orders, place_order
from holdall.content.renditions.errors import Refused
from holdall.content.renditions.formats import Format
from holdall.content.renditions.making import Renditions
from holdall.content.renditions.messages import Job as ChildJob
from holdall.content.storage_policies.choosing import store_of
from holdall.storage import Intake, Stores, Taken

MAX_TEMPLATE = 40 * 1024 * 1024
"""The largest template, in bytes: it goes through a child as a whole."""
AT_ONCE = 5
"""Jobs of a step: those that a stop interrupts are done again."""
PATIENCE = 10 * MINUTE
"""How old a batch is before what is left of it may be ordered again."""

_NEXT = query(
    JOBS.add_columns(docgen_jobs.c.data)
    .where(docgen_jobs.c.batch_id == sa.bindparam("batch_id", type_=sa.BigInteger), docgen_jobs.c.status == "submitted")
    .order_by(docgen_jobs.c.id)
    .limit(AT_ONCE),
    lambda *values: (Job(*values[:-1]), values[-1]),
)
_LOCK = query(
    sa.select(docgen_jobs.c.status)
    .where(docgen_jobs.c.id == sa.bindparam("job_id", type_=sa.BigInteger))
    .with_for_update(),
    lambda status: status,
)
_LEFT = query(
    sa.select(docgen_batches.c.id)
    .join_from(docgen_jobs, docgen_batches, docgen_batches.c.id == docgen_jobs.c.batch_id)
    .where(
        docgen_jobs.c.status == "submitted",
        docgen_batches.c.created_at <= sa.bindparam("before", type_=sa.BigInteger),
    )
    .group_by(docgen_batches.c.id, docgen_batches.c.created_at)
    .order_by(docgen_batches.c.created_at, docgen_batches.c.id)
    .limit(100),
    lambda batch_id: batch_id,
)


class Workshop(msgspec.Struct, frozen=True):
    """What documents are made with."""

    db: Database
    stores: Stores
    renditions: Renditions


class _Report(msgspec.Struct):
    """What the child tells of a document."""

    errors: list[str]
    warnings: list[str]


async def make_documents(shop: Workshop, batch_id: int) -> bool:
    """Make the next documents of a batch; whether there were any.

    Raises StoreError and NoChild, after which it may be tried again.
    """
    jobs: list[tuple[Job, str]] = await shop.db.all(_NEXT, batch_id=batch_id)
    if not jobs:
        return False
    try:
        template = await _read_template(shop, jobs[0][0])
    except (Refused, ApiError) as reason:
        for job, _ in jobs:
            await shop.db.write(_fail, job, str(reason))
        return True
    for job, data in jobs:
        try:
            await _make(shop, job, template, data)
        except Refused as reason:
            await shop.db.write(_fail, job, str(reason))
        except ApiError as reason:
            await shop.db.write(_fail, job, f"{job.name}: {reason}")
    return True


async def _read_template(shop: Workshop, job: Job) -> bytes:
    """The version of the template that a job is made of; raises Refused and ApiError where it cannot be."""
    access = await _reach_as_maker(shop.db, job, job.template_id, ItemType.FILE, Action.DOWNLOAD)
    source = await shop.renditions.source(job.version_id, access.item.name)
    if source is None or source.kind is not Format.DOCUMENT:
        raise Refused(f"{access.item.name} is no Word document whose name ends with .docx: nothing can be filled in")
    if source.size > MAX_TEMPLATE:
        raise Refused(f"The template has more than {MAX_TEMPLATE} bytes")
    return await shop.renditions.read_source(source)


async def _make(shop: Workshop, job: Job, template: bytes, data: str) -> None:
    folder = await _reach_as_maker(shop.db, job, job.folder_id, ItemType.FOLDER, Action.UPLOAD)
    made = await shop.renditions.carry_out(ChildJob("fill", {"size": len(template)}), template + data.encode())
    report = msgspec.json.decode(made["report"], type=_Report)
    document = made["docx"]
    if job.output_type == "pdf":
        document = (await shop.renditions.carry_out(ChildJob("pdf", {"format": Format.DOCUMENT}), document))["pdf"]
    intake = shop.stores.intake_of(await store_of(shop.db, folder.owner_id))
    taken = await intake.put(document)
    try:
        is_used = await shop.db.write(_note_made, job, intake, taken, report)
    except ApiError:
        # Only a refusal is sure to have written nothing: after a broken connection the row may be there.
        await intake.discard(taken)
        raise
    if not is_used:
        await intake.discard(taken)


async def _note_made(tx: Transaction, job: Job, intake: Intake, taken: Taken, report: _Report) -> bool:
    await lock_trees(tx, job.folder_id)  # before the row, as whoever deletes it does
    if await tx.one(_LOCK, job_id=job.id) != "submitted":
        return False
    folder = await _reach_as_maker(tx, job, job.folder_id, ItemType.FOLDER, Action.UPLOAD)
    blob = await intake.record(tx, taken, enterprise_id=folder.item.enterprise_id)
    content = Content(blob.key, blob.size, blob.sha1)
    file = await add_file(tx, folder.subject, parent_id=job.folder_id, name=job.name, content=content)
    await tx.update(
        docgen_jobs,
        {"id": job.id},
        status="completed_with_error" if report.errors else "completed",
        data=None,
        output_id=file.item.id,
        output_version_id=file.item.version_id,
        errors=report.errors,
        warnings=report.warnings,
    )
    return True


async def _fail(tx: Transaction, job: Job, reason: str) -> None:
    if await tx.one(_LOCK, job_id=job.id) == "submitted":
        await tx.update(docgen_jobs, {"id": job.id}, status="failed", data=None, errors=[reason])


async def _reach_as_maker(
    reader: Database | Transaction, job: Job, item_id: int, kind: ItemType, action: Action
) -> Access:
    """An item as who has asked for a job reaches it now; raises NotFound, and Forbidden for who is not let (any more)."""
    found = await those_who_may(reader, action, item_id, [job.created_by])
    if not found:
        what = "template" if kind is ItemType.FILE else "folder"
        raise Forbidden(f"The {what} {item_id} is gone, or who has asked for the document may not use it any more")
    return await reach_active(reader, subject_for(found[0], OF_COLLABORATORS), item_id, kind, action)


async def order_again(tx: Transaction) -> int:
    """A unit: order the batches of which something is left and nobody makes any more; how many there were."""
    ordered = {batch_id for (batch_id,) in await open_orders(tx, MAKE)}
    left = [one for one in await tx.all(_LEFT, before=tx.now - PATIENCE) if one not in ordered]
    for batch_id in left:
        await place_order(tx, MAKE, batch_id)
    return len(left)
