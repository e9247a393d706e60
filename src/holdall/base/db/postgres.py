"""PostgreSQL through asyncpg: a unit of work is a transaction of its own.

Units run at READ COMMITTED and lock the rows they decide on (`with_for_update`, which SQLite ignores).
"""

import asyncio
import random
from collections.abc import Awaitable, Callable
from typing import Any, Concatenate, ParamSpec, TypeVar

import asyncpg

from holdall.base.clock import Clock
from holdall.base.db.blocks import RESERVE_BLOCK
from holdall.base.db.database import Database, ForeignKeyViolation, Transaction, UniqueViolation
from holdall.base.db.query import Compiled
from holdall.base.errors import BadRequest, Unavailable
from holdall.base.ids import IdBlock, new_uuid

Result = TypeVar("Result")
Parameters = ParamSpec("Parameters")

ATTEMPTS = 10
_SESSION = {"jit": "off"}
"""Compiling a statement takes a tenth of a second, and none of ours runs for so long; the estimates for recursive ones are
so far off that the server would do it."""
RECONNECT_SECONDS = 1.0
_REPEATABLE = (
    asyncpg.SerializationError,
    asyncpg.DeadlockDetectedError,
    # A row with the same key came in between the unit's check and its insert: run again, the check will see it.
    asyncpg.UniqueViolationError,
)


class PostgresTransaction(Transaction):
    """One unit of work in a transaction on one connection."""

    dialect = "postgresql"

    def __init__(self, connection: Any, ids: IdBlock, now: int) -> None:
        super().__init__(ids, now)
        self._connection = connection

    async def fetch(self, compiled: Compiled, arguments: list[Any]) -> list[Any]:
        """The raw rows of a statement."""
        rows: list[Any] = await self._connection.fetch(compiled.sql, *arguments)
        return rows

    async def execute(self, compiled: Compiled, arguments: list[Any]) -> int:
        """Run a statement that answers no rows; how many it changed."""
        status: str = await self._connection.execute(compiled.sql, *arguments)
        count = status.rpartition(" ")[2]
        return int(count) if count.isdigit() else 0

    async def execute_many(self, compiled: Compiled, rows: list[list[Any]]) -> None:
        """Run a statement once for each list of arguments."""
        await self._connection.executemany(compiled.sql, rows)


class PostgresDatabase(Database):
    """A database on a server, reached through a pool of connections."""

    dialect = "postgresql"

    def __init__(self, pool: Any, url: str, clock: Clock, ids: IdBlock) -> None:
        super().__init__(clock, ids)
        self._pool = pool
        self._url = url
        self._name = new_uuid()
        self._reserving = asyncio.Lock()

    @classmethod
    async def connect(cls, url: str, clock: Clock, ids: IdBlock) -> "PostgresDatabase":
        """Open the pool; raises OSError or asyncpg.PostgresError where the server refuses."""
        pool = await asyncpg.create_pool(
            url,
            min_size=1,
            max_size=10,
            statement_cache_size=1024,
            reset=_keep_session,
            command_timeout=60,
            server_settings=_SESSION,
        )
        return cls(pool, url, clock, ids)

    async def fetch(self, compiled: Compiled, arguments: list[Any]) -> list[Any]:
        """The raw rows of a statement, on any free connection."""
        try:
            rows: list[Any] = await self._pool.fetch(compiled.sql, *arguments)
        except asyncpg.CharacterNotInRepertoireError as error:
            raise _unkept_character() from error
        return rows

    async def write(
        self,
        unit: Callable[Concatenate[Transaction, Parameters], Awaitable[Result]],
        *args: Parameters.args,
        **kwargs: Parameters.kwargs,
    ) -> Result:
        """Run a unit of work in a transaction, again where it met another one, and answer when it has committed."""
        for attempt in range(ATTEMPTS):
            if self.ids.is_low:
                await self._reserve()
            try:
                async with self._pool.acquire() as connection:
                    transaction = PostgresTransaction(connection, self.ids, self.clock.now())
                    async with connection.transaction():
                        result = await unit(transaction, *args, **kwargs)
            except _REPEATABLE as error:
                if attempt + 1 < ATTEMPTS:
                    await asyncio.sleep(random.random() * 0.005 * 2**attempt)  # noqa: S311 - jitter
                elif isinstance(error, asyncpg.UniqueViolationError):
                    raise UniqueViolation(str(error.constraint_name)) from error
                else:
                    raise Unavailable("The same data is being changed by too many others; try again") from error
            except asyncpg.ForeignKeyViolationError as error:
                raise ForeignKeyViolation(str(error.constraint_name)) from error
            except asyncpg.CharacterNotInRepertoireError as error:
                raise _unkept_character() from error
            else:
                for callback in transaction.callbacks:
                    callback()
                return result
        raise AssertionError("the last attempt returns or raises")

    async def tell(self, channel: str) -> None:
        """Notify the other processes. Not a part of any transaction: a notification in one makes commits queue up."""
        await self._pool.execute("SELECT pg_notify($1, $2)", channel, self._name)

    async def listen(self, channel: str, heard: Callable[[], None]) -> None:
        """Call `heard` at every notification of another process, and once the connection to hear them is there."""
        while True:
            ended = asyncio.Event()
            try:
                connection = await asyncpg.connect(self._url)
            except (OSError, asyncpg.PostgresError):
                await asyncio.sleep(RECONNECT_SECONDS)
                continue
            try:
                connection.add_termination_listener(lambda _connection, ended=ended: ended.set())
                await connection.add_listener(channel, self._hear(heard))
                heard()
                await ended.wait()
            finally:
                connection.terminate()

    def _hear(self, heard: Callable[[], None]) -> Any:
        """Passes on what another process tells; what this one tells comes back too."""

        def hear(_connection: Any, _process: int, _channel: str, name: str) -> None:
            if name != self._name:
                heard()

        return hear

    async def close(self) -> None:
        """Wait for the connections in use and close the pool."""
        await self._pool.close()

    async def _reserve(self) -> None:
        async with self._reserving:
            if self.ids.is_low:
                compiled = RESERVE_BLOCK.compiled(self.dialect)
                self.ids.refill(await self._pool.fetchval(compiled.sql, *compiled.arguments({})))


def _unkept_character() -> BadRequest:
    return BadRequest("A text holds the character U+0000, which is not kept")


async def _keep_session(_connection: Any) -> None:
    """Nothing to reset: no unit changes the session, and asyncpg's own reset is a round trip per query."""
