"""Previews in a browser: pictures of a file or of its pages, in a frame of another site or on the page of a shared link.

A preview never holds the file itself, so nothing in it can act, and somebody who may only preview has not downloaded it.
"""

import msgspec
from starlette.responses import Response

from holdall.base.errors import ApiError, Gone, NotFound
from holdall.box.context import Context
from holdall.box.delivery.preview_links import (
    LINK,
    LINK_PATH,
    SESSION,
    SESSION_SECONDS,
    preview_of,
    reach_preview,
    read_preview,
    write_preview,
)
from holdall.box.delivery.shown import show_picture
from holdall.box.operations import page
from holdall.box.resources.representations import record_preview
from holdall.console.pages import redirect, render, render_message
from holdall.content.access import Access
from holdall.content.renditions.formats import Format
from holdall.content.renditions.making import Renditions, Source
from holdall.content.renditions.parts import TEXT, page_part
from holdall.content.watermarks.rules import is_stamped

SESSION_PATH = "/preview/session"
PATIENCE = 5.0
"""How many seconds a page waits for what it shows, before it says that it is being prepared and loads itself again."""
TEXT_LIMIT = 64 * 1024
"""The characters of a text that are shown."""
MAX_PAGES = 200
_PICTURE = "picture"
_PICTURE_PART, _PAGE_EDGE = "jpg-2048", 1024


class Shown(msgspec.Struct, frozen=True):
    """What a page shows of a file: `pictures` are addresses, `kind` one of picture, pages, text, waiting and none."""

    kind: str
    pictures: list[str] = []
    text: str = ""
    left_out: int = 0
    """Pages of the document that are not shown."""


@page("GET", f"{LINK_PATH}/{{token}}")
async def open_preview(ctx: Context, token: str) -> Response:
    """Begin the preview that an expiring link leads to."""
    try:
        link = read_preview(ctx.platform.key, token, LINK, ctx.db.now)
        file, _ = await reach_preview(ctx.db, link)
        await ctx.db.write(record_preview, file, link.version_id)
    except ApiError as error:
        return _refuse(ctx, error)
    expires_at = link.expires_at + SESSION_SECONDS
    session = write_preview(ctx.platform.key, msgspec.structs.replace(link, expires_at=expires_at), SESSION)
    return redirect(f"{SESSION_PATH}/{session}")


@page("GET", f"{SESSION_PATH}/{{token}}")
async def show_preview(ctx: Context, token: str) -> Response:
    """A page for a frame, with nothing on it but what there is to see of a file."""
    try:
        preview = read_preview(ctx.platform.key, token, SESSION, ctx.db.now)
        file, name = await reach_preview(ctx.db, preview)
        shown = await look_at(ctx.platform.renditions, file, name, preview.version_id, f"{SESSION_PATH}/{token}")
    except ApiError as error:
        return _refuse(ctx, error)
    return render(ctx, "preview.html", may_be_framed=True, name=name, shown=shown)


@page("GET", f"{SESSION_PATH}/{{token}}/{{asset}}")
async def show_asset(ctx: Context, token: str, asset: str) -> Response:
    """A picture of a preview: the whole, or the page of this number."""
    preview = read_preview(ctx.platform.key, token, SESSION, ctx.db.now)
    file, name = await reach_preview(ctx.db, preview)
    renditions = ctx.platform.renditions
    source = await renditions.source(preview.version_id, name)
    made = None
    if source is not None and source.kind is Format.PICTURE and asset == _PICTURE:
        made = await renditions.make(source, _PICTURE_PART)
    elif source is not None and asset.isascii() and asset.isdigit() and 0 < int(asset[:9]) <= MAX_PAGES:
        pages = await renditions.pages(source, patience=None)
        if pages is not None and int(asset) <= pages.count:
            made = await renditions.make(pages.pdf, page_part(int(asset), _PAGE_EDGE))
    if made is None:
        raise NotFound("There is no such picture of this file")
    return await show_picture(ctx, file, await renditions.read(made), "jpg" if asset == _PICTURE else "png")


def begin_session(ctx: Context, file: Access) -> str:
    """The address below which the pictures of a file are, for the subject of this access, for an hour."""
    preview = preview_of(file, ctx.db.now, SESSION_SECONDS)
    return f"{SESSION_PATH}/{write_preview(ctx.platform.key, preview, SESSION)}"


async def look_at(renditions: Renditions, file: Access, name: str, version_id: int, address: str) -> Shown:
    """What to show of a version of a file; its pictures are below `address`."""
    source = await renditions.source(version_id, name)
    if source is None:
        return Shown("none")
    if source.kind is Format.PICTURE:
        made = await renditions.get(source, _PICTURE_PART, patience=PATIENCE)
        if made is None:
            return Shown("waiting")
        return Shown("picture", [f"{address}/{_PICTURE}"]) if made.is_made else Shown("none")
    if source.kind is Format.TEXT and not is_stamped(file):
        return await _text(renditions, source)
    return await _pages(renditions, source, address)


async def _text(renditions: Renditions, source: Source) -> Shown:
    made = await renditions.get(source, TEXT, patience=PATIENCE)
    if made is None or not made.is_made:
        return Shown("waiting" if made is None else "none")
    text = (await renditions.read(made)).decode()
    return Shown("text", text=text if len(text) <= TEXT_LIMIT else text[:TEXT_LIMIT] + "\n…")


async def _pages(renditions: Renditions, source: Source, address: str) -> Shown:
    pages = await renditions.pages(source, patience=PATIENCE)
    if pages is None:
        return Shown("waiting")
    numbers = range(1, min(pages.count, MAX_PAGES) + 1)
    pictures = [f"{address}/{number}" for number in numbers]
    return Shown("pages", pictures, left_out=pages.count - len(pictures)) if pictures else Shown("none")


def _refuse(ctx: Context, error: ApiError) -> Response:
    if isinstance(error, Gone):
        return render_message(ctx, "This preview has expired", "Ask for it again where you came from.", status=410)
    return render_message(ctx, "There is nothing to see here", "The file is gone, or not yours to see.", status=404)
