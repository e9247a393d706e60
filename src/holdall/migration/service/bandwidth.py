"""How fast bytes may pass: limits by the time of the day, kept by buckets that every byte of a run goes through.

A limit of the whole service is shared by the runs of all processes, a job's own by the processes that move its content.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from datetime import datetime, timedelta, tzinfo
from typing import Any, cast
from weakref import WeakKeyDictionary

from holdall.base.clock import DAY, SECOND
from holdall.base.db import Database
from holdall.migration.platforms.content import Content
from holdall.migration.platforms.platform import Entry, Platform

from .bodies import Bandwidth, BandwidthWindow
from .schedule import days_of
from .shares import part_of, processes

_PIECES_A_SECOND = 8
"""A slow stream is cut so that something passes that often; otherwise the other end would give up."""


def rate_at(limit: Bandwidth | None, zone: tzinfo, instant: int) -> int | None:
    """Bytes that may pass in a second at an instant; None is without limit.

    Of the windows that hold the instant the one that began last counts; a window with `time` ends at midnight.
    """
    if limit is None or limit.disabled:
        return None
    now = datetime.fromtimestamp(instant / SECOND, zone)
    of_day = (now - now.replace(hour=0, minute=0, second=0, microsecond=0)) // timedelta(microseconds=1)
    holding = [(age, window) for window in limit.window if (age := _age(window, now.weekday(), of_day)) is not None]
    chosen = min(holding, key=lambda one: one[0])[1] if holding else limit
    return chosen.bytes_per_second or None


def _age(window: BandwidthWindow, weekday: int, of_day: int) -> int | None:
    """For how long a window has been open, or None where it is closed."""
    first = window.start_time or window.time
    begin = first.microseconds % DAY if first else 0
    end = window.end_time.microseconds if window.end_time else DAY
    days = days_of(window.days, "window.days")
    age = of_day - begin
    if end > begin:
        return age if weekday in days and begin <= of_day < end else None
    if age >= 0 and weekday in days:
        return age
    return age + DAY if of_day < end and (weekday - 1) % 7 in days else None


class Bucket:
    """Lets so many bytes pass in a second as `rate` answers at the time; None is without limit."""

    def __init__(
        self, rate: Callable[[], int | None], sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    ) -> None:
        self._rate = rate
        self._sleep = sleep
        self._free_at = 0.0

    @property
    def rate(self) -> int | None:
        """How many bytes may pass in a second now."""
        return self._rate()

    async def take(self, count: int) -> None:
        """Come back when so many more bytes may pass."""
        rate = self._rate()
        if not rate:
            return
        now = asyncio.get_running_loop().time()
        wait = max(self._free_at - now, 0.0)
        self._free_at = now + wait + count / rate
        await self._sleep(wait)


def is_limit(limit: Bandwidth | None) -> bool:
    """Whether a limit ever holds anything up."""
    return limit is not None and not limit.disabled and bool(limit.bytes_per_second or limit.window)


_limits: WeakKeyDictionary[Database, dict[str, Bandwidth]] = WeakKeyDictionary()
_shared: WeakKeyDictionary[Database, dict[str, Bucket]] = WeakKeyDictionary()


def shared_bucket(database: Database, name: str, limit: Bandwidth, zone: tzinfo) -> Bucket:
    """The bucket of this process for a limit of the whole service; what goes through it already keeps to the new limit."""
    limits = _limits.setdefault(database, {})
    limits[name] = limit
    clock = database.clock

    def rate() -> int | None:
        return part_of(rate_at(limits[name], zone, clock.now()), processes(database))

    return _shared.setdefault(database, {}).setdefault(name, Bucket(rate))


class PacedContent(Content):
    """Another content, whose bytes go through buckets."""

    gathers = False

    def __init__(self, inner: Content, buckets: Sequence[Bucket]) -> None:
        super().__init__(inner.size)
        self.modified = inner.modified
        self._inner = inner
        self._buckets = buckets

    async def _pieces(self) -> AsyncIterator[bytes]:
        async for piece in self._inner.pieces():
            view = memoryview(piece)
            while view:
                size = self._size_of_piece(len(view))
                for bucket in self._buckets:
                    await bucket.take(size)
                yield bytes(view[:size])
                view = view[size:]

    def _size_of_piece(self, most: int) -> int:
        rates = [rate for bucket in self._buckets if (rate := bucket.rate)]
        return min([most, *(max(rate // _PIECES_A_SECOND, 1) for rate in rates)])

    async def close(self) -> None:
        """Let go of the other content."""
        await self._inner.close()


class Paced:
    """A platform whose contents go through buckets, and which is the platform itself in everything else."""

    def __init__(self, platform: Platform, buckets: Sequence[Bucket]) -> None:
        self._platform = platform
        self._buckets = buckets

    def __getattr__(self, name: str) -> Any:
        return getattr(self._platform, name)

    async def open(self, file: Entry) -> Content:
        """The content of a file; see Platform."""
        return PacedContent(await self._platform.open(file), self._buckets)


def paced(platform: Platform, buckets: Sequence[Bucket]) -> Platform:
    """The platform with its contents going through buckets, or as it is where there are none."""
    return cast(Platform, Paced(platform, buckets)) if buckets else platform
