"""What a deleted template leaves behind goes in batches, so that no write waits for a million rows."""

import sqlalchemy as sa

from holdall.base.db import Database, Transaction, query
from holdall.content.metadata.tables import metadata_instances, metadata_templates

BATCH = 1000

_template = sa.bindparam("template_id", type_=sa.BigInteger)
_REMOVE = query(
    sa.delete(metadata_instances).where(
        metadata_instances.c.id.in_(
            sa.select(metadata_instances.c.id).where(metadata_instances.c.template_id == _template).limit(BATCH)
        )
    )
)


async def remove_template_rows(db: Database, template_id: int) -> None:
    """Remove a deleted template's instances and then its row. It may be interrupted anywhere, and begun again."""
    while await db.write(_remove_batch, template_id):
        pass
    await db.write(_remove_row, template_id)


async def _remove_batch(tx: Transaction, template_id: int) -> int:
    return await tx.run(_REMOVE, template_id=template_id)


async def _remove_row(tx: Transaction, template_id: int) -> None:
    await tx.delete(metadata_templates, id=template_id)
