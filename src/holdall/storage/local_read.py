"""Reading files without stopping the event loop: at memory speed while the kernel has the pages, in a thread when not."""

import asyncio
import errno
import os
from concurrent.futures import Executor
from typing import Self

from .store import PIECE, BlobDamaged, Pieces, StoreUnavailable

_NOWAIT: int | None = getattr(os, "RWF_NOWAIT", None)  # Linux alone has it
_READ_AHEAD = 4 * 1024 * 1024  # asked for when a piece was not cached: the next ones should be


class FilePieces(Pieces):
    """The bytes of an open file from `offset` on, in pieces; owns the descriptor and closes it at the end."""

    def __init__(self, file: int, key: str, offset: int, length: int, executor: Executor) -> None:
        self._file = file
        self._key = key
        self._offset = offset
        self._left = length
        self._executor = executor

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> bytes:
        if self._left <= 0 or self._file < 0:
            self.close()
            raise StopAsyncIteration
        wanted = min(PIECE, self._left)
        try:
            if _is_cached(self._file, self._offset, wanted):
                piece = os.pread(self._file, wanted, self._offset)
            else:
                piece = await self._read_cold(wanted)
        except OSError as error:
            self.close()
            raise StoreUnavailable(f"{self._key}: {error.strerror}") from error
        if not piece:
            self.close()
            raise BlobDamaged(f"{self._key} ends at byte {self._offset}, {self._left} bytes early")
        self._offset += len(piece)
        self._left -= len(piece)
        if self._left == 0:
            self.close()
        return piece

    async def aclose(self) -> None:
        """Close the file; the iterator is at its end."""
        self.close()

    def close(self) -> None:
        """Close the file; the iterator is at its end."""
        file, self._file = self._file, -1
        if file >= 0:
            os.close(file)

    def __del__(self) -> None:
        self.close()

    async def _read_cold(self, wanted: int) -> bytes:
        loop = asyncio.get_running_loop()
        # The thread must not find the number closed, or given to another file, if this task is cancelled meanwhile.
        own = os.dup(self._file)
        return await loop.run_in_executor(self._executor, _read_and_close, own, wanted, self._offset)


def _is_cached(file: int, offset: int, length: int) -> bool:
    """Whether reading a range should not wait for the disk: its first and last byte are in memory.

    Reading the whole range with RWF_NOWAIT instead would be exact, but needs a buffer of our own and a copy. A page
    missing in between is rare (the kernel reads ahead and drops in order) and costs one read of the disk.
    """
    if _NOWAIT is None:
        return True
    try:
        probe = [bytearray(1)]
        for position in (offset, offset + length - 1):
            os.preadv(file, probe, position, _NOWAIT)
    except OSError as error:
        if error.errno in {errno.EAGAIN, errno.EOPNOTSUPP, errno.ENOSYS, errno.EINVAL}:
            return False
        raise
    return True


def _read_and_close(file: int, wanted: int, offset: int) -> bytes:
    try:
        os.posix_fadvise(file, offset, _READ_AHEAD, os.POSIX_FADV_WILLNEED)
        return os.pread(file, wanted, offset)
    finally:
        os.close(file)
