"""The closed set of ways in which a call can fail, each with what it means for trying again.

A caller decides by `kind` and never by parsing a message.
"""

from collections.abc import Mapping
from enum import Enum
from typing import Any


class Retry(Enum):
    """What trying again would mean."""

    NEVER = "never"
    """The same call fails again: change the call, the permission or the content first."""
    AFTER_SIGN_IN = "after_sign_in"
    """A new sign-in is needed first; the connector has already refreshed once."""
    LATER = "later"
    """The same call may succeed later; the connector has already tried as often as its policy allows."""
    LOOK_FIRST = "look_first"
    """It may have happened: look at the server before trying again."""


class Kind(Enum):
    """The kinds of failure; the value is the word in results, logs and exit codes."""

    ARGUMENTS = "arguments"
    """The call does not fit the contract; nothing was sent."""
    REFUSED = "refused"
    """The server found the request wrong (400, 405, 411, 413, 415, 416, 422)."""
    UNAUTHORIZED = "unauthorized"
    """The server does not accept the token (401), or no token could be had."""
    FORBIDDEN = "forbidden"
    """The signed-in user may not do this (403)."""
    NOT_FOUND = "not_found"
    """There is no such thing, or the user may not know of it (404, 410)."""
    CONFLICT = "conflict"
    """The state of the content forbids it: the name is taken, the item is locked (409, 423)."""
    UNCHANGED = "unchanged"
    """The item is still the version that the call named in `if_none_match` (304)."""
    CHANGED = "changed"
    """The item is no longer the version that the call named (412)."""
    RATE_LIMITED = "rate_limited"
    """Too many requests for longer than the retry policy waits (429)."""
    NOT_READY = "not_ready"
    """The result is still being made (202) after the retry policy's last attempt."""
    UNAVAILABLE = "unavailable"
    """The server answered 5xx until the retry policy gave up."""
    UNSUPPORTED = "unsupported"
    """The server does not have this operation (501)."""
    UNREACHABLE = "unreachable"
    """No connection could be made, or it broke in a call that changes nothing."""
    TIMED_OUT = "timed_out"
    """The time for the call ran out, and nothing happened or may be repeated."""
    OUTCOME_UNKNOWN = "outcome_unknown"
    """A request that changes something was sent, and no answer told whether it happened."""
    CORRUPT = "corrupt"
    """What arrived is not what was promised: a checksum, a length or a document does not hold."""

    @property
    def retry(self) -> Retry:
        """What trying again after this kind of failure would mean."""
        return _RETRY.get(self, Retry.NEVER)


_RETRY = {
    Kind.UNAUTHORIZED: Retry.AFTER_SIGN_IN,
    Kind.RATE_LIMITED: Retry.LATER,
    Kind.NOT_READY: Retry.LATER,
    Kind.UNAVAILABLE: Retry.LATER,
    Kind.UNREACHABLE: Retry.LATER,
    Kind.TIMED_OUT: Retry.LATER,
    Kind.OUTCOME_UNKNOWN: Retry.LOOK_FIRST,
    Kind.CORRUPT: Retry.LATER,
}


class BoxError(Exception):
    """A call that did not succeed.

    `status`, `code`, `context` and `request_id` are the server's own, where it answered; `code` is Box's word for
    the cause and `context` its `context_info`.
    """

    def __init__(
        self,
        kind: Kind,
        message: str,
        *,
        operation_id: str | None = None,
        status: int | None = None,
        code: str | None = None,
        context: Mapping[str, Any] | None = None,
        request_id: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        self.kind = kind
        self.message = message
        self.operation_id = operation_id
        self.status = status
        self.code = code
        self.context: Mapping[str, Any] = context or {}
        self.request_id = request_id
        self.headers: Mapping[str, str] = headers or {}
        super().__init__(message)

    @property
    def retry(self) -> Retry:
        """What trying again would mean."""
        return self.kind.retry

    def __str__(self) -> str:
        """One line: the operation, the status and code where there are any, and the message."""
        where = f"{self.operation_id}: " if self.operation_id else ""
        what = " ".join(str(part) for part in (self.status, self.code) if part)
        return f"{where}{what + ': ' if what else ''}{self.message}"


class ArgumentError(BoxError, TypeError):
    """The arguments do not fit the operation; nothing was sent."""

    def __init__(self, message: str, *, operation_id: str | None = None) -> None:
        super().__init__(Kind.ARGUMENTS, message, operation_id=operation_id)
