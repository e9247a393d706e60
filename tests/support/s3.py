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
    """Ports that are free now and whose sibling 10,000 above is too: the server takes both."""
    ports: list[int] = []
    with contextlib.ExitStack() as held:
        while len(ports) < count:
            port = random.randrange(21_000, 45_000)
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
    master, volume, filer, s3, admin = free_ports(5)
    arguments = {
        "dir": folder,
        "ip": "127.0.0.1",
        "ip.bind": "127.0.0.1",
        "master.telemetry": "false",
        "webdav": "false",
        "admin.ui": "false",
        "s3.port.iceberg": 0,
        "s3.port.lance": 0,
        "master.port": master,
        "volume.port": volume,
        "filer.port": filer,
        "s3.port": s3,
        "admin.port": admin,
        "filer.localSocket": folder / "filer.sock",
        "s3.localSocket": folder / "s3.sock",
    }
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [Path(sys.executable).parent / "weed", "mini", *(f"-{name}={value}" for name, value in arguments.items())],
            env={**os.environ, "AWS_ACCESS_KEY_ID": ACCESS_KEY, "AWS_SECRET_ACCESS_KEY": SECRET_KEY},
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    try:
        wait_for_port(s3, process)
        endpoint = f"http://127.0.0.1:{s3}"
        obstore.put(S3Store("blobs", config=cast("S3Config", options_of(endpoint))), "bucket-made", b"")
        yield endpoint
    finally:
        # A polite end takes seconds, and there is nothing to keep.
        process.send_signal(signal.SIGKILL)
        process.wait()
        for port in (master, volume, filer, s3, admin):
            for left in Path("/tmp").glob(f"seaweedfs-*-{port + 10_000}.sock"):  # where the server puts them
                left.unlink()


def options_of(endpoint: str) -> dict[str, str]:
    """The options that reach the server."""
    return {
        "endpoint": endpoint,
        "allow_http": "true",
        "region": "us-east-1",
        "access_key_id": ACCESS_KEY,
        "secret_access_key": SECRET_KEY,
    }


def wait_for_port(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 30
    while True:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        assert process.poll() is None, "the S3 server ended at once"
        assert time.monotonic() < deadline, "the S3 server does not listen"
        time.sleep(0.02)


_prefixes = itertools.count()


@pytest.fixture
def s3_url(s3_endpoint: str) -> Callable[..., str]:
    """Makes the URL of an empty place in the server's bucket; keywords replace the options of the URL."""

    def make(**options: str) -> str:
        return f"s3://blobs/place-{next(_prefixes)}?{urlencode(options_of(s3_endpoint) | options)}"

    return make
