"""Pictures of the document that a sign request is about: as it was sent, or as it was sealed once all have signed."""

from starlette.responses import Response

from holdall.base.errors import NotFound
from holdall.box.context import Context
from holdall.box.delivery.shown import send_picture
from holdall.console.preview import MAX_PAGES, PATIENCE
from holdall.content.renditions.formats import Format
from holdall.content.renditions.making import Source
from holdall.content.renditions.parts import page_part
from holdall.content.sign_requests.rows import SignRequest
from holdall.storage import find_parts

_EDGE = 1400


async def pictures_of(ctx: Context, request: SignRequest, address: str) -> tuple[list[str] | None, int]:
    """The addresses of the pictures below `address`, and how many pages have none; None while that is not known."""
    source = await _source_of(ctx, request)
    pages = None if source is None else await ctx.platform.renditions.pages(source, patience=PATIENCE)
    if pages is None:
        return None, 0
    shown = min(pages.count, MAX_PAGES)
    return [f"{address}/page/{number}" for number in range(1, shown + 1)], pages.count - shown


async def send_page(ctx: Context, request: SignRequest, number: str) -> Response:
    """The picture of a page; raises NotFound where there is none."""
    source = await _source_of(ctx, request)
    wanted = int(number) if number.isascii() and number.isdigit() and len(number) < 6 else 0
    renditions = ctx.platform.renditions
    pages = None if source is None else await renditions.pages(source, patience=None)
    if pages is None or not 0 < wanted <= min(pages.count, MAX_PAGES):
        raise NotFound("There is no such page")
    made = await renditions.make(pages.pdf, page_part(wanted, _EDGE))
    if made is None:
        raise NotFound("There is no picture of this page")
    return send_picture(await renditions.read(made), "png")


async def _source_of(ctx: Context, request: SignRequest) -> Source | None:
    """The document of the request itself, whatever versions others have put on its file since; None while it is made."""
    if request.status == "signed" and request.version_id is not None:
        return await ctx.platform.renditions.source(request.version_id, request.name)
    if request.blob_key is None:
        return None
    parts = await find_parts(ctx.db, request.blob_key)
    return Source(request.blob_key, parts[0].store, sum(part.size for part in parts), Format.PDF)
