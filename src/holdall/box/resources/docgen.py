"""Doc Gen: batches of documents to make, and the jobs in them."""

from typing import Any, Literal

import msgspec

from holdall.base.errors import InvalidParameter
from holdall.box.binding import Id
from holdall.box.bodies import EntityId
from holdall.box.context import Context
from holdall.box.operations import operation
from holdall.box.views.docgen import FULL_JOB, JOB
from holdall.box.views.plain import Document, marker_page, start_of_page
from holdall.content.docgen import batches
from holdall.content.docgen.batches import NewBatch, NewDocument, OutputType


class Template(msgspec.Struct):
    """The file of a template."""

    id: EntityId
    type: Literal["file"] = "file"


class TemplateVersion(msgspec.Struct):
    """A version of it."""

    id: EntityId
    type: Literal["file_version"] = "file_version"


class Destination(msgspec.Struct):
    """The folder for what is made."""

    id: EntityId
    type: Literal["folder"] = "folder"


class DocumentData(msgspec.Struct):
    """What one document is called, and is made of; its numbers are kept as they are written."""

    generated_file_name: str
    user_input: msgspec.Raw


class Batch(msgspec.Struct):
    """Documents to make."""

    file: Template
    input_source: Literal["api"]
    destination_folder: Destination
    output_type: OutputType
    document_generation_data: list[DocumentData]
    file_version: TemplateVersion | None = None


@operation("post_docgen_batches_v2025.0")
async def create_docgen_batch(ctx: Context, body: Batch) -> Document:
    """Have documents made of a template, one for each entry of the data; in the background."""
    documents = [_read(one, number) for number, one in enumerate(body.document_generation_data)]
    wanted = NewBatch(
        body.file.id,
        None if body.file_version is None else body.file_version.id,
        body.destination_folder.id,
        body.output_type,
        documents,
    )
    batch_id = await ctx.db.write(batches.create_batch, ctx.subject, wanted)
    return {"type": "docgen_batch", "id": str(batch_id)}


@operation("get_docgen_jobs_id_v2025.0")
async def get_docgen_job(ctx: Context, job_id: Id) -> Document:
    """One of the user's jobs."""
    return FULL_JOB.render(await batches.find_job(ctx.db, ctx.subject, job_id))


@operation("get_docgen_jobs_v2025.0")
async def list_docgen_jobs(ctx: Context, marker: str | None = None, limit: int | None = None) -> Document:
    """The user's jobs, the oldest first."""
    limit, after = start_of_page(limit, marker)
    found = await batches.list_jobs(ctx.db, ctx.subject, after=after, limit=limit + 1)
    return marker_page(FULL_JOB, found, limit)


@operation("get_docgen_batch_jobs_id_v2025.0")
async def list_jobs_of_batch(
    ctx: Context, batch_id: Id, marker: str | None = None, limit: int | None = None
) -> Document:
    """The jobs of one of the user's batches."""
    limit, after = start_of_page(limit, marker)
    found = await batches.list_jobs_of_batch(ctx.db, ctx.subject, batch_id, after=after, limit=limit + 1)
    return marker_page(JOB, found, limit)


def _read(one: DocumentData, number: int) -> NewDocument:
    try:
        msgspec.json.decode(one.user_input, type=dict[str, Any])
        data = bytes(one.user_input).decode()
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        raise InvalidParameter(f"document_generation_data[{number}].user_input", "is no JSON object") from None
    return NewDocument(one.generated_file_name, data)
