"""`holdall worker` processes beside `holdall serve`: they share a run that was started over REST, and outlive each other."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import httpx
import msgspec
import pytest
import sqlalchemy as sa

from holdall.base.db import Database, open_database, query
from holdall.migration.tables import items
from holdall.testing.server import start_server
from tests.faults.migrating import forget_partials
from tests.migration.engine.trees import read_tree, write_tree
from tests.support.databases import ready_database

pytestmark = [pytest.mark.faults, pytest.mark.timeout(300)]

FILES, FILE_BYTES, BYTES_PER_SECOND = 6000, 64, 50_000  # eight seconds of work, most of which nobody takes ahead


_OF_JOB = sa.select(sa.func.count()).where(items.c.job_id == sa.bindparam("job"), items.c.type == "file")
_ARRIVED = query(_OF_JOB.where(items.c.status == "success"), int)
_WITH_HELPERS = query(_OF_JOB.where(items.c.claimed_by != 0, items.c.claimed_until > 0), int)


class Worker:
    """One process that does background work."""

    def __init__(self, data: Path, settings: dict[str, str], log: Path) -> None:
        self._log = log
        command = [sys.executable, "-m", "holdall", "worker", "--data", str(data), "--log-format", "json"]
        with log.open("wb") as lines:
            self._process = subprocess.Popen(
                command, stdout=subprocess.PIPE, stderr=lines, env={**os.environ, **settings}
            )
        assert self._process.stdout is not None
        self._process.stdout.readline()  # it is about to work
        self._process.stdout.close()

    def told(self, event: str) -> list[dict[str, Any]]:
        """What it has logged under this name."""
        lines = (msgspec.json.decode(line) for line in self._log.read_bytes().splitlines() if line.startswith(b"{"))
        return [line for line in lines if line.get("event") == event]

    def sleep(self) -> None:
        """Let it do nothing until `wake`."""
        self._process.send_signal(signal.SIGSTOP)

    def wake(self) -> None:
        """Let it go on."""
        self._process.send_signal(signal.SIGCONT)

    def kill(self) -> None:
        """End it in the middle of whatever it does."""
        self._process.kill()
        self._process.wait()


class Company:
    """A server that leaves its work to others, its two folders, and the REST face of its migrations."""

    def __init__(self, url: str, database: Database, data: Path, settings: dict[str, str], stack: ExitStack) -> None:
        self.database = database
        self.http = httpx.AsyncClient(
            base_url=url, headers={"authorization": "Bearer demo-migration"}, timeout=60, trust_env=False
        )
        self._data, self._settings, self._stack = data, settings, stack
        self._workers = 0

    def start_worker(self) -> Worker:
        """One more worker, which is killed at the end."""
        self._workers += 1
        worker = Worker(self._data, self._settings, self._data.with_name(f"worker {self._workers}.log"))
        self._stack.callback(worker.kill)
        return worker

    async def made(self, kind: str, said: dict[str, Any]) -> str:
        """The id of something new of the service."""
        answer = await self.http.post(f"/v1/{kind}s", json=said)
        assert answer.status_code == 201, answer.text
        return str(answer.json()[kind]["id"])

    async def job(self, job_id: str) -> dict[str, Any]:
        """All that is told of a job."""
        found: dict[str, Any] = (await self.http.get(f"/v1/jobs/{job_id}?fields=all")).json()["job"]
        return found

    async def is_idle(self, job_id: str) -> bool:
        """Whether the job has run."""
        return bool((await self.job(job_id))["status"] == "idle")

    async def someone_leads(self, job_id: str) -> bool:
        """Whether the run has brought something over."""
        return bool(await self.database.value(_ARRIVED, job=job_id))

    async def someone_helps(self, job_id: str) -> bool:
        """Whether another worker than the one that leads the run has taken files of it."""
        return bool(await self.database.value(_WITH_HELPERS, job=job_id))


@pytest.fixture
async def company(postgres_url: str, tmp_path: Path) -> AsyncIterator[Company]:
    """A server on PostgreSQL, without any worker yet."""
    settings = {
        "HOLDALL_DATABASE": await ready_database(postgres_url, tmp_path),
        "HOLDALL_WORK": "elsewhere",
        "HOLDALL_MIGRATION_ROOTS": str(tmp_path),
    }
    with ExitStack() as stack:
        server = stack.enter_context(start_server(tmp_path / "data", "--seed", "demo", settings=settings))
        database = await open_database(settings["HOLDALL_DATABASE"])
        company = Company(server.base_url, database, tmp_path / "data", settings, stack)
        yield company
        await company.http.aclose()
        await database.close()


async def until(condition: Callable[[str], Awaitable[bool]], job_id: str) -> None:
    async with asyncio.timeout(100):
        while not await condition(job_id):
            await asyncio.sleep(0.05)


async def test_a_run_is_shared_by_workers_and_finished_by_the_one_that_is_left(company: Company, tmp_path: Path):
    source, destination = tmp_path / "source", tmp_path / "destination"
    write_tree(source, {f"{number}.txt": f"{number:04}" * (FILE_BYTES // 4) for number in range(FILES)})
    destination.mkdir()
    ends = []
    for folder in (source, destination):
        said = {"name": folder.name, "platform": {"id": "fs"}, "auth": {"uri": str(folder)}}
        ends.append({"connection": {"id": await company.made("connection", said)}, "target": {"path": "/"}})
    limit = {"upload": {"bytes_per_second": BYTES_PER_SECOND}}
    transfer = {"transfer_type": "copy", "source": ends[0], "destination": ends[1], "performance": limit}
    job = await company.made("job", {"name": "Job", "transfer": transfer, "schedule": {"mode": "manual"}})
    leader, helper = company.start_worker(), company.start_worker()
    await asyncio.sleep(1)  # so that it has begun with all its looks
    helper.sleep()

    assert (await company.http.patch(f"/v1/jobs/{job}?start=1")).status_code == 200
    await until(company.someone_leads, job)
    helper.wake()
    await until(company.someone_helps, job)
    leader.kill()
    there = len(list(destination.iterdir()))  # not read: the helper is still writing
    await until(company.is_idle, job)

    run = (await company.job(job))["previous_execution"]
    forget_partials(destination)
    assert there < FILES
    assert read_tree(destination) == read_tree(source)
    assert (run["status"], run["stats"]["destination"]["new"]["files"]) == ("completed", FILES)
    assert sum(line["items"] for line in helper.told("helped with a migration")) > 0
