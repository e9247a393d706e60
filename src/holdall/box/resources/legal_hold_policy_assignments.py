"""What legal hold policies are assigned to, and which files and versions they hold there."""

import msgspec

from holdall.base.paging import check_limit
from holdall.box.binding import Fields, Id
from holdall.box.bodies import EntityId
from holdall.box.context import Answer, Context
from holdall.box.operations import operation
from holdall.box.views.governance import (
    HOLD_ASSIGNMENTS,
    assigned_to_render,
    page_of,
    render_files,
    render_hold_assignment,
    render_past_versions,
)
from holdall.box.views.plain import Document, marker_page, start_of_page
from holdall.content.governance import hold_assignments
from holdall.content.governance.hold_assignments import Target, TargetType
from holdall.content.governance.listing import (
    Choice,
    Listed,
    Position,
    is_current,
    is_past,
    page_of_kept,
    read_position,
)

PAGE, LARGEST_PAGE = 100, 1000


class Held(msgspec.Struct):
    """What to hold."""

    type: TargetType
    id: EntityId


class NewAssignment(msgspec.Struct):
    """An assignment to make."""

    policy_id: EntityId
    assign_to: Held


@operation("post_legal_hold_policy_assignments")
async def create_assignment(ctx: Context, body: NewAssignment) -> Document:
    """Hold a file, a version, a folder, or what a person owns, sees or has touched."""
    target = Target(body.assign_to.type, body.assign_to.id)
    assignment = await ctx.db.write(hold_assignments.assign_hold, ctx.subject, body.policy_id, target)
    return await render_hold_assignment(ctx.db, assignment)


@operation("get_legal_hold_policy_assignments")
async def list_assignments(
    ctx: Context,
    *,
    policy_id: Id,
    assign_to_type: TargetType | None = None,
    assign_to_id: str | None = None,
    marker: str | None = None,
    limit: int | None = None,
    fields: Fields = None,
) -> Document:
    """What a policy is assigned to, the oldest first."""
    limit, after = start_of_page(limit, marker)
    found = await hold_assignments.list_hold_assignments(
        ctx.db,
        ctx.subject,
        policy_id,
        target_type=assign_to_type,
        target_id=assign_to_id,
        after=after,
        limit=limit + 1,
    )
    return marker_page(HOLD_ASSIGNMENTS, await assigned_to_render(ctx.db, found), limit, fields)


@operation("get_legal_hold_policy_assignments_id")
async def get_assignment(ctx: Context, legal_hold_policy_assignment_id: Id) -> Document:
    """One assignment, also while it is being released."""
    found = await hold_assignments.find_hold_assignment(ctx.db, ctx.subject, legal_hold_policy_assignment_id)
    return await render_hold_assignment(ctx.db, found)


@operation("delete_legal_hold_policy_assignments_id")
async def delete_assignment(ctx: Context, legal_hold_policy_assignment_id: Id) -> Answer:
    """Release what an assignment holds; the answer does not wait for it."""
    await ctx.db.write(hold_assignments.end_hold_assignment, ctx.subject, legal_hold_policy_assignment_id)
    return Answer(status=202)


@operation("get_legal_hold_policy_assignments_id_files_on_hold")
async def list_files_on_hold(
    ctx: Context,
    legal_hold_policy_assignment_id: Id,
    marker: str | None = None,
    limit: int | None = None,
    fields: Fields = None,
) -> Document:
    """The files whose current version an assignment holds."""
    size = check_limit(limit, default=PAGE, maximum=LARGEST_PAGE)
    listed, following = await _held(ctx, legal_hold_policy_assignment_id, marker, size, is_current)
    return page_of(await render_files(ctx.db, listed, fields), size, following)


@operation("get_legal_hold_policy_assignments_id_file_versions_on_hold")
async def list_file_versions_on_hold(
    ctx: Context,
    legal_hold_policy_assignment_id: Id,
    marker: str | None = None,
    limit: int | None = None,
    fields: Fields = None,
) -> Document:
    """The versions that an assignment holds of what files were before."""
    size = check_limit(limit, default=PAGE, maximum=LARGEST_PAGE)
    listed, following = await _held(ctx, legal_hold_policy_assignment_id, marker, size, is_past)
    retention = ctx.platform.settings.trash_retention
    return page_of(await render_past_versions(ctx.db, listed, fields, retention=retention), size, following)


async def _held(
    ctx: Context, assignment_id: int, marker: str | None, limit: int, choose: Choice
) -> tuple[list[Listed], Position | None]:
    position = read_position(marker)
    assignment = await hold_assignments.find_hold_assignment(ctx.db, ctx.subject, assignment_id)
    return await page_of_kept(ctx.db, [assignment], position, limit, choose)
