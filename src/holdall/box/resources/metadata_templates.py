"""Metadata templates of an enterprise, that of its classifications among them."""

from collections.abc import Sequence
from typing import Any

import msgspec

from holdall.base.paging import encode_marker
from holdall.box.context import Answer, Context
from holdall.box.operations import operation
from holdall.box.views.metadata import render_template
from holdall.box.views.plain import Document, start_of_page
from holdall.content.metadata import templates
from holdall.content.metadata.classification import CLASSIFICATION
from holdall.content.metadata.instances import find_template_of_instance
from holdall.content.metadata.template_changes import Change
from holdall.content.metadata.template_rows import Template

ENTERPRISE = "enterprise"


class NewTemplate(msgspec.Struct, rename="camel"):
    """A template to make."""

    scope: str
    display_name: str
    template_key: str | None = None
    hidden: bool = False
    copy_instance_on_item_copy: bool = False
    fields: list[dict[str, Any]] = []


@operation("post_metadata_templates_schema", "post_metadata_templates_schema#classifications")
async def create_template(ctx: Context, body: NewTemplate) -> Answer:
    """Make a template for an enterprise; its classifications are one, with a key of their own. Administrators may."""
    template = await ctx.db.write(
        templates.create_template,
        ctx.subject,
        scope=body.scope,
        display_name=body.display_name,
        template_key=body.template_key,
        is_hidden=body.hidden,
        is_copied=body.copy_instance_on_item_copy,
        fields=body.fields,
    )
    return Answer(render_template(template), status=200 if template.template_key == CLASSIFICATION else 201)


@operation("get_metadata_templates_id_id_schema")
async def get_template(ctx: Context, scope: str, template_key: str) -> Document:
    """One template, by its scope and key."""
    return render_template(await templates.find_template(ctx.db, ctx.subject, scope, template_key))


@operation("get_metadata_templates_id")
async def get_template_by_id(ctx: Context, template_id: str) -> Document:
    """One template, by its id."""
    return render_template(await templates.find_template_by_uuid(ctx.db, ctx.subject, template_id))


@operation("get_metadata_templates")
async def list_templates_of_instance(ctx: Context, metadata_instance_id: str) -> Document:
    """The one template that an instance is of."""
    template = await find_template_of_instance(ctx.db, ctx.subject, metadata_instance_id)
    return _page([] if template is None else [template], 100)


@operation("get_metadata_templates_global")
async def list_global_templates(_ctx: Context, limit: int | None = None, marker: str | None = None) -> Document:
    """The templates that every enterprise has."""
    limit, after = start_of_page(limit, marker)
    listed = templates.list_global_templates()[after:]
    return _page(listed[:limit], limit, after + limit if len(listed) > limit else None)


@operation("get_metadata_templates_enterprise")
async def list_templates(ctx: Context, limit: int | None = None, marker: str | None = None) -> Document:
    """The templates of the user's enterprise, the oldest first."""
    limit, after = start_of_page(limit, marker)
    found = await templates.list_templates(ctx.db, ctx.subject, after=after, limit=limit + 1)
    return _page(found[:limit], limit, found[limit - 1].id if len(found) > limit else None)


@operation("put_metadata_templates_id_id_schema")
async def update_template(ctx: Context, scope: str, template_key: str, body: list[Change]) -> Document:
    """Change a template, its fields and their options, by one or more steps. Administrators may."""
    return await _update(ctx, scope, template_key, body)


@operation("delete_metadata_templates_id_id_schema")
async def delete_template(ctx: Context, scope: str, template_key: str) -> None:
    """Remove a template for good, from everything that it was applied to. Administrators may."""
    await ctx.db.write(templates.delete_template, ctx.subject, scope, template_key)


@operation("get_metadata_templates_enterprise_securityClassification-6VMVochwUWo_schema")
async def get_classifications(ctx: Context) -> Document:
    """The classifications that an enterprise has, as the options of one field."""
    return render_template(await templates.find_template(ctx.db, ctx.subject, ENTERPRISE, CLASSIFICATION))


@operation(
    "put_metadata_templates_enterprise_securityClassification-6VMVochwUWo_schema#add",
    "put_metadata_templates_enterprise_securityClassification-6VMVochwUWo_schema#update",
)
async def update_classifications(ctx: Context, body: list[Change]) -> Document:
    """Add classifications, or change those that there are. Administrators may."""
    return await _update(ctx, ENTERPRISE, CLASSIFICATION, body)


async def _update(ctx: Context, scope: str, template_key: str, changes: list[Change]) -> Document:
    return render_template(await ctx.db.write(templates.change_template, ctx.subject, scope, template_key, changes))


def _page(page: Sequence[Template], limit: int, following: int | None = None) -> Document:
    return {
        "entries": [render_template(template) for template in page],
        "limit": limit,
        "next_marker": None if following is None else encode_marker((following,)),
        "prev_marker": None,
    }
