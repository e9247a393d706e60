"""Conditional requests for content."""

import pytest

from holdall.base.clock import parse_instant
from holdall.box.delivery.preconditions import Validators, range_applies, refuse

VALIDATORS = Validators('"abc"', parse_instant("2026-01-31T12:00:00.750Z"))
BEFORE, SAME, AFTER = (f"Sat, 31 Jan 2026 {time} GMT" for time in ("11:59:59", "12:00:00", "12:00:01"))


class TestRefuse:
    @pytest.mark.parametrize(
        ("headers", "status"),
        [
            ({}, None),
            ({"if-match": '"abc"'}, None),
            ({"if-match": '"x", "abc"'}, None),
            ({"if-match": "*"}, None),
            ({"if-match": '"x"'}, 412),
            ({"if-match": 'W/"abc"'}, 412),
            ({"if-unmodified-since": SAME}, None),
            ({"if-unmodified-since": BEFORE}, 412),
            ({"if-unmodified-since": "yesterday"}, None),
            ({"if-match": '"abc"', "if-unmodified-since": BEFORE}, None),
            ({"if-none-match": '"abc"'}, 304),
            ({"if-none-match": 'W/"abc"'}, 304),
            ({"if-none-match": '"x","abc"'}, 304),
            ({"if-none-match": "*"}, 304),
            ({"if-none-match": '"x"'}, None),
            ({"if-modified-since": SAME}, 304),
            ({"if-modified-since": AFTER}, 304),
            ({"if-modified-since": BEFORE}, None),
            ({"if-modified-since": "Sat, 99 Jan 2026 99:99:99 GMT"}, None),
            ({"if-none-match": '"x"', "if-modified-since": AFTER}, None),
            ({"if-match": '"x"', "if-none-match": '"abc"'}, 412),
        ],
    )
    def test_conditions_are_weighed_in_the_order_of_http(self, headers: dict[str, str], status: int | None) -> None:
        assert refuse(headers, VALIDATORS) == status


class TestRangeApplies:
    @pytest.mark.parametrize(
        ("headers", "applies"),
        [
            ({}, True),
            ({"if-range": '"abc"'}, True),
            ({"if-range": '"x"'}, False),
            ({"if-range": 'W/"abc"'}, False),
            ({"if-range": SAME}, True),
            ({"if-range": BEFORE}, False),
            ({"if-range": AFTER}, False),
            ({"if-range": "abc"}, False),
        ],
    )
    def test_a_range_counts_only_while_the_content_is_what_the_client_has(
        self, headers: dict[str, str], applies: bool
    ) -> None:
        assert range_applies(headers, VALIDATORS) == applies


def test_last_modified_is_a_date_of_http() -> None:
    assert VALIDATORS.last_modified == SAME
