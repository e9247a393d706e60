"""A server in a process of its own that is killed in the middle of work and started again on the same data."""

import asyncio
import json
import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Coroutine
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import msgspec

from holdall.base.db import Database, open_database
from holdall.base.settings import Settings, to_environment
from holdall.cli import storage as fsck_command  # noqa: F401 - registers the checks of every room
from holdall.cli.server import Application
from holdall.storage import Stores, collect, open_stores
from holdall.storage.fsck import Finding, examine
from tests.support.enterprise import make_enterprise

START_SECONDS = 30
MANY = 20
MEASURED_EVERY = 10  # of so many kills one comes when the work is done, which tells how long it takes


class Nursery:
    """The process that forks servers; see nursery.py."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.nursery"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def fork(self, settings: Settings, port: int | None) -> int:
        """Start a server, or without a port a worker, and answer the id of its process; it may not yet listen."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps({"port": port, "settings": to_environment(settings)}) + "\n")
        self._process.stdin.flush()
        return int(self._process.stdout.readline())

    def close(self) -> None:
        """End the process; the servers were ended before."""
        self._process.communicate()


class Killable:
    """One server with an enterprise in it and a client that speaks for its user."""

    def __init__(self, nursery: Nursery, settings: Settings, token: str, user_id: int) -> None:
        self.settings = settings
        self.user_id = user_id
        self._nursery = nursery
        self._token = token
        self._port = _free_port()
        self.process: int | None = None
        self.http = httpx.AsyncClient(
            base_url=f"http://127.0.0.1:{self._port}",
            headers={"authorization": f"Bearer {token}"},
            timeout=30,
            limits=httpx.Limits(max_connections=64, max_keepalive_connections=64),
        )

    def twin(self) -> "Killable":
        """Another server on the same data, not yet started."""
        return Killable(self._nursery, self.settings, self._token, self.user_id)

    async def start(self) -> None:
        """Start the server and wait until it takes connections."""
        self.process = self._nursery.fork(self.settings, self._port)
        patience = time.monotonic() + START_SECONDS
        while time.monotonic() < patience and exists(self.process):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self._port)) == 0:
                    return
            await asyncio.sleep(0.005)
        raise AssertionError("the server did not start; its log is above")

    async def kill(self) -> None:
        """Kill the process, without any chance to end what it does, and wait until it is gone."""
        assert self.process is not None
        await end_at_once(self.process)
        self.process = None

    async def findings(self, *, grace: int = 24 * 3600, with_hashes: bool = True) -> list[Finding]:
        """What fsck finds in the data, reading every byte with hashes; the server need not run."""
        async with self._data() as (db, stores):
            return (await examine(db, stores, grace=grace, with_hashes=with_hashes)).findings

    async def collect_garbage(self) -> None:
        """Remove at once what nothing refers to; the server must not run."""
        async with self._data() as (db, stores):
            await collect(db, stores, grace=0)

    @asynccontextmanager
    async def database(self) -> AsyncIterator[Database]:
        """The server's database, opened beside it."""
        db = await open_database(self.settings.database_url)
        try:
            yield db
        finally:
            await db.close()

    @asynccontextmanager
    async def _data(self) -> AsyncIterator[tuple[Database, Stores]]:
        async with self.database() as db:
            stores = open_stores(self.settings, db)
            try:
                yield db, stores
            finally:
                await stores.close()

    async def close(self) -> None:
        """End the server if it runs."""
        await self.http.aclose()
        if self.process is not None:
            await self.kill()


class Workers:
    """Some workers on one database."""

    def __init__(self, nursery: Nursery, settings: Settings, count: int) -> None:
        self._nursery = nursery
        self._settings = settings
        self._processes = [self._fork() for _ in range(count)]

    async def replace(self, number: int) -> None:
        """Kill one of the workers and start another."""
        await end_at_once(self._processes[number])
        self._processes[number] = self._fork()

    async def close(self) -> None:
        """Kill them all."""
        for process in self._processes:
            await end_at_once(process)

    def __len__(self) -> int:
        return len(self._processes)

    def _fork(self) -> int:
        return self._nursery.fork(self._settings, None)


async def make_killable(nursery: Nursery, data: Path, database_url: str, **more: Any) -> Killable:
    """A server on fresh data, not yet started, whose database holds one enterprise; `more` are further settings."""
    settings = Settings(
        data=data,
        database=database_url,
        rate_limit=0,
        upload_rate_limit=0,
        log_format="none",
        access_token_lifetime=86400,
        **{"work": "elsewhere", **more},
    )
    application = Application(msgspec.structs.replace(settings, work="elsewhere"))
    enterprise = await make_enterprise(await application.start())
    token = await enterprise.new_token(enterprise.user_id, lifetime=86400)
    await application.stop()
    return Killable(nursery, settings, token, enterprise.user_id)


async def attempt(request: Awaitable[httpx.Response]) -> httpx.Response | None:
    """The answer to a request, or None where the server ended first: nobody knows then whether it was done."""
    try:
        answer = await request
    except httpx.TransportError:
        return None
    assert answer.is_success, answer.text
    return answer


class Dice:
    """Randomness with a seed that is printed, so that a failure can be repeated: HOLDALL_FAULTS_SEED=... ./dev test."""

    def __init__(self) -> None:
        seed = int(os.environ.get("HOLDALL_FAULTS_SEED") or random.SystemRandom().randrange(2**32))
        sys.stdout.write(f"HOLDALL_FAULTS_SEED={seed}\n")  # pytest shows it where the test fails
        self.random = random.Random(seed)

    def moment(self, longest: float) -> float:
        """A moment in the first `longest` seconds."""
        return self.random.uniform(0, longest)


class Kills:
    """Kills a server again and again, at random moments of the same kind of work."""

    def __init__(self, server: Killable, dice: Dice, *, with_hashes: bool = True) -> None:
        self._server = server
        self._with_hashes = with_hashes
        self._dice = dice
        self._longest = 0.0
        self._kills = 0
        self._cut_short = 0

    async def kill_during(self, work: list[Coroutine[Any, Any, None]]) -> None:
        """Begin all of the work, kill the server at a random moment of it, and start it on the same data.

        In between, fsck must find nothing. The work takes the server's end for what it is, as `attempt` does.
        """
        started = time.monotonic()
        running = asyncio.gather(*work)
        if self._kills % MEASURED_EVERY == 0:
            await running
            self._longest = time.monotonic() - started
        else:
            await asyncio.wait([running], timeout=self._dice.moment(self._longest))
        self._kills += 1
        self._cut_short += not running.done()
        await self._server.kill()
        await running
        assert await self._server.findings(with_hashes=self._with_hashes) == []
        await self._server.start()

    async def finish(self) -> None:
        """Remove what the kills left, and check that this is all that was removed.

        Fails where two thirds of many kills came after the work, since then the test showed little; few may do so by chance.
        """
        await self._server.kill()
        await self._server.collect_garbage()
        assert await self._server.findings(grace=0) == []
        is_chance = self._kills < MANY
        assert is_chance or self._cut_short * 3 > self._kills, (
            f"only {self._cut_short} of {self._kills} kills were during the work"
        )


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


async def end_at_once(process: int) -> None:
    """Kill a process, and wait until it is gone."""
    os.kill(process, signal.SIGKILL)
    while exists(process):
        await asyncio.sleep(0.001)


def exists(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True
