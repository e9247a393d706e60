"""Wakes this process's readers of events (or of anything else that is committed) as soon as a unit has committed.

A bell only says "look": whoever listens also looks from time to time, since other processes commit too.
"""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from weakref import WeakSet


class Listener:
    """Waits for the bell. One that is not waiting when the bell rings finds it rung when it next waits."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._has_rung = asyncio.Event()

    async def wait(self, seconds: float) -> bool:
        """Wait for the bell, at most so long; whether it has rung since the last wait."""
        try:
            await asyncio.wait_for(self._has_rung.wait(), seconds)
        except TimeoutError:
            return False
        self._has_rung.clear()
        return True

    def ring(self) -> None:
        """Wake the listener, whichever thread this is called from."""
        if not self._has_rung.is_set() and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._has_rung.set)


_listeners: WeakSet[Listener] = WeakSet()


def ring() -> None:
    """Wake every listener of this process. Given to `after_commit` by what writes events."""
    for listener in _listeners:
        listener.ring()


@contextmanager
def listening() -> Iterator[Listener]:
    """A listener for the length of a `with` block."""
    listener = Listener()
    _listeners.add(listener)
    try:
        yield listener
    finally:
        _listeners.discard(listener)
