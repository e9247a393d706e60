"""Small files by system calls alone: read, hashed and written, many at a time.

It is a program of its own too, which does so beside the process that asks: see local_carriers.py. That one starts with every
larger run, so nothing is loaded here but quick parts of the standard library.
"""

import ctypes
import hashlib
import marshal
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from errno import EEXIST, EINVAL, EMLINK, ENOSYS, ENOTSUP, EPERM
from typing import Any

Reading = tuple[str, str, int]
"""A file to read: its place, the revision that it must have (see `revision_of`) and its size."""

Writing = tuple[str, str, int | None]
"""A file to write: where its bytes lie before all of them are there, its place, and when its content was changed, in ns."""

Copied = tuple[str, str, str]
"""What became of a file: its identity, its revision and the SHA-1 of its bytes."""

Failed = tuple[int, str]
"""Why a file could not be read or written: the system's number, or CHANGED, and the place."""

CHANGED = 0
"""The number of a file that is not the one that was listed any more."""

_WRITTEN_AT_ONCE = 256 * 1024
"""Why no more: see base/files.py, which this program does not load."""

NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
_READ = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)


class ChangedError(Exception):
    """A file has changed since it was listed."""


def run(work: str, files: Iterable[Any]) -> list[Any]:
    """What became of each file: of a `copy` Copied, for `sha1` the hexadecimal digits, or why it failed."""
    do = _WORKS[work]
    return [_tried(do, file) for file in files]


def read(place: str, revision: str, size: int) -> bytes:
    """All bytes of a file; raises OSError, and ChangedError where it was not what was listed by the time of its end."""
    descriptor = os.open(place, _READ)
    try:
        data = os.read(descriptor, size)
        while len(data) < size and (more := os.read(descriptor, size - len(data))):
            data += more
        if revision_of(os.fstat(descriptor)) != revision:
            raise ChangedError
    finally:
        os.close(descriptor)
    return data


def write(data: bytes, partial: str, modified: int | None, put: Callable[[str], None]) -> os.stat_result:
    """Write bytes to a file that is not there yet, which `put` names; what the system tells of it. Raises as those do."""
    try:
        descriptor = os.open(partial, NEW, 0o666)
        try:
            view = memoryview(data)
            while view:
                view = view[os.write(descriptor, view[:_WRITTEN_AT_ONCE]) :]
            status = dated(descriptor, modified)
        finally:
            os.close(descriptor)
        put(partial)
    except BaseException:
        with suppress(OSError):
            os.unlink(partial)
        raise
    return status


def dated(descriptor: int, modified: int | None) -> os.stat_result:
    """Say when a file's content was changed, in nanoseconds; what the system tells of it then."""
    if modified is not None:
        os.utime(descriptor, ns=(modified, modified))
    return os.fstat(descriptor)


def rename_new(partial: str, place: str) -> None:
    """Give the bytes their name; raises FileExistsError where it is taken, which a plain rename would replace."""
    if _rename is not None:
        if not _rename(_HERE, os.fsencode(partial), _HERE, os.fsencode(place), _NO_REPLACE):
            return
        number = ctypes.get_errno()
        if number not in _NO_SUCH_CALL:
            raise OSError(number, os.strerror(number), place)
    try:
        os.link(partial, place)
        os.unlink(partial)
    except OSError as error:
        if error.errno not in _NO_HARD_LINKS:
            raise
        if os.path.lexists(place):
            raise FileExistsError(EEXIST, os.strerror(EEXIST), place) from error
        os.rename(partial, place)


def revision_of(status: os.stat_result) -> str:
    """What changes when a file's bytes do."""
    return f"{status.st_mtime_ns:x}-{status.st_size:x}"


def identity_of(status: os.stat_result) -> str:
    """What stays through renames."""
    return f"{status.st_dev:x}:{status.st_ino:x}"


def _tried(work: Callable[[Any], Any], file: object) -> Any:
    try:
        return work(file)
    except OSError as error:
        return error.errno or EINVAL, str(error.filename or "the file system")
    except ChangedError:
        return CHANGED, ""


def _copy(file: tuple[Reading, Writing]) -> Copied:
    reading, (partial, place, modified) = file
    data = read(*reading)
    status = write(data, partial, modified, lambda partial: rename_new(partial, place))
    return identity_of(status), revision_of(status), hashlib.sha1(data, usedforsecurity=False).hexdigest()


def _sha1(file: Reading) -> str:
    return hashlib.sha1(read(*file), usedforsecurity=False).hexdigest()


_WORKS: dict[str, Callable[[Any], Any]] = {"copy": _copy, "sha1": _sha1}


system = ctypes.CDLL(None, use_errno=True) if os.name == "posix" else None
_rename = getattr(system, "renameat2", None)
"""Linux renames in one call what elsewhere takes a link and a removal."""
_HERE = -100
_NO_REPLACE = 1
_NO_SUCH_CALL = {ENOSYS, EINVAL, ENOTSUP}
_NO_HARD_LINKS = {EPERM, ENOTSUP, ENOSYS, EMLINK}


def _serve() -> None:
    """Do what is asked on the standard input until it ends: the name of a work, and its files."""
    started_by = os.getppid()

    def while_wanted(files: Iterable[object]) -> Iterator[object]:
        for file in files:
            if os.getppid() != started_by:  # it was killed: whoever goes on with its work shall find nobody at it
                sys.exit()
            yield file

    with suppress(EOFError):
        while True:
            work, files = marshal.load(sys.stdin.buffer)  # noqa: S302 - from the process that has started this one
            marshal.dump(run(work, while_wanted(files)), sys.stdout.buffer)
            sys.stdout.buffer.flush()


if __name__ == "__main__":
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who interrupts a run means the process that has started this one
    _serve()
