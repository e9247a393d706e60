"""How the files of this machine are read, written and told of, for `local`.

A file appears under its name when all its bytes are there; what changes while it is read is noticed.
"""

import contextlib
import ctypes
import hashlib
import os
import stat
import time
from collections.abc import AsyncIterator, Callable, Iterator
from errno import (
    EACCES,
    EDQUOT,
    EEXIST,
    EFBIG,
    EINVAL,
    ENAMETOOLONG,
    ENOENT,
    ENOSPC,
    ENOTDIR,
    ENOTEMPTY,
    EPERM,
    EROFS,
)
from pathlib import Path
from typing import ParamSpec, TypeVar

from holdall.base.files import do_not_keep

from .content import PIECE, Content, write_sparse
from .errors import Kind, PlatformError
from .local_small import CHANGED, NEW, Failed, dated, identity_of, revision_of, system
from .platform import Details, Entry
from .threads import in_thread, until_cut

P = ParamSpec("P")
T = TypeVar("T")

PARTIAL = ".holdall-partial-"
"""What a file is called before all its bytes are there; such names are never listed."""

_ABANDONED = 24 * 3600
"""After so many seconds nobody writes such a file any more."""

_FORGOTTEN_AT_ONCE = 8 * PIECE

_KINDS = {
    ENOENT: Kind.NOT_FOUND,
    ENOTDIR: Kind.NOT_FOUND,
    EEXIST: Kind.NAME_TAKEN,
    ENOTEMPTY: Kind.NAME_TAKEN,
    EACCES: Kind.FORBIDDEN,
    EPERM: Kind.FORBIDDEN,
    EROFS: Kind.FORBIDDEN,
    ENOSPC: Kind.FULL,
    EDQUOT: Kind.FULL,
    EFBIG: Kind.TOO_LARGE,
    ENAMETOOLONG: Kind.NAME_REFUSED,
    EINVAL: Kind.NAME_REFUSED,
}


class LocalContent(Content):
    """The bytes of a file that is compared with its entry before and after it is read."""

    def __init__(self, place: str, file: Entry) -> None:
        self._descriptor = os.open(place, os.O_RDONLY | os.O_NOFOLLOW | getattr(os, "O_BINARY", 0))
        self._file = file
        try:
            self._check()
        except BaseException:
            os.close(self._descriptor)
            raise
        super().__init__(file.size)
        self._open = True
        self._is_cut = False
        self._forgotten = 0

    async def _pieces(self) -> AsyncIterator[bytes]:
        left = self.size  # and no more: a file may grow for ever
        while left and (piece := await of_system(os.read, self._descriptor, min(PIECE, left))):
            left -= len(piece)
            self._was_read(left)
            yield piece
        self._check()
        self.close_now()

    async def copied_to(self, place: str, details: Details) -> os.stat_result:
        """Write all bytes to a file that is not there yet; what the system tells of it. Raises PlatformError."""
        try:
            return await until_cut(self._cut, self._copy_to, place, details)
        except OSError as error:
            raise problem_of(error) from error

    def _copy_to(self, place: str, details: Details) -> os.stat_result:
        descriptor = os.open(place, NEW, 0o666)
        try:
            for piece in self._pieces_now():
                write_sparse(descriptor, piece)
            os.ftruncate(descriptor, self.size)
            return _finished(descriptor, details)
        finally:
            os.close(descriptor)

    async def read_sha1(self) -> str:
        """The SHA-1 of all bytes; raises PlatformError."""
        try:
            await until_cut(self._cut, self._take_sha1)
        except OSError as error:
            raise problem_of(error) from error
        return self.sha1

    def _take_sha1(self) -> None:
        for _ in self._pieces_now():
            pass

    def _cut(self) -> None:
        self._is_cut = True

    def _pieces_now(self) -> Iterator[memoryview]:
        digest = hashlib.sha1(usedforsecurity=False)
        buffer = memoryview(bytearray(min(PIECE, self.size)))
        left = self.size
        with open(self._descriptor, "rb", buffering=0, closefd=False) as opened:
            while left and not self._is_cut and (read := opened.readinto(buffer[: min(left, PIECE)])):
                left -= read
                digest.update(buffer[:read])
                self._was_read(left)
                yield buffer[:read]
        self._check()
        self._sha1 = digest.hexdigest()

    def _was_read(self, left: int) -> None:
        """Leave what was read to the system, some pieces at a time: a migration reads more than any memory holds, and once."""
        done = self.size - left
        if not left or done - self._forgotten >= _FORGOTTEN_AT_ONCE:
            do_not_keep(self._descriptor, self._forgotten, done - self._forgotten)
            self._forgotten = done

    async def close(self) -> None:
        """Close the file."""
        self.close_now()

    def close_now(self) -> None:
        """Close the file on the thread that calls."""
        if self._open:
            self._open = False
            os.close(self._descriptor)

    def _check(self) -> None:
        status = os.fstat(self._descriptor)
        if revision_of(status) != self._file.revision:
            raise changed(self._file.address)


