"""What a workflow says while it runs: steps, sleeps, other workflows. Outside an engine these are plain calls.

So a workflow can be tested by calling it.
"""

import asyncio
from collections.abc import Awaitable, Callable
from contextvars import ContextVar
from typing import Any, ParamSpec, Protocol, TypeVar

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")


class Running(Protocol):
    """The workflow that is running, as its engine sees it."""

    async def step(self, name: str, function: Callable[[], Awaitable[Any]]) -> Any:
        """Do a step, or answer what it answered before."""

    async def sleep(self, seconds: float) -> None:
        """Sleep, across restarts."""

    async def start(self, name: str, arguments: tuple[Any, ...], key: str) -> str:
        """Start another workflow; its id."""

    async def wait_for(self, workflow_id: str) -> Any:
        """Wait for another workflow; its answer."""

    async def should_stop(self) -> bool:
        """Whether the workflow was cancelled or paused."""


current: ContextVar[Running | None] = ContextVar("holdall_workflow", default=None)


async def step(
    function: Callable[Arguments, Awaitable[Result]], *args: Arguments.args, **kwargs: Arguments.kwargs
) -> Result:
    """Do one step of a workflow: done once it has answered, and never again then.

    A step that was under way when its process died, or when the workflow was stopped, is done again, so it must bear
    to be: let it do a batch of 100 to 1,000 items and note what is done in rows of its own. What it answers is kept, so
    it is small and JSON. What it raises ends the workflow, unless the workflow catches it. Steps of one workflow come
    one after the other, never side by side.
    """
    running = current.get()
    if running is None:
        return await function(*args, **kwargs)
    answer: Result = await running.step(_name(function), lambda: function(*args, **kwargs))
    return answer


async def sleep(seconds: float) -> None:
    """Sleep. A restart does not prolong it; on the clock of the machine, which the control plane does not move."""
    running = current.get()
    await (asyncio.sleep(seconds) if running is None else running.sleep(seconds))


async def start(name: str, *arguments: Any, key: str = "") -> str:
    """Start another workflow, once, and answer its id. `key` tells apart several of one name and one parent.

    It must wait in another queue than this one where this one waits for it.
    """
    running = current.get()
    if running is None:
        raise RuntimeError("only a workflow that runs in an engine can start another; place an order instead")
    return await running.start(name, arguments, key)


async def wait_for(workflow_id: str) -> Any:
    """What a workflow that was started answers; raises what it raised."""
    running = current.get()
    if running is None:
        raise RuntimeError("only a workflow that runs in an engine can wait for another")
    return await running.wait_for(workflow_id)


async def should_stop() -> bool:
    """Whether this workflow was cancelled or paused: a step that takes longer than some seconds asks, and returns early."""
    running = current.get()
    return running is not None and await running.should_stop()


def _name(function: Callable[..., Any]) -> str:
    return getattr(function, "__name__", type(function).__name__)
