"""Calls of the system that wait, off the event loop."""

import asyncio
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from holdall.base.tasks import to_its_end

P = ParamSpec("P")
T = TypeVar("T")


async def in_thread(call: Callable[P, T], *arguments: P.args, **options: P.kwargs) -> T:
    """What the call answers, run in a thread; who is cancelled waits for its end, since a thread cannot be stopped."""
    return await to_its_end(asyncio.to_thread(call, *arguments, **options))


async def until_cut(cut: Callable[[], None], call: Callable[P, T], *arguments: P.args, **options: P.kwargs) -> T:
    """The same for a call that takes long and that `cut` makes end."""
    return await to_its_end(asyncio.to_thread(call, *arguments, **options), cut)
