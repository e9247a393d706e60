"""A Holdall of its own process, over a socket: for clients that bring their own HTTP, like the SDK or a file system."""

import subprocess
import sys
from collections.abc import Iterator
from typing import NamedTuple

import pytest


class Live(NamedTuple):
    """Where it is, and a token of the seed's admin."""

    url: str
    token: str


@pytest.fixture(scope="session")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """A development server with the demo seed, for all tests of this process."""
    folder = tmp_path_factory.mktemp("live")
    command = [sys.executable, "-c", "from holdall.cli import main; main()", "serve", "--dev", "--port", "0"]
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(
            [*command, "--data", str(folder / "data"), "--seed", "demo"], stdout=subprocess.PIPE, stderr=log, text=True
        )
    assert process.stdout is not None
    first = process.stdout.readline().split()
    if not first:
        raise AssertionError((folder / "log").read_text())
    yield Live(next(word for word in first if word.startswith("http")), "demo-admin")
    process.terminate()
    process.wait()
    process.stdout.close()
