"""What a deleted template or taxonomy leaves behind goes in batches, so that no write waits for a million rows."""

import sqlalchemy as sa

from holdall.base.db import Database, Transaction, query
from holdall.base.db.query import Query
from holdall.content.metadata.tables import metadata_instances, metadata_nodes, metadata_taxonomies, metadata_templates

BATCH = 1000


def _removal(column: sa.Column[int]) -> Query[tuple[int]]:
    """Removes the next rows of a table that belong to an owner."""
    table = column.table
    batch = sa.select(table.c.id).where(column == sa.bindparam("owner_id", type_=sa.BigInteger)).limit(BATCH)
    return query(sa.delete(table).where(table.c.id.in_(batch)))


_INSTANCES = _removal(metadata_instances.c.template_id)
_NODES = _removal(metadata_nodes.c.taxonomy_id)


async def remove_template_rows(db: Database, template_id: int) -> None:
    """Remove a deleted template's instances and then its row. It may be interrupted anywhere, and begun again."""
    await _remove(db, _INSTANCES, metadata_templates, template_id)


async def remove_taxonomy_rows(db: Database, taxonomy_id: int) -> None:
    """Remove a deleted taxonomy's nodes and then its row, in the same way."""
    await _remove(db, _NODES, metadata_taxonomies, taxonomy_id)


async def _remove(db: Database, owned: Query[tuple[int]], owners: sa.Table, owner_id: int) -> None:
    while await db.write(_remove_batch, owned, owner_id):
        pass
    await db.write(_remove_row, owners, owner_id)


async def _remove_batch(tx: Transaction, owned: Query[tuple[int]], owner_id: int) -> int:
    return await tx.run(owned, owner_id=owner_id)


async def _remove_row(tx: Transaction, owners: sa.Table, owner_id: int) -> None:
    await tx.delete(owners, id=owner_id)
