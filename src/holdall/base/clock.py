"""The one source of time. Instants are integers: microseconds since 1970 in UTC, in memory and in the database.

Tests and the control plane move time by an offset, so no other module asks the operating system.
"""

import re
import time
from datetime import UTC, datetime, timedelta, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

SECOND = 1_000_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
EARLIEST = (datetime.min.replace(tzinfo=UTC) - _EPOCH) // timedelta(microseconds=1)
LATEST = (datetime.max.replace(tzinfo=UTC) - _EPOCH) // timedelta(microseconds=1)
"""The instants that can be written as a date and time."""
_TWO = tuple(f"{number:02}" for number in range(60))
_DATE_TIME = re.compile(r"(\d{4}-\d{2}-\d{2})[Tt ](\d{2}:\d{2}(?::\d{2})?)(\.\d+)?([Zz]|[+-]\d{2}:?\d{2})?", re.ASCII)


class Clock:
    """Tells the time, shifted by an offset that only development and tests set."""

    def __init__(self) -> None:
        self.offset = 0

    def now(self) -> int:
        """The present instant in microseconds UTC."""
        return time.time_ns() // 1000 + self.offset

    def set(self, instant: int) -> None:
        """Make `instant` the present; time goes on from there."""
        self.offset = instant - time.time_ns() // 1000

    def advance(self, microseconds: int) -> None:
        """Move the present by this much; negative moves back."""
        self.offset += microseconds


@lru_cache(maxsize=4096)
def time_zone(name: str) -> tzinfo:
    """The time zone of a name such as Europe/Vienna; raises ValueError where there is none."""
    if name.upper() == "UTC":
        return UTC
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError(f"there is no time zone {name!r}; it is written as Europe/Vienna or UTC") from error


def format_instant(instant: int) -> str:
    """ISO 8601 to the second, in UTC with a numeric offset: the form that every Box client reads.

    Remembered, because most documents name the same instant several times.
    """
    day, second = divmod(instant // SECOND, 86_400)
    minute = second // 60
    return f"{_format_day(day)}T{_TWO[minute // 60]}:{_TWO[minute % 60]}:{_TWO[second % 60]}+00:00"


@lru_cache(maxsize=4096)
def _format_day(day: int) -> str:
    return (_EPOCH + timedelta(days=day)).date().isoformat()


def parse_instant(text: str) -> int:
    """Microseconds UTC of an RFC 3339 date and time; without an offset it is UTC. Raises ValueError for anything else."""
    match = _DATE_TIME.fullmatch(text)
    if match is None:
        raise ValueError(f"{text!r} is not an RFC 3339 date and time, such as 2026-01-31T12:00:00+00:00")
    date, clock_time, fraction, offset = match.groups()
    microseconds = int(fraction[1:7].ljust(6, "0")) if fraction else 0
    moment = datetime.fromisoformat(f"{date}T{clock_time}{(offset or 'Z').upper()}")
    instant = (moment - _EPOCH) // timedelta(microseconds=1) + microseconds
    if not EARLIEST <= instant <= LATEST:
        raise ValueError(f"{text!r} is not in the years 1 to 9999 of UTC")
    return instant
