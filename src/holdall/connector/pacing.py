"""Keeps a program under the server's rate limits, so that it waits a little instead of being refused.

The limits are Box's published ones: https://developer.box.com/guides/api-calls/permissions-and-errors/rate-limits/
"""

import threading

import msgspec

from holdall.connector.clock import Clock
from holdall.contract import Operation

_UPLOADS = frozenset({"post_files_content", "post_files_id_content", "put_files_upload_sessions_id"})
_SEARCHES = frozenset({"get_search"})
_SIGN = frozenset({"post_sign_requests", "post_sign_requests_id_resend"})

_USERS_REMEMBERED = 10_000


class Limit(msgspec.Struct, frozen=True):
    """So many calls in so many seconds; `burst` of them may come at once."""

    calls: float
    seconds: float
    burst: float = 1.0


class Pace(msgspec.Struct, frozen=True):
    """The limits that a client keeps; an empty list sets none.

    `user` counts every call of one user, `uploads`, `searches` and `sign` only theirs on top; `application` counts the
    calls of all users of this client together, `all_searches` their searches.
    """

    user: tuple[Limit, ...] = (Limit(1000, 60, burst=100),)
    uploads: tuple[Limit, ...] = (Limit(240, 60, burst=24),)
    searches: tuple[Limit, ...] = (Limit(6, 1, burst=6), Limit(60, 60, burst=6))
    sign: tuple[Limit, ...] = (Limit(100, 60, burst=10),)
    all_searches: tuple[Limit, ...] = (Limit(12, 1, burst=12),)
    application: tuple[Limit, ...] = ()

    @classmethod
    def unlimited(cls) -> "Pace":
        """No limits, for a server that sets none."""
        return cls(user=(), uploads=(), searches=(), sign=(), all_searches=())


class Bucket:
    """One limit for one user: how long the next call waits. Reserves a place, so that waiting calls keep their order."""

    def __init__(self, limit: Limit, now: float) -> None:
        self._interval = limit.seconds / limit.calls
        self._credit = self._interval * max(limit.burst - 1, 0)
        self._next = now - self._credit

    def reserve(self, now: float) -> float:
        """The seconds that this call waits."""
        self._next = max(self._next, now - self._credit) + self._interval
        return max(0.0, self._next - self._interval - now)


class Pacer:
    """All limits of a client, whose calls may come from many threads. One user's waiting does not hold up another's."""

    def __init__(self, pace: Pace, clock: Clock) -> None:
        self._pace = pace
        self._clock = clock
        self._buckets: dict[tuple[str | None, str], list[Bucket]] = {}
        self._held: dict[str | None, float] = {}
        self._lock = threading.Lock()

    def delay(self, operation: Operation, user: str | None) -> float:
        """The seconds to wait until this user may make this call, whose place is reserved."""
        now = self._clock.seconds()
        with self._lock:
            delay = self._held.get(user, now) - now
            if delay <= 0:
                self._held.pop(user, None)
            for owner, name in self._kinds(operation, user):
                for bucket in self._buckets_of(owner, name, now):
                    delay = max(delay, bucket.reserve(now))
        return max(delay, 0.0)

    def hold(self, user: str | None, seconds: float) -> None:
        """Let this user's next calls wait: the server answered 429."""
        until = self._clock.seconds() + seconds
        with self._lock:
            self._held[user] = max(self._held.get(user, 0.0), until)

    def _kinds(self, operation: Operation, user: str | None) -> list[tuple[str | None, str]]:
        kinds: list[tuple[str | None, str]] = [(user, "user")]
        if self._pace.application:
            kinds.append((None, "application"))
        if operation.id in _UPLOADS:
            kinds.append((user, "uploads"))
        elif operation.id in _SEARCHES:
            kinds += [(user, "searches"), (None, "all_searches")]
        elif operation.id in _SIGN:
            kinds.append((user, "sign"))
        return kinds

    def _buckets_of(self, user: str | None, name: str, now: float) -> list[Bucket]:
        limits: tuple[Limit, ...] = getattr(self._pace, name)
        if not limits:
            return []
        key = (user, name)
        found = self._buckets.pop(key, None) or [Bucket(limit, now) for limit in limits]
        self._buckets[key] = found  # the last used is the last dropped
        if len(self._buckets) > _USERS_REMEMBERED:
            del self._buckets[next(iter(self._buckets))]
        return found
