"""Requests per user and minute, as Box counts them: a window of a minute, kept in this process's memory."""

from holdall.base.clock import MINUTE, SECOND, Clock
from holdall.base.errors import RateLimited
from holdall.base.settings import Settings

# Box's published limits per user: https://developer.box.com/guides/api-calls/permissions-and-errors/rate-limits/
BOX_REQUESTS = 1_000
BOX_UPLOADS = 240
UPLOAD_HOSTS = frozenset({"upload", "upload_session"})


class RateLimiter:
    """Counts the requests of each user in the present minute. With several server processes each counts its own."""

    def __init__(self, settings: Settings, clock: Clock) -> None:
        self._clock = clock
        self._limits = {
            "api": _limit(settings.rate_limit, BOX_REQUESTS, settings.dev),
            "upload": _limit(settings.upload_rate_limit, BOX_UPLOADS, settings.dev),
        }
        self._minute = 0
        self._counts: dict[tuple[str, int], int] = {}

    def count(self, host: str, user_id: int) -> None:
        """Count one request; raises RateLimited with the seconds to the next minute where it is one too many."""
        kind = "upload" if host in UPLOAD_HOSTS else "api"
        limit = self._limits[kind]
        if not limit:
            return
        now = self._clock.now()
        if now // MINUTE != self._minute:
            self._minute = now // MINUTE
            self._counts.clear()
        count = self._counts[kind, user_id] = self._counts.get((kind, user_id), 0) + 1
        if count > limit:
            raise RateLimited(max(1, ((self._minute + 1) * MINUTE - now) // SECOND))


def _limit(setting: int | None, of_box: int, dev: bool) -> int:
    if setting is not None:
        return setting
    return 0 if dev else of_box