async def save(content: Content, place: str, details: Details) -> os.stat_result:
    """Write a file that is not there yet, as its bytes come; what the system tells of it. Raises PlatformError."""
    if isinstance(content, LocalContent):
        return await content.copied_to(place, details)
    descriptor = await of_system(os.open, place, NEW, 0o666)
    try:
        async for piece in content.pieces():
            await of_system(write_sparse, descriptor, piece)
        await of_system(os.ftruncate, descriptor, content.size)
        return await of_system(_finished, descriptor, details)
    finally:
        await of_system(os.close, descriptor)


def _begin_writing_out(descriptor: int) -> None:
    """Have the system begin to write a large file out, so that the end of a run does not wait for all of them."""
    if _write_range is not None:
        _write_range(descriptor, _FROM_THE_BEGINNING, _TO_THE_END, _BEGIN)


def _finished(descriptor: int, details: Details) -> os.stat_result:
    _begin_writing_out(descriptor)
    return dated(descriptor, nanoseconds_of(details))


def write_out(folder: Path) -> None:
    """Have the file system that a folder is on write out what it holds back. Raises OSError."""
    if _write_out is None:
        os.sync()
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        if _write_out(descriptor):
            number = ctypes.get_errno()
            raise OSError(number, os.strerror(number), str(folder))
    finally:
        os.close(descriptor)


_write_out = getattr(system, "syncfs", None)
_write_range = getattr(system, "sync_file_range", None)
_FROM_THE_BEGINNING, _TO_THE_END = ctypes.c_int64(0), ctypes.c_int64(0)
_BEGIN = 2


def remove_partials(folder: Path) -> None:
    """Remove what was being written in a folder by a process that is no more, which a day is proof of."""
    for left in folder.glob(f"{PARTIAL}*"):
        with contextlib.suppress(FileNotFoundError):
            if time.time() - left.stat().st_ctime > _ABANDONED:
                left.unlink()


async def of_system(call: Callable[P, T], *arguments: P.args, **options: P.kwargs) -> T:
    """What the call answers, run in a thread; its OSError becomes a PlatformError."""
    try:
        return await in_thread(call, *arguments, **options)
    except OSError as error:
        raise problem_of(error) from error


def problem_of(error: OSError) -> PlatformError:
    """What an error of the system means to a migration."""
    kind = _KINDS.get(error.errno or 0, Kind.UNAVAILABLE)
    return PlatformError(kind, f"{error.filename or 'the file system'}: {error.strerror or error}")


def problem_at(address: str, failed: Failed) -> PlatformError:
    """What it means that a small file could not be read or written."""
    number, place = failed
    if number == CHANGED:
        return changed(address)
    return problem_of(OSError(number, os.strerror(number), place))


def changed(address: str) -> PlatformError:
    """A file is not the one that was listed any more."""
    return PlatformError(Kind.CHANGED, f"{address} has changed since it was looked at")


def join(parent: str, name: str) -> str:
    """The address of an entry of a folder."""
    return f"{parent}/{name}" if parent else name


def nanoseconds_of(details: Details) -> int | None:
    """When the content was changed, as system calls want it."""
    return details.modified * 1000 if details.modified is not None else None


def entry_of(address: str, name: str, status: os.stat_result, place: str) -> Entry:
    """What the system tells of an entry, in the words of all platforms."""
    mode = status.st_mode
    kind = _TYPES.get(stat.S_IFMT(mode), "other")
    created = getattr(status, "st_birthtime_ns", None)
    return Entry(
        address=address,
        identity=_identity(status, kind, address),
        type=kind,  # type: ignore[arg-type] # the table holds the words of EntryType
        name=name,
        revision=revision_of(status),
        size=status.st_size if kind == "file" else 0,
        created=created // 1000 if created is not None else None,
        modified=status.st_mtime_ns // 1000,
        target=str(Path(place).readlink()) if kind == "link" else None,
        problem=_why_not(name, kind),
    )


def _identity(status: os.stat_result, kind: str, address: str) -> str:
    """What stays through renames; of several names for one file each is a file of its own."""
    identity = identity_of(status)
    return f"{identity}:{address}" if kind == "file" and status.st_nlink > 1 else identity


_TYPES = {stat.S_IFREG: "file", stat.S_IFDIR: "folder", stat.S_IFLNK: "link"}


def _why_not(name: str, kind: str) -> str | None:
    if kind == "other":
        return "is a device, a pipe or a socket"
    if any("\udc80" <= character <= "\udcff" for character in name):
        return "has a name that is no UTF-8"
    return None
