"""The body of a request as it arrives: limited and counted."""

from typing import Self

from starlette.requests import Request

from holdall.base.errors import BadRequest, ContentTooLarge


class BodyStream:
    """The chunks of a body of at most `limit` bytes. What a refusal leaves of it the gateway reads to its end."""

    def __init__(self, request: Request, limit: int) -> None:
        """Raises ContentTooLarge for a body that is declared to be larger."""
        declared = request.headers.get("content-length")
        self.length = int(declared) if declared is not None and declared.isdecimal() else None
        """How many bytes the body has, where the client says so."""
        self._receive = request.receive
        self._limit = limit
        self._received = 0
        self._has_ended = False
        if self.length is not None and self.length > limit:
            raise ContentTooLarge(f"The body has {self.length} bytes; at most {limit} are taken here")

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> bytes:
        """The next chunk, never an empty one; raises ContentTooLarge, and BadRequest where the client breaks off."""
        while not self._has_ended:
            message = await self._receive()
            if message["type"] == "http.disconnect":
                raise BadRequest("The body ended before it was complete")
            self._has_ended = not message.get("more_body", False)
            chunk: bytes = message.get("body", b"")
            self._received += len(chunk)
            if self._received > self._limit:
                raise ContentTooLarge(f"The body has more than the {self._limit} bytes that are taken here")
            if chunk:
                return chunk
        raise StopAsyncIteration
