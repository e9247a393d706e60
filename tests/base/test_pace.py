"""Background work rests in proportion to what it did and to the requests that were answered meanwhile."""

import asyncio

import pytest

from holdall.base.pace import BackgroundPiece, Pace


@pytest.mark.parametrize(
    ("pieces", "seconds", "requests", "rest"),
    [
        (1, 0.1, 0, 0),  # nobody asked anything
        (1, 0.1, 2, 0.04),  # a tenth of what counts as busy
        (1, 0.1, 20, 0.4),
        (1, 0.1, 600, 0.4),  # never more than four times the work
        (3, 0.1, 20, 1.2),  # three of them share what one would take
        (1, 0.0, 0, 0),
        (1, 0.01, 100, 0.1),  # so much at least where it is busy, for larger batches
        (1, 10, 60_000, 2.0),  # nor longer than two seconds
    ],
)
def test_the_rest_after_a_piece_of_work(pieces: int, seconds: float, requests: int, rest: float) -> None:
    pace = Pace()
    pace.pieces = pieces
    assert pace.rest_after(seconds, requests) == pytest.approx(rest)


async def test_what_is_under_way_is_counted_until_it_has_rested_or_failed() -> None:
    pace = Pace()
    gate = asyncio.Event()

    async def work(*, fails: bool) -> None:
        async with BackgroundPiece(pace):
            await gate.wait()
            if fails:
                raise ValueError("no")

    running = [asyncio.create_task(work(fails=fails)) for fails in (False, True)]
    await asyncio.sleep(0)
    under_way = pace.pieces
    gate.set()
    await asyncio.gather(*running, return_exceptions=True)
    assert (under_way, pace.pieces) == (2, 0)
