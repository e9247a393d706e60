"""How fast a run goes: now and then it writes down what it has moved so far, for a chart of throughput over time.

A run of days has some hundred samples, since the time between two grows with the run. Workers of one run add up.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from holdall.base.tasks import beside

from .sides import Sides

_LEAST = 1.0
_PARTS = 200
"""The time between two samples is this part of the time that has gone by, and never under `_LEAST` seconds."""


@asynccontextmanager
async def sampled(sides: Sides) -> AsyncIterator[None]:
    """Take samples of a run while it goes on, and one when it ends."""
    try:
        async with beside(_sample(sides)):
            yield
    finally:
        await _write(sides)


async def _sample(sides: Sides) -> None:
    await _write(sides)
    while True:
        elapsed = (sides.ledger.database.now - sides.run.started_at) / 1_000_000
        await asyncio.sleep(max(_LEAST, elapsed / _PARTS))
        await _write(sides)


async def _write(sides: Sides) -> None:
    progress = sides.progress
    items, size = progress.items - progress.told_items, progress.bytes - progress.told_bytes
    progress.told_items += items
    progress.told_bytes += size
    await sides.history.add_sample(items, size)
