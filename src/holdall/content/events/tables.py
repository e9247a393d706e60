"""The table of events. The sequence is their order and the stream position that clients keep."""

import sqlalchemy as sa

from holdall.base.db import Json, metadata
from holdall.content.identity.tables import enterprise_column

events = sa.Table(
    "events",
    metadata,
    sa.Column("sequence", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True, autoincrement=True),
    enterprise_column(),
    sa.Column("event_id", sa.Text, nullable=False),
    sa.Column("event_type", sa.Text, nullable=False),
    sa.Column("created_at", sa.BigInteger, nullable=False),
    sa.Column("created_by", sa.BigInteger),
    sa.Column("source_type", sa.Text),
    sa.Column("source_id", sa.BigInteger),
    sa.Column("details", Json, nullable=False),
    sa.Index(None, "enterprise_id", "sequence"),
    sa.Index(None, "source_id", "sequence"),
    sa.Index(None, "created_by", "sequence"),
)
