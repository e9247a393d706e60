"""Signals to stop: the first counts, whatever it interrupts, and later ones change nothing.

A handler in Python is no place to stop from. It runs between two steps of the main thread, which may hold the very lock that it
takes, and not at all while that thread waits for a lock that it was about to take when the signal came.
"""

import _thread
import asyncio
import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

STOPS = frozenset({signal.SIGINT, signal.SIGTERM})
_OVER = b"\0"


@contextmanager
def obeying(stop: Callable[[], object]) -> Iterator[None]:
    """Call `stop` once, in a thread of its own, when this process is told to stop; afterwards it cannot be told any more.

    The system's handler writes into a pipe, whichever thread it interrupts, and nothing else is done in it.
    To be entered in the main thread.
    """
    reading, writing = os.pipe()
    os.set_blocking(writing, False)

    def wait() -> None:
        while _OVER not in (told := os.read(reading, 512)):
            if not STOPS.isdisjoint(told):
                stop()
                return

    before = signal.set_wakeup_fd(writing, warn_on_full_buffer=False)
    for number in STOPS:
        signal.signal(number, _nothing)
    waiter = threading.Thread(target=wait, name="told to stop", daemon=True)
    waiter.start()
    try:
        yield
    finally:
        for number in STOPS:
            signal.signal(number, signal.SIG_IGN)
        signal.set_wakeup_fd(before)
        with suppress(BlockingIOError):  # full of signals that came later
            os.write(writing, _OVER)
        waiter.join()
        os.close(writing)
        os.close(reading)


def hold_back() -> None:
    """Let signals to stop wait in this thread, and in the processes that it begins, until `pass_one_on` is ready for them."""
    signal.pthread_sigmask(signal.SIG_BLOCK, STOPS)


def pass_one_on() -> None:
    """In a process whose signals were held back: hand the first SIGTERM to the running loop, and no other.

    A loop hears signals only while it runs, and granian stops at the first, hangs at the third. Ctrl-C means the process that
    watches over this one, and tells it.
    """
    if signal.SIGTERM in signal.pthread_sigmask(signal.SIG_BLOCK, ()):
        threading.Thread(target=_pass_on, args=(asyncio.get_running_loop(),), name="told to stop", daemon=True).start()


def _pass_on(loop: asyncio.AbstractEventLoop) -> None:
    signal.sigwait({signal.SIGTERM})
    loop.call_soon_threadsafe(_thread.interrupt_main, signal.SIGTERM)


def _nothing(number: int, frame: object) -> None:
    """A signal that has no handler at all writes nothing into the pipe."""
