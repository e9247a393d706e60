"""SQLite: statements on the event loop, many units of work in one commit, the commit's fsync in a thread.

One connection writes, another reads; with write-ahead logging neither waits for the other. Measured evidence is in
docs/decisions/0003-database.md.
"""

import asyncio
import sqlite3
import time
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Concatenate, NamedTuple, NoReturn, ParamSpec, TypeVar, cast

from holdall.base.clock import Clock
from holdall.base.db.blocks import RESERVE_BLOCK
from holdall.base.db.database import Database, ForeignKeyViolation, Transaction, UniqueViolation
from holdall.base.db.query import Compiled, Query
from holdall.base.errors import Unavailable
from holdall.base.ids import IdBlock

Row = TypeVar("Row")
Result = TypeVar("Result")
Parameters = ParamSpec("Parameters")

GROUP_SIZE = 64
GROUP_SECONDS = 0.005
BUSY_SECONDS = 30.0
RECALLED = 4096
"""So many rows are kept for `recall` at most."""
LISTEN_SECONDS = 0.04

_PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA temp_store = MEMORY",
)


class Memory(NamedTuple):
    """What each of a database's two connections may hold in memory of the file, in KiB: pages of its own, and mapped ones."""

    cached: int = 64 * 1024
    mapped: int = 256 * 1024


class SqliteTransaction(Transaction):
    """One unit of work inside a group; its statements run at once, on the event loop."""

    dialect = "sqlite"

    def __init__(self, connection: sqlite3.Connection, ids: IdBlock, now: int) -> None:
        super().__init__(ids, now)
        self._connection = connection

    async def fetch(self, compiled: Compiled, arguments: list[Any]) -> list[Any]:
        """The raw rows of a statement."""
        try:
            return self._connection.execute(compiled.sql, arguments).fetchall()
        except sqlite3.IntegrityError as error:
            _raise_ours(error)

    async def execute(self, compiled: Compiled, arguments: list[Any]) -> int:
        """Run a statement that answers no rows; how many it changed."""
        try:
            return self._connection.execute(compiled.sql, arguments).rowcount
        except sqlite3.IntegrityError as error:
            _raise_ours(error)

    async def execute_many(self, compiled: Compiled, rows: list[list[Any]]) -> None:
        """Run a statement once for each list of arguments."""
        try:
            self._connection.executemany(compiled.sql, rows)
        except sqlite3.IntegrityError as error:
            _raise_ours(error)


class _Waiting(NamedTuple):
    run: Callable[[Transaction], Coroutine[Any, Any, Any]]
    answer: asyncio.Future[Any]


