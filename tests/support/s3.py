"""An S3 server for tests: seaweedfs, one for each test process, started when first asked for."""

import contextlib
import itertools
import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, cast
from urllib.parse import urlencode

import obstore
import pytest
from obstore.store import S3Store

if TYPE_CHECKING:
    from obstore.store import S3Config

ACCESS_KEY = "holdall-test"
SECRET_KEY = "holdall-test-secret"


def free_ports(count: int) -> list[int]:
    """Ports that are free now and whose sibling 10,000 above is too: the server takes both.

    Both lie below the ports that the system lends to outgoing connections, or a client elsewhere could take one
    before the server does.
    """
    ports: list[int] = []
    with contextlib.ExitStack() as held:
        while len(ports) < count:
            port = random.randrange(10_000, 22_000)
            try:
                for number in (port, port + 10_000):
                    listener = held.enter_context(socket.socket())
                    listener.bind(("127.0.0.1", number))
            except OSError:
                continue
            ports.append(port)
    return ports


@pytest.fixture(scope="session")
def s3_endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of an S3 server that checks signatures and makes buckets as they are named."""
    folder = tmp_path_factory.mktemp("s3")
    process, ports = start(folder)
    try:
        endpoint = f"http://127.0.0.1:{ports['s3']}"
        obstore.put(S3Store("blobs", config=cast("S3Config", options_of(endpoint))), "bucket-made", b"")
        yield endpoint
    finally:
        # A polite end takes seconds, and there is nothing to keep.
        process.send_signal(signal.SIGKILL)
        process.wait()
        for port in ports.values():
            for left in Path("/tmp").glob(f"seaweedfs-*-{port + 10_000}.sock"):  # where the server puts them
                left.unlink()


def start(folder: Path) -> tuple[subprocess.Popen[bytes], dict[str, int]]:
    """The server and its ports by role. A port may be lost between finding it and taking it, hence the attempts."""
    for attempt in range(5):
        ports = dict(zip(("master", "volume", "filer", "s3", "admin"), free_ports(5), strict=True))
        place = folder / str(attempt)
        place.mkdir()
        process = launch(place, ports)
        if listens(ports["s3"], process):
            return process, ports
    raise AssertionError(f"the S3 server does not start: {(place / 'log').read_text()[-4000:]}")


def launch(place: Path, ports: dict[str, int]) -> subprocess.Popen[bytes]:
    arguments = {
        "dir": place,
        "ip": "127.0.0.1",
        "ip.bind": "127.0.0.1",
        "master.telemetry": "false",
        "webdav": "false",
        "admin.ui": "false",
        "s3.port.iceberg": 0,
        "s3.port.lance": 0,
        **{f"{role}.port": port for role, port in ports.items()},
        "filer.localSocket": place / "filer.sock",
        "s3.localSocket": place / "s3.sock",
    }
    with (place / "log").open("wb") as log:
        return subprocess.Popen(
            [Path(sys.executable).parent / "weed", "mini", *(f"-{name}={value}" for name, value in arguments.items())],
            env={**os.environ, "AWS_ACCESS_KEY_ID": ACCESS_KEY, "AWS_SECRET_ACCESS_KEY": SECRET_KEY},
            stdout=log,
            stderr=subprocess.STDOUT,
        )


def options_of(endpoint: str) -> dict[str, str]:
    """The options that reach the server."""
    return {
        "endpoint": endpoint,
        "allow_http": "true",
        "region": "us-east-1",
        "access_key_id": ACCESS_KEY,
        "secret_access_key": SECRET_KEY,
    }


def listens(port: int, process: subprocess.Popen[bytes]) -> bool:
    """Whether the server came up; False when it ended instead."""
    deadline = time.monotonic() + 30
    while process.poll() is None:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return True
        assert time.monotonic() < deadline, "the S3 server does not listen"
        time.sleep(0.02)
    return False


_prefixes = itertools.count()


@pytest.fixture
def s3_url(s3_endpoint: str) -> Callable[..., str]:
    """Makes the URL of an empty place in the server's bucket; keywords replace the options of the URL."""

    def make(**options: str) -> str:
        return f"s3://blobs/place-{next(_prefixes)}?{urlencode(options_of(s3_endpoint) | options)}"

    return make
