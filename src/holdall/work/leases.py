"""Leases: a name that one process of all holds while it lives. The operating system, or PostgreSQL, ends them with it.

A lease is a lock on a file beside the database where that is SQLite, and an advisory lock of a connection where it is
PostgreSQL. Neither has a duration: what holds one is alive, or its connection is.
"""

import fcntl
import hashlib
import os
from abc import ABC, abstractmethod
from contextlib import suppress
from pathlib import Path
from typing import Any

from holdall.base.db.open import SQLITE_PREFIX


class Leases(ABC):
    """The leases of this process."""

    @abstractmethod
    async def take(self, name: str) -> bool:
        """Take a lease that nobody else holds; whether it is held now."""

    @abstractmethod
    async def release(self, name: str) -> None:
        """Give a lease back."""

    @abstractmethod
    async def are_held(self) -> bool:
        """Whether the leases taken are still held; if not, somebody else may have them."""

    @abstractmethod
    def tidy(self) -> None:
        """Remove what is left of leases whose holders have died. Only for who may be sure that nobody takes one now."""

    @abstractmethod
    async def close(self) -> None:
        """Give all leases back."""


async def open_leases(database_url: str) -> Leases:
    """No leases yet, on this database; raises OSError where it cannot be reached."""
    if database_url.startswith(SQLITE_PREFIX):
        return FileLeases(Path(database_url.removeprefix(SQLITE_PREFIX)))
    return await AdvisoryLeases.connect(database_url)


class FileLeases(Leases):
    """Locks on files beside the database's: holdall.db.NAME.lease."""

    def __init__(self, database: Path) -> None:
        self._database = database
        self._files: dict[str, int] = {}

    async def take(self, name: str) -> bool:
        """Take a lease that nobody else holds; whether it is held now."""
        if name in self._files:
            return True
        path = self._path(name)
        file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            # Whoever held the lease before may have removed this very file in between.
            if path.exists() and path.stat().st_ino == os.fstat(file).st_ino:
                self._files[name] = file
                return True
        except BlockingIOError:
            pass
        os.close(file)
        return False

    async def release(self, name: str) -> None:
        """Give a lease back."""
        file = self._files.pop(name, None)
        if file is not None:
            self._path(name).unlink(missing_ok=True)
            os.close(file)

    async def are_held(self) -> bool:
        """Locks on files last as long as the process."""
        return True

    async def close(self) -> None:
        """Give all leases back."""
        for name in list(self._files):
            await self.release(name)

    def tidy(self) -> None:
        """Remove the files of holders that have died."""
        for path in self._database.parent.glob(f"{self._database.name}.*.lease"):
            with path.open("r+") as file, suppress(BlockingIOError):
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                path.unlink()

    def _path(self, name: str) -> Path:
        return self._database.with_name(f"{self._database.name}.{name}.lease")


class AdvisoryLeases(Leases):
    """Advisory locks of one connection of its own."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection
        self._names: set[str] = set()

    @classmethod
    async def connect(cls, url: str) -> "AdvisoryLeases":
        """Open the connection; raises OSError or asyncpg.PostgresError where the server refuses."""
        import asyncpg  # late: the driver is not loaded for SQLite

        # The server must find out that a machine has vanished, or its leases would be held for hours.
        alive = {"tcp_keepalives_idle": "10", "tcp_keepalives_interval": "5", "tcp_keepalives_count": "3"}
        return cls(await asyncpg.connect(url, server_settings=alive, command_timeout=20))

    async def take(self, name: str) -> bool:
        """Take a lease that nobody else holds; whether it is held now."""
        if name not in self._names and await self._connection.fetchval("SELECT pg_try_advisory_lock($1)", _key(name)):
            self._names.add(name)
        return name in self._names

    async def release(self, name: str) -> None:
        """Give a lease back."""
        if name in self._names:
            self._names.discard(name)
            await self._connection.execute("SELECT pg_advisory_unlock($1)", _key(name))

    async def are_held(self) -> bool:
        """Whether the connection still works; the server ends its locks with it."""
        import asyncpg

        try:
            await self._connection.execute("SELECT 1")
        except (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError):
            return False
        return True

    def tidy(self) -> None:
        """Nothing is left: the server ends the locks of a connection with it."""

    async def close(self) -> None:
        """Give all leases back."""
        self._names.clear()
        self._connection.terminate()


def _key(name: str) -> int:
    return int.from_bytes(hashlib.sha256(f"holdall lease {name}".encode()).digest()[:8], signed=True)
