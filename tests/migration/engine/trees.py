"""Folders on disk for migrations: written from a mapping, read back as one, and run through the engine."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from holdall.base.db import Database
from holdall.migration.engine.execution import execute
from holdall.migration.engine.filters import Filter
from holdall.migration.engine.ledger import Ledger
from holdall.migration.engine.mapping import Rules
from holdall.migration.engine.options import Options
from holdall.migration.engine.rows import Item, Run
from holdall.migration.platforms.local import LocalPlatform
from holdall.migration.platforms.platform import Platform, Side
from holdall.migration.platforms.simulated import SimulatedPlatform

JOB = "job"
Tree = Mapping[str, Any]
"""Names to bytes or text for files, to trees for folders."""


def write_tree(folder: Path, tree: Tree) -> None:
    folder.mkdir(exist_ok=True)
    for name, value in tree.items():
        if isinstance(value, Mapping):
            write_tree(folder / name, value)
        else:
            (folder / name).write_bytes(value if isinstance(value, bytes) else value.encode())


def read_tree(folder: Path) -> dict[str, Any]:
    return {
        entry.name: read_tree(Path(entry.path)) if entry.is_dir() else Path(entry.path).read_text()
        for entry in os.scandir(folder)
    }


async def no_wait(seconds: float) -> None:
    """Attempts follow each other at once."""


async def migrate(
    database: Database,
    source: Platform,
    destination: Platform,
    *,
    filters: list[dict[str, Any]] | None = None,
    job: str = JOB,
    stop: Any = lambda: None,
    account_map: Rules = Rules(),  # noqa: B008 - frozen
    group_map: Rules = Rules(),  # noqa: B008 - frozen
    **options: Any,
) -> Run:
    return await execute(
        database,
        job,
        Side(source, await source.root()),
        Side(destination, await destination.root()),
        Options(**options),
        chosen=Filter.of(filters or [], database.now),
        account_map=account_map,
        group_map=group_map,
        stop=stop,
        sleep=no_wait,
    )


async def rows(database: Database, job: str = JOB) -> dict[str, Item]:
    """The ledger's rows by path."""
    return {item.path: item for item in await Ledger(database, job).all(limit=100_000)}


async def statuses(database: Database, job: str = JOB) -> dict[str, str]:
    return {path: item.status for path, item in (await rows(database, job)).items()}


class Counting(LocalPlatform):
    """A folder that counts what is done to it."""

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self.calls: dict[str, int] = {}

    def _count(self, name: str) -> None:
        self.calls[name] = self.calls.get(name, 0) + 1

    async def create_file(self, *arguments: Any) -> Any:
        self._count("create_file")
        return await super().create_file(*arguments)

    def writing(self, *arguments: Any) -> Any:
        self._count("create_file")
        return super().writing(*arguments)

    async def create_folder(self, *arguments: Any) -> Any:
        self._count("create_folder")
        return await super().create_folder(*arguments)

    async def replace(self, *arguments: Any) -> Any:
        self._count("replace")
        return await super().replace(*arguments)

    async def move(self, *arguments: Any) -> Any:
        self._count("move")
        return await super().move(*arguments)

    async def delete(self, *arguments: Any) -> Any:
        self._count("delete")
        return await super().delete(*arguments)


class Afar(SimulatedPlatform):
    """A folder behind calls that go one by one, as those of a platform on another machine do: a source, and read alone."""
