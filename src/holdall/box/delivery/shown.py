"""What was made of a file on its way to whoever may preview it: pictures are stamped where the file has a watermark.

Each answer is labelled so that a browser takes it for what it is and runs nothing of it.
"""

from starlette.responses import Response

from holdall.box.context import Context
from holdall.box.delivery.labels import PDF, content_disposition
from holdall.box.delivery.placeholders import MEDIA_TYPES
from holdall.content.access import Access
from holdall.content.items.names import extension_of
from holdall.content.watermarks.rules import imprint, is_stamped

_TEXT = "text/plain; charset=utf-8"
_HEADERS = {
    "cache-control": "private, max-age=60",
    "content-security-policy": "default-src 'none'; sandbox",
    "x-content-type-options": "nosniff",
}
# Browsers show no PDF in a sandbox; their own viewer keeps it apart from the page.
_HEADERS_OF_PDF = {**_HEADERS, "content-security-policy": "default-src 'none'"}


async def show_picture(ctx: Context, file: Access, picture: bytes, form: str) -> Response:
    """A picture of a file in the form `png` or `jpg`, stamped where the file has a watermark."""
    if is_stamped(file):
        viewer = file.subject.login or (ctx.request.client.host if ctx.request.client else "")
        picture = await ctx.platform.renditions.stamp(picture, form, imprint(viewer, ctx.db.now))
    return send_picture(picture, form)


def send_picture(picture: bytes, form: str) -> Response:
    """A picture in the form `png` or `jpg`, as it is."""
    return Response(picture, media_type=MEDIA_TYPES[form], headers=_HEADERS)


def show_text(content: bytes) -> Response:
    """The text of a file."""
    return Response(content, media_type=_TEXT, headers=_HEADERS)


def show_pdf(content: bytes, name: str) -> Response:
    """A PDF that was made of a file of this name."""
    stem = name.removesuffix(f".{extension_of(name)}")
    headers = {**_HEADERS_OF_PDF, "content-disposition": content_disposition(f"{stem}.pdf", inline=True)}
    return Response(content, media_type=PDF, headers=headers)
