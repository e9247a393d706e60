"""Which versions of files are retained, until when, and by which policy."""

from holdall.base.clock import EARLIEST, LATEST
from holdall.base.errors import NotFound
from holdall.base.paging import check_limit
from holdall.box.binding import Id, Instant
from holdall.box.context import Context
from holdall.box.operations import operation
from holdall.box.views.governance import page_of
from holdall.box.views.plain import Document
from holdall.box.views.retention import render_retained_versions
from holdall.content.governance.assignments import retention_assignments_of
from holdall.content.governance.coverage import winner
from holdall.content.governance.listing import Choice, Listed, page_of_kept, read_position
from holdall.content.governance.one_version import find_retained, find_retained_of_file
from holdall.content.governance.people import require_governor
from holdall.content.governance.retentions import DispositionAction

PAGE, LARGEST_PAGE = 100, 1000


@operation("get_file_version_retentions")
async def list_retentions(
    ctx: Context,
    *,
    file_id: Id | None = None,
    file_version_id: Id | None = None,
    policy_id: Id | None = None,
    disposition_action: DispositionAction | None = None,
    disposition_before: Instant | None = None,
    disposition_after: Instant | None = None,
    limit: int | None = None,
    marker: str | None = None,
) -> Document:
    """The versions that are retained in the enterprise, each with the policy that it follows."""
    size, position = check_limit(limit, default=PAGE, maximum=LARGEST_PAGE), read_position(marker)
    require_governor(ctx.subject)
    choose = _choice(policy_id, disposition_action, disposition_before, disposition_after)
    if file_id is not None or file_version_id is not None:
        found = await find_retained_of_file(ctx.db, ctx.subject, file_id, file_version_id)
        kept = [one for one in found if one.version_id > position.after_version and choose(one)]
        listed, following = kept[:size], position.behind(kept[size - 1].version_id) if len(kept) > size else None
    else:
        assignments = await retention_assignments_of(ctx.db, ctx.subject.enterprise_id)
        listed, following = await page_of_kept(ctx.db, assignments, position, size, choose)
    return page_of(await render_retained_versions(ctx.db, listed), size, following)


@operation("get_file_version_retentions_id")
async def get_retention(ctx: Context, file_version_retention_id: Id) -> Document:
    """The retention of one version; its id is the version's."""
    listed = await find_retained(ctx.db, ctx.subject, file_version_retention_id)
    documents = await render_retained_versions(ctx.db, [listed])
    if not documents:
        raise NotFound(f"There is no file version retention with id {file_version_retention_id}")
    return documents[0]


def _choice(policy_id: int | None, action: str | None, before: int | None, after: int | None) -> Choice:
    """What is listed; what has no end is neither before nor after any date."""
    earliest, latest = after or EARLIEST, LATEST + 1 if before is after is None else before or LATEST

    def choose(listed: Listed) -> bool:
        cover = winner(listed.covers)
        if cover is None or not earliest < cover.ends_at < latest:
            return False
        return policy_id in {None, cover.retention_policy_id} and action in {None, cover.disposition_action}

    return choose