class SqliteDatabase(Database):
    """A database in a file."""

    dialect = "sqlite"

    def __init__(self, path: Path, clock: Clock, ids: IdBlock, memory: Memory) -> None:
        super().__init__(clock, ids)
        self.path = path
        self._writer = _connect(path, memory)
        self._reader = _connect(path, memory)
        self._reader.execute("PRAGMA query_only = ON")
        self._reader.execute("PRAGMA busy_timeout = 5000")
        self._version = -1
        self._recalled: dict[tuple[Any, ...], Any] = {}
        self._queue: deque[_Waiting] = deque()
        self._flusher: asyncio.Task[None] | None = None
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="sqlite-commit")

    async def fetch(self, compiled: Compiled, arguments: list[Any]) -> list[Any]:
        """The raw rows of a statement, read beside the writer."""
        return self._reader.execute(compiled.sql, arguments).fetchall()

    async def recall(self, query: Query[Row], **parameters: Any) -> Row | None:
        """The first row of a query, read once for as long as no process has committed anything."""
        (version,) = self._reader.execute("PRAGMA data_version").fetchone()
        if version != self._version or len(self._recalled) >= RECALLED:
            self._version = version
            self._recalled.clear()
        key = (query, *parameters.values())
        row: Row | None = self._recalled.get(key)
        if row is None:
            row = await self.one(query, **parameters)
            if row is not None:
                self._recalled[key] = row
        return row

    async def write(
        self,
        unit: Callable[Concatenate[Transaction, Parameters], Awaitable[Result]],
        *args: Parameters.args,
        **kwargs: Parameters.kwargs,
    ) -> Result:
        """Run a unit of work in the next group and answer when the group's commit is durable."""
        answer: asyncio.Future[Result] = asyncio.get_running_loop().create_future()

        def run(transaction: Transaction) -> Coroutine[Any, Any, Result]:
            return cast(Coroutine[Any, Any, Result], unit(transaction, *args, **kwargs))

        self._queue.append(_Waiting(run, answer))
        if self._flusher is None or self._flusher.done():
            self._flusher = asyncio.create_task(self._flush())
        return await answer

    async def tell(self, channel: str) -> None:
        """Nothing to do: every connection can see that another one has committed."""

    async def listen(self, channel: str, heard: Callable[[], None]) -> None:
        """Call `heard` soon after any process has committed anything. Looking costs microseconds and no lock."""
        seen = None
        while True:
            (version,) = self._reader.execute("PRAGMA data_version").fetchone()
            if seen is not None and version != seen:
                heard()
            seen = version
            await asyncio.sleep(LISTEN_SECONDS)

    async def close(self) -> None:
        """Finish the units that were accepted and close the file."""
        while self._flusher is not None and not self._flusher.done():
            await self._flusher
        self._thread.shutdown()
        self._reader.close()
        self._writer.close()

    async def _flush(self) -> None:
        while self._queue:
            try:
                await self._begin()
            except Exception as error:
                _fail([self._queue.popleft() for _ in range(len(self._queue))], error)
                return
            await self._commit(*self._run_group())

    async def _begin(self) -> None:
        """Take the write lock. Another process may hold it, so waiting for it must not stop the loop."""
        patience = time.monotonic() + BUSY_SECONDS
        while True:
            try:
                self._writer.execute("BEGIN IMMEDIATE")
                break
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
                    raise
                if time.monotonic() > patience:
                    raise Unavailable("The database is locked by another process; try again") from error
                await asyncio.sleep(0.002)
        if self.ids.is_low:
            compiled = RESERVE_BLOCK.compiled(self.dialect)
            (start,) = self._writer.execute(compiled.sql, compiled.arguments({})).fetchone()
            self.ids.refill(start)

    def _run_group(self) -> tuple[list[_Waiting], list[tuple[Any, Exception | None]], list[Callable[[], None]]]:
        group: list[_Waiting] = []
        outcomes: list[tuple[Any, Exception | None]] = []
        callbacks: list[Callable[[], None]] = []
        deadline = time.monotonic() + GROUP_SECONDS
        while self._queue and len(group) < GROUP_SIZE and time.monotonic() < deadline and not self.ids.is_low:
            waiting = self._queue.popleft()
            if waiting.answer.cancelled():
                continue
            transaction = SqliteTransaction(self._writer, self.ids, self.clock.now())
            self._writer.execute("SAVEPOINT unit")
            try:
                result = _drive(waiting.run(transaction))
            except Exception as error:
                self._writer.execute("ROLLBACK TO unit")
                outcomes.append((None, error))
            else:
                outcomes.append((result, None))
                callbacks += transaction.callbacks
            self._writer.execute("RELEASE unit")
            group.append(waiting)
        return group, outcomes, callbacks

    async def _commit(
        self,
        group: list[_Waiting],
        outcomes: list[tuple[Any, Exception | None]],
        callbacks: list[Callable[[], None]],
    ) -> None:
        """Make the group durable, then answer. A commit that fails fails every unit: none of them is on disk."""
        try:
            await asyncio.get_running_loop().run_in_executor(self._thread, self._writer.execute, "COMMIT")
        except Exception as error:
            self.ids.clear()
            if self._writer.in_transaction:
                self._writer.execute("ROLLBACK")
            _fail(group, error)
            return
        for callback in callbacks:
            callback()
        for waiting, (result, failure) in zip(group, outcomes, strict=True):
            if waiting.answer.cancelled():
                continue
            if failure is not None:
                waiting.answer.set_exception(failure)
            else:
                waiting.answer.set_result(result)


def _connect(path: Path, memory: Memory) -> sqlite3.Connection:
    path.parent.mkdir(parents=True, exist_ok=True)
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False, cached_statements=1024, timeout=5)
    for pragma in _PRAGMAS:
        connection.execute(pragma)
    connection.execute(f"PRAGMA cache_size = -{memory.cached}")
    connection.execute(f"PRAGMA mmap_size = {memory.mapped * 1024}")
    connection.execute("PRAGMA busy_timeout = 0")
    return connection


def _drive(unit: Coroutine[Any, Any, Result]) -> Result:
    """Run a coroutine that never really waits; raises RuntimeError where it does."""
    try:
        unit.send(None)
    except StopIteration as stop:
        return cast(Result, stop.value)
    unit.close()
    raise RuntimeError("a unit of work may await nothing but its transaction")


def _fail(group: list[_Waiting], error: Exception) -> None:
    for waiting in group:
        if not waiting.answer.done():
            waiting.answer.set_exception(error)


def _raise_ours(error: sqlite3.IntegrityError) -> NoReturn:
    """Raise what SQLite's integrity error means, or the error itself where we have no word for it."""
    if error.sqlite_errorcode in {sqlite3.SQLITE_CONSTRAINT_UNIQUE, sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY}:
        raise UniqueViolation(str(error)) from error
    if error.sqlite_errorcode == sqlite3.SQLITE_CONSTRAINT_FOREIGNKEY:
        raise ForeignKeyViolation(str(error)) from error
    raise error
