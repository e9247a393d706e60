"""The table of orders: background work that committed units have asked for and that is not yet over."""

import sqlalchemy as sa

from holdall.base.db import Json, metadata

work_orders = sa.Table(
    "work_orders",
    metadata,
    sa.Column("id", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("workflow", sa.Text, nullable=False),
    sa.Column("arguments", Json, nullable=False),  # a JSON list
    sa.Column("due_at", sa.BigInteger, nullable=False),  # microseconds UTC
    sa.Column("taken_at", sa.BigInteger),  # when the engine took it over; null before
)
sa.Index(
    "ix_work_orders_waiting",
    work_orders.c.due_at,
    work_orders.c.id,
    sqlite_where=work_orders.c.taken_at.is_(None),
    postgresql_where=work_orders.c.taken_at.is_(None),
)
