"""One at a time in an enterprise, for what a unit of work looks at before it writes, such as a name that must be free."""

import sqlalchemy as sa

from holdall.base.db import Transaction, query
from holdall.content.identity.tables import enterprises

_LOCK = query(
    sa.select(enterprises.c.id)
    .where(enterprises.c.id == sa.bindparam("id", type_=sa.BigInteger))
    .with_for_update(key_share=True)  # rows that name the enterprise may be written meanwhile
)


async def lock_enterprise(tx: Transaction, enterprise_id: int) -> None:
    """Let no other unit of work behind this lock until the unit has committed."""
    await tx.value(_LOCK, id=enterprise_id)
