"""What tables are made of: the one MetaData, a JSON column type, and SQL that the dialects spell differently."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Json(sa.types.TypeDecorator[Any]):
    """A JSON document kept as text; `Query` decodes it on the way out and encodes it on the way in."""

    impl = sa.Text
    cache_ok = True


class contains(sa.sql.ColumnElement[bool]):  # noqa: N801 - reads as SQL
    """`column` is one of a list given at run time as one parameter, so that one statement serves every length.

    The list arrives as an array on PostgreSQL and as JSON on SQLite.
    """

    inherit_cache = False
    type = sa.Boolean()

    def __init__(self, column: sa.ColumnElement[Any], parameter: str) -> None:
        element = sa.BigInteger() if isinstance(column.type, sa.Integer) else sa.Text()
        self.column = column
        self.list = sa.bindparam(parameter, type_=List(element))

    @property
    def _from_objects(self) -> Any:
        return self.column._from_objects

    def self_group(self, against: Any = None) -> "contains":
        """Itself: where booleans are numbers, SQLAlchemy would compare it with 1, and no index could be used."""
        return self


class List(sa.types.TypeDecorator[Any]):
    """The type of a list parameter of `contains`."""

    impl = sa.Text
    cache_ok = True

    def __init__(self, element: sa.types.TypeEngine[Any]) -> None:
        super().__init__()
        self.element = element

    def load_dialect_impl(self, dialect: sa.Dialect) -> sa.types.TypeEngine[Any]:
        """An array where the dialect has them, JSON text elsewhere."""
        if dialect.name == "postgresql":
            return dialect.type_descriptor(sa.ARRAY(self.element))
        return dialect.type_descriptor(sa.Text())


@compiles(contains, "sqlite")
def _contains_sqlite(element: contains, compiler: SQLCompiler, **options: Any) -> str:
    column, values = compiler.process(element.column, **options), compiler.process(element.list, **options)
    return f"{column} IN (SELECT value FROM json_each({values}))"


@compiles(contains, "postgresql")
def _contains_postgresql(element: contains, compiler: SQLCompiler, **options: Any) -> str:
    column, values = compiler.process(element.column, **options), compiler.process(element.list, **options)
    return f"{column} = ANY({values})"


class json_rows(FunctionElement[str]):  # noqa: N801 - reads as SQL
    """All rows as one text: a JSON array of arrays, in any order; of no rows null, or an empty array.

    A driver that gives rows one by one lets the other threads have the interpreter before each of them, so many short
    rows cost more to take than to find. As one text they are decoded at once.
    """

    inherit_cache = True
    type = sa.Text()


@compiles(json_rows, "sqlite")
def _json_rows_sqlite(element: json_rows, compiler: SQLCompiler, **options: Any) -> str:
    return f"json_group_array(json_array({compiler.process(element.clauses, **options)}))"


@compiles(json_rows, "postgresql")
def _json_rows_postgresql(element: json_rows, compiler: SQLCompiler, **options: Any) -> str:
    return f"json_agg(json_build_array({compiler.process(element.clauses, **options)}))"


class json_number(FunctionElement[int]):  # noqa: N801 - reads as SQL
    """A whole number of a JSON object that is kept as text: `json_number(column, name)`; null where it is not there."""

    inherit_cache = True
    type = sa.BigInteger()


@compiles(json_number, "sqlite")
def _json_number_sqlite(element: json_number, compiler: SQLCompiler, **options: Any) -> str:
    column, name = (compiler.process(part, **options) for part in element.clauses)
    return f"json_extract({column}, '$.' || {name})"


@compiles(json_number, "postgresql")
def _json_number_postgresql(element: json_number, compiler: SQLCompiler, **options: Any) -> str:
    column, name = (compiler.process(part, **options) for part in element.clauses)
    return f"(({column})::json ->> {name})::bigint"


def sql_name(statement: str) -> str:
    """The first words of a statement, for error messages; values are never part of it."""
    return " ".join(statement.split()[:6])
