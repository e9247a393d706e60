"""The order of things that a power cut would tell: bytes are synced before their row, and the row before the answer.

The kernel's calls are watched with strace; on a machine without it there is nothing to watch with, and no test.
"""

import asyncio
import os
import re
import shutil
import signal
from pathlib import Path

from tests.faults.killable import Killable, Nursery, make_killable
from tests.faults.tree import Tree

CALLS = "fsync,fdatasync,write,writev,sendto,sendmsg"
_CALL = re.compile(r"(\d+) +(\w+)\((\d+)<([^>]*)>(.*)")
_RESUMED = re.compile(r"(\d+) +<\.\.\. (\w+) resumed>")
_ANSWER = re.compile(r"HTTP/1\.1 (\d+)")


def steps(trace: str, data: Path) -> list[str]:
    """What was synced in the data folder and what was answered, in the order in which the calls began or were done.

    A sync counts when it has returned, an answer when it begins to be sent.
    """
    found: list[str] = []
    waiting: dict[str, str] = {}
    for line in trace.splitlines():
        if resumed := _RESUMED.match(line):
            if resumed[2] in {"fsync", "fdatasync"} and resumed[1] in waiting:
                found.append(waiting.pop(resumed[1]))
        elif call := _CALL.match(line):
            process, name, _, path, rest = call.groups()
            if name in {"fsync", "fdatasync"}:
                step = f"sync {Path(path).relative_to(data)}" if path.startswith(str(data)) else f"sync {path}"
                if "<unfinished" in rest:
                    waiting[process] = step
                else:
                    found.append(step)
            elif answer := _ANSWER.search(rest):
                found.append(f"answer {answer[1]}")
    return found


async def watch(server: Killable, file: Path) -> asyncio.subprocess.Process:
    """Write the server's calls to a file from now on."""
    assert server.process is not None
    options = ["-f", "-y", "-s", "32", "-e", f"trace={CALLS}", "-o", str(file), "-p", str(server.process)]
    watcher = await asyncio.create_subprocess_exec("strace", *options, stderr=asyncio.subprocess.PIPE)
    assert watcher.stderr is not None
    await watcher.stderr.readline()  # "Process ... attached"
    return watcher


if shutil.which("strace"):

    async def test_bytes_are_synced_before_their_row_and_the_row_before_the_answer(nursery: Nursery, tmp_path: Path):
        data = tmp_path / "data"
        server = await make_killable(nursery, data, f"sqlite:///{data / 'holdall.db'}")
        await server.start()
        tree = Tree(server)
        folder = await tree.create_folder("Before")
        watcher = await watch(server, tmp_path / "trace")

        await tree.create_folder("Folder")
        await tree.upload("Small.bin", folder, b"x" * 10_000)
        await tree.upload("Large.bin", folder, b"x" * 3_000_000)

        os.kill(watcher.pid, signal.SIGINT)
        await watcher.wait()
        await server.close()
        blobs = [re.sub(r"[0-9a-z]{8,}", "BLOB", step) for step in steps((tmp_path / "trace").read_text(), data)]
        folders = [re.sub(r"blobs/\w{3}", "blobs/abc", step) for step in blobs]
        commit = ["sync holdall.db-wal", "answer 201"]
        assert [step for step in folders if step != "sync blobs"] == [
            *commit,
            *commit,  # small bytes are in the same commit as their row
            "sync blobs/abc/BLOB",
            "sync blobs/abc",
            *commit,
        ]
