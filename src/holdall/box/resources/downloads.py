"""Downloads: a redirect to a signed link, and the link itself, which streams the content."""

from holdall.base.db import Transaction
from holdall.box.binding import Id
from holdall.box.context import Answer, Context
from holdall.box.delivery.links import PATH, make_link
from holdall.box.delivery.response import ContentResponse, open_response
from holdall.box.operations import operation, page
from holdall.content.access import Access, Action, reach_active
from holdall.content.items.news import announce
from holdall.content.items.tables import ItemType
from holdall.content.items.versions import find_live_version
from holdall.storage import BlobMissing


@operation("get_files_id_content")
async def download_file(ctx: Context, file_id: Id, version: Id | None = None) -> Answer:
    """Where the content of a file, or of one of its versions, can be read: a link that is good for minutes."""
    access = await reach_active(ctx.db, ctx.subject, file_id, ItemType.FILE, Action.DOWNLOAD)
    version_id = access.item.version_id
    if version is not None:
        version_id = (await find_live_version(ctx.db, file_id, version)).id
    assert version_id is not None
    await ctx.db.write(_record_download, access, version_id)
    return Answer(status=302, headers={"location": make_link(ctx, version_id)})


@page("HEAD", PATH)
@page("GET", PATH)
async def send_content(ctx: Context, token: str) -> ContentResponse:
    """The content that a link leads to: whole, in ranges, or not at all where the client has it already."""
    targets = ctx.platform.link_targets
    target = await targets.find(ctx.db, token)
    plan = target.representation.answer(ctx.request.method, ctx.request.scope["headers"])
    try:
        return await open_response(plan, target.read)
    except BlobMissing:
        targets.forget(token)
        raise


async def _record_download(tx: Transaction, access: Access, version_id: int) -> None:
    await announce(tx, access, "ITEM_DOWNLOAD", version_id=version_id)
