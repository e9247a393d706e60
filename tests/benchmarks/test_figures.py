"""What a figure says about itself, and how rounds make one number of many."""

import json

from benchmarks.figures import Figure, Target
from benchmarks.rounds import medians


def figure(ours: float, theirs: float, target: Target | None = None) -> Figure:
    return Figure(name="get_file", against="floor", ours=ours, theirs=theirs, unit="requests/s", target=target)


class TestFigure:
    def test_is_one_line_of_json_with_the_ratio_of_ours_to_theirs(self):
        line = json.loads(figure(9_000, 60_000).as_json())

        assert line == {
            "name": "get_file",
            "ratio": 0.15,
            "against": "floor",
            "ours": 9000,
            "theirs": 60000,
            "unit": "requests/s",
        }

    def test_with_a_target_says_whether_it_is_met(self):
        target = Target(least_ratio=0.2)

        assert json.loads(figure(9_000, 60_000, target).as_json())["met"] is False
        assert json.loads(figure(12_000, 60_000, target).as_json())["met"] is True

    def test_of_memory_may_be_so_much_above_idle_and_no_more(self):
        target = Target(most_above=64)

        assert [figure(peak, 100, target).met for peak in (164, 165)] == [True, False]

    def test_as_a_row_names_a_missed_target(self):
        row = figure(9_000, 60_000, Target(least_ratio=0.2)).as_row().split()

        assert row == ["get_file", "floor", "9,000.0", "60,000.0", "requests/s", "0.150", ">=", "0.2", "MISSED"]


class TestMedians:
    def test_are_taken_over_turns_in_order_after_a_warm_up_that_does_not_count(self):
        turns: list[str] = []
        rates = {"ours": iter([1000.0, 5.0, 1.0, 3.0]), "floor": iter([1000.0, 50.0, 10.0, 30.0])}

        def contestant(name: str):
            def run(_seconds: float) -> float:
                turns.append(name)
                return next(rates[name])

            return run

        result = medians({name: contestant(name) for name in rates}, rounds=3, seconds=1)

        assert result == {"ours": 3, "floor": 30}
        assert turns == ["ours", "floor"] * 4
