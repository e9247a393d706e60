"""Instants, and the texts that stand for them."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdall.base.clock import DAY, EARLIEST, LATEST, SECOND, Clock, format_instant, parse_instant

INSTANTS = st.integers(min_value=0, max_value=4_000_000_000 * SECOND)


class TestTexts:
    @given(INSTANTS)
    def test_an_instant_survives_being_written_to_the_second(self, instant: int) -> None:
        assert parse_instant(format_instant(instant)) == instant - instant % SECOND

    @given(st.integers(EARLIEST, LATEST))
    def test_any_instant_is_written_as_the_calendar_has_it(self, instant: int) -> None:
        expected = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=instant // SECOND)
        assert format_instant(instant) == expected.isoformat()

    @given(INSTANTS, st.integers(-14 * 60, 14 * 60))
    def test_the_offset_of_a_text_does_not_change_its_instant(self, instant: int, minutes: int) -> None:
        sign, (hours, rest) = "+" if minutes >= 0 else "-", divmod(abs(minutes), 60)
        local = format_instant(instant + minutes * 60 * SECOND).removesuffix("+00:00")
        assert parse_instant(f"{local}{sign}{hours:02}:{rest:02}") == instant - instant % SECOND

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("2012-12-12T10:53:43-08:00", datetime(2012, 12, 12, 18, 53, 43, tzinfo=UTC)),
            ("2012-12-12T10:53:43Z", datetime(2012, 12, 12, 10, 53, 43, tzinfo=UTC)),
            ("2012-12-12t10:53:43.25z", datetime(2012, 12, 12, 10, 53, 43, 250_000, tzinfo=UTC)),
            ("2012-12-12T10:53:43.123456789+0100", datetime(2012, 12, 12, 9, 53, 43, 123_456, tzinfo=UTC)),
            ("2012-12-12 10:53", datetime(2012, 12, 12, 10, 53, tzinfo=UTC)),
        ],
    )
    def test_every_form_that_clients_send_is_read(self, text: str, expected: datetime) -> None:
        assert parse_instant(text) == round(expected.timestamp() * SECOND)

    @pytest.mark.parametrize("text", ["", "yesterday", "2012-12-12", "2012-13-12T10:00:00Z", "20121212T101010Z", "1e9"])
    def test_anything_else_is_refused(self, text: str) -> None:
        with pytest.raises(ValueError, match=r"date|month|time|Invalid"):
            parse_instant(text)

    @pytest.mark.parametrize("text", ["9999-12-31T23:59:59-01:00", "0001-01-01T00:00:00+01:00"])
    def test_an_instant_that_no_calendar_holds_is_refused(self, text: str) -> None:
        with pytest.raises(ValueError, match="years 1 to 9999"):
            parse_instant(text)


class TestClock:
    def test_it_can_be_set_and_advanced(self) -> None:
        clock, target = Clock(), parse_instant("2040-01-01T00:00:00Z")
        clock.set(target)
        clock.advance(DAY)
        assert 0 <= clock.now() - target - DAY < 10 * SECOND
