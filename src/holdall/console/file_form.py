"""A form of a page with files in it, read as it arrives: what it says first, then one file after the other."""

from collections.abc import AsyncIterator

from multipart import MultipartSegment

from holdall.base.errors import BadRequest
from holdall.box.context import Context
from holdall.box.incoming import BodyStream
from holdall.box.multipart_body import MultipartBody
from holdall.box.upload_form import OVERHEAD
from holdall.console.pages import check_form

MOST_FIELDS = 8
FIELD_LIMIT = 64 * 1024


class FileForm:
    """The fields of a form, and then its files; their bytes are not read before the form was checked."""

    def __init__(self, ctx: Context, *, most_files: int) -> None:
        self._ctx = ctx
        self._part: MultipartSegment | None = None
        self.fields: dict[str, str] = {}
        """What came before the files, as far as it was read."""
        body = BodyStream(ctx.request, ctx.platform.settings.upload_limit + OVERHEAD)
        content_type = ctx.request.headers.get("content-type", "")
        self._body = MultipartBody(body, content_type, most_parts=most_files + MOST_FIELDS)

    @property
    def least_size(self) -> int:
        """How many bytes the files have at least, as far as the form's length tells."""
        return max((self._body.length or 0) - OVERHEAD, 0)

    async def read_fields(self) -> None:
        """Read what comes before the files; raises Refused for a form that is not of a page of ours, and BadRequest."""
        while (part := await self._body.next_part()) is not None and part.filename is None:
            value = bytearray()
            async for piece in self._body.pieces():
                value += piece
                if len(value) > FIELD_LIMIT:
                    raise BadRequest("A field of the form is too long")
            self.fields[part.name] = value.decode("utf-8", "replace").replace("\0", "")
        self._part = part
        check_form(self._ctx, self.fields)

    async def files(self) -> AsyncIterator[tuple[str, AsyncIterator[bytes]]]:
        """The pieces of the files, each by the name that the browser gives it; raises BadRequest."""
        while self._part is not None:
            if self._part.filename:  # without one nothing was chosen
                yield self._part.filename, self._body.pieces()
            self._part = await self._body.next_part()
