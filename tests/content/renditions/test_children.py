"""Children: what they are kept from, whatever happens inside them, and that the server goes on all the while."""

import asyncio
import os
import signal
import sys
import tempfile
from pathlib import Path
from typing import Any

import pytest

from holdall.content.renditions.children import Children, Limits
from holdall.content.renditions.errors import Exhausted, NoChild, Refused
from holdall.content.renditions.messages import Job
from tests.content.renditions.conftest import HOSTILE


async def ask(pool: Children, task: str, content: bytes = b"", **options: Any) -> dict[str, bytes]:
    with tempfile.TemporaryFile() as source:
        source.write(content)
        source.flush()
        return await pool.carry_out(Job(task, options), source)


async def result_of(pool: Children, task: str, content: bytes = b"", **options: Any) -> bytes:
    return (await ask(pool, task, content, **options))["result"]


async def refusal_of(pool: Children, task: str) -> tuple[type[Refused], str]:
    with pytest.raises(Refused) as caught:
        await ask(pool, task)
    return type(caught.value), str(caught.value)


def is_running(pid: int) -> bool:
    """Whether there is such a process; one that has ended and that nobody has asked after yet is none."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


class TestConfinement:
    @pytest.mark.parametrize("task", ["list_folder", "connect", "fork", "execute"])
    async def test_files_network_and_processes_are_out_of_reach(self, hostile: Children, task: str) -> None:
        assert await result_of(hostile, task) == b"PermissionError"

    async def test_a_file_that_everybody_may_read_cannot_be_opened(self, hostile: Children, tmp_path: Path) -> None:
        secret = tmp_path / "server.key"
        secret.write_text("secret")
        assert await result_of(hostile, "read_file", path=str(secret)) == b"PermissionError"
        assert await result_of(hostile, "read_file", path="/proc/self/environ") == b"PermissionError"

    async def test_the_file_it_is_given_can_be_read_but_not_changed(self, hostile: Children) -> None:
        with tempfile.TemporaryFile() as source:
            source.write(b"content")
            source.flush()
            answer = await hostile.carry_out(Job("write_source"), source)
            source.seek(0)
            assert (answer["result"], source.read()) == (b"OSError", b"content")

    async def test_the_server_cannot_be_signalled(self, hostile: Children) -> None:
        assert await result_of(hostile, "kill_parent", pid=os.getpid()) == b"PermissionError"

    async def test_no_thread_can_be_begun(self, hostile: Children) -> None:
        assert await result_of(hostile, "start_thread") == b"RuntimeError"

    async def test_its_limits_cannot_be_raised(self, hostile: Children) -> None:
        assert await result_of(hostile, "raise_limit") in {b"ValueError", b"PermissionError"}

    async def test_nothing_of_the_servers_environment_is_there(
        self, hostile: Children, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("HOLDALL_SMTP", "smtp://user:password@mail")
        assert (await ask(hostile, "whoami"))["environment"] == b"LC_ALL PYTHONPATH"


class TestContainment:
    async def test_an_endless_loop_is_killed_and_the_next_file_is_served(self) -> None:
        pool = Children(size=1, limits=Limits(seconds=0.3), module=HOSTILE)
        assert await refusal_of(pool, "loop") == (Exhausted, "It took more than 0.3 seconds")
        assert await result_of(pool, "echo", b"next") == b"next"
        await pool.close()

    async def test_the_server_answers_others_while_a_child_is_busy(self) -> None:
        pool = Children(size=1, limits=Limits(seconds=0.5), module=HOSTILE)
        await result_of(pool, "echo", b"warm")
        turns = 0

        async def count_turns() -> None:
            nonlocal turns
            while True:
                await asyncio.sleep(0.001)
                turns += 1

        counting = asyncio.create_task(count_turns())
        await refusal_of(pool, "loop")
        counting.cancel()
        await pool.close()
        assert turns > 20

    async def test_a_process_that_eats_memory_is_refused_more(self, hostile: Children) -> None:
        assert await refusal_of(hostile, "hog") == (Refused, "It needs more memory than a child may have")
        assert await result_of(hostile, "echo", b"next") == b"next"

    async def test_a_crash_takes_nothing_but_the_child(self, hostile: Children) -> None:
        kind, reason = await refusal_of(hostile, "crash")
        assert (kind, reason[:15]) == (Exhausted, "The child ended")
        assert await result_of(hostile, "echo", b"next") == b"next"

    async def test_an_answer_that_is_too_large_is_not_read(self, hostile: Children) -> None:
        kind, reason = await refusal_of(hostile, "flood")
        assert (kind, reason[:21]) == (Exhausted, "The answer would have")

    async def test_an_answer_that_makes_no_sense_is_a_refusal(self, hostile: Children) -> None:
        kind, reason = await refusal_of(hostile, "lie")
        assert (kind, reason[:22]) == (Exhausted, "The answer makes no se")
        assert await result_of(hostile, "echo", b"next") == b"next"

    async def test_what_a_library_stumbles_over_ends_the_child(self, hostile: Children) -> None:
        before = (await ask(hostile, "whoami"))["pid"]
        assert await refusal_of(hostile, "stumble") == (Refused, "KeyError: 'missing'")
        assert (await ask(hostile, "whoami"))["pid"] != before

    async def test_endless_nesting_is_refused(self, hostile: Children) -> None:
        assert await refusal_of(hostile, "recurse") == (Refused, "It is nested too deeply")


class TestPool:
    async def test_one_child_serves_many_files(self, hostile: Children) -> None:
        pids = {(await ask(hostile, "whoami"))["pid"] for _ in range(5)}
        assert len(pids) == 1

    async def test_more_jobs_than_children_wait_their_turn(self, hostile: Children) -> None:
        contents = [str(number).encode() for number in range(20)]
        answers = await asyncio.gather(*(result_of(hostile, "echo", content) for content in contents))
        assert answers == contents

    async def test_a_child_that_has_worked_long_enough_makes_room(self) -> None:
        pool = Children(size=1, limits=Limits(lifetime=0.0), module=HOSTILE)
        pids = {(await ask(pool, "whoami"))["pid"] for _ in range(2)}
        await pool.close()
        assert len(pids) == 2

    async def test_a_child_that_nobody_asks_is_ended(self) -> None:
        pool = Children(size=1, limits=Limits(idle=0.05), module=HOSTILE)
        pid = int((await ask(pool, "whoami"))["pid"])
        async with asyncio.timeout(20):
            while is_running(pid):
                await asyncio.sleep(0.02)
        assert await result_of(pool, "echo", b"again") == b"again"
        await pool.close()

    async def test_a_caller_that_gives_up_leaves_no_child_at_work(self, hostile: Children) -> None:
        pid = int((await ask(hostile, "whoami"))["pid"])
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.1):
                await ask(hostile, "loop")
        assert await result_of(hostile, "echo", b"next") == b"next"
        await hostile.close()
        assert not is_running(pid)

    async def test_a_child_that_was_killed_while_idle_costs_nothing(self, hostile: Children) -> None:
        pid = int((await ask(hostile, "whoami"))["pid"])
        os.kill(pid, signal.SIGKILL)
        os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)
        assert await result_of(hostile, "echo", b"next") == b"next"

    async def test_that_no_child_comes_up_is_no_fault_of_the_file(self) -> None:
        pool = Children(size=1, module="tests.content.renditions.no_such_child")
        with pytest.raises(NoChild):
            await ask(pool, "echo")
        await pool.close()

    async def test_closing_ends_the_children(self, hostile: Children) -> None:
        pid = int((await ask(hostile, "whoami"))["pid"])
        await hostile.close()
        assert not is_running(pid)


_SERVER = """
import asyncio, tempfile
from holdall.content.renditions.children import Children
from holdall.content.renditions.messages import Job

async def main():
    pool = Children(size=1, module="tests.content.renditions.hostile_child")
    with tempfile.TemporaryFile() as source:
        print((await pool.carry_out(Job("whoami"), source))["pid"].decode(), flush=True)
        await pool.carry_out(Job("loop"), source)

asyncio.run(main())
"""


async def test_a_child_at_work_ends_with_a_server_that_is_killed() -> None:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    server = await asyncio.create_subprocess_exec(
        sys.executable, "-c", _SERVER, stdout=asyncio.subprocess.PIPE, env=environment
    )
    assert server.stdout is not None
    pid = int(await server.stdout.readline())
    server.kill()
    await server.wait()
    async with asyncio.timeout(20):
        while is_running(pid):
            await asyncio.sleep(0.02)
