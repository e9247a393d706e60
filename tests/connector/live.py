"""A Holdall server in a process of its own, with an enterprise and an application: what clients meet in real life."""

import asyncio
import contextlib
import io
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import msgspec
import pytest

from holdall.cli import main
from holdall.connector.sign_in import AppSettings

_COMMAND = "from holdall.cli import main; main()"


@dataclass
class LiveServer:
    """Where it listens, the application's settings, and its log."""

    url: str
    app: Path
    settings: AppSettings
    log: Path

    async def last_operations(self, last: str, count: int) -> list[str]:
        """The last so many operations that it answered, in order, without variants; it logs them after it answers."""
        found: list[str] = []
        for _ in range(200):
            found = [name.partition("#")[0] for name in self._operations()[-count:]]
            if found[-1:] == [last]:
                break
            await asyncio.sleep(0.02)
        return found

    def _operations(self) -> list[str]:
        lines = (msgspec.json.decode(line) for line in self.log.read_bytes().splitlines() if line.startswith(b"{"))
        return [line["operation"] for line in lines if line.get("event") == "request"]


@pytest.fixture(scope="session")
def live_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    """One server for all tests of this process; a test makes what it needs."""
    folder = tmp_path_factory.mktemp("live")
    data, app = folder / "data", folder / "app.json"
    with contextlib.redirect_stdout(io.StringIO()), pytest.MonkeyPatch.context() as patch:
        _run("enterprise", "create", "Acme", "--data", data)
        patch.setattr("sys.stdin", io.StringIO("correct horse battery\n"))
        _run(
            "user", "create", "ada@example.com", "--name", "Ada", "--role", "admin", "--password-stdin", "--data", data
        )
        _run("app", "create", "Robot", "--output", app, "--data", data)
    log = folder / "log"
    command = [sys.executable, "-c", _COMMAND, "serve", "--port", "0", "--data", str(data), "--log-format", "json"]
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, stdout=output, stderr=subprocess.STDOUT, env={**os.environ, "HOLDALL_DEV": "1"}
        )
    try:
        yield LiveServer(_address(log, process), app, AppSettings.load(app), log)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(20)


def _run(*words: object) -> None:
    with pytest.raises(SystemExit) as end:
        main([str(word) for word in words])
    assert end.value.code in {0, None}


def _address(log: Path, process: "subprocess.Popen[bytes]") -> str:
    """The address that the server tells once it listens."""
    for _ in range(600):
        told = re.search(r"(http://[\d.]+:\d+)[^/]*\n", log.read_text())
        if told:
            return told[1]
        assert process.poll() is None, log.read_text()
        time.sleep(0.05)
    raise AssertionError("the server did not come up: " + log.read_text())
