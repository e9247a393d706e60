"""Workflows for tests, and what they leave behind: a list per test, in memory."""

import asyncio
from collections import defaultdict

from holdall.work import Queue, Site, service, sleep, start, step, wait_for, workflow

done: defaultdict[str, list[str]] = defaultdict(list)
gates: defaultdict[str, asyncio.Event] = defaultdict(asyncio.Event)
"""Steps named here wait until their gate is open."""
broken: set[str] = set()
"""Steps named here raise."""


async def note(test: str, what: str) -> str:
    done[test].append(what)
    if f"{test} {what}" in broken:
        raise ValueError(f"{what} is broken")
    return what


async def note_behind_gate(test: str, what: str) -> str:
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
