"""A body of the type multipart/form-data, read part by part as it arrives."""

from collections import deque
from collections.abc import AsyncIterator
from typing import Any

from multipart import MultipartError, MultipartSegment, PushMultipartParser, parse_options_header

from holdall.base.errors import BadRequest, UnsupportedMediaType
from holdall.box.incoming import BodyStream

Event = Any
"""What the parser tells: a segment begins (MultipartSegment), bytes of it, it ends (None)."""


class MultipartBody:
    """The parts of a form in their order: `next_part`, then its `pieces`."""

    def __init__(self, body: BodyStream, content_type: str, *, most_parts: int) -> None:
        """Raises UnsupportedMediaType or BadRequest for a content type that is no form's."""
        kind, options = parse_options_header(content_type)
        if kind != "multipart/form-data":
            raise UnsupportedMediaType("An upload is a form: send multipart/form-data")
        try:
            self._parser = PushMultipartParser(options.get("boundary", ""), max_segment_count=most_parts)
        except MultipartError as error:
            raise BadRequest(f"The form cannot be read: {error}") from None
        self._body = body
        self._events: deque[Event] = deque()

    @property
    def length(self) -> int | None:
        """How many bytes the whole form has, where the client says so."""
        return self._body.length

    async def next_part(self) -> MultipartSegment | None:
        """The head of the next part, skipping what is left of the present one; None at the end of the form.

        Raises BadRequest where the form is broken or cut off.
        """
        while self._events or await self._parse_chunk():
            while self._events:
                event = self._events.popleft()
                if isinstance(event, MultipartSegment):
                    return event
        return None

    async def pieces(self) -> AsyncIterator[bytes]:
        """The bytes of the present part as they arrive; raises as `next_part`."""
        while (event := await self._next_event()) is not None:
            yield event

    async def _next_event(self) -> Event:
        """What the parser tells next of the present part."""
        while not self._events:
            await self._parse_chunk()
        return self._events.popleft()

    async def _parse_chunk(self) -> bool:
        """Parse the next chunk of the body; False where there is none."""
        chunk = await anext(self._body, b"")
        try:
            self._events.extend(self._parser.parse(chunk))
        except MultipartError as error:
            raise BadRequest(f"The form cannot be read: {error}") from None
        return bool(chunk)
