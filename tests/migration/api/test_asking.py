"""What a query says: flags, fields, pages."""

from typing import Any

import pytest

from holdall.base.errors import InvalidParameter
from holdall.migration.api.asking import Asked, Fields
from holdall.migration.service.listing import Page


class TestFlags:
    @pytest.mark.parametrize(
        ("query", "is_set"),
        [("start", True), ("start=", True), ("start=1", True), ("START=True", True), ("start=0", False), ("x", False)],
    )
    def test_a_flag_is_set_by_its_name_alone_or_a_word_for_yes(self, query: str, is_set: bool) -> None:
        assert Asked(query).flag("start") is is_set

    def test_other_words_are_refused(self) -> None:
        with pytest.raises(InvalidParameter, match="start: is 1 or 0, not 'maybe'"):
            Asked("start=maybe").flag("start")

    def test_values_are_repeated_or_listed(self) -> None:
        assert Asked("id=1,2&id=3&ID=4").texts("id") == ["1", "2", "3", "4"]


class TestPage:
    def test_it_has_a_usual_size_and_a_largest(self) -> None:
        assert Asked("").page == Page(offset=0, limit=100)
        assert Asked("offset=20&limit=5000&q=a+b&sort=name+DESC,id").page == Page(
            offset=20, limit=1000, sort=(("name", True), ("id", False)), q="a b"
        )

    @pytest.mark.parametrize("query", ["limit=-1", "offset=-5", "limit=9999999999999999999999", "offset=1e3"])
    def test_numbers_that_are_none_are_refused(self, query: str) -> None:
        with pytest.raises(InvalidParameter):
            _ = Asked(query).page

    def test_the_next_page_keeps_the_rest_of_the_query(self) -> None:
        assert Asked("q=a%26b&offset=5&fields=x&fields=y").with_offset(10, 5) == (
            "q=a%26b&fields=x&fields=y&offset=10&limit=5"
        )


JOB = {
    "id": "1",
    "name": "A",
    "kind": "transfer",
    "type": "job",
    "run": {"start": 1, "end": 2},
    "jobs": [{"a": 1, "b": 2}],
}


class TestFields:
    @pytest.mark.parametrize(
        ("names", "usual", "expected"),
        [
            ([], None, JOB),
            (["all"], ["id"], JOB),
            ([], ["name"], {"id": "1", "name": "A", "kind": "transfer", "type": "job"}),
            (["run.start"], None, {"id": "1", "kind": "transfer", "type": "job", "run": {"start": 1}}),
            (["run.start", "run"], None, {"id": "1", "kind": "transfer", "type": "job", "run": {"start": 1, "end": 2}}),
            (["jobs.b"], None, {"id": "1", "kind": "transfer", "type": "job", "jobs": [{"b": 2}]}),
            (["nothing", "name.deeper"], None, {"id": "1", "name": "A", "kind": "transfer", "type": "job"}),
        ],
    )
    def test_an_object_has_what_is_asked_for(
        self, names: list[str], usual: list[str] | None, expected: dict[str, Any]
    ) -> None:
        assert Fields(names).cut(JOB, usual) == expected

    def test_what_is_costly_is_known_to_be_wanted(self) -> None:
        fields = Fields(["previous_execution.start_time"])

        assert (fields.wants("previous_execution"), fields.wants("execution")) == (True, False)
        assert Fields(["all"]).wants("execution") is True
        assert Fields([]).wants("execution") is False
