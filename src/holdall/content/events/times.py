"""Finds the position of an instant: events are almost in the order of their times, so halving takes a few queries."""

from collections.abc import Awaitable, Callable

from holdall.base.clock import MINUTE

DISORDER = 10 * MINUTE
"""How far the order of the numbers and of the times may differ: a unit of work takes its time when it begins."""


async def find_position(
    time_after: Callable[[int], Awaitable[int | None]],
    instant: int,
    *,
    low: int,
    high: int,
    near: int = 1,
    is_end: bool = False,
) -> int:
    """A position near to the first event of an instant or later: before it, or with `is_end` behind it.

    `time_after` says when the first event behind a position happened. The answer is at most `near` away.
    """
    while high - low > near:
        middle = (low + high) // 2
        at = await time_after(middle)
        if at is None or at >= instant:
            high = middle
        else:
            low = middle
    return high if is_end else low
