"""An answer that is bytes: read once, whole or piece by piece, and the connection is given back.

`Content` is for `async` programs, `BlockingContent` for the others.
"""

from collections.abc import AsyncIterator, Iterator, Mapping
from types import TracebackType
from typing import Protocol, Self

from holdall.connector.portal import Runner

PIECE = 256 * 1024
"""About how many bytes a piece has."""


class ByteStream(Protocol):
    """Where the bytes come from; the transport implements it."""

    def pieces(self) -> AsyncIterator[bytes]:
        """The bytes as they arrive; raises BoxError where they end before they should."""

    async def close(self) -> None:
        """Give the connection back, or drop it where bytes are left on it."""


class Content:
    """The bytes of one answer, with its status and headers (lower-case names)."""

    def __init__(self, stream: ByteStream, status: int, headers: Mapping[str, str]) -> None:
        self._stream = stream
        self.status = status
        self.headers = headers

    @property
    def size(self) -> int | None:
        """How many bytes follow, where the server says."""
        length = self.headers.get("content-length")
        return int(length) if length is not None and "content-encoding" not in self.headers else None

    async def __aiter__(self) -> AsyncIterator[bytes]:
        """The bytes in pieces; raises BoxError where the connection breaks before the end."""
        try:
            async for piece in self._stream.pieces():
                yield piece
        finally:
            await self.close()

    async def read(self) -> bytes:
        """All bytes at once; raises BoxError where the connection breaks before the end."""
        return b"".join([piece async for piece in self])

    async def close(self) -> None:
        """Stop reading and give the connection back; closing twice is no error."""
        await self._stream.close()

    async def __aenter__(self) -> Self:
        """The content itself, closed at the end of the block."""
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close it."""
        await self.close()


class BlockingContent:
    """The bytes of one answer for a program without an event loop."""

    def __init__(self, content: Content, runner: Runner) -> None:
        self._content = content
        self._runner = runner
        self.status = content.status
        self.headers = content.headers
        self.size = content.size

    def __iter__(self) -> Iterator[bytes]:
        """The bytes in pieces; raises BoxError where the connection breaks before the end."""
        return self._runner.iterate(aiter(self._content))

    def read(self) -> bytes:
        """All bytes at once; raises BoxError where the connection breaks before the end."""
        return self._runner.run(self._content.read())

    def close(self) -> None:
        """Stop reading and give the connection back; closing twice is no error."""
        self._runner.run(self._content.close())

    def __enter__(self) -> Self:
        """The content itself, closed at the end of the block."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close it."""
        self.close()
