"""How programs without an event loop run our coroutines: in the thread that calls, or in a daemon thread with a loop.

What only sends and waits runs where it is called, over a transport that blocks. What does several things at a time needs
the loop, which all blocking clients of a process share.
"""

import asyncio
import contextlib
import os
import threading
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Coroutine, Iterator
from functools import cache
from typing import Any, TypeVar

T = TypeVar("T")


class Runner(ABC):
    """Runs coroutines to their end for a thread that waits."""

    @abstractmethod
    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """What a coroutine answers. Raises RuntimeError where the calling thread runs an event loop, which this would stop."""

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


class Here(Runner):
    """Runs coroutines in the calling thread: those that wait for nothing but what blocks it."""

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """What the coroutine answers; raises RuntimeError where it would wait for an event loop."""
        _refuse_loop(work)
        try:
            work.send(None)
        except StopIteration as stop:
            answer: T = stop.value
            return answer
        work.close()
        raise RuntimeError("this work needs an event loop")


class Portal(Runner):
    """Runs coroutines on a loop in a thread of its own and waits for what they answer."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="holdall-connector", daemon=True)
        self._thread.start()

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Wait for a coroutine; an interrupt in the waiting thread cancels it."""
        _refuse_loop(work)
        future = asyncio.run_coroutine_threadsafe(work, self._loop)
        try:
            return future.result()
        except BaseException:
            future.cancel()
            raise

    def finish(self, work: Coroutine[Any, Any, Any], seconds: float) -> None:
        """Do something at the end of a life: waited for so long, never raised, and not waited for on the loop itself."""
        future = asyncio.run_coroutine_threadsafe(work, self._loop)
        if threading.current_thread() is not self._thread:
            with contextlib.suppress(Exception):
                future.result(seconds)


HERE = Here()


def _refuse_loop(work: Coroutine[Any, Any, Any]) -> None:
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return
    work.close()
    raise RuntimeError("this thread runs an event loop: use Box and await it")


@cache
def _portal_of(process: int) -> Portal:
    return Portal()


def portal() -> Portal:
    """The portal of this process; a forked child gets one of its own."""
    return _portal_of(os.getpid())
