"""What can go wrong on either side of a migration, as a closed list of kinds.

The engine decides by kind: try again, flag the item, or stop; a message is for people.
"""

from enum import StrEnum


class Kind(StrEnum):
    """The kinds of failure; the value is the word in ledgers, reports and answers."""

    NOT_FOUND = "not_found"
    """The item is not there, or no longer."""
    NAME_TAKEN = "name_taken"
    """Another item of the folder has the name."""
    NAME_REFUSED = "name_refused"
    """The platform's path rules do not allow the name."""
    FORBIDDEN = "forbidden"
    """The connection's account may not do this, or the connection is read-only."""
    TOO_LARGE = "too_large"
    """The file is larger than the platform takes."""
    FULL = "full"
    """There is no space left."""
    CHANGED = "changed"
    """The content is no longer the one that was asked for."""
    CORRUPT = "corrupt"
    """What arrived is not what was sent."""
    RATE_LIMITED = "rate_limited"
    """The platform asks to slow down."""
    UNAVAILABLE = "unavailable"
    """The platform cannot be reached, or fails."""
    UNSUPPORTED = "unsupported"
    """The platform has no such thing."""

    @property
    def is_passing(self) -> bool:
        """Whether the same attempt may succeed later."""
        return self in _PASSING


_PASSING = frozenset({Kind.CHANGED, Kind.CORRUPT, Kind.RATE_LIMITED, Kind.UNAVAILABLE})


class PlatformError(Exception):
    """A platform did not do what it was asked to; `retry_after` is in seconds, where the platform names a time."""

    def __init__(self, kind: Kind, message: str, *, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.kind = kind
        self.message = message
        self.retry_after = retry_after
