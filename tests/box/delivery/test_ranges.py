"""What a Range header asks for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdall.box.delivery.ranges import MAX_RANGES, ByteRange, parse_ranges


def bounds(header: str | None, size: int) -> list[tuple[int, int]] | None:
    ranges = parse_ranges(header, size)
    return None if ranges is None else [(one.first, one.last) for one in ranges]


class TestParseRanges:
    @pytest.mark.parametrize(
        ("header", "expected"),
        [
            ("bytes=0-0", [(0, 0)]),
            ("bytes=0-9", [(0, 9)]),
            ("bytes=3-5", [(3, 5)]),
            ("bytes=3-", [(3, 9)]),
            ("bytes=3-99", [(3, 9)]),
            ("bytes=-4", [(6, 9)]),
            ("bytes=-99", [(0, 9)]),
            ("BYTES = 1 - 2 , , 4-", [(1, 2), (4, 9)]),
            ("bytes=8-,0-1,-1", [(8, 9), (0, 1), (9, 9)]),
            ("bytes=20-30,1-1", [(1, 1)]),
            ("bytes=007-0000000000000000000000000000008", [(7, 8)]),
            (f"bytes=1-{'9' * 5000}", [(1, 9)]),
        ],
    )
    def test_ranges_are_those_that_the_content_has_in_the_order_asked_for(
        self, header: str, expected: list[tuple[int, int]]
    ) -> None:
        assert bounds(header, 10) == expected

    @pytest.mark.parametrize(
        "header", ["bytes=10-", "bytes=10-12", "bytes=-0", f"bytes={'9' * 5000}-", "bytes=11-,12-"]
    )
    def test_a_request_for_nothing_that_exists_cannot_be_satisfied(self, header: str) -> None:
        assert bounds(header, 10) == []

    @pytest.mark.parametrize(
        "header",
        [
            None,
            "",
            "bytes",
            "bytes=",
            "bytes=,",
            "bytes=-",
            "bytes=5-3",
            "bytes=1-2-3",
            "bytes=a-b",
            "bytes=1-2;3-4",
            "bytes=+1-2",
            "bytes=٣-٤",
            "items=0-1",
            "0-1",
            "bytes=0-1,x",
        ],
    )
    def test_what_breaks_the_grammar_is_ignored(self, header: str | None) -> None:
        assert bounds(header, 10) is None

    @pytest.mark.parametrize(
        "header", ["bytes=0-,0-", "bytes=0-5,4-9", "bytes=" + ",".join(["0-0"] * (MAX_RANGES + 1))]
    )
    def test_ranges_that_ask_for_more_than_the_whole_get_the_whole(self, header: str) -> None:
        assert bounds(header, 10) is None

    @pytest.mark.parametrize(("header", "expected"), [("bytes=0-", []), ("bytes=0-0", []), ("bytes=-5", None)])
    def test_an_empty_file_has_no_first_byte_and_its_end_is_the_whole(
        self, header: str, expected: list[object]
    ) -> None:
        assert bounds(header, 0) == expected

    @given(st.integers(0, 50), st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), min_size=1, max_size=5))
    def test_each_range_takes_the_bytes_that_it_names(self, size: int, pairs: list[tuple[int, int]]) -> None:
        content = bytes(range(size))
        wanted = [(min(pair), max(pair)) for pair in pairs]
        ranges = parse_ranges("bytes=" + ",".join(f"{first}-{last}" for first, last in wanted), size)
        pieces = [content[first : last + 1] for first, last in wanted if first < size]
        if sum(map(len, pieces)) > size:
            assert ranges is None
        else:
            assert ranges is not None
            assert [content[one.first : one.last + 1] for one in ranges] == pieces
            assert [one.length for one in ranges] == [len(piece) for piece in pieces]

    @given(st.text(max_size=30), st.integers(0, 2**63))
    def test_any_header_gives_ranges_inside_the_content_or_is_ignored(self, text: str, size: int) -> None:
        ranges = parse_ranges("bytes=" + text, size) or []
        assert all(0 <= one.first <= one.last < size for one in ranges)

    def test_the_content_range_tells_both_ends_and_the_whole(self) -> None:
        assert ByteRange(3, 5).content_range(10) == "bytes 3-5/10"
