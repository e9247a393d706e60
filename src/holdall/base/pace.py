"""Background work gives way to requests: after each piece it rests, the longer the more requests there were meanwhile.

A process that answers nothing, such as a worker, never rests.
"""

import asyncio
import time
from typing import NamedTuple

BUSY = 600
"""Requests a second at which rests are longest."""
LONGEST = 3.0
"""The longest rest, as a multiple of the piece of work before it."""
LONGEST_SECONDS = 1.0

_answered = 0


class Piece(NamedTuple):
    """A piece of work that has begun: when, and how many requests had been answered by then."""

    began: float
    answered: int


def note_request() -> None:
    """Count a request that was answered; the gateway calls it."""
    global _answered  # noqa: PLW0603 - one count for the process, as for its metrics
    _answered += 1


def begin_piece() -> Piece:
    """Begin a piece of background work: a batch, some tens of milliseconds at most."""
    return Piece(time.perf_counter(), _answered)


async def give_way(piece: Piece) -> None:
    """Rest after a piece of work, if requests were answered meanwhile."""
    await asyncio.sleep(rest_after(piece, time.perf_counter(), _answered))


def rest_after(piece: Piece, now: float, answered: int) -> float:
    """How many seconds to rest at the end of a piece of work."""
    took = max(now - piece.began, 1e-6)
    rate = (answered - piece.answered) / took
    return min(took * LONGEST * min(rate / BUSY, 1), LONGEST_SECONDS)
