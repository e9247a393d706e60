"""Background work gives way to requests: after each piece it rests, the longer the more requests there were meanwhile.

However many kinds of background work there are, together they take about a fifth of a busy process. One that answers
nothing, such as a worker, never rests.
"""

import asyncio
import time
from types import TracebackType

BUSY = 200
"""Requests a second at which rests are longest."""
LONGEST = 4.0
"""The longest rest of what works alone, as a multiple of the piece of work before it."""
LONGEST_SECONDS = 2.0
SHORTEST_SECONDS = 0.1
"""The rest in a busy process, however short the piece was: so that the next one has more to do at once."""


class Pace:
    """The pace of one process: how many requests it has answered, and how many pieces of background work are under way."""

    def __init__(self) -> None:
        self.answered = 0
        self.pieces = 0

    def rest_after(self, took: float, answered: int) -> float:
        """How many seconds to rest after a piece that took so long, in which so many requests were answered."""
        busy = min(answered / max(took, 1e-6) / BUSY, 1)
        return busy * min(max(took * LONGEST * self.pieces, SHORTEST_SECONDS), LONGEST_SECONDS)


_pace = Pace()


def note_request() -> None:
    """Count a request that was answered; the gateway calls it."""
    _pace.answered += 1


class BackgroundPiece:
    """`async with BackgroundPiece():` around a batch of background work, of some tens of milliseconds at most."""

    def __init__(self, pace: Pace = _pace) -> None:
        self._pace = pace
        self._began = 0.0
        self._answered = 0

    async def __aenter__(self) -> None:
        self._pace.pieces += 1
        self._began, self._answered = time.perf_counter(), self._pace.answered

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if error is None:
                took = time.perf_counter() - self._began
                await asyncio.sleep(self._pace.rest_after(took, self._pace.answered - self._answered))
        finally:
            self._pace.pieces -= 1
