"""Workflows for tests, and what they leave behind: a list per test, in memory."""

import asyncio
from collections import defaultdict
from collections.abc import Sequence

from holdall.content.events.feed import Event
from holdall.work import Queue, Site, every, service, should_stop, sleep, start, step, wait_for, workflow

done: defaultdict[str, list[str]] = defaultdict(list)
gates: defaultdict[str, asyncio.Event] = defaultdict(asyncio.Event)
"""Steps named here wait until their gate is open."""
waiting: set[str] = set()
"""Steps that have come to their gate: what was before them is in the engine's books."""
broken: set[str] = set()
"""Steps named here raise."""


def has_done(test: str, count: int) -> bool:
    """Whether so much has been noted."""
    return len(done[test]) == count


async def note(test: str, what: str) -> str:
    done[test].append(what)
    if f"{test} {what}" in broken:
        raise ValueError(f"{what} is broken")
    return what


async def note_behind_gate(test: str, what: str) -> str:
    waiting.add(f"{test} {what}")
    await gates[f"{test} {what}"].wait()
    return await note(test, what)


@workflow("test three steps")
async def three_steps(site: Site, test: str) -> list[str]:
    return [await step(note, test, "one"), await step(note_behind_gate, test, "two"), await step(note, test, "three")]


@workflow("test parent", queue=Queue.LONG)
async def parent(site: Site, test: str, children: int) -> int:
    ids = [await start("test child", test, number, key=str(number)) for number in range(children)]
    return sum([await wait_for(run_id) for run_id in ids])


@workflow("test child", queue=Queue.PARTS)
async def child(site: Site, test: str, number: int) -> int:
    await step(note_behind_gate, test, f"child {number}")
    return number


@workflow("test sleeper")
async def sleeper(site: Site, test: str) -> str:
    await sleep(0.01)
    return await step(note, test, "awake")


served: defaultdict[str, int] = defaultdict(int)
"""How often the service was begun, by the folder of the server that it serves; at first it is broken."""


@service("test service")
async def serve(site: Site) -> None:
    server = str(site.settings.data)
    served[server] += 1
    if served[server] == 1:
        raise ValueError("the service is broken")
    await asyncio.Event().wait()


@workflow("test bad parent")
async def bad_parent(site: Site, test: str) -> str:
    return await start("test three steps", test)


@workflow("test side by side")
async def side_by_side(site: Site, test: str) -> list[str]:
    return list(await asyncio.gather(step(note, test, "left"), step(note, test, "right")))


@workflow("test no json")
async def no_json(site: Site, test: str) -> object:
    return await step(answer_object)


async def answer_object() -> object:
    return object()


@workflow("test endless")
async def endless(site: Site, test: str) -> None:
    await step(go_on_until_told, test)


async def go_on_until_told(test: str) -> None:
    await note(test, "began")
    while not await should_stop():
        await asyncio.sleep(0.02)
    await note(test, "stopped")


looks: list[str] = []


@every(0.01, "test look")
async def look(site: Site) -> None:
    """Raises every other time."""
    looks.append("looked")
    if len(looks) % 2:
        raise ValueError("cannot look")


@workflow("test fragile", attempts=1)
async def fragile(site: Site, test: str) -> None:
    await note(test, "began")
    await step(note_behind_gate, test, "done")


async def ignore(site: Site, events: Sequence[Event]) -> None:
    return None
