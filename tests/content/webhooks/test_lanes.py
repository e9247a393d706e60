"""Lanes: what may be delivered now, in the order of each item's events, and what has to wait for what."""

from hypothesis import given
from hypothesis import strategies as st

from holdall.content.webhooks.ledger import Delivery, arrange


def delivery(number: int, item_id: int) -> Delivery:
    return Delivery(number, number, item_id, "{}", 0, None)


def test_a_lane_goes_up_to_the_first_that_is_not_due() -> None:
    due = [delivery(1, 7), delivery(2, 8), delivery(3, 7), delivery(5, 7)]
    lanes, waiting = arrange(due, [(1, 7, 10), (3, 7, 10), (4, 7, 99), (5, 7, 10), (2, 8, 10)])
    assert [[one.id for one in lane] for lane in lanes] == [[1, 3], [2]]
    assert waiting == {99: [5]}


def test_what_is_behind_something_that_waits_waits_as_long() -> None:
    lanes, waiting = arrange([delivery(2, 7), delivery(3, 7)], [(1, 7, 50), (2, 7, 10), (3, 7, 10)])
    assert (lanes, waiting) == ([], {50: [2, 3]})


@given(st.lists(st.tuples(st.integers(1, 3), st.booleans()), min_size=1, max_size=30))
def test_nothing_overtakes_what_is_open_before_it(rows: list[tuple[int, bool]]) -> None:
    numbered = [(number, item_id, is_due) for number, (item_id, is_due) in enumerate(rows, 1)]
    due = [delivery(number, item_id) for number, item_id, is_due in numbered if is_due]
    by_item = sorted(numbered, key=lambda row: (row[1], row[0]))
    lanes, waiting = arrange(due, [(number, item_id, 0 if is_due else 9) for number, item_id, is_due in by_item])
    taken = {one.id for lane in lanes for one in lane}
    held = {number for ids in waiting.values() for number in ids}
    assert taken | held == {one.id for one in due}
    assert taken & held == set()
    for number, item_id, _ in numbered:
        before = {other for other, of_item, _ in numbered if of_item == item_id and other < number}
        assert (number in taken) <= (before <= taken)
