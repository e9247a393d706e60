"""Fixtures: companies that content moves between."""

from collections.abc import AsyncIterator

import pytest

from holdall.base.db import Database
from tests.migration.engine.two import Two, between
from tests.support.companies import Company


@pytest.fixture
async def two(database: Database, company: Company, other_company: Company) -> AsyncIterator[Two]:
    """Two companies with a ledger."""
    async with between(database, company, other_company) as made:
        yield made
