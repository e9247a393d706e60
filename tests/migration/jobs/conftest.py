"""Fixtures: a server of the migration service whose clock tests move, with folders to move content between."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from holdall.base.settings import Settings
from holdall.cli.server import Application
from holdall.migration.service import undoing, watching
from tests.migration.jobs.world import World, make_world
from tests.support.databases import ready_database

ZONE = "Europe/Berlin"


@pytest.fixture(autouse=True)
def attentive(monkeypatch: pytest.MonkeyPatch) -> None:
    """What runs looks ten times as often whether it shall stop, so that tests need not wait for seconds."""
    for module in (watching, undoing):
        for name in ("LOOK_SECONDS", "GRACE_SECONDS", "AGAIN_SECONDS"):
            if hasattr(module, name):
                monkeypatch.setattr(module, name, getattr(module, name) / 10)


@pytest.fixture(scope="session")
async def jobs_application(
    database_url: str, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[tuple[Application, Path]]:
    """A server for the tests of jobs, and the folder that migrations may use; its work is done when a test says so."""
    folder = tmp_path_factory.mktemp("jobs")
    application = Application(
        Settings(
            data=folder / "data",
            database=await ready_database(database_url, folder),
            dev=True,
            work="elsewhere",
            log_format="none",
            migration_time_zone=ZONE,
            migration_roots=str(folder),
        )
    )
    (folder / "data").mkdir()
    await application.start()
    yield application, folder
    await application.stop()


@pytest.fixture
async def world(jobs_application: tuple[Application, Path]) -> AsyncIterator[World]:
    """A person, two folders with connections, and a clock; no job of another test is left."""
    application, folder = jobs_application
    async with await make_world(application, folder) as made:
        yield made
