"""Doc Gen templates: files that are marked as such, the tags in them, and the jobs that used them."""

from typing import Literal

import msgspec

from holdall.base.paging import encode_marker
from holdall.box.binding import Id
from holdall.box.bodies import EntityId
from holdall.box.context import Answer, Context
from holdall.box.operations import operation
from holdall.box.views.docgen import JOB, file_of, render_template
from holdall.box.views.plain import Document, marker_page, start_of_page
from holdall.content.docgen import batches, templates


class FileToMark(msgspec.Struct):
    """A file by its id."""

    id: EntityId
    type: Literal["file"] = "file"


class NewTemplate(msgspec.Struct):
    """A file to mark."""

    file: FileToMark


@operation("post_docgen_templates_v2025.0")
async def create_docgen_template(ctx: Context, body: NewTemplate) -> Document:
    """Mark a file as a template."""
    file = await ctx.db.write(templates.mark_template, ctx.subject, body.file.id)
    return {"file": file_of(file.item.id)}


@operation("get_docgen_templates_v2025.0")
async def list_docgen_templates(ctx: Context, marker: str | None = None, limit: int | None = None) -> Document:
    """The templates that the user owns or collaborates on."""
    limit, after = start_of_page(limit, marker)
    found, following = await templates.list_templates(ctx.db, ctx.subject, after=after, limit=limit)
    return {
        "entries": [render_template(one) for one in found],
        "limit": limit,
        "next_marker": None if following is None else encode_marker((following,)),
    }


@operation("get_docgen_templates_id_v2025.0")
async def get_docgen_template(ctx: Context, template_id: Id) -> Document:
    """One template."""
    return render_template(await templates.find_template(ctx.db, ctx.subject, template_id))


@operation("delete_docgen_templates_id_v2025.0")
async def delete_docgen_template(ctx: Context, template_id: Id) -> None:
    """Let a template be a file as others; the file stays."""
    await ctx.db.write(templates.unmark_template, ctx.subject, template_id)


@operation("get_docgen_templates_id_tags_v2025.0")
async def list_docgen_template_tags(
    ctx: Context,
    template_id: Id,
    template_version_id: Id | None = None,
    marker: str | None = None,
    limit: int | None = None,
) -> Answer | Document:
    """The tags in a template, or in a version of it; 202 while they are being looked for."""
    limit, after = start_of_page(limit, marker)
    renditions = ctx.platform.renditions
    tags = await templates.read_tags(ctx.db, renditions, ctx.subject, template_id, template_version_id)
    if tags is None:
        return Answer(status=202, body={"message": "The tags of this file are being looked for; ask again"})
    after = max(after, 0)
    page = tags[after : after + limit]
    following = encode_marker((after + limit,)) if after + limit < len(tags) else None
    return {"entries": msgspec.to_builtins(page), "limit": limit, "next_marker": following}


@operation("get_docgen_template_jobs_id_v2025.0")
async def list_jobs_of_template(
    ctx: Context, template_id: Id, marker: str | None = None, limit: int | None = None
) -> Document:
    """The user's jobs with a template."""
    limit, after = start_of_page(limit, marker)
    found = await batches.list_jobs_of_template(ctx.db, ctx.subject, template_id, after=after, limit=limit + 1)
    return marker_page(JOB, found, limit)
