"""Schedules: when a job may run and when it runs next, on the clocks of a time zone that change twice a year."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from holdall.base.clock import HOUR, MINUTE, SECOND, time_zone
from holdall.base.errors import BadRequest
from holdall.migration.service.schedule import GAP, Schedule, read_schedule

BERLIN = ZoneInfo("Europe/Berlin")  # 2026: the clocks jump from 2:00 to 3:00 on March 29, and back on October 25
NAMES = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]


def at(text: str, zone: Any = UTC, fold: int = 0) -> int:
    moment = datetime.fromisoformat(text).replace(tzinfo=zone, fold=fold)
    return (moment - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)


def hour(hr: int, minutes: int = 0) -> dict[str, int]:
    return {"hr": hr, "min": minutes}


def auto(zone: Any = UTC, **said: Any) -> Schedule:
    return read_schedule({"mode": "auto", **said}, zone)


class TestModes:
    @pytest.mark.parametrize("mode", ["manual", "ad-hoc"])
    def test_a_job_that_is_started_by_hand_never_starts_by_itself(self, mode):
        assert read_schedule({"mode": mode}, UTC).next_start(at("2026-01-05 08:00")) is None

    def test_an_automatic_job_starts_at_once(self):
        assert auto().next_start(at("2026-01-05 08:00")) == at("2026-01-05 08:00")

    def test_without_a_schedule_a_job_is_automatic(self):
        assert read_schedule(None, UTC).is_auto is True

    def test_it_starts_again_a_quarter_of_an_hour_after_a_run_has_ended(self):
        ended = at("2026-01-05 08:00")

        assert auto().next_start(ended + SECOND, ended=ended) == ended + GAP == at("2026-01-05 08:15")

    def test_the_gap_can_be_told(self):
        ended = at("2026-01-05 08:00")
        schedule = auto(repeat_interval={"value": 2, "unit": "h"})

        assert schedule.next_start(ended, ended=ended) == at("2026-01-05 10:00")


class TestDays:
    def test_the_job_waits_for_one_of_its_days(self):
        monday = at("2026-01-05 08:00")

        assert auto(days=["Wednesday", "friday"]).next_start(monday) == at("2026-01-07 00:00")
        assert auto(days="weekends").next_start(monday) == at("2026-01-10 00:00")
        assert auto(days="weekdays").next_start(monday) == monday

    def test_a_day_that_is_none_is_refused(self):
        with pytest.raises(
            BadRequest, match=r"schedule\.days is refused: there is no 'someday'; it is one of everyday"
        ):
            auto(days=["someday"])

    def test_it_begins_at_the_first_date(self):
        start = at("2026-03-01 12:00") // SECOND

        assert auto(start_date=start).next_start(at("2026-01-05 08:00")) == at("2026-03-01 12:00")
        assert auto(start_date=str(start)).next_start(at("2026-01-05 08:00")) == at("2026-03-01 12:00")

    def test_it_runs_on_the_last_date_still_and_never_after(self):
        schedule = auto(end_date=at("2026-03-01 00:00") // SECOND)

        assert schedule.next_start(at("2026-03-01 23:59")) == at("2026-03-01 23:59")
        assert schedule.next_start(at("2026-03-02 00:00")) is None
        assert schedule.is_over(at("2026-03-02 00:00")) is True

    def test_the_last_date_is_also_called_end_and_may_be_a_date_of_the_calendar(self):
        assert auto(end="2026-03-01") == auto(end_date="2026-03-01") == auto(end_date=at("2026-03-01") // SECOND)

    def test_a_date_that_is_none_is_refused(self):
        with pytest.raises(BadRequest, match=r"schedule\.end_date is refused: 'soon' is no date"):
            auto(end_date="soon")


class TestWindows:
    def test_runs_begin_in_the_window_only(self):
        schedule = auto(start_window=hour(8), end_window=hour(17))

        assert schedule.next_start(at("2026-01-05 06:00")) == at("2026-01-05 08:00")
        assert schedule.next_start(at("2026-01-05 16:59")) == at("2026-01-05 16:59")
        assert schedule.next_start(at("2026-01-05 17:00")) == at("2026-01-06 08:00")

    def test_a_window_across_midnight_belongs_to_the_day_on_which_it_opens(self):
        schedule = auto(days="monday", start_window=hour(22), end_window=hour(6))

        assert schedule.window_at(at("2026-01-06 05:59")) is not None  # Tuesday, in the window of Monday
        assert schedule.window_at(at("2026-01-05 05:59")) is None  # Monday, in what would be the window of Sunday
        assert schedule.next_start(at("2026-01-06 06:00")) == at("2026-01-12 22:00")

    def test_no_more_runs_than_the_cap_begin_in_a_window(self):
        schedule = auto(start_window=hour(8), end_window=hour(17), repeat_count=3)
        window = at("2026-01-05 08:00")
        now = at("2026-01-05 09:00")

        assert schedule.next_start(now, window_on=window, runs=2) == now
        assert schedule.next_start(now, window_on=window, runs=3) == at("2026-01-06 08:00")

    def test_without_a_window_the_cap_holds_for_a_day(self):
        schedule = auto(repeat_count=1)

        assert schedule.next_start(at("2026-01-05 09:00"), window_on=at("2026-01-05 00:00"), runs=1) == at("2026-01-06")


class TestRunAt:
    def test_a_job_with_a_time_of_day_runs_then_once_on_each_of_its_days(self):
        schedule = auto(days="weekdays", run_at=hour(2, 30))
        friday = at("2026-01-09 02:30")

        assert schedule.next_start(at("2026-01-08 02:31"), window_on=at("2026-01-08"), runs=1) == friday
        assert schedule.next_start(friday, window_on=at("2026-01-09"), runs=1) == at("2026-01-12 02:30")

    def test_a_window_across_midnight_holds_the_time_of_the_next_morning(self):
        schedule = auto(days="monday", start_window=hour(22), end_window=hour(6), run_at=hour(1))

        assert schedule.next_start(at("2026-01-05 12:00")) == at("2026-01-06 01:00")

    def test_a_time_outside_the_window_never_comes(self):
        assert auto(start_window=hour(8), end_window=hour(9), run_at=hour(12)).next_start(at("2026-01-05")) is None


class TestMaximum:
    def test_the_longest_run_is_told_in_any_unit(self):
        assert auto(max_execution={"value": 2, "unit": "h"}).max_execution == 2 * HOUR
        assert auto(max_execution={"value": 90, "unit": "m"}).max_execution == 90 * MINUTE


class TestClocksThatChange:
    def test_what_is_due_in_the_hour_that_is_skipped_runs_when_the_clocks_jump(self):
        schedule = auto(BERLIN, run_at=hour(2, 30))
        jump = at("2026-03-29 03:00", BERLIN)

        assert schedule.next_start(at("2026-03-29 00:00", BERLIN)) == jump
        assert schedule.next_start(jump, window_on=at("2026-03-29 00:00", BERLIN), runs=1) == at(
            "2026-03-30 02:30", BERLIN
        )

    def test_a_window_that_opens_in_the_skipped_hour_opens_when_the_clocks_jump(self):
        schedule = auto(BERLIN, start_window=hour(2, 15), end_window=hour(5))

        assert schedule.next_start(at("2026-03-29 00:00", BERLIN)) == at("2026-03-29 03:00", BERLIN)

    def test_a_window_that_lies_in_the_skipped_hour_does_not_open_that_day(self):
        schedule = auto(BERLIN, start_window=hour(2, 15), end_window=hour(2, 45))

        assert schedule.next_start(at("2026-03-29 00:00", BERLIN)) == at("2026-03-30 02:15", BERLIN)

    def test_what_is_due_in_the_doubled_hour_runs_once_the_first_time(self):
        schedule = auto(BERLIN, run_at=hour(2, 30))
        first = at("2026-10-25 02:30", BERLIN, fold=0)
        day = at("2026-10-25 00:00", BERLIN)

        assert schedule.next_start(day) == first
        assert schedule.next_start(first + MINUTE, window_on=day, runs=1) == at("2026-10-26 02:30", BERLIN)

    def test_a_window_in_the_doubled_hour_is_as_long_as_it_is_said_to_be(self):
        schedule = auto(BERLIN, start_window=hour(2, 15), end_window=hour(2, 45))
        window = schedule.window_at(at("2026-10-25 02:30", BERLIN, fold=0))

        assert window is not None
        assert window.end - window.begin == 30 * MINUTE
        assert schedule.window_at(at("2026-10-25 02:30", BERLIN, fold=1)) is None

    def test_the_days_on_which_clocks_change_are_longer_and_shorter(self):
        spring, autumn = (auto(BERLIN).window_at(at(day, BERLIN)) for day in ("2026-03-29 12:00", "2026-10-25 12:00"))

        assert spring is not None
        assert autumn is not None
        assert spring.end - spring.begin == 23 * HOUR
        assert autumn.end - autumn.begin == 25 * HOUR

    def test_a_time_zone_that_is_none_is_refused(self):
        with pytest.raises(ValueError, match="there is no time zone 'Europe/Holdall'"):
            time_zone("Europe/Holdall")


times = some.builds(hour, some.integers(0, 23), some.integers(0, 59))
schedules = some.fixed_dictionaries(
    {},
    optional={
        "days": some.lists(some.sampled_from(NAMES), min_size=1, unique=True),
        "start_window": times,
        "end_window": times,
        "repeat_interval": some.builds(lambda value: {"value": value, "unit": "m"}, some.integers(1, 600)),
        "repeat_count": some.integers(1, 5),
    },
)
instants = some.integers(at("2026-01-01"), at("2027-01-01"))
zones = some.sampled_from([UTC, BERLIN, ZoneInfo("America/New_York"), ZoneInfo("Asia/Kathmandu")])


class TestRules:
    """What holds for every schedule."""

    @settings(deadline=None)
    @given(schedules, zones, instants)
    def test_the_next_start_is_not_in_the_past_and_in_a_window(self, said, zone, now):
        schedule = auto(zone, **said)
        start = schedule.next_start(now)

        assert start is not None
        assert start >= now
        assert schedule.window_at(start) is not None
        assert schedule.next_start(start) == start

    @settings(deadline=None)
    @given(schedules, zones, instants)
    def test_nothing_that_is_allowed_is_waited_past(self, said, zone, now):
        schedule = auto(zone, **said)
        start = schedule.next_start(now)
        assert start is not None
        between = [now + (start - now) * step // 50 for step in range(50)] if start > now else []

        assert [moment for moment in between if schedule.window_at(moment) is not None] == []

    @settings(deadline=None)
    @given(schedules, zones, instants, some.integers(1, 60))
    def test_runs_keep_their_distance_and_no_window_has_too_many(self, said, zone, now, minutes):
        schedule = auto(zone, **said)
        gap = said.get("repeat_interval", {"value": 15})["value"] * MINUTE
        ended: int | None = None
        window_on, runs = None, 0
        for _ in range(12):
            start = schedule.next_start(now, ended=ended, window_on=window_on, runs=runs)
            assert start is not None
            window = schedule.window_at(start)
            assert window is not None
            assert ended is None or start - ended >= gap
            runs = runs + 1 if window.begin == window_on else 1
            window_on = window.begin
            assert runs <= said.get("repeat_count", runs)
            now = ended = start + minutes * MINUTE

    @settings(deadline=None)
    @given(times, zones, instants)
    def test_a_time_of_day_comes_once_a_day_whatever_the_clocks_do(self, time, zone, now):
        schedule = auto(zone, run_at=time)
        window_on, runs = None, 0
        days = []
        for _ in range(20):
            start = schedule.next_start(now, window_on=window_on, runs=runs)
            assert start is not None
            window = schedule.window_at(start)
            assert window is not None
            days.append(datetime.fromtimestamp(start / SECOND, zone).date())
            window_on, runs, now = window.begin, 1, start

        assert days == [days[0] + timedelta(days=number) for number in range(20)]
