"""The connector's errors as those that programs expect of a file system."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager

from holdall.connector.errors import BoxError, Kind

_NUMBERS = {
    Kind.NOT_FOUND: errno.ENOENT,
    Kind.FORBIDDEN: errno.EACCES,
    Kind.UNAUTHORIZED: errno.EACCES,
    Kind.RATE_LIMITED: errno.EBUSY,
    Kind.NOT_READY: errno.EBUSY,
    Kind.UNAVAILABLE: errno.EIO,
    Kind.UNREACHABLE: errno.ECONNREFUSED,
    Kind.TIMED_OUT: errno.ETIMEDOUT,
    Kind.OUTCOME_UNKNOWN: errno.EIO,
    Kind.CORRUPT: errno.EIO,
    Kind.UNSUPPORTED: errno.ENOTSUP,
}

_CODES = {
    "folder_not_empty": errno.ENOTEMPTY,
    "item_name_in_use": errno.EEXIST,
    "item_name_invalid": errno.EINVAL,
    "storage_limit_exceeded": errno.ENOSPC,
}


def os_error(error: BoxError, path: str) -> OSError:
    """The OSError (FileNotFoundError, PermissionError, ...) that says the same."""
    number = _CODES.get(error.code or "") or _NUMBERS.get(error.kind) or errno.EIO
    return OSError(number, f"{os.strerror(number)} ({error})", path)


@contextmanager
def os_errors(path: str) -> Iterator[None]:
    """Raise OSError for every BoxError of the block."""
    try:
        yield
    except BoxError as error:
        raise os_error(error, path) from error
