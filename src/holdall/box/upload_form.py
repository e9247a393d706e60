"""The form of an upload: a part `attributes` with JSON, then the file as a part of any name, read as it arrives.

What Box asks of it: https://developer.box.com/guides/uploads/direct/file
"""

from collections import deque
from collections.abc import AsyncIterator
from typing import Any, TypeVar

import msgspec
from multipart import MultipartError, MultipartSegment, PushMultipartParser, parse_options_header

from holdall.base.errors import ApiError, BadRequest, InvalidParameter, UnsupportedMediaType
from holdall.box.incoming import BodyStream

ATTRIBUTES = "attributes"
MAX_ATTRIBUTES = 64 * 1024
OVERHEAD = 256 * 1024
"""How many bytes a form may have besides the file: attributes, headers, boundaries, and what surrounds them."""
Decoded = TypeVar("Decoded")
Event = Any
"""What the parser tells: a segment begins (MultipartSegment), bytes of it, it ends (None)."""


class UploadForm:
    """Reads one upload from a body: first `read_attributes`, then `file`."""

    def __init__(self, body: BodyStream, content_type: str) -> None:
        """Raises UnsupportedMediaType or BadRequest for a content type that is no form's."""
        kind, options = parse_options_header(content_type)
        if kind != "multipart/form-data":
            raise UnsupportedMediaType("An upload is a form: send multipart/form-data")
        try:
            self._parser = PushMultipartParser(options.get("boundary", ""), max_segment_count=16)
        except MultipartError as error:
            raise BadRequest(f"The form cannot be read: {error}") from None
        self._body = body
        self._events: deque[Event] = deque()

    @property
    def least_size(self) -> int | None:
        """How many bytes the file has at least, as far as the form's length tells; None where there is none."""
        return None if self._body.length is None else max(self._body.length - OVERHEAD, 0)

    async def read_attributes(self, kind: type[Decoded]) -> Decoded:
        """The attributes; afterwards the file comes next. Raises BadRequest, also where the order is wrong."""
        segment = await self._next_part()
        if segment is None:
            raise InvalidParameter(ATTRIBUTES, "is required, as the first part of the form")
        if segment.name != ATTRIBUTES:
            await self._refuse_order()
        raw = bytearray()
        while (event := await self._next_event()) is not None:
            raw += event
            if len(raw) > MAX_ATTRIBUTES:
                raise InvalidParameter(ATTRIBUTES, f"has more than {MAX_ATTRIBUTES} bytes")
        attributes = _decode(bytes(raw), kind)
        file = await self._next_part()
        if file is None:
            raise InvalidParameter("file", "is required, as a part of the form after the attributes")
        if file.name == ATTRIBUTES:
            raise InvalidParameter(ATTRIBUTES, "is there twice")
        return attributes

    async def file(self) -> AsyncIterator[bytes]:
        """The bytes of the file as they arrive. Raises BadRequest where the form is broken, cut off or goes on wrongly."""
        while (event := await self._next_event()) is not None:
            yield event
        await self._read_rest()

    async def _next_event(self) -> Event:
        """What the parser tells next of the present part."""
        while not self._events:
            await self._parse_chunk()
        return self._events.popleft()

    async def _next_part(self) -> MultipartSegment | None:
        """The head of the next part, skipping what is left of the present one; None at the end of the form."""
        while self._events or await self._parse_chunk():
            while self._events:
                event = self._events.popleft()
                if isinstance(event, MultipartSegment):
                    return event
        return None

    async def _parse_chunk(self) -> bool:
        """Parse the next chunk of the body; False where there is none. Raises BadRequest for a broken or cut off form."""
        chunk = await anext(self._body, b"")
        try:
            self._events.extend(self._parser.parse(chunk))
        except MultipartError as error:
            raise BadRequest(f"The form cannot be read: {error}") from None
        return bool(chunk)

    async def _read_rest(self) -> None:
        """What follows the file: the end of the form, and at most fields that mean nothing here."""
        while (segment := await self._next_part()) is not None:
            if segment.name == ATTRIBUTES:
                raise _metadata_after_file()
            if segment.filename is not None:
                raise InvalidParameter("file", "is there twice: one upload is one file")

    async def _refuse_order(self) -> None:
        """The form began with another part: say whether its attributes come later, or not at all."""
        while (segment := await self._next_part()) is not None:
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
