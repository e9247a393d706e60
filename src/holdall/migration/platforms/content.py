"""The bytes of one version of a file on their way from one platform to another.

Read once; the SHA-1 of what went by is known afterwards, whatever the platforms themselves know.
"""

import hashlib
import os
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator
from typing import ClassVar

from holdall.base.files import write_all

from .errors import Kind, PlatformError
from .threads import in_thread

PIECE = 1024 * 1024
"""About how many bytes are moved at once; a file of up to this size is read whole."""


class Content(ABC):
    """Bytes of a known size that can be read once, whole or in pieces."""

    gathers: ClassVar[bool] = True
    """Whether small pieces are put together; not where they are small so that something passes all the time."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.modified: int | None = None
        """When the content was last changed, where opening tells what listing does not; microseconds UTC."""
        self._sha1: str | None = None

    @property
    def sha1(self) -> str:
        """The SHA-1 of what was read, in hexadecimal digits; there is one when all was read."""
        assert self._sha1 is not None, "the content was not read to its end"
        return self._sha1

    @abstractmethod
    def _pieces(self) -> AsyncIterator[bytes]:
        """The bytes; raises PlatformError."""

    async def pieces(self) -> AsyncIterator[bytes]:
        """The bytes, piece by piece; raises PlatformError."""
        digest = hashlib.sha1(usedforsecurity=False)
        async for piece in _gathered(self._pieces()) if self.gathers else self._pieces():
            await in_thread(digest.update, piece)
            yield piece
        self._sha1 = digest.hexdigest()

    async def read(self) -> bytes:
        """All bytes; raises PlatformError. Meant for small files."""
        return b"".join([piece async for piece in self.pieces()])

    async def close(self) -> None:
        """Let go of what is held; closing twice is no error."""
        return


class BytesContent(Content):
    """Bytes in memory."""

    def __init__(self, data: bytes) -> None:
        super().__init__(len(data))
        self._data = data

    async def _pieces(self) -> AsyncIterator[bytes]:
        yield self._data

    async def read(self) -> bytes:
        """All bytes."""
        self._sha1 = hashlib.sha1(self._data, usedforsecurity=False).hexdigest()
        return self._data


class NoContent(Content):
    """The size of bytes that nobody is going to read."""

    def _pieces(self) -> AsyncIterator[bytes]:
        raise PlatformError(Kind.UNSUPPORTED, "a simulation reads no bytes")


async def _gathered(pieces: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """The same bytes in pieces that are worth the way to a thread: small ones come from the network."""
    held: list[bytes] = []
    size = 0
    async for piece in pieces:
        held.append(piece)
        size += len(piece)
        if size >= PIECE:
            yield held[0] if len(held) == 1 else b"".join(held)
            held, size = [], 0
    if held:
        yield b"".join(held)


def write_sparse(descriptor: int, piece: bytes | memoryview) -> None:
    """Append a piece to a file, leaving holes where 64 KiB are all zeros; the file is cut to its size at the end."""
    view = memoryview(piece)
    written = 0
    for start in range(0, len(view) - _HOLE + 1, _HOLE):
        if view[start : start + _HOLE] == _ZEROS:
            write_all(descriptor, view[written:start])
            os.lseek(descriptor, _HOLE, os.SEEK_CUR)
            written = start + _HOLE
    write_all(descriptor, view[written:])


_HOLE = 64 * 1024
_ZEROS = memoryview(bytes(_HOLE))
