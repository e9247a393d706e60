"""An S3 server (seaweedfs, one for each test process, started when first asked for), a database and a store."""

import contextlib
import itertools
import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, cast
from urllib.parse import urlencode

import asyncpg
import obstore
import pytest
import sqlalchemy as sa
from obstore.store import S3Store

from holdall.base.db import Database, Transaction, open_database, query
from holdall.base.db.migrate import upgrade_async
from holdall.base.ids import new_secret
from holdall.base.turns import turns
from holdall.content.identity.tables import enterprises
from holdall.content.items.tables import items, versions
from holdall.storage import LocalStore, Stores
from holdall.storage.tables import blob_parts, blobs, store_owner

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


@pytest.fixture(scope="session")
async def own_database(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Database]:
    """A database of this folder's tests alone, since collecting and checking take all of one; on each engine."""
    if database_url.startswith("sqlite"):
        url = f"sqlite:///{tmp_path_factory.mktemp('storage') / 'holdall.db'}"
    else:
        name = f"storage_{new_secret(12).lower()}"
        connection = await asyncpg.connect(database_url)
        await connection.execute(f"CREATE DATABASE {name}")
        await connection.close()
        url = database_url.replace("/postgres?", f"/{name}?")
    await upgrade_async(url)
    database = await open_database(url)
    yield database
    await database.close()


@pytest.fixture
async def db(own_database: Database) -> Database:
    """The database without any rows, at the present time."""
    own_database.clock.offset = 0

    async def empty(tx: Transaction) -> None:
        for table in (versions, items, enterprises, blob_parts, blobs, store_owner, turns):
            await tx.run(query(sa.delete(table)))

    await own_database.write(empty)
    return own_database


@pytest.fixture
async def stores(tmp_path: Path) -> AsyncIterator[Stores]:
    """An empty local store named main."""
    stores = Stores(LocalStore(tmp_path / "blobs", name="main"))
    yield stores
    await stores.close()
