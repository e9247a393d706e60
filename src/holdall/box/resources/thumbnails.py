"""Thumbnails of files, and the drawings that stand in for those that are being made or cannot be."""

from typing import Literal

from starlette.responses import Response

from holdall.base.errors import BadRequest, NotFound
from holdall.box.binding import Id
from holdall.box.context import Answer, Context
from holdall.box.delivery.placeholders import PATH, draw_placeholder, placeholder_name
from holdall.box.delivery.shown import show_picture
from holdall.box.operations import operation, page
from holdall.content.access import Action, reach_active
from holdall.content.items.tables import ItemType

SIZES = {"png": (32, 64, 128, 256), "jpg": (32, 160, 320)}
"""The longest edges in pixels that Box documents for each form of thumbnail."""
PATIENCE = 1.0
"""How many seconds a request waits for a thumbnail that is being made, before it is told to come back."""
RETRY_AFTER = 1
_PLACEHOLDER_SECONDS = 24 * 3600

_UNAVAILABLE = "requested_preview_unavailable"
_NOT_GENERATED = "preview_cannot_be_generated"


@operation("get_files_id_thumbnail_id")
async def get_thumbnail(
    ctx: Context,
    file_id: Id,
    extension: Literal["png", "jpg"],
    *,
    min_height: int | None = None,
    min_width: int | None = None,
    max_height: int | None = None,
    max_width: int | None = None,
) -> Answer | Response:
    """A small picture of a file: the smallest that is as large as asked, or the largest; made at the first call."""
    size = choose_size(extension, [min_height, min_width], [max_height, max_width])
    file = await reach_active(ctx.db, ctx.subject, file_id, ItemType.FILE, Action.PREVIEW)
    assert file.item.version_id is not None
    placeholder = f"{ctx.download_url}{PATH}/{size}/{placeholder_name(file.item.name, extension)}"
    renditions = ctx.platform.renditions
    source = await renditions.source(file.item.version_id, file.item.name)
    if source is None:
        return Answer(status=302, headers={"location": placeholder})
    made = await renditions.get(source, f"{extension}-{size}", patience=PATIENCE)
    if made is None:
        return Answer(status=202, headers={"location": placeholder, "retry-after": str(RETRY_AFTER)})
    if not made.is_made:
        raise NotFound(f"No thumbnail can be made of this file: {made.refusal}", code=_NOT_GENERATED)
    return await show_picture(ctx, file, await renditions.read(made), extension)


@page("GET", f"{PATH}/{{size}}/{{name}}")
async def get_placeholder(ctx: Context, size: str, name: str) -> Response:
    """A sheet of paper with the extension of a file on it, for whoever waits for a thumbnail."""
    drawing = draw_placeholder(name, size)
    if drawing is None:
        raise NotFound(f"There is nothing at {ctx.request.url.path}")
    content, media_type = drawing
    headers = {"cache-control": f"public, max-age={_PLACEHOLDER_SECONDS}", "x-content-type-options": "nosniff"}
    return Response(content, media_type=media_type, headers=headers)


def choose_size(extension: str, least: list[int | None], most: list[int | None]) -> int:
    """The size that fits: the smallest of those at least so large, or without such a wish the largest.

    Raises BadRequest with the code requested_preview_unavailable where none does.
    """
    at_least = [wish for wish in least if wish is not None]
    at_most = [wish for wish in most if wish is not None]
    sizes = SIZES[extension]
    for wish in (*at_least, *at_most):
        if not sizes[0] <= wish <= sizes[-1]:
            message = f"Thumbnails in the form {extension} have from {sizes[0]} to {sizes[-1]} pixels, not {wish}"
            raise BadRequest(message, code=_UNAVAILABLE)
    fitting = [
        size for size in sizes if all(size >= wish for wish in at_least) and all(size <= wish for wish in at_most)
    ]
    if not fitting:
        raise BadRequest(f"No thumbnail fits: {extension} comes in {', '.join(map(str, sizes))}", code=_UNAVAILABLE)
    return fitting[0] if at_least else fitting[-1]
