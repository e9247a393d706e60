"""Batches: documents that somebody asks for, each a job; and who sees jobs: who has asked, nobody else."""

from collections.abc import Sequence
from typing import Literal

import msgspec
import sqlalchemy as sa

from holdall.base.db import Transaction, query
from holdall.base.db.database import Reader
from holdall.base.errors import InvalidParameter, NotFound
from holdall.content.access import Action, reach_active
from holdall.content.docgen.tables import docgen_batches, docgen_jobs
from holdall.content.docgen.templates import find_template
from holdall.content.identity.subject import Subject
from holdall.content.items.names import check_name
from holdall.content.items.tables import ItemType
from holdall.content.items.versions import find_live_version
from holdall.content.orders import place_order

OutputType = Literal["docx", "pdf"]
MAKE = "generate documents"
"""The workflow that makes the documents of a batch."""
MOST_JOBS = 1000
MOST_DATA = 100 * 1024
"""Documents of a batch, and bytes of JSON for one of them; the second is Box's limit."""


class NewDocument(msgspec.Struct, frozen=True):
    """A document to make: its name, and its data as JSON."""

    name: str
    data: str


class NewBatch(msgspec.Struct, frozen=True):
    """Documents to make of one version of a template; without a version, of the current one."""

    template_id: int
    version_id: int | None
    folder_id: int
    output_type: OutputType
    documents: Sequence[NewDocument]


class Job(msgspec.Struct, frozen=True):
    """A document that was asked for, and what became of it."""

    id: int
    batch_id: int
    status: str
    name: str
    output_id: int | None
    output_version_id: int | None
    errors: list[str]
    warnings: list[str]
    template_id: int
    version_id: int
    folder_id: int
    output_type: OutputType
    created_by: int
    enterprise_id: int
    created_at: int


_OF_JOB = ("id", "batch_id", "status", "name", "output_id", "output_version_id", "errors", "warnings")
_OF_BATCH = (
    "template_id", "version_id", "folder_id", "output_type", "created_by", "enterprise_id", "created_at"
)  # fmt: skip
JOBS = sa.select(*(docgen_jobs.c[name] for name in _OF_JOB), *(docgen_batches.c[name] for name in _OF_BATCH)).join_from(
    docgen_jobs, docgen_batches, docgen_batches.c.id == docgen_jobs.c.batch_id
)
_OWN = docgen_jobs.c.created_by == sa.bindparam("user_id", type_=sa.BigInteger)
_PAGE = (
    JOBS.where(_OWN, docgen_jobs.c.id > sa.bindparam("after", type_=sa.BigInteger))
    .order_by(docgen_jobs.c.id)
    .limit(sa.bindparam("limit", type_=sa.BigInteger))
)
_BATCH = sa.bindparam("batch_id", type_=sa.BigInteger)
_LIST = query(_PAGE, into=Job)
_LIST_OF_BATCH = query(_PAGE.where(docgen_jobs.c.batch_id == _BATCH), into=Job)
_LIST_OF_TEMPLATE = query(
    _PAGE.where(docgen_jobs.c.template_id == sa.bindparam("template_id", type_=sa.BigInteger)), into=Job
)
_FIND = query(JOBS.where(_OWN, docgen_jobs.c.id == sa.bindparam("job_id", type_=sa.BigInteger)), into=Job)
_FIND_BATCH = query(
    sa.select(docgen_batches.c.id).where(
        docgen_batches.c.id == _BATCH, docgen_batches.c.created_by == sa.bindparam("user_id", type_=sa.BigInteger)
    )
)


async def create_batch(tx: Transaction, subject: Subject, wanted: NewBatch) -> int:
    """A unit: ask for documents, which are then made in the background; the id of the batch.

    Raises NotFound and Forbidden for the template (which the subject must be able to download) and for the folder, and
    InvalidParameter.
    """
    if not 1 <= len(wanted.documents) <= MOST_JOBS:
        raise InvalidParameter("document_generation_data", f"names 1 to {MOST_JOBS} documents")
    names = [_name_of(one, wanted.output_type, number) for number, one in enumerate(wanted.documents)]
    template = await find_template(tx, subject, wanted.template_id, Action.DOWNLOAD)
    version_id = wanted.version_id if wanted.version_id is not None else template.item.version_id
    assert version_id is not None
    await find_live_version(tx, template.item.id, version_id)
    folder = await reach_active(tx, subject, wanted.folder_id, ItemType.FOLDER, Action.UPLOAD)
    batch_id = tx.new_id()
    await tx.insert(
        docgen_batches,
        id=batch_id,
        enterprise_id=subject.enterprise_id,
        created_by=subject.user_id,
        template_id=template.item.id,
        version_id=version_id,
        folder_id=folder.item.id,
        output_type=wanted.output_type,
        created_at=tx.now,
    )
    jobs: list[dict[str, object]] = [
        {
            "id": tx.new_id(),
            "batch_id": batch_id,
            "created_by": subject.user_id,
            "template_id": template.item.id,
            "name": name,
            "status": "submitted",
            "data": document.data,
            "output_id": None,
            "output_version_id": None,
            "errors": [],
            "warnings": [],
        }
        for name, document in zip(names, wanted.documents, strict=True)
    ]
    await tx.insert_many(docgen_jobs, jobs)
    await place_order(tx, MAKE, batch_id)
    return batch_id


async def find_job(reader: Reader, subject: Subject, job_id: int) -> Job:
    """One of the subject's jobs; raises NotFound."""
    job: Job | None = await reader.one(_FIND, user_id=subject.user_id, job_id=job_id)
    if job is None:
        raise NotFound(f"There is no Doc Gen job with id {job_id}")
    return job


async def list_jobs(reader: Reader, subject: Subject, *, after: int, limit: int) -> list[Job]:
    """The subject's jobs, the oldest first, behind one of them."""
    return await reader.all(_LIST, user_id=subject.user_id, after=after, limit=limit)


async def list_jobs_of_batch(reader: Reader, subject: Subject, batch_id: int, *, after: int, limit: int) -> list[Job]:
    """The same for the jobs of one batch; raises NotFound for one that is not the subject's."""
    if await reader.one(_FIND_BATCH, batch_id=batch_id, user_id=subject.user_id) is None:
        raise NotFound(f"There is no Doc Gen batch with id {batch_id}")
    return await reader.all(_LIST_OF_BATCH, user_id=subject.user_id, batch_id=batch_id, after=after, limit=limit)


async def list_jobs_of_template(
    reader: Reader, subject: Subject, template_id: int, *, after: int, limit: int
) -> list[Job]:
    """The same for the subject's jobs with one template; raises NotFound for what is no template, or is hidden."""
    await find_template(reader, subject, template_id)
    return await reader.all(
        _LIST_OF_TEMPLATE, user_id=subject.user_id, template_id=template_id, after=after, limit=limit
    )


def _name_of(document: NewDocument, output_type: OutputType, number: int) -> str:
    """The name of the file that a job makes: as it was asked for, with the extension of what it is."""
    if len(document.data.encode()) > MOST_DATA:
        place = f"document_generation_data[{number}].user_input"
        raise InvalidParameter(place, f"has more than {MOST_DATA} bytes of JSON")
    ending = f".{output_type}"
    name = document.name
    return check_name(name if name.lower().endswith(ending) else name + ending)
