"""Sign templates: listing and reading them. They are made by `holdall sign-template`, at Box in its web app."""

from holdall.base.paging import encode_marker
from holdall.box.context import Context
from holdall.box.operations import operation
from holdall.box.views.plain import Document, start_of_page
from holdall.box.views.sign_templates import render_sign_template
from holdall.content.sign_requests import templates


@operation("get_sign_templates")
async def list_sign_templates(ctx: Context, marker: str | None = None, limit: int | None = None) -> Document:
    """The templates that the user has made, the oldest first."""
    limit, after = start_of_page(limit, marker)
    found = await templates.list_templates(ctx.db, ctx.subject, after=after, limit=limit + 1)
    page = found[:limit]
    following = encode_marker((page[-1].template.id,)) if len(found) > limit else None
    return {"entries": [render_sign_template(one) for one in page], "limit": limit, "next_marker": following}


@operation("get_sign_templates_id")
async def get_sign_template(ctx: Context, template_id: str) -> Document:
    """One template of the user's."""
    return render_sign_template(await templates.find_template(ctx.db, ctx.subject, template_id))
