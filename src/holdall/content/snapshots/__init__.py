"""Snapshots: all rows of the platform under a name, to come back to. For development and tests.

Rows are copied to JSON and back by the database itself, a statement for each table, on either engine. Ids go on
counting whatever is restored, so an id never means two things. Bytes are not copied: a snapshot keeps blobs alive.
"""

from collections.abc import Iterable
from functools import cache

import msgspec
import sqlalchemy as sa

from holdall.base.db import Query, Transaction, metadata, query
from holdall.base.db.database import Reader
from holdall.base.db.query import dialect_of
from holdall.base.db.revision import needed_revision
from holdall.base.errors import Conflict, NotFound
from holdall.content.orders import give_back_all_orders
from holdall.content.search import index as search_index
from holdall.content.snapshots.tables import snapshot_blobs, snapshot_rows, snapshots
from holdall.storage.tables import references

KEPT = frozenset(
    {"id_blocks", "turns", "blobs", "blob_parts", "small_blobs", "known_stores"}
    | {"snapshots", "snapshot_rows", "snapshot_blobs"}
)
"""Tables that are neither copied nor emptied: what was given out or stored stays so."""
DERIVED = frozenset({"search_texts", "search_documents", "search_pending", "search_state"})
"""Tables of the search index: it is built anew from the others. The words of blobs stay, as the blobs do."""


class Snapshot(msgspec.Struct, frozen=True):
    """A snapshot: its name, when it was taken (microseconds UTC), and the size of its rows as JSON."""

    name: str
    taken_at: int
    size: int


_LIST = query(
    sa.select(snapshots.c.name, snapshots.c.taken_at, sa.func.sum(sa.func.length(snapshot_rows.c.rows)))
    .join_from(snapshots, snapshot_rows)
    .group_by(snapshots.c.name, snapshots.c.taken_at)
    .order_by(snapshots.c.taken_at, snapshots.c.name),
    Snapshot,
)
_REVISION = query(sa.select(snapshots.c.revision).where(snapshots.c.name == sa.bindparam("name", type_=sa.Text)))


async def list_snapshots(reader: Reader) -> list[Snapshot]:
    """Every snapshot, the oldest first."""
    return await reader.all(_LIST)


async def take_snapshot(tx: Transaction, name: str) -> None:
    """Copy all rows as they are now under this name, in place of an older copy of that name."""
    if tx.dialect == "postgresql":
        await tx.run(query(sa.text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")))
    await tx.delete(snapshots, name=name)
    await tx.insert(snapshots, name=name, revision=needed_revision(), taken_at=tx.now)
    for table in _tables():
        await tx.run(_copy(table, tx.dialect), name=name)
    for column in references():
        if column.table.name not in KEPT:
            await tx.run(_hold(column), name=name)


async def restore_snapshot(tx: Transaction, name: str) -> None:
    """Put the rows of a snapshot in place of those of now.

    Raises NotFound for an unknown name and Conflict for a snapshot from before a migration.
    """
    revision = await tx.value(_REVISION, name=name)
    if revision is None:
        raise NotFound(f"There is no snapshot {name!r}")
    if revision != needed_revision():
        raise Conflict(f"Snapshot {name!r} is of schema {revision}, the database of {needed_revision()}: take it again")
    await empty_tables(tx)
    for table in _tables():
        await tx.run(_copy_back(table, tx.dialect), name=name)
    await give_back_all_orders(tx)


async def delete_snapshot(tx: Transaction, name: str) -> None:
    """Forget a snapshot; what it alone kept alive is garbage then. Raises NotFound."""
    if not await tx.delete(snapshots, name=name):
        raise NotFound(f"There is no snapshot {name!r}")


async def empty_tables(tx: Transaction) -> None:
    """Delete every row but those that tell what ids and bytes there are; snapshots stay."""
    if tx.dialect == "postgresql":
        names = ", ".join(table.name for table in _tables())
        await tx.run(query(sa.text(f"LOCK TABLE {names} IN ACCESS EXCLUSIVE MODE")))
    for table in reversed(list(_tables())):
        await tx.delete(table)
    await search_index.clear(tx)


def _tables() -> Iterable[sa.Table]:
    """The tables to copy: what is referred to comes first."""
    return (table for table in metadata.sorted_tables if table.name not in KEPT | DERIVED)


def _text(statement: str) -> Query[tuple[object, ...]]:
    return query(sa.text(statement).bindparams(sa.bindparam("name", type_=sa.Text)))


@cache
def _copy(table: sa.Table, dialect: str) -> Query[tuple[object, ...]]:
    array = {"sqlite": "json_group_array(json_array({}))", "postgresql": "json_agg(json_build_array({}))"}[dialect]
    rows = array.format(", ".join(f'"{column.name}"' for column in table.columns))
    name = "CAST(:name AS TEXT)"
    return _text(
        f"INSERT INTO snapshot_rows (name, table_name, rows) "
        f"SELECT {name}, '{table.name}', CAST(COALESCE({rows}, '[]') AS TEXT) FROM {table.name}"
    )


@cache
def _copy_back(table: sa.Table, dialect: str) -> Query[tuple[object, ...]]:
    """One statement, so that rows that refer to each other may come in any order."""
    names = ", ".join(f'"{column.name}"' for column in table.columns)
    if dialect == "sqlite":
        values = [f"json_extract(one.value, '$[{position}]')" for position in range(len(table.columns))]
        source = "json_each(snapshot_rows.rows) AS one"
    else:
        kinds = [column.type.compile(dialect_of(dialect)).partition(" COLLATE")[0] for column in table.columns]
        values = [f"CAST(one.value ->> {position} AS {kind})" for position, kind in enumerate(kinds)]
        source = "json_array_elements(CAST(snapshot_rows.rows AS JSON)) AS one(value)"
    return _text(
        f"INSERT INTO {table.name} ({names}) SELECT {', '.join(values)} FROM snapshot_rows, {source} "
        f"WHERE snapshot_rows.name = :name AND snapshot_rows.table_name = '{table.name}'"
    )


@cache
def _hold(column: sa.Column[str]) -> Query[tuple[object, ...]]:
    return _text(
        f"INSERT INTO {snapshot_blobs.name} (name, blob_key) "
        f"SELECT DISTINCT CAST(:name AS TEXT), {column.name} FROM {column.table.name} "
        f"WHERE {column.name} IS NOT NULL ON CONFLICT DO NOTHING"
    )
