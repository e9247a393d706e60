"""The way into the event loop for programs that have none: one daemon thread that runs it.

All blocking clients of a process share it, so their connections and limits work as in an `async` program.
"""

import asyncio
import contextlib
import os
import threading
from collections.abc import AsyncIterator, Coroutine, Iterator
from functools import cache
from typing import Any, TypeVar

T = TypeVar("T")


class Portal:
    """Runs coroutines on a loop in a thread of its own and waits for what they answer."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="holdall-connector", daemon=True)
        self._thread.start()

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Wait for a coroutine; an interrupt in the waiting thread cancels it.

        Raises RuntimeError where the calling thread runs an event loop, which waiting would stop.
        """
        try:
            asyncio.get_running_loop()
        except RuntimeError:
            future = asyncio.run_coroutine_threadsafe(work, self._loop)
            try:
                return future.result()
            except BaseException:
                future.cancel()
                raise
        work.close()
        raise RuntimeError("this thread runs an event loop: use Box and await it")

    def finish(self, work: Coroutine[Any, Any, Any], seconds: float) -> None:
        """Do something at the end of a life: waited for so long, never raised, and not waited for on the loop itself."""
        future = asyncio.run_coroutine_threadsafe(work, self._loop)
        if threading.current_thread() is not self._thread:
            with contextlib.suppress(Exception):
                future.result(seconds)

    def iterate(self, source: AsyncIterator[T]) -> Iterator[T]:
        """The values of an asynchronous iterator, which is closed when the caller stops early."""

        async def advance() -> tuple[bool, T | None]:
            try:
                return True, await anext(source)
            except StopAsyncIteration:
                return False, None

        try:
            while True:
                more, value = self.run(advance())
                if not more:
                    return
                yield value  # type: ignore[misc]
        finally:
            close = getattr(source, "aclose", None)
            if close is not None:
                self.run(close())


@cache
def _portal_of(process: int) -> Portal:
    return Portal()


def portal() -> Portal:
    """The portal of this process; a forked child gets one of its own."""
    return _portal_of(os.getpid())
