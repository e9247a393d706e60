"""A pool of children for the tests of this folder in one process, and one whose children do what attackers would."""

from collections.abc import AsyncIterator

import pytest

from holdall.content.renditions.children import Children, Limits

HOSTILE = "tests.content.renditions.hostile_child"
SMALL = Limits(memory=512 * 1024 * 1024, seconds=20.0, answer=1024 * 1024)


@pytest.fixture(scope="session")
async def children() -> AsyncIterator[Children]:
    """Children as a server has them."""
    pool = Children(size=1)
    yield pool
    await pool.close()


@pytest.fixture
async def hostile() -> AsyncIterator[Children]:
    """Children into which somebody has brought code of his own."""
    pool = Children(size=1, limits=SMALL, module=HOSTILE)
    yield pool
    await pool.close()
