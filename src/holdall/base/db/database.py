"""What a database and a transaction can do, whichever engine runs them.

A unit of work is an async function that awaits nothing but its transaction, so that it may be grouped or repeated.
"""

from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Iterable, Mapping
from functools import cache
from typing import Any, Concatenate, ParamSpec, TypeVar

import sqlalchemy as sa

from holdall.base.clock import Clock
from holdall.base.db.query import Compiled, Query
from holdall.base.ids import IdBlock

Row = TypeVar("Row")
Result = TypeVar("Result")
Parameters = ParamSpec("Parameters")
Unit = Callable[Concatenate["Transaction", Parameters], Awaitable[Result]]


class UniqueViolation(Exception):
    """A row with the same unique key exists; the text names the constraint or its columns, never the values."""


class ForeignKeyViolation(Exception):
    """A row that another one refers to is missing, or is still referred to."""


class Reader(ABC):
    """Something that answers queries: a database, or the transaction of a unit of work."""

    dialect: str

    @property
    @abstractmethod
    def now(self) -> int:
        """The present instant in microseconds UTC."""

    @abstractmethod
    async def fetch(self, compiled: Compiled, arguments: list[Any]) -> list[Any]:
        """The raw rows of a statement."""

    async def all(self, query: Query[Row], **parameters: Any) -> list[Row]:
        """Every row of the query."""
        compiled = query.compiled(self.dialect)
        rows = await self.fetch(compiled, compiled.arguments(parameters))
        build, decode = query.build, compiled.decode
        return [build(*decode(row)) for row in rows]

    async def one(self, query: Query[Row], **parameters: Any) -> Row | None:
        """The first row of the query, or None."""
        compiled = query.compiled(self.dialect)
        rows = await self.fetch(compiled, compiled.arguments(parameters))
        return query.build(*compiled.decode(rows[0])) if rows else None

    async def value(self, query: Query[Any], **parameters: Any) -> Any:
        """The first column of the first row, or None where there is no row."""
        compiled = query.compiled(self.dialect)
        rows = await self.fetch(compiled, compiled.arguments(parameters))
        return compiled.decode(rows[0])[0] if rows else None


class Transaction(Reader):
    """The transaction of one unit of work: its time, new ids, reads and writes. All of it commits, or none."""

    def __init__(self, ids: IdBlock, now: int) -> None:
        self._ids = ids
        self._now = now
        self.callbacks: list[Callable[[], None]] = []

    @property
    def now(self) -> int:
        """The instant of this unit of work, in microseconds UTC: the same for everything it writes."""
        return self._now

    def new_id(self) -> int:
        """A number never given before."""
        return self._ids.take()

    def after_commit(self, callback: Callable[[], None]) -> None:
        """Call `callback` once the unit has committed, and never if it has not."""
        self.callbacks.append(callback)

    @abstractmethod
    async def execute(self, compiled: Compiled, arguments: list[Any]) -> int:
        """Run a statement that answers no rows; how many it changed."""

    @abstractmethod
    async def execute_many(self, compiled: Compiled, rows: list[list[Any]]) -> None:
        """Run a statement once for each list of arguments."""

    async def run(self, query: Query[Any], **parameters: Any) -> int:
        """Run an UPDATE, DELETE or INSERT; how many rows it changed."""
        compiled = query.compiled(self.dialect)
        return await self.execute(compiled, compiled.arguments(parameters))

    async def insert(self, table: sa.Table, **values: Any) -> None:
        """Insert one row; raises UniqueViolation or ForeignKeyViolation."""
        compiled = _insert(table, tuple(values), self.dialect)
        await self.execute(compiled, compiled.arguments(values))

    async def insert_many(self, table: sa.Table, rows: Iterable[Mapping[str, Any]]) -> None:
        """Insert rows that all name the same columns."""
        listed = list(rows)
        if listed:
            compiled = _insert(table, tuple(listed[0]), self.dialect)
            await self.execute_many(compiled, [compiled.arguments(row) for row in listed])

    async def update(self, table: sa.Table, key: Mapping[str, Any], **values: Any) -> int:
        """Set `values` on the rows whose columns equal `key`; how many there were."""
        if not values:
            return 0
        compiled = _update(table, tuple(key), tuple(values), self.dialect)
        return await self.execute(
            compiled, compiled.arguments({**values, **{f"key_{name}": value for name, value in key.items()}})
        )

    async def update_many(self, table: sa.Table, rows: Iterable[Mapping[str, Any]]) -> None:
        """Set, on the row with each mapping's `id`, its other values; all mappings name the same columns."""
        listed = list(rows)
        if listed:
            columns = tuple(name for name in listed[0] if name != "id")
            compiled = _update(table, ("id",), columns, self.dialect)
            await self.execute_many(compiled, [compiled.arguments({**row, "key_id": row["id"]}) for row in listed])

    async def delete(self, table: sa.Table, **key: Any) -> int:
        """Delete the rows whose columns equal `key`; how many there were."""
        compiled = _delete(table, tuple(key), self.dialect)
        return await self.execute(compiled, compiled.arguments({f"key_{name}": value for name, value in key.items()}))


class Database(Reader):
    """An open database. Reads see every write that was answered."""

    def __init__(self, clock: Clock, ids: IdBlock) -> None:
        self.clock = clock
        self.ids = ids

    @property
    def now(self) -> int:
        """The present instant in microseconds UTC."""
        return self.clock.now()

    async def recall(self, query: Query[Row], **parameters: Any) -> Row | None:
        """The first row of a query that is asked again and again, or None; as true as what `one` answers.

        Where it costs less to ask whether anything was committed since, by anybody, the row is not read again. What is
        asked with the time among its parameters is never the same question.
        """
        return await self.one(query, **parameters)

    @abstractmethod
    async def write(
        self,
        unit: "Callable[Concatenate[Transaction, Parameters], Awaitable[Result]]",
        *args: Parameters.args,
        **kwargs: Parameters.kwargs,
    ) -> Result:
        """Run a unit of work and answer what it returns, once it is durable.

        Whatever the unit raises comes out of here, and nothing of it is kept. A unit may be run again where the
        database asks for that, so it has no effect outside its transaction.
        """

    @abstractmethod
    async def tell(self, channel: str) -> None:
        """Let those who `listen` in other processes know that there is news, where the database does not by itself."""

    @abstractmethod
    async def listen(self, channel: str, heard: Callable[[], None]) -> None:
        """Call `heard` whenever another process may have news, until cancelled; a call too many happens, one too few
        only where a process dies between its commit and `tell`.
        """

    @abstractmethod
    async def close(self) -> None:
        """Finish what was accepted and let the database go."""


@cache
def _insert(table: sa.Table, columns: tuple[str, ...], dialect: str) -> Compiled:
    return Compiled(sa.insert(table), dialect, column_keys=columns)


@cache
def _update(table: sa.Table, key: tuple[str, ...], columns: tuple[str, ...], dialect: str) -> Compiled:
    statement = sa.update(table).where(*_equals(table, key))
    return Compiled(statement.values({name: sa.bindparam(name, type_=table.c[name].type) for name in columns}), dialect)


@cache
def _delete(table: sa.Table, key: tuple[str, ...], dialect: str) -> Compiled:
    return Compiled(sa.delete(table).where(*_equals(table, key)), dialect)


def _equals(table: sa.Table, key: tuple[str, ...]) -> list[sa.ColumnElement[bool]]:
    return [table.c[name] == sa.bindparam(f"key_{name}", type_=table.c[name].type) for name in key]
