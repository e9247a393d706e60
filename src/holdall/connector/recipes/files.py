"""Files on this machine, read and written at any place, hashed off the event loop.

SHA-1 is the hash that the API names contents by; here it guards against accidents, not attackers.
"""

import asyncio
import hashlib
import os
import threading
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import IO, Any

from holdall.connector.request import Pieces

BLOCK = 1024 * 1024
"""How many bytes are read or hashed at once."""


class LocalFile:
    """Bytes of known length that can be read at any place: in memory, or in a file by its descriptor."""

    def __init__(self, source: bytes | bytearray | memoryview | Path | IO[bytes]) -> None:
        self._view = memoryview(source).cast("B") if isinstance(source, bytes | bytearray | memoryview) else None
        self._opened: IO[bytes] | None = source.open("rb") if isinstance(source, Path) else None
        self._start = 0
        if self._view is not None:
            self.size = len(self._view)
            return
        file = self._opened or source
        assert not isinstance(file, bytes | bytearray | memoryview | Path)
        self._descriptor = file.fileno()
        self._start = 0 if self._opened else file.tell()
        self.size = os.fstat(self._descriptor).st_size - self._start

    @property
    def in_memory(self) -> bool:
        """Whether reading costs nothing."""
        return self._view is not None

    def identity(self) -> dict[str, Any]:
        """What tells this content from another, as far as that is known without reading all of it."""
        if self._view is not None:
            return {"size": self.size, "sha1": self.sha1().hex()}
        status = os.fstat(self._descriptor)
        return {"size": self.size, "modified": status.st_mtime_ns, "start": self._start}

    def read(self, start: int, length: int) -> bytes:
        """These bytes; fewer where the file ends before."""
        if self._view is not None:
            return bytes(self._view[start : start + length])
        return read_at(self._descriptor, length, self._start + start)

    def read_some(self, start: int, length: int) -> bytes:
        """Some of these bytes; raises EOFError where the file has become shorter."""
        block = self.read(start, length)
        if not block:
            raise EOFError("the file has become shorter while it was read")
        return block

    def sha1(self, start: int = 0, length: int | None = None, stop: threading.Event | None = None) -> bytes:
        """The SHA-1 of a range, which may take a while; raises EOFError once `stop` is set."""
        digest = hashlib.sha1(usedforsecurity=False)
        end = self.size if length is None else start + length
        while start < end:
            block = self.read_some(start, min(BLOCK, end - start))
            digest.update(block)
            start += len(block)
            if stop is not None and stop.is_set():
                raise EOFError("nobody waits for the hash any more")
        return digest.digest()

    def close(self) -> None:
        """Close what was opened here."""
        if self._opened is not None:
            self._opened.close()


class FileRange(Pieces):
    """A range of a local file as a body to upload, which can be sent as often as needed."""

    def __init__(self, file: LocalFile, start: int, length: int, sent: Callable[[int], None]) -> None:
        self._file = file
        self._start = start
        self.length = length
        self._sent = sent

    async def __aiter__(self) -> AsyncIterator[bytes]:
        """The bytes, from the start of the range."""
        place, end, told = self._start, self._start + self.length, 0
        try:
            while place < end:
                length = min(BLOCK, end - place)
                if self._file.in_memory:
                    block = self._file.read_some(place, length)
                else:
                    block = await asyncio.to_thread(self._file.read_some, place, length)
                place += len(block)
                yield block
                told += len(block)
                self._sent(len(block))
        except BaseException:
            self._sent(-told)  # what was sent in vain does not count
            raise


_PREAD = getattr(os, "pread", None)
_PWRITE = getattr(os, "pwrite", None)
_PLACING = threading.Lock()
"""Windows cannot read at a place: there the position of a file is shared, and whoever moves it holds this."""


def read_at(descriptor: int, length: int, place: int) -> bytes:
    """Up to so many bytes at a place of a file."""
    if _PREAD is not None:
        found: bytes = _PREAD(descriptor, length, place)
        return found
    with _PLACING:
        os.lseek(descriptor, place, os.SEEK_SET)
        return os.read(descriptor, length)


def write_at(descriptor: int, block: bytes, place: int) -> None:
    """Write all of these bytes at a place of a file."""
    view = memoryview(block)
    while view:
        if _PWRITE is not None:
            written = _PWRITE(descriptor, view, place)
        else:
            with _PLACING:
                os.lseek(descriptor, place, os.SEEK_SET)
                written = os.write(descriptor, view)
        view = view[written:]
        place += written
