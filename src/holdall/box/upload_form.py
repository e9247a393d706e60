"""The form of an upload: a part `attributes` with JSON, then the file as a part of any name, read as it arrives.

What Box asks of it: https://developer.box.com/guides/uploads/direct/file
"""

from collections.abc import AsyncIterator
from typing import TypeVar

import msgspec

from holdall.base.errors import ApiError, BadRequest, InvalidParameter
from holdall.box.incoming import BodyStream
from holdall.box.multipart_body import MultipartBody

ATTRIBUTES = "attributes"
MAX_ATTRIBUTES = 64 * 1024
OVERHEAD = 256 * 1024
"""How many bytes a form may have besides the file: attributes, headers, boundaries, and what surrounds them."""
Decoded = TypeVar("Decoded")


class UploadForm:
    """Reads one upload from a body: first `read_attributes`, then `file`."""

    def __init__(self, body: BodyStream, content_type: str) -> None:
        """Raises UnsupportedMediaType or BadRequest for a content type that is no form's."""
        self._form = MultipartBody(body, content_type, most_parts=16)

    @property
    def least_size(self) -> int | None:
        """How many bytes the file has at least, as far as the form's length tells; None where there is none."""
        return None if self._form.length is None else max(self._form.length - OVERHEAD, 0)

    async def read_attributes(self, kind: type[Decoded]) -> Decoded:
        """The attributes; afterwards the file comes next. Raises BadRequest, also where the order is wrong."""
        segment = await self._form.next_part()
        if segment is None:
            raise InvalidParameter(ATTRIBUTES, "is required, as the first part of the form")
        if segment.name != ATTRIBUTES:
            await self._refuse_order()
        raw = bytearray()
        async for piece in self._form.pieces():
            raw += piece
            if len(raw) > MAX_ATTRIBUTES:
                raise InvalidParameter(ATTRIBUTES, f"has more than {MAX_ATTRIBUTES} bytes")
        attributes = _decode(bytes(raw), kind)
        file = await self._form.next_part()
        if file is None:
            raise InvalidParameter("file", "is required, as a part of the form after the attributes")
        if file.name == ATTRIBUTES:
            raise InvalidParameter(ATTRIBUTES, "is there twice")
        return attributes

    async def file(self) -> AsyncIterator[bytes]:
        """The bytes of the file as they arrive. Raises BadRequest where the form is broken, cut off or goes on wrongly."""
        async for piece in self._form.pieces():
            yield piece
        await self._read_rest()

    async def _read_rest(self) -> None:
        """What follows the file: the end of the form, and at most fields that mean nothing here."""
        while (segment := await self._form.next_part()) is not None:
            if segment.name == ATTRIBUTES:
                raise _metadata_after_file()
            if segment.filename is not None:
                raise InvalidParameter("file", "is there twice: one upload is one file")

    async def _refuse_order(self) -> None:
        """The form began with another part: say whether its attributes come later, or not at all."""
        while (segment := await self._form.next_part()) is not None:
            if segment.name == ATTRIBUTES:
                raise _metadata_after_file()
        raise InvalidParameter(ATTRIBUTES, "is required, as the first part of the form")


def _metadata_after_file() -> ApiError:
    return BadRequest("The part attributes must come before the file", code="metadata_after_file_contents")


def _decode(raw: bytes, kind: type[Decoded]) -> Decoded:
    try:
        return msgspec.json.decode(raw, type=kind, strict=False)
    except msgspec.ValidationError as error:
        message, _, path = str(error).partition(" - at `$")
        raise InvalidParameter(path.strip("`.") or ATTRIBUTES, message) from None
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise InvalidParameter(ATTRIBUTES, f"is not valid JSON: {error}") from None
