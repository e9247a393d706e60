"""The body of a request as it arrives: limited and counted."""

from collections.abc import AsyncIterator

from starlette.requests import ClientDisconnect, Request

from holdall.base.errors import BadRequest, ContentTooLarge


class BodyStream:
    """The chunks of a body of at most `limit` bytes. What a refusal leaves of it the gateway reads to its end."""

    def __init__(self, request: Request, limit: int) -> None:
        """Raises ContentTooLarge for a body that is declared to be larger."""
        declared = request.headers.get("content-length")
        self.length = int(declared) if declared is not None and declared.isdecimal() else None
        """How many bytes the body has, where the client says so."""
        self._chunks = request.stream()
        self._limit = limit
        self._received = 0
        if self.length is not None and self.length > limit:
            raise ContentTooLarge(f"The body has {self.length} bytes; at most {limit} are taken here")

    async def __aiter__(self) -> AsyncIterator[bytes]:
        """The next chunks, none of them empty; raises ContentTooLarge, and BadRequest where the client breaks off."""
        try:
            async for chunk in self._chunks:
                self._received += len(chunk)
                if self._received > self._limit:
                    raise ContentTooLarge(f"The body has more than the {self._limit} bytes that are taken here")
                if chunk:
                    yield chunk
        except ClientDisconnect:
            raise BadRequest("The body ended before it was complete") from None
