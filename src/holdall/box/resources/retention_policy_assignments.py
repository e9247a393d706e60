"""What retention policies are assigned to, and which files and versions they retain there."""

import msgspec

from holdall.base.paging import check_limit
from holdall.box.binding import Fields, Id
from holdall.box.bodies import EntityId
from holdall.box.context import Context
from holdall.box.operations import operation
from holdall.box.views.governance import page_of
from holdall.box.views.plain import Document
from holdall.box.views.retention import render_retained_files, render_retention_assignment
from holdall.content.governance import retention_assignments
from holdall.content.governance.listing import Choice, is_current, is_past, page_of_kept, read_position
from holdall.content.governance.retention_assignments import Target, TargetType

PAGE, LARGEST_PAGE = 100, 1000


class Retained(msgspec.Struct):
    """What to retain."""

    type: TargetType
    id: str | int | None = None


class FieldFilter(msgspec.Struct):
    """A value that a file's metadata must have."""

    field: str
    value: str


class NewAssignment(msgspec.Struct):
    """An assignment to make."""

    policy_id: EntityId
    assign_to: Retained
    filter_fields: list[FieldFilter] | None = None
    start_date_field: str | None = None


@operation("post_retention_policy_assignments")
async def create_assignment(ctx: Context, body: NewAssignment) -> Document:
    """Retain a folder, what is uploaded to the enterprise from now on, or files with a metadata template."""
    target = Target(
        type=body.assign_to.type,
        id=None if body.assign_to.id is None else str(body.assign_to.id),
        filter_fields=tuple((one.field, one.value) for one in body.filter_fields or ()),
        start_date_field=body.start_date_field,
    )
    assignment = await ctx.db.write(retention_assignments.assign_retention, ctx.subject, body.policy_id, target)
    return await render_retention_assignment(ctx.db, assignment)


@operation("get_retention_policy_assignments_id")
async def get_assignment(ctx: Context, retention_policy_assignment_id: Id, fields: Fields = None) -> Document:
    """One assignment."""
    found = await retention_assignments.find_retention_assignment(ctx.db, ctx.subject, retention_policy_assignment_id)
    return await render_retention_assignment(ctx.db, found, fields)


@operation("delete_retention_policy_assignments_id")
async def delete_assignment(ctx: Context, retention_policy_assignment_id: Id) -> None:
    """Retain something no more."""
    await ctx.db.write(retention_assignments.end_retention_assignment, ctx.subject, retention_policy_assignment_id)


@operation("get_retention_policy_assignments_id_files_under_retention")
async def list_files(
    ctx: Context, retention_policy_assignment_id: Id, marker: str | None = None, limit: int | None = None
) -> Document:
    """The files whose current version is retained."""
    return await _page(ctx, retention_policy_assignment_id, marker, limit, is_current)


@operation("get_retention_policy_assignments_id_file_versions_under_retention")
async def list_versions(
    ctx: Context, retention_policy_assignment_id: Id, marker: str | None = None, limit: int | None = None
) -> Document:
    """The files of which a past version is retained, once for each of these versions."""
    return await _page(ctx, retention_policy_assignment_id, marker, limit, is_past)


async def _page(ctx: Context, assignment_id: int, marker: str | None, limit: int | None, choose: Choice) -> Document:
    size, position = check_limit(limit, default=PAGE, maximum=LARGEST_PAGE), read_position(marker)
    assignment = await retention_assignments.find_retention_assignment(ctx.db, ctx.subject, assignment_id)
    listed, following = await page_of_kept(ctx.db, [assignment], position, size, choose)
    return page_of(await render_retained_files(ctx.db, listed), size, following)
