"""Runs the holdall command in this process, as a shell would: words in, status and both outputs out."""

import io
from collections.abc import Callable
from typing import NamedTuple

import msgspec
import pytest

from holdall.cli import main


class Ran(NamedTuple):
    """How a command ended."""

    status: int
    out: str
    err: str

    @property
    def json(self):
        """What it printed, as JSON."""
        return msgspec.json.decode(self.out)


Shell = Callable[..., Ran]


@pytest.fixture
def shell(tmp_path, monkeypatch, capfd, server) -> Shell:
    """`shell("box", "users", "get-me")`; it is signed in at the scripted server, and its files are in a folder of its own."""
    for name in ("HOLDALL_CONNECTION", "HOLDALL_AS_USER", "HOLDALL_APP_SETTINGS", "HOLDALL_ERRORS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOLDALL_URL", server.url)
    monkeypatch.setenv("HOLDALL_TOKEN", "the-token")
    monkeypatch.setenv("HOLDALL_CONFIG", str(tmp_path / "config"))
    monkeypatch.setenv("COLUMNS", "300")
    monkeypatch.chdir(tmp_path)

    def run(*words: str, stdin: str = "") -> Ran:
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(stdin.encode())))
        status = 0
        try:
            main(words)
        except SystemExit as end:
            status = end.code if isinstance(end.code, int) else 1 if end.code else 0
        out, err = capfd.readouterr()
        return Ran(status, out, err)

    return run
