"""Calls of the system that wait, off the event loop."""

import asyncio
from collections.abc import Callable
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


async def in_thread(call: Callable[P, T], *arguments: P.args, **options: P.kwargs) -> T:
    """What the call answers, run in a thread; who is cancelled waits for its end, since a thread cannot be stopped."""
    return await until_cut(_go_on, call, *arguments, **options)


async def until_cut(cut: Callable[[], None], call: Callable[P, T], *arguments: P.args, **options: P.kwargs) -> T:
    """The same for a call that takes long and that `cut` makes end."""
    work = asyncio.ensure_future(asyncio.to_thread(call, *arguments, **options))
    try:
        return await asyncio.shield(work)
    except asyncio.CancelledError:
        cut()
        await asyncio.wait([work])  # what it makes is to be tidied after it
        raise


def _go_on() -> None:
    """Let a call that is soon over come to its end."""
