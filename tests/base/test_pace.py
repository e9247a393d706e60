"""Background work rests in proportion to what it did and to the requests that were answered meanwhile."""

import pytest

from holdall.base.pace import Piece, rest_after


@pytest.mark.parametrize(
    ("seconds", "requests", "rest"),
    [
        (0.1, 0, 0),  # nobody asked anything
        (0.1, 6, 0.03),  # a tenth of what counts as busy
        (0.1, 60, 0.3),
        (0.1, 600, 0.3),  # never more than three times the work
        (0.0, 0, 0),
        (10, 60_000, 1.0),  # nor longer than a second
    ],
)
def test_the_rest_after_a_piece_of_work(seconds: float, requests: int, rest: float) -> None:
    assert rest_after(Piece(100.0, 7), 100.0 + seconds, 7 + requests) == pytest.approx(rest)
