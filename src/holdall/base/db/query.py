"""Queries: Core expressions compiled once per dialect, with typed rows.

A query is a module constant; its parameters are named bind parameters given at each call.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from operator import itemgetter
from typing import Any, Generic, TypeVar, cast, overload

import msgspec
import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import pysqlite

from holdall.base.db.schema import Json, List

Row = TypeVar("Row")
RowStruct = TypeVar("RowStruct", bound=msgspec.Struct)
Converter = Callable[[Any], Any]


_encode_json = msgspec.json.Encoder().encode
_decode_json = msgspec.json.Decoder().decode


@cache
def dialect_of(name: str) -> sa.Dialect:
    """How SQL is written for a database: `sqlite` or `postgresql`."""
    if name == "sqlite":
        return pysqlite.dialect(paramstyle="qmark")
    from sqlalchemy.dialects.postgresql import asyncpg  # late: a command with an SQLite file starts sooner without

    return asyncpg.dialect()  # type: ignore[no-untyped-call]


class Compiled:
    """A statement in one dialect: its SQL, the order of its parameters and the conversions that the driver lacks."""

    __slots__ = ("_columns", "_defaults", "_encoders", "_pick", "sql")

    def __init__(self, statement: sa.Executable, dialect: str, column_keys: Sequence[str] | None = None) -> None:
        compiled = statement.compile(  # type: ignore[attr-defined]
            dialect=dialect_of(dialect), column_keys=column_keys, compile_kwargs={"render_postcompile": True}
        )
        self.sql = str(compiled)
        order = tuple(compiled.positiontup or ())
        types = {name: bind.type for bind, name in compiled.bind_names.items()}
        self._pick = _picker(order)
        self._defaults = {name: bind.effective_value for bind, name in compiled.bind_names.items() if not bind.required}
        self._encoders = tuple(
            (position, encoder)
            for position, name in enumerate(order)
            if (encoder := _encoder_for(types[name], dialect)) is not None
        )
        self._columns = _decoders_of(statement, dialect)

    def arguments(self, parameters: Mapping[str, Any]) -> list[Any]:
        """The values in the order the SQL names them; raises TypeError naming a missing parameter."""
        known = {**self._defaults, **parameters} if self._defaults else parameters
        try:
            values = self._pick(known)
        except KeyError as missing:
            raise TypeError(f"the query {self.sql!r} lacks its parameter {missing}") from None
        for position, encoder in self._encoders:
            if values[position] is not None:
                values[position] = encoder(values[position])
        return values

    def decode(self, row: Sequence[Any]) -> Sequence[Any]:
        """The row with JSON decoded and booleans made of SQLite's integers."""
        if not self._columns:
            return row
        values = list(row)
        for position, convert in self._columns:
            if values[position] is not None:
                values[position] = convert(values[position])
        return values


class Query(Generic[Row]):
    """A statement and what one of its rows becomes."""

    __slots__ = ("_compiled", "build", "statement")

    def __init__(self, statement: sa.Executable, build: Callable[..., Row]) -> None:
        self.statement = statement
        self.build = build
        self._compiled: dict[str, Compiled] = {}

    def compiled(self, dialect: str) -> Compiled:
        """The statement in `dialect`, compiled at first use."""
        found = self._compiled.get(dialect)
        if found is None:
            found = self._compiled[dialect] = Compiled(self.statement, dialect)
        return found


@overload
def query(statement: sa.Executable, into: type[RowStruct]) -> Query[RowStruct]: ...
@overload
def query(statement: sa.Executable, into: Callable[..., Row]) -> Query[Row]: ...
@overload
def query(statement: sa.Executable) -> Query[tuple[Any, ...]]: ...
def query(statement: sa.Executable, into: Callable[..., Any] | None = None) -> Query[Any]:
    """A query whose rows are built by `into` from the columns in order; plain tuples without it."""
    return Query(statement, into or _tuple)


def rows_of(struct: type[RowStruct], source: sa.FromClause) -> list[sa.ColumnElement[Any]]:
    """The columns of `source` that fill `struct`, in the order of its fields."""
    return [cast(sa.ColumnElement[Any], source.c[field]) for field in struct.__struct_fields__]


def _tuple(*values: Any) -> tuple[Any, ...]:
    return values


def _picker(names: tuple[str, ...]) -> Callable[[Mapping[str, Any]], list[Any]]:
    """Takes the values of these names out of a mapping, in their order; every statement passes here."""
    if len(names) < 2:
        return lambda values: [values[name] for name in names]
    pick = itemgetter(*names)
    return lambda values: list(pick(values))


def _encoder_for(kind: sa.types.TypeEngine[Any], dialect: str) -> Converter | None:
    if isinstance(kind, Json) or (isinstance(kind, List) and dialect == "sqlite"):
        return lambda value: _encode_json(value).decode()
    return None


def _decoders_of(statement: sa.Executable, dialect: str) -> tuple[tuple[int, Converter], ...]:
    columns = getattr(statement, "selected_columns", None) or getattr(statement, "exported_columns", None) or ()
    decoders: list[tuple[int, Converter]] = []
    for position, column in enumerate(columns):
        if isinstance(column.type, Json):
            decoders.append((position, _decode_json))
        elif isinstance(column.type, sa.Boolean) and dialect == "sqlite":
            decoders.append((position, bool))
    return tuple(decoders)
