"""Wakes this process's readers of events (or of anything else that is committed) as soon as a unit has committed.

A bell only says "look": whoever listens also looks from time to time, since other processes commit too.
"""

import asyncio
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from weakref import WeakSet

import structlog

from holdall.base.db import Database

log = structlog.get_logger()

CHANNEL = "holdall_events"
IDLE_SECONDS = 3600.0
GATHER_SECONDS = 0.01
"""How long after the bell background work leaves events to gather, since one commit is seldom alone."""
APART_SECONDS = 0.1
"""Between two looks of background work in busy times, so that they make batches: each look costs a handful of queries."""


class Listener:
    """Waits for the bell. One that is not waiting when the bell rings finds it rung when it next waits."""

    def __init__(self, *, is_for_own_commits: bool = False) -> None:
        self.is_for_own_commits = is_for_own_commits
        self._loop = asyncio.get_running_loop()
        self._has_rung = asyncio.Event()
        self._is_told = False
        """Whether the loop has been told already: a group of units rings once for each, and telling wakes the loop."""
        self._looked_at = -APART_SECONDS

    async def wait(self, seconds: float) -> bool:
        """Wait for the bell, at most so long; whether it has rung since the last wait."""
        try:
            # Not wait_for: before Python 3.12 it swallows a cancellation that comes with the bell.
            async with asyncio.timeout(seconds):
                await self._has_rung.wait()
        except TimeoutError:
            return False
        self._hush()
        return True

    async def wait_and_gather(self, seconds: float) -> None:
        """Wait for the bell, at most so long, and then for what comes close behind: for work that nobody waits for."""
        if await self.wait(seconds):
            await asyncio.sleep(max(GATHER_SECONDS, self._looked_at + APART_SECONDS - self._loop.time()))
            self._hush()
        self._looked_at = self._loop.time()

    def ring(self) -> None:
        """Wake the listener, whichever thread this is called from."""
        if not self._is_told and not self._loop.is_closed():
            self._is_told = True
            self._loop.call_soon_threadsafe(self._has_rung.set)

    def _hush(self) -> None:
        """Wait for the next ring, which comes after this or has been heard."""
        self._is_told = False
        self._has_rung.clear()


_listeners: WeakSet[Listener] = WeakSet()
_by_channel: dict[int, set[Listener]] = {}


def ring(channels: Iterable[int] = ()) -> None:
    """Wake this process's listeners: those for everything, and those for one of the channels of what was committed.

    Given to `after_commit` by what writes events.
    """
    for listener in _listeners:
        listener.ring()
    for channel in channels:
        for listener in _by_channel.get(channel, ()):
            listener.ring()


def ring_for_others() -> None:
    """Wake the listeners because another process has committed: all but those who listen for this one's commits."""
    for listener in _listeners:
        if not listener.is_for_own_commits:
            listener.ring()
    for listeners in _by_channel.values():
        for listener in listeners:
            listener.ring()


async def connect_bells(db: Database) -> None:
    """Ring here when another process of this database commits, and tell them when this one does, until cancelled."""
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(db.listen(CHANNEL, ring_for_others))
        tasks.create_task(_tell_others(db))


async def _tell_others(db: Database) -> None:
    with listening(is_for_own_commits=True) as listener:
        while True:
            if await listener.wait(IDLE_SECONDS):
                try:
                    await db.tell(CHANNEL)
                except Exception:
                    # Whoever listens also looks from time to time; the next commit is told again.
                    log.exception("other processes were not told of a commit")


@contextmanager
def listening(*, is_for_own_commits: bool = False) -> Iterator[Listener]:
    """A listener for the length of a `with` block; one for this process's own commits does not hear those of others."""
    listener = Listener(is_for_own_commits=is_for_own_commits)
    _listeners.add(listener)
    try:
        yield listener
    finally:
        _listeners.discard(listener)


@contextmanager
def listening_to(channels: Iterable[int]) -> Iterator[Listener]:
    """A listener for what is told on some channels here, and for whatever other processes commit."""
    listener, chosen = Listener(), frozenset(channels)
    for channel in chosen:
        _by_channel.setdefault(channel, set()).add(listener)
    try:
        yield listener
    finally:
        for channel in chosen:
            listeners = _by_channel[channel]
            listeners.discard(listener)
            if not listeners:
                del _by_channel[channel]
