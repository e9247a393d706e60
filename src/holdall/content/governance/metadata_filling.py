"""Finds the files that a template is on when a retention policy is assigned to it, a batch at a time."""

import sqlalchemy as sa

from holdall.base.db import Database, Transaction, query
from holdall.content.governance.assignments import find_any_assignment
from holdall.content.governance.by_metadata import retain_instances
from holdall.content.governance.tables import governance_assignments
from holdall.content.metadata.instance_rows import Instance, instances_of
from holdall.content.metadata.tables import metadata_templates

BATCH = 200

_FIND_TEMPLATE = query(
    sa.select(metadata_templates.c.id).where(metadata_templates.c.uuid == sa.bindparam("uuid", type_=sa.Text))
)


async def apply_retention_batch(db: Database, assignment_id: int, after: int) -> int | None:
    """Retain the next files with the template of an assignment; behind which item to go on, None at the end."""
    assignment = await find_any_assignment(db, assignment_id)
    if assignment is None or assignment.deleted_at is not None:
        return None
    template_id = await db.value(_FIND_TEMPLATE, uuid=assignment.target_id)
    return await db.write(_apply, assignment_id, template_id, after)


async def _apply(tx: Transaction, assignment_id: int, template_id: int | None, after: int) -> int | None:
    assignment = await find_any_assignment(tx, assignment_id)
    found: list[Instance] = []
    if template_id is not None:
        found = list(await instances_of(tx, template_id, after=after, limit=BATCH))
    if assignment is not None and found:
        await retain_instances(tx, assignment, found)
    if len(found) == BATCH:
        return found[-1].item_id
    await tx.update(governance_assignments, {"id": assignment_id}, applied_at=tx.now, look_at=0)
    return None
