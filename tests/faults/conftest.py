"""Servers to kill: one per test, on each database."""

import os
import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from tests.faults.killable import Dice, Killable, Nursery, make_killable


@pytest.fixture(scope="session")
def nursery() -> Iterator[Nursery]:
    """The process that forks the servers of this test process."""
    nursery = Nursery()
    yield nursery
    nursery.close()


@pytest.fixture
async def server(nursery: Nursery, ready_database_url: str, tmp_path: Path) -> AsyncIterator[Killable]:
    """A running server on data of its own."""
    server = await make_killable(nursery, tmp_path / "data", ready_database_url)
    await server.start()
    yield server
    await server.close()
    shutil.rmtree(tmp_path)  # up to a gigabyte, which pytest would keep for a while


@pytest.fixture
def dice() -> Dice:
    """The randomness of one test."""
    return Dice()


@pytest.fixture
def kills(ready_database_url: str) -> int:
    """How often the server is killed: HOLDALL_FAULTS_KILLS=50 ./dev test tests/faults takes its time and finds more.

    A killed client of PostgreSQL leaves less to go wrong than a killed SQLite.
    """
    default = 12 if ready_database_url.startswith("sqlite") else 6
    return int(os.environ.get("HOLDALL_FAULTS_KILLS") or default)
