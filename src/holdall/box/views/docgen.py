"""Doc Gen on the wire: templates and jobs."""

from holdall.base.clock import format_instant
from holdall.box.views.plain import Document, View
from holdall.content.access import Access
from holdall.content.docgen.batches import Job


def file_of(file_id: int) -> Document:
    """A file by its id, as newer operations speak of it."""
    return {"type": "file", "id": str(file_id)}


def render_template(template: Access) -> Document:
    """A template: its file, and what that is called."""
    return {"file": file_of(template.item.id), "file_name": template.item.name}


def _failures(job: Job) -> Document | None:
    return {"errors": job.errors, "warnings": job.warnings} if job.errors or job.warnings else None


_BASE = ("type", "id")
_STANDARD = (
    "batch", "template_file", "template_file_version", "output_file", "output_file_version", "status", "output_type",
    "failures",
)  # fmt: skip
_FIELDS = {
    "type": lambda _job: "docgen_job",
    "id": lambda job: str(job.id),
    "batch": lambda job: {"type": "docgen_batch", "id": str(job.batch_id)},
    "template_file": lambda job: file_of(job.template_id),
    "template_file_version": lambda job: {"type": "file_version", "id": str(job.version_id)},
    "output_file": lambda job: None if job.output_id is None else file_of(job.output_id),
    "output_file_version": lambda job: (
        None if job.output_version_id is None else {"type": "file_version", "id": str(job.output_version_id)}
    ),
    "status": lambda job: job.status,
    "output_type": lambda job: job.output_type,
    "failures": _failures,
    "created_at": lambda job: format_instant(job.created_at),
    "created_by": lambda job: {"type": "user", "id": str(job.created_by)},
    "enterprise": lambda job: {"type": "enterprise", "id": str(job.enterprise_id)},
    "source": lambda _job: "api",
}
JOB: View[Job] = View(_FIELDS, mini=_BASE, standard=_STANDARD)
FULL_JOB: View[Job] = View(_FIELDS, mini=_BASE, standard=tuple(_FIELDS))
