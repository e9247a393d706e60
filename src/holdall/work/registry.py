"""What background work there is. Modules in `holdall.work.jobs` register it here with decorators.

Rooms above this one register their workflows in the same way, from a module that the command imports.
"""

import asyncio
import importlib
import pkgutil
from collections.abc import Awaitable, Callable, Sequence
from enum import StrEnum
from typing import Any, Concatenate, ParamSpec, TypeVar

import msgspec

from holdall.content.events.feed import Event
from holdall.work.site import Site

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")
Function = Callable[Concatenate[Site, Arguments], Awaitable[Result]]
Handler = Callable[[Site, Sequence[Event]], Awaitable[None]]

SHAPE = "1"
"""The version of the workflows' shape, a number. Raise it when a change of code makes the steps of a workflow that has
already begun mean something else (steps added, removed or put in another order): what was begun in another shape is
begun anew instead of going on, so its steps must bear to be repeated, as all steps must."""

BATCH = 500


class Queue(StrEnum):
    """Where workflows wait. A parent and its children must not share one, or parents could fill it and wait for ever."""

    QUICK = "quick"
    """Short work whose start somebody waits for."""
    LONG = "long"
    """Work that takes minutes or more: cascades, migrations, reports."""
    PARTS = "parts"
    """Parts that a workflow of another queue starts and waits for."""


class Limits(msgspec.Struct, frozen=True):
    """How many workflows of a queue one process runs at a time, and how often it looks for more, in seconds."""

    at_a_time: int
    poll: float


LIMITS = {Queue.QUICK: Limits(32, 0.2), Queue.LONG: Limits(8, 1.0), Queue.PARTS: Limits(16, 0.5)}


class Workflow(msgspec.Struct, frozen=True):
    """A workflow: a function of the site and of arguments that are JSON. `attempts` is how often it may lose its
    process before it is given up as one that kills processes.
    """

    name: str
    function: Callable[..., Awaitable[Any]]
    queue: Queue
    attempts: int


class Consumer(msgspec.Struct, frozen=True):
    """A reader of all events: it gets at most `batch` of them at a time. One that `rests` gives way to requests itself."""

    name: str
    handler: Handler
    batch: int
    rests: bool = False


class Service(msgspec.Struct, frozen=True):
    """Something that goes on as long as there is a process to do it: in one process of all, or in each that runs work."""

    name: str
    function: Callable[[Site], Awaitable[None]]
    everywhere: bool = False


class Schedule(msgspec.Struct, frozen=True):
    """A workflow without arguments that is started at times: five fields of cron, or six with seconds in front, in UTC."""

    name: str
    cron: str


workflows: dict[str, Workflow] = {}
consumers: dict[str, Consumer] = {}
schedules: dict[str, Schedule] = {}
services: dict[str, Service] = {}


def workflow(
    name: str, *, queue: Queue = Queue.QUICK, attempts: int = 20
) -> Callable[[Function[Arguments, Result]], Function[Arguments, Result]]:
    """Register a workflow. Its name is kept in the database and in orders, so it stays when the function is renamed.

    Between steps a workflow does nothing but decide: it may be run again from its start, and the steps that were
    done then answer what they answered before. Arguments, and what steps and the workflow answer, are small and JSON.
    """

    def register(function: Function[Arguments, Result]) -> Function[Arguments, Result]:
        _add(workflows, name, Workflow(name, function, queue, attempts))
        return function

    return register


def consumer(name: str, *, batch: int = BATCH, rests: bool = False) -> Callable[[Handler], Handler]:
    """Register a reader of all events that ever happened, in order, from the first one.

    It gets each batch at least once: again where it raised, or where the process ended before its place was noted. So
    it must bear to see an event twice. It should take no longer than a second or so, which makes it the place to
    write rows and place orders, and not to do what they ask for. One that raises is asked again after a while, and
    does not hold up the others.
    """

    def register(handler: Handler) -> Handler:
        _add(consumers, name, Consumer(name, handler, batch, rests))
        return handler

    return register


def schedule(
    name: str, cron: str, *, queue: Queue = Queue.QUICK
) -> Callable[[Callable[[Site], Awaitable[Result]]], Callable[[Site], Awaitable[Result]]]:
    """Register a workflow that is started at times, once in all, however many processes there are.

    What was missed while nothing ran is not made up for: each start should do all that is due by then.
    """

    def register(function: Callable[[Site], Awaitable[Result]]) -> Callable[[Site], Awaitable[Result]]:
        _add(workflows, name, Workflow(name, function, queue, 20))
        _add(schedules, name, Schedule(name, cron))
        return function

    return register


def service(
    name: str,
) -> Callable[[Callable[[Site], Awaitable[None]]], Callable[[Site], Awaitable[None]]]:
    """Register something that runs until it is cancelled, in the process that leads, and begins anew where it raised.

    It is for work that keeps a ledger of its own and waits for others all the time, such as receivers of webhooks. It
    may be cancelled, or die with its process, at any moment, and another process goes on from the ledger.
    """

    def register(function: Callable[[Site], Awaitable[None]]) -> Callable[[Site], Awaitable[None]]:
        _add(services, name, Service(name, function))
        return function

    return register


def every(
    seconds: float, name: str, *, everywhere: bool = False
) -> Callable[[Callable[[Site], Awaitable[Result]]], Callable[[Site], Awaitable[Result]]]:
    """Register a look for something that may be due, `seconds` apart: in the process that leads, or `everywhere`.

    It is for what mostly finds nothing to do, and so leaves no trace in the engine's books, unlike a schedule. It may be
    cancelled at any moment, and the next look goes on.
    """

    def register(function: Callable[[Site], Awaitable[Result]]) -> Callable[[Site], Awaitable[Result]]:
        async def look_again_and_again(site: Site) -> None:
            while True:
                await asyncio.sleep(seconds)
                await function(site)

        _add(services, name, Service(name, look_again_and_again, everywhere))
        return function

    return register


def load_jobs() -> None:
    """Import every module of `holdall.work.jobs`, which registers what is in it."""
    from holdall.work import jobs  # late: jobs import this module

    for module in pkgutil.iter_modules(jobs.__path__, f"{jobs.__name__}."):
        importlib.import_module(module.name)


Registered = TypeVar("Registered", Workflow, Consumer, Schedule, Service)


def _add(known: dict[str, Registered], name: str, one: Registered) -> None:
    if name in known:
        raise ValueError(f"there are two of the name {name!r}")
    known[name] = one
