"""Events as they happen: a thousand a second told to twenty who wait for theirs by long poll, and how soon one is told."""

import asyncio
import json
import statistics
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from benchmarks.bench import Bench, say
from benchmarks.figures import Figure, Target
from benchmarks.processes import BenchmarkFailed
from benchmarks.servers import Server, holdall
from benchmarks.tenant import make_tenant

NAMES = ("events_delivered", "event_wake")
POLLERS = 20
PER_SECOND = 1000
WAKES = 50
WAKE_LIMIT = 100.0  # milliseconds
PATIENCE = 120


def run(bench: Bench) -> Iterator[Figure]:
    """Events a second that reach their pollers, against those that happen; milliseconds until a poll is answered."""
    tokens = [make_tenant(bench) for _ in range(POLLERS)]
    with holdall(bench) as server:
        if bench.wants("events_delivered"):
            say(f"events_delivered: {PER_SECOND} a second for {bench.seconds:g} seconds, to {POLLERS}")
            yield asyncio.run(_delivered(server, tokens, bench.seconds))
        if bench.wants("event_wake"):
            say(f"event_wake: {WAKES} events, one by one")
            yield asyncio.run(_wake(server, tokens[0]))


class Wire:
    """One connection that is kept, and the little of HTTP that it takes."""

    def __init__(self, address: str, token: str) -> None:
        self._host = urlsplit(address).netloc
        self._token = token
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(self, method: str, path: str, body: Any = None) -> Any:
        """Send a request and answer its JSON; raises BenchmarkFailed for an error status."""
        if self._streams is None:
            host, port = self._host.split(":")
            self._streams = await asyncio.open_connection(host, int(port))
        reader, writer = self._streams
        raw = b"" if body is None else json.dumps(body).encode()
        head = f"{method} {path} HTTP/1.1\r\nhost: {self._host}\r\nauthorization: Bearer {self._token}\r\n"
        writer.write(f"{head}content-type: application/json\r\ncontent-length: {len(raw)}\r\n\r\n".encode() + raw)
        answer = (await reader.readuntil(b"\r\n\r\n")).lower()
        length = int(answer.partition(b"content-length: ")[2].partition(b"\r\n")[0])
        content = await reader.readexactly(length)
        if not answer.startswith(b"http/1.1 2"):
            raise BenchmarkFailed(f"{method} {path} answered {content[:300]!r}")
        return json.loads(content)

    def close(self) -> None:
        """Close the connection."""
        if self._streams is not None:
            self._streams[1].close()


class Poller:
    """Follows one user's stream by the book, and notes every event."""

    def __init__(self, server: Server, token: str) -> None:
        self._wire = Wire(server.address, token)
        self.seen: list[str] = []

    async def follow(self) -> None:
        """Ask, wait and go on until cancelled."""
        position, address = 0, ""
        while True:
            page = await self._wire.ask("GET", f"/2.0/events?stream_position={position}&limit=500")
            self.seen += [event["event_id"] for event in page["entries"]]
            position = page["next_stream_position"]
            if not address:
                address = await find_poll(self._wire)
            told = await self._wire.ask("GET", f"{address}&stream_position={position}")
            address = address if told["message"] == "new_change" else ""

    def close(self) -> None:
        """Close the connection."""
        self._wire.close()


async def find_poll(wire: Wire) -> str:
    """The path of a long poll."""
    parts = urlsplit((await wire.ask("OPTIONS", "/2.0/events"))["entries"][0]["url"])
    return f"{parts.path}?{parts.query}"


async def _delivered(server: Server, tokens: list[str], seconds: float) -> Figure:
    pollers = [Poller(server, token) for token in tokens]
    following = [asyncio.create_task(poller.follow()) for poller in pollers]
    await asyncio.sleep(0.5)  # until all of them wait
    started = time.monotonic()
    written = await asyncio.gather(*(_write(server, token, seconds) for token in tokens))
    wrote = time.monotonic() - started
    patience = started + wrote + PATIENCE
    while any(len(poller.seen) < count for poller, count in zip(pollers, written, strict=True)):
        failed = [task for task in following if task.done()]
        if failed or time.monotonic() > patience:
            raise BenchmarkFailed(f"events are missing; {[task.exception() for task in failed]}")
        await asyncio.sleep(0.005)
    delivered = time.monotonic() - started
    for task, poller in zip(following, pollers, strict=True):
        task.cancel()
        poller.close()
        if len(poller.seen) != len(set(poller.seen)):
            raise BenchmarkFailed("an event was told twice")
    total = sum(written)
    return Figure(
        name="events_delivered",
        against="written",
        ours=total / delivered,
        theirs=total / wrote,
        unit="events/s",
        target=Target(least_ratio=0.95),
    )


async def _write(server: Server, token: str, seconds: float) -> int:
    """Make folders at one poller's share of the rate; how many."""
    wire, loop = Wire(server.address, token), asyncio.get_running_loop()
    count, started = 0, loop.time()
    while loop.time() - started < seconds:
        await wire.ask("POST", "/2.0/folders", {"name": f"{started} {count}", "parent": {"id": "0"}})
        count += 1
        await asyncio.sleep(max(0.0, started + count * POLLERS / PER_SECOND - loop.time()))
    wire.close()
    return count


async def _wake(server: Server, token: str) -> Figure:
    """The time from the answer to a change until the answer to the poll that waits for it; of a hundred the slowest five."""
    writer, poller = Wire(server.address, token), Wire(server.address, token)
    times = []
    for number in range(WAKES):
        position = (await poller.ask("GET", "/2.0/events?stream_position=now"))["next_stream_position"]
        address = await find_poll(poller)
        polling = asyncio.create_task(poller.ask("GET", f"{address}&stream_position={position}"))
        await asyncio.sleep(0.01)
        await writer.ask("POST", "/2.0/folders", {"name": f"wake {number} {position}", "parent": {"id": "0"}})
        changed = time.perf_counter()
        await polling
        times.append(max(0.0, time.perf_counter() - changed) * 1000)
    writer.close()
    poller.close()
    slowest = statistics.quantiles(times, n=20)[-1]
    return Figure(
        name="event_wake",
        against="limit",
        ours=slowest,
        theirs=WAKE_LIMIT,
        unit="ms",
        target=Target(most_above=0.0),
    )
