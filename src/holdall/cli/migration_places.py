"""What the verbs of `holdall migrate` share: the places that name a job, the ledger's file, and how they end."""

import asyncio
import hashlib
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Annotated, Any

import cyclopts
import msgspec

from holdall.cli.failures import run_to_exit

LedgerFile = Annotated[Path | None, cyclopts.Parameter(name="--ledger")]
"""Where the ledger is, as an option."""

_CACHED = 8 * 1024
"""Of a ledger of any size, so many KiB are held in memory by each connection, and none are mapped: a run asks for neighbours,
which costs no more processor time than with all of it at hand (measured with 100,000 files)."""


def run_work(work: Coroutine[Any, Any, int]) -> None:
    """Run a command to its end; what a platform says of a place is told in one line."""

    async def told() -> int:
        from holdall.migration.platforms.errors import PlatformError

        try:
            return await work
        except PlatformError as error:
            raise LookupError(error.message) from error

    run_to_exit(told())


class Places(msgspec.Struct, frozen=True):
    """The two ends of a job as a command names them."""

    source: str
    destination: str
    source_as_user: str | None
    destination_as_user: str | None
    job: str | None

    def name(self) -> str:
        """The job's name: the given one, else one that the two places make."""
        from holdall.migration.platforms.opening import identity_of_place

        if self.job is not None:
            return self.job
        sides = [
            identity_of_place(self.source, self.source_as_user),
            identity_of_place(self.destination, self.destination_as_user),
        ]
        return hashlib.sha256("\n".join(sides).encode()).hexdigest()[:32]


def ledger_file(given: Path | None) -> Path:
    """The ledger that is given, or the one beside the other settings of Holdall."""
    from holdall.connector.sign_in.stores import configuration_directory

    return given or configuration_directory() / "migrations.db"


@asynccontextmanager
async def open_ledger(file: Path) -> AsyncIterator[Any]:
    """The database of a ledger, which is made or brought up to date before."""
    from holdall.base.db import Memory, open_database
    from holdall.base.db.revision import bring_up_to_date

    file.parent.mkdir(parents=True, exist_ok=True)
    url = f"sqlite:///{file.resolve()}"
    await asyncio.to_thread(bring_up_to_date, url)
    database = await open_database(url, memory=Memory(cached=_CACHED, mapped=0))
    try:
        yield database
    finally:
        await database.close()


def filters_of(exclude: list[str] | None, include: list[str] | None) -> list[dict[str, Any]]:
    """The filters that the options mean, as the migration API writes them."""
    filters: list[dict[str, Any]] = []
    if exclude:
        filters.append({"action": "exclude", "rules": [{"type": "filter_pattern", "text": text} for text in exclude]})
    if include:
        rules = [{"type": "filter_pattern", "text": text, "targets": ["item"]} for text in include]
        filters.append({"action": "include", "rules": rules})
    return filters
