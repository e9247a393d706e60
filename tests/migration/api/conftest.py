"""Fixtures: people who speak to the migration service of the tests' server over real HTTP messages."""

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from holdall.base.ids import new_secret
from holdall.cli.server import Application
from holdall.migration.service.people import Lifetimes, issue
from holdall.migration.service.permissions import ADMINISTRATOR, Role
from holdall.migration.service.users import Changes, create_user
from tests.migration.api.jobs import Jobs

PASSWORD_HASH = "not the hash of any password"
MakePerson = Callable[..., Awaitable[httpx.AsyncClient]]


def connect(application: Application, token: str | None = None, **headers: str) -> httpx.AsyncClient:
    """A client of the service; it speaks for whom the token is."""
    authorization = {"authorization": f"Bearer {token}"} if token else {}
    return httpx.AsyncClient(
        transport=httpx.ASGITransport(application),
        base_url="https://holdall.test",
        headers={**authorization, **headers},
    )


@pytest.fixture
async def make_person(application: Application) -> MakePerson:
    """Makes a person of the service with the given roles, and a client that speaks for them."""

    async def make(*roles: Role, login: str | None = None) -> httpx.AsyncClient:
        assert application.gateway is not None
        db = application.gateway.platform.db
        changes = Changes(
            login=login or f"person-{new_secret(12).lower()}",
            password_hash=PASSWORD_HASH,
            roles=[role.id for role in roles],
        )
        user = await db.write(create_user, None, changes)
        issued = await db.write(issue, user.id, Lifetimes(3600, 3600))
        return connect(application, issued.access_token)

    return make


@pytest.fixture
async def service(make_person: MakePerson) -> AsyncIterator[httpx.AsyncClient]:
    """A client of the service that speaks for an administrator of its own: `await service.get("/v1/jobs")`."""
    async with await make_person(ADMINISTRATOR) as client:
        yield client


@pytest.fixture
def site(application: Application) -> Any:
    """The pieces that the tests' server is made of."""
    assert application.gateway is not None
    return application.gateway.platform


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder to connect, with a file in a folder of it."""
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "a.txt").write_bytes(b"abc")
    return tmp_path


@pytest.fixture
async def nobody(application: Application) -> AsyncIterator[httpx.AsyncClient]:
    """A client of the service without a token."""
    async with connect(application) as client:
        yield client


@pytest.fixture
def made(application: Application, tmp_path: Path) -> Jobs:
    """Makes jobs that have run: `await made.ran({"name": "content"})`."""
    assert application.gateway is not None
    return Jobs(application.gateway.platform.db, tmp_path)
