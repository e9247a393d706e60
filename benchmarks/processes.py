"""Processes under measurement: started on a free loopback port, awaited, and always stopped."""

import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

START_SECONDS = 60
STOP_SECONDS = 10


class BenchmarkFailed(Exception):
    """A figure could not be taken: something refused, broke or never started."""


class Missing(Exception):
    """A program that a figure is measured with is not on this machine; the figure is left out."""


def need(program: str) -> str:
    """The path of a program; raises Missing with how to get it."""
    found = shutil.which(program)
    if found is None:
        raise Missing(f"{program} is not on the PATH (Debian: apt install {program})")
    return found


def free_port() -> int:
    """A port that nothing listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def running(
    command: Sequence[str | Path],
    *,
    port: int,
    log: Path,
    environment: Mapping[str, str] | None = None,
) -> Iterator["subprocess.Popen[bytes]"]:
    """A process that listens on `port`, with everything it started; gone when the block ends, however it ends."""
    with log.open("wb") as output:
        process = subprocess.Popen(
            [str(part) for part in command],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env={**os.environ, **(environment or {})},
            start_new_session=True,
        )
    try:
        _await_port(process, port, log)
        yield process
    finally:
        _stop(process)


def _await_port(process: "subprocess.Popen[bytes]", port: int, log: Path) -> None:
    patience = time.monotonic() + START_SECONDS
    while time.monotonic() < patience:
        if process.poll() is not None:
            break
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise BenchmarkFailed(f"{process.args!r} did not start:\n{log.read_text(errors='replace')[-2000:]}")


def _stop(process: "subprocess.Popen[bytes]") -> None:
    """End the process and its whole session: politely, then not."""
    for sign in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(process.pid, sign)
        except ProcessLookupError:
            break
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            continue
    process.wait()
