"""What was made of a file on its way to whoever may see the file: labelled so that it is a picture and nothing else."""

from starlette.responses import Response

from holdall.box.context import Context
from holdall.box.delivery.placeholders import MEDIA_TYPES
from holdall.content.access import Access

_HEADERS = {
    "cache-control": "private, max-age=60",
    "content-security-policy": "default-src 'none'; sandbox",
    "x-content-type-options": "nosniff",
}


async def show_picture(_ctx: Context, _file: Access, picture: bytes, form: str) -> Response:
    """A picture of a file in the form `png` or `jpg`."""
    return Response(picture, media_type=MEDIA_TYPES[form], headers=_HEADERS)
