"""When a job may run, and when it runs next: plain functions of what its schedule says and of an instant.

Times of day are those of the clocks of one time zone. An hour that such clocks skip is where it would have begun; of an
hour that they show twice the first one counts.
"""

from datetime import UTC, datetime, timedelta, tzinfo
from typing import Any, Literal

import msgspec

from holdall.base.clock import DAY, MINUTE, SECOND
from holdall.base.errors import BadRequest

from .bodies import ScheduleBody, TimeOfDay, read_part

GAP = 15 * MINUTE
"""Between the end of a run and the next one, where a schedule says nothing; so says the vendor's documentation."""

MAPPING_GAP = 6 * 60 * MINUTE
"""The same for a job that makes jobs of folders; so says the vendor's documentation."""

_WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_DAYS = {
    "everyday": range(7),
    "weekdays": range(5),
    "weekends": range(5, 7),
    **{name: [number] for number, name in enumerate(_WEEK)},
}
_WEEKS_AHEAD = 2
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Window(msgspec.Struct, frozen=True):
    """A time in which runs are allowed: from the instant `begin` until before `end`."""

    begin: int
    end: int


class Schedule(msgspec.Struct, frozen=True, kw_only=True):
    """A schedule, read. Instants and spans are microseconds; `opens`, `closes` and `run_at` count from midnight.

    Runs begin from `start` on and until the local day of `end` is over.
    """

    zone: tzinfo
    mode: Literal["manual", "ad-hoc", "auto"] = "manual"
    days: frozenset[int] = frozenset(range(7))
    start: int | None = None
    end: int | None = None
    opens: int = 0
    closes: int = DAY
    run_at: int | None = None
    gap: int = GAP
    repeat_count: int | None = None
    max_execution: int | None = None

    @property
    def is_auto(self) -> bool:
        """Whether the job runs by itself."""
        return self.mode == "auto"

    def window_at(self, instant: int) -> Window | None:
        """The window that holds an instant, if one does."""
        today = self._local(instant).date().toordinal()
        for day in (today - 1, today):
            window = self._window_of(day)
            if window is not None and window.begin <= instant < window.end:
                return window
        return None

    def is_over(self, instant: int) -> bool:
        """Whether the last day of the schedule has passed."""
        return self.end is not None and instant >= self._end_of_last_day()

    def next_start(
        self, now: int, *, ended: int | None = None, window_on: int | None = None, runs: int = 0
    ) -> int | None:
        """When the next run may begin, from `now` on; None where there is to be no more.

        `ended` is when the last run ended, and `runs` how many began in the window that began at `window_on`.
        """
        if not self.is_auto:
            return None
        earliest = max(now, self.start or now)
        if ended is not None and self.run_at is None:
            earliest = max(earliest, ended + self.gap)
        first = self._local(earliest).date().toordinal() - 1
        for day in range(first, first + 7 * _WEEKS_AHEAD):
            window = self._window_of(day)
            if window is None:
                continue
            is_full = window.begin == window_on and self.repeat_count is not None and runs >= self.repeat_count
            begin = None if is_full else self._begin_in(window, earliest, ran=window.begin == window_on and runs > 0)
            if begin is not None:
                return None if self.is_over(begin) else begin
        return None

    def _begin_in(self, window: Window, earliest: int, *, ran: bool) -> int | None:
        if self.run_at is None:
            begin = max(window.begin, earliest)
            return begin if begin < window.end else None
        if ran:
            return None
        for day in (self._local(window.begin).date().toordinal() + later for later in (0, 1)):
            at = self._instant(day, self.run_at)
            if window.begin <= at < window.end and at >= earliest:
                return at
        return None

    def _window_of(self, day: int) -> Window | None:
        """The window that opens on a day, given by its ordinal."""
        if (day - 1) % 7 not in self.days:
            return None
        closes_on = day if self.closes > self.opens else day + 1
        begin, end = self._instant(day, self.opens), self._instant(closes_on, self.closes)
        return Window(begin, end) if begin < end else None

    def _end_of_last_day(self) -> int:
        assert self.end is not None
        return self._instant(self._local(self.end).date().toordinal() + 1, 0)

    def _local(self, instant: int) -> datetime:
        return (_EPOCH + timedelta(microseconds=instant)).astimezone(self.zone)

    def _instant(self, day: int, of_day: int) -> int:
        """The instant at which clocks show a time of a day for the first time, or jump over it."""
        shown = datetime.fromordinal(day) + timedelta(microseconds=of_day)
        before, after = (shown.replace(tzinfo=self.zone, fold=fold) for fold in (0, 1))
        instant = (before - _EPOCH) // timedelta(microseconds=1)
        if self._local(instant).replace(tzinfo=None) == shown:
            return instant
        # The clocks jump over it: `before` is told by the offset that held until then, `after` by the one since.
        low, high = (after - _EPOCH) // timedelta(microseconds=1), instant
        offset = self._local(low).utcoffset()
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if self._local(middle).utcoffset() == offset else (low, middle)
        return high


def read_schedule(said: Any, zone: tzinfo, *, gap: int = GAP) -> Schedule:
    """A job's schedule as it was said, read; nothing said is `auto`. Raises BadRequest naming what is wrong."""
    body: ScheduleBody = read_part(said or {}, ScheduleBody, "schedule")
    if body.mode != "auto":
        return Schedule(zone=zone, mode=body.mode, max_execution=_span(body.max_execution))
    opens = body.start_window.microseconds if body.start_window else 0
    closes = body.end_window.microseconds if body.end_window else DAY
    repeat = body.repeat_interval
    return Schedule(
        zone=zone,
        mode="auto",
        days=days_of(body.days),
        start=_date(body.start_date, "start_date", zone),
        end=_date(body.end_date if body.end_date is not None else body.end, "end_date", zone),
        opens=opens % DAY,
        closes=closes,
        run_at=_of_day(body.run_at),
        gap=repeat.microseconds if repeat else gap,
        repeat_count=body.repeat_count or None,
        max_execution=_span(body.max_execution),
    )


def _of_day(time: TimeOfDay | None) -> int | None:
    return time.microseconds % DAY if time else None


def _span(duration: Any) -> int | None:
    return duration.microseconds or None if duration else None


def days_of(said: str | list[str] | None, where: str = "schedule.days") -> frozenset[int]:
    """The numbers of the days of the week that are named, from Monday, 0, on; raises BadRequest for a name that is none."""
    names = [said] if isinstance(said, str) else said or ["everyday"]
    unknown = [name for name in names if name.lower() not in _DAYS]
    if unknown:
        raise BadRequest(f"{where} is refused: there is no {unknown[0]!r}; it is one of {', '.join(_DAYS)}")
    return frozenset(number for name in names for number in _DAYS[name.lower()])


def _date(said: int | str | None, key: str, zone: tzinfo) -> int | None:
    """Seconds since 1970, as a number or its digits, or a date of ISO 8601, which is local where it tells no offset."""
    if said is None or said == "":
        return None
    try:
        if str(said).strip().isdigit():
            moment = datetime.fromtimestamp(int(said), UTC)
        else:
            moment = datetime.fromisoformat(str(said))
        return int((moment if moment.tzinfo else moment.replace(tzinfo=zone)).timestamp()) * SECOND
    except (ValueError, OverflowError, OSError) as error:
        raise BadRequest(f"schedule.{key} is refused: {said!r} is no date; write seconds since 1970") from error
