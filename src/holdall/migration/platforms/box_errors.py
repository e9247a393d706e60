"""What Box's refusals mean to a migration: the platforms' own kinds of failure.

By Box's code where it says more than the status does.
"""

from holdall.connector import BoxError, Retry
from holdall.connector import Kind as BoxKind

from .errors import Kind, PlatformError

_KINDS = {
    BoxKind.NOT_FOUND: Kind.NOT_FOUND,
    BoxKind.CONFLICT: Kind.NAME_TAKEN,
    BoxKind.CHANGED: Kind.CHANGED,
    BoxKind.FORBIDDEN: Kind.FORBIDDEN,
    BoxKind.UNAUTHORIZED: Kind.FORBIDDEN,
    BoxKind.RATE_LIMITED: Kind.RATE_LIMITED,
    BoxKind.CORRUPT: Kind.CORRUPT,
}
_CODES = {
    "item_name_invalid": Kind.NAME_REFUSED,
    "item_name_too_long": Kind.NAME_REFUSED,
    "storage_limit_exceeded": Kind.FULL,
    "file_size_limit_exceeded": Kind.TOO_LARGE,
    "trashed": Kind.NOT_FOUND,
}


def problem_of(error: BoxError) -> PlatformError:
    """A refusal of Box as a failure of a platform, with the time to wait that Box names."""
    kind = _CODES.get(error.code or "") or _KINDS.get(error.kind)
    if kind is None:
        kind = Kind.UNAVAILABLE if error.retry is not Retry.NEVER else Kind.UNSUPPORTED
    wait = error.headers.get("retry-after", "")
    return PlatformError(kind, str(error), retry_after=float(wait) if wait.isdigit() else None)
