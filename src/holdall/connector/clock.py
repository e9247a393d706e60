"""The connector's time: the seam through which a program, or a test, brings a clock of its own."""

import asyncio
import time
from typing import Protocol


class Clock(Protocol):
    """Seconds that pass, and waiting for them."""

    def seconds(self) -> float:
        """Seconds since some moment, never going back."""

    async def sleep(self, seconds: float) -> None:
        """Wait so long."""


class SystemClock:
    """The machine's."""

    def seconds(self) -> float:
        """Seconds since some moment, never going back."""
        return time.monotonic()

    async def sleep(self, seconds: float) -> None:
        """Wait so long."""
        await asyncio.sleep(seconds)


class ThreadClock(SystemClock):
    """The machine's, for a thread that runs no event loop: waiting blocks it."""

    async def sleep(self, seconds: float) -> None:
        """Wait so long."""
        time.sleep(seconds)  # noqa: ASYNC251 - what it is for
