"""holdall worker and holdall work, as commands on the data of a server."""

import asyncio
import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest
import sqlalchemy as sa

from holdall.base.db import Database, open_database, query
from holdall.base.db.migrate import upgrade
from holdall.content.orders import place_order
from holdall.content.orders.tables import work_orders
from holdall.work.verbs import State, Work
from tests.cli.test_identity import run

REAL_WORK = "forget finished work"
_ORDERS = query(sa.select(sa.func.count()).select_from(work_orders))


async def order(db: Database, after: int) -> str:
    """Order work, and wait until the worker has done it, unless it is for later."""
    run_id = await db.write(place_order, REAL_WORK, after=after)
    async with asyncio.timeout(60):
        while not after and await db.value(_ORDERS):
            await asyncio.sleep(0.05)
    return run_id


async def with_database(data: Path) -> tuple[str, str]:
    """The ids of work that was done, and of work that waits for an hour."""
    url = f"sqlite:///{data / 'holdall.db'}"
    db, work = await open_database(url), Work(url)
    try:
        return await order(db, 0), await work.enqueue(REAL_WORK, delay=3600)
    finally:
        await work.close()
        await db.close()


@pytest.fixture(scope="module")
def worked(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str, str]:
    """Data on which a worker has done something before it was told to stop; the work that was done and that waits."""
    data = tmp_path_factory.mktemp("worked")
    upgrade(f"sqlite:///{data / 'holdall.db'}")
    command = [sys.executable, "-m", "holdall", "worker", "--data", str(data)]
    with (data / "log").open("wb") as log:
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, text=True)
    assert process.stdout is not None
    try:
        assert process.stdout.readline() == "Holdall works in the background of sqlite\n"
        done, waits = asyncio.run(with_database(data))
        for _ in range(20):  # the first counts
            process.send_signal(signal.SIGTERM)
            process.send_signal(signal.SIGINT)
        assert process.wait(30) == 0
    finally:
        process.kill()
        process.stdout.close()
    return data, done, waits


class TestWork:
    def test_a_list_tells_what_was_done_and_what_waits(self, worked, capsys):
        data, done, waits = worked

        status, output, _ = run(capsys, data, "work", "list", "--json")
        rows = {row["id"]: (row["name"], row["state"], row["arguments"], row["error"]) for row in json.loads(output)}

        assert status == 0
        assert rows[done] == (REAL_WORK, "done", [], "")
        assert rows[waits] == (REAL_WORK, "waiting", [], "")

    def test_a_list_can_be_of_one_state(self, worked, capsys):
        data, _, waits = worked

        status, output, _ = run(capsys, data, "work", "list", "--state", "waiting")

        assert status == 0
        assert [line.split()[0] for line in output.splitlines()] == ["id", waits.split()[0]]

    def test_work_is_paused_resumed_and_cancelled(self, worked, capsys):
        data, _, waits = worked
        states = []
        for verb in ("pause", "resume", "cancel"):
            assert run(capsys, data, "work", verb, waits)[0] == 0
            rows = json.loads(run(capsys, data, "work", "list", "--json")[1])
            states += [row["state"] for row in rows if row["id"] == waits]
        assert run(capsys, data, "work", "retry", waits)[0] == 0

        assert states == [State.PAUSED, State.WAITING, State.CANCELLED]

    def test_what_cannot_be_done_is_said_in_a_line(self, worked, capsys):
        data, done, _ = worked

        assert run(capsys, data, "work", "cancel", "nobody")[::2] == (2, "holdall: There is no work 'nobody'\n")
        assert run(capsys, data, "work", "pause", done)[::2] == (2, f"holdall: The work {done} does not run\n")

    def test_consumers_tell_how_far_they_are(self, worked, capsys):
        status, output, _ = run(capsys, worked[0], "work", "consumers", "--json")

        assert status == 0
        assert {(row["behind"], row["failures"], row["error"]) for row in json.loads(output)} <= {(0, 0, "")}

    def test_data_without_any_work_are_told_so(self, tmp_path, capsys):
        status, _, error = run(capsys, tmp_path, "work", "list")

        assert (status, error.count("\n")) == (2, 1)
        assert "there has been no background work on these data" in error


class TestWorker:
    def test_a_database_that_cannot_be_used_is_refused_in_a_line(self, tmp_path, capsys):
        (tmp_path / "holdall.db").write_text("not a database")

        status, _, error = run(capsys, tmp_path, "worker")

        assert (status, error.count("\n")) == (2, 1)
