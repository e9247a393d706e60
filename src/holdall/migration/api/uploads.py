"""Lists that are sent as JSON, or as a CSV file: in a form, as the vendor's client sends them, or as the body itself."""

import io
from typing import cast

from multipart import MultipartError, MultipartParser, parse_options_header

from holdall.base.errors import BadRequest
from holdall.migration.api.context import Context


async def sent_file(ctx: Context) -> tuple[bytes, bool]:
    """What was sent, and whether it is CSV; raises BadRequest for a form without a file."""
    raw = await ctx.raw_body()
    kind, options = parse_options_header(ctx.request.headers.get("content-type", ""))
    if kind == "multipart/form-data":
        return _file(raw, options.get("boundary", "")), True
    return raw, kind in ("text/csv", "text/plain")


def _file(raw: bytes, boundary: str) -> bytes:
    try:
        for part in MultipartParser(io.BytesIO(raw), boundary, disk_limit=0, memory_limit=len(raw) + 1):
            if part.filename or part.name == "file":
                return cast(bytes, part.raw)
    except MultipartError as error:
        raise BadRequest(f"The form cannot be read: {error}") from None
    raise BadRequest("The form has no file: send the CSV as a part with a file name")
