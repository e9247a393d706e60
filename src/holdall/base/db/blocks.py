"""The table that blocks of ids are reserved in."""

import sqlalchemy as sa

from holdall.base.db.query import query
from holdall.base.db.schema import metadata
from holdall.base.ids import BLOCK_SIZE, FIRST_ID

id_blocks = sa.Table(
    "id_blocks",
    metadata,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("next", sa.BigInteger, nullable=False),
)

RESERVE_BLOCK = query(
    sa.text(
        "INSERT INTO id_blocks (name, next) VALUES ('ids', :first) "
        "ON CONFLICT (name) DO UPDATE SET next = id_blocks.next + :size RETURNING next"
    ).bindparams(sa.bindparam("first", FIRST_ID, sa.BigInteger), sa.bindparam("size", BLOCK_SIZE, sa.BigInteger))
)
"""Reserves BLOCK_SIZE numbers and answers the first of them."""
