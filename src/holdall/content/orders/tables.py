"""The table of orders: background work that a committed unit has asked for and the engine has not yet taken over."""

import sqlalchemy as sa

from holdall.base.db import Json, metadata

work_orders = sa.Table(
    "work_orders",
    metadata,
    sa.Column("id", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("workflow", sa.Text, nullable=False),
    sa.Column("arguments", Json, nullable=False),  # a JSON list
    sa.Column("due_at", sa.BigInteger, nullable=False),  # microseconds UTC
    sa.Index(None, "due_at", "id"),
)
