"""Which versions of files are on hold, and by which assignments."""

from holdall.base.errors import NotFound
from holdall.base.paging import check_limit
from holdall.box.binding import Id
from holdall.box.context import Context
from holdall.box.operations import operation
from holdall.box.views.governance import page_of, render_hold_versions
from holdall.box.views.plain import Document
from holdall.content.governance.assignments import page_of_assignments
from holdall.content.governance.holds import find_hold
from holdall.content.governance.listing import page_of_kept, read_position
from holdall.content.governance.one_version import find_held
from holdall.content.governance.people import require_governor

PAGE, LARGEST_PAGE = 100, 1000


@operation("get_file_version_legal_holds")
async def list_held_versions(
    ctx: Context, policy_id: Id, marker: str | None = None, limit: int | None = None
) -> Document:
    """The versions that a policy holds, each with everything that holds it. Of a policy that there is not, none."""
    size = check_limit(limit, default=PAGE, maximum=LARGEST_PAGE)
    position = read_position(marker)
    require_governor(ctx.subject)
    try:
        policy = await find_hold(ctx.db, ctx.subject, policy_id)
    except NotFound:
        return page_of([], size, None)
    assignments = await page_of_assignments(ctx.db, policy.id, of_hold=True)
    listed, following = await page_of_kept(ctx.db, assignments, position, size, lambda _one: True)
    return page_of(await render_hold_versions(ctx.db, listed), size, following)


@operation("get_file_version_legal_holds_id")
async def get_held_version(ctx: Context, file_version_legal_hold_id: Id) -> Document:
    """Everything that holds one version; its id is the version's."""
    listed = await find_held(ctx.db, ctx.subject, file_version_legal_hold_id)
    [document] = await render_hold_versions(ctx.db, [listed])
    return document
