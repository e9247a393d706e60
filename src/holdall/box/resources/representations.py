"""Representations of files: their states and their content, at the addresses that a file's `representations` give.

They are no operations of the contract, but clients follow those addresses with the token that they have.
"""

from typing import Any

from starlette.responses import RedirectResponse, Response

from holdall.base.db import Transaction
from holdall.base.errors import NotFound
from holdall.box.context import Answer, Context
from holdall.box.delivery.links import make_link
from holdall.box.delivery.shown import show_pdf, show_picture, show_text
from holdall.box.operations import page
from holdall.box.views.representations import PATH, available, full_entry
from holdall.content.access import Access, Action, reach_active
from holdall.content.items.news import announce
from holdall.content.items.tables import ItemType
from holdall.content.items.versions import find_live_version
from holdall.content.renditions.catalog import Representation
from holdall.content.renditions.formats import Format
from holdall.content.renditions.making import Source
from holdall.content.renditions.parts import page_part
from holdall.content.renditions.rows import Rendition

PATIENCE = 2.0
"""How many seconds a request for content waits before it is told to come back."""
RETRY_AFTER = 1
_OPENED_BY = "get_files_id_thumbnail_id"
"""The operation whose scopes open what is here."""
_ROOT = "/2.0"
_ALIAS = "/api/2.0"
_NOT_GENERATED = "preview_cannot_be_generated"
_FIRST_PAGE = "1.png"
_LARGEST_PAGE = 100_000


@page("GET", _ROOT + PATH, opened_by=_OPENED_BY)
@page("GET", _ALIAS + PATH, opened_by=_OPENED_BY)
async def get_representation(ctx: Context, file_id: str, version_id: str, name: str) -> dict[str, Any]:
    """A representation and its state; asking for it has it made."""
    file, one, source, version, _ = await _find(ctx, file_id, version_id, name)
    return await full_entry(ctx, file, source, one, version)


@page("GET", f"{_ROOT}{PATH}/content", opened_by=_OPENED_BY)
@page("GET", f"{_ALIAS}{PATH}/content", opened_by=_OPENED_BY)
async def get_content(ctx: Context, file_id: str, version_id: str, name: str) -> Answer | Response:
    """The content of a representation that is one piece."""
    return await _send(ctx, file_id, version_id, name, "")


@page("GET", f"{_ROOT}{PATH}/content/{{asset}}", opened_by=_OPENED_BY)
@page("GET", f"{_ALIAS}{PATH}/content/{{asset}}", opened_by=_OPENED_BY)
async def get_page(ctx: Context, file_id: str, version_id: str, name: str, asset: str) -> Answer | Response:
    """A page of a representation, called 1.png, 2.png and so on."""
    return await _send(ctx, file_id, version_id, name, asset)


async def record_preview(tx: Transaction, file: Access, version_id: int) -> None:
    """A unit: somebody has looked at a file."""
    await announce(tx, file, "ITEM_PREVIEW", version_id=version_id)


async def _send(ctx: Context, file_id: str, version_id: str, name: str, asset: str) -> Answer | Response:
    file, one, source, version, version_name = await _find(ctx, file_id, version_id, name)
    if not one.is_thumbnail and asset in {"", _FIRST_PAGE}:
        await ctx.db.write(record_preview, file, version)
    if one.kind == "pdf" and source.kind is Format.PDF:
        # It is the file itself, so whoever gets it has downloaded it.
        file.require(Action.DOWNLOAD)
        return RedirectResponse(make_link(ctx, version, inline=True), 302)
    made = await _page(ctx, source, one, asset) if one.is_paged else await _whole(ctx, source, one, asset)
    if made is None:
        return Answer(status=202, headers={"retry-after": str(RETRY_AFTER)})
    if not made.is_made:
        raise NotFound(f"There is no such representation of this file: {made.refusal}", code=_NOT_GENERATED)
    content = await ctx.platform.renditions.read(made)
    if one.is_picture:
        return await show_picture(ctx, file, content, one.kind)
    return show_pdf(content, version_name) if one.kind == "pdf" else show_text(content)


async def _whole(ctx: Context, source: Source, one: Representation, asset: str) -> Rendition | None:
    if asset or one.part is None:
        raise NotFound(f"{one.name} has no {asset}")
    return await ctx.platform.renditions.get(source, one.part, patience=PATIENCE)


async def _page(ctx: Context, source: Source, one: Representation, asset: str) -> Rendition | None:
    number, _, form = asset.partition(".")
    is_number = number.isascii() and number.isdigit() and number[0] != "0" and int(number[:9]) < _LARGEST_PAGE
    if form != one.kind or not is_number:
        raise NotFound(f"Ask for a page of {one.name}, such as {_FIRST_PAGE}")
    renditions = ctx.platform.renditions
    pages = await renditions.pages(source, patience=PATIENCE)
    if pages is None:
        return None
    if int(number) > pages.count:
        raise NotFound(f"{one.name} has {pages.count} pages", code=_NOT_GENERATED if not pages.count else None)
    return await renditions.get(pages.pdf, page_part(int(number), one.edge), patience=PATIENCE)


async def _find(
    ctx: Context, file_id: str, version_id: str, name: str
) -> tuple[Access, Representation, Source, int, str]:
    """The file, the representation, what it is made of, and the version with its name; raises NotFound, Forbidden."""
    if not all(one.isascii() and one.isdigit() and len(one) < 19 for one in (file_id, version_id)):
        raise NotFound(f"There is nothing at {ctx.request.url.path}")
    file = await reach_active(ctx.db, ctx.subject, int(file_id), ItemType.FILE, Action.PREVIEW)
    version, version_name = int(version_id), file.item.name
    if version != file.item.version_id:
        version_name = (await find_live_version(ctx.db, int(file_id), version)).name
    one = next((one for one in available(file, version_name) if one.name == name), None)
    source = await ctx.platform.renditions.source(version, version_name)
    if one is None or source is None:
        raise NotFound(f"The file {file_id} has no representation {name}")
    return file, one, source, version, version_name
