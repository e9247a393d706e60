"""Writing and reading much of a file, in the ways that cost Linux least."""

import os
from contextlib import suppress

_WRITTEN_AT_ONCE = 256 * 1024
_NOT_KEPT = getattr(os, "POSIX_FADV_DONTNEED", None)


def write_all(descriptor: int, data: bytes | memoryview) -> None:
    """Write all bytes where the file is at; raises OSError.

    What is written with one call is cached in one piece of memory. Large pieces are the last that a system has in use, so a
    virtual machine often has to get them from its host first, which takes ten times as long as writing.
    """
    view = memoryview(data)
    while view:
        view = view[os.write(descriptor, view[:_WRITTEN_AT_ONCE]) :]


def do_not_keep(descriptor: int, start: int, length: int) -> None:
    """Have the system forget bytes that were read once and will not be read again, so that others find memory at once."""
    if _NOT_KEPT is not None:
        with suppress(OSError):  # it is no more than a hint
            os.posix_fadvise(descriptor, start, length, _NOT_KEPT)
