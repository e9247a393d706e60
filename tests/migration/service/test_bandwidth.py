"""Limits of bandwidth: which one holds at a time of the day, and that bytes keep to it."""

import asyncio
import hashlib
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from holdall.base.clock import SECOND
from holdall.base.errors import BadRequest
from holdall.migration.platforms.content import BytesContent
from holdall.migration.service.bandwidth import Bucket, PacedContent, rate_at, shared_bucket
from holdall.migration.service.bodies import Bandwidth, BandwidthWindow, TimeOfDay
from holdall.migration.service.shares import Share, part_of, shared


def at(text: str, zone: str = "UTC") -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).timestamp()) * SECOND


def from_time(hour: int, rate: int) -> BandwidthWindow:
    return BandwidthWindow(time=TimeOfDay(hr=hour), bytes_per_second=rate)


class TestRate:
    @pytest.mark.parametrize(
        "limit", [None, Bandwidth(), Bandwidth(bytes_per_second=0), Bandwidth(bytes_per_second=5, disabled=True)]
    )
    def test_without_a_limit_everything_may_pass(self, limit):
        assert rate_at(limit, UTC, at("2026-01-05 12:00")) is None

    def test_a_limit_without_windows_holds_all_day(self):
        assert rate_at(Bandwidth(bytes_per_second=500), UTC, at("2026-01-05 03:00")) == 500

    def test_a_window_of_a_job_holds_from_its_time_to_midnight_or_the_next_one(self):
        limit = Bandwidth(bytes_per_second=500, window=[from_time(8, 100), from_time(18, 900)])
        hours = {hour: rate_at(limit, UTC, at(f"2026-01-05 {hour}:00")) for hour in ("07", "08", "17", "18", "23")}

        assert hours == {"07": 500, "08": 100, "17": 100, "18": 900, "23": 900}

    def test_a_window_without_a_rate_lets_everything_pass(self):
        limit = Bandwidth(bytes_per_second=500, window=[from_time(18, 0)])

        assert rate_at(limit, UTC, at("2026-01-05 20:00")) is None

    def test_a_window_of_the_service_has_days_and_may_cross_midnight(self):
        night = BandwidthWindow(
            bytes_per_second=900, days=["monday"], start_time=TimeOfDay(hr=22), end_time=TimeOfDay(hr=6)
        )
        limit = Bandwidth(bytes_per_second=500, window=[night])
        moments = ("05 21:59", "05 22:00", "06 05:59", "06 06:00", "06 22:00")  # the fifth is a Monday

        assert [rate_at(limit, UTC, at(f"2026-01-{moment}")) for moment in moments] == [500, 900, 900, 500, 500]

    def test_times_are_those_of_the_time_zone(self):
        limit = Bandwidth(window=[from_time(8, 100)])

        assert rate_at(limit, ZoneInfo("Europe/Berlin"), at("2026-07-01 08:00", "Europe/Berlin")) == 100
        assert rate_at(limit, ZoneInfo("Europe/Berlin"), at("2026-07-01 07:59", "Europe/Berlin")) is None

    def test_a_day_that_is_none_is_refused(self):
        limit = Bandwidth(window=[BandwidthWindow(bytes_per_second=1, days="someday")])

        with pytest.raises(BadRequest, match=r"window\.days is refused"):
            rate_at(limit, UTC, 0)


class TestPacedContent:
    @pytest.fixture
    def waits(self) -> list[float]:
        """How long the buckets of a test let wait, piece by piece; nobody really waits."""
        return []

    def bucket(self, waits: list[float], rate: int | None) -> Bucket:
        async def sleep(seconds: float) -> None:
            waits.append(seconds)

        return Bucket(lambda: rate, sleep)

    async def test_the_bytes_are_the_same(self, waits):
        data = bytes(range(256)) * 8
        content = PacedContent(BytesContent(data), [self.bucket(waits, 10_000), self.bucket(waits, None)])

        read = b"".join([piece async for piece in content.pieces()])

        assert (read, content.sha1) == (data, hashlib.sha1(data, usedforsecurity=False).hexdigest())

    async def test_a_slow_stream_comes_in_small_pieces_each_after_the_time_of_those_before(self, waits):
        content = PacedContent(BytesContent(b"x" * 400), [self.bucket(waits, 800)])

        pieces = [piece async for piece in content.pieces()]

        assert [len(piece) for piece in pieces] == [100] * 4
        assert [round(wait, 2) for wait in waits] == [0, 0.12, 0.25, 0.37]

    async def test_files_at_once_share_a_limit(self, waits):
        bucket = self.bucket(waits, 8_000)

        await asyncio.gather(*(PacedContent(BytesContent(b"x" * 1_000), [bucket]).read() for _ in range(4)))

        assert [round(wait, 1) for wait in sorted(waits)] == [0, 0.1, 0.2, 0.4]

    async def test_the_limit_of_the_service_is_one_for_all_runs_of_a_process(self, database):
        one = shared_bucket(database, "upload", Bandwidth(bytes_per_second=100), UTC)
        other = shared_bucket(database, "upload", Bandwidth(bytes_per_second=500), UTC)
        down = shared_bucket(database, "download", Bandwidth(bytes_per_second=900), UTC)

        assert one is other
        assert (one.rate, down.rate) == (500, 900)

    async def test_processes_take_equal_parts_of_a_limit_and_what_one_leaves_is_the_others(self, database):
        bucket = shared_bucket(database, "upload", Bandwidth(bytes_per_second=900), UTC)

        async with shared(database, "job", process="a") as one:
            alone = (one.workers, bucket.rate)
            async with shared(database, "job", process="b") as two, shared(database, "other job", process="c"):
                await one.look()
                together = (one.workers, two.workers, bucket.rate)
            await one.look()
            again = (one.workers, bucket.rate)

        assert (alone, together, again) == ((1, 900), (2, 2, 300), (1, 900))
        assert (part_of(900, 2), part_of(1, 2), part_of(None, 2)) == (450, 1, None)

    async def test_a_process_that_has_died_is_not_counted_for_long(self, database):
        async with shared(database, "job", process="a") as one:
            await Share(database, "job", "dead").look()
            await one.look()
            before = one.workers
            database.clock.advance(9 * SECOND)

            await one.look()
            database.clock.offset = 0

        assert (before, one.workers) == (2, 1)
