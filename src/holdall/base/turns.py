"""Turns at periodic work, kept in the database: however many processes there are, one does it when it is due.

A turn also outlives a restart, so work that is done once a day is not done at every start.
"""

import sqlalchemy as sa

from holdall.base.db.database import Transaction
from holdall.base.db.query import query
from holdall.base.db.schema import metadata

turns = sa.Table(
    "turns",
    metadata,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("next_at", sa.BigInteger, nullable=False),
)

_TAKE = query(
    sa.text(
        "INSERT INTO turns (name, next_at) VALUES (:name, :next_at) "
        "ON CONFLICT (name) DO UPDATE SET next_at = excluded.next_at WHERE turns.next_at <= :now"
    ).bindparams(
        sa.bindparam("name", type_=sa.Text),
        sa.bindparam("next_at", type_=sa.BigInteger),
        sa.bindparam("now", type_=sa.BigInteger),
    )
)


async def take_turn(tx: Transaction, name: str, every: int) -> bool:
    """Whether the caller shall do the work of this name now; if so, nobody else may for `every` microseconds.

    The first call of all is a turn. A process that dies at its work leaves it to the next turn.
    """
    return await tx.run(_TAKE, name=name, next_at=tx.now + every, now=tx.now) == 1
