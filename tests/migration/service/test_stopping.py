"""Stop policies: what is counted of runs, and when a job has run often enough."""

import pytest

from holdall.base.errors import BadRequest
from holdall.migration.service.stopping import Counts, StopPolicy, read_stop_policy


def counts_after(*runs: str) -> Counts:
    counts = Counts()
    for status in runs:
        counts = counts.after(status)
    return counts


class TestCounts:
    def test_a_run_that_found_nothing_to_do_is_a_success(self):
        assert counts_after("completed", "no_changes", "completed") == Counts(3, 1, 0)

    def test_a_run_that_left_something_flagged_or_failed_is_a_failure(self):
        assert counts_after("warn", "completed", "failed") == Counts(3, 0, 2)

    def test_a_run_that_could_not_begin_does_not_count(self):
        assert counts_after("failed_to_start", "failed_to_start") == Counts()

    def test_a_run_that_was_cancelled_is_a_run(self):
        assert counts_after("cancelled") == Counts(1, 0, 0)


class TestStopPolicy:
    def test_without_one_a_job_goes_on_for_ever(self):
        assert read_stop_policy(None).is_reached(Counts(1000, 1000, 1000)) is False

    @pytest.mark.parametrize(
        ("counts", "reached"),
        [
            (Counts(24, 4, 4), False),
            (Counts(25, 0, 0), True),
            (Counts(5, 5, 0), True),
            (Counts(9, 0, 5), True),
        ],
    )
    def test_any_of_its_limits_ends_the_job(self, counts, reached):
        policy = read_stop_policy({"on_success": 5, "on_failure": 5, "on_execute": 25})

        assert policy.is_reached(counts) is reached

    def test_zero_is_no_limit(self):
        assert read_stop_policy({"on_success": 0, "on_failure": 0, "on_execute": 0}) == StopPolicy()

    def test_older_names_say_the_same(self):
        said = {"completions": 3, "failures": 4, "executions": 9}

        assert read_stop_policy(said) == StopPolicy(on_execute=9, on_success=3, on_failure=4)
        assert read_stop_policy({**said, "policy": "on_success"}) == StopPolicy(on_execute=9, on_success=3)
        assert read_stop_policy({**said, "policy": "on_failure"}) == StopPolicy(on_execute=9, on_failure=4)
        assert read_stop_policy({**said, "policy": "never"}) == StopPolicy()

    def test_a_number_below_zero_is_refused(self):
        with pytest.raises(BadRequest, match=r"stop_policy\.on_success is refused: Expected `int` >= 0"):
            read_stop_policy({"on_success": -1})
