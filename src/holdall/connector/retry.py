"""When a failed attempt is worth another, and how long to wait before it.

Only a refusal, or a request that changes nothing when sent twice, is ever sent again.
"""

import random
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

import msgspec

from holdall.connector.errors import BoxError, Kind
from holdall.connector.transport import Answer

_KINDS = {
    304: Kind.UNCHANGED,
    401: Kind.UNAUTHORIZED,
    403: Kind.FORBIDDEN,
    404: Kind.NOT_FOUND,
    409: Kind.CONFLICT,
    410: Kind.NOT_FOUND,
    412: Kind.CHANGED,
    423: Kind.CONFLICT,
    429: Kind.RATE_LIMITED,
    501: Kind.UNSUPPORTED,
}

TEMPORARY_CODES = frozenset({"operation_blocked_temporary", "name_temporarily_reserved"})
"""Refusals that say themselves that they pass."""

_UNDECIDED = frozenset({500, 502, 504, 509})
"""Failures after which a change may still have happened."""


class RetryPolicy(msgspec.Struct, frozen=True):
    """How often and how long: the wait doubles from `first` to `longest` seconds, each shortened by up to half at random.

    `patience` bounds a wait that the server asks for: a longer one is an error at once.
    """

    attempts: int = 6
    first: float = 1.0
    longest: float = 32.0
    patience: float = 300.0

    def wait(self, failed: int, chance: Callable[[], float] = random.random) -> float:
        """Seconds before the next attempt, after `failed` of them."""
        return float(min(self.longest, self.first * 2 ** (failed - 1)) * (1 - chance() / 2))


def error_of(answer: Answer, operation_id: str) -> BoxError:
    """The error that an answer says, in Box's shape, in OAuth's, or in none."""
    body = _document(answer.body)
    message = body.get("message") or body.get("error_description") or body.get("error") or _plain(answer)
    kind = _KINDS.get(answer.status)
    if kind is None:
        kind = Kind.UNAVAILABLE if answer.status >= 500 else Kind.NOT_READY if answer.status == 202 else Kind.REFUSED
    context = body.get("context_info")
    return BoxError(
        kind,
        str(message),
        operation_id=operation_id,
        status=answer.status,
        code=body.get("code") or body.get("error"),
        context=context if isinstance(context, dict) else None,
        request_id=body.get("request_id") or answer.headers.get("x-request-id"),
        headers=answer.headers,
    )


def passes(error: BoxError, repeatable: bool) -> bool:
    """Whether another attempt may be made after the server answered with this error."""
    if error.kind in {Kind.RATE_LIMITED, Kind.NOT_READY} or error.code in TEMPORARY_CODES:
        return True
    if error.kind is Kind.UNAVAILABLE:
        return repeatable or error.status not in _UNDECIDED
    return False


def undecided(error: BoxError) -> bool:
    """Whether the server failed in a way after which a change may have happened."""
    return error.kind is Kind.UNAVAILABLE and error.status in _UNDECIDED


def retry_after(headers: Mapping[str, str]) -> float | None:
    """The seconds that the server asks to wait (RFC 9110, 10.2.3: a number or a date), where it asks."""
    text = headers.get("retry-after", "").strip()
    if not text:
        return None
    try:
        return max(0.0, float(text))
    except ValueError:
        pass
    from email.utils import parsedate_to_datetime  # late: rare, and slow to import

    try:
        until = parsedate_to_datetime(text)
        now = parsedate_to_datetime(headers["date"]) if "date" in headers else datetime.now(UTC)
        return max(0.0, (until - now).total_seconds())
    except (TypeError, ValueError):
        return None


def _document(body: bytes) -> dict[str, Any]:
    try:
        document = msgspec.json.decode(body)
    except msgspec.DecodeError:
        return {}
    return document if isinstance(document, dict) else {}


def _plain(answer: Answer) -> str:
    if answer.status == 304:
        return "not modified"
    text = answer.body[:200].decode(errors="replace").strip()
    return text or "the server gave no reason"
