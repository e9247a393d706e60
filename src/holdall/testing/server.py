"""Starts `holdall serve` in a process of its own, for as long as tests run."""

import os
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from holdall.testing.control_client import ControlClient

STOP_SECONDS = 10
_ANSWERS = " answers at "


class ServerFailed(Exception):
    """The server did not start; the message is what it said."""


class RunningServer:
    """A server that answers at `base_url`. Use it as a context manager, or call `stop`."""

    def __init__(self, process: "subprocess.Popen[str]", base_url: str, data: Path) -> None:
        self.process = process
        self.base_url = base_url
        self.data = data
        self.control = ControlClient(base_url)

    def stop(self) -> int:
        """Let the server finish what it answers and end; its exit status."""
        self.process.terminate()
        with suppress(subprocess.TimeoutExpired):
            return self.process.wait(STOP_SECONDS)
        self.process.kill()
        return self.process.wait()

    def __enter__(self) -> "RunningServer":
        return self

    def __exit__(self, *_error: object) -> None:
        self.stop()


def start_server(
    data: Path,
    *options: str,
    log: Path | None = None,
    dev: bool = True,
    folder: Path | None = None,
    settings: Mapping[str, str] | None = None,
) -> RunningServer:
    """Start a server, by default for development, on a free port and answer when it does; raises ServerFailed.

    `data` is the folder for what it keeps, `options` are those of `holdall serve`, its log goes into the file `log`,
    and `folder` is where it runs; `settings` are variables of the environment, which is else without those of Holdall.
    """
    command = [sys.executable, "-m", "holdall", "serve", "--port", "0", "--data", str(data), *options]
    if dev:
        command.append("--dev")
    environment = {name: value for name, value in os.environ.items() if not name.startswith("HOLDALL_")}
    log = log or data.with_name(f"{data.name}.log")
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("wb") as errors:
        process = subprocess.Popen(  # noqa: S603 - our own command
            command,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            cwd=folder,
            env=environment | {"PYTHONUNBUFFERED": "1", "HOLDALL_END_WITH": str(os.getpid())} | dict(settings or {}),
        )
    assert process.stdout is not None
    for line in process.stdout:
        if _ANSWERS in line:
            base_url = line.split(_ANSWERS)[1].split()[0]
            # What it still prints is thrown away, so that it never waits for a reader.
            threading.Thread(target=deque, args=(process.stdout, 0), daemon=True).start()
            return RunningServer(process, base_url, data)
    process.wait()
    raise ServerFailed(f"holdall serve ended with status {process.returncode}: {log.read_text(errors='replace')}")
