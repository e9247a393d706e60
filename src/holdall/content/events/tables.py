"""The tables of events, and of who is told. The sequence is their order and the stream position that clients keep."""

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
    sa.Column("log_type", sa.Text),
    sa.Column("created_at", sa.BigInteger, nullable=False),
    sa.Column("created_by", sa.BigInteger),
    sa.Column("actor_id", sa.BigInteger),
    sa.Column("application_id", sa.BigInteger),
    sa.Column("grant_id", sa.BigInteger),
    sa.Column("source_type", sa.Text),
    sa.Column("source_id", sa.BigInteger),
    sa.Column("details", Json, nullable=False),
    sa.Index(None, "enterprise_id", "sequence"),
    sa.Index(None, "enterprise_id", "log_type", "sequence"),
    sa.Index(None, "created_by", "sequence"),
)

event_audience = sa.Table(
    "event_audience",
    metadata,
    sa.Column("channel", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("sequence", sa.BigInteger, primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
)
"""The users' streams: an event is on the channel of its owner, and on one for each folder above it that is shared.

Whoever reads a stream follows the channel of their own and those of what was shared with them, so sharing a folder with
a thousand people costs an event nothing. A channel is the id of the user or the item, doubled; odd for what the stream
`changes` shows.
"""
