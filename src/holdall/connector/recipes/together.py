"""Many at a time, and the first failure ends all of them."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from typing import TypeVar

T = TypeVar("T")


async def work_through(work: Iterable[T], do: Callable[[T], Awaitable[None]], at_once: int) -> None:
    """Do something for each, so many at once; raises the first failure after all others have ended."""
    left = iter(work)

    async def worker() -> None:
        for one in left:
            await do(one)

    tasks = [asyncio.ensure_future(worker()) for _ in range(at_once)]
    try:
        await asyncio.gather(*tasks)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
